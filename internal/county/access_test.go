package county_test

import (
	"slices"
	"strings"
	"testing"

	"petitiondesk/internal/county"
	"petitiondesk/models"
	"petitiondesk/models/people"
)

func TestAdministratorsAreRefusedTogether(t *testing.T) {
	const wrong = `units:
  - {code: xfj, name: 县信访局, kind: bureau}
people:
  - {userid: a, name: 甲, unit: xfj, roles: [admin, clerk]}
  - {userid: b, name: 乙, unit: xfj, roles: [clerk, admin, security_admin]}
  - {userid: c, name: 丙, unit: xfj, roles: [security_admin, audit_admin]}
kin:
  - {userid: a, name: 丁, relation: 父亲}
  - {userid: nobody, name: 丁}
  - {userid: a, name: 丁}
`
	_, err := county.Read(strings.NewReader(wrong))
	message := models.MessageOf(err)
	for _, line := range []string{
		"第 5 行:人员 b 不能同时是管理员(admin)和安全保密管理员(security_admin)",
		"第 6 行:人员 c 不能同时是安全保密管理员(security_admin)和安全审计员(audit_admin)",
		"第 9 行:亲属里的 userid nobody 没有在 people 里列出",
		"第 10 行:人员 a 的亲属 丁 写了两次",
	} {
		if !strings.Contains(message, line) {
			t.Errorf("not listed: %s", line)
		}
	}
	if strings.Contains(message, "第 4 行") {
		t.Error("one administrator alone is refused")
	}
	if t.Failed() {
		t.Log(message)
	}
}

func TestDemoHasWhomAccusationsGoTo(t *testing.T) {
	c := county.Demo()
	for _, kind := range []people.UnitKind{people.Discipline, people.Organisation} {
		at := slices.IndexFunc(c.Units, func(u people.Unit) bool { return u.Kind == kind })
		if at < 0 || !slices.ContainsFunc(c.People, func(p people.Person) bool { return p.UnitCode == c.Units[at].Code && p.Has(people.Handler) }) {
			t.Errorf("nobody takes accusations at a unit of %s", kind)
		}
	}
	if len(c.Kin) == 0 {
		t.Error("the register of kin is empty")
	}
}
