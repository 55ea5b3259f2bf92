package seal

import "errors"

// A sealed value is: version, suite id, length of the key id, key id, nonce, ciphertext. What stands before the nonce is
// associated data, together with the place the value belongs to.
const valueVersion = 1

func header(s Suite, keyID string) []byte {
	h := make([]byte, 0, 3+len(keyID))
	h = append(h, valueVersion, s.ID(), byte(len(keyID)))
	return append(h, keyID...)
}

// sealValue seals plain for a place, such as a field, from which it cannot be moved.
func sealValue(s Suite, keyID string, key, plain []byte, place string) ([]byte, error) {
	if len(keyID) > 255 {
		return nil, errors.New("key id is too long")
	}
	h := header(s, keyID)
	sealed, err := s.Seal(key, plain, associated(h, place))
	return append(h, sealed...), err
}

// valueHead reads how a value was sealed.
func valueHead(value []byte) (s Suite, keyID string, rest []byte, err error) {
	if len(value) < 3 || value[0] != valueVersion || len(value) < 3+int(value[2]) {
		return nil, "", nil, errors.New("not a sealed value")
	}
	end := 3 + int(value[2])
	s, err = suiteOf(value[1])
	return s, string(value[3:end]), value[end:], err
}

func openValue(value, key []byte, place string) ([]byte, error) {
	s, keyID, rest, err := valueHead(value)
	if err != nil {
		return nil, err
	}
	return s.Open(key, rest, associated(header(s, keyID), place))
}

func associated(head []byte, place string) []byte {
	return append(append(make([]byte, 0, len(head)+len(place)), head...), place...)
}
