package app

import (
	"encoding/json"
	"fmt"
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
	default:
		if a.Value.Kind() == slog.KindAny {
			a.Value = redactAny(value)
		}
	}
	return a
}

// redactAny keeps the value's JSON as long as nothing in it had to be taken out of a bare number.
func redactAny(value any) slog.Value {
	text, err := json.Marshal(value)
	if err != nil {
		return slog.StringValue(bot.Redact(fmt.Sprint(value)))
	}
	if safe := bot.Redact(string(text)); json.Valid([]byte(safe)) {
		return slog.AnyValue(json.RawMessage(safe))
	}
	return slog.StringValue(bot.Redact(string(text)))
}
