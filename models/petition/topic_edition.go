package petition

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"petitiondesk/models"
)

// TopicEdition is one import of a list of topics. Editions stay as they were; the newest version of a list counts.
type TopicEdition struct {
	ID         int64
	TopicList  TopicList
	Version    int // 1, 2, … within the list
	Source     string
	ImportedBy string
	ImportedAt time.Time
	Entries    []TopicEntry `gorm:"-"` // kept in topic_entries
}

// TableName is the table of editions.
func (TopicEdition) TableName() string { return "topic_editions" }

// TopicEntry is one topic of an edition, in the order of the list.
type TopicEntry struct {
	EditionID int64 `gorm:"primaryKey;autoIncrement:false"`
	Position  int   `gorm:"primaryKey;autoIncrement:false"`
	Code      string
	Name      string
	Parent    string
	Crosswalk string // its counterparts, such as "2020:land 2019:soil~"; ~ marks one that fits only in the main
}

// TableName is the table of entries.
func (TopicEntry) TableName() string { return "topic_entries" }

// counterpart is one word of a crosswalk.
type counterpart struct {
	list TopicList
	mappedTopic
}

func (e TopicEntry) counterparts() []counterpart {
	var all []counterpart
	for word := range strings.FieldsSeq(e.Crosswalk) {
		list, code, _ := strings.Cut(word, ":")
		code, approximate := strings.CutSuffix(code, "~")
		all = append(all, counterpart{TopicList(list), mappedTopic{code, approximate}})
	}
	return all
}

// says is the entry in words, all but its place in the list.
func (e TopicEntry) says() string {
	said := e.Name
	if e.Parent != "" {
		said += "，属 " + e.Parent
	}
	if e.Crosswalk != "" {
		said += "，对应 " + e.Crosswalk
	}
	return said
}

// With is the catalogue in which the editions replace, whole, what was known of their lists.
func (c *Catalogue) With(editions ...TopicEdition) *Catalogue {
	after := &Catalogue{lists: maps.Clone(c.lists), crosswalk: maps.Clone(c.crosswalk)}
	for _, edition := range editions {
		list := edition.TopicList
		after.lists[list] = nil
		for _, e := range edition.Entries {
			after.lists[list] = append(after.lists[list], Topic{Code: e.Code, Name: e.Name, Parent: e.Parent})
		}
		after.cross(list, edition.Entries)
	}
	return after
}

// cross lays an edition's counterparts over the crosswalk, there and back. Where several topics have one counterpart, the
// way back is the first that fits wholly, and approximate.
func (c *Catalogue) cross(list TopicList, entries []TopicEntry) {
	back := map[topicIn][]mappedTopic{}
	for _, e := range entries {
		for _, other := range e.counterparts() {
			c.crosswalk[topicIn{list, e.Code, other.list}] = other.mappedTopic
			key := topicIn{other.list, other.code, list}
			back[key] = append(back[key], mappedTopic{e.Code, other.approximate})
		}
	}
	for key, ways := range back {
		best := ways[0]
		if i := slices.IndexFunc(ways, func(m mappedTopic) bool { return !m.approximate }); i >= 0 {
			best = ways[i]
		}
		best.approximate = best.approximate || len(ways) > 1
		c.crosswalk[key] = best
	}
}

// Entries is a list as an import would write it.
func (c *Catalogue) Entries(list TopicList) []TopicEntry {
	entries := make([]TopicEntry, 0, len(c.lists[list]))
	for i, t := range c.lists[list] {
		e := TopicEntry{Position: i + 1, Code: t.Code, Name: t.Name, Parent: t.Parent}
		for _, other := range c.Lists() {
			if m, known := c.crosswalk[topicIn{list, t.Code, other}]; known {
				word := string(other) + ":" + m.code
				if m.approximate {
					word += "~"
				}
				e.Crosswalk = strings.TrimSpace(e.Crosswalk + " " + word)
			}
		}
		entries = append(entries, e)
	}
	return entries
}

// UnknownCounterparts lists the words of the crosswalks that name no topic, as one error of code Invalid.
func (c *Catalogue) UnknownCounterparts(editions []TopicEdition) error {
	after := c.With(editions...)
	var faults []string
	for _, edition := range editions {
		for _, e := range edition.Entries {
			for _, other := range e.counterparts() {
				if !after.Has(other.list, other.code) {
					faults = append(faults, fmt.Sprintf("%s 的 %s 对应 %s:%s，没有这个内容", edition.TopicList, e.Code, other.list, other.code))
				}
			}
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return models.Errorf(models.Invalid, "对应关系有误：\n%s", strings.Join(faults[:min(len(faults), maxTopicFaults)], "\n"))
}

// TopicDifference writes for people what an edition changes, a topic a line; nil when nothing changes.
func TopicDifference(before, after []TopicEntry) []string {
	was := map[string]TopicEntry{}
	for _, e := range before {
		was[e.Code] = e
	}
	var lines []string
	for _, e := range after {
		old, known := was[e.Code]
		delete(was, e.Code)
		switch {
		case !known:
			lines = append(lines, fmt.Sprintf("新增 %s：%s", e.Code, e.says()))
		case old.says() != e.says():
			lines = append(lines, fmt.Sprintf("改动 %s：%s 改为 %s", e.Code, old.says(), e.says()))
		case old.Position != e.Position:
			lines = append(lines, fmt.Sprintf("移动 %s：由第%d改为第%d", e.Code, old.Position, e.Position))
		}
	}
	for _, e := range before {
		if _, gone := was[e.Code]; gone {
			lines = append(lines, fmt.Sprintf("删去 %s：%s（已这样分类的事项不变）", e.Code, e.says()))
		}
	}
	return lines
}
