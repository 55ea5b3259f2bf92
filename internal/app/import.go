package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"petitiondesk/config"
	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/petition"
)

// importFile recognises a file by its content and reads it whole before anything is opened.
func importFile(ctx context.Context, c config.Import, cfg config.Config, out io.Writer, log *slog.Logger) error {
	content, err := contentOf(c.File)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	switch {
	case calendar.IsNotice(string(content)):
		notices, err := calendar.Read(string(content))
		if err != nil {
			return err
		}
		return importCalendar(ctx, c, notices, cfg, out, log)
	case petition.IsTopics(string(content)):
		lists, err := petition.ReadTopics(string(content))
		if err != nil {
			return err
		}
		return importTopics(ctx, c, lists, cfg, out, log)
	case county.Recognise(content):
		described, err := county.Read(bytes.NewReader(content))
		if err != nil {
			return err
		}
		return importCounty(ctx, c, described, cfg, out, log)
	}
	return models.Errorf(models.Invalid, "无法识别这个文件。可以导入的有三种：\n"+
		"· 县情文件 county.yaml，含 units、people、stations、duty_rules；\n"+
		"· 放假调休 CSV，第一行是 date,kind,name,notice_year；\n"+
		"· 内容分类 CSV，第一行是 list,code,name,parent,crosswalk。")
}

func contentOf(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	content, err := io.ReadAll(io.LimitReader(file, county.MaxSize+1))
	if err == nil && len(content) > county.MaxSize {
		err = models.Errorf(models.Invalid, "文件超过 %d MB，请检查是否选错了文件。", county.MaxSize>>20)
	}
	return content, err
}

func importCounty(ctx context.Context, c config.Import, described county.County, cfg config.Config, out io.Writer, log *slog.Logger) error {
	counted := fmt.Sprintf("%d units, %d people, %d stations, %d duty rules",
		len(described.Units), len(described.People), len(described.Stations), len(described.Rules))
	if c.DryRun {
		_, err := fmt.Fprintf(out, "Would import %s. Nothing was written.\n", counted)
		return err
	}
	return withStore(ctx, cfg, log, func(st *store.Store) error {
		if err := deskOver(st, log).Import(ctx, desk.County(described)); err != nil {
			return err
		}
		_, err := fmt.Fprintf(out, "Imported %s.\n", counted)
		return err
	})
}

func importCalendar(ctx context.Context, c config.Import, notices []calendar.Notice, cfg config.Config, out io.Writer, log *slog.Logger) error {
	with := withStore
	if c.DryRun {
		with = withStoreAsItIs
	}
	return with(ctx, cfg, log, func(st *store.Store) error {
		changes, err := deskOver(st, log).ImportCalendar(ctx, desk.SystemActor, sourceName(c.File), notices, c.DryRun)
		if err != nil {
			return err
		}
		var changed []string
		for _, change := range changes {
			changed = append(changed, fmt.Sprintf("%d年（第%d版）：", change.Year, change.Version))
			for _, line := range change.Difference.Lines() {
				changed = append(changed, "  "+line)
			}
		}
		return printChanges(out, changed, c.DryRun)
	})
}

func importTopics(ctx context.Context, c config.Import, lists []petition.TopicEdition, cfg config.Config, out io.Writer, log *slog.Logger) error {
	with := withStore
	if c.DryRun {
		with = withStoreAsItIs
	}
	return with(ctx, cfg, log, func(st *store.Store) error {
		changes, err := deskOver(st, log).ImportTopics(ctx, desk.SystemActor, sourceName(c.File), lists, c.DryRun)
		if err != nil {
			return err
		}
		var changed []string
		for _, change := range changes {
			changed = append(changed, fmt.Sprintf("内容分类 %s（第%d版）：", change.List, change.Version))
			for _, line := range change.Lines {
				changed = append(changed, "  "+line)
			}
		}
		return printChanges(out, changed, c.DryRun)
	})
}

// sourceName is the file's name within what its column holds.
func sourceName(path string) string {
	const most = 128
	name := []rune(strings.ToValidUTF8(filepath.Base(path), "?"))
	return string(name[:min(len(name), most)])
}

func printChanges(out io.Writer, lines []string, dryRun bool) error {
	switch {
	case len(lines) == 0:
		lines = append(lines, "内容与现有的相同，没有写入。")
	case dryRun:
		lines = append(lines, "以上仅为预览，没有写入。")
	default:
		lines = append(lines, "已导入。")
	}
	_, err := fmt.Fprintln(out, strings.Join(lines, "\n"))
	return err
}

var errSchemaOld = errors.New("the database schema is not up to date; run petitiondesk migrate first")

// withStoreAsItIs opens the database for a command that must not change it, not even its schema.
func withStoreAsItIs(ctx context.Context, cfg config.Config, log *slog.Logger, do func(*store.Store) error) error {
	err := prober{cfg: cfg, log: log}.withDatabase(ctx, func(st *store.Store) error {
		ready, err := st.UpToDate(ctx)
		if err != nil {
			return err
		}
		if !ready {
			return errSchemaOld
		}
		return do(st)
	})
	if errors.Is(err, fs.ErrNotExist) {
		return errSchemaOld // a SQLite file that nobody made yet
	}
	return err
}
