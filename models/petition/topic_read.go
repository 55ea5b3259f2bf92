package petition

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"petitiondesk/models"
)

const (
	topicHeader = "list,code,name,parent,crosswalk"
	maxLevels   = 3
	maxTopics   = 2000 // in one file
	// maxTopicFaults keeps a message readable when the file is of quite another kind.
	maxTopicFaults = 200
	topicNameLimit = 64
	// crosswalkLimit is what its column holds.
	crosswalkLimit = 255
)

var (
	topicListForm = regexp.MustCompile(`^\d{4}[0-9A-Za-z_.-]{0,12}$`)
	topicCodeForm = regexp.MustCompile(`^[0-9A-Za-z_.-]{1,64}$`)
	crossForm     = regexp.MustCompile(`^[0-9A-Za-z_.-]{1,16}:[0-9A-Za-z_.-]{1,64}~?$`)
)

// IsTopics recognises a file of topic lists by its header line.
func IsTopics(text string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(text, "\ufeff"), "\n")
	return strings.TrimSpace(first) == topicHeader
}

// ReadTopics reads one or more lists of topics. An error of code Invalid lists every fault at once, with line numbers.
func ReadTopics(text string) ([]TopicEdition, error) {
	switch {
	case !utf8.ValidString(text):
		return nil, models.Errorf(models.Invalid, "文件不是 UTF-8 编码，请另存为 UTF-8 后再试。")
	case !IsTopics(text):
		return nil, models.Errorf(models.Invalid, "文件的第一行应当是 %s。", topicHeader)
	}
	r := topicReader{lines: map[string]int{}}
	rows := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	rows.FieldsPerRecord = -1
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			r.fault(broken.Line, "引号不成对")
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read topics: %w", err)
		}
		if line, _ := rows.FieldPos(0); line > 1 {
			r.row(line, row)
		}
	}
	return r.result()
}

type topicReader struct {
	editions []TopicEdition
	lines    map[string]int // where each code of a list was first named
	parents  []namedParent
	faults   []string
}

type namedParent struct {
	line         int
	list         TopicList
	code, parent string
}

func (r *topicReader) fault(line int, format string, args ...any) {
	r.faults = append(r.faults, fmt.Sprintf("第 %d 行：", line)+fmt.Sprintf(format, args...))
}

func (r *topicReader) row(line int, row []string) {
	if len(row) != 5 {
		r.fault(line, "应当有 5 列（%s），这里有 %d 列", topicHeader, len(row))
		return
	}
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	list := TopicList(row[0])
	e := TopicEntry{Code: row[1], Name: row[2], Parent: row[3], Crosswalk: strings.Join(strings.Fields(strings.ReplaceAll(row[4], ";", " ")), " ")}
	r.check(line, list, e)
	at := slices.IndexFunc(r.editions, func(t TopicEdition) bool { return t.TopicList == list })
	if at < 0 {
		at = len(r.editions)
		r.editions = append(r.editions, TopicEdition{TopicList: list})
	}
	e.Position = len(r.editions[at].Entries) + 1
	r.editions[at].Entries = append(r.editions[at].Entries, e)
}

func (r *topicReader) check(line int, list TopicList, e TopicEntry) {
	if !topicListForm.MatchString(string(list)) {
		r.fault(line, "目录名应以年份开头，最多 16 个字母和数字，例如 2026")
	}
	if !topicCodeForm.MatchString(e.Code) {
		r.fault(line, "代码应为 64 个以内的字母、数字和 _ - .")
	}
	if n := utf8.RuneCountInString(e.Name); n == 0 || n > topicNameLimit {
		r.fault(line, "名称应为 1 到 %d 个字", topicNameLimit)
	}
	key := string(list) + ":" + e.Code
	if first, again := r.lines[key]; again {
		r.fault(line, "%s 重复，第 %d 行已经有了", key, first)
	} else {
		r.lines[key] = line
	}
	if e.Parent != "" {
		r.parents = append(r.parents, namedParent{line, list, e.Code, e.Parent})
	}
	if utf8.RuneCountInString(e.Crosswalk) > crosswalkLimit {
		r.fault(line, "对应关系太长，最多 %d 个字", crosswalkLimit)
	}
	for word := range strings.FieldsSeq(e.Crosswalk) {
		if !crossForm.MatchString(word) || strings.HasPrefix(word, string(list)+":") {
			r.fault(line, "对应关系应写成 2020:land（只是大体对应的写 2020:land~），指向另一份目录")
		}
	}
}

// checkParents finds parents that are not there and chains that are longer than the levels, or never end.
func (r *topicReader) checkParents() {
	above := map[string]string{}
	for _, p := range r.parents {
		above[string(p.list)+":"+p.code] = string(p.list) + ":" + p.parent
	}
	for _, p := range r.parents {
		key, levels := string(p.list)+":"+p.code, 1
		for above[key] != "" && levels <= maxLevels {
			key = above[key]
			levels++
		}
		if _, known := r.lines[string(p.list)+":"+p.parent]; !known {
			r.fault(p.line, "上级 %s 不在这份目录里", p.parent)
		} else if levels > maxLevels {
			r.fault(p.line, "内容最多分 %d 级", maxLevels)
		}
	}
}

func (r *topicReader) result() ([]TopicEdition, error) {
	r.checkParents()
	if len(r.faults) == 0 && len(r.lines) == 0 {
		return nil, models.Errorf(models.Invalid, "文件里没有任何内容分类。")
	}
	if len(r.lines) > maxTopics {
		return nil, models.Errorf(models.Invalid, "内容分类最多 %d 项，请检查是否选错了文件。", maxTopics)
	}
	if len(r.faults) == 0 {
		return r.editions, nil
	}
	lines := []string{fmt.Sprintf("文件里有 %d 处需要修改：", len(r.faults))}
	lines = append(lines, r.faults[:min(len(r.faults), maxTopicFaults)]...)
	if more := len(r.faults) - maxTopicFaults; more > 0 {
		lines = append(lines, fmt.Sprintf("此外还有 %d 处，请先改好以上各处再试。", more))
	}
	return nil, models.Errorf(models.Invalid, "%s", strings.Join(lines, "\n"))
}
