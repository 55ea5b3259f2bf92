package county_test

import (
	"testing"

	"petitiondesk/internal/county"
)

func TestRecognise(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		want    bool
	}{
		"a county":             {"# 云岭县\nunits:\n  - {code: a, name: b, kind: bureau}\n", true},
		"in braces":            {`{"units": []}`, true},
		"with a fault":         {"units:\n  - {code: a\npeople: [\n", true},
		"in another encoding":  {"units:\n  - name: \xd4\xaa\xb5\xa9\n", true},
		"nothing":              {"", false},
		"a list":               {"- a\n- b\n", false},
		"public days":          {"date,kind,name,notice_year\n2027-01-01,off,元旦,2027\n", false},
		"words":                {"通知", false},
		"a picture, say":       {"\x89PNG\r\n\x1a\n\x00\x00", false},
		"a spreadsheet's file": {"PK\x03\x04\x14\x00", false},
	} {
		if got := county.Recognise([]byte(c.content)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
