package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"petitiondesk/models/ledger"
)

const checkpointsPreface = `# 台账检查点。每行：序号 台账名 条目数 树根 时间（UTC）。
# 请另行保存；日后与台账核对（petitiondesk verify --anchors 文件），对不上即说明台账被改动过。
# 带签名的全文见 /checkpoints/序号 。
`

// checkpoints publishes one line for each checkpoint, newest first.
func (s Site) checkpoints(w http.ResponseWriter, r *http.Request) {
	published, ok := s.published(w, r)
	if !ok {
		return
	}
	var page strings.Builder
	page.WriteString(checkpointsPreface)
	for _, c := range published {
		origin, _, _ := strings.Cut(c.Note, "\n")
		_, _ = fmt.Fprintf(&page, "%d %s\n", c.ID, c.Line(origin))
	}
	writeText(w, page.String())
}

// checkpointNote shows the signed note of one checkpoint.
func (s Site) checkpointNote(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	published, ok := s.published(w, r)
	if !ok {
		return
	}
	for _, c := range published {
		if err == nil && c.ID == id {
			writeText(w, c.Note)
			return
		}
	}
	http.NotFound(w, r)
}

func (s Site) published(w http.ResponseWriter, r *http.Request) ([]ledger.Checkpoint, bool) {
	if s.Checkpoints == nil {
		http.Error(w, "暂时无法读取台账，请稍后再试。", http.StatusServiceUnavailable)
		return nil, false
	}
	published, err := s.Checkpoints(r.Context())
	if err != nil {
		s.Log.WarnContext(r.Context(), "checkpoints not read", "error", err)
		http.Error(w, "暂时无法读取台账，请稍后再试。", http.StatusServiceUnavailable)
	}
	return published, err == nil
}

func writeText(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte(text)) // the client is gone
}
