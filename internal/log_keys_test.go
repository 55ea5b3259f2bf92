package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// logCalls says for each method of a logger which argument is the first key.
var logCalls = map[string]int{
	"Debug": 1, "Info": 1, "Warn": 1, "Error": 1, "With": 0,
	"DebugContext": 2, "InfoContext": 2, "WarnContext": 2, "ErrorContext": 2,
}

var (
	logger      = regexp.MustCompile(`(?i)(log|logger|slog|orDiscard)(\(\))?$`)
	logKeyLine  = regexp.MustCompile("(?m)^\\| `(\\w+)` \\|")
	builtInKeys = []string{"time", "level", "msg"} // of log/slog itself
)

// Whoever searches or counts log lines relies on their keys: docs/log-keys.md lists all of them.
func TestLogKeysAreThoseOfTheirPage(t *testing.T) {
	page, err := os.ReadFile("../docs/log-keys.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, line := range logKeyLine.FindAllStringSubmatch(string(page), -1) {
		listed[line[1]] = true
	}
	used := map[string]string{}
	for _, file := range ourFiles(t) {
		calls := 0
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", file.name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok {
				for _, key := range keysOf(t, file.name, call) {
					used[key] = file.name
					calls++
				}
			}
			return true
		})
	}
	if len(used) < 30 {
		t.Fatalf("only %d keys were found", len(used))
	}
	for key, where := range used {
		if !listed[key] {
			t.Errorf("%s logs the key %q, which docs/log-keys.md lacks", where, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(listed)) {
		if used[key] == "" && !slices.Contains(builtInKeys, key) {
			t.Errorf("docs/log-keys.md lists %q, which nothing logs", key)
		}
	}
}

// keysOf returns the keys that a call logs.
func keysOf(t *testing.T, name string, call *ast.CallExpr) (keys []string) {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	receiver := textOf(selector.X)
	if receiver == "slog" && len(call.Args) == 2 && !strings.HasSuffix(selector.Sel.Name, "Handler") {
		if key, ok := literal(call.Args[0]); ok {
			return []string{key}
		}
	}
	first, ok := logCalls[selector.Sel.Name]
	if !ok || !logger.MatchString(receiver) || len(call.Args) < first {
		return nil
	}
	for at := first; at < len(call.Args); {
		key, ok := literal(call.Args[at])
		if ok {
			keys = append(keys, key)
			at += 2
			continue
		}
		if attribute, isCall := call.Args[at].(*ast.CallExpr); !isCall || !strings.HasPrefix(textOf(attribute.Fun), "slog.") {
			t.Errorf("%s: a key of %s.%s is no literal", name, receiver, selector.Sel.Name)
		}
		at++
	}
	return keys
}

func literal(e ast.Expr) (string, bool) {
	basic, ok := e.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}

func textOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return textOf(e.X) + "." + e.Sel.Name
	case *ast.CallExpr:
		return textOf(e.Fun) + "()"
	}
	return ""
}
