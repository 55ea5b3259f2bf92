package petition_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"petitiondesk/models/petition"
)

var codeKey = []byte("0123456789abcdef0123456789abcdef")

func TestQueryCodeIsShortAndUnambiguous(t *testing.T) {
	seen := map[string]bool{}
	for issue := range int64(500) {
		code := petition.QueryCode(codeKey, "XF20261123-0001", issue)
		if len(petition.ReadQueryCode(code)) != 12 || strings.ContainsAny(code, "01OI") {
			t.Fatalf("code %q", code)
		}
		if seen[code] {
			t.Fatalf("code %q was given out twice", code)
		}
		seen[code] = true
	}
}

func TestReceiptOpensWithItsOwnCodeOnly(t *testing.T) {
	r := petition.Receipt{Number: "XF20261123-0001", Issue: 2}
	code := petition.QueryCode(codeKey, r.Number, r.Issue)
	wide := strings.Map(func(c rune) rune {
		if c == '-' {
			return c
		}
		return c + 0xFEE0
	}, code)
	for _, typed := range []string{code, strings.ToLower(code), strings.ReplaceAll(code, "-", ""), " " + strings.ReplaceAll(code, "-", " ") + "\n", wide} {
		if !r.Opens(codeKey, typed) {
			t.Errorf("%q does not open", typed)
		}
	}
	last := code[:len(code)-1]
	for name, typed := range map[string]string{
		"nothing": "", "a part": last, "the former code": petition.QueryCode(codeKey, r.Number, 1),
		"another number's": petition.QueryCode(codeKey, "XF20261123-0002", 2), "another office's": petition.QueryCode([]byte("other"), r.Number, 2),
	} {
		if r.Opens(codeKey, typed) {
			t.Errorf("%s opens", name)
		}
	}
	if r.Opens(nil, "") || petition.QueryCode(nil, r.Number, 1) != "" {
		t.Error("without a key everybody could ask")
	}
}

func TestPrintTokenEnds(t *testing.T) {
	r := petition.Receipt{Number: "XF20261123-0001", Issue: 3}
	until := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	token := r.PrintToken(codeKey, until)
	number, issue, ok := petition.ReadPrintToken(codeKey, token, until.Add(-time.Second))
	if !ok || number != r.Number || issue != 3 {
		t.Errorf("read %s %d %v", number, issue, ok)
	}
	if _, _, ok := petition.ReadPrintToken(codeKey, token, until); ok {
		t.Error("open past its time")
	}
	if _, _, ok := petition.ReadPrintToken([]byte("other"), token, until.Add(-time.Hour)); ok {
		t.Error("another office's token is open")
	}
}

// Whatever is changed in a token, it opens nothing.
func TestChangedPrintTokenOpensNothing(t *testing.T) {
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	token := petition.Receipt{Number: "XF20261123-0001", Issue: 1}.PrintToken(codeKey, now.Add(time.Hour))
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, len(token)-1).Draw(t, "at")
		with := rapid.SampledFrom([]byte("0123456789abcdefX.-")).Draw(t, "with")
		changed := token[:at] + string(with) + token[at+1:]
		if changed == token {
			return
		}
		if _, _, ok := petition.ReadPrintToken(codeKey, changed, now); ok {
			t.Fatalf("%s opens", changed)
		}
	})
}
