package desk

import (
	"crypto/rand"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"petitiondesk/models/ledger"
	"petitiondesk/models/people"
)

// AnchorFile is an append-only file outside the database, on another path or host, the same for every replica.
type AnchorFile interface {
	Append(line string) (offset int64, err error) // durable when it returns; a line that is there is not written again
	Lines() ([]string, error)
}

// Anchoring is how checkpoints are signed and where they go.
type Anchoring struct {
	Signers   []ledger.Signer            // the first one names the origin; none = no checkpoints are made
	Known     []ledger.SignatureVerifier // keys that signed before
	Public    []string                   // the public keys as text, for exports
	File      AnchorFile                 // nil = none
	Observers []string                   // userids who get every checkpoint beside the auditors
}

type anchoring struct{ Anchoring }

// Anchored makes the desk sign checkpoints and keep them outside.
func (d *Desk) Anchored(a Anchoring) *Desk {
	for i, observer := range a.Observers {
		a.Observers[i] = people.NormalUserID(observer)
	}
	d.anchors = anchoring{a}
	return d
}

// origin names the ledger; "" when nothing can be signed.
func (a anchoring) origin() string {
	if len(a.Signers) == 0 {
		return ""
	}
	return a.Signers[0].Name()
}

// sign makes the note of a checkpoint, with one signature of each signer.
func (a anchoring) sign(c ledger.Checkpoint) (string, error) {
	signers := make([]note.Signer, len(a.Signers))
	for i, s := range a.Signers {
		signers[i] = s
	}
	signed, err := note.Sign(&note.Note{Text: ledger.CheckpointText(a.origin(), c)}, signers...)
	if err != nil {
		return "", fmt.Errorf("sign checkpoint: %w", err)
	}
	return string(signed), nil
}

// open checks the signatures of a note and returns what it says.
func (a anchoring) open(signed string) (ledger.Anchor, error) {
	var verifiers []note.Verifier
	for _, s := range a.Signers {
		verifiers = append(verifiers, s)
	}
	for _, k := range a.Known {
		verifiers = append(verifiers, k)
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(verifiers...))
	if err != nil {
		return ledger.Anchor{}, err
	}
	_, anchor, err := ledger.ReadCheckpoint(opened.Text)
	return anchor, err
}

// canOpen tells whether there is any key to check a note with.
func (a anchoring) canOpen() bool { return len(a.Signers)+len(a.Known) > 0 }

// ed25519Key is a key of golang.org/x/mod/sumdb/note.
type ed25519Key struct {
	note.Signer
	verifier note.Verifier
}

// Verify checks a signature of this key.
func (k ed25519Key) Verify(message, signature []byte) bool {
	return k.verifier.Verify(message, signature)
}

// NewLedgerKey makes an Ed25519 key pair under a name such as xinfang.example.gov.cn. The secret signs, the public one checks.
func NewLedgerKey(name string) (secret, public string, err error) {
	return note.GenerateKey(rand.Reader, name)
}

// ReadLedgerKey reads a secret key that NewLedgerKey made, with its public half.
func ReadLedgerKey(secret string) (signer ledger.Signer, public string, err error) {
	s, err := note.NewSigner(secret)
	if err != nil {
		return nil, "", fmt.Errorf("read ledger key: %w", err)
	}
	if public, err = publicHalf(secret, s); err != nil {
		return nil, "", err
	}
	v, err := note.NewVerifier(public)
	return ed25519Key{s, v}, public, err
}

// ReadLedgerKeys reads public keys.
func ReadLedgerKeys(public []string) ([]ledger.SignatureVerifier, error) {
	var known []ledger.SignatureVerifier
	for _, text := range public {
		v, err := note.NewVerifier(text)
		if err != nil {
			return nil, fmt.Errorf("read public ledger key: %w", err)
		}
		known = append(known, v)
	}
	return known, nil
}

// readersOfCheckpoints are the auditors and the observers.
func (d *Desk) readersOfCheckpoints(tx PeopleTx) ([]string, error) {
	auditors, err := tx.PeopleWith(people.Auditor)
	if err != nil {
		return nil, err
	}
	readers := append(userIDs(auditors), d.anchors.Observers...)
	slices.Sort(readers)
	return slices.Compact(readers), nil
}
