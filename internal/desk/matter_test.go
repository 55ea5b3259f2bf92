package desk_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
)

func earlier(t *testing.T, d *desk.Desk, hour int, reports ...petition.Report) {
	t.Helper()
	var visits []desk.EarlierVisit
	for _, r := range reports {
		visits = append(visits, desk.EarlierVisit{Clerk: "liuyang", At: calendar.Day("2026-11-20").At(calendar.ClockTime(hour * 60)), Report: r})
	}
	if err := d.EnterEarlier(t.Context(), visits); err != nil {
		t.Fatal(err)
	}
}

func readAll[T any](t *testing.T, st *store.Store, fn func(tx *store.Tx) (T, error)) T {
	t.Helper()
	var value T
	if err := st.Read(t.Context(), func(tx *store.Tx) (err error) {
		value, err = fn(tx)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return value
}

var (
	wages = petition.Report{Name: "张某", Mobile: "13900000000", Headcount: 3, Place: "城关镇", PlaceCode: "chengguan", Facts: "拖欠工资", Demand: "支付"}
	road  = petition.Report{Name: "李某", Mobile: "0571-88880000", Headcount: 2, Place: "柳河镇", PlaceCode: "liuhe", Facts: "村道破损", Demand: "修复"}
)

// The ledger says what the card named as alike, not what was found when somebody tapped.
func TestAlikeIsWhatTheCardShowed(t *testing.T) {
	d, st := newDeskOver(t, &oldCache{})
	d.IndexedBy([]byte("key"))
	if err := d.BeginReport(t.Context(), "wangfang", petition.Report{}, "李某 13900000005 2人 柳河镇 反映村道破损 请求修复"); err != nil {
		t.Fatal(err)
	}
	same := road
	same.Mobile = "13900000005"
	earlier(t, d, 10, same) // comes in between
	if err := d.ConfirmVisit(t.Context(), "wangfang", 0, 0); err != nil {
		t.Fatal(err)
	}
	for _, e := range readAll(t, st, func(tx *store.Tx) ([]ledger.Entry, error) { return tx.LedgerEntries(0, 100) }) {
		if e.Kind == ledger.RepeatsSetAside {
			t.Errorf("the ledger says that somebody set aside %s, which no card showed", e.Payload)
		}
	}
}

// Petitioners registered before there were blind indexes, or under another key, are found as repeats after a run that may
// be stopped anywhere.
func TestPetitionersAreIndexedAnew(t *testing.T) {
	d, st := newDeskOver(t, &oldCache{})
	var reports []petition.Report
	for range 150 { // two petitioners each: more than one batch
		r := wages
		r.Representatives = []string{"王某"}
		reports = append(reports, r)
	}
	earlier(t, d, 10, append(reports, road)...) // without a key: as before there were indexes
	people := func() []petition.Petitioner {
		return readAll(t, st, func(tx *store.Tx) ([]petition.Petitioner, error) { return tx.PetitionersAfter(0, 1000) })
	}
	if len(people()) != 301 || people()[0].NameIndex != "" {
		t.Fatalf("%d petitioners, %+v", len(people()), people()[0])
	}
	d.IndexedBy([]byte("key one"))
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if n, err := d.IndexPetitioners(stopped); err == nil || n != 0 {
		t.Errorf("stopped, it wrote %d: %v", n, err)
	}
	for run, want := range []int{301, 0} {
		if n, err := d.IndexPetitioners(t.Context()); err != nil || n != want {
			t.Errorf("run %d wrote %d, want %d: %v", run, n, want, err)
		}
	}
	one := people()
	for _, p := range one {
		if p.NameIndex == "" || p.Mobile != "" && p.MobileIndex == "" {
			t.Fatalf("not indexed: %+v", p)
		}
	}
	// A landline is one number, however it was written.
	if want := petition.BlindIndex([]byte("key one"), petition.MobileField, "057188880000"); one[300].MobileIndex != want {
		t.Errorf("the landline is indexed as %s", one[300].MobileIndex)
	}
	d.IndexedBy([]byte("key two"))
	if n, err := d.IndexPetitioners(t.Context()); err != nil || n != 301 {
		t.Errorf("under another key it wrote %d, %v", n, err)
	}
	if slices.EqualFunc(one, people(), func(a, b petition.Petitioner) bool { return a.NameIndex == b.NameIndex }) {
		t.Error("another key changed nothing")
	}
}

const list2026 = `list,code,name,parent,crosswalk
2026,labour,劳动和社会保障,,2023:labour
2026,pension,养老保险待遇,labour,
2026,other,其他,,2023:other
`

// An imported list is the one by which cases are recognised, classified and counted from then on; older cases are counted
// by either list.
func TestImportedTopicsAreUsed(t *testing.T) {
	d, st := newDeskOver(t, &oldCache{})
	earlier(t, d, 9, wages)
	lists, err := petition.ReadTopics(list2026)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		by      string
		dry     bool
		changes int
		code    models.Code
	}{
		{"wangfang", false, 0, models.Forbidden}, {"gaofeng", true, 1, ""}, {desk.SystemActor, false, 1, ""}, {desk.SystemActor, false, 0, ""},
	} {
		changes, err := d.ImportTopics(t.Context(), step.by, "topics.csv", lists, step.dry)
		if len(changes) != step.changes || models.CodeOf(err) != step.code {
			t.Errorf("%+v: %+v, %v", step, changes, err)
		}
	}
	if n := len(readAll(t, st, (*store.Tx).TopicEditions)); n != 1 {
		t.Errorf("%d editions", n)
	}
	pension := wages
	pension.Facts = "养老保险待遇没有落实"
	earlier(t, d, 11, pension)
	found := readAll(t, st, func(tx *store.Tx) (petition.Case, error) { return tx.CaseByNumber("XF20261120-0002") })
	if found.TopicList != "2026" || found.Topic != "pension" {
		t.Errorf("the case is about %q of %s", found.Topic, found.TopicList)
	}
	if err := d.Classify(t.Context(), "wangfang", "XF20261120-0001", petition.Classification{Topic: "land"}); models.CodeOf(err) != models.Invalid {
		t.Errorf("a topic of another list: %v", err)
	}
	for list, want := range map[petition.TopicList]string{"": "劳动和社会保障 2", "2023": "劳动和社会保障 2", "2020": "劳动和社会保障 2"} {
		report, err := d.Statistics(t.Context(), desk.Asked{Period: statistics.Period{From: "2026-11-01", To: "2026-11-30"}, Topics: list})
		if err != nil || len(report.ByTopic) != 1 || report.ByTopic[0].Name+" 2" != want || report.ByTopic[0].Submissions != 2 {
			t.Errorf("by %q: %+v, %v", list, report.ByTopic, err)
		}
	}
	if _, err := d.Statistics(t.Context(), desk.Asked{Period: statistics.Period{From: "2026-11-01", To: "2026-11-30"}, Topics: "1999"}); models.CodeOf(err) != models.Invalid {
		t.Errorf("a list that is not there: %v", err)
	}
}

// What is said of a petition is on its record: the channel, who speaks, when it was read back, what the law of the day was.
func TestRecordOfALetter(t *testing.T) {
	d, st := newDeskOver(t, &oldCache{})
	begun := petition.Report{Channel: petition.LetterChannel, Joint: true}
	text := "李某 13900000005 6人 柳河镇 代表：王某、赵某、孙某、周某、吴某 邮戳11月16日 收到11月18日 户籍柳河镇 目的：求决 反映村道破损 请求修复"
	if err := d.BeginReport(t.Context(), "wangfang", begun, text); err != nil {
		t.Fatal(err)
	}
	if err := d.ConfirmVisit(t.Context(), "wangfang", 0, 0); err != nil {
		t.Fatal(err)
	}
	c := readAll(t, st, func(tx *store.Tx) (petition.Case, error) { return tx.CaseByNumber("XF20261123-0001") })
	if c.Channel != petition.LetterChannel || c.Headcount != 6 || !c.Collective || c.RegisteredCode != "liuhe" || c.CrossJurisdiction() || c.Purpose != petition.Resolution {
		t.Errorf("the case is %+v", c)
	}
	s := readAll(t, st, func(tx *store.Tx) (petition.Submission, error) { return tx.SubmissionOfDraft(1) })
	if s.Signatories != 6 || s.CollectiveFrom != 5 || s.Postmark != "2026-11-16" || calendar.DayOf(s.ReceivedAt) != "2026-11-18" || !strings.Contains(s.Original, text) {
		t.Errorf("the submission is %+v", s)
	}
	var roles []string
	for _, p := range readAll(t, st, func(tx *store.Tx) ([]petition.Petitioner, error) { return tx.PetitionersAfter(0, 99) }) {
		roles = append(roles, p.Name+" "+string(p.Role))
	}
	want := []string{"李某 lead", "王某 representative", "赵某 representative", "孙某 representative", "周某 representative", "吴某 companion"}
	if !slices.Equal(roles, want) {
		t.Errorf("the petitioners are %v", roles)
	}
	if rows := readAll(t, st, func(tx *store.Tx) ([]statistics.Counted, error) { return tx.CountedOf(c.ID, 9) }); len(rows) != 1 ||
		rows[0].Channel != petition.LetterChannel || rows[0].Headcount != 6 || !rows[0].Collective {
		t.Errorf("it counts as %+v", rows)
	}
}
