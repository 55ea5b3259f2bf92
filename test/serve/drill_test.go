package serve_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"petitiondesk/bot/wxmsg"
	"petitiondesk/test/story"
)

// drill is an office with everything that a backup must bring back.
type drill struct {
	*office
	files, backups string
	client         []string // settings of the scripts
}

func openDrill(t *testing.T) *drill {
	t.Helper()
	data := onServers(t)
	at, err := url.Parse(data.database)
	if err != nil {
		t.Fatal(err)
	}
	d := &drill{files: filepath.Join(t.TempDir(), "files"), backups: t.TempDir()}
	cnf := filepath.Join(t.TempDir(), "client.cnf")
	account := fmt.Sprintf("[client]\nhost=%s\nport=%s\nuser=%s\npassword=\"%s\"\n", at.Hostname(), at.Port(), at.User.Username(), data.password)
	if err := os.WriteFile(cnf, []byte(account), 0o600); err != nil {
		t.Fatal(err)
	}
	d.office = open(t, data)
	d.settings = []string{
		"DESK_KEYS_FILE=" + filepath.Join(t.TempDir(), "keys"), "DESK_INDEX_KEY=synthetic-index-key-of-many-letters",
		"DESK_FILES=file://" + d.files + "?create_dir=true&metadata=skip&no_tmp_dir=true",
	}
	d.client = []string{
		"PATH=" + os.Getenv("PATH"), "BACKUP_CNF=" + cnf, "BACKUP_DB=" + strings.TrimPrefix(at.Path, "/"), "BACKUP_FILES=" + d.files, "PETITIONDESK=" + binary,
	}
	d.command("keys", "generate")
	return d
}

// script runs a script of deploy/ and returns its exit code and what it said.
func (d *drill) script(name, folder string) (code int, out, errs string) {
	d.Helper()
	path, err := filepath.Abs("../../deploy/" + name)
	if err != nil {
		d.Fatal(err)
	}
	cmd := exec.CommandContext(d.Context(), path, folder)
	cmd.Env = append(d.environment(d.api.URL), d.client...)
	var said, faults bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &faults
	if err := cmd.Run(); cmd.ProcessState == nil {
		d.Fatal(err)
	}
	expectNoSecrets(d.office, name, said.String()+faults.String())
	return cmd.ProcessState.ExitCode(), strings.TrimSpace(said.String()), faults.String()
}

func (d *drill) backup() (folder string) {
	d.Helper()
	code, folder, errs := d.script("backup.sh", d.backups)
	if code != 0 {
		d.Fatalf("backup.sh ended with %d: %s", code, errs)
	}
	return folder
}

// destroy loses the database and the attachments; the anchor file is elsewhere.
func (d *drill) destroy() {
	d.Helper()
	rows, err := d.data.db.QueryContext(d.Context(), "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()")
	if err != nil {
		d.Fatal(err)
	}
	defer rows.Close()
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			d.Fatal(err)
		}
		tables = append(tables, "`"+name+"`")
	}
	if err := rows.Err(); err != nil || len(tables) == 0 {
		d.Fatalf("%d tables, %v", len(tables), err)
	}
	execute(d.T, d.data.db, "DROP TABLE "+strings.Join(tables, ", "))
	if err := os.RemoveAll(d.files); err != nil {
		d.Fatal(err)
	}
}

var (
	printedPath = regexp.MustCompile(`/receipt/\S+`)
	queryCode   = regexp.MustCompile(`[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}`)
)

// receipt registers a visit with a picture and returns what its petitioner holds.
func (d *drill) receipt(r *replica) (number, code string) {
	d.Helper()
	d.say("wangfang", visit)
	card := d.expect("wangfang", "请核对来访登记")
	picture, err := d.sim.AddMedia("file", "合同.pdf", []byte("%PDF-1.4 drill"))
	if err != nil {
		d.Fatal(err)
	}
	file := wxmsg.File{Header: wxmsg.Header{FromUserName: "wangfang"}, MediaID: picture, FileName: "合同.pdf"}
	if report, err := d.sim.SendMessage(d.Context(), "wangfang", file); err != nil || !report.OK {
		d.Fatalf("not delivered: %+v, %v", report, err)
	}
	d.expect("wangfang", "归入这份登记")
	d.tap("wangfang", card, "确认登记")
	told := d.expect("wangfang", "登记成功").Text
	_, page := httpGet(d.T, r.url+printedPath.FindString(told))
	if code = queryCode.FindString(page); code == "" {
		d.Fatalf("no code on the receipt:\n%s", page)
	}
	return story.Number(d.T, told), code
}

// expectReceipt opens the public page with the receipt, as its holder would.
func (d *drill) expectReceipt(r *replica, number, code string) {
	d.Helper()
	answer, err := http.PostForm(r.url+"/q", url.Values{"n": {number}, "c": {code}})
	if err != nil {
		d.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		d.Errorf("the receipt of %s opens with status %d", number, answer.StatusCode)
	}
}

func (d *drill) checkpoint() {
	d.Helper()
	before, _ := os.ReadFile(d.anchors)
	d.command("checkpoint")
	eventually(d.T, func() bool {
		now, _ := os.ReadFile(d.anchors)
		return len(now) > len(before)
	}, func() string { return "the anchor file never took the checkpoint" })
	d.settle()
}

// Everything is backed up under a running service, lost, and brought back by the scripts of deploy/; the receipt still opens.
// The same backup, restored again after more has been registered and anchored, is told from the newest.
func TestBackupRestoreDrill(t *testing.T) {
	if testing.Short() {
		return // the scripts speak to MariaDB
	}
	t.Parallel()
	d := openDrill(t)
	desk := d.serve()
	number, code := d.receipt(desk)
	expectSuffix(t, number, "-0001")
	d.checkpoint()
	backup := d.backup()
	desk.stop(syscall.SIGTERM)
	if status, _, errs := d.script("restore.sh", backup); status != 2 || !strings.Contains(errs, "is not empty") {
		t.Errorf("onto a database in use: %d\n%s", status, errs)
	}
	d.destroy()
	if status, out, errs := d.script("restore.sh", backup); status != 0 {
		t.Fatalf("restore.sh ended with %d: %s%s", status, out, errs)
	}
	d.expectSoundLedger()

	back := d.serve()
	d.door.only(back)
	if out := d.command("doctor"); !strings.Contains(out, "ok    ledger triggers") {
		t.Errorf("after the restore:\n%s", out)
	}
	d.expectReceipt(back, number, code)
	d.say("wangfang", "查 "+number)
	d.expect("wangfang", number, facts)
	d.say("wangfang", "附件 "+number+" 1")
	eventually(t, func() bool {
		for _, bubble := range d.sim.Chat("wangfang") {
			if bubble.Type == "file" && bubble.From != "wangfang" {
				return true
			}
		}
		return false
	}, func() string { return "the attachment is gone\n" + d.chat("wangfang") })
	later, _ := d.receipt(back)
	expectSuffix(t, later, "-0002")
	d.checkpoint()
	back.stop(syscall.SIGTERM)

	d.destroy()
	status, out, errs := d.script("restore.sh", backup)
	if status != 1 || !strings.Contains(out+errs, "older copy") || !strings.Contains(errs, "docs/runbook.md") {
		t.Errorf("an older backup: %d\n%s%s", status, out, errs)
	}
	old := d.serve()
	d.door.only(old)
	if _, page := httpGet(t, old.url+"/metrics"); !strings.Contains(page, "\npetitiondesk_registration_barred 1") {
		t.Error("registration is not barred")
	}
	d.expectReceipt(old, number, code)
	d.say("liuyang", visit)
	d.tap("liuyang", d.expect("liuyang", "请核对来访登记"), "确认登记")
	d.expect("liuyang", "纸质登记表")
}

// A backup with one byte changed is not restored.
func TestDamagedBackupIsRefused(t *testing.T) {
	if testing.Short() {
		return // the scripts speak to MariaDB
	}
	t.Parallel()
	d := openDrill(t)
	if err := os.Mkdir(d.files, 0o700); err != nil {
		t.Fatal(err)
	}
	backup := d.backup()
	d.destroy()
	path := filepath.Join(backup, "database.sql.gz")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := d.script("restore.sh", backup); status != 2 || !strings.Contains(errs, "damaged") {
		t.Errorf("a damaged backup: %d\n%s", status, errs)
	}
}
