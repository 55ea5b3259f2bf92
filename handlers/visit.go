package handlers

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/wxmsg"
	"petitiondesk/internal/desk"
	"petitiondesk/models"
	"petitiondesk/models/petition"
)

var editWords = regexp.MustCompile(`^(?:修改|改)[\s\x{3000}]*(\d?)[\s\x{3000},\x{FF0C}:\x{FF1A}.\x{3001}]*([\s\S]*)$`)

// unsureWords leave open whether a report repeats an earlier case.
var unsureWords = []string{"不确定", "拿不准", "说不准"}

func (h handlers) beginVisit(c *bot.Context) error {
	return h.desk.BeginReport(c.Ctx(), c.Sender(), petition.Report{}, c.Args())
}

// begin starts the report of a petition that came another way. While a report is under way, 电话 and the like begin a new
// one only with somebody's name behind them: 电话 139… is an answer.
func (h handlers) begin(channel petition.Channel) bot.Handler {
	return func(c *bot.Context) error {
		begun := petition.Report{Channel: channel, Joint: c.Word() == petition.JointWord}
		dialogue, open := c.Dialogue()
		if open && dialogue.Flow == desk.VisitFlow && channel != petition.LetterChannel && petition.Parse(c.Args(), nil).Report.Name == "" {
			return h.visitDialogue(c)
		}
		return h.desk.BeginReport(c.Ctx(), c.Sender(), begun, c.Args())
	}
}

// visitDialogue takes what is sent while a visit is being registered, control words included.
func (h handlers) visitDialogue(c *bot.Context) error {
	if _, text := c.Message().(wxmsg.Text); !text {
		return c.ReplyText("已收到。登记目前只记录文字，请用文字说明；照片等材料请先妥善保留。")
	}
	ctx, clerk := c.Ctx(), c.Sender()
	word := c.Word()
	if c.Args() != "" {
		word = "" // 取消 with more behind it is a sentence of the report
	}
	switch word {
	case "跳过":
		return h.desk.SkipVisitField(ctx, clerk)
	case "暂存":
		return h.desk.KeepVisit(ctx, clerk, 0)
	case "取消":
		return h.desk.DiscardVisit(ctx, clerk, 0)
	case "上一步":
		return h.desk.EditVisit(ctx, clerk, 0, "")
	}
	if m := editWords.FindStringSubmatch(c.Text()); m != nil && (c.Word() != "" || m[1] != "") {
		n, _ := strconv.Atoi(m[1])
		return h.desk.EditVisit(ctx, clerk, n, strings.TrimSpace(m[2]))
	}
	if slices.Contains([]string{"确认", "确认无误", "确定", "登记吧"}, strings.TrimRight(c.Text(), "。！!")) {
		return h.desk.ConfirmVisit(ctx, clerk, 0, 0)
	}
	if dialogue, _ := c.Dialogue(); dialogue.Step == desk.CardStep && slices.Contains(unsureWords, strings.TrimRight(c.Text(), "。！!")) {
		return h.desk.ConfirmUnsure(ctx, clerk, 0, 0)
	}
	return h.desk.AnswerVisit(ctx, clerk, c.Text())
}

// progress tells how far the report under way is; with something behind it, or with no report under way, it looks cases up.
func (h handlers) progress(c *bot.Context) error {
	if dialogue, open := c.Dialogue(); open && dialogue.Flow == desk.VisitFlow && c.Args() == "" {
		return h.desk.VisitProgress(c.Ctx(), c.Sender())
	}
	return h.find(c)
}

func (h handlers) confirmVisitByWord(c *bot.Context) error {
	return h.desk.ConfirmVisit(c.Ctx(), c.Sender(), 0, 0)
}

func (h handlers) resumeVisit(c *bot.Context) error {
	n, err := strconv.Atoi(c.Args())
	switch {
	case c.Args() == "":
		n = 1
	case err != nil:
		return models.Errorf(models.Invalid, "请回复「继续」加序号，例如：继续 2。发送「我的」可查看序号。")
	}
	return h.desk.ResumeVisit(c.Ctx(), c.Sender(), n)
}

func (h handlers) regainVisit(c *bot.Context) error { return h.desk.RegainVisit(c.Ctx(), c.Sender()) }

func (h handlers) confirmVisit(c *bot.Context) error {
	draft, version, err := cardPair(c)
	if err != nil {
		return err
	}
	return h.desk.ConfirmVisit(c.Ctx(), c.Sender(), draft, version)
}

func (h handlers) editVisit(c *bot.Context) error {
	draft, _, err := cardPair(c)
	if err != nil {
		return err
	}
	return h.desk.ReopenVisit(c.Ctx(), c.Sender(), draft)
}

func (h handlers) readBack(c *bot.Context) error {
	draft, version, err := cardPair(c)
	if err != nil {
		return err
	}
	return h.desk.ReadBack(c.Ctx(), c.Sender(), draft, version)
}

func (h handlers) readBackByWord(c *bot.Context) error {
	return h.desk.ReadBack(c.Ctx(), c.Sender(), 0, 0)
}

func (h handlers) keepVisit(c *bot.Context) error {
	draft, _, err := cardPair(c)
	if err != nil {
		return err
	}
	return h.desk.KeepVisit(c.Ctx(), c.Sender(), draft)
}

// cardPair reads the id and version that our button keys carry.
func cardPair(c *bot.Context) (id, version int64, err error) {
	args := c.CardArgs()
	if len(args) == 2 {
		id, err = strconv.ParseInt(args[0], 10, 64)
		if err == nil {
			version, err = strconv.ParseInt(args[1], 10, 64)
		}
	}
	if len(args) != 2 || err != nil {
		return 0, 0, models.Errorf(models.Invalid, "这张卡片已不能使用，请发送「待办」或「我的」查看最新情况。")
	}
	return id, version, nil
}

// joinVisit takes the button that joins a report to the case it repeats.
func (h handlers) joinVisit(c *bot.Context) error {
	args := c.CardArgs()
	if len(args) == 3 {
		draft, noDraft := strconv.ParseInt(args[0], 10, 64)
		version, noVersion := strconv.ParseInt(args[1], 10, 64)
		if noDraft == nil && noVersion == nil {
			return h.desk.JoinVisit(c.Ctx(), c.Sender(), draft, version, args[2])
		}
	}
	return models.Errorf(models.Invalid, "这张卡片已不能使用，请发送「我的」查看最新情况。")
}

// joinVisitByWord takes 并入 XF… while a report is under way.
func (h handlers) joinVisitByWord(c *bot.Context) error {
	reference, _ := petition.CutNumber(c.Args())
	return h.desk.JoinVisit(c.Ctx(), c.Sender(), 0, 0, reference)
}

func pair(id, version int64) []string {
	return []string{strconv.FormatInt(id, 10), strconv.FormatInt(version, 10)}
}
