package casework

import (
	"fmt"
	"slices"
	"strings"

	"petitiondesk/models/petition"
)

// Markdown prints the table for the documentation: a diagram of what moves a case, and every line.
func Markdown() string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n    [*] --> registered: 登记\n")
	for _, t := range Transitions {
		if t.To == "" {
			continue
		}
		for _, from := range t.From {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", from, t.To, t.Step.Chinese())
		}
	}
	b.WriteString("```\n\n| 步骤 | 从 | 到 | 由谁 | 依据 |\n|---|---|---|---|---|\n")
	for _, t := range Transitions {
		to := "不变"
		if t.To != "" {
			to = t.To.Chinese()
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", t.Step.Chinese(), statesInWords(t.From), to, t.By.Chinese(), t.Article)
	}
	return b.String()
}

func statesInWords(states []petition.State) string {
	switch len(states) {
	case len(petition.States):
		return "任何状态"
	case len(everywhere):
		return "除已并入、已作废外的任何状态"
	}
	words := make([]string, len(states))
	for i, s := range slices.Compact(states) {
		words[i] = s.Chinese()
	}
	return strings.Join(words, "、")
}
