package story_test

import (
	"strings"
	"testing"

	"petitiondesk/internal/desk"
	"petitiondesk/internal/sheet"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/test/story"
)

// A printed roster is read in again without change; a changed one is previewed, taken in, told to both people, undone.
func TestASheetIsPreviewedImportedAndUndone(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		d := s.Demo.App.Desk
		rows := exported(t, s, "2026-12-01", "2026-12-04")
		preview, err := d.PreviewRoster(t.Context(), rows)
		if err != nil || preview.Same != len(rows) || len(preview.Changed)+len(preview.Filled)+len(preview.Faults) > 0 {
			t.Fatalf("the roster as printed: %+v, %v", preview, err)
		}
		line := onDuty(t, s, "2026-12-03", "值班员")
		was, other := line.Slot.UserID, map[bool]string{true: "徐青", false: "马冬"}[line.Slot.UserID == "madong"]
		changed := []duty.SheetRow{{Cell: "G7", Day: "2026-12-03", Station: "office", Post: "值班员", Person: other}}
		preview, err = d.PreviewRoster(t.Context(), changed)
		if err != nil || len(preview.Changed) != 1 || onDuty(t, s, "2026-12-03", "值班员").Slot.UserID != was {
			t.Fatalf("preview %+v, %v", preview, err)
		}
		if _, err := d.ImportRoster(t.Context(), desk.SystemActor, "12月.xlsx", changed); err != nil {
			t.Fatal(err)
		}
		now := onDuty(t, s, "2026-12-03", "值班员")
		if now.Slot.UserID == was || now.Slot.Version != 2 || now.Slot.Source != duty.ByImport {
			t.Errorf("imported: %+v", now.Slot)
		}
		s.Expect(was, "您不再承担这一班", "12月3日")
		s.Expect(now.Slot.UserID, "现安排您", "12月3日")
		undone, kept, err := d.UndoRosterImport(t.Context(), desk.SystemActor)
		if err != nil || undone != 1 || kept != 0 || onDuty(t, s, "2026-12-03", "值班员").Slot.UserID != was {
			t.Errorf("undone %d, kept %d, %v", undone, kept, err)
		}
		s.VerifyLedger()
	})
}

func exported(t *testing.T, s *story.Story, from, to calendar.Day) []duty.SheetRow {
	t.Helper()
	lines, err := s.Demo.App.Desk.Roster(t.Context(), from, to, "")
	if err != nil {
		t.Fatal(err)
	}
	var printed []sheet.Line
	posts := map[string]bool{}
	for _, l := range lines {
		printed = append(printed, sheet.Line{Day: l.Slot.Day, Station: l.Station, Post: l.Slot.Post, Person: l.Slot.UserID})
		posts[l.Slot.Post] = true
	}
	content, err := sheet.Month("值班表", printed, nil)
	if err != nil {
		t.Fatal(err)
	}
	rows, faults, err := sheet.Read(content, []string{"接访领导", "部门接访", "值班员"}, s.Today)
	if err != nil || len(faults) > 0 || len(rows) != len(lines) {
		t.Fatalf("%d rows of %d, %v, %v", len(rows), len(lines), faults, err)
	}
	return rows
}

// A sheet with faults writes nothing and says where each is.
func TestAFaultySheetWritesNothing(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		was := onDuty(t, s, "2026-12-03", "值班员").Slot
		rows := []duty.SheetRow{
			{Cell: "G3", Day: "2026-12-03", Station: "office", Post: "值班员", Person: "马冬"},
			{Cell: "G4", Day: "2026-12-03", Station: "office", Post: "值班员", Person: "徐青"},
			{Cell: "G5", Day: "2026-12-03", Station: "nowhere", Post: "值班员", Person: "马冬"},
			{Cell: "G6", Day: "2026-12-03", Station: "office", Post: "接访领导", Person: "马冬"},
			{Cell: "G7", Day: "2026-12-03", Station: "office", Post: "值班员", Person: "某人"},
			{Cell: "G8", Day: "2026-11-01", Station: "office", Post: "值班员", Person: "马冬"},
			{Cell: "G9", Day: "2026-12-02", Station: "center", Post: "接访领导", Person: "王芳"},
		}
		preview, err := s.Demo.App.Desk.ImportRoster(t.Context(), desk.SystemActor, "x.xlsx", rows)
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]string{}
		for _, f := range append(preview.Faults, preview.Conflicts...) {
			said[f.Cell] += f.Text
		}
		for cell, want := range map[string]string{"G5": "没有「nowhere」", "G6": "没有「接访领导」这个班", "G7": "没有「某人」", "G8": "已经过去", "G9": "不具备"} {
			if !strings.Contains(said[cell], want) {
				t.Errorf("%s: %q, want %q", cell, said[cell], want)
			}
		}
		if now := onDuty(t, s, "2026-12-03", "值班员").Slot; now.UserID != was.UserID || now.Version != was.Version {
			t.Errorf("something was written: %+v", now)
		}
	})
}

// A sheet counts as a whole: who gives his duty up is free for another, and two rows can be in each other's way.
func TestASheetCountsAsAWhole(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		d := s.Demo.App.Desk
		row := func(cell string, day calendar.Day, station, post, person string) duty.SheetRow {
			return duty.SheetRow{Cell: cell, Day: day, Station: station, Post: post, Person: person}
		}
		preview, err := d.PreviewRoster(t.Context(), []duty.SheetRow{
			row("G3", "2026-12-03", "center", "部门接访", "李娜"), row("G4", "2026-12-03", "office", "值班员", "李娜"),
		})
		if err != nil || len(preview.Conflicts) != 2 || !strings.Contains(preview.Conflicts[0].Text, "同一时间") {
			t.Errorf("one person in two places: %+v, %v", preview.Conflicts, err)
		}
		first, second := onDuty(t, s, "2026-12-03", "值班员").Slot, onDuty(t, s, "2026-12-04", "值班员").Slot
		preview, err = d.PreviewRoster(t.Context(), []duty.SheetRow{
			row("G3", first.Day, "office", "值班员", second.UserID), row("G4", second.Day, "office", "值班员", first.UserID),
		})
		if err != nil || preview.Wrong() > 0 || len(preview.Changed) != 2 {
			t.Errorf("two change places: %+v, %v", preview, err)
		}
		other, err := d.PreviewRoster(t.Context(), []duty.SheetRow{row("G3", first.Day, "office", "值班员", second.UserID)})
		if err != nil || other.Print() == preview.Print() {
			t.Error("another preview has the same print")
		}
	})
}
