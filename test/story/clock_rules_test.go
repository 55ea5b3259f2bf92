package story_test

import (
	"slices"
	"strings"
	"testing"

	"petitiondesk/models/calendar"
	"petitiondesk/test/story"
)

// The head decides from the card he gets, or in words, which take a reason to refuse; nobody else may.
func TestRule08ExtensionIsDecidedByWords(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := accepted(s, "wangfang", "城关镇", "jiangli")
		s.Do("jiangli", "申请延期 "+number+" 30 需要现场勘验")
		s.Expect("jiangli", "已申请延期")
		s.Expect("pengyu", "延期审批", "申请延期30日", "需要现场勘验", "同意延期 "+number)
		s.Say("pengyu", "不同意延期 "+number)
		s.Expect("pengyu", "请直接回复理由", "取消")
		s.Say("pengyu", "材料已齐，应当按期办结")
		card := s.Expect("pengyu", "确认不同意延期 "+number+"？", "材料已齐")
		s.Tap("pengyu", card, "确认")
		s.Expect("jiangli", number, "不同意", "材料已齐，应当按期办结")
		s.VerifyLedger()
	})
}

// accepted registers a visit and brings it to a unit that has told the petitioner that it is accepted.
func accepted(s *story.Story, clerk, unit, handler string) string {
	s.Helper()
	number := s.Register(clerk, visit)
	s.Do(clerk, "转送 "+number+" "+unit)
	s.Expect(handler, "签收 "+number)
	s.Do(handler, "签收 "+number)
	s.Expect(handler, "已签收")
	s.Do(handler, "告知 "+number+" 受理 签收")
	s.Expect(handler, "已告知受理")
	return number
}

// The public days of 2027 move a date that the petitioner knows: the handler learns of it, and the office is asked to tell him.
func TestRule02RecomputedDateIsTold(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := accepted(s, "wangfang", "人社局", "lina")
		notice := of2027[0]
		notice.Days = append(slices.Clone(notice.Days), calendar.PublicDay{Day: "2027-01-22", Off: true, Name: "县庆", NoticeYear: 2027})
		if _, err := s.Demo.App.Desk.ImportCalendar(s.Context(), "gaofeng", "days.csv", []calendar.Notice{notice}, false); err != nil {
			t.Fatal(err)
		}
		s.Expect("lina", number, "重算", "由1月22日 周五改为1月25日 周一", "第三十四条", "解释 "+number+" C07")
		s.Expect("wangfang", "请告知信访人", number, "1月22日", "1月25日", "人力资源和社会保障局", "告知新期限 "+number)
		s.Do("wangfang", "告知新期限 "+number+" 已电话告知")
		s.Expect("wangfang", number, "已告知新期限")
		s.Say("lina", "期限 "+number)
		s.Expect("lina", "C07", "法定1月25日")
		if _, err := s.Demo.App.Desk.RecomputeClocks(s.Context()); err != nil {
			t.Fatal(err)
		}
		for person, words := range map[string]string{"lina": number + " 的期限因放假安排更新重算：办理", "wangfang": "请告知信访人"} {
			if told := countOf(t, s, person, words); told != 1 {
				t.Errorf("%s was told %d times", person, told)
			}
		}
		s.VerifyLedger()
	})
}

// What was posted and has not arrived is listed for the duty office every week, until its arrival is on record.
func TestRule12UnprovenDeliveriesAreListedWeekly(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := accepted(s, "wangfang", "人社局", "lina")
		s.Do("lina", "意见 "+number+" "+opinionText)
		s.Expect("lina", "处理意见待送达")
		s.MoveTo("2026-11-30", "09:00")
		s.Expect("madong", "本周送达待核实（1件）", number, "处理意见", "尚未送达", "不起算、不关闭")
		s.Expect("xuqing", "本周送达待核实（1件）", number)
		s.Do("lina", "送达 "+number+" 意见 邮寄 EX123")
		s.Expect("lina", number)
		s.Say("lina", "期限 "+number)
		s.Expect("lina", "【需核实】C10", "无法判断", "邮寄尚无妥投记录")
		s.MoveTo("2026-12-02", "09:00")
		if told := countOf(t, s, "madong", "本周送达待核实"); told != 1 {
			t.Errorf("the list came %d times in a week", told)
		}
		s.MoveTo("2026-12-07", "09:00")
		s.Expect("madong", "本周送达待核实（1件）", number, "11月30日 周一邮寄（EX123），尚无妥投记录")
		s.Do("lina", "送达 "+number+" 意见 邮寄 EX123 妥投 12-07")
		s.Expect("lina", "处理意见已送达")
		s.MoveTo("2026-12-14", "09:00")
		if told := countOf(t, s, "madong", "本周送达待核实"); told != 2 {
			t.Errorf("the list came %d times", told)
		}
	})
}

// countOf plans, waits, and counts everything the person was ever sent that holds the words.
func countOf(t *testing.T, s *story.Story, person, words string) int {
	t.Helper()
	if err := s.Demo.App.Desk.Plan(s.Context()); err != nil {
		t.Fatal(err)
	}
	s.Settle()
	count := 0
	for _, bubble := range s.Demo.Sim.Chat(person) {
		if strings.Contains(story.Words(bubble), words) {
			count++
		}
	}
	return count
}

// While next year's public days are missing, the duty office sees every week which limits rest on them.
func TestRule04ProvisionalLimitsAreListedWeekly(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := accepted(s, "wangfang", "人社局", "lina")
		s.MoveTo("2026-11-30", "08:45")
		s.Expect("madong", "2027年的放假调休安排尚未导入", "日期暂定的期限（1件）", number, "1月22日 周五，暂定")
	})
}

// Reasons to supervise reach the bureau by themselves, each with what it rests on. The bureau decides.
func TestReasonsToSupervise(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "交办 "+number+" 人社局 2026-12-18 协办 城关镇 2026-12-18")
		s.Expect("lina", "签收 "+number)
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")
		s.Do("wangfang", "催办 "+number+" 市信访局来电询问")
		s.Expect("zhaomin", "建议督办（DB02）", number, "上级于11月23日", "第四十条", "督办 "+number)
		s.MoveTo("2026-11-26", "08:31")
		s.Expect("sunli", "建议督办（DB04）", number, "城关镇", "3日内没有签收")
		s.Do("jiangli", "签收 "+number)
		s.Expect("jiangli", "已签收")
		s.MoveTo("2026-12-01", "08:31")
		s.Expect("zhaomin", "建议督办（DB01）", number, "期限已过半", "C03")
		s.Do("lina", "反馈 "+number+" 正在了解")
		s.Expect("lina", "已反馈办理结果")
		s.Do("zhaomin", "退回反馈 "+number+" 没有写明核实情况")
		s.Expect("lina", number, "退回反馈", "没有写明核实情况", "5日内重新反馈")
		s.MoveTo("2026-12-07", "08:31")
		s.Expect("zhaomin", "建议督办（DB03）", number, "12月1日", "5日内没有重新反馈")
		s.Do("zhaomin", "督办 "+number+" 请三日内重新反馈")
		s.Expect("lina", number, "督办", "请三日内重新反馈")
		s.VerifyLedger()
	})
}

// Two units say "not ours": the joint conference decides, and nobody may return the case again.
func TestDisputeGoesToTheJointConference(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 住建局")
		s.Expect("yangfan", "签收 "+number)
		s.Do("yangfan", "签收 "+number)
		s.Expect("yangfan", "已签收")
		s.Do("yangfan", "异议 "+number+" 工资问题不属于本单位职责")
		s.Expect("wangfang", "提出异议")
		s.Say("wangfang", "裁定 "+number+" 人社局 按职责分工")
		s.Expect("wangfang", "还没有提请裁定", "第二十四条")
		s.Do("wangfang", "争议 "+number+" 联席会议 两家均认为不属于本单位")
		s.Expect("wangfang", "已提请裁定受理争议", "异议待裁定")
		s.Expect("yangfan", number, "期限照常计算")
		s.Do("wangfang", "裁定 "+number+" 人社局 按职责分工")
		s.Expect("wangfang", "已裁定受理争议", "人力资源和社会保障局")
		s.Expect("lina", number, "不能再次退回", "签收 "+number)
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收", "12月8日")
		s.Say("lina", "异议 "+number+" 不属于本单位")
		s.Expect("lina", "不能再次退回")
		s.VerifyLedger()
	})
}

// Advice is answered with how far it was taken.
func TestAdviceIsAnswered(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", "来访 李某 13900000002 1人 城关镇 反映公交班次少，建议增加 请求研究")
		s.Do("wangfang", "转送 "+number+" 交通运输局")
		s.Expect("wangfang", "已转送")
		const handler = "caohui"
		s.Expect(handler, "签收 "+number)
		s.Do(handler, "签收 "+number)
		s.Expect(handler, "已签收")
		s.Do(handler, "告知 "+number+" 建议 签收")
		s.Expect(handler, "已告知按建议意见办理")
		s.Say(handler, "意见 "+number+" "+opinionText)
		s.Expect(handler, "按建议意见办理", "回复建议")
		s.Do(handler, "回复建议 "+number+" 部分采纳 早晚高峰各增加两班")
		s.Expect(handler, "已回复建议意见", "已直接答复")
		s.Expect("wangfang", number, "回复建议意见", "早晚高峰各增加两班")
		s.VerifyLedger()
	})
}

// A complaint against officials goes to who manages the cadre, and is shown to nobody of the unit it is about.
func TestAccusationIsKeptFromTheAccused(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", "来访 李某 13900000002 1人 城关镇 反映住建局干部吃拿卡要 请求查处")
		s.Say("wangfang", "检举 "+number+" 住建局")
		organ := s.Expect("wangfang", "请选受理机关", "[纪检监察]", "[组织部门]")
		s.Tap("wangfang", organ, "组织部门")
		s.ExpectCard("wangfang", organ.TaskID, "请选干部管理权限", "[县管]", "[市管]", "[省管]")
		s.Do("wangfang", "检举 "+number+" 纪检监察 县管 被反映单位 住建局 重大")
		s.Expect("wangfang", "已移送检举控告", "已移送有权机关")
		s.Say("yangfan", "查 "+number)
		s.Expect("yangfan", "没有找到编号 "+number)
		s.Say("yangfan", "期限 "+number)
		s.Expect("yangfan", "没有找到编号 "+number)
		s.Say("wangfang", "期限 "+number)
		view := s.Expect("wangfang", number+" 的期限", "C02", "按期完成", "C06")
		if strings.Contains(story.Words(view), "C07 办理") {
			t.Errorf("the time to decide runs on an accusation: %s", story.Words(view))
		}
		s.Do("wangfang", "重办 "+number+" 核对")
		s.Expect("wangfang", "已重新办理")
		s.Say("wangfang", "转送 "+number+" 住建局")
		s.Expect("wangfang", "不得转给被检举的单位")
		s.VerifyLedger()
	})
}

// A listed supervision runs by the date in the order and reaches the head of the unit.
func TestOrderedRectification(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := accepted(s, "wangfang", "城关镇", "jiangli")
		s.Say("zhaomin", "责令整改 "+number+" 台账不清")
		s.Expect("zhaomin", "请写明期限", "第三十九条第三款")
		s.Say("wangfang", "责令整改 "+number+" 12-15 台账不清")
		s.Expect("wangfang", "由信访部门负责人办理")
		s.Do("zhaomin", "责令整改 "+number+" 12-15 台账不清")
		s.Expect("zhaomin", "已责令限期整改", "12月15日")
		s.Expect("jiangli", number, "责令限期整改", "整改报告 "+number)
		s.Expect("pengyu", number, "责令限期整改", "台账不清")
		s.Say("jiangli", "期限 "+number)
		s.Expect("jiangli", "C19", "法定12月15日")
		s.Do("jiangli", "整改报告 "+number+" 台账已补齐")
		s.Expect("jiangli", "已报告整改结果")
		s.Expect("wangfang", number, "报告整改结果")
		s.Do("zhaomin", "约谈 "+number+" 镇主要负责人")
		s.Expect("pengyu", number, "约谈")
		s.VerifyLedger()
	})
}

// The duty office is shown by when the annual report is due, until somebody records that it was handed in.
func TestAnnualReport(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("madong", "年度报告")
		s.Expect("madong", "2026年度", "1月29日", "第四十一条", "条例没有规定日期")
		s.MoveTo("2027-01-04", "09:00")
		s.Expect("madong", "2026年度信访情况报告", "1月29日", "年度报告 2026 已报送")
		s.Say("lina", "年度报告 2026 已报送")
		s.Expect("lina", "不在您的职责范围内")
		s.Say("madong", "年度报告 2027 已报送")
		s.Expect("madong", "还没有结束")
		s.Say("madong", "年度报告 2026 已报送")
		s.Expect("madong", "2026年度信访情况报告已于1月4日 周一报送")
		s.Say("xuqing", "年度报告 2026 已报送")
		s.Expect("xuqing", "不必再登记")
		s.MoveTo("2027-01-11", "09:00")
		if told := countOf(t, s, "xuqing", "应在1月29日"); told != 1 {
			t.Errorf("reminded %d times", told)
		}
		s.VerifyLedger()
	})
}

// After a long outage everybody gets one message, not one for each step that was missed.
func TestRule15OneDigestAfterAnOutage(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first := s.Register("wangfang", visit)
		second := s.Register("wangfang", "来访 李某 13900000002 2人 柳河镇 反映村道破损 请求修复")
		s.MoveTo("2026-12-17", "08:32")
		s.Settle()
		s.MoveTo("2026-12-17", "08:55")
		s.Expect("wangfang", "期限提醒（2件）", first, second, "自12月9日 周三起逾期")
		if told := countOf(t, s, "wangfang", "期限提醒"); told != 1 {
			t.Errorf("%d messages", told)
		}
		s.VerifyLedger()
	})
}
