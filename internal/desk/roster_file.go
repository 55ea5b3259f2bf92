package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"petitiondesk/models"
	"petitiondesk/models/calendar"
	"petitiondesk/models/duty"
	"petitiondesk/models/notice"
	"petitiondesk/models/people"
)

// picturesMost is how many pictures are sent at once: the platform takes 20 messages a minute to one person.
const picturesMost = 6

// SendRosterTemplate sends the sheet to fill in for the next month, as far as duties are planned by now.
func (d *Desk) SendRosterTemplate(ctx context.Context, by string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.EditDuty); err != nil {
			return err
		}
		_, end := calendar.Month(w.today())
		from, to := calendar.Month(end.Add(1))
		last := min(to, w.today().Add(duty.Horizon))
		if err := w.sayPlain(by, templateWords(last, to)); err != nil {
			return err
		}
		of := notice.RosterFileOf{Kind: notice.RosterTemplate, From: from, To: last, Title: "值班表模板（" + calendar.ChineseMonth(from) + "）"}
		return w.answer(by, notice.RosterFile, of)
	})
}

func templateWords(last, end calendar.Day) string {
	said := "模板随后发出：点位、岗位和日期已填好，请填写「值班人」，不改的行可以空着。填好后把文件直接发给我，先给您看预览，确认后才写入。"
	if last < end {
		said += fmt.Sprintf("目前可以导入到%s，以后的日期请过几天再要一次模板。", last.Chinese())
	}
	return said
}

// rosterAsked is a month of the roster, of one station or of all.
type rosterAsked struct {
	from, to calendar.Day
	station  duty.Station // Code "" = all
	slots    []duty.Slot
}

// rosterAskedIn reads 12月, 下月 县信访局值班室; without a month it is this one.
func (w *work) rosterAskedIn(text, again string) (rosterAsked, error) {
	var asked rosterAsked
	from, to, ok := calendar.MonthIn(text, w.today())
	if !ok {
		if len(calendar.DaysIn(text, w.today())) > 0 || strings.ContainsAny(text, "0123456789") {
			return asked, models.Errorf(models.Invalid, "请写明月份，例如：%s 12月、%s 下月。", again, again)
		}
		from, to = calendar.Month(w.today())
	}
	asked.from, asked.to = from, to
	if to > w.today().Add(farthestAsked) || to < w.today().Add(-farthestAsked) {
		return asked, models.Errorf(models.Invalid, "只能查前后%d天以内的月份。", farthestAsked)
	}
	words, err := dutyLexicon(w.Tx)
	if err != nil {
		return asked, err
	}
	code := words.Understand(text, w.today()).Station
	if at := slices.IndexFunc(words.Stations, func(s duty.Station) bool { return s.Code == code }); at >= 0 {
		asked.station = words.Stations[at]
	}
	slots, err := w.desk.finalSlots(w.Tx, from, to)
	asked.slots = slices.DeleteFunc(slots, func(s duty.Slot) bool {
		return s.State == duty.Withdrawn || asked.station.Code != "" && s.Station != asked.station.Code
	})
	if err == nil && len(asked.slots) == 0 {
		err = models.Errorf(models.NotFound, "%s%s没有值班安排。发送「值班」可查看近期安排。", calendar.ChineseMonth(from), asked.station.Name)
	}
	return asked, err
}

// SendRosterSheet sends the printable roster of a month.
func (d *Desk) SendRosterSheet(ctx context.Context, by, text string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.ReadDuty); err != nil {
			return err
		}
		asked, err := w.rosterAskedIn(text, "值班表")
		if err != nil {
			return err
		}
		of := notice.RosterFileOf{
			Kind: notice.RosterMonth, From: asked.from, To: asked.to, Station: asked.station.Code, Title: asked.station.Name + calendar.ChineseMonth(asked.from) + "值班表",
		}
		if err := w.sayPlain(by, of.Title+"随后发出，可以直接打印。"); err != nil {
			return err
		}
		return w.answer(by, notice.RosterFile, of)
	})
}

// SendRosterPictures sends the roster of a month as pictures: one for each station, several for a long one.
func (d *Desk) SendRosterPictures(ctx context.Context, by, text string) error {
	return d.transact(ctx, func(w *work) error {
		if _, err := w.actor(by, people.ReadDuty); err != nil {
			return err
		}
		asked, err := w.rosterAskedIn(text, "值班图")
		if err != nil {
			return err
		}
		stations, err := w.Stations()
		if err != nil {
			return err
		}
		pictures := asked.pictures(stations)
		if len(pictures) > picturesMost {
			return models.Errorf(models.Invalid, "%s的值班图共有%d张，请写明点位，例如：值班图 %s %s。点位有：%s。", calendar.ChineseMonth(asked.from), len(pictures),
				monthWord(asked.from), stationName(stations, asked.slots[0].Station), strings.Join(stationNames(stations, asked.slots), "、"))
		}
		if err := w.sayPlain(by, fmt.Sprintf("%s的值班图随后发出，共%d张。", calendar.ChineseMonth(asked.from), len(pictures))); err != nil {
			return err
		}
		for _, of := range pictures {
			if err := w.answer(by, notice.RosterFile, of); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a rosterAsked) pictures(stations []duty.Station) []notice.RosterFileOf {
	var pictures []notice.RosterFileOf
	for _, station := range stations {
		at := slotsAt(a.slots, station.Code)
		if len(at) == 0 {
			continue
		}
		spans := duty.SplitMonth(at, a.from, a.to)
		for i, span := range spans {
			pictures = append(pictures, notice.RosterFileOf{
				Kind: notice.RosterPicture, From: span.From, To: span.To, Station: station.Code, Part: i + 1, Of: len(spans),
				Title: station.Name + " " + calendar.ChineseMonth(a.from) + "值班表",
			})
		}
	}
	return pictures
}

func slotsAt(slots []duty.Slot, station string) []duty.Slot {
	var at []duty.Slot
	for _, s := range slots {
		if s.Station == station && s.State != duty.Withdrawn {
			at = append(at, s)
		}
	}
	return at
}

func stationNames(stations []duty.Station, slots []duty.Slot) []string {
	const listed = 30
	var names []string
	for _, s := range stations {
		if len(slotsAt(slots, s.Code)) > 0 && len(names) < listed {
			names = append(names, s.Name)
		}
	}
	return names
}

func stationName(stations []duty.Station, code string) string {
	if at := slices.IndexFunc(stations, func(s duty.Station) bool { return s.Code == code }); at >= 0 {
		return stations[at].Name
	}
	return code
}

func monthWord(day calendar.Day) string {
	_, month, _ := strings.Cut(calendar.ChineseMonth(day), "年")
	return month
}
