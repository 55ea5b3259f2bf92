package crash_test

import (
	"fmt"
	"strings"
)

type member struct{ user, name, unit, post, role string }

const (
	clerks   = 8
	onDuty   = 8 // people, each with a duty of his own this afternoon
	approver = "sunli"
	second   = "zhouping"
	officer  = "madong"
	auditor  = "caihong"
)

const surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"

// members are all who have the app.
func members() []member {
	people := []member{
		{approver, "孙立立", "xfj", "局长", "supervisor"},
		{second, "周平平", "xfj", "副局长", "supervisor"},
		{officer, "马冬冬", "xfj", "值班室主任", "duty_office"},
		{auditor, "蔡红红", "xfj", "纪检监察干部", "auditor"},
	}
	names := []rune(surnames)
	for i := range clerks {
		people = append(people, member{fmt.Sprintf("clerk%d", i), string(names[i]) + "窗口", "xfj", "接访科科员", "clerk"})
	}
	for i := range onDuty {
		people = append(people, member{fmt.Sprintf("leader%d", i), string(names[i+clerks]) + "值班", "xfj", "副县长", "leader"})
	}
	return people
}

// county has one duty at each of its stations, beginning five minutes after one another.
func (o *office) county() string {
	var b strings.Builder
	b.WriteString("units:\n  - {code: xfj, name: 云岭县信访局, kind: bureau}\n  - {code: chengguan, name: 城关镇, kind: township}\npeople:\n")
	for _, m := range members() {
		fmt.Fprintf(&b, "  - {userid: %s, name: %s, unit: %s, post: %s, roles: [%s]}\n", m.user, m.name, m.unit, m.post, m.role)
	}
	b.WriteString("stations:\n")
	for i := range onDuty {
		fmt.Fprintf(&b, "  - {code: station%d, name: 第%d接待点}\n", i, i+1)
	}
	b.WriteString("duty_rules:\n")
	for i := range onDuty {
		start := 17*60 + 18 + 3*i
		fmt.Fprintf(&b, "  - {station: station%d, post: 接访领导, daily: true, people: [leader%d], from: %s, to: %s, start: \"%02d:%02d\", end: \"20:00\", holiday: keep}\n",
			i, i, o.day, o.day, start/60, start%60)
	}
	return o.file("county.yaml", b.String())
}
