package assist

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/projection"
)

// Line is what a program had of one item in a period, by the books of some units.
//
// What was received and not handed over lies in funds and stores; of that, what is due
// is spoken for.
type Line struct {
	Program, Item string
	Opening       int64 // received and not handed over before the period
	Received      int64 // from givers, less what was taken back
	Given         int64 // handed over, less what came back
	Lost          int64 // spoilt, or missing when counted, less what was found
	Due           int64 // fallen due in or before the period and not handed over
	Promised      int64 // by givers, in or before the period, and still waited for
	Handovers     int64 // how many entries handed something over
}

// Left is what lies in funds and stores at the end of the period.
func (l *Line) Left() int64 { return l.Opening + l.Received - l.Given - l.Lost }

// UnitLine is what one unit handed over of an item in the period.
type UnitLine struct {
	Unit          change.ID
	Program, Item string
	Given         int64
	Handovers     int64
}

// in says which side of a line a sort of flow is on, and its sign.
var in = map[string]struct {
	side func(*Line) *int64
	sign int64
}{
	"entry/receipt":             {func(l *Line) *int64 { return &l.Received }, 1},
	"entry/correction/receipt":  {func(l *Line) *int64 { return &l.Received }, -1},
	"entry/handover":            {func(l *Line) *int64 { return &l.Given }, 1},
	"entry/labour":              {func(l *Line) *int64 { return &l.Given }, 1},
	"entry/return":              {func(l *Line) *int64 { return &l.Given }, -1},
	"entry/correction/handover": {func(l *Line) *int64 { return &l.Given }, -1},
	"entry/correction/labour":   {func(l *Line) *int64 { return &l.Given }, -1},
	"entry/correction/return":   {func(l *Line) *int64 { return &l.Given }, 1},
	"entry/loss":                {func(l *Line) *int64 { return &l.Lost }, 1},
	"entry/count":               {func(l *Line) *int64 { return &l.Lost }, -1},
	"entry/correction/loss":     {func(l *Line) *int64 { return &l.Lost }, -1},
	"entry/correction/count":    {func(l *Line) *int64 { return &l.Lost }, 1},
	"due/open":                  {func(l *Line) *int64 { return &l.Due }, 1},
	"pledge/open":               {func(l *Line) *int64 { return &l.Promised }, 1},
}

// Labour is given as it is done: no store holds it, so it neither came in nor is left.
const labour = "entry/labour"

// Money sums each program's money, goods and labour in the months from one to another
// (2026-01 to 2026-12), by the books of the units that the asker reads. A program of ""
// is all of them.
func (s *Service) Money(ctx context.Context, w Who, prog, from, to string) ([]Line, []UnitLine, error) {
	return s.money(ctx, w.Viewer.Scope(access.Read, s.Node.Kinds.Get("entry")), prog, from, to)
}

func (s *Service) money(ctx context.Context, scope access.Scope, prog, from, to string) ([]Line, []UnitLine, error) {
	if err := months(from, to); err != nil {
		return nil, nil, err
	}
	flows, err := s.Node.Projection.Flows(ctx, prog, from, to)
	if err != nil {
		return nil, nil, err
	}
	type key struct{ program, item string }
	lines, units := map[key]*Line{}, map[UnitLine]*UnitLine{}
	for _, f := range flows {
		if !scope.Everywhere && !slices.Contains(scope.Units, f.Unit) {
			continue
		}
		at, known := in[f.Sort]
		if !known {
			continue // a transfer moves nothing in or out; a due that is paid is an entry
		}
		k := key{f.Program, f.Item}
		l := lines[k]
		if l == nil {
			l = &Line{Program: f.Program, Item: f.Item}
			lines[k] = l
		}
		add(l, at.side(l), at.sign, f)
		if side := at.side(l); side == &l.Given && f.Quantity != 0 {
			k := UnitLine{Unit: f.Unit, Program: f.Program, Item: f.Item}
			u := units[k]
			if u == nil {
				u = &UnitLine{Unit: k.Unit, Program: k.Program, Item: k.Item}
				units[k] = u
			}
			u.Given += at.sign * f.Quantity
			if at.sign > 0 {
				u.Handovers += f.Records
			}
		}
	}
	out, by := []Line{}, []UnitLine{}
	for _, l := range lines {
		if *l != (Line{Program: l.Program, Item: l.Item}) {
			out = append(out, *l)
		}
	}
	for _, u := range units {
		by = append(by, *u)
	}
	slices.SortFunc(out, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.Program, b.Program), cmp.Compare(a.Item, b.Item))
	})
	slices.SortFunc(by, func(a, b UnitLine) int {
		return cmp.Or(cmp.Compare(a.Program, b.Program), cmp.Compare(a.Item, b.Item), cmp.Compare(b.Given, a.Given), bytes.Compare(a.Unit[:], b.Unit[:]))
	})
	return out, by, nil
}

// add puts a flow on its side of a line. What was before the period is in the opening;
// what is due or promised since before is still due.
func add(l *Line, side *int64, sign int64, f projection.Flow) {
	switch side {
	case &l.Due, &l.Promised:
		*side += sign * (f.Before + f.Quantity)
		return
	case &l.Received:
		l.Opening += sign * f.Before
	default:
		l.Opening -= sign * f.Before
	}
	if f.Sort == labour || f.Sort == "entry/correction/labour" {
		l.Opening += sign * f.Before
		l.Received += sign * f.Quantity
	}
	*side += sign * f.Quantity
	if side == &l.Given && sign > 0 {
		l.Handovers += f.Records
	}
}

// months refuses what is no span of months.
func months(from, to string) error {
	for name, m := range map[string]string{"from": from, "to": to} {
		if _, err := time.Parse("2006-01", m); err != nil {
			return fault.New("ledger.month", name)
		}
	}
	if from > to {
		return fault.New("ledger.month_order", "to")
	}
	return nil
}

// Days gives the first and the last day of a span of months.
func Days(from, to string) (first, last string, err error) {
	if err := months(from, to); err != nil {
		return "", "", err
	}
	end, err := time.Parse("2006-01", to)
	return from + "-01", end.AddDate(0, 1, -1).Format(time.DateOnly), err
}

// Movement is what one sort of entry brought to an account or took from it.
type Movement struct {
	Type    string
	In, Out int64
	Entries int64
}

// Statement is an account's book of one item over some days.
type Statement struct {
	Account          change.ID
	Item             string
	Opening, Closing int64
	By               []Movement
}

// maxStatement is how many entries of one account a statement reads; an account with
// more is asked for a shorter span.
const maxStatement = 50_000

// Statements of an account, an item each: what it held before the days, what came and
// went by type of entry, and what it held after them. Cost: the account's entries since
// the first day.
func (s *Service) Statements(ctx context.Context, account change.ID, from, to string) ([]Statement, error) {
	balances, err := s.Node.Projection.Balances(ctx, []change.ID{account})
	if err != nil {
		return nil, err
	}
	byItem := map[string]*Statement{}
	for _, b := range balances {
		byItem[b.Item] = &Statement{Account: account, Item: b.Item, Opening: b.Quantity, Closing: b.Quantity}
	}
	for _, side := range []string{"to", "from"} {
		// What came after the last day is taken off the balance of today.
		found, err := s.Node.Projection.Between(ctx, "entry", side, account.String(), from, "9999-12-31", maxStatement+1)
		if err != nil {
			return nil, err
		}
		if len(found) > maxStatement {
			return nil, fault.New("ledger.statement_long", "from", "max", maxStatement)
		}
		for _, r := range found {
			e, err := entryOf(r)
			if err != nil {
				return nil, err
			}
			st := byItem[e.Item]
			if st == nil {
				continue // moved in a commit after the balances were read
			}
			st.count(side == "to", e.Type, e.Quantity, e.On <= to)
		}
	}
	out := []Statement{}
	for _, st := range byItem {
		if st.Opening != 0 || st.Closing != 0 || len(st.By) > 0 {
			slices.SortFunc(st.By, func(a, b Movement) int { return cmp.Compare(a.Type, b.Type) })
			out = append(out, *st)
		}
	}
	slices.SortFunc(out, func(a, b Statement) int { return cmp.Compare(a.Item, b.Item) })
	return out, nil
}

// count takes an entry off the opening, and off the closing where it is after the days.
func (st *Statement) count(into bool, sort string, n int64, within bool) {
	signed := n
	if !into {
		signed = -n
	}
	st.Opening -= signed
	if !within {
		st.Closing -= signed
		return
	}
	at := slices.IndexFunc(st.By, func(m Movement) bool { return m.Type == sort })
	if at < 0 {
		at = len(st.By)
		st.By = append(st.By, Movement{Type: sort})
	}
	m := &st.By[at]
	m.Entries++
	if into {
		m.In += n
	} else {
		m.Out += n
	}
}
