package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/petition"
)

const (
	// uploadTime is how long a file may take to arrive over an office's line.
	uploadTime = time.Minute
	// mostDrained is how much of too large a file is read and thrown away: a browser hears an answer only after it has sent all.
	mostDrained = 64 << 20
)

func (p *Rosters) upload(w http.ResponseWriter, r *http.Request) {
	token := r.PathValue("token")
	if _, err := p.Desk.RosterPageAt(r.Context(), token); err != nil { // nothing is read of a stranger
		p.refuse(w, r, err)
		return
	}
	if ok, after := p.Uploads(r.Context(), pageKey(token)); !ok {
		w.Header().Set("Retry-After", strconv.Itoa(int(after/time.Second)+1))
		p.startSaying(w, r, http.StatusTooManyRequests, "上传太频繁，没有收下，请过几分钟再试。")
		return
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(uploadTime)) // where it cannot be set, the usual one holds
	r.Body = http.MaxBytesReader(w, r.Body, mostDrained)
	sent, err := readUpload(r)
	if err != nil {
		_, _ = io.Copy(io.Discard, r.Body) // see mostDrained
		code, said := http.StatusBadRequest, "文件没有传完整，没有收下，请重新上传。"
		if models.CodeOf(err) == models.Invalid {
			code, said = http.StatusUnprocessableEntity, models.MessageOf(err)
		}
		if errors.Is(err, errTooLarge) {
			code = http.StatusRequestEntityTooLarge
		}
		p.startSaying(w, r, code, said)
		return
	}
	id, err := p.Desk.UploadRoster(r.Context(), token, sent.form, sent.name, sent.content)
	if err != nil {
		p.refuse(w, r, err)
		return
	}
	p.to(w, r, "/sheets/"+strconv.FormatInt(id, 10))
}

var errTooLarge = models.Errorf(models.Invalid, "文件超过%dMB，没有上传。请检查是否选错了文件。", petition.RosterAttachment.Limit()>>20)

// uploadSent is the form with its one file, held in memory: no copy is left on a disk.
type uploadSent struct {
	form, name string
	content    []byte
}

func readUpload(r *http.Request) (uploadSent, error) {
	const maxField, maxParts = 200, 10
	var sent uploadSent
	parts, err := r.MultipartReader()
	if err != nil {
		return sent, err
	}
	files := 0
	for range maxParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return sent, nil
		}
		if err != nil {
			return sent, err
		}
		switch part.FormName() {
		case "form":
			field, err := upTo(part, maxField)
			if err != nil {
				return sent, err
			}
			sent.form = string(field)
		case "file":
			if files++; files > 1 {
				return sent, models.Errorf(models.Invalid, "一次只能上传一个文件，没有收下，请重新选择。")
			}
			sent.name = part.FileName()
			if sent.content, err = upTo(part, petition.RosterAttachment.Limit()); err != nil {
				return sent, err
			}
		}
	}
	return sent, models.Errorf(models.Invalid, "页面已失效，没有上传。请在下面重新选择文件。")
}

func upTo(part *multipart.Part, limit int64) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(part, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = errTooLarge
	}
	return content, err
}

// previewView is a preview as rows.
type previewView struct {
	desk.RosterShown
	Added, Changed, Same, Conflicts int
	Faults                          []duty.SheetFault
	Rows                            []previewRow
}

// previewRow is what one row of the sheet changes; Why is what speaks against it.
type previewRow struct {
	Kind, Class   string
	Cell          string
	Day           string
	Station, Post string
	Before, After string
	Why           []string
}

// viewOf puts conflicts to the rows that they are about, and these first.
func viewOf(shown desk.RosterShown) previewView {
	preview := shown.Preview
	view := previewView{
		RosterShown: shown, Added: len(preview.Filled), Changed: len(preview.Changed), Same: preview.Same, Conflicts: len(preview.Conflicts), Faults: preview.Faults,
	}
	against := map[string][]string{}
	for _, c := range preview.Conflicts {
		against[c.Cell] = append(against[c.Cell], c.Text)
	}
	var free []previewRow
	for _, c := range preview.Changes() {
		row := previewRow{
			Kind: "调整", Class: "changed", Cell: c.Row.Cell, Day: c.Slot.Day.Chinese(), Station: c.Row.Station, Post: c.Slot.Post, Before: c.Before, After: c.After,
			Why: against[c.Row.Cell],
		}
		if c.Before == "" {
			row.Kind, row.Class = "新增", "added"
		}
		if len(row.Why) == 0 {
			free = append(free, row)
			continue
		}
		row.Kind, row.Class = "冲突", "conflict"
		view.Rows = append(view.Rows, row)
	}
	view.Rows = append(view.Rows, free...)
	return view
}
