package desk

import (
	"context"
	"encoding/hex"
	"fmt"
	"sort"

	"golang.org/x/mod/sumdb/tlog"

	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/queue"
)

// treeBatch is how many entries are hashed into the tree in one transaction.
const treeBatch = 1000

// growTree hashes the entries that the tree does not hold yet, batch by batch, and returns how many it holds then. It takes
// no lock of the ledger: registrations go on meanwhile.
func (d *Desk) growTree(ctx context.Context) (int64, error) {
	ctx = queue.WithTurn(ctx, nil) // the tree grows whatever becomes of the work that asked for it
	for {
		var size, grown int64
		err := d.transact(ctx, func(w *work) (err error) {
			size, grown, err = growOnce(w.Tx)
			return err
		})
		if err != nil || grown < treeBatch {
			return size, err
		}
	}
}

func growOnce(tx Tx) (size, grown int64, err error) {
	count, err := tx.TreeCount()
	if err != nil {
		return 0, 0, err
	}
	size = treeSize(count)
	entries, err := tx.LedgerEntries(size, treeBatch)
	if err != nil || len(entries) == 0 {
		return size, 0, err
	}
	grower, err := newGrower(tx, size)
	if err != nil {
		return size, 0, err
	}
	var added []string
	for _, e := range entries {
		if e.Seq != grower.size+1 {
			return size, 0, models.Errorf(models.Conflict, "台账第%d条缺失，不能继续生成检查点，请运行 petitiondesk verify 查明。", grower.size+1)
		}
		hashes, err := grower.add(e.Hash)
		if err != nil {
			return size, 0, err
		}
		for _, h := range hashes {
			added = append(added, hexOf(h))
		}
	}
	return grower.size, int64(len(entries)), tx.AddTreeHashes(count, added)
}

// treeSize is the number of leaves whose hashes are stored, by the number of stored hashes.
func treeSize(count int64) int64 {
	return int64(sort.Search(int(count)+1, func(n int) bool { return tlog.StoredHashCount(int64(n)+1) > count }))
}

// grower adds leaves to a tree of which it holds only the roots of the complete subtrees.
type grower struct {
	size   int64
	hashes map[int64]tlog.Hash
}

// newGrower goes on with the stored tree at a size.
func newGrower(tx TreeTx, size int64) (*grower, error) {
	g := &grower{size: size, hashes: map[int64]tlog.Hash{}}
	edge := frontier(size)
	stored, err := treeReader{tx}.ReadHashes(edge)
	for i, hash := range stored {
		g.hashes[edge[i]] = hash
	}
	return g, err
}

// frontier lists the stored indexes of the complete subtrees that make up a tree.
func frontier(size int64) []int64 {
	var edge []int64
	for at, level := int64(0), 62; level >= 0; level-- {
		if width := int64(1) << level; size&width != 0 {
			edge = append(edge, tlog.StoredHashIndex(level, at>>level))
			at += width
		}
	}
	return edge
}

// add takes the hash of the next entry and returns the hashes to be stored for it.
func (g *grower) add(entry ledger.Hash) ([]tlog.Hash, error) {
	leaf, err := hex.DecodeString(string(entry))
	if err != nil {
		return nil, fmt.Errorf("read hash of entry %d: %w", g.size+1, err)
	}
	hashes, err := tlog.StoredHashes(g.size, leaf, g)
	if err != nil {
		return nil, fmt.Errorf("hash entry %d: %w", g.size+1, err)
	}
	first := tlog.StoredHashIndex(0, g.size)
	for i, hash := range hashes {
		g.hashes[first+int64(i)] = hash
	}
	if g.size++; g.size%treeBatch == 0 {
		g.prune()
	}
	return hashes, nil
}

func (g *grower) prune() {
	kept := map[int64]tlog.Hash{}
	for _, idx := range frontier(g.size) {
		kept[idx] = g.hashes[idx]
	}
	g.hashes = kept
}

// ReadHashes gives tlog what it asks for.
func (g *grower) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		hash, ok := g.hashes[idx]
		if !ok {
			return nil, fmt.Errorf("hash %d of the tree is not at hand", idx)
		}
		found[i] = hash
	}
	return found, nil
}

// root is the root of the tree so far.
func (g *grower) root() (ledger.Root, error) {
	hash, err := tlog.TreeHash(g.size, g)
	return ledger.Root(hash.String()), err
}

// treeReader reads the stored tree.
type treeReader struct{ tx TreeTx }

// ReadHashes gives tlog what it asks for.
func (r treeReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	stored, err := r.tx.TreeHashes(indexes)
	if err != nil {
		return nil, err
	}
	hashes := make([]tlog.Hash, len(stored))
	for i, text := range stored {
		raw, err := hex.DecodeString(text)
		if err != nil || len(raw) != len(hashes[i]) {
			return nil, fmt.Errorf("hash %d of the ledger tree cannot be read", indexes[i])
		}
		copy(hashes[i][:], raw)
	}
	return hashes, nil
}

// storedRoot is the root at a size by the stored tree.
func storedRoot(tx TreeTx, size int64) (ledger.Root, error) {
	hash, err := tlog.TreeHash(size, treeReader{tx})
	return ledger.Root(hash.String()), err
}

// leafOf is the hash of an entry as a leaf of the tree.
func leafOf(entry ledger.Hash) (tlog.Hash, error) {
	raw, err := hex.DecodeString(string(entry))
	return tlog.RecordHash(raw), err
}

func hexOf(h tlog.Hash) string { return hex.EncodeToString(h[:]) }
