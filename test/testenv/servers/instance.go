// Package servers runs private database and cache servers that never outlive the process that started them.
package servers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

const startTimeout = 90 * time.Second

// Instance is one private server on a port of 127.0.0.1 and in a directory of its own. Stop, Kill and Start
// keep both, so a program under test meets an outage and then the same server again.
type Instance struct {
	name    string
	port    int
	dir     string
	command func(port int) *exec.Cmd
	ready   func(ctx context.Context, port int) error
	guard   *guard
	pid     int // 0 while it is not running
}

// Addr is host:port of the server.
func (i *Instance) Addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(i.port)) }

// PIDs is the server's process id, nothing while it is down.
func (i *Instance) PIDs() []int {
	if i.pid == 0 {
		return nil
	}
	return []int{i.pid}
}

// Start brings the server up again and returns once it answers.
func (i *Instance) Start() error {
	if i.pid != 0 {
		return fmt.Errorf("start %s: it is running", i.name)
	}
	if err := i.spawn(); err != nil {
		return fmt.Errorf("start %s: %w", i.name, err)
	}
	if err := i.await(); err != nil {
		_ = i.Kill()
		return fmt.Errorf("start %s: %w; its log ends:\n%s", i.name, err, i.logTail())
	}
	return nil
}

// Stop asks the server to shut down in order and waits until it has.
func (i *Instance) Stop() error { return i.end(syscall.SIGTERM) }

// Kill ends the server the way a power cut does.
func (i *Instance) Kill() error { return i.end(syscall.SIGKILL) }

// Close ends the server for good and removes its directory.
func (i *Instance) Close() error { return errors.Join(i.Kill(), i.guard.dismiss()) }

func newInstance(name string) (*Instance, error) {
	dir, err := os.MkdirTemp("", "desk-"+name+"-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for %s: %w", name, err)
	}
	watch, err := watchOver(dir)
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	return &Instance{name: name, dir: dir, guard: watch}, nil
}

// startOnFreePort retries because a process that is no test of ours can take a port before the server does.
func (i *Instance) startOnFreePort() error {
	var err error
	for range 3 {
		if i.port, err = ReservePort(); err != nil {
			break
		}
		if err = i.Start(); err == nil {
			return nil
		}
	}
	_ = i.Close()
	return err
}

func (i *Instance) spawn() error {
	log, err := os.OpenFile(i.logPath(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := i.command(i.port)
	cmd.Dir, cmd.Stdout, cmd.Stderr = i.dir, log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // an interrupt at the terminal is for the tests alone
	if err := cmd.Start(); err != nil {
		return err
	}
	i.pid = cmd.Process.Pid
	_ = cmd.Process.Release()
	return os.WriteFile(pidPath(i.dir), []byte(strconv.Itoa(i.pid)), 0o600)
}

func (i *Instance) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	for {
		err := i.ready(ctx, i.port)
		if err == nil {
			return nil
		}
		if i.reap(syscall.WNOHANG) {
			return errors.New("it ended at once")
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait until it answers: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (i *Instance) end(signal syscall.Signal) error {
	if i.pid == 0 {
		return nil
	}
	if err := syscall.Kill(i.pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("end %s: %w", i.name, err)
	}
	i.reap(0)
	return nil
}

// reap collects the ended process and tells whether it had ended. It waits without a goroutine, which tests
// that look for leaked goroutines would find.
func (i *Instance) reap(options int) bool {
	for {
		done, err := syscall.Wait4(i.pid, nil, options, nil)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err == nil && done == 0 {
			return false
		}
		_ = os.Remove(pidPath(i.dir))
		i.pid = 0
		return true
	}
}

func (i *Instance) logPath() string { return filepath.Join(i.dir, "server.log") }

func (i *Instance) logTail() string {
	log, err := os.ReadFile(i.logPath())
	if err != nil {
		return err.Error()
	}
	lines := bytes.Split(bytes.TrimSpace(log), []byte("\n"))
	return string(bytes.Join(lines[max(0, len(lines)-15):], []byte("\n")))
}

func pidPath(dir string) string { return filepath.Join(dir, "server.pid") }

// find looks where packages put servers, which is not always on a user's PATH.
func find(binary, debianPackage string) (string, error) {
	if path, err := exec.LookPath(binary); err == nil {
		return path, nil
	}
	for _, dir := range []string{"/usr/sbin", "/usr/local/sbin", "/usr/local/bin"} {
		if path, err := exec.LookPath(filepath.Join(dir, binary)); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s is not installed: run `make test`, which installs what the tests need, or `apt-get install %s`", binary, debianPackage)
}
