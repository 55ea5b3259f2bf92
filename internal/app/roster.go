package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"petitiondesk/config"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/sheet"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
)

// rosterLine is a slot as JSON, in order of time.
type rosterLine struct {
	Day     calendar.Day   `json:"day"`
	Station string         `json:"station"` // code
	Name    string         `json:"station_name"`
	Post    string         `json:"post"`
	Seat    int            `json:"seat"`
	Start   string         `json:"start"` // RFC 3339
	End     string         `json:"end"`
	UserID  string         `json:"userid"` // "" = nobody
	Person  string         `json:"person"`
	State   duty.SlotState `json:"state"`
	Source  duty.Source    `json:"source,omitempty"`
	Version int64          `json:"version"`
}

func rosterShow(ctx context.Context, c config.RosterShow, cfg config.Config, out io.Writer, log *slog.Logger) error {
	from, to, err := daysAsked(c.From, c.To)
	if err != nil {
		return err
	}
	return withStore(ctx, cfg, log, func(st *store.Store) error {
		d := deskOver(st, log)
		if c.Notice {
			text, err := d.PublicNotice(ctx, from, to)
			if err == nil {
				_, err = io.WriteString(out, text)
			}
			return err
		}
		lines, err := d.Roster(ctx, from, to, c.Station)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeRosterJSON(out, lines)
		}
		for _, l := range lines {
			if _, err := fmt.Fprintf(out, "%s  %s  %s  %s  %s\n", l.Slot.Day, l.Slot.Hours(), l.Station, l.Slot.Post, orNobody(l.Person)); err != nil {
				return err
			}
		}
		return nil
	})
}

func writeRosterJSON(out io.Writer, lines []desk.DutyLine) error {
	const form = "2006-01-02T15:04:05Z07:00"
	written := make([]rosterLine, len(lines))
	for i, l := range lines {
		s := l.Slot
		written[i] = rosterLine{
			Day: s.Day, Station: s.Station, Name: l.Station, Post: s.Post, Seat: s.Seat, Start: s.StartsAt.In(calendar.Zone).Format(form),
			End: s.EndsAt.In(calendar.Zone).Format(form), UserID: s.UserID, Person: l.Person, State: s.State, Source: s.Source, Version: s.Version,
		}
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(written)
}

func daysAsked(first, last string) (from, to calendar.Day, err error) {
	from, err1 := calendar.ParseDay(first)
	to, err2 := calendar.ParseDay(last)
	if err := errors.Join(err1, err2); err != nil {
		return "", "", err
	}
	if to < from {
		return "", "", errors.New("--to lies before --from")
	}
	const most = 400
	if to > from.Add(most) {
		return "", "", fmt.Errorf("ask for at most %d days", most)
	}
	return from, to, nil
}

func orNobody(person string) string {
	if person == "" {
		return "（无人）"
	}
	return person
}

func rosterExport(ctx context.Context, c config.RosterExport, cfg config.Config, out io.Writer, log *slog.Logger) error {
	from, to, err := daysAsked(c.From, c.To)
	if err != nil {
		return err
	}
	return withStore(ctx, cfg, log, func(st *store.Store) error {
		d := deskOver(st, log)
		lines, err := d.Roster(ctx, from, to, c.Station)
		if err != nil {
			return err
		}
		totals, err := d.FairnessSheet(ctx, from, to)
		if err != nil {
			return err
		}
		content, err := sheet.Month(fmt.Sprintf("值班表（%s至%s）", from.Chinese(), to.Chinese()), printedLines(lines), printedTotals(totals))
		if err != nil {
			return err
		}
		return writeSheet(out, c.File, content)
	})
}

func rosterTemplate(ctx context.Context, c config.RosterTemplate, cfg config.Config, out io.Writer, log *slog.Logger) error {
	from, err := calendar.ParseDay(c.From)
	if err != nil {
		return err
	}
	return withStore(ctx, cfg, log, func(st *store.Store) error {
		const month = 31
		content, err := rosterSheet(ctx, deskOver(st, log), notice.RosterFileOf{Kind: notice.RosterTemplate, From: from, To: from.Add(month - 1), Title: "值班表"})
		if err != nil {
			return err
		}
		return writeSheet(out, c.File, content)
	})
}

func writeSheet(out io.Writer, file string, content []byte) error {
	const readable = 0o644
	if err := os.WriteFile(file, content, readable); err != nil {
		return fmt.Errorf("write sheet: %w", err)
	}
	_, err := fmt.Fprintf(out, "Wrote %s.\n", file)
	return err
}

func rosterImport(ctx context.Context, c config.RosterImport, cfg config.Config, out io.Writer, log *slog.Logger) error {
	if c.Undo == (c.File != "") {
		return errors.New("roster import: name a file, or --undo")
	}
	with := withStore
	if c.DryRun {
		with = withStoreAsItIs
	}
	return with(ctx, cfg, log, func(st *store.Store) error {
		d := deskOver(st, log)
		if c.Undo {
			undone, kept, err := d.UndoRosterImport(ctx, desk.SystemActor)
			if err == nil {
				_, err = fmt.Fprintf(out, "已撤销导入：恢复%d班，%d班已开始或后来另有调整，保持不变。\n", undone, kept)
			}
			return err
		}
		content, err := contentOf(c.File)
		if err != nil {
			return fmt.Errorf("roster import: %w", err)
		}
		return importSheet(ctx, d, c, content, out)
	})
}

func importSheet(ctx context.Context, d *desk.Desk, c config.RosterImport, content []byte, out io.Writer) error {
	_, posts, err := d.DutyWords(ctx)
	if err != nil {
		return err
	}
	rows, faults, err := sheet.Read(content, posts, calendar.DayOf(d.Now()))
	if err != nil {
		return err
	}
	preview, err := d.PreviewRoster(ctx, rows)
	if err != nil {
		return err
	}
	preview.Faults = append(faults, preview.Faults...)
	if wrong := len(preview.Faults) + len(preview.Conflicts); wrong > 0 || c.DryRun {
		if err := printPreview(out, preview, "以上仅为预览，没有写入。"); err != nil || wrong == 0 {
			return err
		}
		return models.Errorf(models.Invalid, "表格里有%d处需要修改，什么也没有写入。", wrong)
	}
	if preview, err = d.ImportRoster(ctx, desk.SystemActor, sourceName(c.File), rows); err != nil {
		return err
	}
	if wrong := len(preview.Faults) + len(preview.Conflicts); wrong > 0 {
		return models.Errorf(models.Conflict, "安排在导入时有变化，什么也没有写入，请再预览一次。")
	}
	return printPreview(out, preview, "已导入，有关人员均已告知。可用 roster import --undo 撤销。")
}

func printPreview(out io.Writer, p desk.SheetPreview, end string) error {
	lines := []string{fmt.Sprintf("补上%d班，调整%d班，不变%d班，冲突%d处，错误%d处。", len(p.Filled), len(p.Changed), p.Same, len(p.Conflicts), len(p.Faults))}
	for _, change := range append(p.Filled, p.Changed...) {
		lines = append(lines, fmt.Sprintf("  %s：%s %s %s：%s → %s", change.Row.Cell, change.Row.Day, change.Row.Station, change.Row.Post, orNobody(change.Before), change.After))
	}
	for _, fault := range p.Conflicts {
		lines = append(lines, fmt.Sprintf("  %s 冲突：%s", fault.Cell, fault.Text))
	}
	for _, fault := range p.Faults {
		lines = append(lines, fmt.Sprintf("  %s 错误：%s", fault.Cell, fault.Text))
	}
	_, err := fmt.Fprintln(out, strings.Join(append(lines, end), "\n"))
	return err
}
