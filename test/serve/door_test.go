package serve_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
)

// door is the proxy in front of the replicas. It passes each request to the next one in turn that answers, or
// to all of them at the same time when it doubles.
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

// targets lists the replicas, first the one whose turn it is, and whether all of them are meant.
func (d *door) targets() (inTurn []string, all bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.replicas) == 0 {
		return nil, false
	}
	d.turn = (d.turn + 1) % len(d.replicas)
	return slices.Concat(d.replicas[d.turn:], d.replicas[:d.turn]), d.doubling
}

func (d *door) pass(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	replicas, all := d.targets()
	forward := d.toFirst
	if all {
		forward = d.toAll
	}
	w.WriteHeader(forward(r, replicas, body))
}

func (d *door) toFirst(r *http.Request, replicas []string, body []byte) int {
	for _, replica := range replicas {
		if status := d.forward(r, replica, body); status != 0 {
			return status
		}
	}
	return http.StatusBadGateway
}

// toAll answers 200 only when every replica does.
func (d *door) toAll(r *http.Request, replicas []string, body []byte) int {
	statuses := make([]int, len(replicas))
	var together sync.WaitGroup
	for i, replica := range replicas {
		together.Go(func() { statuses[i] = d.forward(r, replica, body) })
	}
	together.Wait()
	for _, status := range statuses {
		if status != http.StatusOK {
			return http.StatusBadGateway
		}
	}
	return http.StatusOK
}

// forward returns 0 when the replica does not answer.
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
