package handlers

import (
	"regexp"
	"strconv"
	"strings"

	"petitiondesk/bot"
	"petitiondesk/models"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
)

func (h handlers) checkpoint(c *bot.Context) error {
	return h.desk.AskCheckpoint(c.Ctx(), c.Sender())
}

func (h handlers) signDutyLog(c *bot.Context) error {
	id, _, err := serialAndRest(c.Args(), "请带上值班日志上的检查点序号，例如：日志已签 12")
	if err != nil {
		return err
	}
	return h.desk.SignDutyLog(c.Ctx(), c.Sender(), id)
}

func (h handlers) explainIncident(c *bot.Context) error {
	reason := strings.TrimSpace(c.Args())
	if reason == "" {
		return models.Errorf(models.Invalid, "请写明发生了什么，例如：事故说明 服务器故障，从昨晚备份恢复")
	}
	return h.desk.SignIncident(c.Ctx(), c.Sender(), reason)
}

func (h handlers) countersign(c *bot.Context) error {
	return h.desk.SignIncident(c.Ctx(), c.Sender(), "")
}

var headcountWanted = regexp.MustCompile(`^(?:人数)?[\s\x{3000}]*(\d{1,4})[\s\x{3000}]*人?[\s\x{3000},\x{FF0C}]*([\s\S]*)$`)

func (h handlers) askCorrection(c *bot.Context) error {
	reference, rest := petition.CutNumber(c.Args())
	m := headcountWanted.FindStringSubmatch(rest)
	if m == nil {
		return models.Errorf(models.Invalid, "请写明更正后的人数和理由，例如：更正 XF20261122-0001 6人 原表漏记1人")
	}
	headcount, _ := strconv.Atoi(m[1])
	return h.desk.AskAmendment(c.Ctx(), c.Sender(), reference, ledger.CorrectHeadcount, headcount, m[2])
}

func (h handlers) agreeAmendment(c *bot.Context) error {
	id, opinion, err := serialAndRest(c.Args(), "请带上更正申请的序号，例如：核准 12")
	if err != nil {
		return err
	}
	return h.desk.DecideAmendment(c.Ctx(), c.Sender(), id, true, opinion)
}

func (h handlers) refuseAmendment(c *bot.Context) error {
	id, opinion, err := serialAndRest(c.Args(), "请带上更正申请的序号和理由，例如：不核准 12 与原登记表不符")
	if err != nil {
		return err
	}
	return h.desk.DecideAmendment(c.Ctx(), c.Sender(), id, false, opinion)
}

func serialAndRest(args, hint string) (int64, string, error) {
	word, rest, _ := strings.Cut(strings.TrimSpace(args), " ")
	id, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		return 0, "", models.Errorf(models.Invalid, "%s", hint)
	}
	return id, strings.TrimSpace(rest), nil
}
