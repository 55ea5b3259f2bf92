package app

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func (o *office) askPage(address, number, code string) int {
	o.Helper()
	form := url.Values{"n": {number}, "c": {code}}.Encode()
	r := httptest.NewRequest(http.MethodPost, "/q", strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-For", "203.0.113."+strconv.Itoa(len(form)%200)) // nobody here is a trusted proxy
	r.RemoteAddr = address
	return o.serve(r).Code
}

// One address that floods the public page is turned away; others, and the callback, are served meanwhile.
func TestFloodOfThePublicPage(t *testing.T) {
	t.Parallel()
	o := newOffice(t, silent())
	statuses := map[int]int{}
	var mu sync.Mutex
	var together sync.WaitGroup
	for worker := range 8 {
		together.Go(func() {
			for n := range 25 {
				status := o.askPage("192.0.2.7:"+strconv.Itoa(2000+worker), "XF20261123-"+strconv.Itoa(1000+25*worker+n), "ABCD-EFGH-JKLM")
				mu.Lock()
				statuses[status]++
				mu.Unlock()
			}
		})
	}
	together.Wait()
	if statuses[http.StatusNotFound] != askedPerAddress || statuses[http.StatusTooManyRequests] != 200-askedPerAddress {
		t.Errorf("answers by status: %v", statuses)
	}
	if status := o.askPage("192.0.2.8:2000", "XF20261123-0001", "x"); status != http.StatusNotFound {
		t.Errorf("another address is answered %d", status)
	}
	if answer := o.serve(o.request(o.delivery())); answer.Code != http.StatusOK {
		t.Errorf("a callback is answered %d", answer.Code)
	}
	if page := o.metricsPage(); !strings.Contains(page, `petitiondesk_page_answers_total{code="429"} 140`) {
		t.Error("the flood is not counted")
	}
}

// More clients than may be connected wait in line; nobody is refused for good.
func TestConnectionsBeyondTheLimitWait(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := openFrontFor(listener, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }), silent(), 2)
	defer func() {
		if err := f.close(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	var held []net.Conn
	for range 2 {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, conn)
	}
	answered := make(chan error, 1)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	go func() {
		answer, err := client.Get("http://" + listener.Addr().String() + "/healthz")
		if err == nil {
			err = answer.Body.Close()
		}
		answered <- err
	}()
	select {
	case err := <-answered:
		t.Fatalf("a third client was served beside two: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	for _, conn := range held {
		_ = conn.Close()
	}
	if err := <-answered; err != nil {
		t.Error(err)
	}
}
