package web

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// listening serves with the limits of Server, each second of them shortened to 40 ms.
func listening(t *testing.T, handler http.Handler) (address string) {
	t.Helper()
	server := Server(handler)
	for _, limit := range []*time.Duration{&server.ReadHeaderTimeout, &server.ReadTimeout, &server.WriteTimeout, &server.IdleTimeout} {
		if *limit < time.Second || *limit > time.Minute {
			t.Fatalf("a limit of %v", *limit)
		}
		*limit /= 25
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return listener.Addr().String()
}

func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// drip writes the text, then a byte every 20 ms, until the server has closed the connection, and returns for how long it could.
func drip(t *testing.T, conn net.Conn, text string) time.Duration {
	t.Helper()
	began := time.Now()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		_, _ = io.Copy(io.Discard, conn)
	}()
	for time.Since(began) < 20*time.Second {
		select {
		case <-closed:
			return time.Since(began)
		case <-time.After(20 * time.Millisecond):
			_, _ = conn.Write([]byte("a"))
		}
	}
	t.Fatal("the server never closed the connection")
	return 0
}

// Clients that send their headers or their body byte by byte are cut off, and others are served meanwhile.
func TestSlowClientsAreCutOff(t *testing.T) {
	t.Parallel()
	address := listening(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
	}))
	for range 50 {
		dial(t, address) // never says anything
	}
	for name, text := range map[string]string{
		"headers": "GET /q HTTP/1.1\r\nHost: desk\r\nX-Slow: ",
		"body":    "POST /q HTTP/1.1\r\nHost: desk\r\nContent-Length: 100000\r\n\r\n",
		"nothing": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if took := drip(t, dial(t, address), text); took > 10*time.Second {
				t.Errorf("held for %v", took)
			}
		})
	}
	answer, err := http.Get("http://" + address + "/q")
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("others are not served: %v", err)
	}
	_ = answer.Body.Close()
}

func TestOversizeHeadersAreRefused(t *testing.T) {
	t.Parallel()
	reached := false
	conn := dial(t, listening(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true })))
	// The server may close before everything is written.
	_, _ = io.WriteString(conn, "GET /q HTTP/1.1\r\nHost: desk\r\nX-Large: "+strings.Repeat("a", 64<<10)+"\r\n\r\n")
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil || !strings.Contains(line, "431") || reached {
		t.Errorf("answered %q, %v", line, err)
	}
}

// A client that asks for much and never reads does not hold its handler for ever.
func TestClientsThatNeverReadAreCutOff(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	conn := dial(t, listening(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		var err error
		for part := make([]byte, 1<<20); err == nil; {
			_, err = w.Write(part)
		}
		close(ended)
	})))
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: desk\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Error("the handler still writes")
	}
}

// Two lengths, or a length beside chunks, are how requests are smuggled past a proxy.
func TestAmbiguousRequestsAreRefused(t *testing.T) {
	t.Parallel()
	bodies := make(chan string, 4)
	address := listening(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies <- string(body)
	}))
	for name, headers := range map[string]string{
		"two lengths": "Content-Length: 5\r\nContent-Length: 6\r\n",
		"bad length":  "Content-Length: +5\r\n",
		"two hosts":   "Host: other\r\nContent-Length: 5\r\n",
		"odd coding":  "Transfer-Encoding: xchunked\r\n",
	} {
		conn := dial(t, address)
		if _, err := io.WriteString(conn, "POST /q HTTP/1.1\r\nHost: desk\r\n"+headers+"\r\nhello"); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(conn).ReadString('\n')
		if err != nil || !strings.Contains(line, " 400 ") && !strings.Contains(line, " 501 ") {
			t.Errorf("%s: answered %q, %v", name, line, err)
		}
	}
	if len(bodies) > 0 {
		t.Errorf("a handler was reached with %q", <-bodies)
	}
}
