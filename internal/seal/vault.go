package seal

import (
	"context"
	"crypto/rand"
	"encoding/hex"

	"petitiondesk/models"
)

// Vault seals values under data keys and keeps these wrapped by a KMS. It holds a few unwrapped keys for a short time.
type Vault struct {
	kms  KMS
	keys *keyCache
}

// NewVault makes a vault over a KMS.
func NewVault(kms KMS) *Vault { return &Vault{kms: kms, keys: newKeyCache()} }

// NewKey draws a data key.
func (*Vault) NewKey() []byte {
	key := make([]byte, KeySize)
	_, _ = rand.Read(key) // never fails: the program ends instead
	return key
}

// CurrentKey is the id of the master key that Wrap uses.
func (v *Vault) CurrentKey(ctx context.Context) (string, error) {
	id, _, err := v.kms.Current(ctx)
	return id, unavailable("find current master key", err)
}

// Wrap seals a data key for its owner under the current master key.
func (v *Vault) Wrap(ctx context.Context, owner string, key []byte) (keyID string, wrapped []byte, err error) {
	keyID, err = v.CurrentKey(ctx)
	if err != nil {
		return "", nil, err
	}
	if wrapped, err = v.kms.Wrap(ctx, keyID, owner, key); err != nil {
		return "", nil, unavailable("wrap data key", err)
	}
	v.keys.put(owner+"\x00"+string(wrapped), key)
	return keyID, wrapped, nil
}

// Unwrap opens a data key of an owner.
func (v *Vault) Unwrap(ctx context.Context, owner, keyID string, wrapped []byte) ([]byte, error) {
	// The owner is part of the name: a key moved to another row is not found here but refused below.
	name := owner + "\x00" + string(wrapped)
	if key, ok := v.keys.get(name); ok {
		return key, nil
	}
	key, err := v.kms.Unwrap(ctx, keyID, owner, wrapped)
	if err != nil {
		return nil, unavailable("unwrap data key", err)
	}
	v.keys.put(name, key)
	return key, nil
}

// Forget drops an unwrapped key from memory.
func (v *Vault) Forget(owner string, wrapped []byte) { v.keys.drop(owner + "\x00" + string(wrapped)) }

// Seal seals a value for a place, by the suite of the current master key.
func (v *Vault) Seal(ctx context.Context, key []byte, place string, plain []byte) ([]byte, error) {
	_, suite, err := v.kms.Current(ctx)
	if err != nil {
		return nil, unavailable("find current master key", err)
	}
	return sealValue(suite, fingerprint(suite, key), key, plain, place)
}

// Open opens a value sealed for that place, by whatever suite it names.
func (v *Vault) Open(key []byte, place string, value []byte) ([]byte, error) {
	plain, err := openValue(value, key, place)
	if err != nil {
		return nil, &models.Error{Code: models.InternalCode, Op: "open " + place, Err: err}
	}
	return plain, nil
}

// Commit is a MAC of a value under the data key, which shows the value to whoever holds both and to nobody once the key
// is destroyed. It begins with the suite's name; "" commits to nothing.
func (v *Vault) Commit(ctx context.Context, key []byte, place, value string) (string, error) {
	if value == "" {
		return "", nil
	}
	_, suite, err := v.kms.Current(ctx)
	if err != nil {
		return "", unavailable("find current master key", err)
	}
	return commitment(suite, key, place, value), nil
}

// Committed tells whether a commitment was made to the value.
func (*Vault) Committed(key []byte, place, value, to string) bool {
	for _, suite := range Suites {
		if value != "" && commitment(suite, key, place, value) == to {
			return true
		}
	}
	return false
}

func commitment(s Suite, key []byte, place, value string) string {
	own := s.MAC(key, []byte("petitiondesk commit v1"))
	return s.Name() + ":" + hex.EncodeToString(s.MAC(own, []byte(place), []byte(value)))
}

// fingerprint names a data key within its values without telling anything of it.
func fingerprint(s Suite, key []byte) string {
	return string(s.MAC(key, []byte("petitiondesk key id v1"))[:8])
}

func unavailable(op string, err error) error {
	if err == nil {
		return nil
	}
	return &models.Error{Code: models.Unavailable, Op: op, Err: err}
}
