package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// serveFile answers ranges as the platform does (doc 90254).
func serveFile(content []byte) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "image/jpeg")
		w.Header().Set("Content-Disposition", `attachment; filename="../现场.jpg"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
	}
}

func TestDownloadContinuesInRanges(t *testing.T) {
	content := bytes.Repeat([]byte("0123456789"), 10)
	for _, chunk := range []int64{7, 50, 100, 1000} {
		api := newFakeAPI(t)
		api.answer = refuseTokens(42001, serveFile(content), "T2")
		client := api.client(nil)
		client.chunkSize = chunk
		var got bytes.Buffer
		media, err := client.Download(context.Background(), "m&1", &got, 100)
		if err != nil || !bytes.Equal(got.Bytes(), content) {
			t.Fatalf("chunk %d: %d bytes, %v", chunk, got.Len(), err)
		}
		if media != (Media{ContentType: "image/jpeg", FileName: "现场.jpg", Size: 100}) {
			t.Errorf("media %+v", media)
		}
		if requests, want := len(api.seen()), 1+int((100+chunk-1)/chunk); requests != want {
			t.Errorf("chunk %d: %d requests, want %d", chunk, requests, want)
		}
	}
}

func TestDownloadTakesWholeFile(t *testing.T) {
	api := newFakeAPI(t)
	api.answer = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Disposition", "attachment; filename=a.json")
		answerJSON(`{"errcode":1}`)(w, nil)
	}
	var got bytes.Buffer
	media, err := api.client(nil).Download(context.Background(), "m1", &got, 100)
	if err != nil || got.String() != `{"errcode":1}` || media.FileName != "a.json" {
		t.Errorf("%q, %+v, %v", &got, media, err)
	}
}

func TestDownloadRefusesLargeFiles(t *testing.T) {
	content := make([]byte, 101)
	streamed := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		w.(http.Flusher).Flush()
		_, _ = w.Write(content)
	}
	for name, answer := range map[string]func(http.ResponseWriter, *http.Request){"announced": serveFile(content), "streamed": streamed} {
		api := newFakeAPI(t)
		api.answer = answer
		var got bytes.Buffer
		if _, err := api.client(nil).Download(context.Background(), "m1", &got, 100); !errors.Is(err, ErrMediaTooLarge) || got.Len() > 100 {
			t.Errorf("%s: %d bytes, %v", name, got.Len(), err)
		}
	}
}

func TestDownloadRecognisesErrors(t *testing.T) {
	partial := func(contentRange string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "image/png")
			w.Header().Set("Content-Range", contentRange)
			w.WriteHeader(http.StatusPartialContent)
		}
	}
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter, *http.Request)
		class  Class
	}{
		"json error":  {answerJSON(`{"errcode":40007,"errmsg":"invalid media_id"}`), ClassRequest},
		"json ok":     {answerJSON(`{"errcode":0}`), ClassBackoff},
		"html page":   {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html></html>") }, ClassBackoff},
		"bad gateway": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, ClassBackoff},
		"other range": {partial("bytes 5-9/10"), ClassBackoff},
		"no range":    {partial(""), ClassBackoff},
		"empty range": {partial("bytes 0-9/10"), ClassBackoff},
	} {
		api := newFakeAPI(t)
		api.answer = c.answer
		var got bytes.Buffer
		if _, err := api.client(nil).Download(context.Background(), "m1", &got, 100); err == nil || ClassOf(err) != c.class || got.Len() != 0 {
			t.Errorf("%s: %d bytes, %v", name, got.Len(), err)
		}
	}
}

func TestUploadSendsForm(t *testing.T) {
	api := newFakeAPI(t)
	api.answer = refuseTokens(40014, answerJSON(`{"errcode":0,"type":"file","media_id":"m1"}`), "T2")
	mediaID, err := api.client(nil).Upload(context.Background(), "file", "来信.txt", strings.NewReader("内容内容"))
	if err != nil || mediaID != "m1" {
		t.Fatalf("%q, %v", mediaID, err)
	}
	for _, request := range api.seen() {
		if !strings.Contains(request, `name="media"; filename="来信.txt"`) || !strings.Contains(request, "内容内容") {
			t.Errorf("uploaded %q", request)
		}
	}
	if len(api.seen()) != 2 {
		t.Errorf("%d uploads", len(api.seen()))
	}
}

func TestUploadOfStreamIsNotRepeated(t *testing.T) {
	api := newFakeAPI(t)
	api.answer = refuseTokens(40014, answerJSON(`{"errcode":0,"media_id":"m1"}`), "T2")
	client := api.client(nil)
	stream := func() io.Reader { return io.MultiReader(strings.NewReader("once")) }
	if _, err := client.Upload(context.Background(), "file", "a", stream()); ClassOf(err) != ClassToken || len(api.seen()) != 1 {
		t.Fatalf("%v after %d uploads", err, len(api.seen()))
	}
	if mediaID, err := client.Upload(context.Background(), "file", "a", stream()); err != nil || mediaID != "m1" {
		t.Errorf("next upload: %q, %v", mediaID, err)
	}
}

func TestUploadFailsWhenSourceFails(t *testing.T) {
	api := newFakeAPI(t)
	broken := io.MultiReader(strings.NewReader("part"), failingReader{})
	if _, err := api.client(nil).Upload(context.Background(), "file", "a", broken); !errors.Is(err, errDiskGone) {
		t.Errorf("got %v", err)
	}
}

var errDiskGone = fmt.Errorf("disk is gone")

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errDiskGone }
