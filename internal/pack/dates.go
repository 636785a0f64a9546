package pack

import (
	"cmp"
	"slices"
	"time"
)

// Days are compared as text: YYYY-MM-DD sorts by time. An open start is "" and
// an open end is "" too, so each end has its own widest value.
const (
	dawn  = "0000-00-00"
	doom  = "9999-99-99"
	isDay = "2006-01-02"
)

func validDate(day string) bool {
	if len(day) != len(isDay) {
		return false
	}
	_, err := time.Parse(isDay, day)
	return err == nil
}

func start(day string) string { return cmp.Or(day, dawn) }
func end(day string) string   { return cmp.Or(day, doom) }

// span is a stretch of days, both ends included.
type span struct{ from, to string }

func spanOf(from, to string) span { return span{start(from), end(to)} }

func (s span) overlaps(t span) bool { return s.from <= t.to && t.from <= s.to }

func (s span) holds(day string) bool { return s.from <= day && day <= s.to }

// covered reports whether the spans together leave no day of s out.
func (s span) covered(by []span) bool {
	by = slices.Clone(by)
	slices.SortFunc(by, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	next := s.from
	for _, t := range by {
		if t.from > next {
			return false
		}
		if t.to >= s.to {
			return true
		}
		if t.to >= next {
			next = dayAfter(t.to)
		}
	}
	return false
}

func (s span) clip(to span) span {
	return span{max(s.from, to.from), min(s.to, to.to)}
}

// dayAfter gives the next day; dawn and doom are no days and stay as they are.
func dayAfter(day string) string {
	t, err := time.Parse(isDay, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, 1).Format(isDay)
}
