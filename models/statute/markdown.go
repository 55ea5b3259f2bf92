package statute

import (
	"fmt"
	"slices"
	"strings"
)

// Markdown prints the set as a table for the documentation.
func (s RuleSet) Markdown() string {
	var text strings.Builder
	fmt.Fprintf(&text, "### %s · %s《%s》\n\n", s.ID, s.Jurisdiction.Chinese(), s.Title)
	fmt.Fprintf(&text, "%s。\n\n", s.inForceChinese())
	text.WriteString("| 编号 | 事项 | 起算 → 完成 | 期限 | 由谁负责 | 延期、停计 | 依据 | 说明 |\n")
	text.WriteString("|---|---|---|---|---|---|---|---|\n")
	for _, rule := range s.Rules {
		text.WriteString(rule.row())
	}
	for _, line := range slices.Concat(s.Notes, inWords(s.Marks)) {
		fmt.Fprintf(&text, "\n* %s", line)
	}
	if len(s.Notes)+len(s.Marks) > 0 {
		text.WriteString("\n")
	}
	return text.String()
}

func (s RuleSet) inForceChinese() string {
	text := "自" + inYear(s.From) + "起施行"
	if s.To != "" {
		text += "，至" + inYear(s.To) + "止"
	}
	if s.Base != "" {
		text += "；没有另行规定的，适用 " + s.Base
	}
	return text
}

func (r Rule) row() string {
	cells := []string{string(r.ID), r.Title, r.course(), r.Limit.Chinese(), r.Answers, r.lengthening(), r.Article(), r.remarks()}
	for i, cell := range cells {
		cells[i] = strings.ReplaceAll(cell, "|", "\\|")
	}
	return "| " + strings.Join(cells, " | ") + " |\n"
}

func (r Rule) course() string {
	if len(r.Starts) == 0 && len(r.Stops) == 0 {
		return "—"
	}
	return kindsInWords(r.Starts) + " → " + kindsInWords(r.Stops)
}

func kindsInWords(kinds []EventKind) string {
	words := make([]string, len(kinds))
	for i, kind := range kinds {
		words[i] = kind.Chinese()
	}
	return strings.Join(words, "或")
}

func (r Rule) lengthening() string {
	var parts []string
	if r.Extension != nil {
		days := "天数由批准者定"
		if r.Extension.MaxDays > 0 {
			days = fmt.Sprintf("至多%d日", r.Extension.MaxDays)
		}
		parts = append(parts, "延期一次，"+days+"，由"+r.Extension.Approver.Chinese()+"批准")
	}
	if r.HearingExcluded {
		parts = append(parts, "听证时间不计入")
	}
	if r.WaivedIf != "" {
		parts = append(parts, r.WaivedIf+"的除外")
	}
	if len(parts) == 0 {
		return "无"
	}
	return strings.Join(parts, "；")
}

func (r Rule) remarks() string {
	var text string
	if r.PetitionerWindow {
		text = "信访人的权利：送达有证明才起算，末日放假顺延，邮寄以邮戳为准。"
	}
	return text + r.Notes + strings.Join(inWords(r.Marks), "")
}

func inWords(marks []Mark) []string {
	var words []string
	for _, mark := range marks {
		words = append(words, mark.Chinese())
	}
	return words
}
