package story_test

import (
	"strings"
	"testing"

	"petitiondesk/bot/wxmsg"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/test/story"
)

// Where the demo's reception hall is, and places around it.
const (
	hallLatitude, hallLongitude = 30.5, 106.5

	insideLatitude  = 30.501357 // some 150 m north
	outsideLatitude = 30.514321 // some 1.6 km north
)

func stand(t *testing.T, s *story.Story, who string, latitude float64) {
	t.Helper()
	push(t, s, wxmsg.Location{Header: wxmsg.Header{FromUserName: who}, Latitude: latitude, Longitude: hallLongitude, Label: "人民路"})
}

func arrivalOf(t *testing.T, s *story.Story, day calendar.Day, post string) duty.Attendance {
	t.Helper()
	return onDuty(t, s, day, post).Slot.Attendance()
}

// A leader's phone says where he is: too early it is no arrival, far away it is told, at the hall it is on record; the place
// itself is kept nowhere.
func TestArrivalByLocation(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		day := calendar.Day("2026-11-25")
		leader := onDuty(t, s, day, "接访领导").Slot.UserID
		s.MoveTo("2026-11-24", "16:00")
		eve := s.Expect(leader, "明天值班提醒", "接访领导")
		s.MoveTo(day, "07:28")
		stand(t, s, leader, insideLatitude)
		s.Expect(leader, "您的职责不包括登记和办理") // as any location that means nothing for a duty
		s.MoveTo(day, "07:40")
		s.Expect(leader, "今天值班提醒")
		push(t, s, wxmsg.LocationReport{Header: wxmsg.Header{FromUserName: leader}, Latitude: outsideLatitude, Longitude: hallLongitude})
		stand(t, s, leader, outsideLatitude)
		s.Expect(leader, "您发的位置离县人民来访接待中心约2公里", "300米以内有效", "回复「确认到岗」")
		if way := arrivalOf(t, s, day, "接访领导"); way != duty.Unrecorded {
			t.Errorf("on record from far away: %q", way)
		}
		stand(t, s, leader, insideLatitude)
		s.Expect(leader, "定位到岗已登记", "11月25日", "不保存您的位置")
		s.ExpectCard(leader, eve.TaskID, "已确认到岗")
		stand(t, s, leader, insideLatitude)
		s.Expect(leader, "到岗已经登记过了")
		s.MoveTo(day, "09:30")
		s.Settle()
		for _, b := range s.Unread("madong") {
			if words := story.Words(b); strings.Contains(words, "值班未确认") && strings.Contains(words, "接访领导") {
				t.Errorf("the duty office was told of silence: %s", words)
			}
		}
		s.Say("madong", "值班统计 11月25日")
		s.Expect("madong", "到岗方式", "定位1", "未登记1")
		for _, column := range s.ColumnsHolding("30.501", "30.514", "106.5") {
			if column != "duty_stations.area" {
				t.Errorf("a place is kept in %s", column)
			}
		}
		s.VerifyLedger()
	})
}

func inboxHolding(t *testing.T, s *story.Story, text string) int {
	t.Helper()
	var n int
	if err := s.DB().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM inbox WHERE body LIKE ?", "%"+text+"%").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// The phone of who opens the chat at the hall reports by itself, twice and at once: one arrival, and the duty office, which had
// been told of the silence, hears of it.
func TestALocationThatThePhoneReports(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		day := calendar.Day("2026-11-25")
		leader := onDuty(t, s, day, "接访领导").Slot.UserID
		s.MoveTo(day, "08:31")
		s.Expect("madong", "值班未确认", "接访领导")
		for range 2 {
			push(t, s, wxmsg.LocationReport{Header: wxmsg.Header{FromUserName: leader}, Latitude: insideLatitude, Longitude: hallLongitude})
		}
		s.Expect(leader, "定位到岗已登记")
		s.Expect("madong", "已确认到岗", "接访领导")
		s.Settle()
		for _, b := range s.Unread(leader) {
			if strings.Contains(story.Words(b), "定位到岗已登记") {
				t.Error("one arrival was told twice")
			}
		}
		if n := inboxHolding(t, s, "30.501"); n != 0 {
			t.Errorf("%d reports are kept", n)
		}
	})
}

// Who is registering somebody sends the place of the matter: it is material, on duty or not.
func TestALocationInARegistrationIsMaterial(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		day := calendar.Day("2026-11-24")
		s.Say("madong", "调班 11月24日 部门接访 王芳")
		s.Expect("madong", "已调整", "王芳")
		s.MoveTo(day, "09:00")
		s.Say("wangfang", "来访 张某 3人 城关镇 反映拖欠工资 请求支付")
		s.Expect("wangfang", "联系电话")
		stand(t, s, "wangfang", insideLatitude)
		s.Expect("wangfang", "已收到位置")
		stand(t, s, "chenguang", insideLatitude) // is refused
		s.Settle()
		if n := inboxHolding(t, s, "30.501"); n != 0 {
			t.Errorf("%d received messages still say where somebody was", n)
		}
		push(t, s, wxmsg.LocationReport{Header: wxmsg.Header{FromUserName: "wangfang"}, Latitude: insideLatitude, Longitude: hallLongitude})
		s.Settle()
		if way := arrivalOf(t, s, day, "部门接访"); way != duty.Unrecorded {
			t.Errorf("material became an arrival: %q", way)
		}
		s.Say("wangfang", "取消")
		s.Settle()
		stand(t, s, "wangfang", insideLatitude)
		s.Expect("wangfang", "定位到岗已登记")
	})
}

// The office puts on record what no phone said.
func TestAttendanceIsCountedByItsWays(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		name := strings.Fields(onDuty(t, s, "2026-11-23", "部门接访").Person)[1]
		s.Say("madong", "到岗登记 "+name)
		s.Expect("madong", "已登记到岗", "部门接访")
		s.Say("madong", "到岗登记 "+name)
		s.Expect("madong", "没有待登记到岗的班")
		s.Say("madong", "值班统计 11月23日")
		s.Expect("madong", "到岗方式", "值班室登记1", "未登记2")
	})
}

// A roster sent a minute before is nobody's report: who then stands in the hall has arrived.
func TestARosterDoesNotStandInTheWayOfAnArrival(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		day := calendar.Day("2026-11-24")
		s.Say("madong", "调班 11月24日 部门接访 马冬")
		s.Expect("madong", "已调整", "马冬")
		s.MoveTo(day, "08:20")
		_, name := otherThan(onDuty(t, s, "2026-12-03", "值班员").Slot.UserID)
		sendFile(t, s, "madong", "值班表.xlsx", filled(t, "2026-12-03 "+name))
		s.Expect("madong", "值班表预览")
		stand(t, s, "madong", insideLatitude)
		s.Expect("madong", "定位到岗已登记")
	})
}
