package notice

import (
	"time"

	"petitiondesk/models/calendar"
)

// Receipt is what is printed for the petitioner: no name, no telephone, nothing of the matter, and no query code, which is
// added when the receipt is drawn.
type Receipt struct {
	Number       string
	JoinedTo     string // number of the case when it is another one
	Issue        int64
	Office       string // name of the petition bureau, "" when there is none on record
	RegisteredAt time.Time
	ShortHash    string
	Promise      Promise
	QueryURL     string // public page, "" when the service has no public address
}

// ReceiptOf names the receipt that somebody is sent.
type ReceiptOf struct {
	Number string
}

// Promise is the next date that the law sets for an office. Due is "" when none is running.
type Promise struct {
	Due         calendar.Day
	What        string
	Article     string
	Provisional bool // the public days of that year are not known yet
	Late        bool // the date has passed
}

// Sentence says the promise to the petitioner.
func (p Promise) Sentence() string {
	switch {
	case p.Due == "":
		return "目前没有正在计算的办理期限"
	case p.Late:
		return "最迟应在" + longDay(p.Due) + "完成（" + p.What + "），现已逾期；您可以要求督办"
	case p.Provisional:
		return "最迟" + longDay(p.Due) + "（暂定，以国家公布的放假安排为准），" + p.What
	}
	return "最迟" + longDay(p.Due) + "，" + p.What
}

// longDay is a day with its year, for what is kept: 2026年12月8日.
func longDay(d calendar.Day) string { return d.At(0).In(calendar.Zone).Format("2006年1月2日") }

// ReceiptTitle stands at the head of every receipt.
const ReceiptTitle = "信访事项登记回执"

// OfficeOr is the bureau's name, or what it is called where its name cannot be shown.
func (r Receipt) OfficeOr() string {
	if r.Office == "" {
		return "本县信访局"
	}
	return r.Office
}

// Rows are the facts of a receipt, by name.
func (r Receipt) Rows(code string) [][2]string {
	rows := [][2]string{
		{"登记编号", r.Number},
		{"查询码", code},
		{"登记时间", r.RegisteredAt.In(calendar.Zone).Format("2006年1月2日 15:04")},
		{"记录摘要", r.ShortHash},
		{"下一步", r.Promise.Sentence()},
	}
	if r.Promise.Article != "" {
		rows = append(rows, [2]string{"依据", r.Promise.Article})
	}
	if r.JoinedTo != "" && r.JoinedTo != r.Number {
		rows = append(rows, [2]string{"合并办理", "与 " + r.JoinedTo + " 一并办理"})
	}
	return rows
}

// ReceiptRights is what the petitioner can expect, each with its article of the 信访工作条例.
var ReceiptRights = []string{
	"信访部门自收到之日起15日内转送、交办（《信访工作条例》第二十二条）。",
	"有权处理的单位自收到之日起15日内书面告知接收情况以及处理途径、程序（第二十三条）。",
	"依照信访程序办理的事项，自受理之日起60日内办结；情况复杂的可以延长，不超过30日，并告知理由（第三十四条）。",
	"凭编号和查询码可以查询办理情况；答复后可以评价，没有解决可以再次反映（第二十一条）。",
	"登记以后不能删除。记录摘要可以证明登记没有被改动，请保管好本回执；遗失可以到窗口补发。",
}

// PrivacyNotice tells who handles the personal data and why (个人信息保护法 Art. 17, 35).
func PrivacyNotice(office string) string {
	return "个人信息处理者：" + office + "。姓名、联系方式等只用于依法办理信访事项（《信访工作条例》《个人信息保护法》第十三条、" +
		"第三十五条），保存期限依照档案规定；检举控告材料不向被检举控告的人员、单位透露。您可以向登记窗口要求查阅、复制、更正。"
}
