package notice_test

import (
	"testing"
	"time"

	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
)

func TestBookingListDue(t *testing.T) {
	slot := duty.Slot{UserID: "chenguang", Day: "2026-11-25"}
	eve := calendar.Day("2026-11-24")
	for _, now := range []time.Time{calendar.Day("2026-11-10").At(600), eve.At(15 * 60)} {
		due := notice.BookingListDue(slot, now)
		if due.Before(eve.At(16*60)) || !due.Before(eve.At(17*60)) {
			t.Errorf("asked at %v it is due at %v", now, due)
		}
		if !due.After(notice.DutyStepDue(slot, notice.Eve)) {
			t.Errorf("the list, at %v, comes before the reminder", due)
		}
	}
	for _, now := range []time.Time{eve.At(17 * 60), slot.Day.At(9 * 60)} {
		if wait := notice.BookingListDue(slot, now).Sub(now); wait <= 0 || wait > 5*time.Minute {
			t.Errorf("a correction waits %v", wait)
		}
	}
}

func TestBookingAfterDue(t *testing.T) {
	for day, want := range map[calendar.Day]calendar.Day{"2026-11-25": "2026-11-26", "2026-11-27": "2026-11-30", "2026-09-30": "2026-10-08"} {
		due := notice.BookingAfterDue(duty.Slot{Day: day}, calendar.China())
		if calendar.DayOf(due) != want {
			t.Errorf("of %s it is asked on %v, want %s", day, due, want)
		}
	}
}
