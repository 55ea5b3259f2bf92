package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/config"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/files"
	"petitiondesk/models"
)

// openFiles opens the store of attachments: the one that is named, or a folder beside the spool.
func openFiles(ctx context.Context, cfg config.Config) (*files.Store, error) {
	if cfg.Files != "" {
		return files.Open(ctx, cfg.Files)
	}
	folder, err := filepath.Abs(strings.TrimRight(cfg.Spool, "/") + "-files")
	if err != nil {
		return nil, fmt.Errorf("find folder of files: %w", err)
	}
	where := url.URL{Scheme: "file", Path: filepath.ToSlash(folder), RawQuery: "create_dir=true&metadata=skip&no_tmp_dir=true"}
	return files.Open(ctx, where.String())
}

// mediaGone are what the platform answers about a file it has no more (doc 90313).
var mediaGone = map[int]bool{40007: true, 40058: true}

// fetchMedia fetches what somebody sent from the platform.
func fetchMedia(client *bot.Client) desk.FetchMedia {
	return func(ctx context.Context, mediaID string, limit int64) ([]byte, error) {
		var content bytes.Buffer
		_, err := client.Download(ctx, mediaID, &content, limit)
		if errors.Is(err, bot.ErrMediaTooLarge) {
			return nil, &models.Error{Code: models.Invalid, Op: "fetch media", Err: err}
		}
		if refusal, ok := errors.AsType[*bot.APIError](err); ok && mediaGone[refusal.Code] {
			return nil, &models.Error{Code: models.NotFound, Op: "fetch media", Err: err}
		}
		return content.Bytes(), err
	}
}
