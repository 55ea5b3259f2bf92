package bench

import (
	"fmt"
	"testing"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/models/approval"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

const (
	holders     = 50
	oldRequests = 10000
)

// BenchmarkDecision lays a case before fifty supervisors and measures from the decision until the platform has taken the
// change of every card and every answer.
func BenchmarkDecision(b *testing.B) {
	d := open(b, holders+1)
	number := d.escalatable(holders)
	d.start()
	d.must(d.app.Desk.Escalate(b.Context(), "clerk50", number, "情况紧急"))
	d.rest()
	d.expect("SELECT COUNT(*) FROM approval_requests", 1)
	var request int64
	d.must(d.db.QueryRowContext(b.Context(), "SELECT id FROM approval_requests").Scan(&request))
	started := time.Now()
	d.must(d.app.Desk.Decide(b.Context(), "clerk7", request, desk.Said{Doing: approval.Agree, Opinion: "请尽快办理"}))
	d.rest()
	figure(b, float64(time.Since(started).Milliseconds()), "ms/decision-to-50-cards")
	d.expect("SELECT COUNT(*) FROM outbox WHERE amends = 1 AND state = 2", holders)
	if changed := d.journalled("message/update_template_card"); changed != holders {
		b.Errorf("%d cards were changed, want %d", changed, holders)
	}
}

// BenchmarkTodo lists what waits for somebody who has ten thousand old requests behind him.
func BenchmarkTodo(b *testing.B) {
	d := open(b, 2)
	number := d.escalatable(1)
	d.must(d.app.Desk.Escalate(b.Context(), "clerk1", number, "情况紧急"))
	for from := 0; from < oldRequests; from += 500 {
		requests, seats, kept := "", "", ""
		for i := range 500 {
			id := 100 + from + i
			comma := map[bool]string{true: ",", false: ""}[i > 0]
			requests += fmt.Sprintf("%s(%d,'escalation',%d,'XF20250101-%04d','clerk1','旧事','approved',NULL,2,'clerk0','测试','','2025-01-01','2025-01-02',1,0,1,'bureau')", comma, id, id, id)
			seats += fmt.Sprintf("%s(%d,0,'clerk0','clerk0','agreed','','测试','','2025-01-01','2025-01-02',0,'2025-01-01')", comma, id)
			kept += fmt.Sprintf("%s(%d,'clerk0',0)", comma, id)
		}
		d.run("INSERT INTO approval_requests (id,kind,case_id,case_number,applicant,reason,state,pending_case,version,decided_by,decided_name,opinion,created_at,decided_at,kind_version,step,round,applicant_unit) VALUES " + requests)
		d.run("INSERT INTO approval_seats (request_id,step,user_id,principal,verdict,opinion,name,gone,given_at,decided_at,card,card_at) VALUES " + seats)
		d.run("INSERT INTO approval_holders (request_id,user_id,waiting) VALUES " + kept)
	}
	took := d.median(question{"todo", manyCalls, func(int64, string) error {
		list, err := d.app.Desk.List(b.Context(), "clerk0", notice.ListTodo, "", 1)
		return full(len(list.Lines), err)
	}}, 1)
	figure(b, took/1000, "ms/todo-of-10000-old")
}

func (d *benchDesk) run(statement string) {
	d.b.Helper()
	_, err := d.db.ExecContext(d.b.Context(), statement)
	d.must(err)
}

// escalatable makes the first clerks supervisors and registers a case.
func (d *benchDesk) escalatable(supervisors int) string {
	d.b.Helper()
	county := desk.County{Units: []people.Unit{{Code: "bureau", Name: "信访局", Kind: people.Bureau}, {Code: "chengguan", Name: "城关镇", Kind: people.Township}}}
	for i, person := range d.staff {
		if i < supervisors {
			person.Roles = []people.Role{people.Supervisor}
		}
		county.People = append(county.People, person)
	}
	d.must(d.app.Desk.Import(d.b.Context(), county))
	clerk := d.staff[len(d.staff)-1].UserID
	d.must(d.app.Desk.EnterEarlier(d.b.Context(), []desk.EarlierVisit{{Clerk: clerk, At: time.Now(), Report: petition.Report{
		Name: "张某", Mobile: "13900000000", Headcount: 3, Place: "城关镇", PlaceCode: "chengguan", Facts: "拖欠工资", Demand: "请求支付",
	}}}))
	mine, err := d.app.Desk.List(d.b.Context(), clerk, notice.ListMine, "", 1)
	d.must(err)
	return mine.Lines[0].Number
}
