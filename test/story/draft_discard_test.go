package story_test

import (
	"io/fs"
	"path/filepath"
	"testing"

	"petitiondesk/test/story"
)

// contentsKept counts the contents of attachments that are kept.
func contentsKept(t *testing.T, s *story.Story) int {
	t.Helper()
	s.Settle()
	kept := 0
	err := filepath.WalkDir(s.Files, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && filepath.Ext(entry.Name()) != ".attrs" {
			kept++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// What was sent with a report that is given up is erased a day later, and whoever gives it up is told; taking the report back keeps
// all of it.
func TestAttachmentsOfADiscardedReport(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访 张某 3人 城关镇 反映拖欠工资 请求支付")
		s.Expect("wangfang", "联系电话")
		sendPicture(t, s, "wangfang", shot(t))
		s.Expect("wangfang", "照片1")
		sendPicture(t, s, "wangfang", shot(t))
		s.Expect("wangfang", "照片2")
		if kept := contentsKept(t, s); kept != 2 {
			t.Fatalf("%d contents are kept", kept)
		}
		s.Say("wangfang", "取消")
		s.Expect("wangfang", "已取消张*的来访登记", "「找回」", "照片2保留到11月24日 09:00", "届时删除")
		s.Say("wangfang", "找回")
		s.Expect("wangfang", "已记录：张*", "联系电话")
		s.Say("wangfang", "找回")
		s.Expect("wangfang", "没有可以找回的登记")
		s.MoveTo("2026-11-24", "08:59")
		s.Say("wangfang", "继续")
		s.Expect("wangfang", "联系电话")
		s.MoveTo("2026-11-24", "09:30")
		if kept := contentsKept(t, s); kept != 2 {
			t.Errorf("%d contents are kept of a report that was taken back", kept)
		}
		s.Say("wangfang", "取消")
		s.Expect("wangfang", "已取消张*的来访登记", "照片2保留到11月25日 09:30")
		s.MoveTo("2026-11-25", "09:29")
		if kept := contentsKept(t, s); kept != 2 {
			t.Errorf("%d contents are kept before the day is over", kept)
		}
		s.MoveTo("2026-11-25", "09:31")
		if kept := contentsKept(t, s); kept != 0 {
			t.Errorf("%d contents are kept of a report that was given up a day ago", kept)
		}
		var keys int
		if err := s.DB().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM data_keys WHERE draft_id < 0 AND destroyed_at IS NULL").Scan(&keys); err != nil || keys != 0 {
			t.Errorf("%d keys of attachments are left, %v", keys, err)
		}
		s.Say("wangfang", "找回")
		s.Expect("wangfang", "没有可以找回的登记")
		s.VerifyLedger()
	})
}

// A report begun without a word passes what was just sent with it on to the words that begin next; what is older stays with it.
func TestPicturesBeforeTheFirstWord(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", "来访")
		s.Expect("wangfang", "还需要补充")
		sendPicture(t, s, "wangfang", shot(t))
		s.Expect("wangfang", "归入这份登记", "照片1")
		s.Say("wangfang", "来访 张某 13900000000 3人 城关镇 反映拖欠工资 请求支付")
		s.Expect("wangfang", "请核对来访登记", "附件：照片1")
		s.Say("wangfang", "来信")
		s.Expect("wangfang", "还需要补充")
		sendPicture(t, s, "wangfang", shot(t))
		s.Expect("wangfang", "归入这份登记", "照片1")
		s.MoveTo("2026-11-23", "09:20")
		s.Say("wangfang", "来访 李某 13900000001 1人 柳河镇 反映路灯不亮 请求修复")
		s.Expect("wangfang", "请核对来访登记", "李*", "上一份未完成的登记已暂存")
		s.Say("wangfang", "继续 2")
		s.Expect("wangfang", "还需要补充")
		s.Say("wangfang", "进度")
		s.Expect("wangfang", "来信登记的进度", "附件：照片1")
		s.Say("wangfang", "取消")
		s.Expect("wangfang", "已取消这份登记", "照片1保留到")
	})
}
