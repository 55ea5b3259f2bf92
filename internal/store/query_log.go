package store

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"gorm.io/gorm/logger"
)

// slowQuery is the duration from which a statement is logged.
const slowQuery = 500 * time.Millisecond

// shownSQL is how many bytes of a slow statement are logged: its values are left out, so the head tells it.
const shownSQL = 300

// queryLog logs slow statements without their values, which are personal data. Failed ones are not logged here:
// the error goes to the caller.
type queryLog struct {
	log  *slog.Logger
	slow time.Duration
}

func (q queryLog) LogMode(logger.LogLevel) logger.Interface { return q }

func (q queryLog) Info(ctx context.Context, format string, args ...any) {
	q.log.DebugContext(ctx, "gorm", slog.String("text", fmt.Sprintf(format, args...)))
}

func (q queryLog) Warn(ctx context.Context, format string, args ...any) {
	q.log.WarnContext(ctx, "gorm", slog.String("text", fmt.Sprintf(format, args...)))
}

func (q queryLog) Error(ctx context.Context, format string, args ...any) {
	q.log.ErrorContext(ctx, "gorm", slog.String("text", fmt.Sprintf(format, args...)))
}

func (q queryLog) Trace(ctx context.Context, begin time.Time, statement func() (string, int64), _ error) {
	took := time.Since(begin)
	if took < q.slow {
		return
	}
	text, rows := statement()
	q.log.WarnContext(ctx, "slow query", slog.Duration("took", took), slog.Int64("rows", rows), slog.String("sql", text[:min(len(text), shownSQL)]))
}

// ParamsFilter keeps values out of the text given to Trace.
func (q queryLog) ParamsFilter(_ context.Context, statement string, _ ...any) (string, []any) {
	return statement, nil
}
