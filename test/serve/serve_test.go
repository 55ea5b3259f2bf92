package serve_test

import (
	"encoding/json"
	"net"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"testing"

	"petitiondesk/internal/wecomsim"
	"petitiondesk/test/story"
	"petitiondesk/test/testenv"
)

func TestVisitIsRegisteredAndDecided(t *testing.T) {
	onEvery(t, func(t *testing.T, o *office) {
		desk := o.serve()
		number := o.register("wangfang")
		expectSuffix(t, number, "-0001")
		cards := o.escalate("wangfang", number)
		o.tap("sunli", cards["sunli"], "同意")
		o.expect("wangfang", number, "有结果了", "孙立立同意")
		o.expect("sunli", "您已同意")
		o.expectCard("zhouping", cards["zhouping"].TaskID, "孙立立", "已同意")
		o.expectNothingElse()

		desk.stop(syscall.SIGTERM)
		o.expectSoundLedger()
		o.door.only(o.serve())
		o.say("wangfang", "查 "+number)
		o.expect("wangfang", number, facts)
		o.expectNothingElse()
	})
}

func (o *office) expectSoundLedger() {
	o.Helper()
	var state struct {
		OK      bool
		Entries int
	}
	if err := json.Unmarshal([]byte(o.command("verify", "--json")), &state); err != nil || !state.OK || state.Entries == 0 {
		o.Errorf("ledger %+v, %v", state, err)
	}
}

// Every delivery comes to both replicas at once, and some of them come again.
func TestTwoReplicasActAsOne(t *testing.T) {
	onEvery(t, func(t *testing.T, o *office) {
		first, second := o.begin(o.api.URL), o.begin(o.api.URL) // both start on the migrated database together
		for _, r := range []*replica{first, second} {
			o.await(r)
			o.door.add(r.url)
		}
		expectSuffix(t, o.register("wangfang"), "-0001") // deliveries alternate
		o.door.double()
		o.sim.SetFaults(wecomsim.Faults{DuplicateCallbacks: 1000})
		number := o.register("liuyang")
		expectSuffix(t, number, "-0002")
		cards := o.escalate("liuyang", number)
		o.tap("sunli", cards["sunli"], "同意")
		o.expect("liuyang", number, "有结果了")
		o.expect("sunli", "您已同意")
		o.tap("zhouping", cards["zhouping"], "驳回")
		o.expect("zhouping", "已由孙立立", "没有改动")
		o.expectNothingElse()
		if cases := o.data.count(t, "SELECT COUNT(*) FROM cases"); cases != 2 {
			t.Errorf("%d cases", cases)
		}
		o.expectSoundLedger()
	})
}

func TestTerminationLosesNothing(t *testing.T) {
	onEvery(t, func(t *testing.T, o *office) {
		leaving := o.serve()
		o.serve()
		o.sim.SetFaults(wecomsim.Faults{SlowMS: 40}) // so that some work is under way
		said := make(chan string)
		for user := range members {
			go func() {
				report, err := o.sim.Say(o.Context(), user, "帮助")
				if err != nil || !report.OK {
					said <- user + " could not ask for help: " + report.Problem
					return
				}
				said <- ""
			}()
		}
		leaving.signal(syscall.SIGTERM)
		for range members {
			if problem := <-said; problem != "" {
				t.Error(problem)
			}
		}
		if code := leaving.exitCode(); code != 0 {
			t.Errorf("exit code %d", code)
		}
		if status := httpStatus(t, leaving.url+"/readyz"); status != 0 {
			t.Errorf("/readyz answers %d after the end", status)
		}
		for user := range members {
			o.expect(user, "这里是信访工作台")
		}
		o.expectNothingElse()
	})
}

// While requests end the listener is closed or /readyz says 503, and a client that never sends the rest of its
// request does not spoil the exit code.
func TestSlowClientDoesNotSpoilTheExit(t *testing.T) {
	t.Parallel()
	o := open(t, onFile(t))
	desk := o.serve()
	slow, err := net.Dial("tcp", strings.TrimPrefix(desk.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	if _, err := slow.Write([]byte("POST /wecom/callback HTTP/1.1\r\nHost: desk\r\nContent-Length: 99\r\n\r\n<xml>")); err != nil {
		t.Fatal(err)
	}
	o.say("madong", "帮助") // by now the server has met the slow client
	o.expect("madong", "这里是信访工作台")
	desk.signal(syscall.SIGTERM)
	eventually(t, func() bool {
		status := httpStatus(t, desk.url+"/readyz")
		return status == 0 || status == 503
	}, func() string { return "still ready" })
	if code := desk.exitCode(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

func TestStartsWithoutRedis(t *testing.T) {
	t.Parallel()
	data := onFile(t)
	data.redis = "redis://127.0.0.1:1/0"
	o := open(t, data)
	o.serve()
	expectSuffix(t, o.register("wangfang"), "-0001")
	o.expectNothingElse()
}

// Begun while the database is away, the service takes messages in and handles them once it is there.
func TestStartsBeforeItsDatabase(t *testing.T) {
	if testing.Short() {
		return // SQLite is part of the process; there is nothing to stop
	}
	t.Parallel()
	database := testenv.MySQLServer(t)
	at, err := url.Parse(database.URL)
	if err != nil {
		t.Fatal(err)
	}
	o := open(t, &stores{database: database.URL, redis: "embedded", password: databasePassword, db: openMySQL(t, at)})
	database.Stop()
	early := o.begin(o.api.URL)
	early.url = "http://" + early.find(&early.log, servingLine)
	o.door.add(early.url)
	o.say("wangfang", visit) // answered 200 from the spool
	if status := httpStatus(t, early.url+"/readyz"); status != 503 {
		t.Errorf("ready with status %d", status)
	}
	database.Start()
	o.await(early)
	card := o.expect("wangfang", "请核对来访登记")
	o.tap("wangfang", card, "确认登记")
	o.expect("wangfang", "登记成功", "-0001")
	o.expectNothingElse()
}

// Whoever comes second learns who was first, even when both read the request while it was still open.
func TestSupervisorsDecideAtOnceOnTwoReplicas(t *testing.T) {
	onEvery(t, func(t *testing.T, o *office) {
		o.serve()
		o.serve()
		for range 3 { // more would meet the pacing of messages to one person
			number := o.register("liuyang")
			cards := o.escalate("liuyang", number)
			var together sync.WaitGroup
			for supervisor, card := range cards {
				together.Go(func() { o.tap(supervisor, card, "同意") })
			}
			together.Wait()
			o.expect("liuyang", number, "有结果了")
			winner, loser := "sunli", "zhouping"
			o.settle()
			for _, bubble := range o.unread("zhouping") {
				if holdsAll(story.Words(bubble), []string{"您已同意"}) {
					winner, loser = "zhouping", "sunli"
				}
			}
			o.expect(winner, number, "您已同意")
			o.expect(loser, number, "已由"+members[winner], "没有改动")
			o.expectNothingElse()
		}
	})
}
