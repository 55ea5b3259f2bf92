package serve_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// door is the proxy in front of the replicas. It passes each request to the next one in turn, or to all of
// them at the same time when it doubles.
type door struct {
	server *httptest.Server
	client *http.Client

	mu       sync.Mutex
	replicas []string
	turn     int
	doubling bool
}

func newDoor(t *testing.T) *door {
	d := &door{client: &http.Client{Transport: &http.Transport{}}}
	d.server = httptest.NewServer(http.HandlerFunc(d.pass))
	t.Cleanup(func() {
		d.server.Close()
		d.client.CloseIdleConnections()
	})
	return d
}

func (d *door) url() string { return d.server.URL }

func (d *door) add(replica string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.replicas = append(d.replicas, replica)
}

func (d *door) double() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.doubling = true
}

// only leaves one replica behind the door.
func (d *door) only(r *replica) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.replicas = []string{r.url}
}

func (d *door) targets() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.doubling || len(d.replicas) == 0 {
		return d.replicas
	}
	d.turn++
	return d.replicas[d.turn%len(d.replicas):][:1]
}

// pass answers as the first replica that took the request, else 502.
func (d *door) pass(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	targets := d.targets()
	statuses := make([]int, len(targets))
	var together sync.WaitGroup
	for i, target := range targets {
		together.Go(func() { statuses[i] = d.forward(r, target, body) })
	}
	together.Wait()
	answer := http.StatusBadGateway
	for _, status := range statuses {
		if status != 0 && (answer == http.StatusBadGateway || status == http.StatusOK) {
			answer = status
		}
	}
	w.WriteHeader(answer)
}

func (d *door) forward(r *http.Request, target string, body []byte) int {
	request, err := http.NewRequestWithContext(r.Context(), r.Method, target+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		return 0
	}
	answer, err := d.client.Do(request)
	if err != nil {
		return 0
	}
	_ = answer.Body.Close() // only the status is passed on
	return answer.StatusCode
}
