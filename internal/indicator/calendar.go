package indicator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"bamban/internal/access"
)

// Text is a label by language code.
type Text = access.Text

// Calendar says when months close and when the year begins. A month closes on a
// day of the month that it is named after: closing on the 14th, March is
// 15 February to 14 March. A year is named after the year in which it ends.
type Calendar struct {
	Code   string
	Label  Text
	Closes int // day on which a month closes, 1 to 28; 0 is its last day
	Begins int // month in which the year begins, 1 to 12
	Source string
}

// Day is a day as a number: days since 1 January 1970.
type Day int32

// The days that figures are kept for; a record of another day counts nowhere.
var (
	firstDay = dayOf(1900, 1, 1)
	lastDay  = dayOf(2199, 12, 31)
)

func dayOf(year, month, day int) Day {
	return Day(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads a date, or the first day of what is known of one: "2026" is
// 1 January 2026.
func ParseDay(s string) (Day, bool) {
	year, month, day := 0, 1, 1
	ok := false
	switch len(s) {
	case 4:
		year, ok = number(s)
	case 7:
		if year, ok = number(s[:4]); ok {
			month, ok = number(s[5:])
		}
	case 10:
		if year, ok = number(s[:4]); ok {
			if month, ok = number(s[5:7]); ok {
				day, ok = number(s[8:])
			}
		}
	}
	if !ok || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, false
	}
	d := dayOf(year, month, day)
	return d, d >= firstDay && d <= lastDay
}

func number(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// String gives the day as 2006-01-02.
func (d Day) String() string { return d.date().Format(time.DateOnly) }

// Year that the day is in.
func (d Day) Year() int { return d.date().Year() }

func (d Day) date() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Grain is how long a period is.
type Grain uint8

// The grains, from the shortest.
const (
	ByDay Grain = iota
	ByMonth
	ByQuarter
	ByHalf
	ByYear
)

// perYear of each grain, and months in one.
var perYear, monthsIn = [5]int{0, 12, 4, 2, 1}, [5]int{0, 1, 3, 6, 12}

// Period is a stretch of days with a name in a calendar.
type Period struct {
	Grain    Grain
	Year     int // of the calendar
	N        int // which of its grain in the year, from 0
	From, To Day
}

// PeriodsInYear is how many a year has in one list: 12 months, 4 quarters, 2 halves, the
// year.
const PeriodsInYear = 19

// Index of the period among those of its year, from 0. A day has none.
func (p Period) Index() int {
	before := 0
	for g := ByMonth; g < p.Grain; g++ {
		before += perYear[g]
	}
	return before + p.N
}

// Holds reports whether a day is in the period.
func (p Period) Holds(d Day) bool { return p.From <= d && d <= p.To }

// month of a calendar year, n from 0: its name as year and month.
func (c *Calendar) named(year, n int) (y, m int) {
	m = c.Begins + n
	y = year
	if c.Begins > 1 {
		y--
	}
	if m > 12 {
		y, m = y+1, m-12
	}
	return y, m
}

// opens gives the first day of the month of a name.
func (c *Calendar) opens(year, month int) Day {
	if c.Closes == 0 {
		return dayOf(year, month, 1)
	}
	return dayOf(year, month-1, c.Closes+1)
}

// period makes the nth period of a grain in a year.
func (c *Calendar) period(g Grain, year, n int) Period {
	y, m := c.named(year, n*monthsIn[g])
	to, tm := y, m+monthsIn[g]
	if tm > 12 {
		to, tm = to+1, tm-12
	}
	return Period{g, year, n, c.opens(y, m), c.opens(to, tm) - 1}
}

// Containing gives the period of a grain that holds a day.
func (c *Calendar) Containing(g Grain, d Day) Period {
	t := d.date()
	if g == ByDay {
		return Period{ByDay, t.Year(), 0, d, d}
	}
	y, m := t.Year(), int(t.Month())
	if c.Closes > 0 && t.Day() > c.Closes {
		if m++; m > 12 {
			y, m = y+1, 1
		}
	}
	n := m - c.Begins
	if n < 0 {
		n += 12
	} else if c.Begins > 1 {
		y++
	}
	return c.period(g, y, n/monthsIn[g])
}

// Around gives the month, quarter, half and year that hold a day.
func (c *Calendar) Around(d Day) [4]Period {
	month := c.Containing(ByMonth, d)
	out := [4]Period{month}
	for g := ByQuarter; g <= ByYear; g++ {
		out[g-1] = c.period(g, month.Year, month.N/monthsIn[g])
	}
	return out
}

// Parse reads a period: 2026, 2026-H1, 2026-Q1, 2026-03, 2026-03-05.
func (c *Calendar) Parse(s string) (Period, bool) {
	if len(s) == 10 {
		d, ok := ParseDay(s)
		return c.Containing(ByDay, d), ok && d.String() == s
	}
	if len(s) < 4 {
		return Period{}, false
	}
	year, ok := number(s[:4])
	if !ok || year < 1901 || year > 2198 {
		return Period{}, false
	}
	if len(s) == 4 {
		return c.period(ByYear, year, 0), true
	}
	grain, rest := ByMonth, s[5:]
	switch {
	case s[4] != '-':
		return Period{}, false
	case strings.HasPrefix(rest, "Q"):
		grain, rest = ByQuarter, rest[1:]
	case strings.HasPrefix(rest, "H"):
		grain, rest = ByHalf, rest[1:]
	case len(rest) != 2:
		return Period{}, false
	}
	n, ok := number(rest)
	if !ok || n < 1 || n > perYear[grain] || grain != ByMonth && len(rest) != 1 {
		return Period{}, false
	}
	if grain != ByMonth {
		return c.period(grain, year, n-1), true
	}
	// A month is asked for by its name, whichever year of the calendar it is in.
	first := c.opens(year, n)
	return c.Containing(ByMonth, first), true
}

// Name of a period, as [Calendar.Parse] reads it.
func (c *Calendar) Name(p Period) string {
	switch p.Grain {
	case ByDay:
		return p.From.String()
	case ByMonth:
		y, m := c.named(p.Year, p.N)
		return fmt.Sprintf("%04d-%02d", y, m)
	case ByQuarter:
		return fmt.Sprintf("%04d-Q%d", p.Year, p.N+1)
	case ByHalf:
		return fmt.Sprintf("%04d-H%d", p.Year, p.N+1)
	}
	return strconv.Itoa(p.Year)
}

// Parts of a period, of a shorter grain, in order.
func (c *Calendar) Parts(p Period, g Grain) []Period {
	var out []Period
	for d := p.From; d <= p.To; {
		part := c.Containing(g, d)
		out = append(out, part)
		d = part.To + 1
	}
	return out
}

// Holder is the next longer period that a period is part of; false for a year.
func (c *Calendar) Holder(p Period) (Period, bool) {
	if p.Grain == ByYear {
		return Period{}, false
	}
	return c.Containing(p.Grain+1, p.From), true
}

// cuts are the days of the month on which some calendar's month begins: what lies
// between two of them is in the same months of every calendar, and is kept as one.
func cuts(calendars []Calendar) []int {
	out := []int{}
	for _, c := range calendars {
		if day := c.Closes + 1; !slices.Contains(out, day) {
			out = append(out, day)
		}
	}
	slices.Sort(out)
	return out
}

// FirstPiece gives the first day of the first stretch that begins in a year.
func (s *Set) FirstPiece(year int) Day { return dayOf(year, 1, s.cuts[0]) }

// Piece gives the first day of the stretch between two cuts that holds a day.
func (s *Set) Piece(d Day) Day {
	t := d.date()
	for _, cut := range slices.Backward(s.cuts) {
		if t.Day() >= cut {
			return d - Day(t.Day()-cut)
		}
	}
	return dayOf(t.Year(), int(t.Month())-1, s.cuts[len(s.cuts)-1])
}

// At gives a period of a year by its [Period.Index].
func (c *Calendar) At(year, index int) Period {
	g := ByMonth
	for g < ByYear && index >= perYear[g] {
		index -= perYear[g]
		g++
	}
	return c.period(g, year, index)
}
