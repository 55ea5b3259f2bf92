package models_test

import (
	"errors"
	"fmt"
	"testing"

	"petitiondesk/models"
)

var errBelow = errors.New("disk full")

func TestCodeAndMessageThroughWrapping(t *testing.T) {
	const fallback = "系统繁忙，您的消息已收到，请稍后再试一次。"
	conflict := models.Errorf(models.Conflict, "已由%s处理。", "李某")
	for name, c := range map[string]struct {
		err     error
		code    models.Code
		message string
	}{
		"itself":            {conflict, models.Conflict, "已由李某处理。"},
		"wrapped":           {fmt.Errorf("decide: %w", conflict), models.Conflict, "已由李某处理。"},
		"wrapped twice":     {fmt.Errorf("turn 7: %w", fmt.Errorf("decide: %w", conflict)), models.Conflict, "已由李某处理。"},
		"joined":            {errors.Join(errBelow, conflict), models.Conflict, "已由李某处理。"},
		"the outer decides": {&models.Error{Code: models.Forbidden, Message: "不在您的范围内。", Err: conflict}, models.Forbidden, "不在您的范围内。"},
		"without a message": {&models.Error{Code: models.Unavailable, Err: errBelow}, models.Unavailable, fallback},
		"not ours":          {fmt.Errorf("read: %w", errBelow), models.InternalCode, fallback},
	} {
		t.Run(name, func(t *testing.T) {
			if got := models.CodeOf(c.err); got != c.code {
				t.Errorf("code %q, want %q", got, c.code)
			}
			if got := models.MessageOf(c.err); got != c.message {
				t.Errorf("message %q, want %q", got, c.message)
			}
		})
	}
	if got := models.CodeOf(nil); got != "" {
		t.Errorf("no error has the code %q", got)
	}
}

func TestErrorKeepsItsCause(t *testing.T) {
	err := error(&models.Error{Code: models.Unavailable, Op: "store.append", Message: "请稍后再试。", Err: errBelow})
	if !errors.Is(err, errBelow) {
		t.Error("the cause is lost")
	}
	if got := err.Error(); got != "store.append: unavailable: 请稍后再试。: disk full" {
		t.Errorf("the log reads %q", got)
	}
	if got := (&models.Error{Code: models.Invalid}).Error(); got != "invalid" {
		t.Errorf("a bare code reads %q", got)
	}
}
