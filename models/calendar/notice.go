package calendar

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Notice is what the State Council announced for one year, its days in order. Days of late December may stand in
// the next year's notice.
type Notice struct {
	Year int
	Days []PublicDay
}

// notices sorts days into the notices they belong to, by year.
func notices(days []PublicDay) []Notice {
	byYear := map[int][]PublicDay{}
	for _, d := range days {
		byYear[d.NoticeYear] = append(byYear[d.NoticeYear], d)
	}
	var sorted []Notice
	for _, year := range slices.Sorted(maps.Keys(byYear)) {
		days := byYear[year]
		slices.SortFunc(days, func(a, b PublicDay) int { return cmp.Compare(a.Day, b.Day) })
		sorted = append(sorted, Notice{Year: year, Days: days})
	}
	return sorted
}

// Notice returns what the calendar has of a year's notice, without days when it does not know the year.
func (c *Calendar) Notice(year int) Notice {
	n := Notice{Year: year}
	for _, d := range c.days {
		if d.NoticeYear == year {
			n.Days = append(n.Days, d)
		}
	}
	slices.SortFunc(n.Days, func(a, b PublicDay) int { return cmp.Compare(a.Day, b.Day) })
	return n
}

// HasYear tells whether the year's notice is known.
func (c *Calendar) HasYear(year int) bool { return c.years[year] }

// With is the calendar in which the notices replace, whole, what was known of their years. Of two notices of one
// year the later counts.
func (c *Calendar) With(later ...Notice) *Calendar {
	byYear := map[int][]PublicDay{}
	for year := range c.years {
		byYear[year] = c.Notice(year).Days
	}
	for _, n := range later {
		byYear[n.Year] = n.Days
	}
	// By year, so that of a day in two notices the later one decides, whatever the order of the imports.
	var days []PublicDay
	for _, year := range slices.Sorted(maps.Keys(byYear)) {
		days = append(days, byYear[year]...)
	}
	return New(days)
}

// Words says what the notice makes of the day: 放假（国庆节）.
func (p PublicDay) Words() string {
	kind := "上班"
	if p.Off {
		kind = "放假"
	}
	return fmt.Sprintf("%s（%s）", kind, p.Name)
}
