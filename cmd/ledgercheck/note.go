package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
)

// publicKey is an Ed25519 key that signs checkpoints.
type publicKey struct {
	name string
	id   []byte // four bytes
	key  ed25519.PublicKey
}

// readKey reads name+id+base64(1, key).
func readKey(text string) (publicKey, error) {
	parts := strings.SplitN(strings.TrimSpace(text), "+", 3)
	if len(parts) != 3 {
		return publicKey{}, errors.New("a public key reads name+id+key")
	}
	id, badID := hex.DecodeString(parts[1])
	raw, badKey := base64.StdEncoding.DecodeString(parts[2])
	if badID != nil || badKey != nil || len(raw) != 1+ed25519.PublicKeySize || raw[0] != 1 {
		return publicKey{}, errors.New("not an Ed25519 public key")
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), raw...))
	if !bytes.Equal(id, sum[:4]) {
		return publicKey{}, errors.New("the key does not fit its id; a character may be wrong")
	}
	return publicKey{name: parts[0], id: id, key: raw[1:]}, nil
}

// checkpoint is what a note says.
type checkpoint struct {
	size int64
	root string
	head string
	time string
}

// openNote checks that at least one of the keys signed the note and that none of its signatures by those keys is bad.
func openNote(note string, keys []publicKey) (checkpoint, error) {
	at := strings.LastIndex(note, "\n\n")
	if at < 0 {
		return checkpoint{}, errors.New("no signature")
	}
	text, good := note[:at+1], false
	for line := range strings.Lines(note[at+2:]) {
		words := strings.Fields(line)
		if len(words) != 3 || words[0] != "\u2014" {
			return checkpoint{}, errors.New("a line that is no signature")
		}
		raw, err := base64.StdEncoding.DecodeString(words[2])
		if err != nil || len(raw) < 5 {
			return checkpoint{}, errors.New("a signature that cannot be read")
		}
		for _, key := range keys {
			if key.name != words[1] || !bytes.Equal(key.id, raw[:4]) {
				continue
			}
			if !ed25519.Verify(key.key, []byte(text), raw[4:]) {
				return checkpoint{}, errors.New("a bad signature")
			}
			good = true
		}
	}
	if !good && len(keys) > 0 {
		return checkpoint{}, errors.New("no signature of a known key")
	}
	return readCheckpoint(text)
}

func readCheckpoint(text string) (checkpoint, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 {
		return checkpoint{}, errors.New("too few lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 {
		return checkpoint{}, errors.New("no size")
	}
	c := checkpoint{size: size, root: lines[2]}
	for _, line := range lines[3:] {
		name, value, _ := strings.Cut(line, " ")
		switch name {
		case "head":
			c.head = value
		case "time":
			c.time = value
		}
	}
	return c, nil
}
