package crash_test

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"
)

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

// replica is one run of the program as a process.
type replica struct {
	place int
	cmd   *exec.Cmd
	log   transcript
	ended chan struct{}

	killed bool // by us, or by itself at a crash point
	asked  bool // to end in order
}

func (r *replica) alive() bool {
	select {
	case <-r.ended:
		return false
	default:
		return true
	}
}

// try runs a command of the program to its end.
func (o *office) try(args ...string) (code int, out, errs string) {
	o.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = o.TempDir()
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + cmd.Dir, "TMPDIR=" + cmd.Dir}, o.environment(-1)...)
	var said, complained bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &complained
	if err := cmd.Run(); cmd.ProcessState == nil {
		o.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), said.String(), complained.String()
}

var servingLine = regexp.MustCompile(`"msg":"serving","address":"([^"]+)"`)

// begin starts the replica at a place, if none runs there, and puts it behind the door once it listens.
func (o *office) begin(place int, more ...string) *replica {
	o.Helper()
	if old := o.running[place]; old != nil && old.alive() {
		return old
	}
	r := &replica{place: place, cmd: exec.Command(binary, "serve"), ended: make(chan struct{})}
	r.cmd.Dir = o.TempDir()
	r.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + r.cmd.Dir, "TMPDIR=" + r.cmd.Dir}, o.environment(place)...)
	r.cmd.Env = append(r.cmd.Env, more...)
	r.cmd.Stdout, r.cmd.Stderr = &r.log, &r.log
	o.must(r.cmd.Start())
	go func() {
		_ = r.cmd.Wait() // ProcessState says how it ended
		close(r.ended)
	}()
	go func() {
		for r.alive() {
			if found := servingLine.FindStringSubmatch(r.log.String()); found != nil {
				o.door.set(place, "http://"+found[1])
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}()
	if len(o.past) == 0 {
		o.Cleanup(o.endAll)
	}
	o.running[place] = r
	o.past = append(o.past, r)
	return r
}

func (o *office) endAll() {
	for _, r := range o.past {
		if r.alive() {
			_ = r.cmd.Process.Kill()
		}
		<-r.ended
	}
	if o.Failed() {
		for i, r := range o.past {
			o.Logf("run %d, of replica %d, wrote last:\n%s", i, r.place, lastLines(r.log.String(), 40))
		}
	}
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// kill ends a replica the way a power cut does.
func (o *office) kill(place int) {
	r := o.running[place]
	r.killed = true
	_ = r.cmd.Process.Kill() // it may be gone already
	<-r.ended
	o.door.set(place, "")
}

// terminate asks a replica to end in order. Nobody waits for it.
func (o *office) terminate(place int) {
	r := o.running[place]
	r.asked = true
	_ = r.cmd.Process.Signal(syscall.SIGTERM) // it may be gone already
}

// restart begins the replica at a place anew, after the run that was told to end has done so.
func (o *office) restart(place int) {
	o.Helper()
	if r := o.running[place]; r != nil && r.asked && r.alive() {
		select {
		case <-r.ended:
		case <-time.After(patience):
			o.Fatalf("replica %d does not end when asked to:\n%s", place, lastLines(r.log.String(), 40))
		}
	}
	o.begin(place)
}
