package ledger_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"petitiondesk/internal/county"
	"petitiondesk/internal/desk"
	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
	"petitiondesk/models/petition"
	"petitiondesk/models/statistics"
	"petitiondesk/test/testenv"
)

const (
	benchEntries   = 100_000
	benchRegisters = 10_000 // of them
	benchVisits    = 300    // in each turn of the comparison
	benchClerks    = 32
	benchTurns     = 3
)

// whole gives a desk the store as it is.
type whole struct{ *store.Store }

func (s whole) Transact(ctx context.Context, fn func(desk.Tx) error) error {
	return s.Store.Transact(ctx, func(tx *store.Tx) error { return fn(tx) })
}

func (s whole) Read(ctx context.Context, fn func(desk.Tx) error) error {
	return s.Store.Read(ctx, func(tx *store.Tx) error { return fn(tx) })
}

// bare is the store without the ledger: numbers come from a counter, entries go nowhere, and no row is locked by all.
type bare struct {
	whole
	serial *atomic.Int64
}

func (s bare) Transact(ctx context.Context, fn func(desk.Tx) error) error {
	return s.whole.Transact(ctx, func(tx desk.Tx) error { return fn(bareTx{tx, s.serial}) })
}

type bareTx struct {
	desk.Tx
	serial *atomic.Int64
}

func (tx bareTx) NextSerial(calendar.Day) (int64, error) { return tx.serial.Add(1), nil }
func (tx bareTx) Append(ledger.Entry) error              { return nil }
func (tx bareTx) RegistrationBarred() (bool, error)      { return false, nil }

type noDialogues struct{}

func (noDialogues) Get(context.Context, string) (petition.Dialogue, bool, error) {
	return petition.Dialogue{}, false, nil
}
func (noDialogues) Put(context.Context, petition.Dialogue) error { return nil }
func (noDialogues) Drop(context.Context, string) error           { return nil }

func openBench(b *testing.B) *store.Store {
	b.Helper()
	st, err := store.Open(b.Context(), store.Options{URL: testenv.MySQL(b), Logger: slog.New(slog.DiscardHandler), MaxOpenConns: benchClerks})
	if err == nil {
		err = st.Migrate(b.Context())
	}
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	return st
}

// BenchmarkRegistrationBesideNoLedger registers the same visits by turns with the ledger and without it.
func BenchmarkRegistrationBesideNoLedger(b *testing.B) {
	st := openBench(b)
	serial := &atomic.Int64{}
	serial.Store(1_000_000)
	clock, log := models.NewMovableClock(monday, true), slog.New(slog.DiscardHandler)
	with := desk.New(whole{st}, noDialogues{}, clock, calendar.China(), log)
	without := desk.New(bare{whole{st}, serial}, noDialogues{}, clock, calendar.China(), log)
	if err := with.Import(b.Context(), desk.County(county.Demo())); err != nil {
		b.Fatal(err)
	}
	var visits atomic.Int64
	rate := func(d *desk.Desk) float64 {
		started := time.Now()
		var clerks sync.WaitGroup
		left := atomic.Int64{}
		for range benchClerks {
			clerks.Go(func() {
				for left.Add(1) <= benchVisits {
					n := visits.Add(1)
					visit := desk.EarlierVisit{Clerk: "wangfang", At: monday.Add(time.Duration(n) * time.Second), Report: petition.Report{
						Name: "张某", Mobile: fmt.Sprintf("139%08d", n), Headcount: 3, Facts: "反映拖欠工资", Demand: "请求支付",
					}}
					if err := d.EnterEarlier(b.Context(), []desk.EarlierVisit{visit}); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		clerks.Wait()
		return benchVisits / time.Since(started).Seconds()
	}
	var withSum, withoutSum float64
	for range benchTurns {
		withSum += rate(with)
		withoutSum += rate(without)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(withSum/benchTurns, "with/s")
	b.ReportMetric(withoutSum/benchTurns, "without/s")
	b.ReportMetric(100*withSum/withoutSum, "%-of-without")
}

// BenchmarkVerify walks a ledger of 100,000 entries, a tenth of them registrations that are compared with the register.
func BenchmarkVerify(b *testing.B) {
	st := openBench(b)
	fill(b, st)
	secret, _, err := desk.NewLedgerKey("xinfang.example.cn")
	if err != nil {
		b.Fatal(err)
	}
	signer, _, err := desk.ReadLedgerKey(secret)
	if err != nil {
		b.Fatal(err)
	}
	d := desk.New(whole{st}, noDialogues{}, models.SystemClock{}, calendar.China(), slog.New(slog.DiscardHandler)).
		Anchored(desk.Anchoring{Signers: []ledger.Signer{signer}})
	started := time.Now()
	if _, err := d.MakeCheckpoint(b.Context(), "bench", desk.SystemActor); err != nil {
		b.Fatal(err)
	}
	grown := time.Since(started)
	started = time.Now()
	state, err := d.VerifyLedger(b.Context())
	if err != nil || !state.OK || state.Entries != benchEntries || state.Registrations != benchRegisters {
		b.Fatalf("%+v, %v", state, err)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(grown.Seconds(), "s-first-checkpoint")
	b.ReportMetric(time.Since(started).Seconds(), "s-verify")
}

func fill(b *testing.B, st *store.Store) {
	b.Helper()
	day := calendar.DayOf(monday)
	for done := 0; done < benchEntries; {
		err := st.Transact(b.Context(), func(tx *store.Tx) error {
			for range 500 {
				e := ledger.Entry{Kind: ledger.ProgressRecorded, Subject: "XF20261123-0001", Actor: "wangfang", At: monday, Payload: []byte(`{"progress":1}`)}
				if done%(benchEntries/benchRegisters) == 0 {
					var err error
					if e, err = fillVisit(tx, day, int64(done)+1); err != nil {
						return err
					}
				}
				if err := tx.Append(e); err != nil {
					return err
				}
				done++
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func fillVisit(tx *store.Tx, day calendar.Day, draft int64) (ledger.Entry, error) {
	serial, err := tx.NextSerial(day)
	if err != nil {
		return ledger.Entry{}, err
	}
	number := petition.Number(day, serial)
	c := petition.Case{Number: number, Channel: petition.VisitChannel, Headcount: 3, State: petition.Registered, RegisteredBy: "wangfang", RegisteredAt: monday, UpdatedAt: monday, Version: 1}
	s := petition.Submission{Number: number, DraftID: draft, Channel: petition.VisitChannel, ReceivedAt: monday, ReceivedBy: "wangfang", Original: "来访 张某", CommitKey: "00112233445566778899aabbccddeeff"}
	named := []petition.Petitioner{{Role: petition.Lead, Name: "张某", Mobile: "13900000000"}}
	if err := tx.CreateCase(&c, &s, &petition.Visit{Headcount: 3}, named); err != nil {
		return ledger.Entry{}, err
	}
	err = tx.RecordCounted(statistics.Counted{SubmissionID: s.ID, CaseID: c.ID, KnownFrom: day, RegisteredOn: day, Channel: petition.VisitChannel, Headcount: 3})
	commit := ledger.Commit([]byte(s.CommitKey), petition.Committed(s, named)...)
	return ledger.Entry{
		Kind: ledger.CaseRegistered, Subject: number, Actor: "wangfang", At: monday, Payload: fmt.Appendf(nil, `{"headcount":3,"commit":%q}`, commit),
	}, err
}
