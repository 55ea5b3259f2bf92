package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	defaultAPIBase  = "https://qyapi.weixin.qq.com"
	callTimeout     = 5 * time.Second
	mediaTimeout    = 2 * time.Minute
	maxAnswerBytes  = 8 << 20
	jsonContentType = "application/json; charset=utf-8"
)

// transport speaks HTTP to one API base. silenceper's util.DefaultHTTPClient is global, has no timeout and puts
// secrets into its errors, so it is not used.
type transport struct {
	base    string
	http    *http.Client
	observe Observe // may be nil
}

// Observe is told how each call to the API ended. err is nil or one that ClassOf sorts.
type Observe func(path string, took time.Duration, err error)

func (t transport) note(path string, began time.Time, err error) {
	if t.observe != nil {
		t.observe(path, time.Since(began), err)
	}
}

func newTransport(base string, client *http.Client, timeout time.Duration, observe Observe) transport {
	if base == "" {
		base = defaultAPIBase
	}
	if client == nil {
		client = &http.Client{Timeout: timeout}
	}
	own := *client
	own.CheckRedirect = refuseRedirect
	return transport{base: strings.TrimRight(base, "/"), http: &own, observe: observe}
}

// refuseRedirect keeps the token in the URL from travelling to another host.
func refuseRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func (t transport) request(ctx context.Context, method, path string, query url.Values, body io.Reader) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, method, t.base+"/cgi-bin/"+path, body)
	if err != nil {
		return nil, &TransportError{Path: path, Err: withoutURL(err)}
	}
	req.URL.RawQuery = query.Encode()
	return req, nil
}

func (t transport) do(req *http.Request, path string) (*http.Response, error) {
	resp, err := t.http.Do(req)
	if err != nil {
		return nil, &TransportError{Path: path, Err: withoutURL(err)}
	}
	return resp, nil
}

// json performs req and returns the JSON answer; a non-zero errcode is an *APIError.
func (t transport) json(req *http.Request, path string) (data []byte, err error) {
	defer func(began time.Time) { t.note(path, began, err) }(time.Now())
	resp, err := t.do(req, path)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return readAnswer(resp, path)
}

func readAnswer(resp *http.Response, path string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswerBytes))
	if err != nil {
		return nil, &TransportError{Path: path, Status: resp.StatusCode, Err: fmt.Errorf("read answer: %w", withoutURL(err))}
	}
	var status struct {
		Code    *int   `json:"errcode"`
		Message string `json:"errmsg"`
	}
	if err := json.Unmarshal(data, &status); err != nil || resp.StatusCode != http.StatusOK && status.Code == nil {
		return nil, &TransportError{Path: path, Status: resp.StatusCode, Err: errNotJSON}
	}
	if status.Code != nil && *status.Code != 0 {
		return nil, &APIError{Code: *status.Code, Message: Redact(status.Message), Path: path}
	}
	return data, nil
}

var errNotJSON = errors.New("answer is no api json")

// withoutURL drops the wrapper that quotes the URL and with it corpsecret or access_token.
func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
