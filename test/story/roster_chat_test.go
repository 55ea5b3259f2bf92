package story_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image/png"
	"strings"
	"testing"

	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/app"
	"petitiondesk/internal/sheet"
	"petitiondesk/internal/wecomsim"
	"petitiondesk/models/calendar"
	"petitiondesk/models/people"
	"petitiondesk/test/story"
)

func sendFile(t *testing.T, s *story.Story, who, name string, content []byte) {
	t.Helper()
	id, err := s.Demo.Sim.AddMedia("file", name, content)
	if err != nil {
		t.Fatal(err)
	}
	push(t, s, wxmsg.File{Header: wxmsg.Header{FromUserName: who}, MediaID: id, FileName: name})
}

// filled is a sheet of the 值班室 as an office prints it; each line is a day and a name.
func filled(t *testing.T, lines ...string) []byte {
	t.Helper()
	var duties []sheet.Line
	for _, line := range lines {
		day, name, _ := strings.Cut(line, " ")
		duties = append(duties, sheet.Line{Day: calendar.Day(day), Station: "县信访局值班室", Post: "值班员", Hours: "08:00–20:00", Person: name})
	}
	content, err := sheet.Month("值班表", duties, nil)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// sentFiles waits until the desk has no work in hand and reads the files that somebody was sent, by name.
func sentFiles(t *testing.T, s *story.Story, who string) map[string][]byte {
	t.Helper()
	s.Settle()
	files := map[string][]byte{}
	for _, b := range s.Demo.Sim.Chat(who) {
		if b.From != wecomsim.FromApp || b.Type != "file" {
			continue
		}
		content, err := s.Demo.Sim.MediaContent(b.Media.MediaID)
		if err != nil {
			t.Fatal(err)
		}
		files[b.Media.Name] = content
	}
	return files
}

// otherThan names a clerk of the 值班室 who is not on duty.
func otherThan(person string) (userID, name string) {
	if person == "xuqing" {
		return "gaofeng", "高峰"
	}
	return "xuqing", "徐青"
}

// A sheet sent in the chat is shown first, taken in by a tap, once, and taken back.
func TestARosterGoesInThroughTheChat(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		was := onDuty(t, s, "2026-12-03", "值班员").Slot.UserID
		next, name := otherThan(was)
		same := onDuty(t, s, "2026-12-10", "值班员").Slot.UserID

		sendFile(t, s, "madong", "12月值班表.xlsx", filled(t, "2026-12-03 "+name, "2026-12-10 "+same))
		s.Expect("madong", "已收到值班表「12月值班表.xlsx」", "正在读取", "不会写入")
		card := s.Expect("madong", "值班表预览", "还没有写入", "12月3日 值班员", "→ "+name, "[确认导入]", "[放弃]")
		if now := onDuty(t, s, "2026-12-03", "值班员").Slot.UserID; now != was {
			t.Fatalf("written before it was confirmed: %s", now)
		}
		if found := filesWith(t, s, "值班员", "xl/workbook.xml"); len(found) > 0 {
			t.Errorf("kept in the clear: %q", found)
		}
		push(t, s, click("xuqing", card.TaskID, story.Key(t, card, "确认导入")))
		s.Expect("xuqing", "不是发给您的")

		s.Tap("madong", card, "确认导入")
		s.Expect("madong", "已导入：补上0班，调整1班", "撤销导入")
		s.ExpectCard("madong", card.TaskID, "值班表已导入", "1班")
		s.Expect(was, "您不再承担这一班", "12月3日")
		s.Expect(next, "现安排您", "12月3日")
		s.TapKey("madong", card.TaskID, story.Key(t, card, "确认导入"))
		s.Expect("madong", "已经处理过", "没有再作改动")
		if now := onDuty(t, s, "2026-12-03", "值班员").Slot; now.UserID != next || now.Version != 2 {
			t.Errorf("on duty is %+v", now)
		}

		s.Say("madong", "撤销导入")
		undo := s.Expect("madong", "撤销最近一次导入", "12月值班表.xlsx", "导入人：马冬", "可恢复：1班", "[确认撤销]")
		s.Tap("madong", undo, "确认撤销")
		s.ExpectCard("madong", undo.TaskID, "导入已撤销", "1班")
		s.Expect(was, "现安排您", "12月3日")
		s.TapKey("madong", undo.TaskID, story.Key(t, undo, "确认撤销"))
		s.Expect("madong", "已经撤销过")
		s.Say("madong", "撤销导入")
		s.Expect("madong", "没有可以撤销的导入")
		s.VerifyLedger()
	})
}

// What was shown is what is taken in: when the roster was changed meanwhile, the preview comes again.
func TestARosterThatChangedIsShownAgain(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		was := onDuty(t, s, "2026-12-03", "值班员").Slot.UserID
		next, name := otherThan(was)
		sendFile(t, s, "madong", "值班表.xlsx", filled(t, "2026-12-03 "+name, "2026-12-04 无"))
		card := s.Expect("madong", "值班表预览", "→ "+name)
		between := map[bool]string{true: "刘洋", false: "马冬"}[was == "madong"]
		s.Say("madong", "调班 12月3日 值班员 "+between)
		s.Expect("madong", "已调整")

		s.Tap("madong", card, "确认导入")
		again := s.Expect("madong", "安排有变化", "没有写入", between+" → "+name, "[确认导入]")
		s.ExpectCard("madong", card.TaskID, "请看新的预览")
		s.TapKey("madong", card.TaskID, story.Key(t, card, "确认导入"))
		s.Settle()
		if now := onDuty(t, s, "2026-12-03", "值班员").Slot.UserID; now == next {
			t.Fatal("the older preview was taken in")
		}
		s.Tap("madong", again, "确认导入")
		s.Expect("madong", "已导入")
		if now := onDuty(t, s, "2026-12-03", "值班员").Slot.UserID; now != next {
			t.Errorf("on duty is %s", now)
		}

		sendFile(t, s, "madong", "值班表.xlsx", filled(t, "2026-12-03 "+between))
		dropped := s.Expect("madong", "值班表预览", "→ "+between)
		s.Tap("madong", dropped, "放弃")
		s.Expect("madong", "已放弃", "没有写入")
		s.TapKey("madong", dropped.TaskID, story.Key(t, dropped, "确认导入"))
		s.Expect("madong", "已经处理过")
		sendFile(t, s, "madong", "值班表.xlsx", filled(t, "2026-12-03 "+name))
		s.Expect("madong", "与现在的安排一致（1班）")

		// What nobody confirms is erased a day later.
		sendFile(t, s, "madong", "值班表.xlsx", filled(t, "2026-12-03 "+between))
		late := s.Expect("madong", "值班表预览")
		s.MoveTo("2026-11-24", "09:30")
		s.Settle()
		s.Tap("madong", late, "确认导入")
		s.Expect("madong", "超过一天已删除")
		s.VerifyLedger()
	})
}

// Every fault is told with its cell; of many, the first in the message and all of them in a file. Nothing is written.
func TestFaultsOfARosterAreToldByCell(t *testing.T) {
	twin := people.Person{}
	story.OnEveryWith(t, func(settings *app.DemoSettings) {
		for _, p := range settings.County.People {
			if p.UserID == "xuqing" {
				twin = p
			}
		}
		twin.UserID, twin.Roles = "xuqing2", nil
		settings.County.People = append(settings.County.People, twin)
	}, func(t *testing.T, s *story.Story) {
		s.Settle()
		sendFile(t, s, "madong", "表.xlsx", filled(t, "2026-12-03 徐青", "2026-12-04 某人", "2026-11-02 马冬", "2026-12-05 高峰", "2026-12-05 高峰"))
		told := s.Expect("madong", "处需要修改，什么也没有写入", "请改好后把文件重新发来")
		for _, want := range []string{"G3：叫「徐青」的有2人，请改写账号：xuqing、xuqing2", "G4：人员名册里没有「某人」", "G5：11月2日", "已经过去", "G7：与G6重复"} {
			if !strings.Contains(told.Text, want) {
				t.Errorf("not told %q:\n%s", want, told.Text)
			}
		}
		var many []string
		for i := range 40 {
			many = append(many, fmt.Sprintf("2026-12-03 无此人%d", i))
		}
		sendFile(t, s, "madong", "很多.xlsx", filled(t, many...))
		s.Expect("madong", "有40处需要修改", "G3：", "另有28处，全部见随后的核对清单")
		list := sentFiles(t, s, "madong")["核对清单.xlsx"]
		if !bytes.HasPrefix(list, []byte("PK")) {
			t.Fatalf("the list is %q", list)
		}
		if texts := textsOf(t, list); !strings.Contains(texts, "人员名册里没有「无此人39」") || !strings.Contains(texts, "G42") {
			t.Errorf("the list holds %s", texts)
		}
		s.Say("madong", "撤销导入")
		s.Expect("madong", "没有可以撤销的导入")
		s.VerifyLedger()
	})
}

// Rosters with faults wait for nobody's word, and of many good ones the oldest makes room: nobody is locked out.
func TestManyRostersLockNobodyOut(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		for i := range 11 {
			name := fmt.Sprintf("错%d.xlsx", i)
			sendFile(t, s, "madong", name, filled(t, "2026-12-03 某人"))
			s.Expect("madong", "值班表「"+name+"」有1处需要修改")
		}
		_, name := otherThan(onDuty(t, s, "2026-12-03", "值班员").Slot.UserID)
		var first wecomsim.Bubble
		for i := range 11 {
			sendFile(t, s, "madong", "值班表.xlsx", filled(t, "2026-12-03 "+name))
			card := s.Expect("madong", "值班表预览", "→ "+name)
			if i == 0 {
				first = card
			}
		}
		s.Tap("madong", first, "确认导入")
		s.Expect("madong", "被后来发的替换")
	})
}

// What taking an import back would do is done as it was shown, or shown again.
func TestAnUndoThatChangedIsShownAgain(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		third, fourth := onDuty(t, s, "2026-12-03", "值班员").Slot.UserID, onDuty(t, s, "2026-12-04", "值班员").Slot.UserID
		names := map[string]string{}
		for _, id := range []string{"madong", "xuqing", "liuyang", "gaofeng"} {
			person, err := s.Demo.App.Desk.Staff(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			names[id] = person.Name
		}
		sendFile(t, s, "madong", "值班表.xlsx", filled(t, "2026-12-03 "+names[fourth], "2026-12-04 "+names[third]))
		s.Tap("madong", s.Expect("madong", "值班表预览"), "确认导入")
		s.Expect("madong", "已导入：补上0班，调整2班")
		s.Say("madong", "撤销导入")
		undo := s.Expect("madong", "撤销最近一次导入", "可恢复：2班")
		for id, name := range names {
			if id != third && id != fourth {
				s.Say("madong", "调班 12月4日 值班员 "+name)
				s.Expect("madong", "已调整")
				break
			}
		}
		s.Tap("madong", undo, "确认撤销")
		s.ExpectCard("madong", undo.TaskID, "安排有变化，没有撤销")
		again := s.Expect("madong", "上次查看后安排有变化", "可恢复：1班", "保持不变：1班")
		if now := onDuty(t, s, "2026-12-03", "值班员").Slot.UserID; now != fourth {
			t.Errorf("undone unseen: %s", now)
		}
		s.Tap("madong", again, "确认撤销")
		s.ExpectCard("madong", again.TaskID, "导入已撤销")
		if now := onDuty(t, s, "2026-12-03", "值班员").Slot.UserID; now != third {
			t.Errorf("not undone: %s", now)
		}
		s.VerifyLedger()
	})
}

// textsOf is everything that is written in a workbook.
func textsOf(t *testing.T, content []byte) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, name := range []string{"xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"} {
		part, err := archive.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := all.ReadFrom(part); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// bomb is a small file that unpacks to something huge.
func bomb(t *testing.T) []byte {
	t.Helper()
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		part, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		zeroes := make([]byte, 1<<20)
		for range 80 {
			if _, err := part.Write(zeroes); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// Files that are no roster, or are made to do harm, are answered with a sentence; the desk goes on.
func TestHostileRostersAreAnswered(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		good := filled(t, "2026-12-03 马冬")
		for name, content := range map[string][]byte{"炸弹.xlsx": bomb(t), "文字.xlsx": []byte("日期,岗位,值班人"), "截断.xlsx": good[:len(good)/2]} {
			sendFile(t, s, "madong", name, content)
			s.Expect("madong", "值班表「"+name+"」没有导入", "不是可以读取的 .xlsx 表格", "值班模板")
		}
		sendFile(t, s, "madong", "太大.xlsx", bytes.Repeat([]byte("x"), 5<<20))
		s.Expect("madong", "您发来的值班表超过4MB", "没有保留")
		sendFile(t, s, "madong", "旧的.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
		s.Expect("madong", "只能读取 .xlsx 格式的值班表", "另存为 .xlsx")
		push(t, s, wxmsg.File{Header: wxmsg.Header{FromUserName: "madong"}, MediaID: "no-such-media", FileName: "没有.xlsx"})
		s.Expect("madong", "您发来的值班表没有取到", "请重新发送")
		sendFile(t, s, "madong", "通知.xlsx", filled(t))
		s.Expect("madong", "一致（0班）")

		// For those who do not edit the roster a sheet is a file like any other.
		sendFile(t, s, "wangfang", "名单.xlsx", good)
		s.Expect("wangfang", "已收到文件", "先为您保留10分钟")
		s.Say("wangfang", "撤销导入")
		s.Expect("wangfang", "不在您的职责范围内")
		s.VerifyLedger()
	})
}

// While a report is under way a sheet belongs to it, whoever sends it.
func TestASheetSentWithAReportStaysWithIt(t *testing.T) {
	story.OnEveryWith(t, func(settings *app.DemoSettings) {
		for i, p := range settings.County.People {
			if p.UserID == "madong" {
				settings.County.People[i].Roles = append(p.Roles, people.Clerk)
			}
		}
	}, func(t *testing.T, s *story.Story) {
		s.Say("madong", "来访 张某 3人 城关镇 反映拖欠工资 请求支付")
		s.Expect("madong", "联系电话")
		sendFile(t, s, "madong", "工资表.xlsx", filled(t, "2026-12-03 马冬"))
		s.Expect("madong", "已收到文件", "归入这份登记")
		s.Say("madong", "13900000000")
		card := s.Expect("madong", "请核对来访登记", "文件1")
		s.Tap("madong", card, "确认登记")
		s.Expect("madong", "登记成功")

		// A roster that was sent just before a report is not taken for its material.
		sendFile(t, s, "madong", "值班表.xlsx", filled(t, "2026-12-03 高峰"))
		s.Expect("madong", "已收到值班表")
		s.Say("madong", "来访 李某 13900000001 2人 城关镇 反映道路损坏 请求维修")
		if told := s.Expect("madong", "请核对来访登记"); strings.Contains(story.Words(told), "附件") {
			t.Errorf("a roster became material: %s", story.Words(told))
		}
	})
}

// The template comes filled for the next month; filled in, it goes back in. The month comes as a sheet and as pictures.
func TestTheRosterGoesOutThroughTheChat(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		s.Say("madong", "值班模板")
		s.Expect("madong", "模板随后发出", "先给您看预览")
		template := sentFiles(t, s, "madong")["值班表模板（2026年12月）.xlsx"]
		rows, faults, err := sheet.Read(template, []string{"接访领导", "部门接访", "值班员"}, s.Today)
		if err != nil || len(rows)+len(faults) > 0 {
			t.Errorf("the template names %v, %v, %v", rows, faults, err)
		}
		if texts := textsOf(t, template); !strings.Contains(texts, "县信访局值班室") || !strings.Contains(texts, "2026-12-31") || !strings.Contains(texts, "现为") {
			t.Error("the template is not filled")
		}
		s.Say("wangfang", "值班模板")
		s.Expect("wangfang", "不在您的职责范围内")

		s.Say("wangfang", "值班表 12月")
		s.Expect("wangfang", "2026年12月值班表随后发出")
		s.Say("wangfang", "值班表 下月 县信访局值班室")
		s.Expect("wangfang", "县信访局值班室2026年12月值班表随后发出")
		files := sentFiles(t, s, "wangfang")
		printed, ok := files["县信访局值班室2026年12月值班表.xlsx"]
		if rows, faults, err := sheet.Read(printed, []string{"值班员"}, s.Today); !ok || err != nil || len(faults) > 0 || len(rows) != 31 {
			t.Errorf("printed: %d rows, %v, %v", len(rows), faults, err)
		}
		if all := textsOf(t, files["2026年12月值班表.xlsx"]); !strings.Contains(all, "部门接访") {
			t.Error("the sheet of all stations lacks a post")
		}

		s.Say("wangfang", "值班图 12月")
		s.Expect("wangfang", "2026年12月的值班图随后发出，共3张")
		pictures := s.Pictures("wangfang")
		if len(pictures) != 3 {
			t.Fatalf("%d pictures", len(pictures))
		}
		content, err := s.Demo.Sim.MediaContent(pictures[0].Media.MediaID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := png.Decode(bytes.NewReader(content)); err != nil {
			t.Error(err)
		}
		s.Say("wangfang", "值班图")
		s.Expect("wangfang", "2026年11月的值班图随后发出")
		s.Say("wangfang", "值班图 12月3日")
		s.Expect("wangfang", "请写明月份")
		s.Say("wangfang", "值班表 2029年1月")
		s.Expect("wangfang", "只能查前后400天")
		s.VerifyLedger()
	})
}
