// Package bot is a small framework for WeCom (企业微信) app bots: a callback handler that trusts nothing it has not
// verified, an API client, and a router with commands, cards and dialogues.
package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"petitiondesk/bot/wxcrypt"
	"petitiondesk/bot/wxmsg"
)

const (
	maxCallbackBytes = 1 << 20
	defaultWindow    = 10 * time.Minute
)

// CallbackConfig describes the callback URL of one self-built app (doc 90930). Window is how far the signed timestamp
// may be from Now, 10 minutes by default; it must outlast the platform's retries. Now and Logger may be nil.
type CallbackConfig struct {
	CorpID         string
	AgentID        int64
	Token          string
	EncodingAESKey string
	Window         time.Duration
	Now            func() time.Time
	Logger         *slog.Logger
}

// Delivery is one verified callback. Plaintext is its XML, for wxmsg.Parse. Sender is the lower-cased userid, "sys"
// for the platform itself. SentAt is the platform's CreateTime. Key is hex(sha256(Plaintext)), "-" and the agent id:
// the same for every retry of one delivery and different for everything else.
type Delivery struct {
	Plaintext []byte
	Sender    string
	SentAt    time.Time
	AgentID   int64
	Key       string
}

// Callback is the http.Handler of the callback URL. Every refusal looks the same from outside; the log names the
// reason.
type Callback struct {
	cfg    CallbackConfig
	cipher *wxcrypt.Cipher
	accept func(context.Context, Delivery) error
	log    *slog.Logger
}

// NewCallback fails on an unusable configuration. accept must store the delivery and return at once, since the
// platform waits 5 seconds (doc 90238); its error makes the platform deliver again.
func NewCallback(cfg CallbackConfig, accept func(ctx context.Context, d Delivery) error) (*Callback, error) {
	if cfg.CorpID == "" || cfg.Token == "" || cfg.AgentID <= 0 || accept == nil {
		return nil, errors.New("create callback: corp id, agent id, token and accept are required")
	}
	cipher, err := wxcrypt.NewCipher(cfg.EncodingAESKey, cfg.CorpID)
	if err != nil {
		return nil, fmt.Errorf("create callback: %w", err)
	}
	if cfg.Window <= 0 {
		cfg.Window = defaultWindow
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	return &Callback{cfg: cfg, cipher: cipher, accept: accept, log: orDiscard(cfg.Logger)}, nil
}

// ServeHTTP answers GET with the decrypted echostr and POST with an empty 200 once accept has taken the delivery.
func (c *Callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		c.verifyURL(w, r)
	case http.MethodPost:
		c.receive(w, r)
	default:
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	}
}

func (c *Callback) verifyURL(w http.ResponseWriter, r *http.Request) {
	echo, err := c.decodeEcho(r.URL.RawQuery)
	if err != nil {
		c.refuse(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write(echo)
}

func (c *Callback) decodeEcho(rawQuery string) ([]byte, error) {
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return nil, refusal("malformed query")
	}
	echo, ok := single(query, "echostr")
	if !ok {
		return nil, refusal("parameter missing or repeated")
	}
	return c.open(query, []byte(echo))
}

func (c *Callback) receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxCallbackBytes))
	if err != nil {
		c.refuse(w, r, refusal("body unreadable or too large"))
		return
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		c.refuse(w, r, refusal("malformed query"))
		return
	}
	delivery, err := c.Decode(query, body)
	if err != nil {
		c.refuse(w, r, err)
		return
	}
	if err := c.accept(r.Context(), delivery); err != nil {
		c.log.Error("accept callback", "key", delivery.Key, "error", Redact(err.Error()))
		http.Error(w, "try again", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusOK)
}

// Decode checks everything about one POST: single-valued parameters, envelope, receiver, agent, signature, timestamp,
// then decrypts and checks receiver and agent again inside. The plaintext is well-formed XML; wxmsg.Parse does the
// rest.
func (c *Callback) Decode(q url.Values, body []byte) (Delivery, error) {
	envelope, err := wxcrypt.ParseEnvelope(body)
	if err != nil {
		return Delivery{}, refusal("malformed envelope")
	}
	if envelope.ToUserName != c.cfg.CorpID {
		return Delivery{}, refusal("envelope is for another corp")
	}
	if envelope.AgentID != "" && envelope.AgentID != strconv.FormatInt(c.cfg.AgentID, 10) {
		return Delivery{}, refusal("envelope is for another agent")
	}
	plaintext, err := c.open(q, envelope.Encrypt)
	if err != nil {
		return Delivery{}, err
	}
	header, err := wxmsg.ParseHeader(plaintext)
	if err != nil {
		return Delivery{}, refusal("malformed message")
	}
	if err := c.checkInner(header); err != nil {
		return Delivery{}, err
	}
	return Delivery{
		Plaintext: plaintext,
		Sender:    header.Sender(),
		SentAt:    time.Unix(header.CreateTime, 0).UTC(),
		AgentID:   c.cfg.AgentID,
		Key:       deliveryKey(plaintext, c.cfg.AgentID),
	}, nil
}

// checkInner lets only events do without an AgentID: those about the address book concern no app (doc 91116).
func (c *Callback) checkInner(header wxmsg.Header) error {
	if header.ToUserName != c.cfg.CorpID {
		return refusal("message is for another corp")
	}
	if header.AgentID != c.cfg.AgentID && (header.AgentID != 0 || header.Event == "") {
		return refusal("message is for another agent")
	}
	return nil
}

// open verifies signature and age of encrypt before it decrypts.
func (c *Callback) open(q url.Values, encrypt []byte) ([]byte, error) {
	signature, ok := single(q, "msg_signature")
	timestamp, ok2 := single(q, "timestamp")
	nonce, ok3 := single(q, "nonce")
	if !ok || !ok2 || !ok3 {
		return nil, refusal("parameter missing or repeated")
	}
	if !wxcrypt.Verify(signature, c.cfg.Token, timestamp, nonce, encrypt) {
		return nil, refusal("signature does not match")
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || c.cfg.Now().Sub(time.Unix(seconds, 0)).Abs() > c.cfg.Window {
		return nil, refusal("timestamp outside the window")
	}
	plaintext, err := c.cipher.Decrypt(encrypt)
	if errors.Is(err, wxcrypt.ErrReceiver) {
		return nil, refusal("ciphertext is for another receiver")
	}
	if err != nil {
		return nil, refusal("undecipherable")
	}
	return plaintext, nil
}

// refusal is why a callback is turned away; it never quotes any input.
type refusal string

func (r refusal) Error() string { return "refuse callback: " + string(r) }

func (c *Callback) refuse(w http.ResponseWriter, r *http.Request, reason error) {
	c.log.Warn("callback refused", "reason", reason.Error(), "method", r.Method, "remote", r.RemoteAddr)
	http.Error(w, "forbidden", http.StatusForbidden)
}

func single(q url.Values, name string) (string, bool) {
	values := q[name]
	if len(values) != 1 || values[0] == "" {
		return "", false
	}
	return values[0], true
}

func deliveryKey(plaintext []byte, agentID int64) string {
	sum := sha256.Sum256(plaintext)
	key := make([]byte, 2*sha256.Size, 2*sha256.Size+20)
	hex.Encode(key, sum[:])
	return string(strconv.AppendInt(append(key, '-'), agentID, 10))
}
