package county

import (
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
)

// fields is one mapping of the file, such as a person.
type fields struct {
	line   int
	what   string // how faults call it, such as 人员
	values map[string]*yaml.Node
	faults *faults
}

// mapping reads node as a mapping with no keys but the known ones, each at most once; ok tells whether it is one.
func mapping(node *yaml.Node, what string, found *faults, known ...string) (f fields, ok bool) {
	f = fields{line: node.Line, what: what, values: map[string]*yaml.Node{}, faults: found}
	if node.Kind != yaml.MappingNode {
		found.add(node.Line, "%s应写成“名称: 内容”的形式", what)
		return f, false
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch {
		case !slices.Contains(known, key.Value):
			found.add(key.Line, "%s里不认识 %s 这一项,可用的是:%s", what, short(key.Value), strings.Join(known, "、"))
		case f.values[key.Value] != nil:
			found.add(key.Line, "%s里 %s 写了两次", what, key.Value)
		default:
			f.values[key.Value] = value
		}
	}
	return f, true
}

// has tells whether the key is there with something behind it.
func (f fields) has(key string) bool {
	node := f.values[key]
	return node != nil && node.ShortTag() != "!!null"
}

func (f fields) lineOf(key string) int {
	if node := f.values[key]; node != nil {
		return node.Line
	}
	return f.line
}

// items lists the elements behind the key; a key that is not there has none.
func (f fields) items(key string) []*yaml.Node {
	if !f.has(key) {
		return nil
	}
	node := f.values[key]
	if node.Kind != yaml.SequenceNode {
		f.faults.add(node.Line, "%s的 %s 应是一个列表", f.what, key)
		return nil
	}
	return node.Content
}

// text is the plain text behind the key, at most limit characters, or "" with a fault.
func (f fields) text(key string, limit int) string {
	if !f.has(key) {
		f.faults.add(f.lineOf(key), "%s缺少 %s", f.what, key)
		return ""
	}
	return plainText(f.values[key], f.what+"的 "+key, limit, f.faults)
}

// optional is text for a key that may be left out.
func (f fields) optional(key string, limit int) string {
	if !f.has(key) {
		return ""
	}
	return f.text(key, limit)
}

// texts lists the plain texts behind the key, of which there must be one and none may come twice.
func (f fields) texts(key string, limit int, normal func(string) string) []located {
	if !f.has(key) {
		f.faults.add(f.lineOf(key), "%s缺少 %s", f.what, key)
		return nil
	}
	var list []located
	nodes := f.items(key)
	for _, node := range nodes {
		text := normal(plainText(node, f.what+"的 "+key, limit, f.faults))
		switch {
		case text == "":
		case slices.ContainsFunc(list, func(l located) bool { return l.text == text }):
			f.faults.add(node.Line, "%s的 %s 里 %s 写了两次", f.what, key, text)
		default:
			list = append(list, located{node.Line, text})
		}
	}
	if len(nodes) == 0 && f.values[key].Kind == yaml.SequenceNode {
		f.faults.add(f.lineOf(key), "%s的 %s 至少要写一个", f.what, key)
	}
	return list
}

// located is a text and the line on which it stands.
type located struct {
	line int
	text string
}

func plainText(node *yaml.Node, what string, limit int, found *faults) string {
	text := strings.TrimSpace(node.Value)
	switch {
	case node.Kind != yaml.ScalarNode:
		found.add(node.Line, "%s 应是一段文字", what)
	case text == "" || node.ShortTag() == "!!null":
		found.add(node.Line, "%s 是空的", what)
	case len([]rune(text)) > limit:
		found.add(node.Line, "%s 太长,最多 %d 个字", what, limit)
	case strings.ContainsFunc(text, unicode.IsControl):
		found.add(node.Line, "%s 里有换行或看不见的字符", what)
	default:
		return text
	}
	return ""
}
