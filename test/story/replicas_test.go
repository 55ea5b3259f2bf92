package story_test

import (
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"petitiondesk/config"
	"petitiondesk/internal/app"
	"petitiondesk/models/calendar"
	"petitiondesk/test/story"
)

// replica is a further process of the same desk, as far as the stores can tell: its own pools, engine, spool and leases.
type replica struct {
	stop context.CancelFunc
	done chan error
	app  *app.App
}

func startReplica(t *testing.T, s *story.Story, base string) *replica {
	t.Helper()
	keys, err := os.ReadFile(s.KeysFile)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), app.Settings{
		Config: config.Config{
			Keys: string(keys), KeysFile: s.KeysFile, PublicURL: base, Database: s.Stores.Database, Redis: s.Stores.Redis,
			Spool: filepath.Join(t.TempDir(), "spool"), WeCom: app.DemoWeCom(base),
		},
		Clock: s.Clock, Log: slog.New(slog.DiscardHandler), Poll: 50 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Clock.OnMove(a.Moved)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	r := &replica{stop: stop, done: make(chan error, 1), app: a}
	go func() { r.done <- a.Run(ctx, listener, a.Handler()) }()
	return r
}

// end stops a replica wherever it is in its work. That killed processes lose nothing either is tested with real ones elsewhere.
func (r *replica) end(t *testing.T) {
	t.Helper()
	r.stop()
	if err := <-r.done; err != nil {
		t.Errorf("a replica ended with %v", err)
	}
	r.app.Close()
}

// withReplicas tells a story of three replicas on one database and one Redis. move sets the clock while one of the two others ends
// and another takes its place, each time the other one.
func withReplicas(t *testing.T, tell func(t *testing.T, s *story.Story, move func(day calendar.Day, clock string))) {
	t.Helper()
	if testing.Short() {
		return // replicas share a MariaDB and a Redis
	}
	t.Parallel()
	base := ""
	s := story.Begin(t, story.Real(t), func(d *app.DemoSettings) { base = "http://" + d.Listener.Addr().String() })
	s.Settle()
	others := [2]*replica{startReplica(t, s, base), startReplica(t, s, base)}
	defer func() { others[0].end(t); others[1].end(t) }()
	turn := 0
	tell(t, s, func(day calendar.Day, clock string) {
		var ending sync.WaitGroup
		ending.Add(1)
		go func() { defer ending.Done(); others[turn].end(t) }()
		s.MoveTo(day, clock)
		ending.Wait()
		others[turn] = startReplica(t, s, base)
		turn = 1 - turn
	})
}

// shown counts the messages of somebody's chat that hold every fragment.
func shown(s *story.Story, who string, fragments ...string) int {
	count := 0
	for _, b := range s.Demo.Sim.Chat(who) {
		holds := true
		for _, f := range fragments {
			holds = holds && strings.Contains(story.Words(b), f)
		}
		if holds && b.From == "app" {
			count++
		}
	}
	return count
}

func wantOnce(t *testing.T, s *story.Story, who string, fragments ...string) {
	t.Helper()
	s.Expect(who, fragments...)
	s.Settle()
	if n := shown(s, who, fragments...); n != 1 {
		t.Errorf("%s has %d messages with %q", who, n, fragments)
	}
}

// A silent shift climbs every step of its ladder, a replica ending at each: every obligation is met exactly once.
func TestThreeReplicasClimbALadderOnce(t *testing.T) {
	withReplicas(t, func(t *testing.T, s *story.Story, move func(calendar.Day, string)) {
		day := calendar.Day("2026-11-27")
		silent := onDuty(t, s, day, "值班员").Slot.UserID
		backup := map[bool]string{true: "gaofeng", false: "xuqing"}[silent == "xuqing"]
		move("2026-11-26", "16:00")
		wantOnce(t, s, silent, "明天值班提醒", "11月27日", "值班员")
		move(day, "07:00")
		wantOnce(t, s, silent, "今天值班提醒", "11月27日", "值班员")
		move(day, "07:32")
		wantOnce(t, s, silent, "请尽快确认到岗", "11月27日", "值班员")
		move(day, "07:41")
		wantOnce(t, s, backup, "请待命顶班", "11月27日")
		move(day, "08:01")
		wantOnce(t, s, "madong", "值班未确认", "11月27日", "值班员")
		move(day, "08:26")
		wantOnce(t, s, "madong", "请逐一电话联系", "11月27日", "值班员")
		s.VerifyLedger()
	})
}

// The roster changes between two steps, a replica ending meanwhile: the one who leaves hears nothing more, the one who comes has
// a ladder of his own, each step once.
func TestThreeReplicasFollowAChangedRoster(t *testing.T) {
	withReplicas(t, func(t *testing.T, s *story.Story, move func(calendar.Day, string)) {
		day := calendar.Day("2026-11-26")
		left := onDuty(t, s, day, "值班员").Slot.UserID
		name, came := "高峰", "gaofeng"
		if left == came {
			name, came = "徐青", "xuqing"
		}
		move("2026-11-25", "16:00")
		wantOnce(t, s, left, "明天值班提醒", "11月26日", "值班员")
		s.Say("madong", "调班 11月26日 值班员 "+name)
		move("2026-11-25", "16:20")
		wantOnce(t, s, left, "您不再承担这一班", "11月26日")
		wantOnce(t, s, came, "现安排您", "11月26日")
		move(day, "07:00")
		wantOnce(t, s, came, "今天值班提醒", "11月26日", "值班员")
		move(day, "07:32")
		again := s.Expect(came, "请尽快确认到岗", "11月26日")
		s.Tap(came, again, "确认到岗")
		move(day, "08:30")
		s.Settle()
		if n := shown(s, left, "今天值班提醒", "11月26日", "值班员"); n != 0 {
			t.Errorf("who left was reminded %d times more", n)
		}
		if n := shown(s, "madong", "值班未确认", "11月26日", "值班员"); n != 0 {
			t.Errorf("a confirmed duty was told as silent %d times", n)
		}
		s.VerifyLedger()
	})
}
