package approval_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"petitiondesk/models"
	"petitiondesk/models/approval"
)

const number = "XF20261125-0001"

var (
	asked   = time.Date(2026, 11, 25, 0, 30, 0, 0, time.UTC)
	decided = asked.Add(time.Hour)
)

// fataler is what *testing.T and *rapid.T share here.
type fataler interface{ Fatal(...any) }

func request(t fataler, holders ...string) approval.Request {
	r, err := approval.New(approval.Escalation, 7, number, "clerk", "情况紧急", holders, asked)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNew(t *testing.T) {
	holders := []string{"li", "clerk", "wang"}
	got, err := approval.New(approval.Escalation, 7, number, "clerk", "  情况紧急\n", holders, asked)
	if err != nil {
		t.Fatal(err)
	}
	caseID := int64(7)
	want := approval.Request{
		Kind: approval.Escalation, CaseID: 7, CaseNumber: number, Applicant: "clerk", Reason: "情况紧急",
		State: approval.Pending, PendingCase: &caseID, Version: 1, CreatedAt: asked, Holders: []string{"li", "wang"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"li", "clerk", "wang"}, holders); diff != "" {
		t.Errorf("New changed its argument: %s", diff)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		reason  string
		holders []string
		want    models.Code
	}{
		"no reason":                    {"", []string{"li"}, models.Invalid},
		"a blank reason":               {" \n\t", []string{"li"}, models.Invalid},
		"no holders":                   {"情况紧急", nil, models.Conflict},
		"the applicant as only holder": {"情况紧急", []string{"clerk", "clerk"}, models.Conflict},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := approval.New(approval.Escalation, 7, number, "clerk", c.reason, c.holders, asked)
			if models.CodeOf(err) != c.want {
				t.Errorf("error %v, want code %q", err, c.want)
			}
			if diff := cmp.Diff(approval.Request{}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecide(t *testing.T) {
	pending := request(t, "li", "wang")
	approved := pending
	approved.State, approved.PendingCase, approved.Version = approval.Approved, nil, 2
	approved.DecidedBy, approved.DecidedName, approved.DecidedAt = "wang", "王某", &decided
	approvedByLi := approved
	approvedByLi.DecidedBy, approvedByLi.DecidedName = "li", "李某"
	rejectedByLi := approvedByLi
	rejectedByLi.State, rejectedByLi.Opinion = approval.Rejected, "材料不全"

	for name, c := range map[string]struct {
		before  approval.Request
		by      string
		verdict approval.State
		opinion string
		want    models.Code
		after   approval.Request
	}{
		"approved":                         {pending, "li", approval.Approved, " ", "", approvedByLi},
		"rejected with a reason":           {pending, "li", approval.Rejected, " 材料不全 ", "", rejectedByLi},
		"rejected without a reason":        {pending, "li", approval.Rejected, " \n", models.Invalid, pending},
		"by the applicant":                 {pending, "clerk", approval.Approved, "", models.Forbidden, pending},
		"by no holder":                     {pending, "zhao", approval.Approved, "", models.Forbidden, pending},
		"decided before":                   {approved, "li", approval.Rejected, "材料不全", models.Conflict, approved},
		"decided before, by the same":      {approved, "wang", approval.Approved, "", models.Conflict, approved},
		"decided before, and not his":      {approved, "zhao", approval.Approved, "", models.Forbidden, approved},
		"decided before, without a reason": {approved, "li", approval.Rejected, "", models.Conflict, approved},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.before.Decide(c.by, "李某", c.verdict, c.opinion, decided)
			if models.CodeOf(err) != c.want {
				t.Errorf("error %v, want code %q", err, c.want)
			}
			if diff := cmp.Diff(c.after, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnApplicantWhoIsAHolderStillMayNotDecide(t *testing.T) {
	r := request(t, "li")
	r.Holders = append(r.Holders, r.Applicant)
	if _, err := r.Decide(r.Applicant, "张某", approval.Approved, "", decided); models.CodeOf(err) != models.Forbidden {
		t.Errorf("error %v", err)
	}
}

func TestTheFirstDecisionHolds(t *testing.T) {
	people := rapid.SampledFrom([]string{"li", "wang", "clerk", "zhao"})
	rapid.Check(t, func(t *rapid.T) {
		r := request(t, "li", "wang")
		var first *approval.Request
		for i := range rapid.IntRange(1, 12).Draw(t, "attempts") {
			by := people.Draw(t, "by")
			verdict := rapid.SampledFrom([]approval.State{approval.Approved, approval.Rejected}).Draw(t, "verdict")
			opinion := rapid.SampledFrom([]string{"", "材料不全"}).Draw(t, "opinion")
			after, err := r.Decide(by, by, verdict, opinion, asked.Add(time.Duration(i)*time.Minute))
			if err == nil {
				if first != nil {
					t.Fatalf("%s decided what %s had decided", by, first.DecidedBy)
				}
				if by != "li" && by != "wang" || after.State != verdict || after.DecidedBy != by || after.PendingCase != nil {
					t.Fatalf("%s made it %+v", by, after)
				}
				first = &after
			}
			r = after
		}
		want := request(t, "li", "wang")
		if first != nil {
			want = *first
		}
		if diff := cmp.Diff(want, r); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestMatch(t *testing.T) {
	waits := func(numbers ...string) []approval.Request {
		var all []approval.Request
		for i, n := range numbers {
			all = append(all, approval.Request{ID: int64(i + 1), CaseNumber: n})
		}
		return all
	}
	const yesterday, today, other = "XF20261124-0001", "XF20261125-0001", "XF20261125-0012"
	for name, c := range map[string]struct {
		waiting   []approval.Request
		reference string
		want      string
		code      models.Code
		says      []string
	}{
		"the full number":                   {waits(yesterday, today, other), today, today, "", nil},
		"a serial":                          {waits(yesterday, other), "0012", other, "", nil},
		"none given, one waits":             {waits(today), "", today, "", nil},
		"none given, none waits":            {nil, "", "", models.NotFound, []string{"没有等您审批的呈报"}},
		"none given, two wait":              {waits(today, other), "", "", models.Invalid, []string{"2件", today, other}},
		"the same serial on two days":       {waits(yesterday, today, other), "0001", "", models.Invalid, []string{"2件", yesterday, today}},
		"a number that does not wait":       {waits(today), "XF20261125-0009", "", models.NotFound, []string{"XF20261125-0009", "待办"}},
		"the end of a serial is no serial":  {waits(other), "12", "", models.NotFound, []string{"12"}},
		"the end of a number is no number":  {waits(today), "20261125-0001", "", models.NotFound, nil},
		"another number does not fall back": {waits(today), yesterday, "", models.NotFound, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := approval.Match(c.waiting, c.reference)
			if got.CaseNumber != c.want || models.CodeOf(err) != c.code {
				t.Errorf("found %q, error %v", got.CaseNumber, err)
			}
			for _, part := range c.says {
				if !strings.Contains(models.MessageOf(err), part) {
					t.Errorf("%q does not say %s", models.MessageOf(err), part)
				}
			}
		})
	}
}

func TestOutcome(t *testing.T) {
	r := request(t, "li")
	approved, err := r.Decide("li", "李某", approval.Approved, "", decided)
	if err != nil {
		t.Fatal(err)
	}
	rejected, err := r.Decide("li", "李某", approval.Rejected, "材料不全", decided)
	if err != nil {
		t.Fatal(err)
	}
	for want, r := range map[string]approval.Request{
		"XF20261125-0001 的呈报尚待审批。":                                 r,
		"XF20261125-0001 的呈报已由李某于11月25日 09:30同意，您这次的操作没有改动。":       approved,
		"XF20261125-0001 的呈报已由李某于11月25日 09:30驳回（材料不全），您这次的操作没有改动。": rejected,
	} {
		if got := r.Outcome(); got != want {
			t.Errorf("%s: %q, want %q", r.State, got, want)
		}
	}
}

func TestStateInWords(t *testing.T) {
	for state, want := range map[approval.State]string{approval.Pending: "待审批", approval.Approved: "已同意", approval.Rejected: "已驳回"} {
		if got := state.Chinese(); got != want {
			t.Errorf("%s is called %q", state, got)
		}
	}
}
