package app

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/VictoriaMetrics/metricsql"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"go.yaml.in/yaml/v3"

	"petitiondesk/config"
)

// labels are the values that each label of a metric takes; nil values are not listed.
type labels map[string][]string

var (
	documentedMetric = regexp.MustCompile("(?m)^\\| `(\\w+)` \\|([^|]*)\\|")
	sampleLine       = regexp.MustCompile(`(?m)^(\w+?)(?:_bucket|_sum|_count)?(?:\{(.*)\})? \S+$`)
	labelPair        = regexp.MustCompile(`(\w+)="((?:[^"\\]|\\.)*)"`)
)

func documented(t *testing.T) map[string]labels {
	t.Helper()
	page := readDoc(t, "docs/metrics.md")
	metrics := map[string]labels{}
	for _, row := range documentedMetric.FindAllStringSubmatch(page, -1) {
		takes := labels{}
		for label := range strings.SplitSeq(row[2], ";") {
			name, values, listed := strings.Cut(strings.TrimSpace(label), ": ")
			switch {
			case listed:
				takes[name] = strings.Split(values, ", ")
			case name != "":
				for unlisted := range strings.SplitSeq(name, ", ") {
					takes[unlisted] = nil
				}
			}
		}
		metrics[row[1]] = takes
	}
	return metrics
}

func readDoc(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// scraped is what a page of metrics holds, by family; a histogram's le is left out.
func scraped(page string) map[string]labels {
	families := map[string]labels{}
	for _, line := range sampleLine.FindAllStringSubmatch(page, -1) {
		takes := families[line[1]]
		if takes == nil {
			takes = labels{}
			families[line[1]] = takes
		}
		for _, pair := range labelPair.FindAllStringSubmatch(line[2], -1) {
			if pair[1] != "le" && !slices.Contains(takes[pair[1]], pair[2]) {
				takes[pair[1]] = append(takes[pair[1]], pair[2])
			}
		}
	}
	return families
}

// usedDesk is a desk of which every part has had something to measure.
func usedDesk(t *testing.T) *office {
	t.Helper()
	o := newOfficeWith(t, silent(), config.Ledger{AnchorFile: filepath.Join(t.TempDir(), "anchors.txt")})
	o.run()
	o.forge()
	o.say("wangfang", "来访 "+petitioner+" "+mobile+" 3人 城关镇 反映"+facts+" 请求"+demand)
	o.tap("wangfang", "确认登记")
	o.serve(httptest.NewRequest(http.MethodGet, "/q", nil))
	if _, err := o.App.Desk.MakeCheckpoint(t.Context(), "now", "system"); err != nil {
		t.Fatal(err)
	}
	o.settle()
	return o
}

func (o *office) metricsPage() string {
	o.Helper()
	answer := o.serve(httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if answer.Code != http.StatusOK {
		o.Fatalf("/metrics answers %d", answer.Code)
	}
	return answer.Body.String()
}

func TestMetricsAreThoseOfTheirPage(t *testing.T) {
	t.Parallel()
	o := usedDesk(t)
	page := o.metricsPage()
	want, got := documented(t), scraped(page)
	for name, takes := range got {
		if !strings.HasPrefix(name, namespace) {
			continue
		}
		listed, ok := want[name]
		if !ok {
			t.Errorf("docs/metrics.md lacks %s", name)
			continue
		}
		for label, values := range takes {
			allowed, ok := listed[label]
			if !ok {
				t.Errorf("docs/metrics.md lacks the label %s of %s", label, name)
			}
			for _, value := range values {
				if allowed != nil && !slices.Contains(allowed, value) {
					t.Errorf("docs/metrics.md lacks the value %s of %s of %s", value, label, name)
				}
			}
		}
		for label := range listed {
			if takes[label] == nil {
				t.Errorf("%s has no label %s", name, label)
			}
		}
	}
	for name := range want {
		if got[name] == nil {
			t.Errorf("%s was not scraped", name)
		}
	}
	for _, word := range o.private() {
		if strings.Contains(page, word) {
			t.Errorf("the metrics tell %q", word)
		}
	}
	faults, err := promlint.New(strings.NewReader(page)).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range faults {
		if strings.HasPrefix(fault.Metric, namespace) {
			t.Errorf("%s: %s", fault.Metric, fault.Text)
		}
	}
}

type alertRule struct {
	Alert, Expr, For    string
	Labels, Annotations map[string]string
}

func alertRules(t *testing.T) []alertRule {
	t.Helper()
	var file struct {
		Groups []struct {
			Name  string
			Rules []alertRule
		}
	}
	decoder := yaml.NewDecoder(strings.NewReader(readDoc(t, "deploy/alerts.yml")))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		t.Fatal(err)
	}
	var rules []alertRule
	for _, group := range file.Groups {
		rules = append(rules, group.Rules...)
	}
	return rules
}

// dashboardQuestions are what the panels ask, by their titles.
func dashboardQuestions(t *testing.T) map[string]string {
	t.Helper()
	var board struct {
		Panels []struct {
			ID      int
			Title   string
			Targets []struct{ Expr, RefID string }
		}
	}
	if err := json.Unmarshal([]byte(readDoc(t, "deploy/grafana-dashboard.json")), &board); err != nil {
		t.Fatal(err)
	}
	questions, ids := map[string]string{}, map[int]bool{}
	for _, panel := range board.Panels {
		if ids[panel.ID] {
			t.Errorf("two panels have the id %d", panel.ID)
		}
		ids[panel.ID] = true
		for _, target := range panel.Targets {
			questions[panel.Title+" "+target.RefID] = target.Expr
		}
	}
	return questions
}

// Alerts, dashboard, page and program cannot drift apart: what the first two ask for is scraped, with these labels.
func TestAlertsAndDashboardAskForWhatIsThere(t *testing.T) {
	t.Parallel()
	there, want := scraped(usedDesk(t).metricsPage()), documented(t)
	there["up"] = labels{"job": nil} // of Prometheus itself
	for _, family := range there {
		family["job"], family["instance"] = nil, nil
	}
	questions := dashboardQuestions(t)
	asked := map[string]bool{}
	for _, rule := range alertRules(t) {
		questions["alert "+rule.Alert] = rule.Expr
	}
	for _, where := range slices.Sorted(maps.Keys(questions)) {
		parsed, err := metricsql.Parse(questions[where])
		if err != nil {
			t.Errorf("%s: %v", where, err)
			continue
		}
		metricsql.VisitAll(parsed, func(e metricsql.Expr) {
			metric, ok := e.(*metricsql.MetricExpr)
			if !ok {
				return
			}
			for _, filters := range metric.LabelFilterss {
				name := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(filters[0].Value, "_bucket"), "_sum"), "_count")
				asked[name] = true
				takes, ok := there[name]
				if !ok {
					t.Errorf("%s asks for %s, which is not there", where, name)
					continue
				}
				for _, filter := range filters[1:] {
					_, has := takes[filter.Label]
					if values := want[name][filter.Label]; values != nil {
						match := regexp.MustCompile("^(?:" + filter.Value + ")$")
						has = slices.ContainsFunc(values, match.MatchString)
					}
					if !has {
						t.Errorf("%s asks for %s by %s=%q, which it never has", where, name, filter.Label, filter.Value)
					}
				}
			}
		})
	}
	for name := range want {
		if !asked[name] {
			t.Errorf("neither an alert nor the dashboard shows %s", name)
		}
	}
}

var alertSection = regexp.MustCompile(`(?m)^### (\w+)$`)

func TestEveryAlertHasItsPlaceInTheRunbook(t *testing.T) {
	_, alerts, found := strings.Cut(readDoc(t, "docs/runbook.md"), "\n## Alerts\n")
	alerts, _, _ = strings.Cut(alerts, "\n## ")
	if !found {
		t.Fatal("the runbook has no alerts")
	}
	var named []string
	sections := alertSection.FindAllStringSubmatchIndex(alerts, -1)
	for i, at := range sections {
		name := alerts[at[2]:at[3]]
		named = append(named, name)
		end := len(alerts)
		if i+1 < len(sections) {
			end = sections[i+1][0]
		}
		for _, part := range []string{"**Means**", "**Noticed**", "**Look**", "**Do**"} {
			if !strings.Contains(alerts[at[1]:end], part) {
				t.Errorf("%s does not say %s", name, part)
			}
		}
	}
	for _, rule := range alertRules(t) {
		if !slices.Contains(named, rule.Alert) {
			t.Errorf("docs/runbook.md has no section %s", rule.Alert)
		}
		named = slices.DeleteFunc(named, func(name string) bool { return name == rule.Alert })
		if severity := rule.Labels["severity"]; severity != "critical" && severity != "warning" {
			t.Errorf("%s has the severity %q", rule.Alert, severity)
		}
		if want := fmt.Sprintf("docs/runbook.md#%s", strings.ToLower(rule.Alert)); rule.Annotations["summary"] == "" || rule.Annotations["runbook_url"] != want {
			t.Errorf("%s: %v", rule.Alert, rule.Annotations)
		}
	}
	if len(named) > 0 {
		t.Errorf("docs/runbook.md explains alerts that are not there: %q", named)
	}
}
