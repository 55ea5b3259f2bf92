package seal

import (
	"bytes"
	"encoding/hex"
	"slices"
	"testing"
)

// onEachSuite holds both suites to the same promises.
func onEachSuite(t *testing.T, run func(t *testing.T, s Suite)) {
	t.Helper()
	for _, s := range Suites {
		t.Run(s.Name(), func(t *testing.T) { run(t, s) })
	}
}

func keyOf(b byte) []byte { return bytes.Repeat([]byte{b}, KeySize) }

func TestSuiteOpensOnlyWhatItSealed(t *testing.T) {
	onEachSuite(t, func(t *testing.T, s Suite) {
		plain, place := []byte("张某 13900000000"), []byte("place")
		sealed, err := s.Seal(keyOf(1), plain, place)
		if err != nil || bytes.Contains(sealed, plain) {
			t.Fatalf("sealed %x, %v", sealed, err)
		}
		again, err := s.Seal(keyOf(1), plain, place)
		if err != nil || bytes.Equal(sealed, again) {
			t.Errorf("equal values seal alike: %v", err)
		}
		opened, err := s.Open(keyOf(1), sealed, place)
		if err != nil || !bytes.Equal(opened, plain) {
			t.Fatalf("opened %q, %v", opened, err)
		}
		for what, open := range map[string]func() ([]byte, error){
			"another key":   func() ([]byte, error) { return s.Open(keyOf(2), sealed, place) },
			"another place": func() ([]byte, error) { return s.Open(keyOf(1), sealed, []byte("elsewhere")) },
			"cut short":     func() ([]byte, error) { return s.Open(keyOf(1), sealed[:20], place) },
			"nothing":       func() ([]byte, error) { return s.Open(keyOf(1), nil, place) },
			"a short key":   func() ([]byte, error) { return s.Open(keyOf(1)[:16], sealed, place) },
		} {
			if got, err := open(); err == nil {
				t.Errorf("%s opened %q", what, got)
			}
		}
		for i := range sealed {
			changed := slices.Clone(sealed)
			changed[i] ^= 1
			if got, err := s.Open(keyOf(1), changed, place); err == nil {
				t.Fatalf("with byte %d changed it opened as %q", i, got)
			}
		}
	})
}

func TestSuiteHashesAndMACs(t *testing.T) {
	hashes := map[string]string{ // of "abc": FIPS 180-4 and GB/T 32905, annex A.1
		"intl": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		"gm":   "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
	}
	onEachSuite(t, func(t *testing.T, s Suite) {
		if got := hex.EncodeToString(s.Hash([]byte("abc"))); got != hashes[s.Name()] {
			t.Errorf("hash is %s", got)
		}
		one := s.MAC(keyOf(1), []byte("ab"), []byte("c"))
		for what, other := range map[string][]byte{
			"another split": s.MAC(keyOf(1), []byte("a"), []byte("bc")),
			"one part":      s.MAC(keyOf(1), []byte("abc")),
			"another key":   s.MAC(keyOf(2), []byte("ab"), []byte("c")),
		} {
			if bytes.Equal(one, other) {
				t.Errorf("%s gives the same MAC", what)
			}
		}
		if !bytes.Equal(one, s.MAC(keyOf(1), []byte("ab"), []byte("c"))) || len(one) != 32 {
			t.Errorf("MAC is %x", one)
		}
	})
}

func TestSuiteSigns(t *testing.T) {
	onEachSuite(t, func(t *testing.T, s Suite) {
		private, public, err := s.NewSigner()
		if err != nil {
			t.Fatal(err)
		}
		_, otherPublic, err := s.NewSigner()
		if err != nil {
			t.Fatal(err)
		}
		signature, err := s.Sign(private, []byte("head"))
		if err != nil || !s.Verify(public, []byte("head"), signature) {
			t.Fatalf("its own signature %x is refused, %v", signature, err)
		}
		if s.Verify(public, []byte("heat"), signature) || s.Verify(otherPublic, []byte("head"), signature) ||
			s.Verify(public, []byte("head"), nil) || s.Verify(nil, []byte("head"), signature) {
			t.Error("a wrong signature is accepted")
		}
		if _, err := s.Sign([]byte("short"), []byte("head")); err == nil {
			t.Error("signed with a wrong key")
		}
	})
}
