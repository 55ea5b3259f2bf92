package crash_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"syscall"
	"time"

	"petitiondesk/internal/wecomsim"
)

// event is something that is done to the service at a moment of the run.
type event struct {
	at   time.Duration
	name string
	do   func(o *office)
}

// plan is what goes wrong in a run, the same for the same seed and length.
func plan(seed uint64, length time.Duration) []event {
	rng := rand.New(rand.NewPCG(seed, 2))
	var events []event
	add := func(at time.Duration, name string, do func(*office)) { events = append(events, event{at, name, do}) }
	kinds := faults(length)
	bag := rng.Perm(len(kinds)) // each kind comes before any comes again
	for at := 1500 * time.Millisecond; at < length; at += between(rng, 400, 1700) {
		if len(bag) == 0 {
			bag = rng.Perm(len(kinds))
		}
		kinds[bag[0]](rng, at, add)
		bag = bag[1:]
	}
	slices.SortStableFunc(events, func(a, b event) int { return int(a.at - b.at) })
	return events
}

type fault func(rng *rand.Rand, at time.Duration, add func(time.Duration, string, func(*office)))

func between(rng *rand.Rand, from, to int) time.Duration {
	return time.Duration(from+rng.IntN(to-from)) * time.Millisecond
}

// faults lists the kinds, some more than once because they matter more. A quota of a minute is for longer runs.
func faults(length time.Duration) []fault {
	all := []fault{
		killReplica, killReplica, killReplica, terminateReplica, flushRedis, stopRedis, killDatabase, freezeDatabase,
		stepDeskClock, stepWallClock,
		platform("timeout after accept", wecomsim.Faults{TimeoutAfterAccept: 3}), platform("502", wecomsim.Faults{HTTP5xx: 4}),
		platform("40014", wecomsim.Faults{TokenExpired: true}), platform("a gateway's page", wecomsim.Faults{HTMLGateway: 3}),
		platform("busy", wecomsim.Faults{APIErrors: []wecomsim.APIFault{{Code: -1, Count: 3}}}),
		platform("lost deliveries", wecomsim.Faults{DropCallbacks: 3}), platform("thrice delivered", wecomsim.Faults{DuplicateCallbacks: 10}),
		platform("slow", wecomsim.Faults{SlowMS: 900}),
	}
	if length >= time.Minute {
		all = append(all, platform("45009", wecomsim.Faults{APIErrors: []wecomsim.APIFault{{Path: "message/send", Code: 45009, Count: 2}}}))
	}
	return all
}

func killReplica(rng *rand.Rand, at time.Duration, add func(time.Duration, string, func(*office))) {
	place := rng.IntN(replicas)
	add(at, fmt.Sprintf("SIGKILL replica %d", place), func(o *office) { o.kill(place) })
	add(at+between(rng, 100, 2500), fmt.Sprintf("start replica %d", place), func(o *office) { o.restart(place) })
}

func terminateReplica(rng *rand.Rand, at time.Duration, add func(time.Duration, string, func(*office))) {
	place := rng.IntN(replicas)
	add(at, fmt.Sprintf("SIGTERM replica %d", place), func(o *office) { o.terminate(place) })
	add(at+between(rng, 500, 3000), fmt.Sprintf("start replica %d", place), func(o *office) { o.restart(place) })
}

func flushRedis(_ *rand.Rand, at time.Duration, add func(time.Duration, string, func(*office))) {
	add(at, "FLUSHALL", func(o *office) {
		if o.redisUp {
			o.must(redisDo(o.redis.Addr(), "FLUSHALL"))
		}
	})
}

func stopRedis(rng *rand.Rand, at time.Duration, add func(time.Duration, string, func(*office))) {
	add(at, "stop Redis", func(o *office) {
		if o.redisUp {
			o.redis.Kill()
		}
		o.redisUp = false
	})
	add(at+between(rng, 500, 3000), "start Redis", (*office).redisBack)
}

func (o *office) redisBack() {
	if !o.redisUp {
		o.redis.Start()
	}
	o.redisUp = true
}

func killDatabase(rng *rand.Rand, at time.Duration, add func(time.Duration, string, func(*office))) {
	add(at, "kill -9 MariaDB", func(o *office) {
		if o.databaseUp {
			o.database.Kill()
		}
		o.databaseUp = false
	})
	add(at+between(rng, 200, 2500), "start MariaDB", (*office).databaseBack)
}

func (o *office) databaseBack() {
	if !o.databaseUp {
		o.database.Start()
	}
	o.databaseUp = true
}

// freezeDatabase is a database that answers nobody for longer than a callback may wait, and then goes on.
func freezeDatabase(rng *rand.Rand, at time.Duration, add func(time.Duration, string, func(*office))) {
	var pid int
	add(at, "freeze MariaDB", func(o *office) {
		if pids := o.database.PIDs(); len(pids) > 0 {
			pid = pids[0]
			o.must(syscall.Kill(pid, syscall.SIGSTOP))
		}
	})
	add(at+between(rng, 500, 3500), "thaw MariaDB", func(o *office) {
		if slices.Contains(o.database.PIDs(), pid) {
			o.must(syscall.Kill(pid, syscall.SIGCONT))
		}
	})
}

func stepDeskClock(rng *rand.Rand, at time.Duration, add func(time.Duration, string, func(*office))) {
	by := between(rng, 60_000, 180_000).Round(time.Second)
	add(at, fmt.Sprintf("everybody's clock jumps by %s", by), func(o *office) { o.must(o.clock.step(by)) })
}

// stepWallClock sets the clock by which one replica judges leases wrong, more than the watchdog allows, until it looks.
func stepWallClock(rng *rand.Rand, at time.Duration, add func(time.Duration, string, func(*office))) {
	place, by := rng.IntN(replicas), between(rng, 11_000, 45_000).Round(time.Second)
	if rng.IntN(2) == 0 {
		by = -by
	}
	add(at, fmt.Sprintf("clock of replica %d off by %s", place, by), func(o *office) { o.must(o.walls[place].step(by)) })
	add(at+between(rng, 1000, 4000), fmt.Sprintf("clock of replica %d right again", place), func(o *office) { o.must(o.walls[place].step(-by)) })
}

func platform(name string, f wecomsim.Faults) fault {
	return func(rng *rand.Rand, at time.Duration, add func(time.Duration, string, func(*office))) {
		add(at, "WeCom: "+name, func(o *office) { o.sim.SetFaults(f) })
		add(at+between(rng, 1000, 2500), "WeCom: fair", func(o *office) { o.sim.SetFaults(wecomsim.Faults{}) })
	}
}

// suffer carries the plan out.
func (o *office) suffer(ctx context.Context, events []event) {
	o.Helper()
	began := time.Now()
	for _, e := range events {
		if !pause(ctx, time.Until(began.Add(e.at))) {
			return
		}
		o.Logf("%5.1f s  %s", time.Since(began).Seconds(), e.name)
		e.do(o)
	}
}

// heal makes everything well again.
func (o *office) heal() {
	o.Helper()
	for _, pid := range o.database.PIDs() {
		o.must(syscall.Kill(pid, syscall.SIGCONT))
	}
	o.databaseBack()
	o.redisBack()
	o.sim.SetFaults(wecomsim.Faults{})
	o.door.copies(false)
	for i := range replicas {
		o.restart(i)
	}
}

func redisDo(addr, command string) error {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.Write([]byte(command + "\r\n")); err != nil {
		return err
	}
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err == nil && !strings.HasPrefix(answer, "+OK") {
		err = fmt.Errorf("%s: %s", command, answer)
	}
	return err
}
