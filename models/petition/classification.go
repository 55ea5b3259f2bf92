package petition

import (
	"slices"
	"strings"
)

// Purpose is what the petitioner wants 信访目的.
type Purpose string

// The purposes.
const (
	Resolution        Purpose = "resolution"
	Appeal            Purpose = "appeal"
	SuggestionPurpose Purpose = "suggestion"
	Accusation        Purpose = "accusation"
	OtherPurpose      Purpose = "other"
)

// Purposes lists every purpose.
var Purposes = []Purpose{Resolution, Appeal, SuggestionPurpose, Accusation, OtherPurpose}

// Chinese is the purpose as forms name it.
func (p Purpose) Chinese() string {
	return map[Purpose]string{
		Resolution: "求决", Appeal: "申诉", SuggestionPurpose: "意见建议", Accusation: "揭发控告", OtherPurpose: "其他目的",
	}[p]
}

// Level is where the petition was brought forward. It serves statistics only and never a sanction.
type Level string

// The levels.
const (
	TownshipLevel Level = "township"
	CountyLevel   Level = "county"
	CityLevel     Level = "city"
	ProvinceLevel Level = "province"
	NationalLevel Level = "national"
)

// Levels lists every level, from below.
var Levels = []Level{TownshipLevel, CountyLevel, CityLevel, ProvinceLevel, NationalLevel}

// Chinese is the level as people say it.
func (l Level) Chinese() string {
	return map[Level]string{
		TownshipLevel: "乡级", CountyLevel: "县级", CityLevel: "市级", ProvinceLevel: "省级", NationalLevel: "国家级",
	}[l]
}

// Classification is how a case is counted; "" where nothing is said. Topic is a code of TopicList, which is
// the present one for what is said now.
type Classification struct {
	TopicList  TopicList
	Topic      string
	Purpose    Purpose
	Level      Level
	Nationwide Nationwide
}

// ReadClassification reads topic, purpose, level and whether it is the first nationwide, in any order. unknown are the
// words that are none of them.
func ReadClassification(words string, topics *Catalogue) (read Classification, unknown []string) {
	for word := range strings.FieldsSeq(strings.NewReplacer("，", " ", ",", " ", "、", " ", "；", " ").Replace(words)) {
		if !read.take(word, topics) {
			unknown = append(unknown, word)
		}
	}
	return read, unknown
}

// otherNames are further words for what the lists name.
var otherNames = map[string]string{
	"乡镇级": "乡级", "乡镇": "乡级", "镇级": "乡级", "国家": "国家级", "劳动社保": "劳动和社会保障", "检举控告": "揭发控告", "建议": "意见建议",
}

func (c *Classification) take(word string, topics *Catalogue) bool {
	if name, known := otherNames[word]; known {
		word = name
	}
	if code := topics.Named(topics.Now(), word); code != "" {
		c.Topic = code
		return true
	}
	if n, known := nationwideWords[word]; known {
		c.Nationwide = n
		return true
	}
	if c.takePurpose(word) {
		return true
	}
	for _, l := range Levels {
		if l.Chinese() == word {
			c.Level = l
			return true
		}
	}
	return false
}

func (c *Classification) takePurpose(word string) bool {
	if name, known := otherNames[word]; known {
		word = name
	}
	for _, p := range Purposes {
		if p.Chinese() == word {
			c.Purpose = p
			return true
		}
	}
	return false
}

// Ready tells whether something is said, and nothing but what the lists know.
func (c Classification) Ready(topics *Catalogue) bool {
	return c != Classification{} &&
		(c.Topic == "" || topics.Has(topics.Now(), c.Topic)) &&
		(c.Purpose == "" || slices.Contains(Purposes, c.Purpose)) &&
		(c.Level == "" || slices.Contains(Levels, c.Level)) &&
		(c.Nationwide == "" || c.Nationwide.Chinese() != "")
}

// ClassificationWords lists what may be said, in one sentence.
func ClassificationWords(topics *Catalogue) string {
	var names, purposes, levels []string
	for _, t := range topics.Top(topics.Now()) {
		names = append(names, t.Name)
	}
	for _, p := range Purposes {
		purposes = append(purposes, p.Chinese())
	}
	for _, l := range Levels {
		levels = append(levels, l.Chinese())
	}
	return "内容分类可用 " + strings.Join(names, "、") + "；目的可用 " + strings.Join(purposes, "、") +
		"；层级可用 " + strings.Join(levels, "、") + "；还可写 全国初次 或 全国重复。"
}
