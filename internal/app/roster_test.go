package app

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"petitiondesk/config"
	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
)

// The commands of the roster, one after the other, on the demo county.
func TestRosterCommands(t *testing.T) {
	folder := t.TempDir()
	cfg := config.Config{Database: "sqlite://" + filepath.Join(folder, "desk.db"), LogLevel: "error"}
	log := slog.New(slog.DiscardHandler)
	err := withStore(t.Context(), cfg, log, func(st *store.Store) error {
		return deskOver(st, log).Import(t.Context(), desk.County(county.Demo()))
	})
	if err != nil {
		t.Fatal(err)
	}
	from := calendar.DayOf(models.SystemClock{}.Now()).Add(1)
	to := from.Add(13)
	run := func(command config.Command) string {
		t.Helper()
		var out, logs bytes.Buffer
		if err := Run(t.Context(), command, cfg, &out, &logs); err != nil {
			t.Fatalf("%T: %v\n%s%s", command, err, &out, &logs)
		}
		return out.String()
	}
	var lines []map[string]any
	if err := json.Unmarshal([]byte(run(config.RosterShow{From: string(from), To: string(to), JSON: true})), &lines); err != nil {
		t.Fatal(err)
	}
	if len(lines) < 14 || lines[0]["day"] != string(from) || lines[0]["userid"] == "" {
		t.Errorf("%d lines, the first %v", len(lines), lines[0])
	}
	if one := run(config.RosterShow{From: string(from), To: string(to), Station: "office"}); strings.Count(one, "\n") != 14 {
		t.Errorf("the office alone:\n%s", one)
	}
	if text := run(config.RosterShow{From: string(from), To: string(to), Notice: true}); !strings.Contains(text, "接访领导：") || !strings.Contains(text, "人民路1号") {
		t.Errorf("the public notice:\n%s", text)
	}
	file := filepath.Join(folder, "值班表.xlsx")
	run(config.RosterExport{File: file, From: string(from), To: string(to)})
	if said := run(config.RosterImport{File: file, DryRun: true}); !strings.Contains(said, "补上0班，调整0班") || !strings.Contains(said, "没有写入") {
		t.Errorf("preview: %s", said)
	}
	if said := run(config.RosterImport{File: file}); !strings.Contains(said, "不变") {
		t.Errorf("import: %s", said)
	}
	run(config.RosterTemplate{File: filepath.Join(folder, "empty.xlsx"), From: string(from)})
	var out bytes.Buffer
	if err := Run(t.Context(), config.RosterImport{}, cfg, &out, &out); err == nil {
		t.Error("an import of nothing succeeds")
	}
}
