package story_test

import (
	"image/png"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"petitiondesk/test/story"
)

var (
	printedURL  = regexp.MustCompile(`(https?://[^/\s]+)/receipt/\S+`)
	printedCode = regexp.MustCompile(`[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}`)
	formField   = regexp.MustCompile(`name="form" value="([A-Z2-7]+)"`)
)

// browser is an old phone: it follows forms and knows no script.
type browser struct {
	*story.Story
	base string
}

func (b browser) open(url string) (int, string) {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, http.NoBody)
	return b.answer(request, err)
}

func (b browser) send(path string, fields ...string) (int, string) {
	b.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.base+path, strings.NewReader(form.Encode()))
	if err == nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return b.answer(request, err)
}

func (b browser) answer(request *http.Request, err error) (int, string) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	if response.Header.Get("Set-Cookie") != "" || strings.Contains(string(page), "<script") {
		b.Errorf("%s needs more than an old phone has", request.URL)
	}
	return response.StatusCode, string(page)
}

// wants fails unless the page has that status and shows every fragment.
func (b browser) wants(code int, page string, wantCode int, fragments ...string) {
	b.Helper()
	for _, fragment := range fragments {
		if !strings.Contains(page, fragment) {
			b.Errorf("the page does not show %q:\n%s", fragment, page)
		}
	}
	if code != wantCode {
		b.Fatalf("status %d, want %d:\n%s", code, wantCode, page)
	}
}

// registered is a visit with its printed receipt.
func registered(s *story.Story) (b browser, number, code string) {
	s.Helper()
	s.Say("wangfang", visit)
	card := s.Expect("wangfang", "请核对来访登记")
	s.Tap("wangfang", card, "确认登记")
	told := s.Expect("wangfang", "登记成功", "回执", "/receipt/")
	if printedCode.MatchString(told.Text) {
		s.Errorf("the chat keeps the query code: %s", told.Text)
	}
	return printed(s, told.Text)
}

func printed(s *story.Story, told string) (b browser, number, code string) {
	s.Helper()
	found := printedURL.FindStringSubmatch(told)
	if found == nil {
		s.Fatalf("no link to print in %q", told)
	}
	b, number = browser{s, found[1]}, story.Number(s.T, told)
	status, page := b.open(found[0])
	b.wants(status, page, http.StatusOK, "信访事项登记回执", number, "《信访工作条例》第二十二条", "个人信息处理者", "data:image/png;base64,", b.base+"/q?n="+number)
	return b, number, printedCode.FindString(page)
}

func TestReceiptIsAPictureAndAPage(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		b, number, _ := registered(s)
		pictures := s.Pictures("wangfang")
		if len(pictures) != 1 || pictures[0].Media.Name != number+".png" {
			t.Fatalf("pictures: %+v", pictures)
		}
		request, err := http.NewRequestWithContext(s.Context(), http.MethodGet, b.base+pictures[0].Media.URL, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if picture, err := png.Decode(response.Body); err != nil || picture.Bounds().Dx() != 750 {
			t.Errorf("the picture cannot be seen: %v", err)
		}
		s.VerifyLedger()
	})
}

func TestHolderOfAReceiptAsksWhereThePetitionStands(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		b, number, code := registered(s)
		status, page := b.open(b.base + "/q?n=" + number)
		b.wants(status, page, http.StatusOK, `value="`+number+`"`, `<html lang="zh-CN">`, "查询码")
		status, page = b.send("/q", "n", strings.ToLower(number), "c", strings.ToLower(strings.ReplaceAll(code, "-", " ")))
		b.wants(status, page, http.StatusOK, number, "已经登记", "最迟2026年12月8日", "第二十二条", "尚未公布", "补充反映")
		for _, personal := range []string{"张", "139", "拖欠工资", "请求支付", "城关", "wangfang"} {
			if strings.Contains(page, personal) {
				t.Errorf("the public page shows %q", personal)
			}
		}
		if strings.Contains(page, "请您评价") {
			t.Error("asked for a rating before there is an answer")
		}

		// Whatever is wrong, the answer is the same.
		_, miss := b.send("/q", "n", number, "c", "2222-2222-2222")
		for _, wrong := range [][2]string{{"XF20261123-0999", code}, {"XF20261123-0999", ""}, {number, ""}, {"'--", code}, {"", ""}, {number, code + "2"}} {
			status, page := b.send("/q", "n", wrong[0], "c", wrong[1])
			if status != http.StatusNotFound || page != miss {
				t.Errorf("%q is told apart: %d\n%s", wrong, status, page)
			}
		}
		s.VerifyLedger()
	})
}

func TestALostReceiptIsGivenOutAnew(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		b, number, lost := registered(s)
		s.Say("lina", "回执 "+number)
		s.Expect("lina", "不在您的职责范围内")
		s.Say("wangfang", "回执 0001")
		told := s.Expect("wangfang", number+" 的回执已补发", "原查询码即刻失效")
		_, _, code := printed(s, told.Text)
		if code == lost || len(s.Pictures("wangfang")) != 2 {
			t.Fatalf("code %s after %s, pictures %d", code, lost, len(s.Pictures("wangfang")))
		}
		status, page := b.send("/q", "n", number, "c", lost)
		b.wants(status, page, http.StatusNotFound, "没有找到")
		status, page = b.send("/q", "n", number, "c", code)
		b.wants(status, page, http.StatusOK, "已经登记")
		s.VerifyLedger()
	})
}

// The answer does not help: the petitioner says so on the page, and the case begins anew with its own receipt.
func TestNotSolvedBecomesASubmission(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		b, number, code := registered(s)
		s.Do("wangfang", "直接答复 "+number+" 已向来访人说明政策")
		s.Expect("wangfang", "已直接答复")
		status, page := b.send("/q/rate", "n", number, "c", code, "office", "satisfied")
		b.wants(status, page, http.StatusUnprocessableEntity, "各选一项")
		status, page = b.send("/q/rate", "n", number, "c", code, "office", "satisfied", "unit", "dissatisfied")
		b.wants(status, page, http.StatusOK, "评价已记录", "对信访部门满意，对责任单位不满意")
		status, page = b.send("/q/rate", "n", number, "c", "2222-2222-2222", "office", "satisfied", "unit", "satisfied")
		b.wants(status, page, http.StatusNotFound, "没有找到")

		_, page = b.send("/q", "n", number, "c", code)
		form := formField.FindStringSubmatch(page)[1]
		status, page = b.send("/q/reply", "n", number, "c", code, "form", form, "text", strings.Repeat("长", 1001))
		b.wants(status, page, http.StatusUnprocessableEntity, "不超过1000字", strings.Repeat("长", 1001))
		status, page = b.send("/q/reply", "n", number, "c", code, "form", form, "text", "工资仍未支付，电话13900000000")
		b.wants(status, page, http.StatusOK, "XF20261123-0002", "事项重新办理", "与 "+number+" 一并办理")
		again := printedCode.FindString(page)
		status, page = b.send("/q/reply", "n", number, "c", code, "form", form, "text", "工资仍未支付，电话13900000000")
		b.wants(status, page, http.StatusOK, "XF20261123-0002", again)
		if strings.Contains(page, "XF20261123-0003") {
			t.Error("sent twice, registered twice")
		}
		s.Expect("wangfang", number+" 尚未解决", "XF20261123-0002", "139****0000", "转送 "+number)
		status, page = b.send("/q", "n", "XF20261123-0002", "c", again)
		b.wants(status, page, http.StatusOK, "与 "+number+" 一并办理", "已经登记")

		// While it is being handled, a further word joins the case and its units learn of it.
		s.Do("wangfang", "转送 "+number+" 人社局")
		s.Expect("lina", "签收 "+number)
		_, page = b.send("/q", "n", number, "c", code)
		status, page = b.send("/q/reply", "n", number, "c", code, "form", formField.FindStringSubmatch(page)[1], "text", "又欠一个月")
		b.wants(status, page, http.StatusOK, "XF20261123-0003", "承办单位会收到通知")
		told := s.Expect("lina", "XF20261123-0003", "内容由信访部门核对后转告", "继续办理")
		if strings.Contains(told.Text, "又欠") {
			t.Errorf("the unit reads what may be about itself: %s", told.Text)
		}
		s.Expect("wangfang", "XF20261123-0003", "又欠一个月", "转告承办单位")
		s.Say("wangfang", "查 "+number)
		s.Expect("wangfang", number, "反映次数：3次", "张*")
		s.VerifyLedger()
	})
}

// Guessing is slowed down by number, but its holder is never locked out.
func TestGuessingIsSlowedDown(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		b, number, code := registered(s)
		for range 20 {
			status, page := b.send("/q", "n", number, "c", "2222-2222-2222")
			b.wants(status, page, http.StatusNotFound)
		}
		status, page := b.send("/q", "n", number, "c", "2222-2222-2222")
		b.wants(status, page, http.StatusTooManyRequests, "输错的次数太多")
		status, page = b.send("/q", "n", number, "c", code)
		b.wants(status, page, http.StatusOK, "已经登记")
		for range 60 - 23 { // the printed receipt counts too
			status, _ = b.send("/q", "n", number, "c", code)
		}
		if status != http.StatusOK {
			t.Errorf("status %d within the limit", status)
		}
		status, page = b.send("/q", "n", number, "c", code)
		b.wants(status, page, http.StatusTooManyRequests, "查询太频繁")
	})
}
