package story_test

import (
	"strings"
	"testing"

	"petitiondesk/test/story"
)

// An accusation against a unit reaches the discipline office and nobody of the unit; the auditor reads who opened it.
func TestAccusationStaysConfidential(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 钱某某 13900000002 1人 柳河镇 举报住建局杨帆收受电梯公司好处 请求查处")
		card := s.Expect("wangfang", "请核对来访登记", "可能是检举控告，按保密件登记", "[按普通件]")
		s.Tap("wangfang", card, "按普通件")
		plain := s.Expect("wangfang", "请核对来访登记")
		if strings.Contains(story.Words(plain), "保密") {
			t.Errorf("the clerk's word is not taken: %s", story.Words(plain))
		}
		s.Say("wangfang", "按检举控告")
		card = s.Expect("wangfang", "请核对来访登记", "可能是检举控告")
		s.Tap("wangfang", card, "确认登记")
		number := story.Number(t, s.Expect("wangfang", "登记成功", "按检举控告保密登记", "纪委监委").Text)

		s.Say("wangfang", "转送 "+number+" 住建局")
		s.Expect("wangfang", "不得转给被检举的单位", "第三十条第三款")
		s.Say("wangfang", "转送 "+number+" 人社局")
		s.Expect("wangfang", "只转送纪检监察机关或者组织部门")
		s.Do("wangfang", "转送 "+number+" 纪委监委")
		s.Expect("wangfang", "已转送", "纪委监委")
		news := s.Expect("hanmei", number, "转送", "查阅请发送")
		if words := story.Words(news); strings.Contains(words, "电梯") || strings.Contains(words, "柳河") {
			t.Errorf("the news tells the accusation: %s", words)
		}
		s.Say("hanmei", "查 "+number)
		s.Expect("hanmei", "查阅请写明理由", "纪检监察机关")
		s.Say("hanmei", "查 "+number+" 核对移送材料")
		s.Expect("hanmei", number, "收受电梯公司好处", "检举控告件，不得透露")
		s.Do("hanmei", "签收 "+number)
		s.Expect("hanmei", "已签收")

		nothing := "没有找到编号 " + number
		for _, who := range []string{"yangfan", "liuyang", "madong", "lina"} {
			for _, words := range []string{"查 " + number, "查 " + number + " 核对", "期限 " + number, "解释 " + number + " C02"} {
				s.Say(who, words)
				s.Expect(who, nothing)
			}
		}
		for _, words := range []string{"进展 " + number + " 已核实", "签收 " + number, "呈报 " + number + " 情况", "回避 " + number + " 无关系"} {
			s.Say("yangfan", words)
			s.Expect("yangfan", nothing)
		}
		s.Say("yangfan", "进展 XF20261123-0999 已核实")
		s.Expect("yangfan", "没有找到编号 XF20261123-0999，请核对后带上完整编号再试。")
		for _, who := range []string{"yangfan", "liuyang"} {
			for _, list := range []string{"期限", "积案"} {
				s.Say(who, list)
				if told := s.Expect(who, "目前没有"); strings.Contains(told.Text, "XF") {
					t.Errorf("%s sees %s", who, told.Text)
				}
			}
		}
		s.Say("hejie", "查 "+number)
		outline := s.Expect("hejie", number, "信访形式：来访", "不在您的查看范围内")
		if strings.Contains(outline.Text, "电梯") || strings.Contains(outline.Text, "钱") {
			t.Errorf("an outline tells too much: %s", outline.Text)
		}
		s.Say("hejie", "查阅记录")
		s.Expect("hejie", number, "韩梅", "核对移送材料")
		s.Say("hejie", "查阅记录 "+number)
		s.Expect("hejie", number, "韩梅")
		s.Say("wangfang", "查阅记录 "+number)
		s.Expect("wangfang", "不在您的职责范围内")
		s.ExpectNothing("yangfan", "zhouping", "gaofeng", "luwen", "qinlan")
		s.VerifyLedger()
	})
}

// Who bears the petitioner's name, or is his kin, does not learn of the case until somebody says that it is a coincidence.
func TestNamesakeAndKinKeepOut(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", "来访 张大山 13900000002 1人 柳河镇 反映征地补偿未到位 请求补发")
		s.Do("wangfang", "转送 "+number+" 自然资源局")
		s.Expect("wangfang", "已转送")
		s.Expect("sunli", number, "转送") // nobody of the unit may know: the bureau is told
		s.Say("zhanglei", "签收 "+number)
		s.Expect("zhanglei", "没有找到编号 "+number)
		s.Say("gaofeng", "解除回避 "+number+" 张磊 已核实无亲属关系")
		s.Expect("gaofeng", "不在您的职责范围内")
		s.Say("luwen", "解除回避 "+number+" 张磊")
		s.Expect("luwen", "请写明理由")
		s.Say("luwen", "解除回避 "+number+" 张磊 经核实并非同一人")
		s.Expect("luwen", "已解除张磊")
		s.Do("zhanglei", "签收 "+number)
		s.Expect("zhanglei", "已签收")
		s.Say("zhanglei", "回避 "+number+" 与信访人有经济往来")
		s.Expect("zhanglei", "已记录：张磊回避")
		s.Expect("sunli", number, "张磊", "经济往来", "请安排其他同志办理")
		s.Say("zhanglei", "查 "+number)
		s.Expect("zhanglei", "没有找到编号 "+number)
		s.Say("sunli", "回避 "+number+" 刘洋 亲属在被征地村")
		s.Expect("sunli", "刘洋回避")
		s.Say("liuyang", "查 "+number)
		s.Expect("liuyang", "没有找到编号 "+number)
		s.VerifyLedger()
	})
}

// An accusation joins no ordinary case, and a case kept from the clerk is named on no card.
func TestAccusationIsACaseOfItsOwn(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		ordinary := s.Register("wangfang", visit)
		s.Say("wangfang", "来访 张某 13900000000 3人 城关镇 举报镇干部索贿 请求查处")
		card := s.Expect("wangfang", "请核对来访登记", ordinary)
		s.Tap("wangfang", card, "并入前件")
		s.Expect("wangfang", "检举控告件不能并入普通事项")
		s.Tap("wangfang", card, "确认登记")
		secret := story.Number(t, s.Expect("wangfang", "登记成功", "保密登记").Text)
		s.Say("wangfang", "关联 "+ordinary+" "+secret)
		s.Expect("wangfang", "单独办理")
		s.Say("liuyang", "来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付")
		other := s.Expect("liuyang", "请核对来访登记", ordinary, "有1件受限事项，请联系管理员")
		if strings.Contains(story.Words(other), secret) {
			t.Errorf("the card names the accusation: %s", story.Words(other))
		}
		s.Say("liuyang", "并入 "+secret)
		s.Expect("liuyang", "没有找到编号 "+secret)
		s.Say("sunli", "统计 本月")
		s.Expect("sunli", "信访件 2件次", "不公开")
		s.Say("hejie", "统计 本月")
		told := s.Expect("hejie", "信访件 2件次")
		if strings.Contains(told.Text, "不公开") {
			t.Errorf("the auditor's figures are masked: %s", told.Text)
		}
		s.VerifyLedger()
	})
}

// A case that turns out to be an accusation is kept like one from that moment on.
func TestClassifiedAsAccusation(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("liuyang", "查 "+number)
		s.Expect("liuyang", number+" 已登记")
		s.Say("wangfang", "分类 "+number+" 揭发控告")
		s.Expect("wangfang", "分类已记录")
		s.Say("liuyang", "查 "+number)
		s.Expect("liuyang", "没有找到编号 "+number)
		s.Say("wangfang", "查 "+number+" 核对登记")
		s.Expect("wangfang", number+" 已登记", "检举控告件")
		s.VerifyLedger()
	})
}

// A request about an accusation is put to nobody whom it accuses, and its card does not tell the matter.
func TestRequestAboutAnAccusation(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 钱某某 13900000002 1人 柳河镇 举报信访局孙立收受电梯公司好处 请求查处")
		s.Tap("wangfang", s.Expect("wangfang", "请核对来访登记", "可能是检举控告"), "确认登记")
		number := story.Number(t, s.Expect("wangfang", "登记成功", "保密登记").Text)
		s.Say("wangfang", "呈报 "+number+" 请确定移送机关")
		s.Expect("wangfang", number, "已呈报")
		card := s.Expect("zhaomin", "呈报请示 "+number, "请确定移送机关")
		if words := story.Words(card); strings.Contains(words, "电梯") || strings.Contains(words, "柳河") || strings.Contains(words, "钱") {
			t.Errorf("the card tells the accusation: %s", words)
		}
		for _, words := range []string{"同意 " + number, "呈批单 " + number, "经过 " + number, "办理 " + number} {
			s.Say("sunli", words)
			s.Expect("sunli", "没有找到")
		}
		s.Say("sunli", "待办")
		s.Expect("sunli", "目前没有等您处理的事项")
		s.Say("zhaomin", "经过 "+number)
		told := s.Expect("zhaomin", number, "这里只列步骤和日期")
		if strings.Contains(told.Text, "移送机关") {
			t.Errorf("the timeline tells more than steps: %s", told.Text)
		}
		s.Say("zhaomin", "同意 "+number+" 请人社局和纪委监委办理")
		s.Expect("zhaomin", "没有向云岭县人力资源和社会保障局下达批示")
		s.Expect("zhaomin", "您已同意")
		s.Expect("hanmei", number, "批示")
		s.ExpectNothing("sunli", "lina", "yangfan")
		s.VerifyLedger()
	})
}
