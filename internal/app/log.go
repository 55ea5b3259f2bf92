package app

import (
	"io"
	"log/slog"

	"petitiondesk/bot"
)

// newLogger writes JSON lines with secrets, mobile and identity numbers taken out of every string.
func newLogger(w io.Writer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: redact}))
}

func redact(_ []string, a slog.Attr) slog.Attr {
	switch value := a.Value.Any().(type) {
	case string:
		a.Value = slog.StringValue(bot.Redact(value))
	case error:
		a.Value = slog.StringValue(bot.Redact(value.Error()))
	}
	return a
}
