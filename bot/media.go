package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
)

const (
	downloadChunk = 16 << 20 // the platform wants ranges of at most 20 MB (doc 90254)
	uploadPath    = "media/upload"
	downloadPath  = "media/get"
)

// ErrMediaTooLarge: a download is larger than the caller allows.
var ErrMediaTooLarge = errors.New("media is larger than allowed")

var (
	errSpentBody = errors.New("upload source cannot be read twice")
	errBadRange  = errors.New("answer has an unexpected range")
)

// Media describes a download. FileName is a bare name, empty when the platform gave none; Size is in bytes.
type Media struct {
	ContentType, FileName string
	Size                  int64
}

// Upload streams a temporary file to the platform (doc 90253) and returns its media_id, valid for 3 days. kind is
// "image", "voice", "video" or "file"; members see filename. After a refused token it is tried once more if r can
// seek back.
func (c *Client) Upload(ctx context.Context, kind, filename string, r io.Reader) (mediaID string, err error) {
	start, seekable := position(r)
	used := false
	err = c.withToken(ctx, func(token string) error {
		if used {
			if _, err := r.(io.Seeker).Seek(start, io.SeekStart); err != nil {
				return fmt.Errorf("rewind upload: %w", err)
			}
		}
		used = true
		mediaID, err = c.uploadOnce(ctx, token, kind, filename, r)
		if ClassOf(err) == ClassToken && !seekable {
			return fmt.Errorf("%w: %w", errSpentBody, err)
		}
		return err
	})
	return mediaID, err
}

func position(r io.Reader) (int64, bool) {
	seeker, ok := r.(io.Seeker)
	if !ok {
		return 0, false
	}
	start, err := seeker.Seek(0, io.SeekCurrent)
	return start, err == nil
}

func (c *Client) uploadOnce(ctx context.Context, token, kind, filename string, r io.Reader) (string, error) {
	var frame bytes.Buffer
	form := multipart.NewWriter(&frame)
	if _, err := form.CreateFormFile("media", filename); err != nil {
		return "", fmt.Errorf("frame upload: %w", err)
	}
	head := bytes.Clone(frame.Bytes())
	frame.Reset()
	if err := form.Close(); err != nil {
		return "", fmt.Errorf("frame upload: %w", err)
	}
	body := io.MultiReader(bytes.NewReader(head), r, &frame)
	query := url.Values{"access_token": {token}, "type": {kind}}
	req, err := c.media.request(ctx, http.MethodPost, uploadPath, query, body)
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	data, err := c.media.json(req, uploadPath)
	if err != nil {
		return "", err
	}
	var answer struct {
		MediaID string `json:"media_id"`
	}
	if err := decode(uploadPath, data, &answer); err != nil {
		return "", err
	}
	return answer.MediaID, nil
}

// Download writes a temporary file to w (doc 90254), in ranges so that files beyond 20 MB work. It fails with
// ErrMediaTooLarge beyond limit bytes; w may then hold a part.
func (c *Client) Download(ctx context.Context, mediaID string, w io.Writer, limit int64) (Media, error) {
	var media Media
	for done := false; !done; {
		err := c.withToken(ctx, func(token string) (err error) {
			done, err = c.downloadChunk(ctx, token, mediaID, w, limit, &media)
			return err
		})
		if err != nil {
			return media, err
		}
	}
	return media, nil
}

// downloadChunk appends the next range to w and tells whether it was the last. Nothing is written when it fails with
// an *APIError, so the caller may repeat it with another token.
func (c *Client) downloadChunk(ctx context.Context, token, mediaID string, w io.Writer, limit int64, media *Media) (last bool, err error) {
	defer func(began time.Time) { c.media.note(downloadPath, began, err) }(time.Now())
	query := url.Values{"access_token": {token}, "media_id": {mediaID}}
	req, err := c.media.request(ctx, http.MethodGet, downloadPath, query, nil)
	if err != nil {
		return false, err
	}
	req.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", media.Size, media.Size+c.chunkSize-1))
	resp, err := c.media.do(req, downloadPath)
	if err != nil {
		return false, err
	}
	defer resp.Body.Close()
	if err := refusedMedia(resp); err != nil {
		return false, err
	}
	total, err := totalSize(resp, media.Size)
	if err != nil {
		return false, err
	}
	if total > limit {
		return false, fmt.Errorf("%w: %d bytes", ErrMediaTooLarge, total)
	}
	if media.Size == 0 {
		media.ContentType, media.FileName = resp.Header.Get("Content-Type"), fileName(resp.Header)
	}
	got, err := copyAtMost(w, resp.Body, limit-media.Size)
	media.Size += got
	if err != nil {
		return false, err
	}
	return finished(resp.StatusCode, total, media.Size, got, c.chunkSize)
}

func finished(status int, total, have, got, chunk int64) (bool, error) {
	switch {
	case status == http.StatusOK:
		return true, nil
	case total < 0:
		return got < chunk, nil
	case got == 0 && have < total:
		return false, &TransportError{Path: downloadPath, Status: status, Err: errBadRange}
	}
	return have >= total, nil
}

// refusedMedia turns an error answer into an error. A JSON document that was uploaded comes with a
// Content-Disposition, an error answer does not.
func refusedMedia(resp *http.Response) error {
	isFile := resp.StatusCode == http.StatusOK || resp.StatusCode == http.StatusPartialContent
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	mayBeError := kind == "application/json" || kind == "text/plain" || kind == "text/html"
	if isFile && (resp.Header.Get("Content-Disposition") != "" || !mayBeError) {
		return nil
	}
	if _, err := readAnswer(resp, downloadPath); err != nil {
		return err
	}
	return &TransportError{Path: downloadPath, Status: resp.StatusCode, Err: errors.New("answer holds no file")}
}

// totalSize reads Content-Range ("bytes 0-9/100") of a 206; -1 when the total is not known.
func totalSize(resp *http.Response, offset int64) (int64, error) {
	if resp.StatusCode == http.StatusOK {
		if offset > 0 {
			return 0, &TransportError{Path: downloadPath, Status: resp.StatusCode, Err: errBadRange}
		}
		return resp.ContentLength, nil
	}
	span, total, _ := strings.Cut(strings.TrimPrefix(resp.Header.Get("Content-Range"), "bytes "), "/")
	first, _, _ := strings.Cut(span, "-")
	if start, err := strconv.ParseInt(first, 10, 64); err != nil || start != offset {
		return 0, &TransportError{Path: downloadPath, Status: resp.StatusCode, Err: errBadRange}
	}
	if size, err := strconv.ParseInt(total, 10, 64); err == nil {
		return size, nil
	}
	return -1, nil
}

func copyAtMost(w io.Writer, r io.Reader, room int64) (int64, error) {
	got, err := io.Copy(w, io.LimitReader(r, room))
	if err != nil {
		return got, &TransportError{Path: downloadPath, Err: withoutURL(err)}
	}
	if extra, _ := io.ReadFull(r, make([]byte, 1)); extra > 0 {
		return got, ErrMediaTooLarge
	}
	return got, nil
}

func fileName(header http.Header) string {
	_, parameters, err := mime.ParseMediaType(header.Get("Content-Disposition"))
	if err != nil || parameters["filename"] == "" {
		return ""
	}
	return path.Base(strings.ReplaceAll(parameters["filename"], `\`, "/"))
}
