package store_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"petitiondesk/internal/store"
	"petitiondesk/models"
	"petitiondesk/models/approval"
	"petitiondesk/models/calendar"
	"petitiondesk/models/ledger"
)

var china = calendar.China()

func begin(t *testing.T, s *store.Store, caseID int64, rule approval.Rule, deciders int) approval.Request {
	t.Helper()
	plan := approval.Plan{Kind: approval.Completion, Version: 1, Steps: []approval.StepPlan{{Name: "负责人", Who: []approval.Source{approval.Named}, Rule: rule, Quorum: 2, Days: 2, Then: approval.Remind}}}
	seat := func(r approval.Request, step int) []approval.Seat {
		var people []approval.Candidate
		for i := range deciders {
			people = append(people, approval.Candidate{UserID: fmt.Sprintf("decider%d", i), Name: "负责人", Unit: "bureau"})
		}
		return r.Seating(step, people, nil, nil, start)
	}
	r, entry, err := approval.Begin(plan, approval.Asked{
		CaseID: caseID, CaseNumber: numbered("XF20261123-", int(caseID)), Applicant: approval.Candidate{UserID: "zhang", Unit: "rsj"}, Reason: "已办妥", Payload: "{}",
	}, seat, start, china)
	must(t, err)
	transact(t, s, func(tx *store.Tx) error { return tx.AddRequest(&r, entry) })
	return r
}

func TestRequestWithSeats(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		r := begin(t, s, 1, approval.All, 2)
		found := read(t, s, func(tx *store.Tx) (approval.Request, error) { return tx.Request(r.ID) })
		r.Holders = []string{"decider0", "decider1"}
		same(t, found, r)
		rival := r
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.AddRequest(&rival, approval.Entry{No: 1}) }), models.Conflict)

		act := func(by string, doing approval.Doing) {
			t.Helper()
			transact(t, s, func(tx *store.Tx) error {
				now, err := tx.LockRequest(r.ID)
				if err != nil {
					return err
				}
				after, entry, err := now.Do(approval.Act{Doing: doing, By: by, Name: by, Text: "意见", Now: start, Cal: china, Standing: true})
				if err != nil {
					return err
				}
				return tx.SaveRequest(after, entry)
			})
		}
		waiting := func(user string) int {
			return len(read(t, s, func(tx *store.Tx) ([]approval.Request, error) { return tx.WaitingFor(user, 10) }))
		}
		act("decider0", approval.Agree)
		if waiting("decider0") != 0 || waiting("decider1") != 1 {
			t.Error("who waits is not who has not spoken")
		}
		act("decider1", approval.AskMore)
		returned := read(t, s, func(tx *store.Tx) ([]approval.Request, error) { return tx.ReturnedTo("zhang", 10) })
		if len(returned) != 1 || waiting("decider1") != 0 {
			t.Errorf("returned: %+v", returned)
		}
		act("zhang", approval.Supplement)
		act("decider1", approval.Agree)
		found = read(t, s, func(tx *store.Tx) (approval.Request, error) { return tx.Request(r.ID) })
		if found.State != approval.Approved || found.PendingCase != nil || found.Version != 5 || found.Round != 2 || len(found.Said()) != 2 {
			t.Errorf("%+v", found)
		}
		history := read(t, s, func(tx *store.Tx) ([]approval.Entry, error) { return tx.EntriesOf(r.ID, 10) })
		if len(history) != 5 || history[0].Doing != approval.Ask || history[4].Actor != "decider1" {
			t.Errorf("%+v", history)
		}
		// Saving what others have overtaken changes nothing.
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.SaveRequest(r, approval.Entry{No: 1}) }), models.Conflict)
		begin(t, s, 1, approval.All, 2) // decided, so the case may have another one
	})
}

// A request from before there were steps is decided by any of its holders.
func TestRequestOfTheFirstVersionGoesOn(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		old := newRequest(t, s, 1, "chen", "liu")
		transact(t, s, func(tx *store.Tx) error {
			r, err := tx.LockRequest(old.ID)
			if err != nil {
				return err
			}
			after, entry, err := r.Do(approval.Act{Doing: approval.Agree, By: "liu", Name: "刘", Round: 1, Now: start, Cal: china})
			if err != nil {
				return err
			}
			return tx.SaveRequest(after, entry)
		})
		found := read(t, s, func(tx *store.Tx) (approval.Request, error) { return tx.Request(old.ID) })
		if found.State != approval.Approved || found.DecidedBy != "liu" || len(found.Seats) != 2 {
			t.Errorf("%+v", found)
		}
		if waiting := read(t, s, func(tx *store.Tx) ([]approval.Request, error) { return tx.WaitingFor("chen", 10) }); len(waiting) != 0 {
			t.Errorf("it waits for chen: %+v", waiting)
		}
	})
}

// Two hundred decide one request at the same instant, half of them against: one decision, one effect, the history without a
// gap and the chain whole. Of votes, every one counts until the result stands.
func TestTwoHundredDecideAtOnce(t *testing.T) {
	const deciders = 200
	for _, rule := range []approval.Rule{approval.Any, approval.Majority} {
		t.Run(string(rule), func(t *testing.T) {
			onEach(t, func(t *testing.T, s *store.Store) {
				r := begin(t, s, 1, rule, deciders)
				var effects, voices, late atomic.Int32
				var all sync.WaitGroup
				for i := range deciders {
					all.Go(func() {
						doing := []approval.Doing{approval.Agree, approval.Agree, approval.Refuse}[i%3]
						err := s.Transact(t.Context(), func(tx *store.Tx) error {
							now, err := tx.LockRequest(r.ID)
							if err != nil {
								return err
							}
							after, entry, err := now.Do(approval.Act{Doing: doing, By: fmt.Sprintf("decider%d", i), Text: "意见", Now: start, Cal: china, Standing: true})
							if err != nil {
								return err
							}
							if !after.State.Waits() {
								if err := tx.Append(ledger.Entry{Kind: ledger.RequestActed, Subject: r.CaseNumber, Actor: entry.Actor, At: start, Payload: []byte("{}")}); err != nil {
									return err
								}
							}
							return tx.SaveRequest(after, entry)
						})
						switch {
						case err == nil:
							voices.Add(1)
						case models.CodeOf(err) == models.Conflict && strings.Contains(err.Error(), "改动"):
							late.Add(1)
						default:
							t.Errorf("decider%d: %v", i, err)
						}
					})
				}
				all.Wait()
				entries := read(t, s, func(tx *store.Tx) ([]ledger.Entry, error) { return tx.LedgerEntries(0, 300) })
				effects.Store(int32(len(entries)))
				found := read(t, s, func(tx *store.Tx) (approval.Request, error) { return tx.Request(r.ID) })
				history := read(t, s, func(tx *store.Tx) ([]approval.Entry, error) { return tx.EntriesOf(r.ID, 300) })
				if effects.Load() != 1 || found.State.Waits() || voices.Load()+late.Load() != deciders {
					t.Errorf("%d decisions, %d voices, %d too late, %s", effects.Load(), voices.Load(), late.Load(), found.State)
				}
				if len(history) != int(voices.Load())+1 || found.Version != int64(len(history)) {
					t.Errorf("%d lines of history for %d voices, version %d", len(history), voices.Load(), found.Version)
				}
				if rule == approval.Any && voices.Load() != 1 {
					t.Errorf("%d decided", voices.Load())
				}
				for i, entry := range history {
					if entry.No != int64(i+1) {
						t.Fatalf("line %d bears %d", i+1, entry.No)
					}
				}
				if waiting := read(t, s, func(tx *store.Tx) ([]approval.Request, error) { return tx.WaitingFor("decider7", 10) }); len(waiting) != 0 {
					t.Error("it still waits for somebody")
				}
			})
		})
	}
}

func TestDelegationsInstructionsSettings(t *testing.T) {
	onEach(t, func(t *testing.T, s *store.Store) {
		d := approval.Delegation{Principal: "chen", StandIn: "liu", FromDay: today, ToDay: today.Add(3), CreatedAt: start}
		transact(t, s, func(tx *store.Tx) error { return tx.AddDelegation(&d) })
		to := func(day calendar.Day) int {
			return len(read(t, s, func(tx *store.Tx) ([]approval.Delegation, error) { return tx.DelegationsTo("liu", day) }))
		}
		if to(today) != 1 || to(today.Add(3)) != 1 || to(today.Add(4)) != 0 {
			t.Error("days of a delegation")
		}
		transact(t, s, func(tx *store.Tx) error { return tx.EndDelegation(d.ID, start) })
		if to(today) != 0 {
			t.Error("a delegation taken back")
		}
		i := approval.Instruction{CaseID: 1, UnitCode: "rsj", Due: today, Text: "请答复", GivenBy: "chen", GivenAt: start, Open: true}
		transact(t, s, func(tx *store.Tx) error { return tx.AddInstruction(&i) })
		i.Open, i.Answer, i.AnsweredBy = false, "已付", "li"
		at := start
		i.AnsweredAt = &at
		transact(t, s, func(tx *store.Tx) error { return tx.AnswerInstruction(i) })
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.AnswerInstruction(i) }), models.Conflict)
		same(t, read(t, s, func(tx *store.Tx) (approval.Instruction, error) { return tx.Instruction(i.ID) }), i)
		if open := read(t, s, func(tx *store.Tx) ([]approval.Instruction, error) { return tx.InstructionsTo("rsj", 5) }); len(open) != 0 {
			t.Errorf("%+v", open)
		}
		plan, _ := approval.StandardOf(approval.Completion)
		setting := approval.Setting{Kind: approval.Completion, Version: 2, Plan: plan, CreatedAt: start}
		transact(t, s, func(tx *store.Tx) error { return tx.AddSetting(setting) })
		wantCode(t, s.Transact(t.Context(), func(tx *store.Tx) error { return tx.AddSetting(setting) }), models.Conflict)
		same(t, read(t, s, func(tx *store.Tx) ([]approval.Setting, error) { return tx.Settings() }), []approval.Setting{setting})
	})
}
