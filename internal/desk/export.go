package desk

import (
	"archive/zip"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"petitiondesk/models/ledger"
)

// ExportFormat is the first line of an export; docs/ledger-format.md describes what follows.
const ExportFormat = "petitiondesk-ledger 1\n"

// ExportLedger writes the ledger as it stands, with its checkpoints, the anchor file and the public keys, as a zip of the
// format written down in docs/ledger-format.md. It returns how many entries it wrote.
func (d *Desk) ExportLedger(ctx context.Context, out io.Writer) (int64, error) {
	pack := zip.NewWriter(out)
	var size int64
	err := d.store.Read(ctx, func(tx Tx) error {
		if err := addFile(pack, "format", ExportFormat); err != nil {
			return err
		}
		if err := addFile(pack, "keys.txt", lines(d.anchors.Public)); err != nil {
			return err
		}
		if err := exportCheckpoints(tx, pack); err != nil {
			return err
		}
		if err := d.exportAnchors(pack); err != nil {
			return err
		}
		var err error
		size, err = exportEntries(tx, pack) // last, so that every checkpoint exported is covered
		return err
	})
	if err != nil {
		return size, fmt.Errorf("export ledger: %w", err)
	}
	return size, pack.Close()
}

func addFile(pack *zip.Writer, name, content string) error {
	file, err := pack.Create(name)
	if err == nil {
		_, err = io.WriteString(file, content)
	}
	return err
}

func lines(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return strings.Join(all, "\n") + "\n"
}

func exportCheckpoints(tx TreeTx, pack *zip.Writer) error {
	for last := int64(0); ; {
		part, err := tx.CheckpointsAfter(last, verifyBatch)
		if err != nil || len(part) == 0 {
			return err
		}
		for _, c := range part {
			if err := addFile(pack, fmt.Sprintf("checkpoints/%d.txt", c.ID), c.Note); err != nil {
				return err
			}
			last = c.ID
		}
	}
}

func (d *Desk) exportAnchors(pack *zip.Writer) error {
	if d.anchors.File == nil {
		return nil
	}
	anchors, err := d.anchors.File.Lines()
	if err != nil {
		return err
	}
	return addFile(pack, "anchors.txt", lines(anchors))
}

func exportEntries(tx LedgerTx, pack *zip.Writer) (int64, error) {
	head, err := tx.LedgerHead()
	if err != nil {
		return 0, err
	}
	file, err := pack.Create("entries")
	for at := int64(0); err == nil && at < head.Seq; {
		var part []ledger.Entry
		if part, err = tx.LedgerEntries(at, verifyBatch); err != nil || len(part) == 0 {
			break
		}
		for _, e := range part {
			if e.Seq <= head.Seq && err == nil {
				err = writeFrame(file, e.Encode())
			}
		}
		at = part[len(part)-1].Seq
	}
	return head.Seq, err
}

// writeFrame writes bytes after their length, 8 bytes, big-endian.
func writeFrame(out io.Writer, encoded []byte) error {
	var length [8]byte
	binary.BigEndian.PutUint64(length[:], uint64(len(encoded)))
	if _, err := out.Write(length[:]); err != nil {
		return err
	}
	_, err := out.Write(encoded)
	return err
}
