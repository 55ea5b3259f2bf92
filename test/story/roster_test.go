package story_test

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/wecomsim"
	"petitiondesk/models/calendar"
	"petitiondesk/test/story"
)

// onDuty finds who is on a post on a day, by the roster itself.
func onDuty(t *testing.T, s *story.Story, day calendar.Day, post string) desk.DutyLine {
	t.Helper()
	lines, err := s.Demo.App.Desk.Roster(t.Context(), day, day, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if line.Slot.Post == post {
			return line
		}
	}
	t.Fatalf("nobody is %s on %s", post, day)
	return desk.DutyLine{}
}

// The whole ladder of a silent 值班员: again, the stand-ins, the duty office, the list to call; then a stand-in takes it.
func TestALadderIsClimbedAndAStandInTakesOver(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		day := calendar.Day("2026-11-27")
		line := onDuty(t, s, day, "值班员")
		silent := line.Slot.UserID
		backup := map[bool]string{true: "gaofeng", false: "xuqing"}[silent == "xuqing"]
		s.MoveTo("2026-11-26", "16:00")
		s.Expect(silent, "明天值班提醒", "值班员")
		s.MoveTo(day, "07:00")
		s.Expect(silent, "今天值班提醒", "值班员")
		s.MoveTo(day, "07:32")
		s.Expect(silent, "请尽快确认到岗", "值班员")
		s.Settle()
		for _, b := range s.Unread(backup) {
			if strings.Contains(story.Words(b), "请待命顶班") {
				t.Error("a stand-in was asked too early")
			}
		}
		s.MoveTo(day, "07:41")
		card := s.Expect(backup, "请待命顶班", "[我来顶班]")
		s.MoveTo(day, "08:01")
		s.Expect("madong", "值班未确认", "值班员")
		s.MoveTo(day, "08:26")
		s.Expect("madong", "请逐一电话联系", "1. ")
		s.Tap(backup, card, "我来顶班")
		s.Expect(silent, "您不再承担这一班")
		s.Expect(backup, "现安排您", "值班员")
		s.Expect("madong", "已确认到岗")
		s.ExpectCard(backup, card.TaskID, "不需要顶班了")
		if now := onDuty(t, s, day, "值班员").Slot; now.UserID != backup || now.Source != "stand_in" {
			t.Errorf("on duty is %+v", now)
		}
		s.VerifyLedger()
	})
}

// Two leaders swap Wednesdays by plain words, with consent and a supervisor's approval, and take it back.
func TestLeadersSwapAndSwapBack(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		first, second := onDuty(t, s, "2026-12-02", "接访领导"), onDuty(t, s, "2026-12-09", "接访领导")
		asker, other := first.Slot.UserID, second.Slot.UserID
		name := strings.Fields(second.Person)[1]
		s.Say(asker, "我12月2日和"+name+"12月9日换班")
		s.Expect(asker, "已请", "答复换班", "12月9日")
		card := s.Expect(other, "有人想和您换班", "12月2日", "12月9日", "[同意换班]", "[不同意]")
		s.Tap(other, card, "同意换班")
		s.Expect(asker, "等待分管负责人批准")
		approve := s.Expect("sunli", "换班待批准", "[批准换班]")
		also := s.Expect("zhouping", "换班待批准")
		if onDuty(t, s, "2026-12-02", "接访领导").Slot.UserID != asker {
			t.Error("the roster changed before the approval")
		}
		s.Tap("sunli", approve, "批准换班")
		s.Expect(asker, "换班完成")
		s.Expect(other, "换班完成")
		if said := s.Said(asker); !strings.Contains(said, "您不再承担这一班：12月2日") || !strings.Contains(said, "现安排您：12月9日") {
			t.Errorf("the asker was not told of the new roster:\n%s", said)
		}
		if said := s.Said(other); !strings.Contains(said, "现安排您：12月2日") || !strings.Contains(said, "您不再承担这一班：12月9日") {
			t.Errorf("the other was not told of the new roster:\n%s", said)
		}
		s.ExpectCard("zhouping", also.TaskID, "换班已经完成")
		if a, b := onDuty(t, s, "2026-12-02", "接访领导").Slot, onDuty(t, s, "2026-12-09", "接访领导").Slot; a.UserID != other || b.UserID != asker || a.Version != 2 {
			t.Errorf("after the swap: %+v, %+v", a, b)
		}
		s.Say("madong", "12月2日谁接访")
		s.Expect("madong", "12月2日", name)
		s.TapKey(other, card.TaskID, story.Key(t, card, "同意换班"))
		s.Expect(other, "已经完成，不用再处理")
		s.Say(asker, "换回")
		s.Expect(asker, "已换回")
		if onDuty(t, s, "2026-12-02", "接访领导").Slot.UserID != asker {
			t.Error("the swap was not taken back")
		}
		s.VerifyLedger()
	})
}

// Nobody is named: the post is asked, reminded after a day, and the first taker has it.
func TestAnOpenSwapIsFollowedUpUntilTaken(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		line := onDuty(t, s, "2026-12-04", "值班员")
		asker := line.Slot.UserID
		s.Say(asker, "12月4日我有事谁能替一下")
		s.Expect(asker, "已向同岗的人征集接班")
		var taker string
		for _, person := range []string{"madong", "xuqing", "liuyang", "gaofeng"} {
			s.Settle()
			for _, b := range s.Unread(person) {
				if person != asker && strings.Contains(story.Words(b), "同岗有班找人接") {
					taker = person
				}
			}
		}
		if taker == "" {
			t.Fatal("nobody was asked")
		}
		s.Expect(taker, "同岗有班找人接")
		s.Say(asker, "换班 12月4日")
		s.Expect(asker, "已经在换")
		s.MoveTo("2026-11-24", "09:30")
		card := s.Expect(taker, "提醒：同岗有班找人接", "[我来接班]")
		s.Tap(taker, card, "我来接班")
		s.Expect(asker, "换班完成")
		if onDuty(t, s, "2026-12-04", "值班员").Slot.UserID != taker {
			t.Error("the taker is not on duty")
		}
		s.VerifyLedger()
	})
}

// An absence moves turns without losing any, both people hear of it, and the office learns of a slot nobody can take.
func TestAbsencesMoveTurnsAndGapsAreTold(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		leader := onDuty(t, s, "2026-12-02", "接访领导").Slot.UserID
		next := onDuty(t, s, "2026-12-09", "接访领导").Slot.UserID
		s.Say(leader, "请假 12月2日 出差")
		s.Expect(leader, "本人轮次顺延")
		s.Expect(next, "现安排您", "12月2日")
		if onDuty(t, s, "2026-12-02", "接访领导").Slot.UserID != next || onDuty(t, s, "2026-12-09", "接访领导").Slot.UserID != leader {
			t.Error("the turn was lost")
		}
		// 彭宇 is the only one at 城关镇.
		s.Say("pengyu", "请假 12月7日")
		s.Expect("pengyu", "已登记")
		s.Expect("madong", "值班空缺预警", "12月7日", "城关镇接访室", "无人值班")
		s.Say("madong", "12月7日谁接访")
		s.Expect("madong", "（无人）")
		s.Say("pengyu", "销假")
		s.Expect("pengyu", "已为彭宇销假1次")
		s.Say("madong", "12月7日谁接访")
		s.Expect("madong", "彭宇")
		s.VerifyLedger()
	})
}

// Whom messages do not reach is told before the duty, not after it.
func TestSomebodyWhoCannotBeReachedIsTold(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		leader := onDuty(t, s, "2026-12-02", "接访领导")
		var members []wecomsim.Member
		for _, p := range county.Demo().People {
			members = append(members, wecomsim.Member{UserID: p.UserID, Name: p.Name, Active: true, Visible: p.UserID != leader.Slot.UserID})
		}
		if err := s.Demo.Sim.SetMembers(members); err != nil {
			t.Fatal(err)
		}
		s.MoveTo("2026-11-24", "09:00")
		s.Expect("madong", "值班空缺预警", "12月2日", "不在应用的可见范围内", "可考虑")
	})
}

func TestQuestionsAboutTheRoster(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		line := onDuty(t, s, "2026-12-02", "接访领导")
		name := strings.Fields(line.Person)[1]
		s.Say("madong", "下周三谁接访")
		s.Expect("madong", "12月2日 周三", name)
		s.Say("madong", name+"什么时候值班")
		s.Expect("madong", "12月2日 周三", name)
		s.Say("madong", "值班 接访领导下一个")
		s.Expect("madong", "11月25日 周三")
		s.Say("madong", "值班 2027-03-03")
		s.Expect("madong", "暂定", "3月3日", "接访领导")
		s.Say("madong", "值班统计 本月")
		s.Expect("madong", "均衡度", "周末")
		s.Say("madong", "谁合适 11月26日 值班员")
		s.Expect("madong", "11月26日", "共")
		s.Say("madong", "调班 12月3日 值班员 高峰")
		s.Expect("madong", "已调整", "高峰")
		if onDuty(t, s, "2026-12-03", "值班员").Slot.UserID != "gaofeng" {
			t.Error("the roster was not edited")
		}
		s.Say("wangfang", "调班 12月3日 值班员 徐青")
		s.Expect("wangfang", "不在您的职责范围内")
	})
}

func TestTheCalendarFeedAndTheFridayPreview(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		s.Say("linjing", "值班日历")
		told := s.Expect("linjing", "订阅地址", ".ics")
		address := regexp.MustCompile(`http://\S+\.ics`).FindString(told.Text)
		if feed := get(t, address); !strings.Contains(feed, "SUMMARY:接访领导") || !strings.Contains(feed, "BEGIN:VALARM") {
			t.Errorf("feed:\n%s", feed)
		}
		s.Say("linjing", "值班日历")
		s.Expect("linjing", "订阅地址")
		if feed := get(t, address); strings.Contains(feed, "VEVENT") {
			t.Error("the old address still opens the calendar")
		}
		monday := onDuty(t, s, "2026-11-30", "部门接访").Slot.UserID
		s.MoveTo("2026-11-27", "15:30")
		s.Expect(monday, "您下周的值班", "11月30日", "部门接访")
		s.Expect("madong", "下周值班表", "接访领导")
		s.MoveTo("2026-11-27", "17:00")
		s.Settle()
		for _, b := range s.Unread(monday) {
			if strings.Contains(story.Words(b), "您下周的值班") {
				t.Error("the preview came twice")
			}
		}
	})
}

func get(t *testing.T, address string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	http.DefaultClient.CloseIdleConnections()
	return string(body)
}

// What one shift leaves is on the reminder of the next.
func TestHandOver(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		today, tomorrow := onDuty(t, s, "2026-11-23", "值班员").Slot.UserID, onDuty(t, s, "2026-11-24", "值班员").Slot.UserID
		s.Say(today, "交班 城关镇来电一件，明早回复")
		s.Expect(today, "已告知下一班")
		s.Expect(tomorrow, "上一班交班", "明早回复")
		s.MoveTo("2026-11-23", "16:00")
		s.Expect(tomorrow, "明天值班提醒", "上一班交班", "明早回复")
		s.Say("lina", "交班 无")
		s.Expect("lina", "没有在值的班")
		s.MoveTo("2026-11-24", "08:30")
		s.Say("madong", "到岗登记 "+tomorrow)
		s.Expect("madong", "已登记到岗")
		s.Settle()
	})
}
