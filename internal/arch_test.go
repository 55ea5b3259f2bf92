package internal_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "petitiondesk"

// rooms lists which of our packages each package may import, apart from itself and what lies below it. The
// longest folder that fits a package decides; docs/architecture.md says why.
var rooms = map[string][]string{
	".":                 {"internal/app", "config"},
	"config":            {},
	"models":            {},
	"bot":               {},
	"handlers":          {"bot", "internal/desk", "models"},
	"internal/app":      {"bot", "config", "handlers", "internal", "models"},
	"internal/desk":     {"models"},
	"internal/gather":   {},
	"internal/store":    {"internal/gather", "models"},
	"internal/cache":    {"models"},
	"internal/engine":   {"internal/gather", "models"},
	"internal/county":   {"models"},
	"internal/seal":     {"models"},
	"internal/sheet":    {"models"},
	"internal/files":    {"models"},
	"internal/web":      {"internal/desk", "models"},
	"internal/receipt":  {"models"},
	"internal/wecomsim": {"bot/wxcrypt", "bot/wxmsg"},
	"cmd/ledgercheck":   {},
}

// reserved lists modules that only one package imports.
var reserved = map[string]string{
	"gorm.io":                      "internal/store",
	"github.com/go-gormigrate":     "internal/store",
	"github.com/glebarez":          "internal/store",
	"github.com/go-sql-driver":     "internal/store",
	"github.com/redis/go-redis":    "internal/cache",
	"github.com/alicebob":          "internal/cache",
	"github.com/silenceper/wechat": "bot",
	"github.com/alecthomas/kong":   "config",
	"go.yaml.in/yaml":              "internal/county",
	"golang.org/x/image":           "internal/receipt",
	"github.com/yeqown/go-qrcode":  "internal/receipt",
	"github.com/emmansun/gmsm":     "internal/seal",
	"golang.org/x/mod":             "internal/desk",
	"github.com/xuri/excelize":     "internal/sheet",
	"gocloud.dev":                  "internal/files",
}

// outside lists the standard packages that reach out of the process.
var outside = []string{"os", "net", "io/fs", "io/ioutil", "syscall", "database/sql", "plugin"}

// harmless lists the exceptions from outside: they reckon only.
var harmless = []string{"net/url", "net/netip", "database/sql/driver"}

func TestPackagesImportOnlyWhatTheyMay(t *testing.T) {
	files := ourFiles(t)
	if len(files) < 20 {
		t.Fatalf("found only %d files", len(files))
	}
	for _, file := range files {
		for _, imported := range file.imports {
			if fault := importFault(file.folder, imported); fault != "" {
				t.Errorf("%s: %s", file.name, fault)
			}
		}
		if file.readsEnvironment && !under(file.folder, "config") && !under(file.folder, "internal/app") && file.folder != "." {
			t.Errorf("%s reads the environment; only main, config and internal/app may", file.name)
		}
	}
}

func TestForbiddenImportsAreFound(t *testing.T) {
	tests := []struct {
		folder, imported string
		fine             bool
	}{
		{"models/duty", "petitiondesk/models/calendar", true},
		{"models/duty", "database/sql/driver", true},
		{"models/duty", "database/sql", false},
		{"models/duty", "os", false},
		{"models", "net/http", false},
		{"models", "gorm.io/gorm", false},
		{"models", "petitiondesk/bot", false},
		{"models", "github.com/google/go-cmp/cmp", false},
		{"config", "net/url", true},
		{"config", "github.com/alecthomas/kong", true},
		{"config", "go.yaml.in/yaml/v3", false},
		{"config", "io/fs", false},
		{".", "petitiondesk/internal/app", true},
		{".", "petitiondesk/internal/store", false},
		{"bot", "petitiondesk/bot/wxmsg", true},
		{"bot/wxmsg", "petitiondesk/bot/internal/wxxml", true},
		{"bot", "petitiondesk/models", false},
		{"handlers", "petitiondesk/internal/desk", true},
		{"handlers", "petitiondesk/internal/store", false},
		{"handlers", "gorm.io/gorm", false},
		{"internal/app", "petitiondesk/internal/cache", true},
		{"internal/app", "petitiondesk/test/testenv", false},
		{"internal/app", "github.com/redis/go-redis/v9", false},
		{"internal/desk", "petitiondesk/internal/store", false},
		{"internal/store", "gorm.io/gorm", true},
		{"internal/store", "petitiondesk/internal/desk", false},
		{"internal/seal", "github.com/emmansun/gmsm/sm4", true},
		{"internal/seal", "petitiondesk/internal/store", false},
		{"internal/app", "github.com/emmansun/gmsm/sm3", false},
		{"internal/desk", "petitiondesk/internal/seal", false},
		{"internal/wecomsim", "petitiondesk/bot/wxcrypt", true},
		{"internal/wecomsim", "petitiondesk/bot", false},
		{"cmd/ledgercheck", "archive/zip", true},
		{"cmd/ledgercheck", "petitiondesk/models/ledger", false},
		{"cmd/ledgercheck", "golang.org/x/mod/sumdb/tlog", false},
		{"internal/desk", "golang.org/x/mod/sumdb/tlog", true},
		{"internal/new", "fmt", false},
	}
	for _, test := range tests {
		if fault := importFault(test.folder, test.imported); (fault == "") != test.fine {
			t.Errorf("%s imports %s: %q", test.folder, test.imported, fault)
		}
	}
}

// importFault says what is wrong with the import, or nothing.
func importFault(folder, imported string) string {
	room, known := roomOf(folder)
	ours, isOurs := strings.CutPrefix(imported, module+"/")
	switch {
	case !known:
		return fmt.Sprintf("package %s has no row in the table of rooms", folder)
	case isOurs && !under(ours, room) && !slices.ContainsFunc(rooms[room], func(allowed string) bool { return under(ours, allowed) }):
		return fmt.Sprintf("%s may not import %s", room, imported)
	case isOurs:
		return ""
	}
	for prefix, owner := range reserved {
		if under(imported, prefix) && !under(folder, owner) {
			return fmt.Sprintf("only %s imports %s", owner, prefix)
		}
	}
	if room == "cmd/ledgercheck" && strings.Contains(imported, ".") {
		return fmt.Sprintf("ledgercheck imports the standard library only, not %s", imported)
	}
	if room == "models" && strings.Contains(imported, ".") {
		return fmt.Sprintf("models import the standard library only, not %s", imported)
	}
	if (room == "models" || room == "config") && reachesOut(imported) {
		return fmt.Sprintf("%s does no I/O and may not import %s", room, imported)
	}
	return ""
}

func roomOf(folder string) (room string, known bool) {
	var fitting []string
	for name := range rooms {
		if name == folder || (name != "." && under(folder, name)) {
			fitting = append(fitting, name)
		}
	}
	if len(fitting) == 0 {
		return "", false
	}
	return slices.MaxFunc(fitting, func(a, b string) int { return cmp.Compare(len(a), len(b)) }), true
}

func reachesOut(imported string) bool {
	within := func(prefix string) bool { return under(imported, prefix) }
	return slices.ContainsFunc(outside, within) && !slices.ContainsFunc(harmless, within)
}

func under(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }

type goFile struct {
	name, folder     string
	imports          []string
	readsEnvironment bool
}

// ourFiles reads every Go file of the module but tests and the test folder, which may import anything.
func ourFiles(t *testing.T) []goFile {
	t.Helper()
	const root = ".."
	var files []goFile
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name = filepath.ToSlash(strings.TrimPrefix(name, root+string(filepath.Separator)))
		hidden := strings.HasPrefix(entry.Name(), ".") && entry.Name() != root
		if entry.IsDir() && (hidden || name == "test" || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := read(root, name)
		files = append(files, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func read(root, name string) (goFile, error) {
	file := goFile{name: name, folder: path.Dir(name)}
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.SkipObjectResolution)
	if err != nil {
		return file, err
	}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return file, err
		}
		file.imports = append(file.imports, imported)
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		if call, ok := node.(*ast.SelectorExpr); ok && isEnvironment(call) {
			file.readsEnvironment = true
		}
		return true
	})
	return file, nil
}

func isEnvironment(call *ast.SelectorExpr) bool {
	from, ok := call.X.(*ast.Ident)
	return ok && (from.Name == "os" || from.Name == "syscall") &&
		slices.Contains([]string{"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Setenv"}, call.Sel.Name)
}
