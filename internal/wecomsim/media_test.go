package wecomsim

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"testing"
	"time"
)

func (w *world) upload(kind, field, name string, data []byte) map[string]any {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(field, name)
	if err != nil {
		w.t.Fatal(err)
	}
	_, _ = part.Write(data)
	form.Close()
	response, err := http.Post(w.http.URL+"/cgi-bin/media/upload?type="+kind+"&access_token="+w.token, form.FormDataContentType(), &body)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	read, _ := io.ReadAll(response.Body)
	return w.parse(read)
}

func TestUploadRules(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		wanted      int
		kind, field string
		data        []byte
	}{
		"type":        {codeBadTypeParam, "song", "media", onePixel},
		"field":       {codeEmptyFile, "image", "file", onePixel},
		"five bytes":  {codeBadFileSize, "file", "media", []byte("12345")},
		"not a photo": {codeBadImageFormat, "image", "media", []byte("plain text")},
		"large photo": {codeBadImageSize, "image", "media", make([]byte, 10<<20+1)},
		"large file":  {codeMediaTooLarge, "file", "media", make([]byte, 20<<20+1)},
		"over all":    {codeMediaTooLarge, "file", "media", make([]byte, 22<<20)},
		"not AMR":     {codeBadMediaType, "voice", "media", onePixel},
		"not MP4":     {codeBadMediaType, "video", "media", onePixel},
		"good":        {0, "image", "media", onePixel},
	} {
		if answer := w.upload(c.kind, c.field, "照片.png", c.data); code(answer) != c.wanted {
			t.Errorf("%s: errcode %d wanted, got %v", name, c.wanted, answer)
		}
	}
}

func TestMediaIsFetchedWholeOrInPart(t *testing.T) {
	w := newWorld(t)
	id := w.want(0, w.upload("file", "media", "信访材料.txt", []byte("0123456789")))["media_id"].(string)
	path := "/cgi-bin/media/get?access_token=" + w.token + "&media_id=" + id
	fetch := func(span string) *http.Response {
		request, _ := http.NewRequest(http.MethodGet, w.http.URL+path, nil)
		if span != "" {
			request.Header.Set("Range", span)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		response.Body.Close()
		response.Body = io.NopCloser(bytes.NewReader(body))
		return response
	}
	whole := fetch("")
	defer whole.Body.Close()
	body, _ := io.ReadAll(whole.Body)
	if whole.StatusCode != http.StatusOK || string(body) != "0123456789" || whole.Header.Get("Content-Disposition") == "" {
		t.Errorf("%d %q %v", whole.StatusCode, body, whole.Header)
	}
	part := fetch("bytes=2-5")
	defer part.Body.Close()
	body, _ = io.ReadAll(part.Body)
	if part.StatusCode != http.StatusPartialContent || string(body) != "2345" || part.Header.Get("Content-Range") != "bytes 2-5/10" {
		t.Errorf("%d %q %v", part.StatusCode, body, part.Header)
	}
	w.want(0, w.call("message/send", messageBody("file", fields{"media_id": id}, nil)))
	w.want(codeBadMediaID, w.call("message/send", messageBody("image", fields{"media_id": id}, nil)))
	if shown := w.server.Chat("li")[0].Media; shown.Name != "信访材料.txt" || shown.Bytes != 10 {
		t.Errorf("shown %+v", shown)
	}
	w.want(codeMissingMediaID, w.read("media/get"))
	w.clock.Advance(72 * time.Hour)
	w.login()
	w.want(codeBadMediaID, w.read("media/get?media_id="+id))
}
