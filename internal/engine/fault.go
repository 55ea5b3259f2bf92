package engine

import (
	"fmt"
	"log/slog"
	"regexp"
	"runtime/debug"
	"sync"

	"petitiondesk/models"
)

// fault remembers whether something works, so that an outage is logged when it begins and when it ends and not
// each second in between.
type fault struct {
	name   string
	logger *slog.Logger

	mu   sync.Mutex
	down bool
}

func (f *fault) observe(err error) {
	f.mu.Lock()
	changed := f.down != (err != nil)
	f.down = err != nil
	f.mu.Unlock()
	switch {
	case !changed:
	case err != nil:
		f.logger.Warn("fails, carrying on without", "what", f.name, "reason", reasonOf(err))
	default:
		f.logger.Info("works again", "what", f.name)
	}
}

func (f *fault) failing() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.down
}

const reasonLimit = 300

var quoted = regexp.MustCompile(`'[^']*'|"[^"]*"|“[^”]*”`)

// reasonOf is what may be logged and stored of an error: no sentence made for a person and nothing quoted, as
// both may name somebody.
func reasonOf(err error) string {
	return clipped(quoted.ReplaceAllString(plainReason(err), "'…'"))
}

func plainReason(err error) string {
	coded, ok := asModelsError(err)
	if !ok {
		return err.Error()
	}
	text := string(coded.Code)
	if coded.Op != "" {
		text = coded.Op + ": " + text
	}
	if coded.Err != nil {
		text += ": " + plainReason(coded.Err)
	}
	return text
}

func clipped(text string) string {
	if runes := []rune(text); len(runes) > reasonLimit {
		return string(runes[:reasonLimit]) + "…"
	}
	return text
}

// guard turns a panic of the work into an error, so that one bad row does not end the process.
func guard(work func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &models.Error{Code: models.InternalCode, Op: "recover from panic", Err: &panicError{cause, debug.Stack()}}
		}
	}()
	return work()
}

// panicError keeps the stack for the log. The panic's value stays out of the text: it may carry a message.
type panicError struct {
	cause any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic of type %T", e.cause) }
