package petition

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"
)

// TopicList names a list of topics 内容分类. The national top level changed; both lists stay readable.
type TopicList string

// The lists; new cases are classified by TopicsNow.
const (
	Topics2020 TopicList = "2020"
	Topics2023 TopicList = "2023"
	TopicsNow            = Topics2023
)

// Topic is one top-level topic of a list. Codes are words: numbers mean different things in different systems.
type Topic struct {
	Code, Name string
}

var (
	//go:embed topics.csv
	topicsText string
	//go:embed topic_crosswalk.csv
	crosswalkText string
	//go:embed topic_words.csv
	topicWordsText string

	topics     = readTopics()
	crosswalk  = readCrosswalk()
	topicWords = readTopicWords()
)

// Topics returns a list in its own order, nil when there is no such list.
func Topics(list TopicList) []Topic { return slices.Clone(topics[list]) }

// TopicName is the name of a topic, the code itself when the list does not have it.
func TopicName(list TopicList, code string) string {
	for _, t := range topics[list] {
		if t.Code == code {
			return t.Name
		}
	}
	return code
}

// TopicNamed returns the code of the topic with that name, "" when the list has none.
func TopicNamed(list TopicList, name string) string {
	for _, t := range topics[list] {
		if t.Name == name {
			return t.Code
		}
	}
	return ""
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

// MapTopic finds the topic of another list. approximate says that the topic was split and the answer is only the
// best fit. code "" stays "", and what no list knows has no counterpart.
func MapTopic(list TopicList, code string, to TopicList) (mapped string, approximate bool) {
	if list == to || code == "" {
		return code, false
	}
	found, known := crosswalk[topicIn{list, code, to}]
	if !known {
		return "", true
	}
	return found.code, found.approximate
}

// FindTopic recognises the topic of 2023 in everyday words, "" unless they speak of exactly one.
func FindTopic(words string) string {
	found := ""
	for _, entry := range topicWords {
		if !containsAny(words, entry.words) {
			continue
		}
		if found != "" {
			return ""
		}
		found = entry.code
	}
	return found
}

func containsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

func readTopics() map[TopicList][]Topic {
	lists := map[TopicList][]Topic{}
	for _, row := range rowsOf(topicsText) {
		list := TopicList(row[0])
		lists[list] = append(lists[list], Topic{Code: row[1], Name: row[2]})
	}
	return lists
}

func readCrosswalk() map[topicIn]mappedTopic {
	all := map[topicIn]mappedTopic{}
	for _, row := range rowsOf(crosswalkText) {
		all[topicIn{TopicList(row[0]), row[1], TopicList(row[2])}] = mappedTopic{row[3], row[4] == "approximate"}
	}
	return all
}

type topicEntry struct {
	code  string
	words []string
}

func readTopicWords() []topicEntry {
	var entries []topicEntry
	for _, row := range rowsOf(topicWordsText) {
		entries = append(entries, topicEntry{row[1], strings.Fields(row[0])})
	}
	return entries
}

// rowsOf reads an embedded table without its header line.
func rowsOf(text string) [][]string {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic("petition: embedded table: " + err.Error())
	}
	return rows[1:]
}
