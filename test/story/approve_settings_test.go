package story_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/models/approval"
	"petitiondesk/test/story"
)

// with lets the county want more kinds decided by request.
func with(s *story.Story, kinds ...approval.Kind) {
	s.Helper()
	described := desk.County(county.Demo())
	for _, kind := range kinds {
		plan, _ := approval.StandardOf(kind)
		plan.On = true
		described.Approvals = append(described.Approvals, plan)
	}
	for range 2 { // importing the same again changes nothing
		if err := s.Demo.App.Desk.Import(s.Context(), described); err != nil {
			s.Fatal(err)
		}
	}
}

// A county that wants it has the unit's head sign opinions and completions, and certification by supervisor and joint
// conference.
func TestOpinionCompletionAndCertificationByRequest(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		with(s, approval.Opinion, approval.Completion, approval.Certification)
		number := acceptedAt(s)
		s.Say("jiangli", "意见 "+number+" 请求：支付工资")
		s.Expect("jiangli", "意见书还缺")
		s.Do("jiangli", "意见 "+number+" "+opinionText)
		s.Expect("jiangli", "已送单位负责人签发审批", "彭宇")
		card := s.Expect("pengyu", "处理意见审批 "+number, "责令五日内付清", "《劳动法》第五十条", "结论：支持")
		s.Do("jiangli", "意见 "+number+" "+opinionText)
		s.Expect("jiangli", "已有一份处理意见在等待审批")
		s.Tap("pengyu", card, "同意")
		s.Expect("jiangli", "处理意见", "彭宇同意", "已出具处理意见")
		s.Do("jiangli", "送达 "+number+" 意见 签收")
		s.Expect("jiangli", "处理意见已送达")
		s.Do("jiangli", "办结 "+number+" 意见已送达")
		card = s.Expect("pengyu", "办结审批 "+number)
		s.Tap("pengyu", card, "同意")
		s.ExpectCard("pengyu", card.TaskID, "再次确认：同意办结")
		s.Tap("pengyu", currentCard(s, "pengyu", card), "确认同意")
		s.Expect("jiangli", "办结", "彭宇同意", "已办结")
		s.Do("zhaomin", "认定 "+number+" 材料齐全")
		s.Expect("zhaomin", "审核认定", "局长 孙立")
		card = s.Expect("sunli", "审核认定审批 "+number)
		s.Tap("sunli", card, "同意")
		s.Expect("zhaomin", "孙立已同意", "现送联席会议审批")
		for _, member := range []string{"sunli", "zhouping", "chenguang", "linjing"} {
			vote := s.Expect(member, "审核认定审批 "+number, "应表决7人", "[赞成]")
			s.Tap(member, vote, "赞成")
		}
		s.Expect("zhaomin", "审核认定", "有结果了", "同意")
		s.Say("wangfang", "查 "+number)
		s.Expect("wangfang", number, "审核认定：")
		s.VerifyLedger()
	})
}

// A grave matter climbs its own ladder by the minute, at night too, until somebody decides.
func TestGraveMatterAtNight(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		with(s, approval.Grave)
		number := s.Register("wangfang", visit)
		s.MoveTo("2026-11-23", "23:10")
		s.Do("wangfang", "重大 "+number+" 有人扬言跳楼")
		s.Expect("wangfang", "标记重大紧急")
		card := s.Expect("sunli", "重大紧急报告审批 "+number, "有人扬言跳楼")
		s.MoveTo("2026-11-23", "23:41")
		s.Expect("wangfang", "到时未决")
		s.MoveTo("2026-11-24", "00:12")
		s.Expect("wangfang", "到时未决", "上呈县领导")
		leader := onDutyTitled(s, "重大紧急报告审批 "+number)
		s.Say(leader, "同意 "+number+" 立即报告县委县政府，应急、公安到场")
		s.Expect("wangfang", "重大紧急报告", "有结果了", "立即报告")
		s.Tap("sunli", card, "同意")
		s.Expect("sunli", "同意", "没有改动")
		s.Say("wangfang", "已报告 "+number+" 县委值班室")
		s.Expect("wangfang", "没有待报告的重大紧急情况")
		s.VerifyLedger()
	})
}

// The sheet is read at an address that lasts half an hour and belongs to whoever has a part in the request.
func TestSheetAndWaits(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number, cards := escalated(s)
		s.MoveTo("2026-11-23", "11:00")
		s.Tap("sunli", cards["sunli"], "同意")
		s.Expect("wangfang", "孙立同意")
		s.Say("lina", "呈批单 "+number)
		s.Expect("lina", "没有找到编号 "+number)
		s.Say("wangfang", "呈批单 "+number)
		told := s.Expect("wangfang", "/approvals/")
		link := told.Text[strings.Index(told.Text, "http"):]
		code, page := fetched(t, link)
		for _, part := range []string{"呈批单", number, "张*", "情况紧急，请协调人社局", "局长 孙立", "11月23日 11:00", "全部经过"} {
			if !strings.Contains(page, part) {
				t.Errorf("the sheet does not show %q", part)
			}
		}
		if code != http.StatusOK || strings.Contains(page, "13900000000") {
			t.Errorf("%d: %s", code, page)
		}
		s.Say("hejie", "呈批单 "+number) // watches over requests, and sees an outline of the case
		told = s.Expect("hejie", "/approvals/")
		_, outline := fetched(t, told.Text[strings.Index(told.Text, "http"):])
		for _, matter := range []string{"张*", "拖欠工资", "情况紧急", "请求支付"} {
			if strings.Contains(outline, matter) {
				t.Errorf("an auditor's sheet shows %q", matter)
			}
		}
		if !strings.Contains(outline, number) || !strings.Contains(outline, "局长 孙立") {
			t.Errorf("an auditor's sheet shows %s", outline)
		}
		if code, _ := fetched(t, link[:len(link)-2]+"AA"); code != http.StatusNotFound {
			t.Errorf("a forged address answered %d", code)
		}
		s.Say("zhouping", "审批统计 本月")
		s.Expect("zhouping", "呈报·分管负责人：中位2.0小时", "局长 孙立", "不排名")
		s.Say("wangfang", "审批统计 本月")
		s.Expect("wangfang", "不在您的职责范围内")
		s.MoveTo("2026-11-23", "11:31")
		if code, page := fetched(t, link); code != http.StatusNotFound || !strings.Contains(page, "已经失效") {
			t.Errorf("an old address answered %d", code)
		}
	})
}

func fetched(t *testing.T, link string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}
