package wecomsim

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pipeListener hands out connections inside the process, so that their deadlines follow a test bubble's time.
type pipeListener struct {
	accepted chan net.Conn
	closed   chan struct{}
}

func newPipeListener() *pipeListener {
	return &pipeListener{accepted: make(chan net.Conn), closed: make(chan struct{})}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.accepted:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error   { close(l.closed); return nil }
func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l.accepted <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func TestLivePageOutlastsTheTimeoutsOfItsServer(t *testing.T) {
	for name, limit := range map[string]func(*http.Server){
		"read timeout":  func(s *http.Server) { s.ReadTimeout = 15 * time.Second },
		"write timeout": func(s *http.Server) { s.WriteTimeout = 15 * time.Second },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sim, err := New(Config{CorpID: testCorp, AgentID: testAgent, Secret: testSecret, Token: testToken, EncodingAESKey: testAESKey})
				if err != nil {
					t.Fatal(err)
				}
				server, pipes := &http.Server{Handler: sim.Handler()}, newPipeListener()
				limit(server)
				go func() {
					if err := server.Serve(pipes); !errors.Is(err, http.ErrServerClosed) {
						t.Error(err)
					}
				}()
				transport := &http.Transport{DialContext: pipes.dial}
				page, err := (&http.Client{Transport: transport}).Get("http://demo.test/sim/events")
				if err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Minute)
				sim.events.publish("", "clock", "late")
				lines := bufio.NewScanner(page.Body)
				for lines.Scan() && !strings.Contains(lines.Text(), "late") {
					continue
				}
				if err := lines.Err(); err != nil || !strings.Contains(lines.Text(), "late") {
					t.Errorf("the page ended early: %q, %v", lines.Text(), err)
				}
				page.Body.Close()
				transport.CloseIdleConnections()
				if err := errors.Join(sim.Close(t.Context()), server.Close()); err != nil {
					t.Error(err)
				}
			})
		})
	}
}
