package story_test

import (
	"strings"
	"testing"

	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/wecomsim"
	"petitiondesk/models"
	"petitiondesk/test/story"
)

// inBook changes somebody in the platform's address book and delivers its word on it.
func inBook(t *testing.T, s *story.Story, change, user string, edit func(*wecomsim.Member)) {
	t.Helper()
	m, _ := s.Demo.Sim.Member(user)
	m.UserID = user
	edit(&m)
	if err := s.Demo.Sim.PutMember(m); err != nil {
		t.Fatal(err)
	}
	status := map[bool]int64{false: 1, true: wxmsg.MemberDisabled}[m.Disabled]
	pushChange(t, s, wxmsg.ChangeContact{ChangeType: change, UserID: user, Status: status})
	s.Settle()
}

// expectNoAccess looks at the desk itself: whoever has left is not reached by an answer.
func expectNoAccess(t *testing.T, s *story.Story, user string) {
	t.Helper()
	if _, err := s.Demo.App.Desk.Staff(t.Context(), user); models.CodeOf(err) != models.Forbidden || !strings.Contains(models.MessageOf(err), "您的账号已停用") {
		t.Errorf("%s still has access: %v", user, err)
	}
}

const (
	laborBureau   = "云岭县人力资源和社会保障局"
	housingBureau = "云岭县住房和城乡建设局"
)

// A newcomer is on record at once and can do nothing until somebody who may has given him a role; he is welcomed with what he can do.
func TestNewcomerIsGivenARole(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		inBook(t, s, "create_user", "He.Min", func(m *wecomsim.Member) {
			*m = wecomsim.Member{UserID: "He.Min", Name: "何某", Post: "科员", Department: laborBureau + "/劳动监察大队", Active: true, Visible: true}
		})
		s.Expect("luwen", "新增：何某（"+laborBureau+"）", "「授权 姓名 经办人」")
		s.Expect("gaofeng", "新增：何某")
		s.Say("He.Min", "待办")
		s.Expect("He.Min", "您还没有被授予职责", "安全保密管理员")

		s.Say("gaofeng", "授权 何某 经办人")
		s.Expect("gaofeng", "不在您的职责范围内")
		s.Say("luwen", "授权 何某 局长")
		s.Expect("luwen", "没有「局长」这项职责", "经办人")
		s.Say("luwen", "授权 何某 经办人")
		card := s.Expect("luwen", "确认调整职责", "何某（"+laborBureau+" 科员）", "经办人")
		s.Tap("luwen", card, "确认调整")
		s.ExpectCard("luwen", card.TaskID, "职责已调整")
		s.Expect("qinlan", "职责调整：何某", "由无调整为经办人", "陆文")
		welcome := s.Expect("He.Min", "何某您好，欢迎使用信访工作台", "签收、办理本单位事项")
		s.Tap("luwen", card, "确认调整")
		s.Expect("luwen", "已经是经办人")
		s.Tap("He.Min", welcome, "待办")
		s.Expect("He.Min", "目前没有等您处理的事项")
		push(t, s, wxmsg.EnterAgent{Header: wxmsg.Header{FromUserName: "He.Min"}})
		s.Settle()
		s.ExpectNothing("He.Min")

		s.Say("luwen", "收回 何某")
		card = s.Expect("luwen", "确认调整职责", "无")
		s.Tap("luwen", card, "确认调整")
		s.Expect("He.Min", "您在信访工作台的职责已停用")
		s.Tap("He.Min", welcome, "待办")
		s.Expect("He.Min", "您还没有被授予职责")
	})
}

// Nobody gives himself anything, and the three administrators stay three people.
func TestRolesAreKeptApart(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("luwen", "授权 陆文 窗口干部")
		s.Expect("luwen", "不能调整本人的职责")
		s.Say("luwen", "授权 高峰 安全审计员")
		s.Expect("luwen", "三员分离")
		s.Say("luwen", "授权 李娜、经办人")
		s.Expect("luwen", "现在的职责是经办人，不需要调整")
		s.Say("luwen", "授权 李娜 窗口干部")
		late := s.Expect("luwen", "确认调整职责", "窗口干部、经办人")
		s.Say("luwen", "收回 李娜 经办人")
		s.Tap("luwen", s.Expect("luwen", "确认调整职责", "无"), "确认调整")
		s.Expect("lina", "职责已停用")
		s.Tap("luwen", late, "确认调整")
		s.Expect("luwen", "李娜的职责已变为无，没有作任何改动")
	})
}

// Whoever moves to another unit no longer has the roles of the former one until they are given anew, by one tap.
func TestAMoveEndsRoles(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 人社局")
		s.Settle()
		inBook(t, s, "update_user", "lina", func(m *wecomsim.Member) { m.Department, m.Post = housingBureau, "副科长" })
		s.Expect("luwen", "调动：李娜（"+laborBureau+"） 调到 李娜（"+housingBureau+"）", "原职责经办人已停用")
		s.Say("lina", "查 "+number)
		s.Expect("lina", "您还没有被授予职责")
		card := s.Expect("luwen", "调动后职责待核对", "经办人")
		s.Tap("luwen", card, "确认调整")
		s.Expect("lina", "欢迎使用信访工作台", housingBureau)
		s.Say("lina", "查 "+number) // her former unit's
		s.Expect("lina", "没有找到编号 "+number)
	})
}

// An account that is disabled loses access in the same moment; whoever can hand over what it leaves open is told how.
func TestDisabledAccountLosesAccess(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "呈报 "+number+" 情况紧急，请协调人社局")
		s.Settle()
		inBook(t, s, "update_user", "zhouping", func(m *wecomsim.Member) { m.Disabled = true })
		s.Expect("gaofeng", "停用：周平", "即时失去使用权限")
		s.Expect("sunli", "周平（云岭县人民政府办公室）的账号已停用", "交接 zhouping")
		s.AllowErrors("person=zhouping trouble=unreachable")
		s.Say("zhouping", "同意 "+number) // was on its way
		expectNoAccess(t, s, "zhouping")
		inBook(t, s, "update_user", "zhouping", func(m *wecomsim.Member) { m.Disabled = false })
		s.Expect("luwen", "恢复：周平", "分管负责人", "收回 姓名")
		s.Say("zhouping", "待办")
		s.Expect("zhouping", number)
	})
}

// The platform lets a userid be changed once. Whoever bears another one is the same colleague.
func TestAccountGetsAnotherUserID(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Do("wangfang", "转送 "+number+" 人社局")
		s.Settle()
		if err := s.Demo.Sim.RenameMember("lina", "li.na"); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			pushChange(t, s, wxmsg.ChangeContact{ChangeType: "update_user", UserID: "lina", NewUserID: "li.na"})
			s.Settle()
		}
		s.Say("li.na", "查 "+number)
		s.Expect("li.na", number)
		expectNoAccess(t, s, "lina")
	})
}

// A department that is renamed renames its unit; what happened before keeps its words.
func TestRenamedDepartmentRenamesItsUnit(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		if _, err := s.Demo.App.Desk.SyncContacts(t.Context(), false); err != nil { // knows the departments by now
			t.Fatal(err)
		}
		s.Demo.Sim.RenameDepartment(housingBureau, "云岭县住房城乡建设和城市管理局")
		pushChange(t, s, wxmsg.ChangeContact{ChangeType: "update_party", PartyID: 9})
		s.MoveTo("2026-11-23", "09:10")
		s.Expect("gaofeng", "单位更名："+housingBureau+" 改为 云岭县住房城乡建设和城市管理局")
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "转送 "+number+" 住房城乡建设和城市管理局")
		s.Expect("wangfang", "云岭县住房城乡建设和城市管理局")
	})
}

// An address book in which most people are suddenly gone is more likely wrong than true.
func TestASweepingChangeWaitsForAPerson(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		for _, user := range []string{"lina", "zhanglei", "yangfan", "zhujun", "songyan", "tangwei", "fengxue"} {
			m, _ := s.Demo.Sim.Member(user)
			m.Disabled = true
			if err := s.Demo.Sim.PutMember(m); err != nil {
				t.Fatal(err)
			}
		}
		s.MoveTo("2026-11-24", "07:00")
		s.Expect("gaofeng", "通讯录同步暂停", "7 人停用或调离", "contacts --apply")
		if _, err := s.Demo.App.Desk.Staff(t.Context(), "lina"); err != nil {
			t.Error(err)
		}
		changes, err := s.Demo.App.Desk.SyncContacts(t.Context(), true)
		if err != nil || len(changes.Left) != 7 {
			t.Fatalf("%+v, %v", changes, err)
		}
		expectNoAccess(t, s, "lina")
	})
}

// Whoever opens the chat for the first time is greeted with what his roles let him do; the menu shows it again at any time.
func TestWelcomeFitsTheRole(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		for user, fits := range map[string][]string{
			"wangfang":  {"王芳您好，欢迎使用信访工作台", "窗口干部", "[登记来访]", "[今日取号]"},
			"chenguang": {"陈光您好", "接访、包案、批示", "[本月统计]", "[待办]"},
			"hejie":     {"何洁您好", "[台账检查点]"},
			"gaofeng":   {"高峰您好", "系统维护", "[值班安排]"},
		} {
			for range 2 {
				push(t, s, wxmsg.EnterAgent{Header: wxmsg.Header{FromUserName: user}})
			}
			s.Expect(user, fits...)
			s.Settle()
			s.ExpectNothing(user)
		}
		push(t, s, wxmsg.MenuClick{Header: wxmsg.Header{FromUserName: "chenguang"}, EventKey: "menu_functions"})
		card := s.Expect("chenguang", "您能使用的功能", "[本月统计]")
		for label, answer := range map[string]string{"本月统计": "统计", "值班安排": "值班", "到期情况": "期", "使用帮助": "您可以发送", "待办": "没有等您处理"} {
			s.Tap("chenguang", card, label)
			s.Expect("chenguang", answer)
		}
	})
}

// When everybody who was asked has left, the request goes on with those above, and the applicant is told the truth.
func TestRequestGoesOnWhenItsDecidersHaveLeft(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "呈报 "+number+" 情况紧急，请协调人社局")
		s.Expect("sunli", "呈报请示 "+number)
		s.Expect("zhouping", "呈报请示 "+number)
		for _, leaver := range []string{"zhouping", "zhaomin", "sunli"} {
			inBook(t, s, "delete_user", leaver, func(m *wecomsim.Member) { m.Active = false })
		}
		s.Expect("wangfang", number+" 的呈报现送", "已不在岗")
		card := s.Expect("chenguang", "呈报请示 "+number, "[同意]")
		s.Tap("chenguang", card, "同意")
		s.Expect("wangfang", number, "有结果了", "陈光同意")
		s.VerifyLedger()
	})
}
