package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/eligible"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/program"
	"bamban/internal/writer"
)

// candidate is a household in a station's care, with what programs ask about it.
type candidate struct {
	home
	unit    change.ID
	name    string
	poverty string
	pupils  []pupil
}

type pupil struct {
	id        change.ID
	name, sex string
	born      string
}

// oneIn household of so many of the demonstration is enrolled in a program, at most.
const oneIn = 14

// assistance fills the programs of the pack: givers, funds and stores, enrolments on
// their way, what was due and handed over. Codes come from the pack.
func (f *filler) assistance(ctx context.Context) error {
	if len(f.n.Pack.Programs) == 0 || len(f.candidates) == 0 {
		return nil
	}
	m, err := f.money(ctx)
	if err != nil {
		return err
	}
	for _, p := range f.n.Pack.Programs {
		if err := f.enrolments(ctx, p, m); err != nil {
			return fmt.Errorf("demo program %s: %w", p.Code, err)
		}
	}
	return f.flush(ctx)
}

// money is where the demonstration's help comes from.
type money struct {
	fund  map[string]change.ID    // by program
	store map[change.ID]change.ID // by unit
	bag   map[change.ID]*bag      // by unit
}

// bag is an officer's own store, with what is left in it.
type bag struct {
	id, officer change.ID
	left        map[string]int64
}

// makeBag gives one officer of a unit a bag.
func (f *filler) makeBag(ctx context.Context, m *money, unit, officer change.ID) error {
	b := &bag{f.id(), officer, map[string]int64{}}
	m.bag[unit] = b
	return f.add(ctx, "store", b.id, kind.Fields(ledger.Store{Name: "Túi hàng của cán bộ", Type: "bag", Unit: unit, Keeper: officer, Generated: true}))
}

// giverOf is where an officer hands over from: the bag while there is enough in it.
func (m *money) giverOf(e *program.Enrolment, item string, n int64) change.ID {
	if b := m.bag[e.Unit]; b != nil && b.officer == e.Officer && b.left[item] >= n {
		b.left[item] -= n
		return b.id
	}
	return m.store[e.Unit]
}

var sponsors = []struct{ name, kind string }{{"Doanh nghiệp tạo sinh số 1", "firm"}, {"Nhóm thiện nguyện tạo sinh", "group"}, {"Cán bộ, chiến sĩ đóng góp (tạo sinh)", "officers"}, {"Ngân sách (tạo sinh)", "state"}}

func (f *filler) money(ctx context.Context) (*money, error) {
	command := f.n.UnitID(f.n.Pack.Units[0].Key)
	day := f.day(-300)
	m := &money{map[string]change.ID{}, map[change.ID]change.ID{}, map[change.ID]*bag{}}
	var givers []change.ID
	for i, s := range sponsors {
		givers = append(givers, f.id())
		one := ledger.Sponsor{Name: s.name, Type: s.kind, Unit: command, Generated: true}
		if i == 0 {
			one.User = f.donor
		}
		if err := f.add(ctx, "sponsor", givers[i], kind.Fields(one)); err != nil {
			return nil, err
		}
	}
	units := []change.ID{}
	for _, c := range f.candidates {
		if m.store[c.unit].IsZero() {
			m.store[c.unit] = f.id()
			units = append(units, c.unit)
			s := ledger.Store{Name: "Kho và tủ tiền của đồn", Type: "station", Unit: c.unit, Generated: true}
			if err := f.add(ctx, "store", m.store[c.unit], kind.Fields(s)); err != nil {
				return nil, err
			}
			if err := f.makeBag(ctx, m, c.unit, c.officer); err != nil {
				return nil, err
			}
		}
	}
	entry := func(e ledger.Entry) error {
		e.On, e.By, e.Generated = day, f.officers[f.station][0], true
		return f.add(ctx, "entry", f.id(), kind.Fields(e))
	}
	for i, p := range f.n.Pack.Programs {
		fund := f.id()
		m.fund[p.Code] = fund
		if err := f.add(ctx, "fund", fund, kind.Fields(ledger.Fund{Name: "Quỹ " + p.Label["vi"], Unit: command, Program: p.Code, Generated: true})); err != nil {
			return nil, err
		}
		for _, x := range p.Entitlements {
			each := largest(p, &x, f.day(0))
			if each == 0 {
				continue
			}
			sum := each * int64(len(f.candidates)) * 2
			if err := entry(ledger.Entry{Type: "receipt", Item: x.Item, Quantity: sum, From: givers[i%len(givers)], To: fund, Program: p.Code, Unit: command}); err != nil {
				return nil, err
			}
			promise := ledger.Pledge{Sponsor: givers[i%len(givers)], Fund: fund, Program: p.Code, Unit: command, Item: x.Item, Quantity: sum / 4, On: day, By: f.day(60), Status: "open", Generated: true}
			if err := f.add(ctx, "pledge", f.id(), kind.Fields(promise)); err != nil {
				return nil, err
			}
			for _, u := range units {
				if err := entry(ledger.Entry{Type: "transfer", Item: x.Item, Quantity: sum / int64(2*len(units)), From: fund, To: m.store[u], Program: p.Code, Unit: u}); err != nil {
					return nil, err
				}
				if err := m.intoBag(u, &x, p.Code, each, entry); err != nil {
					return nil, err
				}
			}
		}
	}
	return m, f.flush(ctx)
}

// intoBag moves some of an item from a unit's store into the bag of one of its officers.
func (m *money) intoBag(unit change.ID, x *program.Entitlement, prog string, each int64, entry func(ledger.Entry) error) error {
	const shares = 4
	b := m.bag[unit]
	b.left[x.Item] += shares * each
	return entry(ledger.Entry{Type: "transfer", Item: x.Item, Quantity: shares * each, From: m.store[unit], To: b.id, Program: prog, Unit: unit})
}

// largest amount of an entitlement that any form of help gives on a day.
func largest(p *program.Program, x *program.Entitlement, day string) int64 {
	most := x.Amount(day, "")
	for _, v := range p.Variants {
		most = max(most, x.Amount(day, v.Code))
	}
	return most
}

// day is a number of days from today.
func (f *filler) day(n int) string {
	return time.UnixMilli(f.n.Now()).In(f.n.Zone).AddDate(0, 0, n).Format(time.DateOnly)
}

// enrolments proposes some of those who are eligible and takes each some way.
func (f *filler) enrolments(ctx context.Context, p *program.Program, m *money) error {
	if p.Subject == program.OfCommune {
		return f.communes(ctx, p)
	}
	rules, done := f.n.Programs.Rules(p.Code), 0
	most := max(3, f.o.Households/oneIn)
	if p.Campaign {
		most = f.o.Households / 4
	}
	for i := range f.candidates {
		c := &f.candidates[i]
		subjects := []pupil{{}}
		if p.Subject == program.OfPerson {
			subjects = c.pupils
		}
		for _, one := range subjects {
			if done >= most || f.r.IntN(3) == 0 && !p.Campaign {
				continue
			}
			facts := eligible.Facts{"poverty": c.poverty, "border": true, "guardian": true}
			if n, err := strconv.Atoi(one.born[:min(4, len(one.born))]); err == nil {
				facts["years"] = time.UnixMilli(f.n.Now()).Year() - n - 1
			}
			reasons, err := rules.Check(facts, f.n.Today())
			if err != nil {
				return err
			}
			if len(reasons) > 0 {
				continue
			}
			e := program.Enrolment{Household: c.id, Area: c.area, Unit: c.unit, Officer: c.officer, Name: c.name, Person: one.id, Sex: one.sex}
			if one.name != "" {
				e.Name = one.name
			}
			done++
			if err := f.enrol(ctx, p, e, m); err != nil {
				return err
			}
		}
	}
	return f.flush(ctx)
}

func (f *filler) communes(ctx context.Context, p *program.Program) error {
	for i := range f.n.Pack.Areas {
		a := &f.n.Pack.Areas[i]
		if a.Level != "commune" || a.ValidTo != "" || len(f.care[a.Key]) == 0 {
			continue
		}
		e := program.Enrolment{Area: f.n.AreaID(a.Key), Unit: f.n.UnitID(f.care[a.Key][0]), Name: a.Name["vi"], Officer: f.officers[f.care[a.Key][0]][0]}
		if err := f.enrol(ctx, p, e, nil); err != nil {
			return err
		}
	}
	return f.flush(ctx)
}

// enrol writes an enrolment, its steps up to a place drawn, and what was due by then.
func (f *filler) enrol(ctx context.Context, p *program.Program, e program.Enrolment, m *money) error {
	e.Program, e.Generated, e.Cycle = p.Code, true, assist.CycleOn(p, f.n.Today())
	if n := len(p.Variants); n > 0 {
		e.Variant = p.Variants[f.r.IntN(n)].Code
	}
	id, ago, state := f.id(), 150+f.r.IntN(120), ""
	for step := p.First(); step != nil; {
		on := f.day(-ago)
		evidence := f.id()
		d := program.Step{Enrolment: id, Program: p.Code, Household: e.Household, Area: e.Area, Unit: e.Unit, From: state, To: step.Code, On: on,
			By: e.Officer, Decision: fmt.Sprintf("%d/QĐ-TS", 10+f.r.IntN(90)), Reason: "Dữ liệu tạo sinh", Photos: 1, Signed: "signature", Generated: true}
		if step.Form != "" {
			if err := f.answer(&d, step.Form); err != nil {
				return err
			}
		}
		if slices.Contains(step.Needs, program.NeedsReceiver) {
			if d.Receiver = f.enrolled[p.Code]; d.Receiver.IsZero() {
				break // nobody yet to pass on to
			}
		}
		fields := map[string]json.RawMessage{}
		if state == "" {
			first := e
			first.Status = ""
			fields = kind.Fields(first)
		}
		fields["status"] = jsonText(change.Move{From: state, To: step.Code, By: evidence}.String())
		fields["reached:"+step.Code] = json.RawMessage(fmt.Sprintf(`{"on":%q}`, on))
		if step.Entitled && e.Starts == "" {
			e.Starts = on
			fields["starts"] = jsonText(on)
		}
		// One batch holds both: the status names the step, and the step the enrolment.
		f.drafts = append(f.drafts, writer.Draft{Kind: "enrolment", Record: id, Fields: fields})
		if err := f.add(ctx, "step", evidence, kind.Fields(d)); err != nil {
			return err
		}
		state = step.Code
		next := p.Next(state)
		step = nil
		if ago -= 5 + f.r.IntN(30); ago > 0 && f.r.IntN(6) > 0 {
			for _, n := range next {
				if !n.Bad && !slices.Contains(n.Needs, program.NeedsReason) && len(n.From) > 0 && p.Step(state).Code != n.Code {
					step = n
					break
				}
			}
		}
	}
	e.Status = state
	f.enrolled[p.Code] = id
	if m == nil {
		return nil
	}
	return f.dues(ctx, p, &e, id, m)
}

func jsonText(s string) json.RawMessage { return json.RawMessage(strconv.Quote(s)) }

// dues writes what was due, and hands over what is past.
func (f *filler) dues(ctx context.Context, p *program.Program, e *program.Enrolment, id change.ID, m *money) error {
	if e.Starts == "" {
		return nil
	}
	for i := range p.Entitlements {
		x := &p.Entitlements[i]
		for _, span := range x.Spans(e.Starts, f.n.Today()) {
			d := p.DueFor(e, id, x, span)
			if d == nil {
				continue
			}
			due := program.DueID(id, x.Code, span.Period)
			paid := span.On < f.day(-40) && !p.Campaign
			if err := f.add(ctx, "due", due, kind.Fields(*d)); err != nil {
				return err
			}
			if !paid {
				continue
			}
			entry := ledger.Entry{Type: "handover", Item: d.Item, Quantity: d.Amount, From: m.giverOf(e, d.Item, d.Amount), To: due, On: span.On, Program: p.Code, Enrolment: id,
				Household: e.Household, Area: e.Area, Unit: e.Unit, By: e.Officer, Receipt: "signature", Generated: true}
			f.drafts = append(f.drafts, writer.Draft{Kind: "entry", Record: f.id(), Fields: kind.Fields(entry)})
			if err := f.add(ctx, "due", due, map[string]json.RawMessage{"status": json.RawMessage(`"paid"`)}); err != nil {
				return err
			}
		}
	}
	return nil
}
