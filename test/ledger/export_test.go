package ledger_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"petitiondesk/internal/desk"
	"petitiondesk/models/casework"
	"petitiondesk/models/ledger"
)

// outsider is the stand-alone program as a binary.
func outsider(t *testing.T) func(args ...string) (code int, said string) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "ledgercheck")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "petitiondesk/cmd/ledgercheck").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return func(args ...string) (int, string) {
		command := exec.CommandContext(t.Context(), program, args...)
		out, err := command.CombinedOutput()
		if err != nil && command.ProcessState == nil {
			t.Fatal(err)
		}
		return command.ProcessState.ExitCode(), string(out)
	}
}

func (w *world) export() string {
	w.Helper()
	path := filepath.Join(w.TempDir(), "ledger.zip")
	file, err := os.Create(path)
	w.must(err)
	_, err = w.app.Desk.ExportLedger(w.Context(), file)
	w.must(err)
	w.must(file.Close())
	return path
}

func (w *world) public() string {
	w.Helper()
	_, public, err := desk.ReadLedgerKey(w.cfg.Ledger.Key)
	w.must(err)
	return public
}

func TestAnOutsiderChecksAnExport(t *testing.T) {
	check := outsider(t)
	w := begin(t, "sqlite://"+filepath.Join(t.TempDir(), "desk.db"))
	w.register(4)
	w.place = "" // nobody works on it yet, so it can be voided
	number := w.register(1)
	w.place = "chengguan"
	made := w.checkpoint("one")
	w.register(1)
	w.amend(number)
	kept := filepath.Join(t.TempDir(), "kept.txt")
	w.must(os.WriteFile(kept, []byte("某月某日的消息 "+made.Line("xinfang.example.cn")+"\n"), 0o600))
	pack := w.export()

	code, said := check("-key", w.public(), "-anchors", kept, "-from", "2026-11-23", "-to", "2026-11-23", pack)
	// Six visits of 2, 3, 4, 5, 6 and 7 people; the fifth was corrected to 2 and then voided.
	want := "6 registered, 1 voided, 1 corrected, 23 people, 2 collective"
	if code != 0 || !strings.Contains(said, want) || !strings.Contains(said, fmt.Sprintf("vouch for %d entries", made.Size)) {
		t.Errorf("exit code %d, want %q:\n%s", code, want, said)
	}
	state := w.expectSound()
	if !strings.Contains(said, string(state.Head)) || !strings.Contains(said, string(state.Root)) {
		t.Errorf("the outsider finds another head or root than %+v:\n%s", state, said)
	}
	_, foreign, err := desk.NewLedgerKey("xinfang.example.cn")
	w.must(err)
	if code, said := check("-key", foreign, pack); code != 1 || !strings.Contains(said, "no signature of a known key") {
		t.Errorf("with another key: exit code %d\n%s", code, said)
	}
	if code, _ := check(kept); code != 2 {
		t.Errorf("no package: exit code %d", code)
	}
}

// amend has a headcount corrected and then the visit voided, each by two people.
func (w *world) amend(number string) {
	w.Helper()
	d := w.app.Desk
	w.must(d.AskAmendment(w.Context(), "wangfang", number, ledger.CorrectHeadcount, 2, "原表写错"))
	w.must(d.DecideAmendment(w.Context(), "sunli", 1, true, ""))
	for _, step := range []casework.Proposed{
		{Step: casework.AskVoid, Details: casework.Details{Reason: "同一次来访重复录入"}}, {Step: casework.Void},
	} {
		by := map[casework.Step]string{casework.AskVoid: "wangfang", casework.Void: "sunli"}[step.Step]
		w.must(d.Propose(w.Context(), by, number, []casework.Proposed{step}))
		w.must(d.ConfirmProposal(w.Context(), by, ""))
	}
}

// Each package is one that somebody tampered with; the outsider has the key and a line that he kept.
func TestAnOutsiderFindsATamperedPackage(t *testing.T) {
	check := outsider(t)
	w := begin(t, "sqlite://"+filepath.Join(t.TempDir(), "desk.db"))
	w.register(4)
	made := w.checkpoint("one")
	w.register(2)
	kept := filepath.Join(t.TempDir(), "kept.txt")
	w.must(os.WriteFile(kept, []byte(made.Line("x")), 0o600))
	pack := w.export()
	frames := func(change func([]ledger.Entry) []ledger.Entry) []byte {
		var b bytes.Buffer
		for _, e := range change(w.entries()) {
			encoded := e.Encode()
			_, _ = fmt.Fprintf(&b, "\x00\x00\x00\x00%s%s", []byte{0, 0, byte(len(encoded) >> 8), byte(len(encoded))}, encoded)
		}
		return b.Bytes()
	}
	relinked := frames(func(all []ledger.Entry) []ledger.Entry {
		head := ledger.Genesis()
		all[3].Actor = "nobody"
		for i := range all {
			all[i], head = ledger.Link(head, all[i])
		}
		return all
	})
	for name, test := range map[string]struct {
		found   string
		replace map[string][]byte // nil removes a file
	}{
		"edited":              {"does not continue entry", map[string][]byte{"entries": frames(func(all []ledger.Entry) []ledger.Entry { all[3].Actor = "nobody"; return all })}},
		"shortened":           {"entries are missing", map[string][]byte{"entries": frames(func(all []ledger.Entry) []ledger.Entry { return all[:4] })}},
		"cut in the middle":   {"cut off or damaged", map[string][]byte{"entries": relinked[:len(relinked)-5]}},
		"rewritten":           {"the history was rewritten", map[string][]byte{"entries": relinked}},
		"rewritten, no notes": {"your anchor in line 1 says", map[string][]byte{"entries": relinked, "checkpoints/1.txt": nil, "anchors.txt": nil}},
		"a note is changed":   {"checkpoint 1 bears a bad signature", map[string][]byte{"checkpoints/1.txt": bytes.Replace([]byte(made.Note), []byte("\nhead "), []byte("\nhead 0"), 1)}},
	} {
		t.Run(name, func(t *testing.T) {
			bent := repack(t, pack, test.replace)
			if code, said := check("-key", w.public(), "-anchors", kept, bent); code != 1 || !strings.Contains(said, test.found) {
				t.Errorf("exit code %d, want %q:\n%s", code, test.found, said)
			}
		})
	}
}

// repack copies a package with some files replaced.
func repack(t *testing.T, pack string, replace map[string][]byte) string {
	t.Helper()
	from, err := zip.OpenReader(pack)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	path := filepath.Join(t.TempDir(), "bent.zip")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	to := zip.NewWriter(out)
	for _, file := range from.File {
		content, replaced := replace[file.Name]
		if replaced && content == nil {
			continue
		}
		if !replaced {
			reader, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			if content, err = io.ReadAll(reader); err != nil {
				t.Fatal(err)
			}
		}
		writer, err := to.Create(file.Name)
		if err == nil {
			_, err = writer.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}
