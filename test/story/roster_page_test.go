package story_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"

	"petitiondesk/internal/app"
	"petitiondesk/internal/sheet"
	"petitiondesk/models/people"
	"petitiondesk/test/story"
)

var (
	rosterURL  = regexp.MustCompile(`(https?://[^/\s]+)(/roster/\S+)`)
	rosterForm = regexp.MustCompile(`action="([^"]+)"[^>]*>\s*<input type="hidden" name="form" value="([^"]+)"`)
)

// rosterPage asks for the page's address in the chat and opens it.
func rosterPage(s *story.Story, who string) (b browser, path, page string) {
	s.Helper()
	s.Say(who, "值班导入")
	told := s.Expect(who, "值班导入", "30分钟内有效", "/roster/")
	link := rosterURL.FindStringSubmatch(told.Text)
	b = browser{s, link[1]}
	code, page := b.open(link[0])
	b.wants(code, page, http.StatusOK, "下载模板", "上传并核对", "2026年12月", "县信访局值班室")
	return b, link[2], page
}

// upload sends files as the page's form does.
func (b browser) upload(path, form string, files ...[2]string) (int, string) {
	b.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if err := w.WriteField("form", form); err != nil {
		b.Fatal(err)
	}
	for _, file := range files {
		part, err := w.CreateFormFile("file", file[0])
		if err == nil {
			_, err = part.Write([]byte(file[1]))
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.base+path, &body)
	if err == nil {
		request.Header.Set("Content-Type", w.FormDataContentType())
	}
	return b.answer(request, err)
}

// formOf is the seal of the page's form whose address ends so, and that address.
func formOf(t *testing.T, page, ending string) (path, seal string) {
	t.Helper()
	for _, form := range rosterForm.FindAllStringSubmatch(page, -1) {
		if strings.HasSuffix(form[1], ending) {
			return form[1], form[2]
		}
	}
	t.Fatalf("no form to %q in\n%s", ending, page)
	return "", ""
}

// A roster goes in through the page: shown first, taken in once however often the form is sent, told in the chat, taken back.
func TestARosterGoesInThroughThePage(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		was := onDuty(t, s, "2026-12-04", "值班员").Slot.UserID
		next, name := otherThan(was)
		same := onDuty(t, s, "2026-12-11", "值班员").Slot.UserID
		content := string(filled(t, "2026-12-04 "+name, "2026-12-11 "+same))

		b, path, page := rosterPage(s, "madong")
		_, seal := formOf(t, page, path)
		for range 2 {
			code, page := b.upload(path, seal, [2]string{"12月值班表.xlsx", content})
			b.wants(code, page, http.StatusOK, "还没有写入", "<b>1</b>调整", "<b>1</b>不变", "12月4日", name, "确认导入")
		}
		code, page := b.open(b.base + path)
		b.wants(code, page, http.StatusOK, "「12月值班表.xlsx」还没有确认")
		sheetPath := regexp.MustCompile(`/roster/[^"]+/sheets/\d+`).FindString(page)
		if now := onDuty(t, s, "2026-12-04", "值班员").Slot.UserID; now != was {
			t.Fatalf("written before it was confirmed: %s", now)
		}
		if found := filesWith(t, s, "值班员", "xl/workbook.xml"); len(found) > 0 {
			t.Errorf("kept in the clear: %q", found)
		}

		_, page = b.open(b.base + sheetPath)
		take, seal := formOf(t, page, "/take")
		var sent sync.WaitGroup
		for range 3 {
			sent.Go(func() {
				if code, page := b.send(take, "form", seal); code != http.StatusOK || !strings.Contains(page, "已导入1班") {
					t.Errorf("%d:\n%s", code, page)
				}
			})
		}
		sent.Wait()
		s.Expect("madong", "您已在网页上导入值班表「12月值班表.xlsx」", "调整1班", "撤销导入")
		s.Expect(was, "您不再承担这一班", "12月4日")
		s.Expect(next, "现安排您", "12月4日")
		if now := onDuty(t, s, "2026-12-04", "值班员").Slot; now.UserID != next || now.Version != 2 {
			t.Errorf("on duty is %+v", now)
		}

		code, page = b.send(take, "form", seal)
		b.wants(code, page, http.StatusOK, "已导入1班", "导入人", "马冬", "恢复1班", "撤销这次导入")
		undo, seal := formOf(t, page, "/undo")
		code, page = b.send(undo, "form", seal)
		b.wants(code, page, http.StatusOK, "撤销，恢复了原来的安排")
		s.Expect("madong", "您已在网页上撤销导入「12月值班表.xlsx」", "恢复1班")
		s.Expect(was, "现安排您", "12月4日")
		code, page = b.send(undo, "form", seal)
		b.wants(code, page, http.StatusConflict, "已经撤销过")
		s.Say("madong", "撤销导入")
		s.Expect("madong", "没有可以撤销的导入")
		if log := s.Log(); strings.Contains(log, path) {
			t.Error("the log holds the address")
		}
		s.VerifyLedger()
	})
}

// What was shown is what is taken in; a later upload takes the place of the one before; what is given up is gone.
func TestThePageShowsAgainWhatChanged(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		was := onDuty(t, s, "2026-12-03", "值班员").Slot.UserID
		next, name := otherThan(was)
		b, path, page := rosterPage(s, "madong")
		_, seal := formOf(t, page, path)
		_, first := b.upload(path, seal, [2]string{"旧的.xlsx", string(filled(t, "2026-12-04 高峰"))})
		_, page = b.upload(path, seal, [2]string{"新的.xlsx", string(filled(t, "2026-12-03 "+name))})
		take, seal := formOf(t, first, "/take")
		code, answer := b.send(take, "form", seal)
		b.wants(code, answer, http.StatusConflict, "已被后来上传的代替", "「新的.xlsx」还没有确认")

		between := map[bool]string{true: "刘洋", false: "马冬"}[was == "madong"]
		s.Say("madong", "调班 12月3日 值班员 "+between)
		s.Expect("madong", "已调整")
		take, seal = formOf(t, page, "/take")
		code, page = b.send(take, "form", seal)
		b.wants(code, page, http.StatusConflict, "安排有变化，没有写入", between, "确认导入")
		if now := onDuty(t, s, "2026-12-03", "值班员").Slot.UserID; now == next {
			t.Fatal("what nobody was shown was taken in")
		}
		drop, seal := formOf(t, page, "/drop")
		code, page = b.send(drop, "form", seal)
		b.wants(code, page, http.StatusOK, "下载模板")
		if strings.Contains(page, "还没有确认") {
			t.Error("what was given up still waits")
		}
		_, seal = formOf(t, page, path)
		_, page = b.upload(path, seal, [2]string{"表.xlsx", string(filled(t, "2026-12-03 "+name))})
		take, seal = formOf(t, page, "/take")
		code, page = b.send(take, "form", seal)
		b.wants(code, page, http.StatusOK, "已导入1班")
		if now := onDuty(t, s, "2026-12-03", "值班员").Slot.UserID; now != next {
			t.Errorf("on duty is %s", now)
		}
		undo, seal := formOf(t, page, "/undo")
		s.Say("madong", "调班 12月3日 值班员 "+between)
		s.Expect("madong", "已调整")
		code, page = b.send(undo, "form", seal)
		b.wants(code, page, http.StatusConflict, "后来有变化，没有撤销", "另有调整，不能再撤销")
		s.VerifyLedger()
	})
}

// Conflicts stand with their rows, faults with their cells; there is nothing to confirm.
func TestThePageShowsFaultsByCell(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		b, path, page := rosterPage(s, "madong")
		_, seal := formOf(t, page, path)
		was := onDuty(t, s, "2026-12-03", "值班员").Slot.UserID
		_, name := otherThan(was)
		s.Say("madong", "请假 "+name+" 12月3日")
		s.Expect("madong", name)
		code, page := b.upload(path, seal, [2]string{"表.xlsx", string(filled(t, "2026-12-03 "+name, "2026-12-04 某人", "2026-11-02 马冬"))})
		b.wants(code, page, http.StatusOK, "什么也没有写入", "G4", "人员名册里没有「某人」", "G5", "已经过去", "冲突", "G3", "改好后重新上传")
		if strings.Contains(page, "确认导入") {
			t.Error("a faulty sheet can be confirmed")
		}
		s.VerifyLedger()
	})
}

// Sheets come from the page: the template to fill in, and the month as it stands.
func TestThePageGivesSheets(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Settle()
		b, path, _ := rosterPage(s, "madong")
		code, template := b.open(b.base + path + "/template.xlsx?month=2026-12&station=office")
		if texts := textsOf(t, []byte(template)); code != http.StatusOK || !strings.Contains(texts, "现为") || strings.Contains(texts, "部门接访 ") {
			t.Errorf("%d, the template is not filled", code)
		}
		code, month := b.open(b.base + path + "/month.xlsx?month=2026-11&station=")
		rows, faults, err := sheet.Read([]byte(month), []string{"接访领导", "部门接访", "值班员"}, s.Today)
		if code != http.StatusOK || err != nil || len(faults) > 0 || len(rows) < 10 {
			t.Errorf("%d: %d rows, %v, %v", code, len(rows), faults, err)
		}
		for _, asked := range []string{"month=2029-01&station=", "month=&station=", "month=2026-12&station=nowhere"} {
			if code, page := b.open(b.base + path + "/template.xlsx?" + asked); code != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d\n%s", asked, code, page)
			}
		}
	})
}

// Whatever comes to the page that should not is answered with a plain sentence, and changes nothing.
func TestHostileUploadsToThePage(t *testing.T) {
	story.OnEveryWith(t, func(settings *app.DemoSettings) {
		for i, p := range settings.County.People {
			if p.UserID == "xuqing" {
				settings.County.People[i].Roles = []people.Role{people.DutyOffice}
			}
		}
	}, func(t *testing.T, s *story.Story) {
		s.Settle()
		s.Say("wangfang", "值班导入")
		s.Expect("wangfang", "不在您的职责范围内")
		b, path, page := rosterPage(s, "madong")
		_, seal := formOf(t, page, path)
		_, name := otherThan(onDuty(t, s, "2026-12-03", "值班员").Slot.UserID)
		good := filled(t, "2026-12-03 "+name)
		for name, content := range map[string]string{"炸弹.xlsx": string(bomb(t)), "文字.xlsx": "日期,岗位,值班人", "截断.xlsx": string(good[:len(good)/2])} {
			code, page := b.upload(path, seal, [2]string{name, content})
			b.wants(code, page, http.StatusUnprocessableEntity, "不是可以读取的 .xlsx 表格")
		}
		code, page := b.upload(path, seal, [2]string{"旧的.xls", "\xd0\xcf\x11\xe0"})
		b.wants(code, page, http.StatusUnprocessableEntity, "另存为 .xlsx 后再上传")
		code, page = b.upload(path, seal, [2]string{"太大.xlsx", strings.Repeat("x", 5<<20)})
		b.wants(code, page, http.StatusRequestEntityTooLarge, "文件超过4MB，没有上传")
		code, page = b.upload(path, seal)
		b.wants(code, page, http.StatusUnprocessableEntity, "没有选择文件")
		code, page = b.upload(path, seal, [2]string{"一.xlsx", string(good)}, [2]string{"二.xlsx", string(good)})
		b.wants(code, page, http.StatusUnprocessableEntity, "一次只能上传一个文件")
		code, page = b.upload(path, "made.up", [2]string{"表.xlsx", string(good)})
		b.wants(code, page, http.StatusUnprocessableEntity, "页面已失效，没有上传")
		code, page = b.send(path, "form", seal)
		b.wants(code, page, http.StatusBadRequest, "没有传完整")
		code, page = b.open(b.base + path[:len(path)-2] + "AA")
		b.wants(code, page, http.StatusNotFound, "这个地址已经失效", "值班导入")

		// What one has uploaded is nobody else's, and his forms fit no other's page.
		_, page = b.upload(path, seal, [2]string{"表.xlsx", string(good)})
		take, taking := formOf(t, page, "/take")
		_, other, otherPage := rosterPage(s, "xuqing")
		stolen := other + strings.TrimPrefix(take, path)
		code, page = b.send(stolen, "form", taking)
		b.wants(code, page, http.StatusForbidden, "不是您上传的")
		code, page = b.open(b.base + strings.TrimSuffix(stolen, "/take"))
		b.wants(code, page, http.StatusForbidden, "不是您上传的")
		code, page = b.upload(other, seal, [2]string{"表.xlsx", string(good)})
		b.wants(code, page, http.StatusUnprocessableEntity, "页面已失效")

		// Who has lost the right meanwhile takes nothing in.
		_, seal = formOf(t, otherPage, other)
		_, page = b.upload(other, seal, [2]string{"表.xlsx", string(good)})
		otherTake, otherTaking := formOf(t, page, "/take")
		s.Say("luwen", "收回 徐青 值班室")
		s.Tap("luwen", s.Expect("luwen", "徐青", "[确认调整]"), "确认调整")
		s.Expect("xuqing", "职责已停用")
		code, page = b.send(otherTake, "form", otherTaking)
		b.wants(code, page, http.StatusForbidden, "职责")

		s.MoveTo("2026-11-23", "09:31")
		code, page = b.send(take, "form", taking)
		b.wants(code, page, http.StatusNotFound, "这个地址已经失效")
		if now := onDuty(t, s, "2026-12-03", "值班员").Slot; now.Version != 1 {
			t.Errorf("on duty is %+v", now)
		}
		// The upload waits a day: a new address leads to it.
		b, _, page = rosterPage(s, "madong")
		b.wants(http.StatusOK, page, http.StatusOK, "「表.xlsx」还没有确认")
		s.MoveTo("2026-11-24", "09:40")
		s.Settle()
		_, _, page = rosterPage(s, "madong")
		if strings.Contains(page, "还没有确认") {
			t.Error("it is kept for longer than a day")
		}
		s.VerifyLedger()
	})
}
