package wxxml

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// outline flattens a document into "+name", "-name" and "text" steps.
func outline(document string) (string, error) {
	reader := NewReader([]byte(document))
	var steps []string
	for {
		token, err := reader.Next()
		if err != nil {
			return "", err
		}
		switch token.Kind {
		case End:
			return strings.Join(steps, " "), nil
		case Open:
			steps = append(steps, "+"+string(token.Bytes))
		case Close:
			steps = append(steps, "-"+string(token.Bytes))
		case Text:
			text, err := token.Decode(nil)
			if err != nil {
				return "", err
			}
			steps = append(steps, string(text))
		}
	}
}

func TestReaderWalksDocument(t *testing.T) {
	cases := map[string]string{
		"<xml></xml>": "+xml -xml",
		"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<xml/>\n":        "+xml -xml",
		"<xml><A>1</A><B><![CDATA[<&]]></B></xml>":             "+xml +A 1 -A +B <& -B -xml",
		"<xml><A>&lt;&#65;&#x4e2d;&amp;&apos;&quot;</A></xml>": "+xml +A <A中&'\" -A -xml",
		"<xml ><A />x</xml >":                                  "+xml +A -A x -xml",
		"<xml><![CDATA[a]]]]><![CDATA[>b]]></xml>":             "+xml a]] >b -xml",
	}
	for document, want := range cases {
		got, err := outline(document)
		if err != nil || got != want {
			t.Errorf("outline(%q) = %q, %v; want %q", document, got, err, want)
		}
	}
}

func TestReaderRefuses(t *testing.T) {
	for name, document := range map[string]string{
		"empty":                  "",
		"no element":             "  ",
		"text only":              "hello",
		"doctype":                "<!DOCTYPE xml><xml/>",
		"doctype inside":         "<xml><!DOCTYPE x></xml>",
		"entity declaration":     `<!DOCTYPE x [<!ENTITY e "boom">]><xml>&e;</xml>`,
		"custom entity":          "<xml>&e;</xml>",
		"endless entity":         "<xml>&amp</xml>",
		"illegal reference":      "<xml>&#0;</xml>",
		"huge reference":         "<xml>&#x110000;</xml>",
		"comment":                "<xml><!-- x --></xml>",
		"processing instruction": "<xml><?php ?></xml>",
		"second declaration":     "<?xml version='1.0'?><?xml version='1.0'?><xml/>",
		"attribute":              `<xml a="1"/>`,
		"namespace":              "<a:xml/>",
		"two roots":              "<xml/><xml/>",
		"text after root":        "<xml/>x",
		"cdata outside":          "<![CDATA[x]]>",
		"mismatch":               "<xml><A></B></xml>",
		"unopened":               "</xml>",
		"unclosed":               "<xml><A>",
		"unclosed tag":           "<xml",
		"unclosed end tag":       "<xml></xml",
		"unclosed cdata":         "<xml><![CDATA[x</xml>",
		"empty name":             "<></>",
		"digit name":             "<1x/>",
		"deep":                   strings.Repeat("<a>", MaxDepth+1) + strings.Repeat("</a>", MaxDepth+1),
	} {
		if got, err := outline(document); !errors.Is(err, ErrSyntax) {
			t.Errorf("%s: outline = %q, %v; want ErrSyntax", name, got, err)
		}
	}
}

func TestReaderAllowsMaxDepth(t *testing.T) {
	if _, err := outline(strings.Repeat("<a>", MaxDepth) + strings.Repeat("</a>", MaxDepth)); err != nil {
		t.Fatal(err)
	}
}

func TestCDATACarriesAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		document := append(AppendCDATA([]byte("<x>"), text), "</x>"...)
		reader := NewReader(document)
		var got []byte
		for {
			token, err := reader.Next()
			if err != nil {
				t.Fatal(err)
			}
			if token.Kind == End {
				break
			}
			if token.Kind == Text {
				got = append(got, token.Bytes...)
			}
		}
		if string(got) != Clean(text) {
			t.Fatalf("got %q, want %q", got, Clean(text))
		}
	})
}

func TestClean(t *testing.T) {
	cases := map[string]string{
		"plain 中文 😀":        "plain 中文 😀",
		"a\x01b\x00c":       "abc",
		"line\r\nline\rend": "line\nline\nend",
		"bad\xff\xfeutf8":   "badutf8",
		"\uFFFE\uFFFD":      "\uFFFD",
		"tab\tstays":        "tab\tstays",
	}
	for in, want := range cases {
		if got := Clean(in); got != want || Clean(got) != got {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}
