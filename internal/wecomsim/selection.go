package wecomsim

import (
	"maps"
	"slices"

	"petitiondesk/bot/wxmsg"
)

// inCardOrder lists the answers in the order of the card's questions, unknown questions last by name.
func inCardOrder(card *Card, selected map[string][]string) []wxmsg.SelectedItem {
	var questions []string
	if card.ButtonSelection != nil {
		questions = append(questions, card.ButtonSelection.QuestionKey)
	}
	if card.Checkbox != nil {
		questions = append(questions, card.Checkbox.QuestionKey)
	}
	for _, selector := range card.SelectList {
		questions = append(questions, selector.QuestionKey)
	}
	for _, key := range slices.Sorted(maps.Keys(selected)) {
		if !slices.Contains(questions, key) {
			questions = append(questions, key)
		}
	}
	var items []wxmsg.SelectedItem
	for _, key := range questions {
		if ids, answered := selected[key]; answered {
			items = append(items, wxmsg.SelectedItem{QuestionKey: key, OptionIDs: ids})
		}
	}
	return items
}
