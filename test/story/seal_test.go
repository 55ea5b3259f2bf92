package story_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"petitiondesk/config"
	"petitiondesk/internal/app"
	"petitiondesk/models"
	"petitiondesk/models/petition"
	"petitiondesk/test/story"
)

// People of whom no other word in a database could come.
const (
	oddName   = "欧阳泽锟"
	oddMobile = "13987650421"
	oddID     = "110101199003076034"
	oddVisit  = "来访 姓名：" + oddName + " " + oddMobile + " " + oddID + " 3人 城关镇 反映拖欠工资 请求支付"
)

// run carries out a command beside the running desk, with the keys of its file.
func run(t *testing.T, s *story.Story, command config.Command) (string, error) {
	t.Helper()
	keys, err := os.ReadFile(s.KeysFile)
	if err != nil {
		t.Fatal(err)
	}
	var out, logs bytes.Buffer
	cfg := config.Config{Database: s.Stores.Database, Redis: "embedded", Keys: string(keys), KeysFile: s.KeysFile}
	err = app.Run(t.Context(), command, cfg, &out, &logs)
	for _, text := range []string{out.String(), logs.String(), fmt.Sprint(err)} {
		for _, secret := range []string{oddName, oddMobile, oddID, strings.Fields(string(keys))[3]} {
			if strings.Contains(text, secret) {
				t.Errorf("%T tells %s: %s", command, secret, text)
			}
		}
	}
	return out.String(), err
}

func must(t *testing.T, s *story.Story, command config.Command) string {
	t.Helper()
	out, err := run(t, s, command)
	if err != nil {
		t.Fatalf("%T: %v\n%s", command, err, out)
	}
	return out
}

// Nothing personal is in the clear anywhere but in the messages as they came, and not there either after a week.
func TestPersonalDataLeakNowhere(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Say("wangfang", oddVisit)
		s.Expect("wangfang", "请核对来访登记", "欧***", "139****0421")
		s.Say("wangfang", "改 3 六七八人")
		s.Say("wangfang", "改 2 "+oddMobile+"1")
		s.Say("wangfang", "改 1 "+oddName)
		s.Say("wangfang", "确认登记")
		told := s.Expect("wangfang", "登记成功")
		number := story.Number(t, told.Text)
		s.Say("wangfang", "呈报 "+number+" "+oddName+oddMobile+"情况紧急")
		s.Say("wangfang", "查 "+oddMobile)
		s.Say("wangfang", oddID)
		s.Say("wangfang", "来访 "+oddName+" "+oddMobile+" 反映拖欠工资")
		s.Say("wangfang", "暂存")
		s.Say("liuyang", oddVisit)
		again := s.Expect("liuyang", "请核对来访登记", "同一身份证号", number)
		s.Tap("liuyang", again, "并入前件")
		s.Expect("liuyang", "已并入 "+number)
		s.Settle()

		// What a clerk writes as a reason is the office's own text; it is shown with numbers masked.
		inTheClear := s.ColumnsHolding(oddName, oddMobile, oddID)
		if want := []string{"approval_entries.text", "approval_requests.reason", "inbox.body"}; !slices.Equal(inTheClear, want) {
			t.Errorf("in the clear: %q", inTheClear)
		}
		for what, text := range map[string]string{"log": s.Log(), "metrics": s.Metrics()} {
			if text == "" {
				t.Errorf("the %s is empty", what)
			}
			expectNothingOdd(t, what, text)
		}
		for _, user := range []string{"wangfang", "liuyang", "zhaomin", "sunli"} {
			for _, bubble := range s.Unread(user) {
				expectNumbersMasked(t, story.Words(bubble))
			}
		}
		s.MoveTo("2026-12-01", "10:00")
		s.Settle()
		if err := s.Demo.App.TidyUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if left := s.ColumnsHolding(oddName, oddMobile, oddID); !slices.Equal(left, []string{"approval_entries.text", "approval_requests.reason"}) {
			t.Errorf("after a week in the clear: %q", left)
		}
		s.VerifyLedger()
	})
}

func expectNothingOdd(t *testing.T, what, text string) {
	t.Helper()
	for _, seed := range []string{oddName, oddMobile, oddID} {
		if at := strings.Index(text, seed); at >= 0 {
			t.Errorf("the %s tells %s: …%s…", what, seed, text[max(0, at-200):min(len(text), at+50)])
		}
	}
}

func expectNumbersMasked(t *testing.T, text string) {
	t.Helper()
	if strings.Contains(text, oddMobile) || strings.Contains(text, oddID) {
		t.Errorf("a message shows a number: %s", text)
	}
}

// A sealed value opens in its own row only, and a key for its own report only.
func TestSealedValuesCannotBeMoved(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		one := s.Register("wangfang", oddVisit)
		other := s.Register("liuyang", "来访 李某 13900000008 1人 柳河镇 反映村道破损 请求修复")
		s.Settle()
		name := func(number string) (string, error) {
			found, _, err := s.Demo.App.Desk.FindCase(t.Context(), "wangfang", number, "")
			return found.Name, err
		}
		if got, err := name(one); got != "欧***" || err != nil {
			t.Fatalf("%s is of %q, %v", one, got, err)
		}
		db := s.DB()
		read := func(question string) (value []byte) {
			if err := db.QueryRowContext(t.Context(), question).Scan(&value); err != nil {
				t.Fatal(err)
			}
			return value
		}
		write := func(change string, value []byte) {
			if _, err := db.ExecContext(t.Context(), change, value); err != nil {
				t.Fatal(err)
			}
		}
		const petitioner, key, original = "SELECT sealed FROM petitioners WHERE id = %d", "SELECT wrapped FROM data_keys WHERE draft_id = %d", "SELECT sealed FROM submissions WHERE id = %d"
		own, ownKey := read(fmt.Sprintf(petitioner, 2)), read(fmt.Sprintf(key, 2))
		if own[0] != 1 || own[1] != 1 { // version, suite intl
			t.Errorf("a sealed value begins with %x", own[:2])
		}
		write("UPDATE petitioners SET sealed = ? WHERE id = 2", read(fmt.Sprintf(petitioner, 1)))
		if got, err := name(other); err == nil || strings.Contains(err.Error(), oddName) {
			t.Errorf("the name of another case reads %q, %v", got, err)
		}
		write("UPDATE data_keys SET wrapped = ? WHERE draft_id = 2", read(fmt.Sprintf(key, 1)))
		if got, err := name(other); err == nil {
			t.Errorf("with the key of the other as well it reads %q", got)
		}
		write("UPDATE data_keys SET wrapped = ? WHERE draft_id = 2", ownKey)
		write("UPDATE petitioners SET sealed = ? WHERE id = 2", read(fmt.Sprintf(original, 2)))
		if got, err := name(other); err == nil {
			t.Errorf("another field reads as a name: %q", got)
		}
		write("UPDATE petitioners SET sealed = ? WHERE id = 2", own)
		if got, err := name(other); got != "李*" || err != nil {
			t.Errorf("in its place again it reads %q, %v", got, err)
		}
	})
}

// The master key is changed, to the other suite, while visits are registered; afterwards the old one can go.
func TestKeysRotateUnderLoad(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		old, err := os.ReadFile(s.KeysFile)
		if err != nil {
			t.Fatal(err)
		}
		s.Register("zhaomin", oddVisit)
		clerks := []string{"wangfang", "liuyang", "jiangli"}
		const each = 4
		var together sync.WaitGroup
		for _, clerk := range clerks {
			together.Go(func() {
				for range each {
					s.Say(clerk, oddVisit)
					s.Say(clerk, "确认登记")
				}
			})
		}
		must(t, s, config.KeysGenerate{Suite: "gm"})
		for range 3 {
			must(t, s, config.KeysRotate{})
		}
		together.Wait()
		s.Settle()
		must(t, s, config.KeysRotate{})
		listed := must(t, s, config.KeysList{})
		oldID, lines := strings.Fields(string(old))[0], strings.Split(listed, "\n")
		if !strings.Contains(lines[0], oldID) || !strings.Contains(lines[0], "0 data keys, wraps nothing, may be retired") ||
			!strings.Contains(lines[1], fmt.Sprintf("%d data keys, current", each*len(clerks)+1)) {
			t.Fatalf("the keys are\n%s", listed)
		}

		both, err := os.ReadFile(s.KeysFile)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(s.KeysFile, bytes.TrimPrefix(both, old), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := s.Demo.App.TidyUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		last := s.Register("zhaomin", "来访 李某 13900000008 1人 柳河镇 反映村道破损 请求修复")
		for n := range each*len(clerks) + 1 {
			number := fmt.Sprintf("XF20261123-%04d", n+1)
			if found, _, err := s.Demo.App.Desk.FindCase(t.Context(), "wangfang", number, ""); err != nil || found.Name != "欧***" {
				t.Errorf("%s is of %q, %v", number, found.Name, err)
			}
		}
		var suite []byte
		if err := s.DB().QueryRowContext(t.Context(), "SELECT sealed FROM petitioners ORDER BY id DESC LIMIT 1").Scan(&suite); err != nil || suite[1] != 2 {
			t.Errorf("%s was sealed by suite %v, %v", last, suite[:min(2, len(suite))], err)
		}
		s.VerifyLedger()
	})
}

// Two people erase who brought a matter; the matter stays, and the ledger adds up.
func TestLawfulErasure(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		number := s.Register("wangfang", strings.Replace(oddVisit, "拖欠工资", "拖欠"+oddName+"工资", 1))
		s.Say("liuyang", oddVisit)
		s.Tap("liuyang", s.Expect("liuyang", "请核对来访登记", number), "并入前件")
		s.Expect("liuyang", "已并入 "+number)
		kept := s.Register("wangfang", "来访 李某 13900000008 1人 柳河镇 反映村道破损 请求修复")
		s.Say("wangfang", "呈报 "+number+" "+oddName+"已两次来访")
		s.Expect("wangfang", "已呈报")
		s.Say("sunli", "要求补充 "+number+" 请写明"+oddName+"的诉求")
		s.Expect("wangfang", "补充")
		s.Say("wangfang", "补充 "+number+" "+oddName+"要求支付工资")
		s.Settle() // nobody waits for another's message
		s.Say("sunli", "同意 "+number+" 请人社局三日内答复"+oddName)
		s.Expect("lina", number, "批示")
		s.Do("lina", "签收 "+number)
		s.Expect("lina", "已签收")
		s.Do("lina", "反馈 "+number+" 已与"+oddName+"联系")
		s.Expect("lina", number)
		s.Do("wangfang", "进展 "+number+" 已约"+oddName+"面谈")
		s.Expect("wangfang", "已记录")
		for _, words := range []string{"查 " + number, "经过 " + number} {
			s.Say("wangfang", words)
			if told := s.Expect("wangfang", number, "面谈"); strings.Contains(told.Text, oddName) {
				t.Errorf("%s names the petitioner: %s", words, told.Text)
			}
		}
		s.Settle()

		erase := config.KeysErase{Case: number, Reason: "信访人依法请求删除 " + oddMobile, By: "zhaomin", With: "hejie", OpenCase: true}
		for what, spoil := range map[string]func(*config.KeysErase){
			"one person":     func(e *config.KeysErase) { e.With = "ZhaoMin" },
			"a clerk":        func(e *config.KeysErase) { e.With = "wangfang" },
			"a stranger":     func(e *config.KeysErase) { e.By = "nobody" },
			"no reason":      func(e *config.KeysErase) { e.Reason = " " },
			"an open case":   func(e *config.KeysErase) { e.OpenCase = false },
			"no such case":   func(e *config.KeysErase) { e.Case = "XF20261123-0099" },
			"a short number": func(e *config.KeysErase) { e.Case = "0001" },
		} {
			refused := erase
			spoil(&refused)
			if out, err := run(t, s, refused); err == nil || models.CodeOf(err) == models.InternalCode {
				t.Errorf("%s could erase: %s %v", what, out, err)
			}
		}
		if out := must(t, s, erase); !strings.Contains(out, "2 keys destroyed") {
			t.Errorf("erasing said %s", out)
		}
		if _, err := run(t, s, erase); models.CodeOf(err) != models.Conflict {
			t.Errorf("erased twice: %v", err)
		}

		s.Say("wangfang", "查 "+number)
		s.Expect("wangfang", number, "（已依法删除）", "反映次数：2次", "工资")
		s.Say("wangfang", "查 "+kept)
		s.Expect("wangfang", kept, "李*")
		s.Say("wangfang", oddVisit)
		card := s.Expect("wangfang", "请核对来访登记", "欧***")
		if words := story.Words(card); strings.Contains(words, "同一联系电话") || strings.Contains(words, "同一身份证号") || strings.Contains(words, "姓名、") {
			t.Errorf("an erased person is recognised: %s", story.Words(card))
		}
		s.Say("wangfang", "取消")
		s.Settle()
		if left := s.ColumnsHolding(oddName, oddMobile, oddID); !slices.Equal(left, []string{"inbox.body"}) {
			t.Errorf("left in the clear: %q", left)
		}
		s.MoveTo("2026-12-01", "10:00")
		s.Settle()
		if err := s.Demo.App.TidyUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if left := s.ColumnsHolding(oddName, oddMobile, oddID); len(left) > 0 {
			t.Errorf("left after a week: %q", left)
		}
		s.VerifyLedger()
		if out := must(t, s, config.Verify{}); !strings.Contains(out, "adds up") {
			t.Error(out)
		}

		var payload []byte
		if err := s.DB().QueryRowContext(t.Context(), "SELECT payload FROM ledger_entries WHERE kind = 'case_erased'").Scan(&payload); err != nil {
			t.Fatal(err)
		}
		var entry map[string]any
		if err := json.Unmarshal(payload, &entry); err != nil || entry["with"] != "hejie" || entry["keys"] != 2.0 || entry["reason"] != "信访人依法请求删除 139****0421" {
			t.Errorf("the entry says %s, %v", payload, err)
		}
	})
}

// The registration in the ledger commits to the people without naming them.
func TestLedgerCommitsToPeople(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		s.Register("wangfang", oddVisit)
		s.Say("liuyang", oddVisit)
		s.Say("liuyang", "确认登记")
		s.Expect("liuyang", "登记成功")
		rows, err := s.DB().QueryContext(t.Context(), "SELECT payload FROM ledger_entries WHERE kind = 'case_registered' ORDER BY seq")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		var made []string
		for rows.Next() {
			var payload []byte
			if err := rows.Scan(&payload); err != nil {
				t.Fatal(err)
			}
			var entry struct{ Commit string }
			if err := json.Unmarshal(payload, &entry); err != nil {
				t.Fatal(err)
			}
			made = append(made, entry.Commit)
		}
		if err := rows.Err(); err != nil || len(made) != 2 {
			t.Fatalf("%d registrations, %v", len(made), err)
		}
		// The same words of two reports look different: nobody can try a list of numbers.
		if !strings.HasPrefix(made[0], "hmac-sha256:") || made[0] == made[1] {
			t.Errorf("committed to as %q and %q", made[0], made[1])
		}
		var kept string
		if err := s.DB().QueryRowContext(t.Context(), "SELECT MAX(commit_key) FROM submissions").Scan(&kept); err != nil || kept != petition.SealedCommit {
			t.Errorf("the row keeps %q of the key, %v", kept, err)
		}
		s.VerifyLedger()
	})
}

// What was kept in the clear before there were keys is sealed by whoever comes first, however often it is tried.
func TestExistingRowsAreSealed(t *testing.T) {
	story.OnEvery(t, func(t *testing.T, s *story.Story) {
		const drafts = 120 // more than one batch
		report := `{"Name":"` + oddName + `","Mobile":"` + oddMobile + `","IDNumber":"` + oddID + `","Headcount":1,"Facts":"拖欠工资","Demand":"支付","Original":["` + oddName + `"],"Skipped":["place"]}`
		db := s.DB()
		old, err := db.BeginTx(t.Context(), nil) // the desk keeps house at the same time
		if err != nil {
			t.Fatal(err)
		}
		insert := func(statement string, values ...any) {
			if _, err := old.ExecContext(t.Context(), statement, values...); err != nil {
				t.Fatal(err)
			}
		}
		for n := 1; n <= drafts; n++ {
			insert("INSERT INTO drafts (id, origin, owner, state, report, case_id, version, created_at, updated_at) VALUES (?, ?, 'wangfang', 'registered', ?, ?, 2, '2026-11-02 08:00:00', '2026-11-02 08:00:00')",
				n, fmt.Sprintf("old:%d", n), report, n)
			number := fmt.Sprintf("XF20261102-%04d", n)
			insert("INSERT INTO cases (id, number, channel, topic, issue_place, place_code, headcount, collective, facts, demand, state, registered_by, registered_at, updated_at) "+
				"VALUES (?, ?, 'visit', '', '城关镇', 'chengguan', 1, 0, '拖欠工资', '支付', 'registered', 'wangfang', '2026-11-02 08:00:00', '2026-11-02 08:00:00')", n, number)
			insert("INSERT INTO submissions (id, case_id, draft_id, channel, received_at, received_by, original, number) VALUES (?, ?, ?, 'visit', '2026-11-02 08:00:00', 'wangfang', ?, ?)",
				n, n, n, oddName, number)
			insert("INSERT INTO visits (submission_id, headcount, collective) VALUES (?, 1, 0)", n)
			insert("INSERT INTO petitioners (submission_id, role, name, mobile, id_number) VALUES (?, 'lead', ?, ?, ?)", n, oddName, oddMobile, oddID)
		}
		insert("INSERT INTO drafts (id, origin, owner, state, report, version, created_at, updated_at) VALUES (?, 'old:kept', 'liuyang', 'kept', ?, 1, '2026-11-02 08:00:00', '2026-11-02 08:00:00')",
			drafts+1, report)
		if err := old.Commit(); err != nil {
			t.Fatal(err)
		}

		var together sync.WaitGroup
		together.Go(func() {
			if err := s.Demo.App.TidyUp(t.Context()); err != nil {
				t.Error(err)
			}
		})
		together.Go(func() { must(t, s, config.KeysSealExisting{}) })
		together.Wait()
		if left := s.ColumnsHolding(oddName, oddMobile, oddID); len(left) > 0 {
			t.Errorf("still in the clear: %q", left)
		}
		if out := must(t, s, config.KeysSealExisting{}); !strings.HasPrefix(out, "0 reports") {
			t.Errorf("sealed again: %s", out)
		}
		var keys int
		if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM data_keys").Scan(&keys); err != nil || keys != drafts+1 {
			t.Errorf("%d keys, %v", keys, err)
		}
		s.Say("wangfang", "查 XF20261102-0120")
		s.Expect("wangfang", "XF20261102-0120", "欧***")
		s.Say("liuyang", "继续")
		s.Expect("liuyang", "请核对来访登记", "欧***", "139****0421")
		s.Say("liuyang", "确认登记")
		s.Expect("liuyang", "登记成功")
	})
}
