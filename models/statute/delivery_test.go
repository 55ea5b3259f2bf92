package statute_test

import (
	"testing"

	"petitiondesk/models/calendar"
	"petitiondesk/models/statute"
)

func TestRule12WindowsOpenOnProvenDelivery(t *testing.T) {
	rule := national(t, "C10")
	opinion := func(way statute.DeliveryWay, day calendar.Day, witness, tracking string) statute.Delivery {
		return statute.Delivery{Kind: statute.HandlingOpinionDelivered, Way: way, Day: day, Witness: witness, Tracking: tracking, Postmark: "2026-11-01"}
	}
	for name, c := range map[string]struct {
		event statute.Event
		want  statute.State
		said  string
	}{
		"signed":                  {opinion(statute.Signed, "2026-11-03", "", ""), statute.Running, "2026年12月3日"},
		"refused with witness":    {opinion(statute.Refused, "2026-11-03", "zhao", ""), statute.Running, "2026年12月3日"},
		"refused without":         {opinion(statute.Refused, "2026-11-03", "", ""), statute.Undetermined, "拒收没有见证人"},
		"posted and handed over":  {opinion(statute.Posted, "2026-11-03", "", "EMS1"), statute.Running, "2026年12月3日"},
		"posted, not yet arrived": {opinion(statute.Posted, "", "", "EMS1"), statute.Undetermined, "邮寄尚无妥投记录"},
		"posted without tracking": {opinion(statute.Posted, "2026-11-03", "", ""), statute.Undetermined, "邮寄没有邮件号"},
		"in no known way":         {opinion("", "2026-11-03", "", ""), statute.Undetermined, "送达方式不明"},
		"signed on no day":        {opinion(statute.Signed, "", "", ""), statute.Undetermined, "送达日期不明"},
		"said, not proven":        {statute.Start{Kind: statute.HandlingOpinionDelivered, Day: "2026-11-03"}, statute.Undetermined, "没有送达证明"},
		"only issued":             {statute.Start{Kind: statute.HandlingOpinionIssued, Day: "2026-11-03"}, statute.Undetermined, "不是C10的起算事件"},
	} {
		t.Run(name, func(t *testing.T) {
			clock := statute.Reckon(rule, []statute.Event{c.event}, calendar.China(), "2026-11-10")
			wantState(t, clock, c.want)
			wantSaid(t, clock, c.said)
			if clock.DueInternal != "" {
				t.Errorf("a petitioner is hurried to %s", clock.DueInternal)
			}
		})
	}
}

func TestRule12PostmarkDecides(t *testing.T) {
	rule := national(t, "C10")
	opened := started(rule, "2026-09-01") // window to 10-08
	request := func(arrived, postmark calendar.Day) statute.Event {
		return statute.Stop{Kind: statute.ReviewRequested, Day: arrived, Postmark: postmark}
	}
	for name, c := range map[string]struct {
		events []statute.Event
		want   statute.State
	}{
		"posted on the last day, arrived later": {[]statute.Event{opened, request("2026-10-12", "2026-10-08")}, statute.Met},
		"posted after the window":               {[]statute.Event{opened, request("2026-10-12", "2026-10-09")}, statute.MetLate},
		"brought after the window":              {[]statute.Event{opened, request("2026-10-09", "")}, statute.MetLate},
		"before the delivery was proven":        {[]statute.Event{request("2026-09-05", "")}, statute.Met},
		"before the opinion arrived":            {[]statute.Event{opened, request("2026-08-30", "")}, statute.Met},
		"our own note ends no right":            {[]statute.Event{opened, statute.OverdueWritten{Since: "2026-10-09"}, request("2026-10-12", "2026-10-08")}, statute.Met},
		"nothing came":                          {[]statute.Event{opened}, statute.Overdue},
	} {
		t.Run(name, func(t *testing.T) {
			wantState(t, statute.Reckon(rule, c.events, calendar.China(), "2026-10-20"), c.want)
		})
	}
	office := national(t, "C02")
	clock := statute.Reckon(office, []statute.Event{started(office, "2026-11-02"), statute.Stop{Kind: statute.Dispatched, Day: "2026-11-18", Postmark: "2026-11-17"}}, calendar.China(), "2026-12-01")
	wantState(t, clock, statute.MetLate)
}

func TestRule12UnprovenDeliveryStopsNothing(t *testing.T) {
	rule := national(t, "C07") // due 10-08
	inPost := statute.Delivery{Kind: statute.HandlingOpinionDelivered, Way: statute.Posted, Tracking: "EMS1"}
	for today, want := range map[calendar.Day]statute.State{"2026-10-08": statute.Running, "2026-10-09": statute.Overdue} {
		clock := statute.Reckon(rule, []statute.Event{started(rule, "2026-08-04"), inPost}, calendar.China(), today)
		wantState(t, clock, want)
		wantSaid(t, clock, "邮寄尚无妥投记录")
	}
}
