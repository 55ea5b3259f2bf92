package story_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"petitiondesk/models/ledger"
	"petitiondesk/test/story"
)

// In the evening the day's checkpoint goes to the auditor, to the duty log and to the file beside the database.
func TestTheDaysCheckpoint(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		if in, err := s.Demo.App.Desk.InCheckpoint(t.Context(), number); err != nil || in.Published() || in.Seq == 0 {
			t.Fatalf("before the evening: %+v, %v", in, err)
		}
		s.MoveTo(s.Today, "17:55")
		told := s.Expect("hejie", "台账检查点", "petitiondesk-demo ")
		log := s.Expect("madong", "打印进今天的值班日志", "日志已签 1")
		s.Expect("xuqing", "打印进今天的值班日志")
		s.Settle()

		here, kept := anchorIn(t, told.Text), anchorIn(t, log.Text)
		content, err := os.ReadFile(s.Anchors)
		if err != nil {
			t.Fatal(err)
		}
		if file := anchorIn(t, string(content)); here != kept || here != file {
			t.Errorf("the message says %v, the duty log %v, the file %v", here, kept, file)
		}
		in, err := s.Demo.App.Desk.InCheckpoint(t.Context(), number)
		if err != nil || !in.Published() || in.Checkpoint.Root != here.Root || len(in.Proof) == 0 {
			t.Errorf("the registration stands in %+v, %v", in, err)
		}
		state, err := s.Demo.App.Desk.VerifyLedger(t.Context())
		if err != nil || !state.OK || state.Anchored != here.Size || state.Anchors != 1 {
			t.Errorf("verify says %+v, %v", state, err)
		}

		if page := getPage(t, s, "/checkpoints"); anchorIn(t, page) != here {
			t.Errorf("published is %s", page)
		}
		if note := getPage(t, s, "/checkpoints/1"); note != in.Checkpoint.Note || !strings.Contains(note, "\u2014 petitiondesk-demo ") {
			t.Errorf("the signed note reads %s", note)
		}

		s.Say("madong", "日志已签 1")
		s.Expect("madong", "检查点 1 已打印签字")
		s.Say("hejie", "检查点")
		s.Expect("hejie", "台账检查点", "序号 2")
		s.Expect("madong", "日志已签 2")
		s.Say("madong", "日志已签 2")
		s.Expect("madong", "检查点 2 已打印签字")
		s.Say("hejie", "检查点")
		s.Expect("hejie", "序号 3")
		s.Settle()
		s.Say("hejie", "检查点")
		s.Expect("hejie", "此后没有新的内容", "序号 3", "消息 1/1，文件 1/1，值班日志 2/2（纸质未签）")
		s.Say("wangfang", "检查点")
		s.Expect("wangfang", "不在您的职责范围内")
		s.ExpectNothing("hejie", "wangfang")
		s.VerifyLedger()
	})
}

// getPage reads a public page of the desk.
func getPage(t *testing.T, s *story.Story, path string) string {
	t.Helper()
	answer := httptest.NewRecorder()
	s.Demo.App.Handler().ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	if answer.Code != http.StatusOK {
		t.Fatalf("%s answers %d", path, answer.Code)
	}
	return answer.Body.String()
}

func anchorIn(t *testing.T, text string) ledger.Anchor {
	t.Helper()
	for line := range strings.Lines(text) {
		if anchor, ok := ledger.FindAnchor(line); ok {
			return anchor
		}
	}
	t.Fatalf("no checkpoint in %q", text)
	return ledger.Anchor{}
}

// The database is found to be older than its anchor: registering waits for two signatures, and no draft is lost.
func TestRegistrationAfterARestore(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", visit)
		card := s.Expect("wangfang", "请核对来访登记")
		s.Say("hejie", "检查点")
		first := anchorIn(t, s.Expect("hejie", "台账检查点").Text)
		s.Settle()
		s.AnchorOfALaterLedger(first.Size + 10)
		s.MoveTo(s.Today, "09:05")
		s.Expect("hejie", "台账异常", "纸质登记表")
		s.Expect("gaofeng", "台账异常", "事故说明 原因")
		s.Expect("madong", "台账异常")

		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "改用纸质登记表登记并使用预留编号", "这份登记内容已保留")
		s.Say("hejie", "会签")
		s.Expect("hejie", "请写明发生了什么")
		s.Say("gaofeng", "事故说明 服务器故障，从昨晚备份恢复")
		s.Expect("gaofeng", "另一岗位")
		s.Expect("hejie", "高峰", "请另一岗位的一位同事核实后回复")
		s.Say("gaofeng", "会签")
		s.Expect("gaofeng", "您已经签过了")
		s.Say("hejie", "会签")
		s.Expect("hejie", "已会签", "系统内登记已恢复")

		s.Tap("wangfang", card, "确认登记")
		s.Expect("wangfang", "登记成功", "XF20261123-0001")
		s.VerifyLedger()
	})
}

// What was registered wrongly is corrected or voided by two people, and both stay visible.
func TestCorrectionAndVoid(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", visit)
		s.Say("wangfang", "更正 "+number+" 6人 原表漏记3人")
		s.Expect("wangfang", "序号 1", "核准之前登记不变")
		s.Expect("sunli", "更正 "+number+" 人数 3→6", "原表漏记3人", "核准 1")
		s.Say("lina", "核准 1")
		s.Expect("lina", "不在您的职责范围内")
		s.Say("sunli", "核准 1")
		s.Expect("wangfang", "已由 局长 孙立 核准")
		s.Say("zhouping", "不核准 1 不对")
		s.Expect("zhouping", "已经有结果")

		s.Say("wangfang", "作废 "+number)
		s.Expect("wangfang", "请直接回复理由", "不作任何改动")
		s.Do("wangfang", "作废 "+number+" 同一次来访重复录入")
		s.Expect("sunli", "作废登记审批", "同意作废 "+number)
		s.Say("sunli", "不同意作废 "+number)
		s.Expect("sunli", "请直接回复理由", "不作任何改动")
		s.Do("sunli", "同意作废 "+number)
		s.Expect("wangfang", number, "作废登记", "孙立")
		s.Say("wangfang", "更正 "+number+" 7人 又数了一遍")
		s.Expect("wangfang", "已经作废")

		s.Say("wangfang", "查 "+number)
		s.Expect("wangfang", "6人", number+" 已作废", "更正 "+number+" 人数 3→6（已核准：局长 孙立")
		s.Say("sunli", "统计 本周")
		s.Expect("sunli", "登记共 1件，其中作废 1件")
		s.VerifyLedger()
	})
}

// Something that no anchor shows, such as a clock that was wrong, is explained by the same two signatures; registering goes on.
func TestAnIncidentIsDeclared(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("hejie", "事故说明 上午服务器时钟快了十分钟")
		s.Expect("gaofeng", "时钟快了十分钟", "请另一岗位的一位同事核实后回复")
		s.Register("wangfang", visit)
		s.Say("gaofeng", "会签")
		s.Expect("hejie", "已会签")
		s.Say("hejie", "会签")
		s.Expect("hejie", "目前没有等待会签的台账异常")
		s.VerifyLedger()
	})
}
