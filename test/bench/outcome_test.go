package bench

import "sync/atomic"

var messageIDs atomic.Int64

// statements is how many statements the server has been sent so far, by anybody.
func (d *benchDesk) statements() int64 {
	d.b.Helper()
	var name string
	var count int64
	d.must(d.db.QueryRowContext(d.b.Context(), "SHOW GLOBAL STATUS LIKE 'Questions'").Scan(&name, &count))
	return count
}

func (d *benchDesk) expect(question string, want int64) {
	d.b.Helper()
	var got int64
	d.must(d.db.QueryRowContext(d.b.Context(), question).Scan(&got))
	if got != want {
		d.b.Errorf("%s: %d, want %d", question, got, want)
	}
}

// expectSent expects every message to have been taken by the platform, alone or within another one.
func (d *benchDesk) expectSent() {
	d.b.Helper()
	d.expect("SELECT COUNT(*) FROM outbox WHERE state NOT IN (2, 6) OR err_code <> 0", 0)
}

func (d *benchDesk) journalled(kind string) int {
	count := 0
	for _, entry := range d.sim.Journal("", 0) {
		if entry.Kind == kind {
			count++
		}
	}
	return count
}

// verify expects the ledger's chain to add up.
func (d *benchDesk) verify() {
	d.b.Helper()
	state, err := d.app.Desk.VerifyLedger(d.b.Context())
	d.must(err)
	if !state.OK {
		d.b.Errorf("the ledger does not add up: %s", state.Fault)
	}
}
