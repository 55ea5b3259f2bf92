package petition

import (
	_ "embed"
	"encoding/csv"
	"strings"
)

var (
	//go:embed topics.csv
	topicsText string
	//go:embed topic_crosswalk.csv
	crosswalkText string
	//go:embed topic_words.csv
	topicWordsText string

	shippedTopics = readShippedTopics()
	topicWords    = readTopicWords()
)

// ShippedTopics is the catalogue that comes with the program.
func ShippedTopics() *Catalogue { return shippedTopics }

func readShippedTopics() *Catalogue {
	c := &Catalogue{lists: map[TopicList][]Topic{}, crosswalk: map[topicIn]mappedTopic{}}
	for _, row := range rowsOf(topicsText) {
		list := TopicList(row[0])
		c.lists[list] = append(c.lists[list], Topic{Code: row[1], Name: row[2]})
	}
	for _, row := range rowsOf(crosswalkText) {
		c.crosswalk[topicIn{TopicList(row[0]), row[1], TopicList(row[2])}] = mappedTopic{row[3], row[4] == "approximate"}
	}
	return c
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
