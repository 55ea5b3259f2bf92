package handlers

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/queue"
)

// Whatever a program error would send to a group is refused, but for the kinds that may go there; those tell nothing of petitions.
func TestOnlyRostersGoToGroups(t *testing.T) {
	var allowed []notice.Kind
	for _, kind := range declaredKinds(t) {
		row := queue.Outbound{ID: 7, Kind: string(kind), Recipient: duty.GroupPrefix + "duty1", Data: []byte(`{"From":"2026-11-23","To":"2026-11-29"}`)}
		rendered, err := Renderer{AgentID: 1000002, Receipt: blankReceipt}.Render(t.Context(), row, "code")
		switch {
		case notice.MayGoToGroup(kind):
			allowed = append(allowed, kind)
			if err != nil || rendered.Endpoint != "appchat/send" || !strings.Contains(string(rendered.Request), `"chatid":"duty1"`) {
				t.Errorf("%s: %s %s, %v", kind, rendered.Endpoint, rendered.Request, err)
			}
		case err == nil:
			t.Errorf("%s was rendered for a group", kind)
		}
	}
	if !slices.Equal(allowed, []notice.Kind{notice.StationRoster}) {
		t.Errorf("kinds that may go to a group: %v", allowed)
	}
}

func TestAStationsWeekFitsOneMessage(t *testing.T) {
	week := notice.Week{From: "2026-11-23", To: "2026-11-29", Title: "本周值班"}
	for day := week.From; day <= week.To; day = day.Add(1) {
		for range 9 {
			week.Lines = append(week.Lines, notice.Duty{Day: day, Post: "值班员", Person: "值班室科员 张某某", StartsAt: day.At(480), EndsAt: day.At(1200)})
		}
	}
	row := queue.Outbound{ID: 7, Kind: string(notice.StationRoster), Recipient: duty.GroupPrefix + "duty1", Data: encoded(t, week)}
	rendered, err := Renderer{AgentID: 1000002}.Render(t.Context(), row, "")
	if err != nil || len(rendered.Text) > maxTextBytes || !strings.HasSuffix(rendered.Text, rosterRest) || strings.Contains(rendered.Text, "11月29日 周日：") {
		t.Errorf("%d bytes: %s, %v", len(rendered.Text), rendered.Text, err)
	}
}

func encoded(t *testing.T, data any) []byte {
	t.Helper()
	body, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	return body
}
