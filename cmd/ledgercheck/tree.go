package main

import (
	"crypto/sha256"
	"encoding/base64"
)

// tree is an RFC 6962 tree that grows leaf by leaf. It keeps only the roots of its complete subtrees, the largest first.
type tree struct {
	size  int64
	edges []edge
}

type edge struct {
	leaves int64
	hash   [32]byte
}

func (t *tree) add(entryHash [32]byte) {
	t.edges = append(t.edges, edge{1, sha256.Sum256(append([]byte{0}, entryHash[:]...))})
	t.size++
	for n := len(t.edges); n > 1 && t.edges[n-2].leaves == t.edges[n-1].leaves; n = len(t.edges) {
		t.edges = append(t.edges[:n-2], edge{2 * t.edges[n-1].leaves, node(t.edges[n-2].hash, t.edges[n-1].hash)})
	}
}

func node(left, right [32]byte) [32]byte {
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}

// root folds the subtrees from the smallest up.
func (t *tree) root() string {
	if t.size == 0 {
		return ""
	}
	hash := t.edges[len(t.edges)-1].hash
	for i := len(t.edges) - 2; i >= 0; i-- {
		hash = node(t.edges[i].hash, hash)
	}
	return base64.StdEncoding.EncodeToString(hash[:])
}
