package store_test

import (
	"testing"
	"time"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/petition"
)

func TestReceipt(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		r := &petition.Receipt{
			SubmissionID: 7, CaseID: 3, Number: "XF20261123-0001", Issue: 1, EntrySeq: 12, EntryHash: "ab", IssuedAt: start, RegisteredAt: start,
		}
		transact(t, s, func(tx *store.Tx) error { return tx.AddReceipt(r) })
		now := func() petition.Receipt {
			return read(t, s, func(tx *store.Tx) (petition.Receipt, error) { return tx.Receipt(r.Number) })
		}
		same(t, now(), *r)
		again := *r
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.AddReceipt(&again) }), models.Conflict)
		stale := *r
		r.IssuedAt = start.Add(time.Hour)
		transact(t, s, func(tx *store.Tx) error { return tx.ReissueReceipt(r) })
		same(t, r.Issue, int64(2))
		same(t, now(), *r)
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.ReissueReceipt(&stale) }), models.Conflict)
		wantCode(t, s.Read(t.Context(), func(tx *store.Tx) error { _, err := tx.Receipt("xf20261123-0001"); return err }), models.NotFound)
	})
}

// A letter or a reply is a submission without a visit; its people are those it names.
func TestSubmissionWithoutAVisit(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		of := &petition.Case{Number: "XF20261122-0001", RegisteredAt: start, UpdatedAt: start}
		transact(t, s, func(tx *store.Tx) error { return tx.InsertCase(of) })
		written := &petition.Submission{Number: "XF20261123-0001", CaseID: of.ID, DraftID: 5, Channel: petition.WebChannel, ReceivedAt: start}
		named := []petition.Petitioner{{Role: petition.Representative, Name: "李某"}, {Role: petition.Lead, Name: "张某"}}
		transact(t, s, func(tx *store.Tx) error { return tx.CreateSubmission(written, nil, named) })
		same(t, read(t, s, func(tx *store.Tx) (petition.Submission, error) { return tx.SubmissionByNumber(written.Number) }), *written)
		people := read(t, s, func(tx *store.Tx) ([]petition.Petitioner, error) { return tx.PetitionersOf(written.ID, 10) })
		if len(people) != 2 || people[0].Name != "张某" || people[1].Name != "李某" {
			t.Errorf("named: %+v", people)
		}
		same(t, read(t, s, func(tx *store.Tx) (int, error) { return tx.CountVisitsOn("2026-11-23") }), 0)
		visit := &petition.Submission{Number: "XF20261123-0002", CaseID: of.ID, DraftID: 6, Channel: petition.VisitChannel, ReceivedAt: start}
		next := &petition.Submission{Number: "XF20261124-0001", CaseID: of.ID, DraftID: 7, Channel: petition.VisitChannel, ReceivedAt: start}
		transact(t, s, func(tx *store.Tx) error { return tx.CreateSubmission(visit, &petition.Visit{Headcount: 1}, nil) })
		transact(t, s, func(tx *store.Tx) error { return tx.CreateSubmission(next, &petition.Visit{Headcount: 1}, nil) })
		same(t, read(t, s, func(tx *store.Tx) (int, error) { return tx.CountVisitsOn("2026-11-23") }), 1)
	})
}

func TestNewestRatings(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		said := func(object petition.RatedObject, grade petition.Grade, own bool) petition.Rating {
			return petition.Rating{CaseID: 3, Object: object, Grade: grade, RatedOn: "2026-11-23", RecordedBy: "wangfang", RecordedAt: start, Own: own}
		}
		transact(t, s, func(tx *store.Tx) error {
			return tx.AddRatings([]petition.Rating{said(petition.RatedOffice, petition.Satisfied, false), said(petition.RatedUnit, petition.Satisfied, false)})
		})
		transact(t, s, func(tx *store.Tx) error {
			return tx.AddRatings([]petition.Rating{said(petition.RatedUnit, petition.Dissatisfied, true)})
		})
		newest := read(t, s, func(tx *store.Tx) ([]petition.Rating, error) { return tx.NewestRatings(3) })
		if len(newest) != 2 || newest[0].Grade != petition.Satisfied || newest[0].Own || newest[1].Grade != petition.Dissatisfied || !newest[1].Own {
			t.Errorf("newest: %+v", newest)
		}
	})
}

func TestTicket(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		last := func() int64 {
			return read(t, s, func(tx *store.Tx) (int64, error) { return tx.LastTicket("2026-11-23") })
		}
		same(t, last(), int64(0))
		first := &petition.Ticket{Day: "2026-11-23", No: 1, IssuedBy: "wangfang", IssuedAt: start}
		second := &petition.Ticket{Day: "2026-11-23", No: 2, IssuedBy: "wangfang", IssuedAt: start}
		for _, ticket := range []*petition.Ticket{first, second, {Day: "2026-11-24", No: 9, IssuedAt: start}} {
			transact(t, s, func(tx *store.Tx) error { return tx.AddTicket(ticket) })
		}
		same(t, last(), int64(2))
		again := *second
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.AddTicket(&again) }), models.Conflict)

		was := *first
		first.SubmissionNumber = "XF20261123-0001"
		transact(t, s, func(tx *store.Tx) error { return tx.UpdateTicket(*first, was) })
		same(t, read(t, s, func(tx *store.Tx) (petition.Ticket, error) { return tx.TicketOf("XF20261123-0001") }), *first)
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.UpdateTicket(*first, was) }), models.Conflict)

		asked, at := *second, start.Add(time.Minute)
		asked.VoidReason, asked.VoidAskedBy = "已离开", "wangfang"
		transact(t, s, func(tx *store.Tx) error { return tx.UpdateTicket(asked, *second) })
		void := asked
		void.VoidedBy, void.VoidedAt = "liuyang", &at
		transact(t, s, func(tx *store.Tx) error { return tx.UpdateTicket(void, asked) })
		same(t, read(t, s, func(tx *store.Tx) (petition.Ticket, error) { return tx.Ticket("2026-11-23", 2) }), void)
		same(t, read(t, s, func(tx *store.Tx) ([]petition.Ticket, error) { return tx.Tickets("2026-11-23", 10) }), []petition.Ticket{*first, void})
	})
}
