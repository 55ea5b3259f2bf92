package bench

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/queue"
)

const (
	reminded = 10000

	// apiPerMinute is what a corporation may send by one API in a minute (wecom frequency rules).
	apiPerMinute = 10000
	allowed      = reminded * time.Minute / apiPerMinute * 110 / 100
)

// BenchmarkReminders hands the cards of one morning to a simulator that answers at once, one to each of 10,000 people,
// and then lets asynq send as many messages to the same simulator through the same Redis. The desk's cards are in its
// outbox beforehand, asynq's tasks in its queue. asynq keeps a task in Redis alone; the desk freezes and settles each
// card in the database.
func BenchmarkReminders(b *testing.B) {
	desk := open(b, reminded)
	rival := buildAsynq(b)
	desk.tellMorning()
	b.ResetTimer()
	began := time.Now()
	desk.start()
	desk.rest()
	took := time.Since(began)
	b.StopTimer()
	desk.expect("SELECT COUNT(*) FROM outbox WHERE state = 2", reminded)
	if sent := desk.journalled("message/send"); sent != reminded {
		b.Errorf("%d cards reached the platform, want %d", sent, reminded)
	}
	if took > allowed {
		b.Errorf("10,000 people were reminded in %v, want no more than %v", took, allowed)
	}
	ours := reminded / took.Seconds()
	theirs := desk.runAsynq(rival)
	if sent := desk.journalled("message/send"); sent != 2*reminded {
		b.Errorf("asynq sent %d messages, want %d", sent-reminded, reminded)
	}
	figure(b, ours, "reminders/s")
	figure(b, theirs, "asynq-messages/s")
	figure(b, 100*ours/theirs, "%-of-asynq")
}

// tellMorning writes the morning's card to each clerk, as the ladder's step does.
func (d *benchDesk) tellMorning() {
	d.b.Helper()
	start := time.Now().Add(time.Hour)
	day := calendar.DayOf(start)
	slot := int64(0)
	d.tellEach(func(person people.Person) queue.Outbound {
		slot++
		task := notice.DutyTask(slot, 1, notice.Morning)
		data, err := json.Marshal(notice.Duty{
			SlotID: slot, Version: 1, TaskID: task, Step: notice.Morning, Station: "县信访接待中心", Post: "值班员",
			Day: day, StartsAt: start, EndsAt: start.Add(9 * time.Hour), Person: person.Name,
		})
		d.must(err)
		return queue.Outbound{DedupKey: task, TaskID: task, Kind: string(notice.DutyReminder), Data: data, NotAfter: &start}
	})
}

// buildAsynq builds the program of the module that alone depends on asynq.
func buildAsynq(b *testing.B) (program string) {
	b.Helper()
	program = b.TempDir() + "/asynq"
	build := exec.CommandContext(b.Context(), "go", "build", "-o", program, ".")
	build.Dir, build.Env = "asynq", append(os.Environ(), "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build asynq: %v\n%s", err, out)
	}
	return program
}

func (d *benchDesk) runAsynq(program string) (perSecond float64) {
	d.b.Helper()
	run := exec.CommandContext(d.b.Context(), program,
		"-redis", d.redis, "-api", "http://"+d.listener.Addr().String(), "-corp", tenant.CorpID, "-secret", tenant.Secret,
		"-agent", strconv.FormatInt(tenant.AgentID, 10), "-count", strconv.Itoa(reminded))
	run.Stderr = os.Stderr
	out, err := run.Output()
	d.must(err)
	perSecond, err = strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err != nil {
		d.must(fmt.Errorf("asynq printed %q: %w", out, err))
	}
	return perSecond
}
