package ledger_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"petitiondesk/models/ledger"
)

// attack is one thing somebody with every right on the database does, and what verify says of it.
type attack struct {
	name  string
	found string
	do    func(w *world)
}

// attacks are the threats of the ledger. Each is made on the database as it stood before.
var attacks = []attack{
	{"an entry is edited", "was changed after it was written", func(w *world) {
		w.exec("UPDATE ledger_entries SET payload = '{\"headcount\":1}' WHERE seq = 4")
	}},
	{"an entry is edited and its hash mended", "does not continue entry", func(w *world) {
		e := w.entries()[3]
		e.Actor = "nobody"
		w.exec("UPDATE ledger_entries SET actor = ?, hash = ? WHERE seq = ?", e.Actor, e.Sum(), e.Seq)
	}},
	{"an entry is deleted", "there is a gap", func(w *world) { w.exec("DELETE FROM ledger_entries WHERE seq = 5") }},
	{"an entry is inserted at the end", "the ledger goes on with", func(w *world) {
		all := w.entries()
		e, _ := ledger.Link(ledger.Head{Seq: int64(len(all)), Hash: all[len(all)-1].Hash}, all[2])
		w.exec("INSERT INTO ledger_entries (seq, prev_hash, kind, subject, actor, at, payload, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			e.Seq, e.PrevHash, e.Kind, e.Subject, e.Actor, e.At, e.Payload, e.Hash)
	}},
	{"two entries change places", "does not continue entry", func(w *world) {
		w.exec("UPDATE ledger_entries SET seq = 999999 WHERE seq = 4")
		w.exec("UPDATE ledger_entries SET seq = 4 WHERE seq = 5")
		w.exec("UPDATE ledger_entries SET seq = 5 WHERE seq = 999999")
	}},
	{"the end is cut off and the head put back", "entries are missing", func(w *world) { w.cut(1) }},
	{"only the head is put back", "the ledger goes on with", func(w *world) {
		all := w.entries()
		last := all[len(all)-2]
		w.exec("UPDATE ledger_head SET seq = ?, hash = ?", last.Seq, last.Hash)
	}},
	{"the whole chain is rewritten without one visit", "hash 4 of the stored tree does not follow", func(w *world) {
		w.rewrite(slices.Delete(w.entries(), 3, 4))
	}},
	{"the chain is rewritten and the tree deleted", "the history was rewritten", func(w *world) {
		all := w.entries()
		all[3].Actor = "nobody"
		w.rewrite(all)
		w.exec("DELETE FROM ledger_tree")
	}},
	{"chain, tree and every checkpoint in the database are made anew", "line 1 of the anchor file says that the first", func(w *world) {
		all := w.entries()
		all[3].Actor = "nobody"
		w.rewrite(all)
		for _, table := range []string{"ledger_tree", "ledger_checkpoints", "ledger_receipts"} {
			w.exec("DELETE FROM " + table)
		}
	}},
	{"a checkpoint is given another root", "was changed after it was signed", func(w *world) {
		w.exec("UPDATE ledger_checkpoints SET root = ? WHERE id = 1", strings.Repeat("A", 43)+"=")
	}},
	{"a checkpoint is signed with another key", "bears no good signature of a known key", func(w *world) {
		w.exec("UPDATE ledger_checkpoints SET note = REPLACE(note, '\u2014 xinfang.example.cn ', '\u2014 xinfang.example.cn AAAA')")
	}},
	{"a step is dated back", "is not as entry", func(w *world) {
		w.exec("UPDATE case_events SET day = '2026-11-20' WHERE step = 'deliver_notice' AND case_id = 1")
	}},
	{"a visit is deleted from the register", "is missing from the register", func(w *world) {
		w.exec("DELETE FROM counted_submissions WHERE submission_id = 2")
		w.exec("DELETE FROM submissions WHERE id = 2")
	}},
	{"a visit is taken out of the statistics only", "registrations, 0 voided", func(w *world) {
		w.exec("DELETE FROM counted_submissions WHERE submission_id = 2")
	}},
	{"a visit is voided behind everybody's back", "registrations, 0 voided", func(w *world) {
		w.exec("UPDATE counted_submissions SET voided = 1 WHERE submission_id = 2")
	}},
	{"fewer people are said to have come", "the register shows", func(w *world) {
		w.exec("UPDATE counted_submissions SET headcount = 1 WHERE submission_id = 2")
	}},
	{"a visit is added without an entry", "the register shows", func(w *world) {
		w.exec("INSERT INTO counted_submissions (submission_id, case_id, known_from, known_to, registered_on, channel, level, topic_list, " +
			"topic, purpose, unit_code, headcount, collective, repeated, voided) SELECT 999, case_id, known_from, known_to, registered_on, " +
			"channel, level, topic_list, topic, purpose, unit_code, headcount, collective, repeated, voided FROM counted_submissions WHERE submission_id = 2")
	}},
	{"the words of a petitioner are changed", "was changed after it was registered", func(w *world) {
		w.exec("UPDATE submissions SET original = '别的话' WHERE id = 2")
	}},
	{"the petitioner is exchanged", "was changed after it was registered", func(w *world) {
		w.exec("UPDATE petitioners SET name = '李某' WHERE submission_id = 2")
	}},
	{"the words are changed and the key destroyed", "is gone without an entry", func(w *world) {
		w.exec("UPDATE submissions SET original = '别的话', commit_key = '' WHERE id = 2")
	}},
	{"a line of the anchor file is removed", "is no longer in it", func(w *world) {
		_, rest, _ := bytes.Cut(w.anchorLines(), []byte("\n"))
		w.writeAnchors(rest)
	}},
	{"a line of the anchor file is changed", "bears no good signature", func(w *world) {
		w.writeAnchors(bytes.Replace(w.anchorLines(), []byte("xinfang.example.cn "), []byte("xinfang.example.cn 1"), 1))
	}},
}

// cut removes entries from the end and puts the head back.
func (w *world) cut(count int) {
	w.Helper()
	all := w.entries()
	last := all[len(all)-1-count]
	w.exec("DELETE FROM ledger_entries WHERE seq > ?", last.Seq)
	w.exec("UPDATE ledger_head SET seq = ?, hash = ?", last.Seq, last.Hash)
}

func TestEveryAttackIsFound(t *testing.T) {
	onEvery(t, func(w *world) {
		w.register(4)
		w.checkpoint("day:2026-11-23")
		w.clock.Set(monday.AddDate(0, 0, 1))
		w.register(2)
		w.checkpoint("day:2026-11-24")
		sound := w.expectSound()
		if sound.Anchors != 2 || sound.Unanchored != 0 || sound.Registrations != 6 || sound.Signed != sound.Entries {
			w.Fatalf("the sound ledger was compared as %+v", sound)
		}
		w.keep("sound")
		anchors := w.anchorLines()
		for _, a := range attacks {
			w.Run(a.name, func(t *testing.T) {
				on := *w
				on.T = t
				a.do(&on)
				if state := on.verify(); state.OK || !strings.Contains(state.Fault, a.found) {
					t.Errorf("verify says %q, want %q", state.Fault, a.found)
				}
				on.restore("sound")
				on.writeAnchors(anchors)
				on.expectSound()
			})
		}
	})
}

// Entries that no anchor covers can be rewritten unseen; verify says how many those are.
func TestTheTailIsToldApart(t *testing.T) {
	onEvery(t, func(w *world) {
		w.register(2)
		w.checkpoint("one")
		anchored := w.expectSound().Anchored
		w.register(1)
		state := w.expectSound()
		if state.Anchored != anchored || state.Unanchored != state.Entries-anchored || state.Unanchored == 0 {
			w.Errorf("anchored %d, not yet %d of %d", state.Anchored, state.Unanchored, state.Entries)
		}
	})
}

// What people kept of the messages is enough: the anchor file and every checkpoint may be gone.
func TestAMessageThatWasKeptFindsTheRewrite(t *testing.T) {
	onEvery(t, func(w *world) {
		w.register(3)
		made := w.checkpoint("one")
		message := "台账检查点（序号 1）：\n" + made.Line("xinfang.example.cn") + "\n请保存"
		if state := w.compare(message); !state.OK || state.Anchored != made.Size {
			w.Errorf("a sound ledger: %+v", state)
		}
		w.dropTriggers()
		all := w.entries()
		at := slices.IndexFunc(all, func(e ledger.Entry) bool { return e.Kind == ledger.CaseRegistered })
		number := all[at].Subject
		all[at].Subject = "XF20261123-0009"
		w.rewrite(all)
		for _, table := range []string{"ledger_tree", "ledger_checkpoints", "ledger_receipts"} {
			w.exec("DELETE FROM " + table)
		}
		w.writeAnchors(nil)
		w.exec("UPDATE submissions SET number = 'XF20261123-0009' WHERE number = ?", number)
		if state := w.compare(message); state.OK || !strings.Contains(state.Fault, "brought along in line 2") {
			w.Errorf("verify says %q", state.Fault)
		}
	})
}

// A notice dated back by the desk itself, with its clock put back, shows against the checkpoint before it.
func TestAnEntryDatedBeforeItsCheckpointIsFound(t *testing.T) {
	onEvery(t, func(w *world) {
		w.register(1)
		w.checkpoint("one")
		w.clock.Set(monday.AddDate(0, 0, -5))
		w.register(1)
		if state := w.verify(); state.OK || !strings.Contains(state.Fault, "before the checkpoint it follows") {
			w.Errorf("verify says %q", state.Fault)
		}
	})
}
