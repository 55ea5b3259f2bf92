package web

import (
	"io"
	"net/http"
	"strings"

	"petitiondesk/models"
)

// feed serves a person's duties as iCalendar. The path is the secret, so it is neither logged nor cached by others.
func (s Site) feed(w http.ResponseWriter, r *http.Request) {
	secret, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ok || secret == "" {
		http.NotFound(w, r)
		return
	}
	text, err := s.Feed(r.Context(), secret)
	if models.CodeOf(err) == models.NotFound {
		http.NotFound(w, r)
		return
	}
	if err != nil {
		s.Log.WarnContext(r.Context(), "calendar not written", "error", err)
		http.Error(w, "try again later", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Cache-Control", "private, max-age=600")
	_, _ = io.WriteString(w, text) // the client is gone
}
