package county

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"petitiondesk/models"
)

// MaxSize is the largest file that is read.
const MaxSize = 8 << 20

// document reads r as one YAML document without anchors, aliases or tags of its own, and returns its root.
func document(r io.Reader) (*yaml.Node, error) {
	content, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read the county: %w", err)
	}
	switch {
	case len(content) > MaxSize:
		return nil, models.Errorf(models.Invalid, "文件超过 %d MB,请检查是否选错了文件。", MaxSize>>20)
	case !utf8.Valid(content):
		return nil, models.Errorf(models.Invalid, "文件不是 UTF-8 编码,请另存为 UTF-8 后再试。")
	}
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	var root, second yaml.Node
	if err := decoder.Decode(&root); errors.Is(err, io.EOF) {
		return nil, models.Errorf(models.Invalid, "文件是空的。")
	} else if err != nil {
		return nil, syntaxError(err)
	}
	if err := decoder.Decode(&second); err == nil {
		return nil, faults{{second.Line, "文件里只能有一份内容,请去掉 --- 以下的部分"}}.err()
	} else if !errors.Is(err, io.EOF) {
		return nil, syntaxError(err)
	}
	var found faults
	refuseIndirection(&root, &found)
	if err := found.err(); err != nil {
		return nil, err
	}
	return root.Content[0], nil
}

// refuseIndirection finds aliases, with which a small file can describe an endless one, and the anchors and
// tags that nobody needs here either.
func refuseIndirection(node *yaml.Node, found *faults) {
	switch {
	case node.Kind == yaml.AliasNode:
		found.add(node.Line, "不支持引用(*%s),请把内容写全", short(node.Value))
	case node.Anchor != "":
		found.add(node.Line, "不支持锚点(&%s),请把内容写全", short(node.Anchor))
	case node.Style&yaml.TaggedStyle != 0:
		found.add(node.Line, "不支持类型标记(%s),请直接写内容", short(node.Tag))
	}
	for _, child := range node.Content {
		refuseIndirection(child, found)
	}
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

func syntaxError(err error) error {
	const advice = "写法有误,请检查缩进、冒号和引号"
	parts := yamlLine.FindStringSubmatch(err.Error())
	if parts == nil {
		return models.Errorf(models.Invalid, "文件不是 YAML 格式,%s(%s)。", advice, short(err.Error()))
	}
	line, _ := strconv.Atoi(parts[1])
	return faults{{line, fmt.Sprintf("%s(%s)", advice, short(parts[2]))}}.err()
}

// short keeps what is quoted from the file within a line.
func short(text string) string {
	const most = 40
	runes := []rune(text)
	if len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
