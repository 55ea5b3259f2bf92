package servers

import (
	"fmt"
	"io"
	"os/exec"
	"syscall"
)

// guardScript sleeps until its standard input ends, which happens when whoever holds the other end closes it
// or dies in any way at all; then it kills the server and removes its directory.
const guardScript = `cat >/dev/null; test -f "$1/server.pid" && kill -9 "$(cat "$1/server.pid")" 2>/dev/null; rm -rf "$1"`

// guard cleans up behind a server even when the tests time out or are killed. A parent-death signal would not
// do: it follows the thread that forked, and it leaves the directory behind.
type guard struct {
	cmd   *exec.Cmd
	alarm io.Closer
}

func watchOver(dir string) (*guard, error) {
	cmd := exec.Command("/bin/sh", "-c", guardScript, "guard", dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	alarm, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("watch over a server: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("watch over a server: %w", err)
	}
	return &guard{cmd: cmd, alarm: alarm}, nil
}

// dismiss lets the guard do its work now.
func (g *guard) dismiss() error {
	if g.cmd.ProcessState != nil {
		return nil
	}
	_ = g.alarm.Close()
	if err := g.cmd.Wait(); err != nil {
		return fmt.Errorf("remove a server's directory: %w", err)
	}
	return nil
}
