package serve_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long something expected may take; nothing is expected sooner than it comes. It outlasts
// the lease of work that a killed process held.
const patience = 100 * time.Second // outlasts a minute of careful pacing

// eventually waits for a condition; explain says what was seen instead.
func eventually(t *testing.T, condition func() bool, explain func() string) {
	t.Helper()
	for deadline := time.Now().Add(patience); !condition(); time.Sleep(15 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(explain())
		}
	}
}

// transcript is what a process writes while others read it.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *transcript) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *transcript) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// process is one run of the program.
type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	out   transcript
	log   transcript
	ended chan struct{}
	gone  bool   // collected by the test
	temp  string // where it keeps its temporary files
}

// start runs the program with exactly this environment, in a folder of its own.
func start(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(binary, args...), ended: make(chan struct{}), temp: t.TempDir()}
	p.cmd.Dir = t.TempDir()
	p.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + p.cmd.Dir, "TMPDIR=" + p.temp}, env...)
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // ProcessState says how it ended
		close(p.ended)
	}()
	t.Cleanup(func() {
		if !p.gone {
			p.signal(syscall.SIGKILL)
			<-p.ended
		}
		if t.Failed() {
			t.Logf("%s wrote:\n%s%s", args[0], p.out.String(), p.log.String())
		}
	})
	return p
}

// run starts the program and waits for its exit code and everything it wrote.
func run(t *testing.T, env []string, args ...string) (code int, out, errs string) {
	t.Helper()
	p := start(t, env, args...)
	return p.exitCode(), p.out.String(), p.log.String()
}

func (p *process) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		p.t.Fatal(err)
	}
}

// exitCode waits for the end; it is -1 after a signal.
func (p *process) exitCode() int {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(patience):
		p.t.Fatalf("%s does not end", p.cmd.Args)
	}
	p.gone = true
	return p.cmd.ProcessState.ExitCode()
}

// stop asks the process to end and expects it to do so in order.
func (p *process) stop(s syscall.Signal) {
	p.t.Helper()
	p.signal(s)
	if code := p.exitCode(); code != 0 {
		p.t.Errorf("exit code %d after %v", code, s)
	}
}

func (p *process) alive() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// find waits until the text holds the pattern and returns its first group.
func (p *process) find(text *transcript, pattern *regexp.Regexp) string {
	p.t.Helper()
	var found []string
	eventually(p.t, func() bool {
		ended := !p.alive()
		found = pattern.FindStringSubmatch(text.String())
		return found != nil || ended
	}, func() string { return "never wrote " + pattern.String() })
	if found == nil {
		p.t.Fatalf("ended with %d before it wrote %s", p.exitCode(), pattern)
	}
	return found[1]
}

// httpStatus is 0 when nobody answers.
func httpStatus(t *testing.T, url string) int {
	t.Helper()
	status, _ := httpGet(t, url)
	return status
}

func httpGet(t *testing.T, url string) (status int, body string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Close = true
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, ""
	}
	defer answer.Body.Close()
	read, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, ""
	}
	return answer.StatusCode, strings.TrimSpace(string(read))
}
