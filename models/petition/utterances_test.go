package petition

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The table's places: three townships, some villages, and one village name that two townships share.
var tablePlaces = []Place{
	{"T01", "城关镇"},
	{"T02", "东山乡"},
	{"T03", "柳河镇"},
	{"T01", "东街村"},
	{"T01", "桃园社区"},
	{"T02", "李家庄村"},
	{"T03", "河口村"},
	{"T01", "新村"},
	{"T03", "新村"},
}

const (
	utterancesFile = "testdata/utterances.tsv"
	utterancesHead = "utterance\tname\tmobile\tid\tpeople\tplace\tfacts\tdemand\tdate\ttopic"
	leastLines     = 300
	// leastRecall is what was reached, less a little: lowering it needs a reason.
	leastRecall = 0.95
)

// TestUtterances measures how much of what clerks write is recognised, and fails on anything filled in wrongly.
// docs/utterances.md tells how to read and extend the table.
func TestUtterances(t *testing.T) {
	scores, lines := map[string]*score{}, 0
	for number, line := range readTable(t) {
		cells := append(strings.Split(line, "\t"), make([]string, 10)...)
		parsed := Parse(cells[0], tablePlaces)
		lines++
		for i, field := range strings.Split(utterancesHead, "\t")[1:] {
			if scores[field] == nil {
				scores[field] = &score{}
			}
			if fault := scores[field].count(cells[i+1], said(field, parsed, cells), parsed); fault != "" {
				t.Errorf("line %d %q: %s: %s\n%+v", number, cells[0], field, fault, parsed)
			}
		}
	}
	if lines < leastLines {
		t.Errorf("the table has %d lines", lines)
	}
	report(t, scores, lines)
}

func readTable(t testing.TB) func(func(int, string) bool) {
	t.Helper()
	file, err := os.Open(utterancesFile)
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(int, string) bool) {
		defer func() { _ = file.Close() }()
		rows, number := bufio.NewScanner(file), 0
		for rows.Scan() {
			number++
			line := rows.Text()
			if number == 1 && line != utterancesHead {
				t.Errorf("the first line is %q", line)
			}
			if number == 1 || line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if !yield(number, line) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			t.Error(err)
		}
	}
}

// said is what was understood of one column, written as the table writes it.
func said(field string, parsed Parsed, cells []string) string {
	r := parsed.Report
	switch field {
	case "name":
		return r.Name
	case "mobile":
		if slices.Contains(r.Skipped, MobileField) {
			return "-"
		}
		return r.Mobile
	case "id":
		return r.IDNumber
	case "people":
		if r.Headcount == 0 {
			return ""
		}
		return strconv.Itoa(r.Headcount)
	case "place":
		if r.PlaceCode != "" {
			return r.PlaceCode
		}
		return r.Place
	case "facts":
		return r.Facts
	case "demand":
		return r.Demand
	case "date":
		if r.Postmark != "" {
			return "post:" + string(r.Postmark)
		}
		return string(r.Received)
	default:
		return topicSaid(r.Facts, cells[9])
	}
}

// topicSaid judges the topic only in lines that name one, or "none".
func topicSaid(facts, want string) string {
	found := ShippedTopics().Find(facts)
	if want == "none" && found == "" {
		return "none"
	}
	if want == "" {
		return ""
	}
	return found
}

type score struct{ right, wrong, missed, open int }

// count compares one cell. Wrong is a value that the table does not name: it would have been filled in silently.
// Missed is a value that will be asked for although it was said.
func (s *score) count(want, got string, parsed Parsed) string {
	switch {
	case want == "?" && got == "":
		s.open++
		if len(parsed.Leftover)+len(parsed.Doubts) == 0 {
			return "left open without a word"
		}
	case want == got && want == "":
		s.open++
	case want == got:
		s.right++
	case got == "":
		s.missed++
	default:
		s.wrong++
		return fmt.Sprintf("filled in %q, want %q", got, want)
	}
	return ""
}

func report(t *testing.T, scores map[string]*score, lines int) {
	t.Helper()
	t.Logf("%d utterances", lines)
	t.Logf("%-8s %6s %6s %7s %6s %10s %7s", "field", "right", "wrong", "missed", "open", "precision", "recall")
	for _, field := range strings.Split(utterancesHead, "\t")[1:] {
		s := scores[field]
		precision, recall := share(s.right, s.right+s.wrong), share(s.right, s.right+s.wrong+s.missed)
		t.Logf("%-8s %6d %6d %7d %6d %9.1f%% %6.1f%%", field, s.right, s.wrong, s.missed, s.open, 100*precision, 100*recall)
		if recall < leastRecall {
			t.Errorf("%s: recall %.3f is below %.2f", field, recall, leastRecall)
		}
		if s.right == 0 {
			t.Errorf("no line tests %s", field)
		}
	}
}

func share(part, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(part) / float64(of)
}
