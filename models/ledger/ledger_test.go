package ledger_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/ledger"
)

var written = time.Date(2026, 11, 25, 0, 30, 0, 0, time.UTC)

func drawEntry(t *rapid.T) ledger.Entry {
	return ledger.Entry{
		Kind:    rapid.SampledFrom([]ledger.Kind{ledger.CaseRegistered, ledger.ProgressRecorded, ledger.SlotConfirmed}).Draw(t, "kind"),
		Subject: rapid.StringN(0, 12, -1).Draw(t, "subject"),
		Actor:   rapid.StringN(0, 8, -1).Draw(t, "actor"),
		At:      written.Add(time.Duration(rapid.IntRange(0, 1e9).Draw(t, "at")) * time.Millisecond),
		Payload: rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "payload"),
	}
}

// drawChain links entries the way the store does.
func drawChain(t *rapid.T, least int) ([]ledger.Entry, ledger.Head) {
	chain, head := make([]ledger.Entry, rapid.IntRange(least, 8).Draw(t, "entries")), ledger.Genesis()
	for i := range chain {
		chain[i], head = ledger.Link(head, drawEntry(t))
	}
	return chain, head
}

func verify(chain []ledger.Entry, head ledger.Head) error {
	v := ledger.NewVerifier()
	for _, e := range chain {
		if err := v.Check(e); err != nil {
			return err
		}
	}
	return v.End(head)
}

func TestAChainVerifies(t *testing.T) {
	if err := verify(nil, ledger.Genesis()); err != nil {
		t.Errorf("the empty ledger: %v", err)
	}
	rapid.Check(t, func(t *rapid.T) {
		chain, head := drawChain(t, 0)
		if err := verify(chain, head); err != nil {
			t.Fatal(err)
		}
	})
}

func TestLinkContinuesTheHead(t *testing.T) {
	head := ledger.Head{ID: 1, Seq: 4, Hash: "aa", SerialDay: "2026-11-25", DaySerial: 3}
	entry, next := ledger.Link(head, ledger.Entry{Seq: 99, PrevHash: "bb", Hash: "cc", Kind: ledger.CaseRegistered, At: written})
	if entry.Seq != 5 || entry.PrevHash != "aa" || entry.Hash != entry.Sum() {
		t.Errorf("entry %+v", entry)
	}
	if want := (ledger.Head{ID: 1, Seq: 5, Hash: entry.Hash, SerialDay: "2026-11-25", DaySerial: 3}); next != want {
		t.Errorf("head %+v, want %+v", next, want)
	}
}

// edits changes one field each.
var edits = map[string]func(*ledger.Entry){
	"sequence":      func(e *ledger.Entry) { e.Seq++ },
	"previous hash": func(e *ledger.Entry) { e.PrevHash = otherHash(e.PrevHash) },
	"kind":          func(e *ledger.Entry) { e.Kind += "x" },
	"subject":       func(e *ledger.Entry) { e.Subject += "x" },
	"actor":         func(e *ledger.Entry) { e.Actor += "x" },
	"instant":       func(e *ledger.Entry) { e.At = e.At.Add(time.Millisecond) },
	"payload":       func(e *ledger.Entry) { e.Payload = append(slices.Clone(e.Payload), 0) },
	"hash":          func(e *ledger.Entry) { e.Hash = otherHash(e.Hash) },
}

func otherHash(h ledger.Hash) ledger.Hash {
	first := "0"
	if h[0] == '0' {
		first = "1"
	}
	return ledger.Hash(first) + h[1:]
}

func TestEveryEditIsFound(t *testing.T) {
	for field, edit := range edits {
		t.Run(field, rapid.MakeCheck(func(t *rapid.T) {
			chain, head := drawChain(t, 1)
			i := rapid.IntRange(0, len(chain)-1).Draw(t, "edited")
			edit(&chain[i])
			if verify(chain, head) == nil {
				t.Fatalf("entry %d was edited unseen", i+1)
			}
			if field == "hash" {
				return
			}
			chain[i].Hash = chain[i].Sum() // an editor who mends the entry's own hash as well
			if verify(chain, head) == nil {
				t.Fatalf("entry %d was edited and summed again unseen", i+1)
			}
		}))
	}
}

func TestEveryRearrangementIsFound(t *testing.T) {
	for name, rearrange := range map[string]func(*rapid.T, []ledger.Entry) []ledger.Entry{
		"dropped": func(t *rapid.T, chain []ledger.Entry) []ledger.Entry {
			i := rapid.IntRange(0, len(chain)-1).Draw(t, "dropped")
			return slices.Delete(chain, i, i+1)
		},
		"swapped": func(t *rapid.T, chain []ledger.Entry) []ledger.Entry {
			i := rapid.IntRange(0, len(chain)-2).Draw(t, "swapped")
			chain[i], chain[i+1] = chain[i+1], chain[i]
			return chain
		},
		"swapped, numbers mended": func(t *rapid.T, chain []ledger.Entry) []ledger.Entry {
			i := rapid.IntRange(0, len(chain)-2).Draw(t, "swapped")
			chain[i], chain[i+1] = chain[i+1], chain[i]
			chain[i].Seq, chain[i+1].Seq = chain[i+1].Seq, chain[i].Seq
			return chain
		},
		"repeated": func(t *rapid.T, chain []ledger.Entry) []ledger.Entry {
			i := rapid.IntRange(0, len(chain)-1).Draw(t, "repeated")
			return slices.Insert(chain, i, chain[i])
		},
		"inserted with a right hash": func(t *rapid.T, chain []ledger.Entry) []ledger.Entry {
			i := rapid.IntRange(0, len(chain)).Draw(t, "inserted before")
			before := ledger.Genesis()
			if i > 0 {
				before.Seq, before.Hash = chain[i-1].Seq, chain[i-1].Hash
			}
			forged, _ := ledger.Link(before, drawEntry(t))
			return slices.Insert(chain, i, forged)
		},
	} {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			chain, head := drawChain(t, 2)
			if verify(rearrange(t, chain), head) == nil {
				t.Fatal("unseen")
			}
		}))
	}
}

func TestARewrittenChainDoesNotFitTheOldHead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chain, head := drawChain(t, 1)
		i := rapid.IntRange(0, len(chain)-1).Draw(t, "rewritten from")
		chain[i].Subject += "x"
		forged := ledger.Genesis()
		for j := range chain {
			chain[j], forged = ledger.Link(forged, chain[j])
		}
		if verify(chain, forged) != nil {
			t.Fatal("the rewritten chain is not even sound in itself")
		}
		if verify(chain, head) == nil {
			t.Fatal("the head does not tell the chains apart")
		}
	})
}

func TestAGapInTheNumbersIsFoundThoughEveryHashFits(t *testing.T) {
	first, head := ledger.Link(ledger.Genesis(), ledger.Entry{Kind: ledger.CaseRegistered, At: written})
	head.Seq++
	third, head := ledger.Link(head, ledger.Entry{Kind: ledger.ProgressRecorded, At: written})
	err := verify([]ledger.Entry{first, third}, head)
	if err == nil || !strings.Contains(err.Error(), "entry 3 follows entry 1") {
		t.Errorf("error %v", err)
	}
}

func TestTheHeadMustFit(t *testing.T) {
	entry, head := ledger.Link(ledger.Genesis(), ledger.Entry{Kind: ledger.CaseRegistered, At: written})
	for name, wrong := range map[string]ledger.Head{
		"another number": {ID: 1, Seq: 2, Hash: head.Hash},
		"another hash":   {ID: 1, Seq: 1, Hash: ledger.Zero},
		"an empty one":   ledger.Genesis(),
	} {
		if verify([]ledger.Entry{entry}, wrong) == nil {
			t.Errorf("%s fits", name)
		}
	}
}

// texts puts the fields of one text, cut at the given places, into an entry.
func texts(whole string, cuts []int) ledger.Entry {
	return ledger.Entry{
		PrevHash: ledger.Hash(whole[:cuts[0]]), Kind: ledger.Kind(whole[cuts[0]:cuts[1]]), Subject: whole[cuts[1]:cuts[2]],
		Actor: whole[cuts[2]:cuts[3]], At: written, Payload: []byte(whole[cuts[3]:]),
	}
}

func TestEncodeKeepsFieldsApart(t *testing.T) {
	left, right := ledger.Entry{Subject: "ab", Actor: "c", At: written}, ledger.Entry{Subject: "a", Actor: "bc", At: written}
	if bytes.Equal(left.Encode(), right.Encode()) {
		t.Error(`"ab","c" and "a","bc" are the same bytes`)
	}
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.StringOfN(rapid.SampledFrom([]rune("\x00\x01a")), 0, 24, -1).Draw(t, "text")
		cuts := func(name string) []int {
			places := rapid.SliceOfN(rapid.IntRange(0, len(whole)), 4, 4).Draw(t, name)
			slices.Sort(places)
			return places
		}
		here, there := cuts("here"), cuts("there")
		same := bytes.Equal(texts(whole, here).Encode(), texts(whole, there).Encode())
		if same != slices.Equal(here, there) {
			t.Fatalf("cut at %v and %v: same bytes is %v", here, there, same)
		}
	})
}

// The encoding is forever: a sum that changes makes every ledger written before unverifiable.
func TestSumOfAKnownEntry(t *testing.T) {
	e := ledger.Entry{
		Seq: 1, PrevHash: ledger.Zero, Kind: ledger.CaseRegistered, Subject: "XF20261125-0001", Actor: "lina", At: written,
		Payload: []byte(`{"headcount":3}`),
	}
	const want = "e0f79268fefa3d91b24fb72abe4a7bae7c24e41cd2f9f0fe8df90b32ced747b5"
	if got := e.Sum(); got != want {
		t.Errorf("sum %s, want %s", got, want)
	}
	if got := fmt.Sprintf("%x", e.Encode()[:17]); got != "0100000000000000010000000000000040" {
		t.Errorf("encoding begins with %s", got)
	}
}
