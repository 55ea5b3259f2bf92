package app

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/config"
	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

var update = flag.Bool("update", false, "write the golden files of testdata anew")

// smallCounty is a database with a few visits of November 2026 and one of the year before, entered on 2026-11-20.
func smallCounty(t *testing.T) config.Config {
	t.Helper()
	cfg := config.Config{Database: "sqlite://" + filepath.Join(t.TempDir(), "desk.db"), LogLevel: "info"}
	log := slog.New(slog.DiscardHandler)
	clock := models.NewMovableClock(calendar.Day("2026-11-20").At(9*60), true)
	err := withStore(t.Context(), cfg, log, func(st *store.Store) error {
		d := desk.New(deskStore{st}, noDialogues{}, clock, calendar.China(), log)
		if err := d.Import(t.Context(), desk.County(county.Demo())); err != nil {
			return err
		}
		var visits []desk.EarlierVisit
		for _, v := range []struct {
			day    calendar.Day
			people int
			facts  string
		}{
			{"2025-11-12", 2, "反映拖欠工资"},
			{"2026-11-02", 1, "反映拖欠工资"},
			{"2026-11-10", 6, "小区电梯停用"},
			{"2026-11-12", 2, "邻里纠纷"},
		} {
			report := petition.Report{Name: "张某", Mobile: "13900000000", Headcount: v.people, Place: "城关镇", Facts: v.facts}
			visits = append(visits, desk.EarlierVisit{Clerk: "wangfang", At: v.day.At(10 * 60), Report: report})
		}
		if err := d.EnterEarlier(t.Context(), visits); err != nil {
			return err
		}
		clock.Set(calendar.Day("2026-11-25").At(9 * 60))
		return d.Classify(t.Context(), "wangfang", "XF20261112-0001",
			petition.Classification{Topic: "military", Purpose: petition.Resolution, Level: petition.CityLevel})
	})
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

var wholeNovember = config.Stats{From: "2026-11-01", To: "2026-11-30", AsOf: "2026-11-25", Topics: "2023"}

func statsOf(t *testing.T, cfg config.Config, asked config.Stats) string {
	t.Helper()
	var out bytes.Buffer
	if err := Run(t.Context(), asked, cfg, &out, &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestStatsOfASmallCounty(t *testing.T) {
	cfg := smallCounty(t)
	for name, change := range map[string]func(*config.Stats){
		"stats.txt":      func(*config.Stats) {},
		"stats_2020.txt": func(c *config.Stats) { c.Topics = "2020" },
		"stats.json":     func(c *config.Stats) { c.JSON = true },
	} {
		t.Run(name, func(t *testing.T) {
			asked := wholeNovember
			change(&asked)
			got := statsOf(t, cfg, asked)
			file := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStatsAsKnownOnAPastDay(t *testing.T) {
	cfg := smallCounty(t)
	for asOf, want := range map[string]string{
		"2026-11-19": "", // before anything was entered
		"2026-11-20": "labour housing -",
		"2026-11-24": "labour housing -",
		"2026-11-25": "labour housing military",
	} {
		asked := wholeNovember
		asked.AsOf, asked.JSON = asOf, true
		var report statistics.Report
		if err := json.Unmarshal([]byte(statsOf(t, cfg, asked)), &report); err != nil {
			t.Fatal(err)
		}
		var topics []string
		for _, g := range report.ByTopic {
			topics = append(topics, strings.ReplaceAll(fmt.Sprintf("%1s", g.Code), " ", "-"))
		}
		if got := strings.Join(topics, " "); got != want {
			t.Errorf("as of %s: topics %q, want %q", asOf, got, want)
		}
	}
}

func TestStatsFaults(t *testing.T) {
	for name, asked := range map[string]config.Stats{
		"no such day":    {From: "2026-02-30", To: "2026-03-01", Topics: "2023"},
		"turned around":  {From: "2026-03-02", To: "2026-03-01", Topics: "2023"},
		"no such as-of":  {From: "2026-03-01", To: "2026-03-01", AsOf: "today", Topics: "2023"},
		"no such topics": {From: "2026-03-01", To: "2026-03-01", Topics: "2021"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config.Config{Database: "sqlite://" + filepath.Join(t.TempDir(), "desk.db")}
			var out bytes.Buffer
			if err := Run(t.Context(), asked, cfg, &out, &bytes.Buffer{}); err == nil || out.Len() > 0 {
				t.Errorf("got %q, %v", out.String(), err)
			}
		})
	}
}

// The planner adds up the months that are over, which changes no figure of any day.
func TestClosingMonthsChangesNoFigure(t *testing.T) {
	cfg, log := smallCounty(t), slog.New(slog.DiscardHandler)
	before := figuresOfEachDay(t, cfg)
	for _, test := range []struct {
		day    calendar.Day
		closed int
	}{{"2026-12-01", 0}, {"2026-12-02", 1}} {
		clock := models.NewMovableClock(test.day.At(9*60), true)
		err := withStore(t.Context(), cfg, log, func(st *store.Store) error {
			if err := desk.New(deskStore{st}, noDialogues{}, clock, calendar.China(), log).Plan(t.Context()); err != nil {
				return err
			}
			return st.Read(t.Context(), func(tx *store.Tx) error {
				months, err := tx.ClosedMonths()
				if len(months) != test.closed {
					t.Errorf("on %s the closed months are %v", test.day, months)
				}
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, figuresOfEachDay(t, cfg)); diff != "" {
			t.Errorf("on %s: %s", test.day, diff)
		}
	}
}

func figuresOfEachDay(t *testing.T, cfg config.Config) (all []string) {
	t.Helper()
	for _, asOf := range []string{"2026-11-20", "2026-11-25", "2026-11-30", "2026-12-02"} {
		asked := wholeNovember
		asked.AsOf, asked.JSON = asOf, true
		all = append(all, statsOf(t, cfg, asked))
	}
	return all
}
