package story_test

import (
	"testing"

	"petitiondesk/test/story"
)

// Eight people come about one lift: everybody is counted, at most five speak, two units have dates of their own, and the
// case is answered, executed and settled.
func TestLifeOfACollectiveCase(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 张某 13900000011 8人 城关镇 代表：李某、王某 反映小区电梯停用三个月 请求尽快维修")
		card := s.Expect("wangfang", "请核对来访登记", "8人（集体访）")
		s.Tap("wangfang", card, "确认登记")
		number := story.Number(t, story.Words(s.Expect("wangfang", "登记成功")))
		s.Do("wangfang", "交办 "+number+" 住建局 2026-12-30 协办 城关镇 2026-12-10")
		s.Expect("yangfan", "签收 "+number)
		s.Expect("jiangli", "签收 "+number)
		s.Do("yangfan", "签收 "+number)
		s.Expect("yangfan", "已签收")
		s.Do("jiangli", "签收 "+number)
		s.Expect("jiangli", "已签收")
		s.Say("yangfan", "告知 "+number+" 简易")
		s.Expect("yangfan", "不适用简易程序")
		s.Do("yangfan", "告知 "+number+" 受理 签收")
		s.Expect("yangfan", "已告知受理")
		s.Do("jiangli", "反馈 "+number+" 已组织业主代表座谈")
		s.Expect("jiangli", "已反馈办理结果")
		s.Do("yangfan", "调解 "+number+" 开始 物业与业主代表协商")
		s.Expect("yangfan", "已开始调解")
		s.Do("yangfan", "调解 "+number+" 协议 十日内恢复运行")
		s.Expect("yangfan", "已达成协议")
		s.Do("yangfan", "意见 "+number+" 请求：维修电梯 事实：停用三个月属实 理由：物业应当维护 处理：十日内恢复运行 依据：《物业管理条例》第三十五条 结论：支持")
		s.Expect("yangfan", "处理意见待送达")
		s.Do("yangfan", "送达 "+number+" 意见 签收")
		s.Expect("yangfan", "处理意见已送达")
		s.Do("yangfan", "反馈 "+number+" 电梯已恢复运行")
		s.Expect("yangfan", "已反馈办理结果")
		s.Do("yangfan", "执行 "+number+" 电梯已恢复运行")
		s.Expect("yangfan", "已记录执行")
		s.Do("yangfan", "办结 "+number+" 已送达并执行")
		s.Expect("yangfan", "已办结")
		s.Do("yangfan", "化解 "+number+" 业主代表书面认可")
		s.Expect("yangfan", "已确认化解")
		s.Say("wangfang", "期限 "+number)
		s.Expect("wangfang", "C02", "C03", "C07", "C08", "按期完成")
		s.Say("zhaomin", "统计 本月")
		s.Expect("zhaomin", "集体访 1批 8人次")
		s.VerifyLedger()
	})
}

// Answered once, not settled: the petitioner comes again, the matter is taken up anew with clocks of its own, and what was
// decided before stays on record.
func TestLifeOfARepeatedCase(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		hand(s, number)
		for _, words := range []string{"意见 " + number + " " + opinionText, "送达 " + number + " 意见 签收", "办结 " + number + " 意见已送达"} {
			s.Do("lina", words)
			s.Expect("lina", number, "现为")
		}
		s.MoveTo("2026-12-07", "09:00")
		s.Say("liuyang", "来访 张某 13900000000 2人 城关镇 反映责令付清的工资仍未支付 请求支付工资")
		card := s.Expect("liuyang", "请核对来访登记", number, "处理意见已送达")
		s.Tap("liuyang", card, "并入前件")
		again := story.Number(t, story.Words(s.Expect("liuyang", "已并入 "+number, "第2次反映")))
		s.Do("wangfang", "重办 "+again+" 处理意见没有执行")
		s.Expect("wangfang", number, "已重新办理", "现为「已登记」", "12月22日")
		s.Do("wangfang", "转送 "+number+" 人社局")
		s.Expect("lina", "签收 "+number)
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")
		s.Do("lina", "告知 "+number+" 受理 签收")
		s.Expect("lina", "已告知受理")
		s.Say("lina", "期限 "+number)
		s.Expect("lina", "（第2次反映）", "C07")
		s.Say("lina", "执行 "+number+" 已督促付清")
		s.Expect("lina", "不能记录执行")
		s.Do("lina", "意见 "+number+" "+opinionText)
		s.Expect("lina", "处理意见待送达")
		s.Do("lina", "送达 "+number+" 意见 签收")
		s.Expect("lina", "处理意见已送达")
		s.Do("lina", "执行 "+number+" 工资已付清")
		s.Expect("lina", "已记录执行")
		s.Do("lina", "化解 "+number+" 信访人书面认可")
		s.Expect("lina", "已确认化解")
		s.Say("zhaomin", "统计 2026-11-01 2026-12-31")
		s.Expect("zhaomin", "来访 2批 5人次", "初次 1件，重复 1件")
		s.VerifyLedger()
	})
}
