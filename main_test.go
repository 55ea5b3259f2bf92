package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/glebarez/go-sqlite"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// call runs a command line with exactly this environment.
func call(t *testing.T, env map[string]string, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	lookup := func(name string) (string, bool) { value, ok := env[name]; return value, ok }
	code = run(t.Context(), args, lookup, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func expectParts(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in:\n%s", part, text)
		}
	}
}

func TestVersionAndHelp(t *testing.T) {
	if code, out, errs := call(t, nil, "version"); code != 0 || !strings.HasPrefix(out, "petitiondesk ") || errs != "" {
		t.Errorf("%d %q %q", code, out, errs)
	}
	code, out, errs := call(t, nil, "--help")
	if code != 0 || errs != "" {
		t.Errorf("%d %q", code, errs)
	}
	expectParts(t, out, "demo", "serve", "migrate", "import", "doctor", "verify", "version")
	code, out, _ = call(t, nil, "serve", "--help")
	if code != 0 {
		t.Errorf("serve --help: %d", code)
	}
	expectParts(t, out, "DESK_DATABASE", "DESK_REDIS_FILE", "DESK_WECOM_CORP_ID")
}

func TestWrongCommandLinesEndWith2(t *testing.T) {
	for _, args := range [][]string{{"dance"}, {}, {"import"}, {"serve", "--secret=x"}, {"demo", "--clock", "sundial"}, {"verify", "now"}} {
		if code, out, errs := call(t, nil, args...); code != 2 || out != "" || strings.TrimSpace(errs) == "" {
			t.Errorf("%q: %d %q %q", args, code, out, errs)
		}
	}
}

func TestServeListsEveryFaultAndEndsWith2(t *testing.T) {
	const key = "not-an-aes-key-of-43-characters"
	code, out, errs := call(t, map[string]string{
		"DESK_LISTEN": "nowhere", "DESK_DATABASE": "postgres://desk:hunter2@db/desk", "DESK_WECOM_AES_KEY": key,
		"DESK_WECOM_TOKEN_FILE": filepath.Join(t.TempDir(), "missing"),
	}, "serve")
	if code != 2 || out != "" {
		t.Errorf("%d %q", code, out)
	}
	expectParts(t, errs, "DESK_LISTEN", "DESK_DATABASE", "DESK_PUBLIC_URL", "DESK_WECOM_CORP_ID", "DESK_WECOM_AGENT_ID",
		"DESK_WECOM_SECRET", "DESK_WECOM_TOKEN_FILE cannot be read", "DESK_WECOM_AES_KEY")
	if strings.Contains(errs, "hunter2") || strings.Contains(errs, key) {
		t.Errorf("a secret is told: %s", errs)
	}
}

const sound = `units:
  - {code: xfj, name: 云岭县信访局, kind: bureau}
people:
  - {userid: wangfang, name: 王芳, unit: xfj, post: 科员, roles: [clerk, supervisor]}
  - {userid: linjing, name: 林静, unit: xfj, roles: [leader]}
stations:
  - {code: center, name: 接待中心}
duty_rules:
  - {station: center, post: 接访领导, daily: true, people: [linjing], from: 2026-01-01, start: "08:30", end: "17:30", holiday: keep}
`

const faulty = `units:
  - {code: xfj, name: 云岭县信访局, kind: office}
people:
  - {userid: wangfang, name: 改名, unit: nowhere, roles: [king]}
  - {userid: newcomer, name: 新人, unit: xfj, roles: [clerk]}
`

func write(t *testing.T, content string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "county.yaml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// county is what an import writes, but the ledger, which notes every import.
func county(t *testing.T, database string) string {
	t.Helper()
	db, err := sql.Open("sqlite", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all []string
	for _, query := range []string{
		"SELECT code || name || kind FROM units ORDER BY 1", "SELECT user_id || name || unit_code || active FROM people ORDER BY 1",
		"SELECT user_id || role FROM person_roles ORDER BY 1", "SELECT code || name FROM duty_stations ORDER BY 1",
		"SELECT code || people FROM duty_rules ORDER BY 1", "SELECT rule_code || day || user_id || version FROM duty_slots ORDER BY 1",
		"SELECT uniq FROM jobs ORDER BY 1", "SELECT dedup_key FROM outbox ORDER BY 1",
	} {
		all = append(all, lines(t, db, query)...)
	}
	return strings.Join(all, "\n") + "\n"
}

func lines(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestImportTwiceIsHarmlessAndFaultsWriteNothing(t *testing.T) {
	database := filepath.Join(t.TempDir(), "desk.db")
	env := map[string]string{"DESK_DATABASE": "sqlite://" + database}
	path := write(t, sound)
	code, out, errs := call(t, env, "import", path)
	if code != 0 {
		t.Fatalf("%d %s", code, errs)
	}
	expectParts(t, out, "1 units", "2 people", "1 stations", "1 duty rules")
	first := county(t, database)
	expectParts(t, first, "wangfangsupervisor", "linjing", "center/接访领导")

	if code, _, errs := call(t, env, "import", path); code != 0 {
		t.Errorf("the second import: %d %s", code, errs)
	}
	if again := county(t, database); again != first {
		t.Errorf("the second import changed\n%sto\n%s", first, again)
	}

	code, out, errs = call(t, env, "import", write(t, faulty))
	if code != 1 || out != "" {
		t.Errorf("a faulty county: %d %q", code, out)
	}
	expectParts(t, errs, "第 2 行", "第 4 行", "nowhere", "king")
	if after := county(t, database); after != first {
		t.Errorf("a faulty county changed\n%sto\n%s", first, after)
	}
	if code, _, errs := call(t, env, "import", filepath.Join(t.TempDir(), "missing.yaml")); code != 1 || !strings.Contains(errs, "missing.yaml") {
		t.Errorf("a missing file: %d %s", code, errs)
	}
}

func TestFaultyCountyDoesNotEvenMakeADatabase(t *testing.T) {
	folder := t.TempDir()
	env := map[string]string{"DESK_DATABASE": "sqlite://" + filepath.Join(folder, "desk.db")}
	if code, _, _ := call(t, env, "import", write(t, faulty)); code != 1 {
		t.Errorf("exit code %d", code)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

const (
	days      = "date,kind,name,notice_year\n2027-01-01,off,元旦,2027\n2027-02-07,work,春节,2027\n"
	laterDays = "date,kind,name,notice_year\n2027-01-01,off,元旦,2027\n2027-02-14,work,春节,2027\n"
)

// imports is what the imports of public days, and the ledger, keep.
func imports(t *testing.T, database string) string {
	t.Helper()
	db, err := sql.Open("sqlite", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := lines(t, db, "SELECT notice_year || ' v' || version || ' by ' || imported_by FROM calendar_notices ORDER BY id")
	all = append(all, lines(t, db, "SELECT notice_id || ' ' || day || ' ' || off FROM public_days ORDER BY 1")...)
	return strings.Join(append(all, lines(t, db, "SELECT kind || payload FROM ledger_entries ORDER BY seq")...), "\n")
}

func TestImportOfTopics(t *testing.T) {
	const topics = "list,code,name,parent,crosswalk\n2026,labour,劳动和社会保障,,2023:labour\n2026,pension,养老保险,labour,\n"
	const wrong = "list,code,name,parent,crosswalk\n2026,labour,,,2023:labour\n2026,pension,养老保险,nobody,\n"
	database := filepath.Join(t.TempDir(), "desk.db")
	env := map[string]string{"DESK_DATABASE": "sqlite://" + database}
	if code, _, errs := call(t, env, "migrate"); code != 0 {
		t.Fatal(errs)
	}
	before := imports(t, database)
	if code, _, errs := call(t, env, "import", write(t, wrong)); code == 0 || !strings.Contains(errs, "第 2 行") || !strings.Contains(errs, "第 3 行") {
		t.Errorf("a wrong file: %d %s", code, errs)
	}
	code, out, errs := call(t, env, "import", write(t, topics), "--dry-run")
	if code != 0 || imports(t, database) != before {
		t.Fatalf("previewing wrote, or failed: %s", errs)
	}
	expectParts(t, out, "内容分类 2026（第1版）", "新增 labour：劳动和社会保障，对应 2023:labour", "新增 pension：养老保险，属 labour", "没有写入")
	code, out, errs = call(t, env, "import", write(t, topics))
	if code != 0 {
		t.Fatal(errs)
	}
	expectParts(t, out, "内容分类 2026（第1版）", "已导入")
	expectParts(t, imports(t, database), "topics_imported")
	if code, out, _ = call(t, env, "import", write(t, topics)); code != 0 || !strings.Contains(out, "内容与现有的相同，没有写入") {
		t.Errorf("again: %d %s", code, out)
	}
	if code, out, errs = call(t, env, "stats", "--from", "2026-11-01", "--to", "2026-11-30", "--topics", "2026"); code != 0 || !strings.Contains(out, "2026年目录") {
		t.Errorf("by the imported list: %s %s", out, errs)
	}
	if code, _, _ = call(t, env, "stats", "--from", "2026-11-01", "--to", "2026-11-30", "--topics", "1999"); code == 0 {
		t.Error("a list that is not there was counted by")
	}
}

func TestImportOfPublicDays(t *testing.T) {
	database := filepath.Join(t.TempDir(), "desk.db")
	env := map[string]string{"DESK_DATABASE": "sqlite://" + database}
	if code, _, errs := call(t, env, "migrate"); code != 0 {
		t.Fatal(errs)
	}
	empty := imports(t, database)
	for _, step := range []struct {
		args []string
		want []string
		left string // "" when the step must not write
	}{
		{[]string{write(t, days), "--dry-run"}, []string{"2027年（第1版）", "新增 2027年1月1日 周五：放假（元旦）", "没有写入"}, ""},
		{[]string{write(t, days)}, []string{"2027年（第1版）", "新增 2027年2月7日 周日：上班（春节）", "已导入"}, "2027 v1 by system"},
		{[]string{write(t, days)}, []string{"内容与现有的相同，没有写入"}, ""},
		{[]string{write(t, laterDays), "--dry-run"}, []string{"2027年（第2版）", "没有写入"}, ""},
		{[]string{write(t, laterDays)}, []string{"新增 2027年2月14日", "删去 2027年2月7日", "已导入"}, "2027 v2 by system"},
		{[]string{"models/calendar/cn-public-days.csv"}, []string{"内容与现有的相同"}, ""},
	} {
		before := imports(t, database)
		code, out, errs := call(t, env, append([]string{"import"}, step.args...)...)
		if code != 0 {
			t.Fatalf("%s: %d %s", step.args, code, errs)
		}
		expectParts(t, out, step.want...)
		after := imports(t, database)
		if step.left == "" && after != before {
			t.Errorf("%s wrote\n%s", step.args, after)
		}
		expectParts(t, after, step.left)
	}
	if strings.Contains(empty, "calendar_imported") || strings.Count(imports(t, database), "calendar_imported") != 2 {
		t.Errorf("the ledger says %s", imports(t, database))
	}
	if code, out, errs := call(t, env, "verify"); code != 0 {
		t.Errorf("verify: %s %s", out, errs)
	}
}

func TestADryRunMakesNoDatabase(t *testing.T) {
	folder := t.TempDir()
	env := map[string]string{"DESK_DATABASE": "sqlite://" + filepath.Join(folder, "desk.db")}
	code, out, errs := call(t, env, "import", write(t, sound), "--dry-run")
	if code != 0 {
		t.Errorf("a county: %d %s", code, errs)
	}
	expectParts(t, out, "Would import 1 units, 2 people", "Nothing was written")
	if code, _, errs := call(t, env, "import", write(t, days), "--dry-run"); code != 1 || !strings.Contains(errs, "petitiondesk migrate") {
		t.Errorf("public days without a database: %d %s", code, errs)
	}
	for content, want := range map[string]string{
		"通知":    "可以导入的有三种",
		"- a\n": "可以导入的有三种",
		"":      "可以导入的有三种",
		"date,kind,name,notice_year\n2027-01-32,off,元旦,2027\n": "第 2 行",
	} {
		if code, _, errs := call(t, env, "import", write(t, content)); code != 1 || !strings.Contains(errs, want) {
			t.Errorf("%q: %d %s", content, code, errs)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestVerifyTellsTheStateOfTheLedger(t *testing.T) {
	database := filepath.Join(t.TempDir(), "desk.db")
	env := map[string]string{"DESK_DATABASE": "sqlite://" + database}
	if code, _, errs := call(t, env, "import", write(t, sound)); code != 0 {
		t.Fatal(errs)
	}
	code, out, _ := call(t, env, "verify", "--json")
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	expectParts(t, out, `"ok":true`, `"head":"`)
	code, out, _ = call(t, env, "verify")
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	expectParts(t, out, "adds up")

	tamper(t, database)
	code, out, errs := call(t, env, "verify", "--json")
	if code != 1 || errs != "" {
		t.Errorf("after tampering: %d %s", code, errs)
	}
	expectParts(t, out, `"ok":false`, `"fault":"`)
	code, out, _ = call(t, env, "verify")
	if code != 1 {
		t.Errorf("after tampering: %d", code)
	}
	expectParts(t, out, "does not add up")
}

// tamper changes an entry behind the program's back, which the database refuses as long as its guard stands.
func tamper(t *testing.T, database string) {
	t.Helper()
	db, err := sql.Open("sqlite", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const change = "UPDATE ledger_entries SET actor = 'somebody' WHERE seq = 1"
	if _, err := db.ExecContext(t.Context(), change); err == nil {
		t.Error("the database let an entry be changed")
	}
	for _, statement := range []string{"DROP TRIGGER ledger_entries_no_update", change} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCommandsFailWithoutTheirDatabase(t *testing.T) {
	env := map[string]string{"DESK_DATABASE": "mysql://desk:hunter2@127.0.0.1:1/desk"}
	for _, args := range [][]string{{"migrate"}, {"verify"}, {"import", write(t, sound)}} {
		code, out, errs := call(t, env, args...)
		if code != 1 || out != "" || !strings.Contains(errs, "refused") || strings.Contains(errs, "hunter2") {
			t.Errorf("%s: %d %q %q", args[0], code, out, errs)
		}
	}
}
