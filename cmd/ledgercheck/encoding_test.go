package main

import (
	"bytes"
	"encoding/hex"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"petitiondesk/internal/desk"
	"petitiondesk/models/ledger"
)

// encodeAgain writes what was decoded with the program's own writer.
func encodeAgain(e entry) []byte {
	return ledger.Entry{
		Seq: e.seq, PrevHash: ledger.Hash(e.previous), Kind: ledger.Kind(e.kind), Subject: e.subject, Actor: e.actor, At: e.at, Payload: e.payload,
	}.Encode()
}

// Whatever the bytes, decoding neither fails hard nor takes two encodings for one entry.
func FuzzDecode(f *testing.F) {
	f.Add(ledger.Entry{Seq: 1, PrevHash: ledger.Zero, Kind: ledger.CaseRegistered, Subject: "XF20261125-0001", Actor: "lina", At: time.UnixMilli(1), Payload: []byte(`{"headcount":3}`)}.Encode())
	f.Add([]byte{1})
	f.Add(bytes.Repeat([]byte{0xff}, 90))
	f.Fuzz(func(t *testing.T, encoded []byte) {
		e, err := decode(encoded)
		if err == nil && !bytes.Equal(encodeAgain(e), encoded) {
			t.Errorf("%x is another encoding of %x", encoded, encodeAgain(e))
		}
	})
}

// Whatever the fields, the outsider reads from the writer's bytes what was written, and the same hash.
func FuzzEncode(f *testing.F) {
	f.Add(int64(1), string(ledger.Zero), "case_registered", "XF20261125-0001", "lina", int64(1764031800000), []byte(`{"headcount":3}`))
	f.Add(int64(-1), "", "", "\x00", "\xe5\xbc\xa0", int64(-1), []byte(nil))
	f.Fuzz(func(t *testing.T, seq int64, previous, kind, subject, actor string, at int64, payload []byte) {
		written := ledger.Entry{
			Seq: seq, PrevHash: ledger.Hash(previous), Kind: ledger.Kind(kind), Subject: subject, Actor: actor, At: time.UnixMilli(at), Payload: payload,
		}
		e, err := decode(written.Encode())
		if !utf8.ValidString(kind + subject + actor) {
			if err == nil {
				t.Error("text that is not UTF-8 was taken")
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if e.seq != seq || e.previous != previous || e.kind != kind || e.subject != subject || e.actor != actor ||
			e.at.UnixMilli() != at || !bytes.Equal(e.payload, payload) {
			t.Errorf("read %+v", e)
		}
		if got := hex.EncodeToString(e.hash[:]); got != string(written.Sum()) {
			t.Errorf("hash %s, want %s", got, written.Sum())
		}
	})
}

func TestTheTreeIsTheOneOfRFC6962(t *testing.T) {
	var mine tree
	stored := map[int64]tlog.Hash{}
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, idx := range indexes {
			hashes[i] = stored[idx]
		}
		return hashes, nil
	})
	for n := range int64(300) {
		leaf := [32]byte{byte(n), byte(n >> 8)}
		hashes, err := tlog.StoredHashes(n, leaf[:], reader)
		if err != nil {
			t.Fatal(err)
		}
		for i, hash := range hashes {
			stored[tlog.StoredHashIndex(0, n)+int64(i)] = hash
		}
		mine.add(leaf)
		want, err := tlog.TreeHash(n+1, reader)
		if err != nil || mine.root() != want.String() {
			t.Fatalf("root of %d leaves is %s, want %s, %v", n+1, mine.root(), want, err)
		}
	}
}

// Signatures are those of golang.org/x/mod/sumdb/note; one changed byte anywhere is found.
func TestNotesAreReadAsTheyWereSigned(t *testing.T) {
	secret, public, err := desk.NewLedgerKey("xinfang.example.cn")
	if err != nil {
		t.Fatal(err)
	}
	signer, _, err := desk.ReadLedgerKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	c := ledger.Checkpoint{Size: 7, Root: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", Head: ledger.Zero, MadeAt: time.UnixMilli(0)}
	signed, err := note.Sign(&note.Note{Text: ledger.CheckpointText(signer.Name(), c)}, signer)
	if err != nil {
		t.Fatal(err)
	}
	key, err := readKey(public)
	if err != nil {
		t.Fatal(err)
	}
	keys := []publicKey{key}
	got, err := openNote(string(signed), keys)
	if err != nil || got.size != 7 || got.root != string(c.Root) || got.head != string(ledger.Zero) || got.time != "1970-01-01T00:00:00Z" {
		t.Fatalf("read %+v, %v", got, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		bent := bytes.Clone(signed)
		at := rapid.IntRange(0, len(bent)-1).Draw(t, "byte")
		bent[at] ^= byte(1 << rapid.IntRange(0, 7).Draw(t, "bit"))
		if opened, err := openNote(string(bent), keys); err == nil && !bytes.Equal(bytes.TrimSpace(bent), bytes.TrimSpace(signed)) && opened != got {
			t.Fatalf("byte %d changed, and it reads %+v", at, opened)
		}
	})
	if _, err := readKey(public[:len(public)-4] + "AAA="); err == nil {
		t.Error("a key that does not fit its id was taken")
	}
	other, _, _ := desk.NewLedgerKey("xinfang.example.cn")
	_, foreign, _ := desk.ReadLedgerKey(other)
	if key, err = readKey(foreign); err != nil {
		t.Fatal(err)
	}
	if _, err := openNote(string(signed), []publicKey{key}); err == nil {
		t.Error("a note was taken from somebody else")
	}
}
