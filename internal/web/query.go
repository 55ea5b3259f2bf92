package web

import (
	"crypto/rand"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/notice"
	"petitiondesk/models/petition"
)

// askPage is the empty form, with what went wrong the last time.
type askPage struct{ Number, Said string }

// answerPage is a petition as its holder sees it.
type answerPage struct {
	Said, Published, Privacy, Form string
	Text                           string // of a reply that could not be taken
	Holder                         desk.Holder
	View                           desk.PublicView
}

func (p *Public) form(w http.ResponseWriter, r *http.Request) {
	p.show(w, r, http.StatusOK, "ask", askPage{Number: petition.ReadNumber(r.URL.Query().Get("n"))})
}

func (p *Public) ask(w http.ResponseWriter, r *http.Request) {
	if who, ok := p.holder(w, r); ok {
		p.answer(w, r, http.StatusOK, who, "")
	}
}

// holder reads who asks, within the limit of his address.
func (p *Public) holder(w http.ResponseWriter, r *http.Request) (desk.Holder, bool) {
	if !p.admit(w, r) {
		return desk.Holder{}, false
	}
	if err := r.ParseForm(); err != nil {
		p.show(w, r, http.StatusRequestEntityTooLarge, "ask", askPage{Said: "内容太长，没有收下，请缩短后重试。"})
		return desk.Holder{}, false
	}
	return desk.Holder{Number: r.PostForm.Get("n"), Code: r.PostForm.Get("c")}, true
}

// admit counts the request to its address.
func (p *Public) admit(w http.ResponseWriter, r *http.Request) bool {
	ok, retryAfter := p.ByAddress(r.Context(), clientOf(r, p.Proxies))
	if !ok {
		p.tooMany(w, r, retryAfter, "查询太频繁，请过几分钟再试。")
	}
	return ok
}

func (p *Public) tooMany(w http.ResponseWriter, r *http.Request, retryAfter time.Duration, said string) {
	w.Header().Set("Retry-After", strconv.Itoa(int(retryAfter/time.Second)+1))
	p.show(w, r, http.StatusTooManyRequests, "ask", askPage{Said: said})
}

// answer shows the petition, or the one miss. Only misses are counted to a number, so that nobody can lock its holder out.
func (p *Public) answer(w http.ResponseWriter, r *http.Request, code int, who desk.Holder, said string) {
	view, err := p.Desk.Ask(r.Context(), who)
	if err != nil {
		p.missed(w, r, who, err)
		return
	}
	page := answerPage{
		Text: r.PostForm.Get("text"), Said: said, Published: p.published(r, view.Number), Form: rand.Text(), Holder: who, View: view,
		Privacy: notice.PrivacyNotice(notice.Receipt{Office: view.Office}.OfficeOr()),
	}
	p.show(w, r, code, "answer", page)
}

func (p *Public) missed(w http.ResponseWriter, r *http.Request, who desk.Holder, err error) {
	if models.CodeOf(err) == models.NotFound {
		if ok, retryAfter := p.Misses(r.Context(), petition.ReadNumber(who.Number)); !ok {
			p.tooMany(w, r, retryAfter, "输错的次数太多，请一小时后再试，或带有效证件到登记窗口查询。")
			return
		}
	}
	p.refuse(w, r, err, "没有找到，请核对编号和查询码。")
}

// refuse says what a fault means; notFound is the sentence for what does not exist.
func (p *Public) refuse(w http.ResponseWriter, r *http.Request, err error, notFound string) {
	code, said := http.StatusServiceUnavailable, "系统正忙，请稍后再试。"
	switch models.CodeOf(err) {
	case models.NotFound:
		code, said = http.StatusNotFound, notFound
	case models.Invalid, models.Conflict:
		code, said = http.StatusUnprocessableEntity, models.MessageOf(err)
	default:
		p.Log.ErrorContext(r.Context(), "public page failed", "error", err)
	}
	p.show(w, r, code, "ask", askPage{Said: said})
}

func (p *Public) published(r *http.Request, number string) string {
	if p.Published == nil {
		return "尚未公布"
	}
	switch on, published, err := p.Published(r.Context(), number); {
	case err != nil:
		p.Log.WarnContext(r.Context(), "checkpoints not read", "error", err)
		return "暂时查不到是否公布"
	case published:
		return "已列入" + on.Chinese() + "公布的摘要，改动会被发现"
	}
	return "尚未公布"
}

func (p *Public) rate(w http.ResponseWriter, r *http.Request) {
	who, ok := p.holder(w, r)
	if !ok {
		return
	}
	err := p.Desk.RateOwn(r.Context(), who, petition.Grade(r.PostForm.Get("office")), petition.Grade(r.PostForm.Get("unit")))
	if p.said(w, r, who, err) {
		p.answer(w, r, http.StatusOK, who, "评价已记录，谢谢。")
	}
}

var formToken = regexp.MustCompile(`^[A-Z2-7]{26}$`)

func (p *Public) reply(w http.ResponseWriter, r *http.Request) {
	who, ok := p.holder(w, r)
	if !ok {
		return
	}
	form := r.PostForm.Get("form")
	if !formToken.MatchString(form) {
		p.answer(w, r, http.StatusUnprocessableEntity, who, "页面已失效，没有提交。请在下面重新填写。")
		return
	}
	if _, err := p.Desk.Ask(r.Context(), who); err != nil { // a miss is no reply
		p.missed(w, r, who, err)
		return
	}
	if ok, retryAfter := p.Replies(r.Context(), petition.ReadNumber(who.Number)); !ok {
		p.tooMany(w, r, retryAfter, "刚才已多次提交。请稍后再试，也可以到登记窗口反映。")
		return
	}
	replied, err := p.Desk.StillUnsolved(r.Context(), who, form, r.PostForm.Get("text"))
	if p.said(w, r, who, err) {
		said := "已登记为新的信访件，信访部门和承办单位会收到通知。请保存下面的新回执。"
		if replied.Reopened {
			said = "已登记为新的信访件，事项重新办理。请保存下面的新回执。"
		}
		p.showReceipt(w, r, replied.Receipt, replied.Code, said)
	}
}

// said answers a fault of what was sent on the page itself, so that nothing must be typed again but what was wrong.
func (p *Public) said(w http.ResponseWriter, r *http.Request, who desk.Holder, err error) bool {
	switch models.CodeOf(err) {
	case "":
		return true
	case models.Invalid, models.Conflict:
		p.answer(w, r, http.StatusUnprocessableEntity, who, models.MessageOf(err))
	default:
		p.missed(w, r, who, err)
	}
	return false
}
