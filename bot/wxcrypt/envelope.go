package wxcrypt

import (
	"bytes"
	"errors"
	"fmt"

	"petitiondesk/bot/internal/wxxml"
)

// ErrEnvelope is wrapped by every error of ParseEnvelope (platform code -40002).
var ErrEnvelope = errors.New("callback envelope is malformed")

// Envelope is the body WeCom posts: <xml><ToUserName/><AgentID/><Encrypt/></xml> (doc 90238).
// AgentID is empty when the callback does not concern an app (doc 91116). Encrypt aliases the parsed body.
type Envelope struct {
	ToUserName, AgentID string
	Encrypt             []byte
}

// ParseEnvelope reads the outer XML. It refuses DOCTYPE, entities, comments, attributes, nested or repeated elements
// and bytes outside visible ASCII; unknown flat elements are skipped.
func ParseEnvelope(body []byte) (Envelope, error) {
	reader := wxxml.NewReader(body)
	root, err := reader.Next()
	if err != nil {
		return Envelope{}, fmt.Errorf("%w: %w", ErrEnvelope, err)
	}
	if string(root.Bytes) != "xml" {
		return Envelope{}, fmt.Errorf("%w: root is not <xml>", ErrEnvelope)
	}
	var env Envelope
	if err := env.fill(&reader); err != nil {
		return Envelope{}, fmt.Errorf("%w: %w", ErrEnvelope, err)
	}
	if len(env.Encrypt) == 0 || env.ToUserName == "" {
		return Envelope{}, fmt.Errorf("%w: element missing", ErrEnvelope)
	}
	return env, nil
}

const maxElements = 16

func (env *Envelope) fill(reader *wxxml.Reader) error {
	var seen [maxElements][]byte
	for count := 0; ; {
		token, err := reader.Next()
		switch {
		case err != nil:
			return err
		case token.Kind == wxxml.End:
			return nil
		case token.Kind == wxxml.Text && len(bytes.TrimSpace(token.Bytes)) > 0:
			return errors.New("text between elements")
		}
		if token.Kind != wxxml.Open {
			continue
		}
		for _, name := range seen[:count] {
			if bytes.Equal(name, token.Bytes) {
				return errors.New("repeated element")
			}
		}
		if count == maxElements {
			return errors.New("too many elements")
		}
		seen[count] = token.Bytes
		count++
		value, err := readValue(reader)
		if err != nil {
			return err
		}
		env.set(token.Bytes, value)
	}
}

func (env *Envelope) set(name, value []byte) {
	switch string(name) {
	case "ToUserName":
		env.ToUserName = string(value)
	case "AgentID":
		env.AgentID = string(value)
	case "Encrypt":
		env.Encrypt = value
	}
}

// readValue returns an element's one stretch of visible ASCII and consumes its end tag.
func readValue(reader *wxxml.Reader) ([]byte, error) {
	var value []byte
	for {
		token, err := reader.Next()
		if err != nil {
			return nil, err
		}
		switch token.Kind {
		case wxxml.Close:
			return value, nil
		case wxxml.Open, wxxml.End:
			return nil, errors.New("nested element")
		}
		text := bytes.TrimSpace(token.Bytes)
		if len(text) == 0 {
			continue
		}
		if value != nil {
			return nil, errors.New("split value")
		}
		if token.Raw && bytes.IndexByte(text, '&') >= 0 {
			return nil, errors.New("entity refused")
		}
		if !visibleASCII(text) {
			return nil, errors.New("value outside visible ascii")
		}
		value = text
	}
}

func visibleASCII(text []byte) bool {
	for _, c := range text {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// SealEnvelope builds what the platform posts for msg, and the msg_signature of its query string.
// Simulators and tests use it; agentID may be empty.
func SealEnvelope(c *Cipher, token, corpID, agentID string, msg []byte, timestamp, nonce string) (body []byte, signature string, err error) {
	encrypt, err := c.Encrypt(msg)
	if err != nil {
		return nil, "", fmt.Errorf("seal envelope: %w", err)
	}
	body = append(body, "<xml>"...)
	body = appendElement(body, "ToUserName", corpID)
	if agentID != "" {
		body = appendElement(body, "AgentID", agentID)
	}
	body = appendElement(body, "Encrypt", encrypt)
	body = append(body, "</xml>"...)
	return body, Signature(token, timestamp, nonce, encrypt), nil
}

// SealReply builds a passive reply, <xml><Encrypt/><MsgSignature/><TimeStamp/><Nonce/></xml> (doc 90968), around the
// reply's own XML. timestamp is in Unix seconds; the nonce is the caller's choice.
func SealReply(c *Cipher, token string, msg []byte, timestamp, nonce string) ([]byte, error) {
	encrypt, err := c.Encrypt(msg)
	if err != nil {
		return nil, fmt.Errorf("seal reply: %w", err)
	}
	body := append([]byte(nil), "<xml>"...)
	body = appendElement(body, "Encrypt", encrypt)
	body = appendElement(body, "MsgSignature", Signature(token, timestamp, nonce, encrypt))
	body = append(body, "<TimeStamp>"...)
	body = append(body, timestamp...)
	body = append(body, "</TimeStamp>"...)
	body = appendElement(body, "Nonce", nonce)
	return append(body, "</xml>"...), nil
}

func appendElement(body []byte, name, value string) []byte {
	body = append(append(append(body, '<'), name...), '>')
	body = wxxml.AppendCDATA(body, value)
	return append(append(append(body, "</"...), name...), '>')
}
