package statistics

import (
	"slices"

	"petitiondesk/models/people"
	"petitiondesk/models/petition"
)

// choice is one value of a dimension.
type choice struct{ Code, Name string }

// group folds rows by a key, in the order of the list given. What the list does not name follows in order of
// appearance; groups without submissions are left out.
func group(rows []Row, order []choice, key func(Row) string) []Group {
	at := map[string]int{}
	var groups []Group
	place := func(code, name string) {
		if _, known := at[code]; !known {
			at[code] = len(groups)
			groups = append(groups, Group{Code: code, Name: name})
		}
	}
	for _, known := range order {
		place(known.Code, known.Name)
	}
	for _, row := range rows {
		place(key(row), key(row))
		groups[at[key(row)]].add(row)
	}
	filled := []Group{}
	for _, g := range groups {
		if g.Registered > 0 {
			filled = append(filled, g)
		}
	}
	return filled
}

// byTopic counts under the top level of one list, whichever list each case was classified by.
func byTopic(rows []Row, names Names) []Group {
	list, catalogue := names.Topics, names.catalogue()
	mapped := make([]Row, len(rows))
	approximate := map[string]int{}
	for i, row := range rows {
		from := row.TopicList
		if from == "" {
			from = catalogue.Now()
		}
		code, inTheMain := catalogue.Map(from, row.Topic, list)
		code = catalogue.TopOf(list, code)
		mapped[i] = row
		mapped[i].Topic = code
		if inTheMain && !row.Voided {
			approximate[code] += row.Submissions
		}
	}
	groups := group(mapped, topics(catalogue.Top(list)), func(r Row) string { return r.Topic })
	for i := range groups {
		groups[i].Approximate = approximate[groups[i].Code]
	}
	return groups
}

// unnamed is the group of those without a value.
func unnamed(name string) choice { return choice{Name: name} }

func topics(top []petition.Topic) []choice {
	var all []choice
	for _, t := range top {
		all = append(all, choice{Code: t.Code, Name: t.Name})
	}
	return append(all, unnamed("未分类"))
}

func channels() []choice {
	return coded(append(slices.Clone(petition.Channels), petition.SplitChannel), petition.Channel.Chinese)
}

func levels() []choice {
	return append(coded(petition.Levels, petition.Level.Chinese), unnamed("未填写"))
}

func purposes() []choice {
	return append(coded(petition.Purposes, petition.Purpose.Chinese), unnamed("未填写"))
}

func units(all []people.Unit) []choice {
	var list []choice
	for _, u := range all {
		list = append(list, choice{Code: u.Code, Name: u.Name})
	}
	return append(list, unnamed("未确定责任单位"))
}

func coded[T ~string](values []T, name func(T) string) []choice {
	var list []choice
	for _, v := range values {
		list = append(list, choice{Code: string(v), Name: name(v)})
	}
	return list
}
