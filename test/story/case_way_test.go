package story_test

import (
	"testing"

	"petitiondesk/test/story"
)

const opinionText = "请求：支付拖欠工资 事实：经核实，尚欠工资9600元 理由：用工单位应当按约支付 处理：责令五日内付清 依据：《劳动法》第五十条 结论：支持"

// An ordinary case from the door to the settled dispute.
func TestOrdinaryCase(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 人社局 请依法处理")
		s.Expect("wangfang", number, "已转送", "人力资源和社会保障局")
		s.Expect("lina", number, "转送", "签收 "+number)
		s.Say("lina", "意见 "+number+" "+opinionText)
		s.Expect("lina", "不能出具处理意见", "现在可以签收", "第三十二条")
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收", "下一期限", "12月8日")
		s.Do("lina", "告知 "+number+" 受理 签收")
		s.Expect("lina", "已告知受理", "1月22日", "暂定")
		s.Say("lina", "意见 "+number+" 请求：支付工资")
		s.Expect("lina", "意见书还缺", "事实", "结论", "第三十二条")
		s.Do("lina", "意见 "+number+" "+opinionText)
		s.Expect("lina", "处理意见待送达")
		s.Say("lina", "送达 "+number+" 意见 拒收")
		s.Expect("lina", "须有见证人")
		s.Do("lina", "送达 "+number+" 意见 签收")
		s.Expect("lina", "处理意见已送达")
		s.Expect("wangfang", number, "送达处理意见")
		s.Say("lina", "化解 "+number+" 信访人表示认可")
		s.Expect("lina", "还没有执行记录")
		s.Do("lina", "执行 "+number+" 工资已全部付清")
		s.Expect("lina", "已记录执行")
		s.Do("lina", "办结 "+number+" 意见已送达并执行")
		s.Expect("lina", "已办结")
		s.Do("lina", "化解 "+number+" 信访人书面认可")
		s.Expect("lina", "已确认化解")
		s.Do("zhaomin", "认定 "+number+" 材料齐全")
		s.Expect("zhaomin", "已审核认定办结")
		s.Say("wangfang", "期限 "+number)
		s.Expect("wangfang", "C02", "C03", "C07", "按期完成")
		s.Say("wangfang", "解释 "+number+" C07")
		s.Expect("wangfang", "第三十一条第六项", "规则集")
		s.VerifyLedger()
	})
}

// A unit says "not ours" and is overruled once: it cannot return the case again.
func TestObjectionAndRuling(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 住建局")
		s.Expect("yangfan", "签收 "+number)
		s.Say("lina", "签收 "+number)
		s.Expect("lina", "没有找到编号 "+number)
		s.Do("yangfan", "签收 "+number)
		s.Expect("yangfan", "已签收")
		s.Do("yangfan", "异议 "+number+" 工资问题不属于本单位职责")
		s.Expect("yangfan", "异议待裁定")
		s.Expect("wangfang", "提出异议", "同意异议")
		s.Do("wangfang", "不同意异议 "+number+" 涉及在建工程，由住建局牵头")
		s.Expect("yangfan", "不同意异议")
		s.Say("yangfan", "异议 "+number+" 仍不属于本单位")
		s.Expect("yangfan", "不能再次退回")
		s.VerifyLedger()
	})
}

// A unit that waits with its objection keeps the case.
func TestObjectionTooLate(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 住建局")
		s.Expect("yangfan", "签收 "+number)
		s.Do("yangfan", "签收 "+number)
		s.Expect("yangfan", "已签收")
		s.MoveTo("2026-12-01", "09:00")
		s.Say("yangfan", "异议 "+number+" 不属于本单位职责")
		s.Expect("yangfan", "5个工作日", "11月30日", "继续办理")
	})
}

// The simple procedure is not for a collective visit; where it is used it ends in ten working days, and the switch
// keeps the day of acceptance.
func TestSimpleProcedure(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		collective := s.Register("wangfang", "来访 李某 13900000002 6人 城关镇 反映电梯停用 请求维修")
		s.Do("wangfang", "转送 "+collective+" 住建局")
		s.Expect("yangfan", "签收 "+collective)
		s.Do("yangfan", "签收 "+collective)
		s.Expect("yangfan", "已签收")
		s.Say("yangfan", "告知 "+collective+" 简易")
		s.Expect("yangfan", "不适用简易程序", "多方或联名")

		number := s.Register("liuyang", visit)
		s.Do("liuyang", "转送 "+number+" 人社局")
		s.Expect("lina", "签收 "+number)
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")
		s.Do("lina", "告知 "+number+" 简易 签收")
		s.Expect("lina", "简易程序", "12月7日")
		s.Do("lina", "转普通 "+number+" 需要进一步核实")
		s.Expect("lina", "转为普通程序", "1月22日")
		s.VerifyLedger()
	})
}

// An extension moves the clock only when it is approved by somebody else and its notice has been delivered.
func TestExtendedCase(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "交办 "+number+" 城关镇 2027-01-15")
		s.Expect("jiangli", "签收 "+number)
		s.Do("jiangli", "签收 "+number)
		s.Expect("jiangli", "已签收")
		s.Do("jiangli", "告知 "+number+" 受理 签收")
		s.Expect("jiangli", "已告知受理")
		s.Say("jiangli", "申请延期 "+number+" 45 需要勘验")
		s.Expect("jiangli", "只能延期1至30日", "第三十四条")
		s.Do("jiangli", "申请延期 "+number+" 30 需要现场勘验")
		s.Expect("jiangli", "已申请延期")
		s.Expect("pengyu", "申请延期30日", "同意延期 "+number)
		s.Say("jiangli", "同意延期 "+number)
		s.Expect("jiangli", "由责任单位负责人办理")
		s.Say("jiangli", "送达 "+number+" 延期 签收")
		s.Expect("jiangli", "延期还没有批准")
		s.Do("pengyu", "同意延期 "+number)
		s.Expect("pengyu", "已批准延期")
		s.Say("jiangli", "期限 "+number)
		s.Expect("jiangli", "C07", "法定1月22日")
		s.Do("jiangli", "送达 "+number+" 延期 签收")
		s.Expect("jiangli", "已送达延期告知书")
		s.Say("jiangli", "期限 "+number)
		s.Expect("jiangli", "C07", "法定2月22日")
		s.VerifyLedger()
	})
}

// A case goes through review and re-examination at the right levels; afterwards it is closed to further decisions.
func TestReexaminedCase(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 人社局")
		s.Expect("lina", "签收 "+number)
		for _, words := range []string{"签收 " + number, "告知 " + number + " 受理 签收", "意见 " + number + " " + opinionText, "送达 " + number + " 意见 邮寄 EX123"} {
			s.Do("lina", words)
			s.Expect("lina", number, "现为")
		}
		s.Say("wangfang", "复查 "+number+" 县政府")
		s.Expect("wangfang", "现为「处理意见待送达」", "不能登记复查申请")
		s.MoveTo("2026-11-26", "09:00")
		s.Do("lina", "送达 "+number+" 意见 邮寄 EX123 妥投 2026-11-25")
		s.Expect("lina", "处理意见已送达")
		s.Say("wangfang", "复查 "+number+" 城关镇政府")
		s.Expect("wangfang", "不是县直部门的上一级", "第三十五条")
		s.MoveTo("2026-12-28", "09:00")
		s.Do("wangfang", "复查 "+number+" 县政府 邮戳 12-24")
		s.Expect("wangfang", "复查中", "1月27日")
		s.Do("wangfang", "复查意见 "+number+" "+opinionText)
		s.Expect("wangfang", "复查意见待送达")
		s.Do("wangfang", "送达 "+number+" 复查意见 拒收 李某")
		s.Expect("wangfang", "复查意见已送达")
		s.Do("wangfang", "复核 "+number+" 市政府")
		s.Expect("wangfang", "复核中")
		s.Do("wangfang", "听证 "+number+" 开始")
		s.Expect("wangfang", "已开始听证")
		s.Say("wangfang", "复核意见 "+number+" "+opinionText)
		s.Expect("wangfang", "听证还没有结束")
		s.Do("wangfang", "听证 "+number+" 结束")
		s.Expect("wangfang", "已结束听证")
		s.Do("wangfang", "复核意见 "+number+" "+opinionText)
		s.Expect("wangfang", "复核意见待送达")
		s.Do("wangfang", "送达 "+number+" 复核意见 签收")
		s.Expect("wangfang", "不再受理")
		s.Say("wangfang", "重办 "+number+" 再次反映")
		s.Expect("wangfang", "不能重新办理", "第十九条")
		s.VerifyLedger()
	})
}

// Two matters turn out to be one: the earlier date to decide counts for both, and it can be taken back.
func TestMergedCases(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		older := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+older+" 人社局")
		s.Expect("lina", "签收 "+older)
		s.Do("lina", "签收 "+older)
		s.Expect("lina", "已签收")
		s.Do("lina", "告知 "+older+" 受理 签收")
		s.Expect("lina", "1月22日")
		s.MoveTo("2026-11-30", "09:00")
		newer := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+newer+" 人社局")
		s.Expect("lina", "签收 "+newer)
		s.Do("lina", "签收 "+newer)
		s.Expect("lina", "已签收")
		s.Do("lina", "告知 "+newer+" 受理 签收")
		s.Expect("lina", "1月29日")
		s.Say("wangfang", "合并 "+older+" "+newer)
		s.Expect("wangfang", older, "已并入")
		s.Say("wangfang", "期限 "+newer)
		s.Expect("wangfang", "C07", "法定1月22日")
		s.Say("wangfang", "撤销合并 "+older+" "+newer)
		s.Expect("wangfang", older, "现为「已受理」")
		s.Say("wangfang", "期限 "+newer)
		s.Expect("wangfang", "C07", "法定1月29日")
		s.VerifyLedger()
	})
}

// A clock that runs out is told in one message a morning, written down once, and stays late after it is met.
func TestLateCase(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		second := s.Register("wangfang", "来访 李某 13900000002 2人 柳河镇 反映村道破损 请求修复")
		s.MoveTo("2026-12-08", "08:32")
		s.Settle()
		s.MoveTo("2026-12-08", "08:50")
		s.Expect("wangfang", "期限提醒（2件）", number, second, "今日到期")
		s.MoveTo("2026-12-09", "08:32")
		s.Settle()
		s.MoveTo("2026-12-09", "08:50")
		s.Expect("wangfang", "期限提醒（2件）", "自12月9日 周三起逾期")
		s.Expect("zhaomin", "期限提醒（2件）", number)
		s.Do("wangfang", "转送 "+number+" 人社局")
		s.Expect("wangfang", "已转送")
		s.Say("wangfang", "期限 "+number)
		s.Expect("wangfang", "C02", "逾期完成", "自12月9日")
		s.Say("wangfang", "积案")
		s.Expect("wangfang", number, "尚无包案领导")
		s.Do("zhaomin", "包案 "+number+" 陈光")
		s.Expect("chenguang", number, "包案")
		s.Do("chenguang", "走访 "+number+" 已到信访人家中了解情况")
		s.Expect("chenguang", "包案走访")
		s.VerifyLedger()
	})
}

// Every Monday leaders and supervisors see what has waited longest, and nothing when nothing has.
func TestWeeklyBoard(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.MoveTo("2026-12-14", "09:00")
		s.Settle()
		s.Do("wangfang", "包案 "+number+" 陈光")
		s.Expect("chenguang", number, "包案")
		s.Do("wangfang", "化解期限 "+number+" 2026-12-31")
		s.Expect("wangfang", "已设定化解期限")
		s.MoveTo("2026-12-28", "09:00")
		s.Expect("chenguang", "登记最早的事项", number, "化解期限12月31日")
		s.Expect("zhaomin", "登记最早的事项", number)
	})
}
