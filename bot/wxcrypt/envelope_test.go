package wxcrypt

import (
	"bytes"
	"encoding/xml"
	"errors"
	"strings"
	"testing"
)

func TestParseEnvelopeAcceptsVariants(t *testing.T) {
	for name, body := range map[string]string{
		"plain":           "<xml><ToUserName>corp</ToUserName><AgentID>1</AgentID><Encrypt>abc=</Encrypt></xml>",
		"cdata":           "<xml><ToUserName><![CDATA[corp]]></ToUserName><AgentID><![CDATA[1]]></AgentID><Encrypt><![CDATA[abc=]]></Encrypt></xml>",
		"layout":          " <xml>\n <Encrypt>\n <![CDATA[abc=]]>\n </Encrypt>\n <AgentID> 1 </AgentID><ToUserName>corp</ToUserName>\n</xml>\n",
		"unknown element": "<xml><ToUserName>corp</ToUserName><Extra/><AgentID>1</AgentID><Encrypt>abc=</Encrypt></xml>",
	} {
		got, err := ParseEnvelope([]byte(body))
		if err != nil || got.ToUserName != "corp" || got.AgentID != "1" || string(got.Encrypt) != "abc=" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestParseEnvelopeNeedsNoAgent(t *testing.T) {
	got, err := ParseEnvelope([]byte("<xml><ToUserName>corp</ToUserName><Encrypt>abc=</Encrypt></xml>"))
	if err != nil || got.AgentID != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestParseEnvelopeRefuses(t *testing.T) {
	const rest = "<ToUserName>corp</ToUserName>"
	for name, body := range map[string]string{
		"empty":             "",
		"json":              `{"Encrypt":"abc"}`,
		"other root":        "<html>" + rest + "<Encrypt>a</Encrypt></html>",
		"doctype":           "<!DOCTYPE xml><xml>" + rest + "<Encrypt>a</Encrypt></xml>",
		"entity":            "<xml>" + rest + "<Encrypt>a&amp;b</Encrypt></xml>",
		"duplicate":         "<xml>" + rest + "<Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>",
		"duplicate unknown": "<xml>" + rest + "<X/><X/><Encrypt>a</Encrypt></xml>",
		"nested":            "<xml>" + rest + "<Encrypt><a/></Encrypt></xml>",
		"split":             "<xml>" + rest + "<Encrypt><![CDATA[a]]><![CDATA[b]]></Encrypt></xml>",
		"stray text":        "<xml>x" + rest + "<Encrypt>a</Encrypt></xml>",
		"not ascii":         "<xml>" + rest + "<Encrypt>密文</Encrypt></xml>",
		"inner space":       "<xml>" + rest + "<Encrypt>a b</Encrypt></xml>",
		"no encrypt":        "<xml>" + rest + "</xml>",
		"no receiver":       "<xml><Encrypt>a</Encrypt></xml>",
		"cut":               "<xml>" + rest + "<Encrypt>a</Encrypt>",
		"trailing":          "<xml>" + rest + "<Encrypt>a</Encrypt></xml><xml/>",
		"many elements":     "<xml>" + rest + "<Encrypt>a</Encrypt>" + manyElements() + "</xml>",
	} {
		if got, err := ParseEnvelope([]byte(body)); !errors.Is(err, ErrEnvelope) {
			t.Errorf("%s: %+v, %v; want ErrEnvelope", name, got, err)
		}
	}
}

func manyElements() string {
	var b strings.Builder
	for c := 'a'; c <= 'z'; c++ {
		b.WriteString("<" + string(c) + "/>")
	}
	return b.String()
}

func TestSealEnvelopeOpens(t *testing.T) {
	c := vectorCipherOf(t)
	body, signature, err := SealEnvelope(c, vectorToken, vectorCorp, "218", []byte("<xml>中</xml>"), "1", "2")
	if err != nil {
		t.Fatal(err)
	}
	envelope, err := ParseEnvelope(body)
	if err != nil || envelope.ToUserName != vectorCorp || envelope.AgentID != "218" {
		t.Fatalf("%+v, %v", envelope, err)
	}
	if !Verify(signature, vectorToken, "1", "2", envelope.Encrypt) {
		t.Error("own signature does not verify")
	}
	plain, err := c.Decrypt(envelope.Encrypt)
	if err != nil || string(plain) != "<xml>中</xml>" {
		t.Errorf("opened %q, %v", plain, err)
	}
}

func TestSealReplyIsWhatTheDocumentationShows(t *testing.T) {
	c := vectorCipherOf(t)
	body, err := SealReply(c, vectorToken, []byte("<xml/>"), "1409659813", "nonce")
	if err != nil {
		t.Fatal(err)
	}
	var reply struct{ Encrypt, MsgSignature, TimeStamp, Nonce string }
	if err := xml.Unmarshal(body, &reply); err != nil {
		t.Fatal(err)
	}
	if !Verify(reply.MsgSignature, vectorToken, "1409659813", "nonce", []byte(reply.Encrypt)) {
		t.Error("reply signature does not verify")
	}
	if plain, err := c.Decrypt([]byte(reply.Encrypt)); err != nil || string(plain) != "<xml/>" {
		t.Errorf("opened %q, %v", plain, err)
	}
	if !bytes.Contains(body, []byte("<TimeStamp>1409659813</TimeStamp>")) {
		t.Errorf("reply is %s", body)
	}
}
