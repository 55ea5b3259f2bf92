// Petitiondesk is the chat-bot front end of a county petition bureau on WeCom.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"petitiondesk/config"
	"petitiondesk/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.LookupEnv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run returns the exit code: 0 for done, 1 for a failure, 2 for a command line or settings that cannot be used.
func run(ctx context.Context, args []string, env func(string) (string, bool), out, errs io.Writer) int {
	command, cfg, err := config.Parse(args, config.Outside{LookupEnv: env, ReadFile: os.ReadFile, Help: out})
	switch {
	case errors.Is(err, config.ErrHelp):
		return 0
	case err != nil:
		return fail(errs, err, 2)
	}
	if err := app.Run(ctx, command, cfg, out, errs); err != nil {
		return fail(errs, err, 1)
	}
	return 0
}

func fail(errs io.Writer, err error, code int) int {
	if !errors.Is(err, app.ErrNotInOrder) {
		_, _ = fmt.Fprintln(errs, err) // there is nowhere left to say it
	}
	return code
}
