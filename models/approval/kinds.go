package approval

import (
	"slices"
	"time"

	"petitiondesk/models/calendar"
)

// The kinds beside Escalation.
const (
	Extension     Kind = "extension"      // 延期
	Simple        Kind = "simple"         // 适用简易程序
	NonAcceptance Kind = "non_acceptance" // 不予受理
	Opinion       Kind = "opinion"        // 处理意见
	Completion    Kind = "completion"     // 办结
	Certification Kind = "certification"  // 审核认定
	Void          Kind = "void"           // 作废登记
	Swap          Kind = "swap"           // 换班
	Jurisdiction  Kind = "jurisdiction"   // 管辖裁定
	Grave         Kind = "grave"          // 重大紧急报告 (C06)
)

// Rule says how the voices of a step become its result.
type Rule string

// The rules. A majority counts the recorded votes of a joint conference, with dissent.
const (
	Any      Rule = "any"
	All      Rule = "all"
	Quorum   Rule = "quorum"
	Majority Rule = "majority"
)

// Then says what happens when a step's time runs out. Silence is never consent.
type Then string

// What may happen.
const (
	Remind Then = "remind" // it goes on waiting, in every morning's digest
	Up     Then = "up"     // it goes up to the next step
	Lapse  Then = "lapse"  // it ends undecided
)

// Source names who decides.
type Source string

// The sources. Everybody a source yields gets a seat; a step takes the first of its sources that yields somebody.
const (
	UnitHeads         Source = "unit_head"         // leaders and supervisors of the unit in charge
	Supervisors       Source = "supervisor"        // every supervisor
	BureauSupervisors Source = "bureau_supervisor" // the petition bureau's
	CaseLeader        Source = "case_leader"       // the leader who took charge of the case
	DutyLeader        Source = "duty_leader"       // the county leaders on duty today
	CountyLeaders     Source = "county_leader"     // leaders outside the townships
	DutyOffice        Source = "duty_office"
	Conference        Source = "conference" // the joint conference: supervisors and county leaders
	Named             Source = "named"      // those whom the county names
)

// Sources lists every source.
var Sources = []Source{UnitHeads, Supervisors, BureauSupervisors, CaseLeader, DutyLeader, CountyLeaders, DutyOffice, Conference, Named}

// StepPlan is one step of a kind.
type StepPlan struct {
	Name    string
	Who     []Source // the first that yields somebody
	Named   []string `json:",omitempty"` // userids, for Named
	Rule    Rule
	Quorum  int  `json:",omitempty"` // of Quorum: voices needed; of Majority: votes without which time alone decides nothing
	Days    int  `json:",omitempty"` // working days allowed
	Minutes int  `json:",omitempty"` // minutes allowed, at any hour; it wins over Days
	Then    Then // when the time runs out
}

// closing is the time of day at which a limit in working days ends.
const closing = calendar.ClockTime(17*60 + 30)

// Due is when the time of a step that begins now runs out, nil when it has no limit.
func (s StepPlan) Due(began time.Time, cal *calendar.Calendar) *time.Time {
	var due time.Time
	switch {
	case s.Minutes > 0:
		due = began.Add(time.Duration(s.Minutes) * time.Minute)
	case s.Days > 0:
		due = cal.AddWorkingDays(calendar.DayOf(began), s.Days).At(closing)
	default:
		return nil
	}
	return &due
}

// Plan is a kind as data: what is asked, step by step by whom, and how. It is frozen into each request.
type Plan struct {
	Kind       Kind
	Version    int
	On         bool   // whether the county wants it decided by request
	Ladder     bool   // each step decides by itself or passes it up; else all steps must agree in turn
	Confirm    bool   // granting takes a second tap
	NotOwnUnit bool   // nobody of the applicant's own unit decides
	AnyHour    bool   // cards and reminders go out at any hour
	Article    string // the source of the requirement
	Steps      []StepPlan
	Shows      []string // names of what its card must show
}

// kindNames are what is decided, in words; kindTitles head a card.
var kindNames = map[Kind]string{
	Escalation: "呈报", Extension: "延期", Simple: "适用简易程序", NonAcceptance: "不予受理", Opinion: "处理意见", Completion: "办结",
	Certification: "审核认定", Void: "作废登记", Swap: "换班", Jurisdiction: "管辖裁定", Grave: "重大紧急报告",
}

// Chinese is the kind as people say it.
func (k Kind) Chinese() string {
	if k == "" {
		return kindNames[Escalation]
	}
	return kindNames[k]
}

// Title heads the kind's cards and sheets.
func (k Kind) Title() string {
	if k == Escalation || k == "" {
		return "呈报请示"
	}
	return k.Chinese() + "审批"
}

const rules = "《信访工作条例》"

// caseShown is what every card about a case must show.
var caseShown = []string{"编号", "来访人", "属地", "登记时间", "反映事项", "诉求", "申请人", "理由"}

// standard are the kinds as they are shipped; a county may set its own.
var standard = []Plan{
	{Kind: Escalation, Version: 1, On: true, Ladder: true, Article: rules + "第十二条", Shows: caseShown, Steps: []StepPlan{
		{Name: "分管负责人", Who: []Source{Supervisors}, Rule: Any, Days: 2, Then: Up},
		{Name: "县领导", Who: []Source{CaseLeader, DutyLeader, CountyLeaders}, Rule: Any, Days: 2, Then: Up},
		{Name: "联席会议", Who: []Source{Conference}, Rule: Majority, Quorum: 3, Days: 5, Then: Remind},
	}},
	{Kind: Extension, Version: 1, On: true, Confirm: true, Article: rules + "第三十四条", Shows: append(caseShown, "延长天数", "原期限"), Steps: []StepPlan{
		{Name: "单位负责人", Who: []Source{UnitHeads}, Rule: Any, Days: 1, Then: Remind},
	}},
	{Kind: Simple, Version: 1, Article: "《信访事项简易办理办法》", Shows: caseShown, Steps: []StepPlan{
		{Name: "单位负责人", Who: []Source{UnitHeads, BureauSupervisors}, Rule: Any, Days: 1, Then: Remind},
	}},
	{Kind: NonAcceptance, Version: 1, On: true, Confirm: true, Article: rules + "第二十三条", Shows: caseShown, Steps: []StepPlan{
		{Name: "单位负责人", Who: []Source{UnitHeads, BureauSupervisors}, Rule: Any, Days: 1, Then: Remind},
	}},
	{Kind: Opinion, Version: 1, Article: rules + "第三十二条", Shows: append(caseShown, "意见全文"), Steps: []StepPlan{
		{Name: "单位负责人签发", Who: []Source{UnitHeads, BureauSupervisors}, Rule: Any, Days: 2, Then: Remind},
	}},
	{Kind: Completion, Version: 1, Confirm: true, Article: rules + "第三十二条", Shows: caseShown, Steps: []StepPlan{
		{Name: "单位负责人", Who: []Source{UnitHeads, BureauSupervisors}, Rule: Any, Days: 2, Then: Remind},
	}},
	{Kind: Certification, Version: 1, NotOwnUnit: false, Article: rules + "第三十六条", Shows: caseShown, Steps: []StepPlan{
		{Name: "信访部门负责人", Who: []Source{BureauSupervisors}, Rule: Any, Days: 5, Then: Remind},
		{Name: "联席会议", Who: []Source{Conference}, Rule: Majority, Quorum: 3, Days: 10, Then: Remind},
	}},
	{Kind: Void, Version: 1, On: true, Confirm: true, Article: rules + "第二十二条、第四十四条第一项", Shows: caseShown, Steps: []StepPlan{
		{Name: "信访部门负责人", Who: []Source{BureauSupervisors}, Rule: Any, Days: 2, Then: Remind},
	}},
	{Kind: Swap, Version: 1, Article: "值班制度", Shows: []string{"值班岗位", "日期", "替班人", "理由"}, Steps: []StepPlan{
		{Name: "替班人", Who: []Source{Named}, Rule: All, Days: 1, Then: Lapse},
		{Name: "值班室", Who: []Source{DutyOffice}, Rule: Any, Days: 1, Then: Remind},
	}},
	{Kind: Jurisdiction, Version: 1, Ladder: true, NotOwnUnit: true, Article: rules + "第二十四条", Shows: caseShown, Steps: []StepPlan{
		{Name: "信访部门负责人", Who: []Source{BureauSupervisors, Supervisors}, Rule: Any, Days: 2, Then: Up},
		{Name: "县领导", Who: []Source{DutyLeader, CountyLeaders}, Rule: Any, Days: 2, Then: Remind},
	}},
	{Kind: Grave, Version: 1, Ladder: true, AnyHour: true, Article: rules + "第二十五条", Shows: caseShown, Steps: []StepPlan{
		{Name: "值班领导", Who: []Source{DutyLeader, Supervisors}, Rule: Any, Minutes: 30, Then: Up},
		{Name: "分管负责人", Who: []Source{Supervisors}, Rule: Any, Minutes: 30, Then: Up},
		{Name: "县领导", Who: []Source{CountyLeaders}, Rule: Any, Minutes: 30, Then: Remind},
	}},
}

// Standard lists the kinds as shipped.
func Standard() []Plan { return slices.Clone(standard) }

// StandardOf finds a kind as shipped.
func StandardOf(kind Kind) (Plan, bool) {
	i := slices.IndexFunc(standard, func(p Plan) bool { return p.Kind == kind })
	if i < 0 {
		return Plan{}, false
	}
	return standard[i], true
}

// Setting is a kind as a county wants it, from when it was set. Settings are added, never changed; the newest counts.
type Setting struct {
	Kind      Kind `gorm:"primaryKey"`
	Version   int  `gorm:"primaryKey;autoIncrement:false"`
	Plan      Plan `gorm:"serializer:json"`
	CreatedAt time.Time
}

// TableName is the table of settings.
func (Setting) TableName() string { return "approval_settings" }

// InForce is the kind as the county's settings leave it.
func InForce(kind Kind, settings []Setting) (Plan, bool) {
	plan, ok := StandardOf(kind)
	for _, s := range settings {
		if s.Kind == kind && s.Version > plan.Version {
			plan, ok = s.Plan, true
			plan.Version = s.Version
		}
	}
	return plan, ok
}

// Faults says what is wrong with a plan, in plain sentences.
func (p Plan) Faults() []string {
	var faults []string
	if kindNames[p.Kind] == "" {
		faults = append(faults, "没有这种审批："+string(p.Kind))
	}
	if len(p.Steps) == 0 {
		faults = append(faults, p.Kind.Chinese()+"至少要有一个环节")
	}
	for _, s := range p.Steps {
		faults = append(faults, s.faults(p.Kind.Chinese())...)
		if s.Then == Up && !p.Ladder {
			faults = append(faults, p.Kind.Chinese()+"要各环节都同意，「"+s.Name+"」到时不能越过")
		}
	}
	return faults
}

func (s StepPlan) faults(kind string) []string {
	var faults []string
	where := kind + "的环节「" + s.Name + "」"
	if !slices.Contains([]Rule{Any, All, Quorum, Majority}, s.Rule) {
		faults = append(faults, where+"的规则只能是 any、all、quorum 或 majority")
	}
	if !slices.Contains([]Then{Remind, Up, Lapse}, s.Then) {
		faults = append(faults, where+"到时只能是 remind、up 或 lapse")
	}
	if s.Rule == Quorum && s.Quorum < 1 {
		faults = append(faults, where+"要写明需要几人同意")
	}
	if len(s.Who) == 0 {
		faults = append(faults, where+"要写明由谁审批")
	}
	for _, source := range s.Who {
		if !slices.Contains(Sources, source) {
			faults = append(faults, where+"的审批人 "+string(source)+" 不认识")
		}
		if source == Named && len(s.Named) == 0 && kind != kindNames[Swap] {
			faults = append(faults, where+"要写明审批人的账号")
		}
	}
	return faults
}
