package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/program"
	"bamban/internal/twin"
	"bamban/internal/vietnamese"
	"bamban/internal/writer"
)

// twins leaves pupils who were written down twice: in another village of the same
// station, whose desk decides, and in another station's, which it has to ask. The first
// is proposed for a program while the other record is in one that gives the same help.
func (f *filler) twins(ctx context.Context) error {
	own := f.n.UnitID(f.station)
	first := slices.IndexFunc(f.candidates, func(c candidate) bool { return c.unit == own && f.atSchool(&c) != nil })
	if first < 0 {
		return nil // a demonstration of a handful of households
	}
	c := &f.candidates[first]
	who := f.atSchool(c)
	beside := slices.IndexFunc(f.candidates, func(o candidate) bool { return o.unit == own && o.area != c.area })
	away := slices.IndexFunc(f.candidates, func(o candidate) bool { return o.unit != own })
	one, other := f.schemes()
	if beside >= 0 {
		late, err := f.again(ctx, who, &f.candidates[beside], "-07-12", "-07-12", plain)
		if err != nil {
			return err
		}
		if one != nil {
			// The record that is looked at is proposed; the other one has help on its way.
			o := &f.candidates[beside]
			if err := f.proposed(ctx, one, o, late, who); err != nil {
				return err
			}
			if err := f.proposed(ctx, other, c, who.id, who); err != nil {
				return err
			}
		}
	}
	second := slices.IndexFunc(f.candidates, func(o candidate) bool { return o.unit == own && o.id != c.id && f.atSchool(&o) != nil })
	if second >= 0 && away >= 0 {
		if _, err := f.again(ctx, f.atSchool(&f.candidates[second]), &f.candidates[away], "-03-09", "-09-03", func(s string) string { return s }); err != nil {
			return err
		}
	}
	return f.flush(ctx)
}

// atSchool is a child of a household who is of an age to go to school, or nil.
func (f *filler) atSchool(c *candidate) *pupil {
	year := time.UnixMilli(f.n.Now()).In(f.n.Zone).Year()
	for i := range c.pupils {
		if born := int(twin.Year(c.pupils[i].born)); year-born >= 7 && year-born <= 14 {
			return &c.pupils[i]
		}
	}
	return nil
}

// plain is a name as somebody writes it on a keyboard without marks.
func plain(name string) string {
	words := strings.Fields(vietnamese.Fold(name))
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}

// schemes are two programs for people that give the same sort of help, if there are.
func (f *filler) schemes() (a, b *program.Program) {
	for _, p := range f.n.Pack.Programs {
		for _, code := range p.Overlaps {
			if o := f.n.Programs.Program(code); p.Subject == program.OfPerson && o != nil && o.Code != p.Code && o.Subject == program.OfPerson {
				return p, o
			}
		}
	}
	return nil, nil
}

// again writes a pupil down a second time, in another household, with the name as some
// would write it and the days of birth of the two records.
func (f *filler) again(ctx context.Context, p *pupil, in *candidate, day, said string, write func(string) string) (change.ID, error) {
	f.drafts = append(f.drafts, writer.Draft{Kind: "person", Record: p.id, Fields: kind.Fields(household.Person{Born: p.born[:4] + day})})
	id := f.id()
	one := household.Person{Area: in.area, Name: write(p.name), Born: p.born[:4] + said, Sex: p.sex, Generated: true}
	if err := f.add(ctx, "person", id, kind.Fields(one)); err != nil {
		return id, err
	}
	return id, f.add(ctx, "membership", f.id(), kind.Fields(household.Membership{Household: in.id, Person: id, Area: in.area, Relation: f.pick("relation")}))
}

// proposed enrols somebody at a program's first step.
func (f *filler) proposed(ctx context.Context, p *program.Program, c *candidate, person change.ID, who *pupil) error {
	id, step, day, first := f.id(), f.id(), f.day(-6), p.First()
	e := program.Enrolment{Program: p.Code, Cycle: assist.CycleOn(p, f.n.Today()), Name: who.name, Household: c.id, Person: person, Area: c.area, Unit: c.unit, Officer: c.officer,
		Sex: who.sex, Status: change.Move{To: first.Code, By: step}.String(), Reached: map[string]program.Reached{first.Code: {On: day}}, Generated: true}
	if n := len(p.Variants); n > 0 {
		e.Variant = p.Variants[0].Code
	}
	d := program.Step{Enrolment: id, Program: p.Code, Household: c.id, Area: c.area, Unit: c.unit, To: first.Code, On: day, By: c.officer, Reason: "Dữ liệu tạo sinh", Generated: true}
	f.drafts = append(f.drafts, writer.Draft{Kind: "enrolment", Record: id, Fields: kind.Fields(e)})
	if err := f.add(ctx, "step", step, kind.Fields(d)); err != nil {
		return fmt.Errorf("demo twins: %w", err)
	}
	return nil
}
