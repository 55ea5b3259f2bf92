package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"petitiondesk/config"
)

func TestDeadline(t *testing.T) {
	for name, c := range map[string]struct {
		asked                     config.Deadline
		unrolled, legal, internal string
		provisional               bool
	}{
		"sixty days over the national holiday": {config.Deadline{Rule: "C07", From: "2026-08-04"}, "2026-10-03", "2026-10-08", "2026-09-30", false},
		"with an extension":                    {config.Deadline{Rule: "C07", From: "2026-09-21", Extend: 30}, "2026-12-20", "2026-12-21", "2026-12-18", false},
		"into an unpublished year":             {config.Deadline{Rule: "C11", From: "2026-12-10"}, "2027-01-09", "2027-01-11", "2027-01-08", true},
		"working days with a make-up Sunday":   {config.Deadline{Rule: "c04", From: "2026-09-14"}, "2026-09-20", "2026-09-20", "2026-09-20", false},
	} {
		t.Run(name, func(t *testing.T) {
			c.asked.Jurisdiction, c.asked.JSON = "national", true
			var out bytes.Buffer
			if err := Run(t.Context(), c.asked, config.Config{}, &out, &bytes.Buffer{}); err != nil {
				t.Fatal(err)
			}
			var got deadlineAnswer
			if err := json.Unmarshal(out.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if string(got.DueUnrolled) != c.unrolled || string(got.DueLegal) != c.legal || string(got.DueInternal) != c.internal || got.Provisional != c.provisional {
				t.Errorf("got %+v", got)
			}
			if got.Article == "" || len(got.Explanation) < 2 {
				t.Errorf("not explained: %+v", got)
			}
		})
	}
}

// Public days that were imported count where a database is named.
func TestDeadlineByImportedDays(t *testing.T) {
	cfg := config.Config{Database: "sqlite://" + filepath.Join(t.TempDir(), "desk.db")}
	asked := config.Deadline{Rule: "C11", From: "2026-12-10", Jurisdiction: "national", JSON: true}
	if err := Run(t.Context(), asked, cfg, io.Discard, io.Discard); !errors.Is(err, errSchemaOld) {
		t.Errorf("of a database that is not there: %v", err)
	}
	file := filepath.Join(t.TempDir(), "days.csv")
	days := "date,kind,name,notice_year\n2027-01-01,off,元旦,2027\n2027-01-09,work,元旦,2027\n"
	if err := os.WriteFile(file, []byte(days), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Run(t.Context(), config.Import{File: file}, cfg, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Run(t.Context(), asked, cfg, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	var got deadlineAnswer
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.DueLegal != "2027-01-09" || got.Provisional { // a Saturday that is worked
		t.Errorf("got %+v", got)
	}
}

func TestDeadlineFaults(t *testing.T) {
	for name, asked := range map[string]config.Deadline{
		"no such rule":         {Rule: "C99", From: "2026-08-04", Jurisdiction: "national"},
		"no such day":          {Rule: "C07", From: "2026-02-30", Jurisdiction: "national"},
		"before the rule sets": {Rule: "C07", From: "1999-01-01", Jurisdiction: "national"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			err := Run(t.Context(), asked, config.Config{}, &out, &bytes.Buffer{})
			if err == nil || out.Len() > 0 || strings.TrimSpace(err.Error()) == "" {
				t.Errorf("got %q, %v", out.String(), err)
			}
		})
	}
}
