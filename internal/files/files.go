// Package files keeps the contents of attachments: in a folder, or in a store that speaks S3.
package files

import (
	"context"
	"fmt"
	"io"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob" // file:///folder
	_ "gocloud.dev/blob/memblob"  // mem:// for tests
	_ "gocloud.dev/blob/s3blob"   // s3://bucket?endpoint=…
	"gocloud.dev/gcerrors"

	"petitiondesk/models"
)

// Store keeps contents by key.
type Store struct{ bucket *blob.Bucket }

// Open opens the store that a URL names, such as file:///var/lib/petitiondesk?create_dir=true or s3://bucket?region=….
func Open(ctx context.Context, url string) (*Store, error) {
	bucket, err := blob.OpenBucket(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("open store of files: %w", err)
	}
	return &Store{bucket: bucket}, nil
}

// Put writes a content, in place of what the key had. It is there whole or not at all.
func (s *Store) Put(ctx context.Context, key string, content []byte) error {
	if err := s.bucket.WriteAll(ctx, key, content, &blob.WriterOptions{ContentType: "application/octet-stream"}); err != nil {
		return fmt.Errorf("keep file %s: %w", key, err)
	}
	return nil
}

// Get reads a content of at most limit bytes; NotFound when there is none.
func (s *Store) Get(ctx context.Context, key string, limit int64) ([]byte, error) {
	reader, err := s.bucket.NewReader(ctx, key, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, &models.Error{Code: models.NotFound, Op: "read file " + key}
	}
	if err != nil {
		return nil, fmt.Errorf("read file %s: %w", key, err)
	}
	content, err := io.ReadAll(io.LimitReader(reader, limit+1))
	if err := reader.Close(); err != nil {
		return nil, fmt.Errorf("read file %s: %w", key, err)
	}
	if err != nil || int64(len(content)) > limit {
		return nil, fmt.Errorf("read file %s: longer than %d bytes, %w", key, limit, err)
	}
	return content, nil
}

// Delete removes a content; one that is not there is removed already.
func (s *Store) Delete(ctx context.Context, key string) error {
	err := s.bucket.Delete(ctx, key)
	if err == nil || gcerrors.Code(err) == gcerrors.NotFound {
		return nil
	}
	return fmt.Errorf("delete file %s: %w", key, err)
}

// Close releases the store.
func (s *Store) Close() error {
	if err := s.bucket.Close(); err != nil {
		return fmt.Errorf("close store of files: %w", err)
	}
	return nil
}
