package ledger

// Signer signs checkpoints and knows its own signatures again. It fits the interfaces of golang.org/x/mod/sumdb/note, so
// that suites other than Ed25519 stand beside it: a note bears one line for each.
type Signer interface {
	Name() string    // of the key, which is the origin of its checkpoints
	KeyHash() uint32 // tells keys of one name apart
	Sign(message []byte) (signature []byte, err error)
	Verify(message, signature []byte) bool
}

// Verifier of a signature whose private key is not here, such as one that was replaced.
type SignatureVerifier interface {
	Name() string
	KeyHash() uint32
	Verify(message, signature []byte) bool
}
