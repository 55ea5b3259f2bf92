package petition

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// TopicList names a list of topics 内容分类. The national top level changes; every list stays readable.
type TopicList string

// The lists shipped with the program.
const (
	Topics2020 TopicList = "2020"
	Topics2023 TopicList = "2023"
)

// Topic is one topic of a list. Codes are words: numbers mean different things in different systems.
type Topic struct {
	Code, Name string
	Parent     string // "" at the top level
}

// Catalogue is every list of topics with the crosswalk between them.
type Catalogue struct {
	lists     map[TopicList][]Topic
	crosswalk map[topicIn]mappedTopic
}

type topicIn struct {
	list TopicList
	code string
	to   TopicList
}

type mappedTopic struct {
	code        string
	approximate bool
}

// Now is the list by which cases are classified: the one with the latest name, which begins with its year.
func (c *Catalogue) Now() TopicList { return slices.Max(slices.Collect(maps.Keys(c.lists))) }

// Lists names the lists, the oldest first.
func (c *Catalogue) Lists() []TopicList { return slices.Sorted(maps.Keys(c.lists)) }

// Topics returns a list in its own order, nil when there is no such list.
func (c *Catalogue) Topics(list TopicList) []Topic { return slices.Clone(c.lists[list]) }

// Top returns the top level of a list.
func (c *Catalogue) Top(list TopicList) []Topic {
	return slices.DeleteFunc(c.Topics(list), func(t Topic) bool { return t.Parent != "" })
}

// Has tells whether the list has the topic.
func (c *Catalogue) Has(list TopicList, code string) bool {
	_, known := c.topic(list, code)
	return known
}

func (c *Catalogue) topic(list TopicList, code string) (Topic, bool) {
	for _, t := range c.lists[list] {
		if t.Code == code {
			return t, true
		}
	}
	return Topic{}, false
}

// Name is the name of a topic, the code itself when the list does not have it.
func (c *Catalogue) Name(list TopicList, code string) string {
	if t, known := c.topic(list, code); known {
		return t.Name
	}
	return code
}

// Named returns the code of the topic with that name, of several the highest, "" when the list has none.
func (c *Catalogue) Named(list TopicList, name string) string {
	for _, t := range slices.Concat(c.Top(list), c.lists[list]) {
		if t.Name == name {
			return t.Code
		}
	}
	return ""
}

// TopOf is the topic of the top level that a topic belongs to.
func (c *Catalogue) TopOf(list TopicList, code string) string {
	for range maxLevels {
		t, known := c.topic(list, code)
		if !known || t.Parent == "" {
			break
		}
		code = t.Parent
	}
	return code
}

// Map finds the topic of another list. approximate says that the topic was split and the answer is only the best fit.
// code "" stays "", and what no list knows has no counterpart. What has no counterpart of its own goes with the topic
// above it, or by way of a list that both know.
func (c *Catalogue) Map(list TopicList, code string, to TopicList) (mapped string, approximate bool) {
	if list == to || code == "" {
		return code, false
	}
	if found, known := c.step(list, code, to); known {
		return found.code, found.approximate
	}
	for _, between := range slices.Backward(c.Lists()) {
		first, known := c.step(list, code, between)
		if !known {
			continue
		}
		if second, known := c.step(between, first.code, to); known {
			return second.code, first.approximate || second.approximate
		}
	}
	return "", true
}

func (c *Catalogue) step(list TopicList, code string, to TopicList) (mappedTopic, bool) {
	for range maxLevels {
		if found, known := c.crosswalk[topicIn{list, code, to}]; known {
			return found, true
		}
		t, known := c.topic(list, code)
		if !known || t.Parent == "" {
			break
		}
		code = t.Parent
	}
	return mappedTopic{}, false
}

// Find recognises a topic of the present list in everyday words, "" unless they speak of exactly one.
func (c *Catalogue) Find(words string) string {
	top := c.everyday(words)
	below := ""
	for _, t := range c.lists[c.Now()] {
		if t.Parent == "" || utf8.RuneCountInString(t.Name) < shortestName || !strings.Contains(words, t.Name) {
			continue
		}
		switch {
		case below == "" || c.isBelow(t.Code, below):
			below = t.Code
		case !c.isBelow(below, t.Code):
			return top // of two, neither is guessed at
		}
	}
	if below == "" || top != "" && c.TopOf(c.Now(), below) != top {
		return top
	}
	return below
}

// shortestName is the shortest name below the top level that is recognised: 其他 and 住房 are in too many sentences.
const shortestName = 3

func (c *Catalogue) isBelow(code, above string) bool {
	for range maxLevels {
		t, known := c.topic(c.Now(), code)
		if !known || t.Parent == "" {
			return false
		}
		if t.Parent == above {
			return true
		}
		code = t.Parent
	}
	return false
}

// everyday recognises the top level by the words shipped with the program, which are those of 2023.
func (c *Catalogue) everyday(words string) string {
	found := ""
	for _, entry := range topicWords {
		if !slices.ContainsFunc(entry.words, func(w string) bool { return strings.Contains(words, w) }) {
			continue
		}
		if found != "" {
			return ""
		}
		found = entry.code
	}
	code, approximate := c.Map(Topics2023, found, c.Now())
	if approximate || !c.Has(c.Now(), code) {
		return ""
	}
	return code
}
