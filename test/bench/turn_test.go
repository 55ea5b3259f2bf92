package bench

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/test/testenv"
)

const (
	turnsLast = 30 * time.Second

	// turnLimit is what the slowest of a hundred turns may take (issue of casework by chat).
	turnLimit = 150 * time.Millisecond
)

// turnsPerSecond is 200, or what BENCH_TURNS says.
func turnsPerSecond(b *testing.B) int {
	b.Helper()
	text := os.Getenv("BENCH_TURNS")
	if text == "" {
		return 200
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		b.Fatalf("BENCH_TURNS: %q is no rate", text)
	}
	return n
}

// turnTexts is what a day's turns are made of: two lists, a search, a help, and two reports, one of them with a question left.
var turnTexts = []string{
	"待办", "查 城关镇 拖欠工资", "来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付", "我的", "来访 李某 城关镇 反映村道破损", "帮助",
}

// BenchmarkTurns lets callbacks arrive at a steady rate, whether or not those before are answered, each of another colleague, and
// measures from the arrival of each to the moment in which the platform's API has taken its answer.
func BenchmarkTurns(b *testing.B) {
	rate := turnsPerSecond(b)
	turns := rate * int(turnsLast/time.Second)
	desk := openOn(b, testenv.MySQLServer(b, "--innodb-log-file-size=96M", "--innodb-buffer-pool-size=512M").URL, turns)
	posts := desk.sealEach(turns, func(n int) string { return turnTexts[n%len(turnTexts)] })
	desk.start()
	desk.rest()
	arrived := make([]time.Time, turns)
	var inHand sync.WaitGroup
	b.ResetTimer()
	began := time.Now()
	for n, post := range posts {
		time.Sleep(time.Until(began.Add(time.Duration(n) * time.Second / time.Duration(rate))))
		inHand.Go(func() {
			arrived[n] = time.Now()
			if err := desk.post(post); err != nil {
				b.Error(err)
			}
		})
	}
	inHand.Wait()
	desk.rest()
	b.StopTimer()
	took := make([]time.Duration, 0, turns)
	for n, person := range desk.staff {
		took = append(took, desk.answered(person.UserID).Sub(arrived[n]))
	}
	slices.Sort(took)
	of := func(share float64) time.Duration { return took[int(share*float64(len(took)-1))] }
	for _, q := range []struct {
		unit  string
		share float64
	}{{"p50-ms", 0.5}, {"p90-ms", 0.9}, {"p99-ms", 0.99}, {"max-ms", 1}} {
		figure(b, float64(of(q.share).Microseconds())/1000, q.unit)
	}
	if of(0.99) > turnLimit {
		b.Errorf("at %d turns a second half take %v, one in a hundred %v or more, want less than %v", rate, of(0.5), of(0.99), turnLimit)
	}
}

// answered is when the platform took the first answer to somebody.
func (d *benchDesk) answered(user string) time.Time {
	d.b.Helper()
	for _, bubble := range d.sim.Chat(user) {
		if bubble.From == wecomsim.FromApp {
			return bubble.Time
		}
	}
	d.must(fmt.Errorf("%s was not answered", user))
	return time.Time{}
}
