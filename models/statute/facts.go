package statute

import (
	"fmt"
	"slices"
	"strings"

	"petitiondesk/models/calendar"
)

// facts are the events of a clock sorted out, the same in whatever order they came.
type facts struct {
	starts     []Start
	stops      []calendar.Day
	extensions []Extension
	hearings   []hearingDay
	waived     calendar.Day
	lapsed     LapsedOn
	overdue    calendar.Day
	unproven   []string // deliveries that do not count yet
	stray      []string // events that cannot belong here; the dates do not rest on them
	broken     []string // without these the dates cannot be trusted
}

// gather takes what had happened by today. Starts to come are kept, so that their dates can be told.
func gather(rule Rule, events []Event, today calendar.Day) facts {
	var f facts
	for _, event := range events {
		switch e := event.(type) {
		case Start:
			f.addStart(rule, e)
		case Stop:
			f.addStop(rule, e, today)
		case Delivery:
			f.addDelivery(rule, e, today)
		case Extension:
			f.addExtension(e, today)
		case HearingBegin:
			f.addHearing(rule, hearingDay{e.Day, true}, today)
		case HearingEnd:
			f.addHearing(rule, hearingDay{e.Day, false}, today)
		case ContactUnclear:
			f.addWaiver(rule, e, today)
		case OverdueWritten:
			f.addOverdue(rule, e, today)
		case LapsedOn:
			f.addLapse(e, today)
		default:
			f.stray = append(f.stray, "有一条事件读不懂，请核对。")
		}
	}
	f.arrange()
	return f
}

func (f *facts) arrange() {
	slices.SortFunc(f.starts, func(a, b Start) int {
		return strings.Compare(string(a.Day)+string(a.OrderedDue), string(b.Day)+string(b.OrderedDue))
	})
	slices.Sort(f.stops)
	slices.SortFunc(f.hearings, hearingDay.compare)
	for _, sentences := range []*[]string{&f.unproven, &f.stray, &f.broken} {
		slices.Sort(*sentences)
		*sentences = slices.Compact(*sentences)
	}
}

func (f *facts) addStart(rule Rule, e Start) {
	switch {
	case !slices.Contains(rule.Starts, e.Kind):
		f.stray = append(f.stray, fmt.Sprintf("“%s”不是%s的起算事件，请核对。", e.Kind.word(), rule.ID))
	case e.Kind.needsProof():
		f.unproven = append(f.unproven, fmt.Sprintf("%s：没有送达证明。", e.Kind.word()))
	case !isDay(e.Day):
		f.broken = append(f.broken, fmt.Sprintf("%s的日期缺失或读不懂，请补录。", e.Kind.word()))
	case e.OrderedDue != "" && (!isDay(e.OrderedDue) || e.OrderedDue < e.Day):
		f.broken = append(f.broken, "指定的办理期限读不懂，或者早于起算日，请核对。")
	default:
		f.starts = append(f.starts, e)
	}
}

func (f *facts) addStop(rule Rule, e Stop, today calendar.Day) {
	day := e.Day
	if rule.PetitionerWindow && isDay(e.Postmark) && (e.Postmark < day || !isDay(day)) {
		day = e.Postmark
	}
	switch {
	case !slices.Contains(rule.Stops, e.Kind):
		f.stray = append(f.stray, fmt.Sprintf("“%s”不是%s的完成事件，请核对。", e.Kind.word(), rule.ID))
	case e.Kind.needsProof():
		f.unproven = append(f.unproven, fmt.Sprintf("%s：没有送达证明。", e.Kind.word()))
	case !isDay(day):
		f.stray = append(f.stray, fmt.Sprintf("%s的日期缺失或读不懂，请补录。", e.Kind.word()))
	default:
		f.stop(day, today)
	}
}

func (f *facts) stop(day, today calendar.Day) {
	if day <= today {
		f.stops = append(f.stops, day)
	}
}

func (f *facts) addDelivery(rule Rule, e Delivery, today calendar.Day) {
	starts, stops := slices.Contains(rule.Starts, e.Kind), slices.Contains(rule.Stops, e.Kind)
	missing := e.unproven()
	switch {
	case !starts && !stops:
		f.stray = append(f.stray, fmt.Sprintf("“%s”与%s无关，请核对。", e.Kind.word(), rule.ID))
	case missing != "":
		f.unproven = append(f.unproven, fmt.Sprintf("%s：%s。", e.Kind.word(), missing))
	case starts:
		f.starts = append(f.starts, Start{Kind: e.Kind, Day: e.Day})
	default:
		f.stop(e.Day, today)
	}
}

func (f *facts) addExtension(e Extension, today calendar.Day) {
	if e.ApprovedOn > today {
		return
	}
	if e.NoticeDelivered > today {
		e.NoticeDelivered = ""
	}
	f.extensions = append(f.extensions, e)
}

func (f *facts) addHearing(rule Rule, e hearingDay, today calendar.Day) {
	switch {
	case !rule.HearingExcluded:
		f.stray = append(f.stray, fmt.Sprintf("%s不因听证停计：只有复核（C13）的听证时间不计入期限，请核对这条记录。", rule.ID))
	case !isDay(e.day):
		f.broken = append(f.broken, "听证的日期缺失或读不懂，请补录。")
	case e.day <= today:
		f.hearings = append(f.hearings, e)
	}
}

func (f *facts) addWaiver(rule Rule, e ContactUnclear, today calendar.Day) {
	switch {
	case rule.WaivedIf == "":
		f.stray = append(f.stray, fmt.Sprintf("%s不因信访人信息不清而免除，请核对这条记录。", rule.ID))
	case !isDay(e.Day):
		f.stray = append(f.stray, "信访人信息不清的记录没有日期，请补录。")
	case e.Day <= today && (f.waived == "" || e.Day < f.waived):
		f.waived = e.Day
	}
}

func (f *facts) addOverdue(rule Rule, e OverdueWritten, today calendar.Day) {
	switch {
	case rule.PetitionerWindow:
		// A petition posted in time may still be on its way: nobody's right ends with a note of ours.
	case !isDay(e.Since):
		f.stray = append(f.stray, "逾期记录没有日期，请补录。")
	case e.Since <= today && (f.overdue == "" || e.Since < f.overdue):
		f.overdue = e.Since
	}
}

func (f *facts) addLapse(e LapsedOn, today calendar.Day) {
	switch {
	case !isDay(e.Day):
		f.stray = append(f.stray, "期限终止的记录没有日期，请补录。")
	case e.Day <= today && (f.lapsed.Day == "" || e.Day < f.lapsed.Day):
		f.lapsed = e
	}
}

// unquestioned tells whether every event could be understood and belongs to this clock.
func (f facts) unquestioned() bool { return len(f.stray) == 0 && len(f.broken) == 0 }

// empty tells whether nothing points to a clock that should run.
func (f facts) empty() bool {
	return f.unquestioned() && f.overdue == "" &&
		len(f.stops) == 0 && len(f.unproven) == 0 && len(f.extensions) == 0 && len(f.hearings) == 0
}
