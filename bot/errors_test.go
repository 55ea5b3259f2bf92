package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"petitiondesk/bot/outmsg"
)

func TestClassOf(t *testing.T) {
	codes := map[Class][]int{
		ClassToken:     {40014, 42001},
		ClassBackoff:   {-1, 45009, 45033, 6000},
		ClassConfig:    {40001, 40013, 40056, 40091, 48002, 50003, 60011, 60020, 43012},
		ClassRequest:   {40003, 40007, 40008, 40033, 40035, 40058, 40063, 41001, 44004, 45001, 45002, 82001, 82004, 999999},
		ClassRecipient: {81013, 60111, 40031, 40032},
		ClassCard:      {42014, 42020, 42027, 42031, 42045, 42051},
		ClassCardSpent: {60140},
	}
	for class, list := range codes {
		for _, code := range list {
			if got := ClassOf(fmt.Errorf("send: %w", &APIError{Code: code})); got != class {
				t.Errorf("%d is %s, want %s", code, got, class)
			}
		}
	}
	for err, want := range map[error]Class{
		nil:                      ClassOK,
		context.DeadlineExceeded: ClassBackoff,
		&TransportError{Path: "message/send", Err: errNotJSON}: ClassBackoff,
		&outmsg.LimitError{Field: "card_action", Code: 42045}:  ClassCard,
		&outmsg.LimitError{Field: "main_title.title"}:          ClassRequest,
		fmt.Errorf("download: %w", ErrMediaTooLarge):           ClassRequest,
	} {
		if got := ClassOf(err); got != want {
			t.Errorf("%v is %s, want %s", err, got, want)
		}
	}
	if ClassCardSpent.String() != "card_spent" || Class(99).String() != "unknown" {
		t.Error("class names are wrong")
	}
}

func TestRetryAfter(t *testing.T) {
	if got := RetryAfter(fmt.Errorf("send: %w", &APIError{Code: 45009})); got != time.Minute {
		t.Errorf("45009 waits %s", got)
	}
	for _, err := range []error{nil, &APIError{Code: 45033}, errors.New("x")} {
		if got := RetryAfter(err); got != 0 {
			t.Errorf("%v waits %s", err, got)
		}
	}
}

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"https://h/cgi-bin/gettoken?corpid=ww1&corpsecret=S3-_x&x=1": "https://h/cgi-bin/gettoken?corpid=ww1&corpsecret=***&x=1",
		`{"access_token":"abc","expires_in":7200}`:                   `{"access_token":"***","expires_in":7200}`,
		"?access_token=T1, hint":                                     "?access_token=***, hint",
		"echostr=a%2Bb&msg_signature=ff":                             "echostr=***&msg_signature=***",
		"电话13800138000，+8613800138000。":                              "电话[mobile]，+[mobile]。",
		"身份证11010119900307123X号":                                     "身份证[id]号",
		"id 110101199003071234":                                      "id [id]",
		"XF20261122-0001 took 1409659813 ms":                         "XF20261122-0001 took 1409659813 ms",
		"agent 1000002 code 40014":                                   "agent 1000002 code 40014",
	} {
		if got := Redact(in); got != want {
			t.Errorf("Redact(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTransportErrorReads(t *testing.T) {
	withStatus := &TransportError{Path: "message/send", Status: 502, Err: errNotJSON}
	if got := withStatus.Error(); got != "message/send answered http status 502: answer is no api json" {
		t.Errorf("got %q", got)
	}
	network := &TransportError{Path: "message/send", Err: errors.New("dial ?access_token=T1")}
	if strings.Contains(network.Error(), "T1") {
		t.Errorf("got %q", network)
	}
}
