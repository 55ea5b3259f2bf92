package story_test

import (
	"strings"
	"testing"

	"petitiondesk/internal/desk"
	"petitiondesk/models/calendar"
	"petitiondesk/test/story"
)

// receiverOn is the leader who receives visitors at the county's centre on a day.
func receiverOn(t *testing.T, s *story.Story, day calendar.Day) (userID, name string) {
	t.Helper()
	answer, err := s.Demo.App.Desk.AskDuty(t.Context(), "madong", "县人民来访接待中心 接访领导 "+string(day))
	if err != nil || len(answer.Lines) != 1 {
		t.Fatalf("nobody receives on %s: %+v, %v", day, answer.Lines, err)
	}
	line := answer.Lines[0]
	return line.Slot.UserID, line.Person[strings.LastIndex(line.Person, " ")+1:]
}

func fits(day calendar.Day, name string) string {
	date, _, _ := strings.Cut(day.Chinese(), " ")
	return date + " " + name
}

// A clerk books by one tap; the leader is told how many in his reminders, whom on the evening before, and opens the case.
func TestBookingReachesTheLeader(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		const day = calendar.Day("2026-12-02")
		leader, name := receiverOn(t, s, day)
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "预约")
		s.Expect("wangfang", "目前没有接访预约")
		s.Say("wangfang", "预约 "+number)
		offer := s.Expect("wangfang", "预约领导接访", number, "12月2日 "+name, "余15件", "["+fits(day, name)+"]")
		if strings.Contains(story.Words(offer), "彭宇") {
			t.Errorf("the township's own reception is offered: %s", story.Words(offer))
		}
		s.Tap("wangfang", offer, fits(day, name))
		s.Expect("wangfang", "已预约", number, "12月2日 周三 08:30–17:30", name, "请告知信访人")
		s.ExpectCard("wangfang", offer.TaskID, "已预约")
		s.TapKey("wangfang", offer.TaskID, story.Key(t, offer, fits(day, name)))
		s.Expect("wangfang", number+" 已经约在", "不需要重复预约")
		s.Say("wangfang", "预约 "+number+" 12月2日")
		s.Expect("wangfang", number+" 已经约在")
		s.Say("wangfang", "预约")
		s.Expect("wangfang", "接访预约（共1件）", "12月2日 周三 县人民来访接待中心", name, number+" 张*")

		s.Say(leader, "查 "+number)
		s.Expect(leader, number, "拖欠工资") // he is to hear it, so he may read it
		s.MoveTo("2026-11-25", "16:00")
		s.Expect(leader, "值班预告", "预约来访：1件")
		s.MoveTo("2026-12-01", "15:50")
		second := s.Register("wangfang", "来访 李某 13900000001 2人 柳河镇 反映村道破损 请求修复")
		s.Say("liuyang", "预约 "+second+" "+name)
		s.Expect("liuyang", "已预约", second, "12月2日")
		s.MoveTo("2026-12-01", "16:00")
		s.Expect(leader, "明天值班提醒", "预约来访：2件")
		s.MoveTo("2026-12-01", "16:20")
		list := s.Expect(leader, "接访预约（12月2日", "共2件", "1. "+number, "张*", "3人", "2. "+second, "李*", "期限")
		if strings.Contains(list.Text, "张某") || strings.Contains(list.Text, "拖欠") {
			t.Errorf("the list tells too much: %s", list.Text)
		}
		card := s.Expect(leader, "接访预约", number, second, "[打开]")
		s.Choose(leader, card, "line", "case@"+second, "打开")
		s.Expect(leader, second, "李*")
		s.MoveTo("2026-12-01", "18:00")
		s.ExpectNothing(leader)
		s.VerifyLedger()
	})
}

// What changes after the list has gone out follows as one correction.
func TestBookingListIsCorrected(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		const day = calendar.Day("2026-11-25")
		leader, _ := receiverOn(t, s, day)
		first := s.Register("wangfang", visit)
		second := s.Register("wangfang", "来访 李某 13900000001 2人 柳河镇 反映村道破损 请求修复")
		s.Say("wangfang", "预约 "+first+" 明天")
		s.Expect("wangfang", "这个时间没有领导接访", "可以改约以下日期")
		s.Say("wangfang", "预约 "+first+" 周三")
		s.Expect("wangfang", "已预约", first)
		s.MoveTo("2026-11-24", "16:20")
		s.Expect(leader, "明天值班提醒", "预约来访：1件")
		s.Expect(leader, "接访预约（11月25日", "共1件", first)
		s.Expect(leader, "[打开]", first)

		s.Say("wangfang", "预约 "+second+" 周三")
		s.Expect("wangfang", "已预约", second)
		s.Say("wangfang", "取消预约 "+first+" 信访人有事不能来")
		s.Expect("wangfang", "已取消 "+first, "请告知信访人")
		s.ExpectNothing(leader)
		s.MoveTo("2026-11-24", "16:30")
		s.Expect(leader, "更正：接访预约有变化", "共1件", second)
		s.Expect(leader, "[打开]", second)
		s.Say("wangfang", "取消预约 "+first)
		s.Expect("wangfang", "已取消 "+first)
		s.Say("wangfang", "经过 "+first)
		s.Expect("wangfang", "预约取消", "信访人有事不能来")
		s.Say("wangfang", "取消预约 "+second)
		s.Expect("wangfang", "已取消 "+second)
		s.MoveTo("2026-11-24", "16:40")
		s.Expect(leader, "更正", "接访预约已全部取消")
		s.MoveTo("2026-11-24", "20:00")
		s.ExpectNothing(leader)
		s.VerifyLedger()
	})
}

// A leader for whom nothing is booked reads so in his reminder and gets no list.
func TestNoBookingsIsOneLine(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		leader, _ := receiverOn(t, s, "2026-11-25")
		s.MoveTo("2026-11-24", "16:00")
		s.Expect(leader, "明天值班提醒", "预约来访：目前没有预约")
		s.MoveTo("2026-11-24", "20:00")
		s.ExpectNothing(leader)
	})
}

// One case has one open booking: another day takes a second tap.
func TestBookingIsMovedByASecondTap(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		_, before := receiverOn(t, s, "2026-11-25")
		_, after := receiverOn(t, s, "2026-12-09")
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "预约 "+number+" 周三")
		s.Expect("wangfang", "已预约", before)
		s.Say("wangfang", "预约 "+number+" 12月9日")
		ask := s.Expect("wangfang", "确认改约？", "原约：11月25日", "改为：12月9日", "[确认改约]", "[不改]")
		s.Tap("wangfang", ask, "不改")
		s.Expect("wangfang", "没有改约", "11月25日")
		s.Say("wangfang", "改约 "+number+" 12月9日")
		ask = s.Expect("wangfang", "确认改约？")
		s.Tap("wangfang", ask, "确认改约")
		s.Expect("wangfang", "已改约", number, "12月9日", after)
		s.ExpectCard("wangfang", ask.TaskID, "已改约")
		s.TapKey("wangfang", ask.TaskID, story.Key(t, ask, "确认改约"))
		s.Expect("wangfang", number+" 已经约在", "12月9日")
		s.Say("wangfang", "预约")
		s.Expect("wangfang", "共1件", "12月9日")
		s.Say("wangfang", "预约 "+number+" 11月20日")
		s.Expect("wangfang", "这一天已经过去")
		s.Say("wangfang", "预约 "+number+" 2月30日")
		s.Expect("wangfang", "没有看懂", "没有预约")
		s.Say("lina", "预约 "+number+" 12月9日")
		s.Expect("lina", "不在您的职责范围内")
		s.VerifyLedger()
	})
}

// A reception takes so many; who comes then is offered the next.
func TestBookingOfAFullDay(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		_, next := receiverOn(t, s, "2026-12-02")
		fillUp(t, s, "2026-11-25", 14)
		last, further := s.Register("wangfang", visit), s.Register("liuyang", "来访 李某 13900000001 2人 柳河镇 反映村道破损 请求修复")
		s.Say("wangfang", "预约 "+last)
		s.Expect("wangfang", "11月25日", "余1件")
		s.Say("wangfang", "预约 "+last+" 周三")
		s.Expect("wangfang", "已预约", last)
		s.Say("wangfang", "预约 "+last+" 周三")
		s.Expect("wangfang", last+" 已经约在")
		s.Say("liuyang", "预约 "+further+" 周三")
		card := s.Expect("liuyang", "这一天已约满", "["+fits("2026-12-02", next)+"]")
		if strings.Contains(story.Words(card), "[11月25日") {
			t.Errorf("a full day is offered: %s", story.Words(card))
		}
		s.Tap("liuyang", card, fits("2026-12-02", next))
		s.Expect("liuyang", "已预约", further, "12月2日")
		s.Say("jiangli", "预约 "+further)
		s.Expect("jiangli", "预约领导接访", "彭宇", "城关镇接访室") // a township offers its own receptions first
		s.Say("jiangli", "预约")
		s.Expect("jiangli", "目前没有接访预约")
		s.VerifyLedger()
	})
}

// fillUp books so many other cases for the reception at the county's centre on a day.
func fillUp(t *testing.T, s *story.Story, day calendar.Day, count int) {
	t.Helper()
	for i := range count {
		_, err := s.DB().ExecContext(t.Context(), `INSERT INTO bookings (case_id, slot_id, rule_code, turn, seat, station, day, state, open_case, version,
			booked_by, unit_code, booked_at, ended_by) SELECT ?, id, rule_code, day, 0, station, day, 'booked', ?, 1, 'liuyang', 'xfj', created_at, ''
			FROM duty_slots WHERE station = 'center' AND post = '接访领导' AND day = ?`, 1000+i, 1000+i, string(day))
		if err != nil {
			t.Fatal(err)
		}
	}
}

// The booking goes with its slot: to whoever takes the day over, and back to the clerk when the day is called off.
func TestBookingFollowsItsSlot(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		const day = calendar.Day("2026-11-25")
		leader, _ := receiverOn(t, s, day)
		other, name := "chenguang", "陈光"
		if leader == other {
			other, name = "linjing", "林静"
		}
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "预约 "+number+" 周三")
		s.Expect("wangfang", "已预约", number)
		s.MoveTo("2026-11-24", "16:20")
		s.Expect(leader, "接访预约（11月25日", number)

		s.Say("madong", "调班 11月25日 接访领导 县人民来访接待中心 "+name)
		s.Expect("madong", "已调整")
		s.Expect(leader, "您不再承担这一班")
		s.Expect(other, "现安排您", "11月25日")
		s.MoveTo("2026-11-24", "16:30")
		s.Expect(other, "接访预约（11月25日", "共1件", number)
		s.Say(leader, "查 "+number)
		if told := s.Expect(leader, number, "信访形式"); strings.Contains(told.Text, "拖欠") {
			t.Errorf("who gave the day away still reads the case: %s", told.Text)
		}
		s.ExpectNothing("wangfang")

		s.Say("madong", "调班 11月25日 接访领导 县人民来访接待中心 取消")
		s.Expect("madong", "已调整")
		card := s.Expect("wangfang", "11月25日 周三的领导接访已取消，预约落空", number, "可以改约以下日期")
		_, next := receiverOn(t, s, "2026-12-02")
		s.Tap("wangfang", card, fits("2026-12-02", next))
		s.Expect("wangfang", "已预约", number, "12月2日")
		s.MoveTo("2026-11-26", "10:00")
		s.ExpectNothing("wangfang")
		s.VerifyLedger()
	})
}

// A public day that becomes known shifts the reception, and the booking with it; the clerk is told, so that the petitioner is.
func TestBookingIsShiftedByAHoliday(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "预约 "+number+" 2027年1月6日")
		s.Expect("wangfang", "已预约", number, "1月6日 周三")
		leader, _ := receiverOn(t, s, "2027-01-06")
		notices := []calendar.Notice{{Year: 2027, Days: []calendar.PublicDay{{Day: "2027-01-06", Off: true, Name: "元旦", NoticeYear: 2027}}}}
		if _, err := s.Demo.App.Desk.ImportCalendar(s.Context(), "gaofeng", "days.csv", notices, false); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := s.Demo.App.Desk.Plan(s.Context()); err != nil {
				t.Fatal(err)
			}
		}
		s.Expect("wangfang", "接访安排有调整", number+" 原约1月6日 周三", "改到 1月7日 周四", "请告知信访人")
		s.Say("wangfang", "预约")
		s.Expect("wangfang", "共1件", "1月7日 周四", number)
		s.MoveTo("2027-01-06", "16:20")
		s.Expect(leader, "接访预约（1月7日", "共1件", number)
		s.ExpectNothing("wangfang")
		s.VerifyLedger()
	})
}

// On the day it is said what came of it; what nobody has said is asked of the clerk once, the day after.
func TestWhatCameOfBookings(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		leader, name := receiverOn(t, s, "2026-11-25")
		heard := s.Register("wangfang", visit)
		absent := s.Register("liuyang", "来访 李某 13900000001 2人 柳河镇 反映村道破损 请求修复")
		open := s.Register("zhaomin", "来访 赵某 13900000002 1人 清溪镇 反映灌溉渠堵塞 请求疏通")
		for _, number := range []string{heard, absent, open} {
			s.Say("wangfang", "预约 "+number+" 周三")
			s.Expect("wangfang", "已预约", number)
		}
		s.Say("wangfang", "已接访 "+heard)
		s.Expect("wangfang", "还没有到接访日")
		s.MoveTo("2026-11-25", "10:00")
		s.Say(leader, "已接访 "+heard+" 责成人社局三日内答复张某")
		s.Expect(leader, "已登记", heard, "已接访")
		told := s.Expect("wangfang", "已登记", heard, "已接访", "责成人社局")
		if strings.Contains(told.Text, "张某") {
			t.Errorf("the news names the petitioner: %s", told.Text)
		}
		s.Say(leader, "已接访 "+heard+" 责成人社局三日内答复张某")
		s.Expect(leader, "已登记", heard)
		s.Say(leader, "已接访 "+heard+" 另请民政局核查救助")
		s.Expect(leader, "已登记", heard)
		s.Expect("wangfang", "已登记", heard, "另请民政局核查救助")
		s.Say("wangfang", "未到 "+heard)
		s.Expect("wangfang", "已经登记为「已接访」")
		s.Say("wangfang", "未到 "+absent)
		s.Expect("wangfang", "已登记", absent, "信访人未到")
		s.Say("wangfang", "经过 "+heard)
		s.Expect("wangfang", "领导接访（11月25日", name, "已接访。责成人社局", "已接访。另请民政局")
		other := "chenguang"
		if leader == other {
			other = "linjing"
		}
		s.Say(other, "已接访 "+open)
		s.Expect(other, "您只能查看编号")

		s.MoveTo("2026-11-26", "09:10")
		card := s.Expect("wangfang", "还没有登记结果", "共1件", open, "[已接访]", "[未到]")
		s.Choose("wangfang", card, "booking", open, "未到")
		s.Expect("wangfang", "已登记", open, "信访人未到")
		s.ExpectCard("wangfang", card.TaskID, "已登记")
		s.MoveTo("2026-11-27", "10:00")
		s.ExpectNothing("wangfang")
		s.VerifyLedger()
	})
}

// An accusation is not put to a leader who may not know of it, and a leader who keeps out of a case does not receive it.
func TestBookingKeepsSecrets(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		leader, name := receiverOn(t, s, "2026-11-25")
		s.Say("wangfang", "来访 钱某某 13900000002 1人 柳河镇 举报住建局杨帆收受电梯公司好处 请求查处")
		s.Tap("wangfang", s.Expect("wangfang", "请核对来访登记", "检举控告"), "确认登记")
		secret := story.Number(t, s.Expect("wangfang", "登记成功", "保密登记").Text)
		s.Say("wangfang", "预约 "+secret+" 周三")
		told := s.Expect("wangfang", secret, "这件事项不能约这次领导接访", "纪检监察机关")
		for _, word := range []string{name, "回避", "电梯", "钱"} {
			if strings.Contains(told.Text, word) {
				t.Errorf("the refusal tells too much: %s", told.Text)
			}
		}
		s.Say("liuyang", "预约 "+secret+" 周三")
		s.Expect("liuyang", "没有找到编号 "+secret)

		ordinary := s.Register("wangfang", visit)
		s.Say("wangfang", "预约 "+ordinary+" 周三")
		s.Expect("wangfang", "已预约", ordinary)
		s.Say("zhaomin", "回避 "+ordinary+" "+name+" 与信访人是亲属")
		s.Expect("zhaomin", name+"回避")
		card := s.Expect("wangfang", "这件事项不能约这次接访", ordinary)
		s.MoveTo("2026-11-24", "16:20")
		s.Expect(leader, "明天值班提醒", "目前没有预约") // he is not told of what he does not hear
		s.ExpectNothing(leader, "wangfang")
		if strings.Contains(story.Words(card), "回避") {
			t.Errorf("the clerk is told why: %s", story.Words(card))
		}
		s.Say("wangfang", "预约 "+ordinary+" "+name)
		s.Expect("wangfang", "这件事项不能约这次领导接访")
		if said := s.Said(leader); strings.Contains(said, ordinary) || strings.Contains(said, secret) {
			t.Errorf("the leader learns of a case that is kept from him: %s", said)
		}
		s.VerifyLedger()
	})
}

// The same booking comes twice, at once, from two clerks: there is one.
func TestBookingAtOnce(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		number := s.Register("wangfang", visit)
		done := make(chan error, 4)
		for i := range cap(done) {
			go func() {
				asked := desk.BookingAsked{}
				asked.From, asked.To = "2026-11-25", "2026-11-25"
				done <- s.Demo.App.Desk.Book(s.Context(), []string{"wangfang", "liuyang"}[i%2], number, asked)
			}()
		}
		for range cap(done) {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		var booked int
		if err := s.DB().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM bookings").Scan(&booked); err != nil || booked != 1 {
			t.Errorf("%d bookings, %v", booked, err)
		}
		s.VerifyLedger()
	})
}

// A case that was merged goes on under the other number; its booking takes nobody's place.
func TestBookingOfAMergedCaseEnds(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		first := s.Register("liuyang", visit)
		second := s.Register("liuyang", "来访 李某 13900000001 2人 柳河镇 反映村道破损 请求修复")
		s.Say("wangfang", "预约 "+second+" 周三")
		s.Expect("wangfang", "已预约", second)
		s.Say("liuyang", "合并 "+second+" "+first)
		s.Expect("wangfang", second, "不再保留", "重新预约")
		s.Say("wangfang", "预约")
		s.Expect("wangfang", "目前没有接访预约")
		s.VerifyLedger()
	})
}
