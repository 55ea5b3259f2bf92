package seal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"petitiondesk/models"
)

func ring(t *testing.T, today string, keys ...MasterKey) *Keyring {
	t.Helper()
	var lines []string
	for _, key := range keys {
		lines = append(lines, key.Line())
	}
	r, err := ParseKeyring("# keys\n\n"+strings.Join(lines, "\n"), func() string { return today })
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestVaultBindsValuesToKeyAndPlace(t *testing.T) {
	onEachSuite(t, func(t *testing.T, s Suite) {
		ctx := t.Context()
		v := NewVault(ring(t, "2026-11-25", NewMasterKey(s, "2026-11-01")))
		one, other := v.NewKey(), v.NewKey()
		value, err := v.Seal(ctx, one, "petitioner.lead", []byte("张某"))
		if err != nil {
			t.Fatal(err)
		}
		if value[0] != valueVersion || value[1] != s.ID() {
			t.Errorf("the value begins with %x", value[:2])
		}
		if got, err := v.Open(one, "petitioner.lead", value); err != nil || string(got) != "张某" {
			t.Errorf("opened %q, %v", got, err)
		}
		if _, err := v.Open(other, "petitioner.lead", value); err == nil {
			t.Error("opened with the key of another row")
		}
		if _, err := v.Open(one, "original", value); err == nil {
			t.Error("opened in another field")
		}
		claims := slices.Clone(value)
		claims[1] = 3 - s.ID() // says it was sealed by the other suite
		if _, err := v.Open(one, "petitioner.lead", claims); err == nil {
			t.Error("opened by another suite")
		}

		keyID, wrapped, err := v.Wrap(ctx, "draft:1", one)
		if err != nil || bytes.Contains(wrapped, one) {
			t.Fatalf("wrapped %x, %v", wrapped, err)
		}
		for range 2 { // from the master key, then from memory
			if got, err := v.Unwrap(ctx, "draft:1", keyID, wrapped); err != nil || !bytes.Equal(got, one) {
				t.Errorf("unwrapped %x, %v", got, err)
			}
		}
		if _, err := v.Unwrap(ctx, "draft:2", keyID, wrapped); models.CodeOf(err) != models.Unavailable {
			t.Errorf("a key moved to another row: %v", err)
		}
	})
}

// Values of one suite stay readable when the office goes over to the other.
func TestSuitesCanBeMixed(t *testing.T) {
	old, young := NewMasterKey(intl{}, "2026-01-01"), NewMasterKey(gm{}, "2026-11-25")
	before, after := NewVault(ring(t, "2026-11-24", old, young)), NewVault(ring(t, "2026-11-25", old, young))
	key := before.NewKey()
	for vault, suite := range map[*Vault]Suite{before: intl{}, after: gm{}} {
		value, err := vault.Seal(t.Context(), key, "f", []byte("x"))
		if err != nil || value[1] != suite.ID() {
			t.Fatalf("sealed by suite %d, %v", value[1], err)
		}
		if got, err := after.Open(key, "f", value); err != nil || string(got) != "x" {
			t.Errorf("opened %q, %v", got, err)
		}
	}
}

func TestCommitments(t *testing.T) {
	onEachSuite(t, func(t *testing.T, s Suite) {
		v := NewVault(ring(t, "2026-11-25", NewMasterKey(s, "2026-11-01")))
		key := v.NewKey()
		made, err := v.Commit(t.Context(), key, "name", "张某")
		if err != nil || !strings.HasPrefix(made, s.Name()+":") {
			t.Fatalf("%q, %v", made, err)
		}
		if !v.Committed(key, "name", "张某", made) {
			t.Error("its own commitment is refused")
		}
		if v.Committed(v.NewKey(), "name", "张某", made) || v.Committed(key, "mobile", "张某", made) || v.Committed(key, "name", "李某", made) {
			t.Error("a wrong one is accepted")
		}
		if nothing, err := v.Commit(t.Context(), key, "name", ""); nothing != "" || err != nil {
			t.Errorf("nothing is committed as %q, %v", nothing, err)
		}
	})
}

func TestKeyFiles(t *testing.T) {
	good := NewMasterKey(intl{}, "2026-11-01")
	today := func() string { return "2026-11-25" }
	for _, text := range []string{
		"", "# nothing\n", "k1 intl 2026-11-01", "k1 des 2026-11-01 " + strings.Fields(good.Line())[3],
		"k1 intl today " + strings.Fields(good.Line())[3], "k1 gm 2026-11-01 c2hvcnQ=", good.Line() + "\n" + good.Line(),
	} {
		if _, err := ParseKeyring(text, today); err == nil {
			t.Errorf("%q was accepted", text)
		} else if strings.Contains(err.Error(), strings.Fields(good.Line())[3]) {
			t.Errorf("the error tells a key: %v", err)
		}
	}
	ahead := ring(t, "2026-10-31", good)
	if _, _, err := ahead.Current(t.Context()); err == nil {
		t.Error("a key is current before its first day")
	}
}

// A service that runs learns of a key written into its file by somebody else.
func TestKeyringReadsItsFileAgain(t *testing.T) {
	old, young := NewMasterKey(intl{}, "2026-01-01"), NewMasterKey(gm{}, "2026-11-25")
	writer := NewVault(ring(t, "2026-11-25", old, young))
	key := writer.NewKey()
	keyID, wrapped, err := writer.Wrap(t.Context(), "draft:1", key)
	if err != nil || keyID != young.ID {
		t.Fatalf("wrapped by %s, %v", keyID, err)
	}
	reads := 0
	reader := ring(t, "2026-11-25", old).Rereading(func() (string, error) {
		reads++
		return old.Line() + "\n" + young.Line(), nil
	})
	if got, err := NewVault(reader).Unwrap(t.Context(), "draft:1", keyID, wrapped); err != nil || !bytes.Equal(got, key) {
		t.Errorf("unwrapped %x, %v", got, err)
	}
	for range 5 {
		if _, err := reader.Unwrap(t.Context(), "gone", "draft:1", wrapped); err == nil {
			t.Error("unwrapped by a key that does not exist")
		}
	}
	if reads != 1 {
		t.Errorf("the file was read %d times within a second", reads)
	}
}

// A file that cannot be read, or is being written, leaves the keys that are known.
func TestKeyringKeepsItsKeysWhenTheFileIsAway(t *testing.T) {
	old := NewMasterKey(intl{}, "2026-01-01")
	for _, text := range []string{"", "k2 gm", old.Line()[:40]} {
		r := ring(t, "2026-11-25", old).Rereading(func() (string, error) { return text, nil })
		if r.Refresh() == nil {
			t.Errorf("%q was taken for keys", text)
		}
		if id, _, err := r.Current(t.Context()); id != old.ID || err != nil {
			t.Errorf("current is %q, %v", id, err)
		}
	}
}

// farKMS is a key service that does not answer.
type farKMS struct{ KMS }

func (farKMS) Unwrap(context.Context, string, string, []byte) ([]byte, error) {
	return nil, errors.New("no answer")
}

func (farKMS) Wrap(context.Context, string, string, []byte) ([]byte, error) {
	return nil, errors.New("no answer")
}

func TestVaultSaysWhenTheKMSIsAway(t *testing.T) {
	v := NewVault(farKMS{ring(t, "2026-11-25", NewMasterKey(gm{}, "2026-11-01"))})
	if _, _, err := v.Wrap(t.Context(), "o", v.NewKey()); models.CodeOf(err) != models.Unavailable {
		t.Errorf("wrapping: %v", err)
	}
	if _, err := v.Unwrap(t.Context(), "o", "k", []byte("wrapped")); models.CodeOf(err) != models.Unavailable {
		t.Errorf("unwrapping: %v", err)
	}
}

func FuzzOpenTakesAnyBytes(f *testing.F) {
	v := NewVault(nil)
	key := keyOf(1)
	for _, s := range Suites {
		value, err := sealValue(s, "k", key, []byte("张某"), "f")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(value)
	}
	f.Add([]byte{1, 1, 255})
	f.Fuzz(func(t *testing.T, value []byte) {
		if plain, err := v.Open(key, "f", value); err == nil && string(plain) != "张某" {
			t.Errorf("%x opened as %q", value, plain)
		}
	})
}

func TestKeyCacheIsBoundedAndForgets(t *testing.T) {
	c := newKeyCache()
	now := time.Now()
	c.now = func() time.Time { return now }
	for i := range cachedKeys + 10 {
		c.put(fmt.Sprint(i), keyOf(byte(i)))
	}
	if _, ok := c.get("9"); ok || c.order.Len() != cachedKeys || len(c.byName) != cachedKeys {
		t.Errorf("holds %d keys", c.order.Len())
	}
	got, ok := c.get("10")
	if !ok || !bytes.Equal(got, keyOf(10)) {
		t.Fatalf("10 is %x, %v", got, ok)
	}
	c.drop("10")
	if _, ok := c.get("10"); ok || !bytes.Equal(got, keyOf(10)) {
		t.Errorf("dropping kept it, or wiped the copy: %x", got)
	}
	now = now.Add(cachedFor)
	if _, ok := c.get("11"); ok {
		t.Error("a key outlived its time")
	}
}

func TestVaultIsSafeTogether(t *testing.T) {
	v := NewVault(ring(t, "2026-11-25", NewMasterKey(intl{}, "2026-11-01")))
	key := v.NewKey()
	id, wrapped, err := v.Wrap(t.Context(), "o", key)
	if err != nil {
		t.Fatal(err)
	}
	var together sync.WaitGroup
	for range 8 {
		together.Go(func() {
			for range 200 {
				got, err := v.Unwrap(context.Background(), "o", id, wrapped)
				if err != nil || !bytes.Equal(got, key) {
					t.Errorf("unwrapped %x, %v", got, err)
					return
				}
				v.Forget("o", wrapped)
			}
		})
	}
	together.Wait()
}

func BenchmarkSealAndOpen(b *testing.B) {
	for _, s := range Suites {
		b.Run(s.Name(), func(b *testing.B) {
			key := NewMasterKey(s, "2026-11-01")
			r, _ := ParseKeyring(key.Line(), func() string { return "2026-11-25" })
			v := NewVault(r)
			data, plain := v.NewKey(), bytes.Repeat([]byte("张"), 80)
			for b.Loop() {
				value, err := v.Seal(b.Context(), data, "f", plain)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := v.Open(data, "f", value); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
