package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/petition"
)

func numbered(prefix string, n int) string { return fmt.Sprintf("%s%04d", prefix, n) }

// newCase is a case as registered from a draft.
func newCase(number string, draft int64) (*petition.Case, *petition.Submission, *petition.Visit, []petition.Petitioner) {
	return &petition.Case{
			Number: number, Channel: petition.VisitChannel, Headcount: 2, Facts: "工资拖欠😀", Demand: "补发",
			State: petition.Registered, RegisteredBy: "zhang", RegisteredAt: start, UpdatedAt: start, Version: 1,
		},
		&petition.Submission{Number: number, DraftID: draft, Channel: petition.VisitChannel, ReceivedAt: start, ReceivedBy: "zhang", Original: "原话"},
		&petition.Visit{Headcount: 2},
		[]petition.Petitioner{
			{Role: petition.Companion, Name: "随行"},
			{Role: petition.Lead, Name: "李大爷", Mobile: "13900000000", IDNumber: "110101199001010000"},
		}
}

func register(t *testing.T, s *store.Store, number string, draft int64) *petition.Case {
	t.Helper()
	c, sub, v, p := newCase(number, draft)
	transact(t, s, func(tx *store.Tx) error { return tx.CreateCase(c, sub, v, p) })
	return c
}

func TestCase(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		c, sub, v, petitioners := newCase("XF20261123-0001", 7)
		transact(t, s, func(tx *store.Tx) error { return tx.CreateCase(c, sub, v, petitioners) })
		if c.ID == 0 || sub.CaseID != c.ID || v.SubmissionID != sub.ID || petitioners[1].SubmissionID != sub.ID || petitioners[1].ID == 0 {
			t.Errorf("ids are not set: %+v %+v %+v %+v", c, sub, v, petitioners)
		}
		same(t, read(t, s, func(tx *store.Tx) (petition.Case, error) { return tx.Case(c.ID) }), *c)
		same(t, read(t, s, func(tx *store.Tx) (petition.Case, error) { return tx.CaseByNumber(c.Number) }), *c)
		same(t, read(t, s, func(tx *store.Tx) (petition.Petitioner, error) { return tx.LeadPetitioner(c.ID) }), petitioners[1])

		second := register(t, s, "XF20261123-0002", 8)
		cases := read(t, s, func(tx *store.Tx) ([]petition.Case, error) { return tx.CasesBy("zhang", 10) })
		same(t, cases, []petition.Case{*second, *c})
		if some := read(t, s, func(tx *store.Tx) ([]petition.Case, error) { return tx.CasesBy("zhang", 1) }); len(some) != 1 {
			t.Errorf("limit 1 gave %d", len(some))
		}
		if n := read(t, s, (*store.Tx).CountCases); n != 2 {
			t.Errorf("counted %d cases", n)
		}
		moved := *c
		moved.State, moved.UpdatedAt = petition.Referred, start.Add(time.Hour)
		transact(t, s, func(tx *store.Tx) error { return tx.UpdateCase(&moved) })
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.UpdateCase(c) }), models.Conflict)
		got := read(t, s, func(tx *store.Tx) (petition.Case, error) { return tx.Case(c.ID) })
		if got.State != petition.Referred || got.Version != moved.Version || !got.UpdatedAt.Equal(start.Add(time.Hour)) {
			t.Errorf("got %+v", got)
		}
	})
}

func TestCaseRefusals(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		register(t, s, "XF20261123-0001", 7)
		for name, test := range map[string]struct {
			run  func(tx *store.Tx) error
			code models.Code
		}{
			"number taken": {func(tx *store.Tx) error { return tx.CreateCase(newCase("XF20261123-0001", 8)) }, models.Conflict},
			"draft used":   {func(tx *store.Tx) error { return tx.CreateCase(newCase("XF20261123-0002", 7)) }, models.Conflict},
			"no case":      {func(tx *store.Tx) error { _, err := tx.Case(99); return err }, models.NotFound},
			"no number":    {func(tx *store.Tx) error { _, err := tx.CaseByNumber("xf20261123-0001"); return err }, models.NotFound},
			"no lead":      {func(tx *store.Tx) error { _, err := tx.LeadPetitioner(99); return err }, models.NotFound},
			"too long":     {func(tx *store.Tx) error { return tx.CreateCase(newCase(strings.Repeat("号", 33), 9)) }, models.InternalCode},
		} {
			t.Run(name, func(t *testing.T) { wantCode(t, s.Transact(t.Context(), test.run), test.code) })
		}
		if n := read(t, s, (*store.Tx).CountCases); n != 1 {
			t.Errorf("refused transactions left %d cases", n)
		}
	})
}

func TestAFurtherSubmission(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		c := register(t, s, "XF20261123-0001", 7)
		again := petition.Submission{CaseID: c.ID, Number: "XF20261123-0002", DraftID: 8, Channel: petition.VisitChannel, ReceivedAt: start}
		person := petition.Petitioner{Role: petition.Lead, Name: "李某", MobileIndex: "m", IDIndex: "i", NameIndex: "n"}
		transact(t, s, func(tx *store.Tx) error {
			return tx.CreateSubmission(&again, &petition.Visit{Headcount: 1}, []petition.Petitioner{person})
		})
		found := read(t, s, func(tx *store.Tx) (petition.Case, error) { return tx.CaseByNumber("XF20261123-0002") })
		if found.ID != c.ID {
			t.Errorf("the number of a submission leads to case %d", found.ID)
		}
		if n := read(t, s, func(tx *store.Tx) (int64, error) { return tx.CountSubmissionsOf(c.ID) }); n != 2 {
			t.Errorf("brought forward %d times", n)
		}
		same(t, read(t, s, func(tx *store.Tx) (petition.Submission, error) { return tx.SubmissionOfDraft(8) }).Number, again.Number)
		for by, want := range map[petition.Sought]petition.Earlier{
			{MobileIndex: "m"}: {SameMobile: true}, {IDIndex: "i"}: {SameID: true},
			{MobileIndex: "m", IDIndex: "i", NameIndex: "n"}: {SameMobile: true, SameID: true, SameName: true},
		} {
			want.CaseID, want.Facts = c.ID, c.Facts+c.Demand
			same(t, earlier(t, s, by, 12), []petition.Earlier{want})
		}
		if got := earlier(t, s, petition.Sought{}, 12); len(got) != 0 {
			t.Errorf("nothing is found by nothing: %v", got)
		}
	})
}

func TestProgress(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		c := register(t, s, "XF20261123-0001", 7)
		long := strings.Repeat("长", 2046) + "😀尾"
		first := petition.Progress{CaseID: c.ID, Author: "zhang", Text: long, At: start}
		second := petition.Progress{CaseID: c.ID, Author: "zhang", Text: "二", At: start}
		transact(t, s, func(tx *store.Tx) error {
			if err := tx.AddProgress(&first); err != nil {
				return err
			}
			return tx.AddProgress(&second)
		})
		same(t, read(t, s, func(tx *store.Tx) ([]petition.Progress, error) { return tx.ProgressOf(c.ID, 5) }),
			[]petition.Progress{second, first})
	})
}

func TestReadWritesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		err := s.Read(t.Context(), func(tx *store.Tx) error { return tx.CreateCase(newCase("XF20261123-0001", 1)) })
		wantCode(t, err, models.InternalCode)
		err = s.Read(t.Context(), func(tx *store.Tx) error { _, err := tx.NextSerial("2026-11-23"); return err })
		wantCode(t, err, models.InternalCode)
		if n := read(t, s, (*store.Tx).CountCases); n != 0 {
			t.Errorf("%d cases were written", n)
		}
	})
}
