package crash_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"petitiondesk/bot/wxcrypt"
)

// door is the proxy in front of the replicas. It passes deliveries on twice, late and to whoever answers, and notes which
// of them the platform was told to be kept.
type door struct {
	server *httptest.Server
	client *http.Client
	cipher *wxcrypt.Cipher
	late   sync.WaitGroup

	mu       sync.Mutex
	rng      *rand.Rand
	replicas map[int]string
	turn     int
	acked    map[string]bool // dedup keys of what was answered 200
	passed   int             // deliveries passed on, copies among them
	wild     bool            // copies are made
	favoured *int            // whom deliveries go to first
}

func newDoor(t *testing.T, seed uint64) *door {
	cipher, err := wxcrypt.NewCipher(encodingAESKey, corpID)
	if err != nil {
		t.Fatal(err)
	}
	d := &door{
		client: &http.Client{Timeout: 6 * time.Second, Transport: &http.Transport{}}, cipher: cipher,
		rng: rand.New(rand.NewPCG(seed, 1)), replicas: map[int]string{}, acked: map[string]bool{},
	}
	d.server = httptest.NewServer(http.HandlerFunc(d.pass))
	t.Cleanup(func() {
		d.late.Wait()
		d.server.Close()
		d.client.CloseIdleConnections()
	})
	return d
}

func (d *door) set(replica int, url string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if url == "" {
		delete(d.replicas, replica)
		return
	}
	d.replicas[replica] = url
}

func (d *door) copies(wild bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wild = wild
}

// prefer has deliveries go to one replica whenever it is there.
func (d *door) prefer(place int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.favoured = &place
}

// route lists the replicas in turn, and when to deliver copies of the callback, if at all.
func (d *door) route() (inTurn []string, copies []time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.turn++
	for i := range replicas {
		if url := d.replicas[(d.turn+i)%replicas]; url != "" {
			inTurn = append(inTurn, url)
		}
	}
	if d.favoured != nil && d.replicas[*d.favoured] != "" {
		inTurn = slices.Insert(inTurn, 0, d.replicas[*d.favoured])
	}
	for d.wild && len(copies) < 2 && d.rng.IntN(3) == 0 {
		copies = append(copies, time.Duration(d.rng.IntN(900))*time.Millisecond)
	}
	return inTurn, copies
}

func (d *door) pass(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	inTurn, copies := d.route()
	for _, after := range copies {
		d.late.Go(func() {
			time.Sleep(after)
			again, _ := d.route()
			d.toFirst(r.Method, r.URL.RequestURI(), again, body)
		})
	}
	status := d.toFirst(r.Method, r.URL.RequestURI(), inTurn, body)
	if status == http.StatusOK && r.Method == http.MethodPost {
		d.note(body)
	}
	w.WriteHeader(status)
}

func (d *door) note(body []byte) {
	key, err := d.key(body)
	if err != nil {
		panic(err) // the simulator has sealed it
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.acked[key] = true
}

// key is the row's key in the inbox.
func (d *door) key(body []byte) (string, error) {
	envelope, err := wxcrypt.ParseEnvelope(body)
	if err != nil {
		return "", err
	}
	plaintext, err := d.cipher.Decrypt(envelope.Encrypt)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(plaintext)
	return fmt.Sprintf("%s-%d", hex.EncodeToString(sum[:]), agentID), nil
}

func (d *door) kept() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	var keys []string
	for key := range d.acked {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func (d *door) toFirst(method, uri string, inTurn []string, body []byte) int {
	for _, replica := range inTurn {
		if status := d.forward(method, replica+uri, body); status != 0 {
			return status
		}
	}
	return http.StatusBadGateway
}

// forward returns 0 when the replica does not answer. It does not end with the platform's patience: what was passed on
// arrives.
func (d *door) forward(method, target string, body []byte) int {
	d.mu.Lock()
	d.passed++
	d.mu.Unlock()
	request, err := http.NewRequest(method, target, bytes.NewReader(body))
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
