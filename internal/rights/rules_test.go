package rights_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"bamban/internal/rights"
)

// rules of a week with two days off and a Tết of five.
var rules = rights.Rules{
	Weekend:  []string{"saturday", "sunday"},
	Holidays: []rights.Holiday{{From: "2026-02-16", To: "2026-02-20"}, {From: "2026-04-30", To: "2026-05-01"}},
	Clocks: []rights.Clock{
		{What: rights.Withdraw, Answer: rights.Span{Days: 2, Working: true}, Do: rights.Span{Days: 15}, Third: rights.Span{Days: 20}, Extend: rights.Span{Days: 15}},
		{What: rights.See, Answer: rights.Span{Days: 2, Working: true}, Do: rights.Span{Days: 10}, From: "2026-01-01"},
		{What: rights.See, Answer: rights.Span{Days: 3}, Do: rights.Span{Days: 3}, To: "2025-12-31"},
	},
}

func TestDueDays(t *testing.T) {
	two, fifteen := rights.Span{Days: 2, Working: true}, rights.Span{Days: 15}
	for _, c := range []struct {
		name, from, want string
		span             rights.Span
	}{
		{"the day itself doesn't count", "2026-03-02", "2026-03-04", two},
		{"a weekend doesn't count", "2026-03-05", "2026-03-09", two},
		{"received on a Sunday", "2026-03-08", "2026-03-10", two},
		{"before Tết", "2026-02-13", "2026-02-24", two},
		{"in Tết", "2026-02-18", "2026-02-24", two},
		{"two holidays and a weekend", "2026-04-29", "2026-05-05", two},
		{"all days count", "2026-03-02", "2026-03-17", fifteen},
		{"the last day is a Saturday", "2026-03-06", "2026-03-23", fifteen},
		{"the last day is in Tết", "2026-02-03", "2026-02-23", fifteen},
		{"over a leap day", "2028-02-28", "2028-03-01", two},
		{"no days at all, on a Sunday", "2026-03-08", "2026-03-09", rights.Span{}},
	} {
		if got := rules.Due(c.from, c.span); got != c.want {
			t.Errorf("%s: %d days from %s: got %s, want %s", c.name, c.span.Days, c.from, got, c.want)
		}
	}
	if got := rules.Due("mai", two); got != "" {
		t.Errorf("of no day: %q, want none", got)
	}
}

func TestWhereARequestStands(t *testing.T) {
	open := rights.Request{What: rights.Withdraw, Received: "2026-03-02", Status: rights.Received}
	with := func(set func(*rights.Request)) *rights.Request { q := open; set(&q); return &q }
	for _, c := range []struct {
		name string
		q    *rights.Request
		on   string
		want rights.State
	}{
		{"to be acknowledged", &open, "2026-03-03", rights.State{AnswerBy: "2026-03-04", DoBy: "2026-03-17", By: "2026-03-04", Left: 1, MayDelay: true}},
		{"today is the last day", &open, "2026-03-04", rights.State{AnswerBy: "2026-03-04", DoBy: "2026-03-17", By: "2026-03-04", Left: 0, MayDelay: true}},
		{"late", &open, "2026-03-06", rights.State{AnswerBy: "2026-03-04", DoBy: "2026-03-17", By: "2026-03-04", Left: -2, Late: true, MayDelay: true}},
		{"acknowledged", with(func(q *rights.Request) { q.Answered, q.Status = "2026-03-03", rights.Answered }), "2026-03-06",
			rights.State{DoBy: "2026-03-17", By: "2026-03-17", Left: 11, MayDelay: true}},
		{"acknowledged late", with(func(q *rights.Request) { q.Answered, q.Status = "2026-03-09", rights.Answered }), "2026-03-09",
			rights.State{DoBy: "2026-03-17", By: "2026-03-17", Left: 8, WasLate: true, MayDelay: true}},
		{"others must act too", with(func(q *rights.Request) { q.Answered, q.Third = "2026-03-03", true }), "2026-03-20",
			rights.State{DoBy: "2026-03-23", By: "2026-03-23", Left: 3, MayDelay: true}},
		{"extended", with(func(q *rights.Request) { q.Answered, q.Extended = "2026-03-03", "2026-03-16" }), "2026-03-31",
			rights.State{DoBy: "2026-04-01", By: "2026-04-01", Left: 1}},
		{"closed in time", with(func(q *rights.Request) { q.Answered, q.Done, q.Status = "2026-03-03", "2026-03-17", rights.Closed }), "2026-06-01",
			rights.State{DoBy: "2026-03-17"}},
		{"closed late", with(func(q *rights.Request) { q.Answered, q.Done, q.Status = "2026-03-03", "2026-03-18", rights.Closed }), "2026-06-01",
			rights.State{DoBy: "2026-03-17", WasLate: true}},
		{"by the clock of its day", &rights.Request{What: rights.See, Received: "2025-12-30", Status: rights.Received}, "2026-01-01",
			rights.State{AnswerBy: "2026-01-02", DoBy: "2026-01-02", By: "2026-01-02", Left: 1}},
		{"without a clock", &rights.Request{What: rights.Correct, Received: "2020-01-01"}, "2026-01-01", rights.State{}},
	} {
		if got := rules.State(c.q, c.on); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

// Whatever the days off, a clock ends on an open day, later for more days, and leaves at
// least as many open days as were asked for.
func TestClocksOfRandomWeeksHold(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	names := rights.Weekdays()
	for range 300 {
		some := rights.Rules{}
		for range r.IntN(6) {
			some.Weekend = append(some.Weekend, names[r.IntN(len(names))])
		}
		start := time.Date(2026, 1, 1+r.IntN(700), 0, 0, 0, 0, time.UTC)
		for range r.IntN(4) {
			from := start.AddDate(0, 0, r.IntN(60))
			some.Holidays = append(some.Holidays, rights.Holiday{From: from.Format(time.DateOnly), To: from.AddDate(0, 0, r.IntN(9)).Format(time.DateOnly)})
		}
		span := rights.Span{Days: r.IntN(40), Working: r.IntN(2) == 0}
		due, err := time.Parse(time.DateOnly, some.Due(start.Format(time.DateOnly), span))
		if err != nil || !some.Open(due) {
			t.Fatalf("seed %d: due on %v (%v), a day off", seed, due, err)
		}
		open := 0
		for d := start.AddDate(0, 0, 1); !d.After(due); d = d.AddDate(0, 0, 1) {
			if some.Open(d) {
				open++
			}
		}
		if span.Working && span.Days > 0 && open != span.Days {
			t.Fatalf("seed %d: %d open days until %v, want %d", seed, open, due, span.Days)
		}
		longer, err := time.Parse(time.DateOnly, some.Due(start.Format(time.DateOnly), rights.Span{Days: span.Days + 1, Working: span.Working}))
		if err != nil || longer.Before(due) {
			t.Fatalf("seed %d: one day more is due on %v, before %v", seed, longer, due)
		}
	}
}

func TestWhatExpires(t *testing.T) {
	r := rights.Retain{Years: 10}
	if got := r.ExpiredBefore("2026-11-27"); got != "2016-11-27" {
		t.Errorf("got %s", got)
	}
	if got := (&rights.Retain{}).ExpiredBefore("2026-11-27"); got != "" {
		t.Errorf("of no years: %q, want nothing to expire", got)
	}
}
