package story_test

import (
	"strings"
	"testing"

	"petitiondesk/internal/app"
	"petitiondesk/test/story"
)

// A letter is registered in the same dialogue and the same series; its clock runs from the day on which it came.
func TestLetterAndCall(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		first := s.Register("wangfang", visit)
		s.Say("wangfang", "来信 李某 邮戳11月16日 收到11月18日 柳河镇 反映村道破损 请求修复")
		s.Expect("wangfang", "已记录", "李*", "请告诉我联系电话")
		s.Say("wangfang", "跳过")
		card := s.Expect("wangfang", "请核对来信登记", "信访人：李*", "收到：2026年11月18日", "邮戳：2026年11月16日", "村道破损")
		if words := story.Words(card); strings.Contains(words, "人数") || strings.Contains(words, "宣读认可") {
			t.Errorf("a letter shows what only visits have: %s", words)
		}
		s.Tap("wangfang", card, "确认登记")
		told := s.Expect("wangfang", "登记成功，编号 XF20261123-0002", "信访人：李*")
		if first != "XF20261123-0001" || strings.Contains(told.Text, "1人") {
			t.Errorf("%s, then %s", first, told.Text)
		}
		s.Say("wangfang", "期限 XF20261123-0002")
		s.Expect("wangfang", "12月3日") // 15 days from the 18th
		s.Say("wangfang", "来电 赵某 13900000007 城关镇 反映路灯不亮 请求修复")
		call := s.Expect("wangfang", "请核对电话登记", "赵*", "[宣读认可]")
		s.Say("wangfang", "电话：13900000008") // an answer, no further call
		s.Expect("wangfang", "请核对电话登记", "赵*", "139****0008")
		s.Say("wangfang", "电话 孙某 13900000009 城关镇 反映路灯不亮 请求修复")
		next := s.Expect("wangfang", "请核对电话登记", "孙*", "上一份未完成的登记已暂存")
		s.Tap("wangfang", next, "确认登记")
		s.Expect("wangfang", "登记成功，编号 XF20261123-0003")
		s.Say("wangfang", "查 0003")
		s.Expect("wangfang", "电话：孙*", "路灯不亮")
		s.Tap("wangfang", call, "确认登记")
		s.Expect("wangfang", "请核对电话登记", "赵*")
		s.Say("sunli", "统计 本月")
		s.Expect("sunli", "来访 1批 3人次", "信访件 3件次", "来信 1件，来访 1件，电话 1件")
		s.VerifyLedger()
	})
}

// A letter that lay too long is registered all the same; that it is late is told like any lateness.
func TestOldLetterIsRegistered(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来信 李某 13900000005 收到2026-10-20 柳河镇 反映村道破损 请求修复")
		card := s.Expect("wangfang", "请核对来信登记", "收到：2026年10月20日")
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功，编号 XF20261123-0001")
		s.Say("wangfang", "来信 王某 13900000006 收到2026-12-01 石桥镇 反映水渠损坏 请求修复")
		card = s.Expect("wangfang", "请核对来信登记", "收到日期在今天之后")
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功，编号 XF20261123-0002")
		s.Settle()
		s.VerifyLedger()
	})
}

// Every form of petition begins with its word.
func TestEveryChannelIsRegistered(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		clerks := []string{"wangfang", "liuyang", "zhaomin", "jiangli"} // one person is sent 20 messages a minute
		for word, name := range map[string]string{
			"来信": "来信", "联名信": "联名信", "来电": "电话", "网上": "网上", "手机": "手机", "微信": "微信", "网上建议": "网上建议", "领导信箱": "领导信箱",
		} {
			clerk := clerks[len(word)/3%len(clerks)]
			s.Say(clerk, word+" 张某 13900000000 2人 城关镇 反映拖欠工资 请求支付")
			s.Expect(clerk, "请核对"+name+"登记", "张*")
			s.Say(clerk, "取消")
			s.Expect(clerk, "已取消张*的"+name+"登记")
		}
		s.ExpectNothing(clerks...)
	})
}

// How many signed is asked of a joint letter, and counts from the same number on as people who come.
func TestJointLetter(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "联名信 李某 13900000005 石桥镇 反映水渠损坏 请求修复")
		s.Expect("wangfang", "请告诉我署名人数")
		s.Say("wangfang", "30")
		card := s.Expect("wangfang", "请核对联名信登记", "30人（联名）")
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功", "30人（联名）")
		s.Say("wangfang", "查 0001")
		s.Expect("wangfang", "来信（联名）：李*，30人")
		s.Say("sunli", "统计 本月")
		s.Expect("sunli", "来访 0批 0人次", "信访件 1件次", "联名信 1件 30人次")
	})
}

// The lead is one of the five; whoever is named beyond that came along and is counted. Nothing typed is lost.
func TestSixthRepresentative(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 张某 13900000006 12人 城关镇 代表 张某、李某、王某、赵某、孙某、周某 反映拖欠工资 请求支付")
		card := s.Expect("wangfang", "请核对来访登记", "第二十条第三款", "12人（集体访）", "代表：李*、王*、赵*、孙*", "随访：周*", "拖欠工资", "请求支付")
		s.Say("wangfang", "代表：李某、王某")
		second := s.Expect("wangfang", "请核对来访登记", "代表：李*、王*", "12人")
		if words := story.Words(second); strings.Contains(words, "随访") || strings.Contains(words, "第二十条") {
			t.Errorf("the old names are still there: %s", words)
		}
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "请在最新的卡片上确认登记")
		s.Say("wangfang", "改 9 李某、王某、赵某、孙某、周某")
		third := s.Expect("wangfang", "请核对来访登记", "第二十条第三款", "随访：周*")
		s.Tap("wangfang", third, "确认登记")
		s.Expect("wangfang", "登记成功", "12人（集体访）")
		s.VerifyLedger()
	})
}

// Zhejiang lets three speak for ten people, and as many as elsewhere for more; the rules are those of the day.
func TestRepresentativesOfZhejiang(t *testing.T) {
	story.OnEveryWith(t, func(d *app.DemoSettings) { d.Config.Rules = "zhejiang" }, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 张某 13900000006 10人 城关镇 代表：李某、王某、赵某 反映拖欠工资 请求支付")
		s.Expect("wangfang", "请核对来访登记", "不超过3人", "浙江省信访条例", "代表：李*、王*", "随访：赵*", "10人")
		s.Say("wangfang", "改 3 11人")
		card := s.Expect("wangfang", "请核对来访登记", "代表：李*、王*、赵*", "11人")
		if words := story.Words(card); strings.Contains(words, "随访") {
			t.Errorf("eleven people have only three to speak: %s", words)
		}
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功")
	})
}

// Residences stand beside the place of the matter; that they differ is said and hinders nothing.
func TestResidence(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", visit+" 户籍地：柳河镇 常住地：外省某市")
		card := s.Expect("wangfang", "请核对来访登记", "户籍地：柳河镇", "常住地：外省某市", "三跨三分离：人事户分离")
		s.Say("wangfang", "改 8 城关镇东街村")
		second := s.Expect("wangfang", "请核对来访登记", "常住地：城关镇东街村", "三跨三分离：人户分离")
		if card.TaskID == second.TaskID {
			t.Error("the card did not change")
		}
		s.Tap("wangfang", second, "确认登记")
		s.Expect("wangfang", "登记成功")
		s.Say("wangfang", "查 0001")
		s.Expect("wangfang", "问题属地：城关镇", "户籍地：柳河镇", "三跨三分离：人户分离")

		// What a repeat says of it completes the case and changes nothing that is known.
		plain := s.Register("wangfang", "来访 李某 13900000001 2人 柳河镇 反映村道破损 请求修复 户籍柳河镇")
		s.Say("liuyang", "来电 李某 13900000001 柳河镇 反映村道破损 请求修复 户籍石桥镇 常住城关镇")
		s.Expect("liuyang", "请核对电话登记", "可能同一事项")
		s.Say("liuyang", "宣读认可")
		call := s.Expect("liuyang", "请核对电话登记", "已宣读并获认可", "可能同一事项")
		s.Tap("liuyang", call, "并入前件")
		s.Expect("liuyang", "已并入 "+plain)
		s.Say("liuyang", "查 "+plain)
		s.Expect("liuyang", "反映次数：2次", "户籍地：柳河镇", "常住地：城关镇", "三跨三分离：人事户分离")
	})
}

// What was written down is read back with one tap. Whatever is said afterwards was not.
func TestReadBack(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", visit)
		first := s.Expect("wangfang", "请核对来访登记", "[宣读认可]")
		s.Tap("wangfang", first, "宣读认可")
		agreed := s.Expect("wangfang", "请核对来访登记", "宣读：已宣读并获认可 11月23日 09:00")
		s.Say("wangfang", "改 3 4人")
		changed := s.Expect("wangfang", "请核对来访登记", "4人", "[宣读认可]")
		if strings.Contains(story.Words(changed), "已宣读") {
			t.Errorf("what changed counts as read back: %s", story.Words(changed))
		}
		s.Tap("wangfang", agreed, "确认登记")
		s.Expect("wangfang", "请在最新的卡片上确认登记")
		s.MoveTo("2026-11-23", "09:10")
		s.Tap("wangfang", changed, "宣读认可")
		last := s.Expect("wangfang", "请核对来访登记", "已宣读并获认可 11月23日 09:10")
		s.Tap("wangfang", first, "宣读认可")
		s.Expect("wangfang", "请按最新的卡片宣读")
		s.Tap("wangfang", last, "确认登记")
		s.Expect("wangfang", "登记成功", "已宣读并获认可 11月23日 09:10")
		s.VerifyLedger()
	})
}

// From how many on a visit is collective is the county's to say; what is on record stays as it was.
func TestCollectiveThreshold(t *testing.T) {
	story.OnEveryWith(t, func(d *app.DemoSettings) { d.Config.Crowd = 10 }, func(t *testing.T, s *story.Story) {
		s.Register("wangfang", "来访 张某 13900000000 9人 城关镇 反映拖欠工资 请求支付")
		s.Say("wangfang", "来访 李某 13900000001 10人 柳河镇 反映村道破损 请求修复")
		card := s.Expect("wangfang", "10人（集体访）")
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功")
		s.Say("sunli", "统计 本月")
		s.Expect("sunli", "个访 1起，集体访 1批 10人次")
		s.Demo.App.Desk.CollectiveFrom(5)
		s.Say("wangfang", "来访 王某 13900000002 5人 石桥镇 反映水渠损坏 请求修复")
		card = s.Expect("wangfang", "5人（集体访）")
		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功")
		s.Say("sunli", "统计 本月")
		s.Expect("sunli", "个访 1起，集体访 2批 15人次")
	})
}

// What the clerk knows of the whole country counts beside what this office knows, and bars the simple procedure.
func TestRepeatNationwide(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit+" 全国重复")
		other := s.Register("wangfang", "来访 李某 13900000001 2人 柳河镇 反映村道破损 请求修复")
		s.Say("wangfang", "分类 "+other+" 全国初次")
		s.Expect("wangfang", "分类已记录", "全国初次或重复：全国初次")
		s.Say("sunli", "统计 本月")
		s.Expect("sunli", "初次 2件，重复 0件", "全国初次 1件，全国重复 1件")
		s.Do("wangfang", "转送 "+number+" 人社局")
		s.Expect("lina", "签收 "+number)
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")
		s.Say("lina", "告知 "+number+" 简易")
		s.Expect("lina", "不适用简易程序", "不是初次信访")
		s.VerifyLedger()
	})
}
