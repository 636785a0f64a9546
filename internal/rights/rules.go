package rights

import (
	"slices"
	"time"
)

// Rules of a pack.
type Rules struct {
	Weekend  []string  `json:"weekend,omitempty"` // days of the week on which offices are closed: "saturday"
	Holidays []Holiday `json:"holidays,omitempty"`
	Clocks   []Clock   `json:"clocks,omitempty"`
	Keep     []Keep    `json:"keep,omitempty"`
	Retain   []Retain  `json:"retain,omitempty"`
}

// Holiday is a span of days on which offices are closed, both ends in it.
type Holiday struct {
	From   string            `json:"from"`
	To     string            `json:"to"`
	Label  map[string]string `json:"label"`
	Source string            `json:"source,omitempty"`
}

// Clock is how soon a sort of request is acknowledged and carried out.
type Clock struct {
	What   string `json:"what"`
	Answer Span   `json:"answer"`
	Do     Span   `json:"do"`
	Third  Span   `json:"third"`  // instead of Do where others must act too; zero is as Do
	Extend Span   `json:"extend"` // once, after Do or Third; zero is never
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	Source string `json:"source,omitempty"`
}

// Span is a number of days, of all days or of those on which offices are open.
type Span struct {
	Days    int  `json:"days"`
	Working bool `json:"working,omitempty"`
}

// Keep says that records of some kinds stay when a person is erased, without name, text
// or any other personal field, and why.
type Keep struct {
	Code   string            `json:"code"`
	Kinds  []string          `json:"kinds"`
	Label  map[string]string `json:"label"`
	Source string            `json:"source,omitempty"`
}

// Retain says how long records of a kind are kept: years after the date in a field.
type Retain struct {
	Code   string            `json:"code"`
	Kind   string            `json:"kind"`
	After  string            `json:"after"`
	Years  int               `json:"years"`
	Label  map[string]string `json:"label"`
	Source string            `json:"source,omitempty"`
}

// ClockOf a sort of request on a day, or nil.
func (r *Rules) ClockOf(what, day string) *Clock {
	for i := range r.Clocks {
		if c := &r.Clocks[i]; c.What == what && c.From <= day && (c.To == "" || day <= c.To) {
			return c
		}
	}
	return nil
}

// KeptBy is the rule by which records of a kind stay, or nil.
func (r *Rules) KeptBy(kindName string) *Keep {
	for i := range r.Keep {
		if slices.Contains(r.Keep[i].Kinds, kindName) {
			return &r.Keep[i]
		}
	}
	return nil
}

// Open reports whether offices are open on a day.
func (r *Rules) Open(day time.Time) bool {
	if slices.Contains(r.Weekend, weekdays[day.Weekday()]) {
		return false
	}
	text := day.Format(time.DateOnly)
	return !slices.ContainsFunc(r.Holidays, func(h Holiday) bool { return h.From <= text && text <= h.To })
}

var weekdays = [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// Weekdays are the names that a pack has for the days of the week.
func Weekdays() []string { return weekdays[:] }

// Due is the last day of a span that begins on a day. That day itself doesn't count,
// and a last day on which offices are closed moves to the next on which they are open
// (Civil Code 91/2015/QH13, Art. 147 and 148).
func (r *Rules) Due(from string, span Span) string {
	day, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return ""
	}
	for left := span.Days; left > 0; {
		day = day.AddDate(0, 0, 1)
		if !span.Working || r.Open(day) {
			left--
		}
	}
	// A pack can't close every day for good: weekends are at most six days, and
	// holidays end.
	for !r.Open(day) {
		day = day.AddDate(0, 0, 1)
	}
	return day.Format(time.DateOnly)
}

// State is where a request stands on a day.
type State struct {
	AnswerBy string // "" once it was acknowledged or closed
	DoBy     string
	By       string // the day that counts next; "" where it is closed
	Left     int    // days from today to By, less than zero where it is late
	Late     bool
	WasLate  bool // it was acknowledged or closed after its day
	MayDelay bool // it can still be extended
}

// State of a request on a day. A sort of request without a clock has none and is never late.
func (r *Rules) State(q *Request, day string) State {
	c := r.ClockOf(q.What, q.Received)
	if c == nil {
		return State{}
	}
	do := c.Do
	if q.Third && c.Third.Days > 0 {
		do = c.Third
	}
	answerBy := r.Due(q.Received, c.Answer)
	s := State{AnswerBy: answerBy, DoBy: r.Due(q.Received, do)}
	if q.Extended != "" && c.Extend.Days > 0 {
		s.DoBy = r.Due(s.DoBy, c.Extend)
	}
	closed := q.Status == Closed
	s.MayDelay = !closed && q.Extended == "" && c.Extend.Days > 0
	s.WasLate = q.Answered > answerBy || q.Answered == "" && q.Done > answerBy || q.Done > s.DoBy
	if closed {
		s.AnswerBy = ""
		return s
	}
	s.By = s.DoBy
	if q.Answered != "" {
		s.AnswerBy = ""
	} else if s.AnswerBy < s.DoBy {
		s.By = s.AnswerBy
	}
	s.Left = daysBetween(day, s.By)
	s.Late = s.Left < 0
	return s
}

func daysBetween(from, to string) int {
	a, err := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// ExpiredBefore is the day before which the date in its field lets a record expire
// today; "" where the rule names no years.
func (r *Retain) ExpiredBefore(today string) string {
	t, err := time.Parse(time.DateOnly, today)
	if err != nil || r.Years < 1 {
		return ""
	}
	return t.AddDate(-r.Years, 0, 0).Format(time.DateOnly)
}
