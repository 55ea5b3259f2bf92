package wecomsim

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	mediaLifetime  = 72 * time.Hour // doc 90253
	minMediaBytes  = 6              // "every file > 5 bytes"
	mediaStoreSize = 256 << 20      // oldest files go when all together are larger
)

// mediaLimits are sizes in bytes (doc 90253).
var mediaLimits = map[string]int{"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "file": 20 << 20}

type mediaFile struct {
	ID      string
	Kind    string
	Name    string
	data    []byte
	expires time.Time
}

func (f *mediaFile) shown() *BubbleMedia {
	return &BubbleMedia{MediaID: f.ID, Name: f.Name, Bytes: len(f.data), URL: "/sim/media/" + f.ID}
}

// serve answers with the bytes; a Range request gets 206 (doc 90254).
func (f *mediaFile) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", http.DetectContentType(f.data))
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.data))
}

type mediaStore struct {
	lock  sync.Mutex
	files map[string]*mediaFile
	order []string
	bytes int
}

func newMediaStore() *mediaStore { return &mediaStore{files: map[string]*mediaFile{}} }

func (m *mediaStore) add(f *mediaFile) {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.files[f.ID] = f
	m.order = append(m.order, f.ID)
	m.bytes += len(f.data)
	for m.bytes > mediaStoreSize {
		m.bytes -= len(m.files[m.order[0]].data)
		delete(m.files, m.order[0])
		m.order = m.order[1:]
	}
}

func (m *mediaStore) get(id string, now time.Time) (*mediaFile, bool) {
	m.lock.Lock()
	defer m.lock.Unlock()
	f := m.files[id]
	return f, f != nil && now.Before(f.expires)
}

// AddMedia stores a file as if a phone had sent it and returns its media_id, valid 3 days. kind is
// image, voice, video or file.
func (s *Server) AddMedia(kind, name string, data []byte) (mediaID string, err error) {
	if refusal := checkMedia(kind, data); refusal != nil {
		return "", refusal
	}
	return s.storeMedia(kind, name, data).ID, nil
}

// MediaContent is a file that the app or a phone has uploaded.
func (s *Server) MediaContent(mediaID string) ([]byte, error) {
	file, ok := s.media.get(mediaID, s.now())
	if !ok {
		return nil, refuse(codeBadMediaID, "no file %s", mediaID)
	}
	return file.data, nil
}

func (s *Server) storeMedia(kind, name string, data []byte) *mediaFile {
	f := &mediaFile{ID: s.newID("media"), Kind: kind, Name: name, data: data, expires: s.now().Add(mediaLifetime)}
	s.media.add(f)
	return f
}

type uploadAnswer struct {
	status
	Type      string `json:"type"`
	MediaID   string `json:"media_id"`
	CreatedAt string `json:"created_at"` // Unix seconds
}

// uploadMedia answers POST media/upload?type= with a multipart field "media" (doc 90253).
func (s *Server) uploadMedia(c *call) (any, *apiError) {
	kind := c.query.Get("type")
	if mediaLimits[kind] == 0 {
		return nil, refuse(codeBadTypeParam, "invalid type %q", kind)
	}
	name, data, err := readUpload(c.request)
	if err != nil {
		return nil, err
	}
	c.entry.Body = encodeJSON(map[string]any{"type": kind, "filename": name, "bytes": len(data)})
	if err := checkMedia(kind, data); err != nil {
		return nil, err
	}
	f := s.storeMedia(kind, name, data)
	return uploadAnswer{okStatus, kind, f.ID, strconv.FormatInt(c.now.Unix(), 10)}, nil
}

func readUpload(r *http.Request) (name string, data []byte, refusal *apiError) {
	reader, err := r.MultipartReader()
	if err != nil {
		return "", nil, refuse(codeEmptyFile, "want multipart/form-data")
	}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, refuse(codeEmptyFile, "multipart field media missing")
		}
		if err != nil {
			return "", nil, refuse(codeMediaTooLarge, "unreadable upload: %v", err)
		}
		if part.FormName() != "media" {
			continue
		}
		data, err := io.ReadAll(part)
		switch {
		case err != nil:
			return "", nil, refuse(codeMediaTooLarge, "unreadable upload: %v", err)
		case part.FileName() == "":
			return "", nil, refuse(codeEmptyFile, "multipart field media has no filename")
		}
		return part.FileName(), data, nil
	}
}

func checkMedia(kind string, data []byte) *apiError {
	limit, known := mediaLimits[kind]
	switch {
	case !known:
		return refuse(codeBadTypeParam, "invalid type %q", kind)
	case len(data) < minMediaBytes:
		return refuse(codeBadFileSize, "a file has at least %d bytes", minMediaBytes)
	case len(data) > limit:
		return refuse(sizeCode(kind), "%s: %d bytes, limit %d", kind, len(data), limit)
	}
	detected := http.DetectContentType(data)
	switch {
	case kind == "image" && detected != "image/jpeg" && detected != "image/png":
		return refuse(codeBadImageFormat, "image: want JPG or PNG")
	case kind == "voice" && !bytes.HasPrefix(data, []byte("#!AMR")),
		kind == "video" && detected != "video/mp4":
		return refuse(codeBadMediaType, "%s: want AMR or MP4", kind)
	}
	return nil
}

func sizeCode(kind string) int {
	switch kind {
	case "image":
		return codeBadImageSize
	case "video":
		return codeBadVideoSize
	}
	return codeMediaTooLarge
}

// getMedia answers GET media/get?media_id= with the bytes, or with JSON 40007 (doc 90254).
func (s *Server) getMedia(c *call) (any, *apiError) {
	id := c.query.Get("media_id")
	if id == "" {
		return nil, refuse(codeMissingMediaID, "media_id missing")
	}
	f, ok := s.media.get(id, c.now)
	if !ok {
		return nil, refuse(codeBadMediaID, "invalid media_id")
	}
	c.file = f
	return nil, nil
}
