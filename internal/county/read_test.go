package county_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"petitiondesk/internal/county"
	"petitiondesk/models"
	"petitiondesk/models/duty"
	"petitiondesk/models/people"
)

const small = `units:
  - {code: xfj, name: 县信访局, kind: bureau}
people:
  - {userid: WangFang, name: 王芳, unit: xfj, post: 科员, roles: [clerk, supervisor]}
  - {userid: lina, name: 李娜, unit: xfj, roles: [leader]}
stations:
  - {code: center, name: 接待中心}
duty_rules:
  - {station: center, post: 接访领导, weekday: wed, people: [LiNa, wangfang], from: 2026-01-01, to: 2026-12-31, start: "08:30", end: 17:30, holiday: shift}
  - {station: center, post: 值班员, daily: true, people: [lina], from: 2026-01-01, start: 08:30, end: "24:00"}
`

func TestReadGivesTheCountyAsWritten(t *testing.T) {
	got, err := county.Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	wednesday := time.Wednesday
	want := county.County{
		Units: []people.Unit{{Code: "xfj", Name: "县信访局", Kind: people.Bureau}},
		People: []people.Person{
			{UserID: "wangfang", Name: "王芳", UnitCode: "xfj", Post: "科员", Roles: []people.Role{people.Clerk, people.Supervisor}, Active: true},
			{UserID: "lina", Name: "李娜", UnitCode: "xfj", Roles: []people.Role{people.Leader}, Active: true},
		},
		Stations: []duty.Station{{Code: "center", Name: "接待中心"}},
		Rules: []duty.Rule{
			{
				Code: "center/接访领导/wed/2026-01-01", Station: "center", Post: "接访领导", Weekday: &wednesday,
				People: []string{"lina", "wangfang"}, From: "2026-01-01", To: "2026-12-31", Start: 510, End: 1050, Holiday: duty.Shift,
			},
			{
				Code: "center/值班员/daily/2026-01-01", Station: "center", Post: "值班员",
				People: []string{"lina"}, From: "2026-01-01", Start: 510, End: 1440, Holiday: duty.Skip,
			},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEveryFaultIsListedWithItsLine(t *testing.T) {
	const wrong = `units:
  - {code: xfj, name: 县信访局, kind: office}
  - {code: xfj, name: 又一个, kind: bureau}
  - {code: a/b, name: 斜杠, kind: bureau, phone: "1"}
people:
  - {userid: wangfang, name: 王芳, unit: nowhere, roles: [clerk, king, clerk]}
  - {userid: WANGFANG, name: 王芳, unit: xfj, roles: []}
  - {name: "", unit: xfj, roles: clerk}
  - 王芳
stations:
  - {code: center, name: 接待中心, name: 接待中心}
duty_rules:
  - {station: hall, post: 领/导, weekday: noday, people: [nobody], from: 2026-02-30, start: "8:30", end: "17:30"}
  - {station: center, post: 接访, weekday: mon, daily: true, people: [wangfang, WangFang], from: 1026-01-01, start: "08:30", end: "17:30"}
  - {station: center, post: 接访, people: [wangfang], from: 2026-01-01, start: "08:30", end: "17:30", holiday: party}
  - {station: center, post: 接访, daily: true, people: [wangfang], from: 2026-01-02, to: 2026-01-01, start: "18:30", end: "17:30"}
  - {station: center, post: 接访, daily: true, people: [wangfang], from: 2026-01-02, start: "08:30", end: "17:30"}
colour: red
`
	_, err := county.Read(strings.NewReader(wrong))
	if models.CodeOf(err) != models.Invalid {
		t.Fatalf("error %v", err)
	}
	want := `文件里有 29 处需要修改:
第 2 行:单位 xfj 的 kind 是 office,只能是 bureau、department、township、discipline 或 organisation
第 3 行:单位 xfj 重复,第 2 行已经有了
第 4 行:单位里不认识 phone 这一项,可用的是:code、name、kind、villages、department
第 4 行:单位的 code a/b 只能用文字、数字和 _ - .
第 6 行:人员 wangfang 的单位 nowhere 没有在 units 里列出
第 6 行:人员的 roles 里 clerk 写了两次
第 6 行:人员 wangfang 的角色 king 不认识,可用的是:clerk、handler、leader、supervisor、duty_office、auditor、admin、security_admin、audit_admin
第 7 行:人员 wangfang 重复,第 6 行已经有了
第 7 行:人员的 roles 至少要写一个
第 8 行:人员缺少 userid
第 8 行:人员的 name 是空的
第 8 行:人员的 roles 应是一个列表
第 9 行:人员应写成“名称: 内容”的形式`
	message := models.MessageOf(err)
	if head, _, _ := strings.Cut(message, "\n第 11 行"); head != want {
		t.Error(cmp.Diff(want, head))
	}
	for _, line := range []string{
		"第 11 行:接访点里 name 写了两次",
		"第 13 行:值班规则的接访点 hall 没有在 stations 里列出",
		"第 13 行:值班规则的 post 领/导 里不能有斜杠",
		"第 13 行:值班规则的 weekday 是 noday,只能是 mon、tue、wed、thu、fri、sat 或 sun",
		"第 13 行:值班规则里的人员 nobody 没有在 people 里列出",
		"第 13 行:值班规则的 from 是 2026-02-30,应写成 2026-01-01 这样的日期",
		"第 13 行:值班规则的 start 是 8:30,应写成 08:30 这样的时间",
		"第 14 行:值班规则的 weekday 和 daily: true 只能写一个",
		"第 14 行:值班规则的 people 里 wangfang 写了两次",
		"第 14 行:值班规则的 from 是 1026-01-01,年份应在 2000 到 2100 之间",
		"第 15 行:值班规则要写 weekday(mon 至 sun)或 daily: true",
		"第 15 行:值班规则的 holiday 是 party,只能是 skip、shift 或 keep",
		"第 16 行:值班规则的 to 2026-01-01 早于 from 2026-01-02",
		"第 16 行:值班规则的 end 17:30 要晚于 start 18:30",
		"第 17 行:值班规则 center/接访/daily/2026-01-02 重复,第 16 行已经有了",
		"第 18 行:文件里不认识 colour 这一项,可用的是:units、people、stations、duty_rules、posts、periods、approvals、kin",
	} {
		if !strings.Contains(message, line) {
			t.Errorf("not listed: %s", line)
		}
	}
	if t.Failed() {
		t.Log(message)
	}
}

func TestWholeFileFaults(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"empty", "", "文件是空的"},
		{"comment only", "# 空\n", ""},
		{"a list", "- a\n", "第 1 行:文件应写成"},
		{"plain text", "你好", "第 1 行:文件应写成"},
		{"bad syntax", "units:\n  - {code: xfj\npeople:\n", "写法有误"},
		{"tab", "units:\n\t- code: x\n", "写法有误"},
		{"gbk", "units: \xcf\xd8", "UTF-8"},
		{"two documents", small + "---\nunits: []\n", "只能有一份内容"},
		{"alias", "units: &all []\npeople: *all\n", "第 2 行:不支持引用(*all)"},
		{"anchor", "units: &all []\n", "第 1 行:不支持锚点(&all)"},
		{"tag", "units: !!binary abcd\n", "不支持类型标记"},
		{"merge key", "units:\n  - {<<: {code: a}, name: b, kind: bureau}\n", "第 2 行:单位里不认识 << 这一项"},
		{"bomb", bomb(), "不支持引用"},
		{"deep", "units: " + strings.Repeat("[", 20000), "写法有误"},
		{"too large", strings.Repeat("#", county.MaxSize) + "\n", "超过 8 MB"},
		{"long name", "stations: [{code: a, name: " + strings.Repeat("长", 65) + "}]", "太长,最多 64 个字"},
		{"line break in a name", "stations: [{code: a, name: \"a\\nb\"}]", "换行"},
		{"odd userid", "people: [{userid: 王芳, name: 王芳, unit: a, roles: [clerk]}]", "userid 只能用字母"},
		{"many faults", "units:\n" + strings.Repeat("  - x\n", 300), "此外还有"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := county.Read(strings.NewReader(test.file))
			if models.CodeOf(err) != models.Invalid {
				t.Fatalf("error %v", err)
			}
			if message := models.MessageOf(err); !strings.Contains(message, test.want) {
				t.Errorf("message %q lacks %q", message, test.want)
			}
		})
	}
}

func bomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x]\n")
	for i := range 9 {
		name, before := string(rune('b'+i)), "*a0"
		if i > 0 {
			before = "*" + string(rune('a'+i))
		}
		b.WriteString(name + ": &" + name + " [" + strings.Repeat(before+",", 8) + before + "]\n")
	}
	return b.String()
}

func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add("units: [{code: a, name: b, kind: bureau}]\n")
	f.Add(bomb())
	f.Add("# only a comment")
	f.Fuzz(func(t *testing.T, file string) {
		c, err := county.Read(strings.NewReader(file))
		if err != nil {
			if models.CodeOf(err) != models.Invalid || models.MessageOf(err) == "" {
				t.Fatalf("error %v", err)
			}
			return
		}
		known := map[string]bool{}
		for _, p := range c.People {
			if p.UserID != strings.ToLower(p.UserID) || known[p.UserID] || len(p.Roles) == 0 {
				t.Fatalf("person %+v", p)
			}
			known[p.UserID] = true
		}
		for _, r := range c.Rules {
			if r.End <= r.Start || len(r.People) == 0 || r.Code != duty.CodeFor(r.Station, r.Post, r.Weekday, r.From) {
				t.Fatalf("rule %+v", r)
			}
			for _, id := range r.People {
				if !known[id] {
					t.Fatalf("rule %s names %s, who is not listed", r.Code, id)
				}
			}
		}
	})
}
