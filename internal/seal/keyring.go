package seal

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// KMS wraps data keys under master keys that it never gives out. A hardware module or a key service (SDF, GM/T 0018)
// takes the place of the Keyring by these three calls. owner binds a wrapped key to what it serves.
type KMS interface {
	Current(ctx context.Context) (keyID string, suite Suite, err error)
	Wrap(ctx context.Context, keyID, owner string, dataKey []byte) (wrapped []byte, err error)
	Unwrap(ctx context.Context, keyID, owner string, wrapped []byte) (dataKey []byte, err error)
}

// MasterKey is one line of a key file.
type MasterKey struct {
	ID    string
	Suite Suite
	From  string // first day of use, YYYY-MM-DD
	key   []byte
}

// Line is the key as a key file holds it. It is the secret itself.
func (k MasterKey) Line() string {
	return fmt.Sprintf("%s %s %s %s", k.ID, k.Suite.Name(), k.From, base64.StdEncoding.EncodeToString(k.key))
}

// NewMasterKey draws a key to be used from a day on.
func NewMasterKey(suite Suite, day string) MasterKey {
	random := make([]byte, KeySize+3)
	_, _ = rand.Read(random) // never fails: the program ends instead
	id := "k" + strings.ReplaceAll(day, "-", "") + "-" + hex.EncodeToString(random[KeySize:])
	return MasterKey{ID: id, Suite: suite, From: day, key: random[:KeySize]}
}

// Keyring is the KMS of an office without one: master keys from a file or the environment, one a line: id, suite, first
// day, key in base64.
type Keyring struct {
	today func() string
	read  func() (string, error) // the file once more; nil when there is none

	mu     sync.RWMutex
	keys   map[string]MasterKey
	looked time.Time // for a key that was not known
	agreed time.Time // on which key is current
}

const (
	// lookEvery keeps a key that is really missing from turning every read into a read of the file.
	lookEvery = time.Second
	// agreeEvery is how long replicas with the same file may differ about the current key.
	agreeEvery = 5 * time.Second
)

// ParseKeyring reads the lines of a key file. today is the civil day that decides which key is current.
func ParseKeyring(text string, today func() string) (*Keyring, error) {
	keys, err := parseKeys(text)
	return &Keyring{keys: keys, today: today}, err
}

// Rereading makes the ring read its file again when it meets a key it does not know, and on Refresh: so a rotation
// needs no restart.
func (r *Keyring) Rereading(read func() (string, error)) *Keyring {
	r.read = read
	return r
}

func parseKeys(text string) (map[string]MasterKey, error) {
	keys := map[string]MasterKey{}
	number := 0
	for line := range strings.Lines(text) {
		number++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, err := parseKey(line)
		if err != nil {
			return nil, fmt.Errorf("line %d of the keys: %w", number, err)
		}
		if _, twice := keys[key.ID]; twice {
			return nil, fmt.Errorf("line %d of the keys: %s is there twice", number, key.ID)
		}
		keys[key.ID] = key
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("there is no key in the keys; petitiondesk keys generate makes one")
	}
	return keys, nil
}

// parseKey never shows the line: it is a secret.
func parseKey(line string) (MasterKey, error) {
	parts := strings.Fields(line)
	if len(parts) != 4 || len(parts[0]) > 64 {
		return MasterKey{}, fmt.Errorf("want: id suite first-day key")
	}
	suite, err := SuiteNamed(parts[1])
	if err != nil {
		return MasterKey{}, err
	}
	if _, err := time.Parse(time.DateOnly, parts[2]); err != nil {
		return MasterKey{}, fmt.Errorf("the first day of %s is no date", parts[0])
	}
	key, err := base64.StdEncoding.DecodeString(parts[3])
	if err != nil || len(key) != KeySize {
		return MasterKey{}, fmt.Errorf("the key of %s is not %d bytes in base64", parts[0], KeySize)
	}
	return MasterKey{ID: parts[0], Suite: suite, From: parts[2], key: key}, nil
}

// Keys lists the ring, oldest first.
func (r *Keyring) Keys() []MasterKey {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var all []MasterKey
	for _, key := range r.keys {
		all = append(all, key)
	}
	slices.SortFunc(all, func(a, b MasterKey) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID)) })
	return all
}

// Refresh reads the file again. Keys that have gone from it are forgotten.
func (r *Keyring) Refresh() error {
	if r.read == nil {
		return nil
	}
	text, err := r.read()
	if err != nil {
		return err
	}
	keys, err := parseKeys(text)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys = keys
	return nil
}

// Current is the newest key whose first day has come.
func (r *Keyring) Current(context.Context) (string, Suite, error) {
	if r.read != nil && r.due(&r.agreed, agreeEvery) {
		_ = r.Refresh() // the keys known stay in use; housekeeping tells what is wrong
	}
	var current MasterKey
	r.mu.RLock()
	defer r.mu.RUnlock()
	today := r.today()
	for _, key := range r.keys {
		if key.From <= today && cmp.Or(cmp.Compare(key.From, current.From), cmp.Compare(key.ID, current.ID)) > 0 {
			current = key
		}
	}
	if current.ID == "" {
		return "", nil, fmt.Errorf("the first day of every key lies ahead")
	}
	return current.ID, current.Suite, nil
}

func (r *Keyring) find(id string) (MasterKey, error) {
	r.mu.RLock()
	key, known := r.keys[id]
	r.mu.RUnlock()
	if known {
		return key, nil
	}
	if r.due(&r.looked, lookEvery) && r.Refresh() == nil {
		r.mu.RLock()
		key, known = r.keys[id]
		r.mu.RUnlock()
	}
	if !known {
		return MasterKey{}, fmt.Errorf("master key %s is not among the keys", id)
	}
	return key, nil
}

// due tells, once in a while, that something is to be done again.
func (r *Keyring) due(last *time.Time, every time.Duration) bool {
	r.mu.RLock()
	early := time.Since(*last) < every
	r.mu.RUnlock()
	if early {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if time.Since(*last) < every {
		return false
	}
	*last = time.Now()
	return true
}

// Wrap seals a data key under a master key.
func (r *Keyring) Wrap(_ context.Context, keyID, owner string, dataKey []byte) ([]byte, error) {
	key, err := r.find(keyID)
	if err != nil {
		return nil, err
	}
	return sealValue(key.Suite, key.ID, key.key, dataKey, "data key of "+owner)
}

// Unwrap opens a data key; it fails when the key was wrapped for another owner.
func (r *Keyring) Unwrap(_ context.Context, keyID, owner string, wrapped []byte) ([]byte, error) {
	key, err := r.find(keyID)
	if err != nil {
		return nil, err
	}
	return openValue(wrapped, key.key, "data key of "+owner)
}
