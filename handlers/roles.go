package handlers

import (
	"strings"

	"petitiondesk/bot"
	"petitiondesk/bot/outmsg"
	"petitiondesk/models"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// giveRolesKey names the button that confirms a change of roles.
const giveRolesKey = "roles.give"

var roleSeparators = strings.NewReplacer("，", " ", "、", " ", ",", " ", "为", " ", "的", " ")

// askRoles reads 授权 李某 经办人 and 收回 李某 经办人; 收回 李某 takes all.
func (h handlers) askRoles(take bool) bot.Handler {
	return func(c *bot.Context) error {
		words := strings.Fields(roleSeparators.Replace(c.Args()))
		if len(words) == 0 || !take && len(words) == 1 {
			return models.Errorf(models.Invalid, "请写明姓名和职责，例如：授权 李某 经办人；收回 李某 经办人。职责有：%s。", people.RoleNames(people.Roles))
		}
		var roles []people.Role
		for _, word := range words[1:] {
			role, ok := people.RoleNamed(word)
			switch {
			case ok:
				roles = append(roles, role)
			case !take || word != "全部":
				return models.Errorf(models.Invalid, "没有「%s」这项职责。可用的有：%s。", word, people.RoleNames(people.Roles))
			}
		}
		return h.desk.ShowRoles(c.Ctx(), c.Sender(), words[0], roles, take)
	}
}

func (h handlers) giveRoles(c *bot.Context) error {
	args := c.CardArgs()
	if len(args) != 3 {
		return models.Errorf(models.Invalid, "这张卡片已不能使用，请重新发送「授权」或「收回」。")
	}
	task, _, _, _ := c.CardEvent()
	return h.desk.GiveRoles(c.Ctx(), c.Sender(), args[0], readRoles(args[1]), readRoles(args[2]), task)
}

func writeRoles(roles []people.Role) string {
	codes := make([]string, len(roles))
	for i, role := range roles {
		codes[i] = string(role)
	}
	return strings.Join(codes, ",")
}

func readRoles(codes string) []people.Role {
	var roles []people.Role
	for code := range strings.SplitSeq(codes, ",") {
		if code != "" {
			roles = append(roles, people.Role(code))
		}
	}
	return roles
}

func rolesAsked(r notice.Roles) outmsg.Message {
	card := rolesCard(r)
	card.MainTitle = outmsg.MainTitle{Title: "确认调整职责？", Desc: "点「确认调整」才会生效，并通知本人和安全审计员"}
	if r.Moved {
		card.MainTitle = outmsg.MainTitle{Title: "调动后职责待核对", Desc: "已调到新单位，原职责已停用；如仍任此职请点「确认调整」，不任不必操作"}
	}
	card.ButtonList = []outmsg.Button{{Text: "确认调整", Style: 1, Key: bot.CardKey(giveRolesKey, r.UserID, writeRoles(r.Before), writeRoles(r.After))}}
	return outmsg.Fit(card)
}

func rolesGiven(r notice.Roles) outmsg.Message {
	card := rolesCard(r)
	card.MainTitle = outmsg.MainTitle{Title: "职责已调整"}
	card.ButtonList = []outmsg.Button{{Text: "已调整", Style: 2, Key: "closed"}}
	card.ReplaceText = "已调整"
	return outmsg.Fit(card)
}

func rolesCard(r notice.Roles) outmsg.ButtonCard {
	return outmsg.ButtonCard{
		Source: deskSource, TaskID: r.TaskID, SubTitleText: outmsg.ClipRunes(r.Who, 110),
		HorizontalContent: []outmsg.HorizontalContent{row("原职责", people.RoleNames(r.Before)), row("调整后", people.RoleNames(r.After))},
	}
}

func rolesChanged(r notice.Roles) outmsg.Message {
	return text("职责调整：%s 由%s调整为%s，办理人%s。如有疑问请核对台账。", r.Who, people.RoleNames(r.Before), people.RoleNames(r.After), r.By)
}
