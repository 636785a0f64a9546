package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"bamban/internal/activity"
	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/signin"
	"bamban/internal/writer"
)

// Options of a fill.
type Options struct {
	Households int
	Seed       uint64
	Progress   func(done, of int) // households; may be nil
}

// filler holds what a fill draws from.
type filler struct {
	n           *node.Node
	s           *signin.Service
	o           Options
	r           *rand.Rand
	spots       *spots
	villages    []*pack.Area
	officers    map[string][]change.ID // unit key → its officers
	care        map[string][]string    // area key → unit keys of the stations that care for it today
	terms       map[string][]string
	drafts      []writer.Draft
	station     string    // unit key of the station whose desk has an account
	donor       change.ID // the sponsor with an account
	partner     change.ID // the partner's unit, which has an account, and its commune
	partnerArea change.ID
	mine        []home // households that its officers are in charge of
	others      []home // households in nobody's charge there

	candidates []candidate          // for programs
	enrolled   map[string]change.ID // the last enrolment, by program
	people     []pupil              // children of the household at hand
}

// Fill makes accounts and people. The node must hold none yet.
func Fill(ctx context.Context, n *node.Node, s *signin.Service, o Options) ([]Account, error) {
	if o.Households < 1 {
		return nil, errors.New("demo: at least one household")
	}
	f := &filler{n: n, s: s, o: o, r: rand.New(rand.NewPCG(o.Seed, 12)), officers: map[string][]change.ID{}, care: map[string][]string{}, terms: map[string][]string{}, enrolled: map[string]change.ID{}}
	f.spots = newSpots(n.Pack, o.Seed)
	for i := range n.Pack.Areas {
		if n.Pack.Areas[i].Level == "village" {
			f.villages = append(f.villages, &n.Pack.Areas[i])
		}
	}
	if len(f.villages) == 0 {
		return nil, errors.New("demo: the pack has no villages")
	}
	for _, u := range n.Pack.Units {
		for _, a := range u.Areas {
			if u.Type == "border_station" && a.To == "" {
				f.care[a.Area] = append(f.care[a.Area], u.Key)
			}
		}
	}
	for _, code := range []string{"sex", "ethnicity", "visit_purpose", "visit_condition", "relation", "practice_type"} {
		if v := n.Pack.Vocabulary(code); v != nil {
			for _, t := range v.At(n.Today()) {
				f.terms[code] = append(f.terms[code], t.Code)
			}
		}
	}
	accounts, desk, err := f.accounts(ctx)
	if err != nil {
		return nil, err
	}
	if err := f.households(ctx); err != nil {
		return nil, err
	}
	if err := f.assistance(ctx); err != nil {
		return nil, err
	}
	if err := f.targets(ctx); err != nil {
		return nil, err
	}
	if err := f.twins(ctx); err != nil {
		return nil, err
	}
	if err := f.stories(ctx, desk); err != nil {
		return nil, err
	}
	if err := f.rights(ctx); err != nil {
		return nil, err
	}
	reporter, err := f.reporter(ctx, desk)
	if reporter != nil {
		accounts = append(accounts, *reporter)
	}
	return accounts, err
}

const batch = 900

// maxCandidates are remembered for the programs, however large the demonstration.
const maxCandidates = 20_000

func (f *filler) add(ctx context.Context, kindName string, id change.ID, fields map[string]json.RawMessage) error {
	f.drafts = append(f.drafts, writer.Draft{Kind: kindName, Record: id, Fields: fields})
	if len(f.drafts) >= batch {
		return f.flush(ctx)
	}
	return nil
}

func (f *filler) flush(ctx context.Context) error {
	if len(f.drafts) == 0 {
		return nil
	}
	_, err := f.n.Writer.Write(ctx, change.ID{}, nil, f.drafts...)
	f.drafts = f.drafts[:0]
	if err != nil {
		return fmt.Errorf("fill demo: %w", err)
	}
	return nil
}

// id draws a record id, so that the same seed gives the same ids within a
// millisecond's run.
func (f *filler) id() change.ID {
	var random [10]byte
	for i := range random {
		random[i] = byte(f.r.Uint32())
	}
	return change.NewID(f.n.Now(), random)
}

func (f *filler) households(ctx context.Context) error {
	for i := range f.o.Households {
		if err := f.household(ctx, f.village(i)); err != nil {
			return err
		}
		if f.o.Progress != nil && (i+1)%500 == 0 && i+1 < f.o.Households {
			f.o.Progress(i+1, f.o.Households)
		}
	}
	if f.o.Progress != nil {
		f.o.Progress(f.o.Households, f.o.Households)
	}
	return f.flush(ctx)
}

// village spreads households: every second one into the villages of border
// communes, where stations work, so that a small demonstration has something in
// each station's care.
func (f *filler) village(i int) *pack.Area {
	if i%2 == 0 {
		for range 200 {
			v := f.villages[f.r.IntN(len(f.villages))]
			if len(f.care[v.Parent]) > 0 {
				return v
			}
		}
	}
	return f.villages[f.r.IntN(len(f.villages))]
}

func (f *filler) household(ctx context.Context, v *pack.Area) error {
	area, home := f.n.AreaID(v.Key), f.id()
	year := time.UnixMilli(f.n.Now()).In(f.n.Zone).Year()
	size := 2 + f.r.IntN(5)
	headFemale := f.r.IntN(5) == 0
	head := f.n.Pack.Names.Person(f.r, headFemale)
	ethnicity := f.pick("ethnicity")
	h := household.Household{Area: area, Name: head, Code: fmt.Sprintf("%s-%04d", v.Code, f.r.IntN(10000)), Poverty: map[string]household.Poverty{},
		Since: strconv.Itoa(year - f.r.IntN(30)), Generated: true, Point: f.spots.of(v)}
	status := []string{"poor", "near_poor", "not_poor", "not_poor", "not_poor"}[f.r.IntN(5)]
	for y := year - 2; y <= year; y++ {
		h.Poverty[strconv.Itoa(y)] = household.Poverty{Status: status, Decision: fmt.Sprintf("%d/QĐ-UBND", 100+f.r.IntN(900)), Source: "dữ liệu tạo sinh"}
		if status == "poor" && f.r.IntN(4) == 0 {
			status = "near_poor"
		}
	}
	if err := f.add(ctx, "household", home, kind.Fields(h)); err != nil {
		return err
	}
	f.people = f.people[:0]
	for m := range size {
		if err := f.member(ctx, home, area, m, head, headFemale, ethnicity, year); err != nil {
			return err
		}
	}
	latest := h.Poverty[strconv.Itoa(year)].Status
	return f.cared(ctx, home, area, v, head, latest)
}

func (f *filler) pick(vocabulary string) string {
	list := f.terms[vocabulary]
	if len(list) == 0 {
		return ""
	}
	return list[f.r.IntN(len(list))]
}

// member of a household: its head, a spouse, then children.
func (f *filler) member(ctx context.Context, home, area change.ID, m int, head string, headFemale bool, ethnicity string, year int) error {
	p := household.Person{Area: area, Ethnicity: ethnicity, Languages: []string{"vietnamese"}, Generated: true}
	female := f.r.IntN(2) == 0
	relation, age := "child", f.r.IntN(24)
	switch m {
	case 0:
		female, p.Name, relation, age = headFemale, head, "head", 24+f.r.IntN(45)
	case 1:
		female, relation, age = !headFemale, "spouse", 22+f.r.IntN(45)
	}
	if p.Name == "" {
		p.Name = f.n.Pack.Names.Person(f.r, female)
	}
	p.Sex = "male"
	if female {
		p.Sex = "female"
	}
	p.Born = fmt.Sprintf("%04d-%02d", year-age, 1+f.r.IntN(12))
	if age > 40 && f.r.IntN(3) == 0 {
		p.Born = p.Born[:4]
	}
	if !slices.Contains(f.terms["relation"], relation) {
		relation = f.pick("relation")
	}
	person := f.id()
	if err := f.add(ctx, "person", person, kind.Fields(p)); err != nil {
		return err
	}
	if m > 1 {
		f.people = append(f.people, pupil{person, p.Name, p.Sex, p.Born})
	}
	return f.add(ctx, "membership", f.id(), kind.Fields(household.Membership{Household: home, Person: person, Area: area, Relation: relation, From: p.Born}))
}

// cared makes the officer in charge of a household and some visits, where a
// station cares for the village.
func (f *filler) cared(ctx context.Context, house, area change.ID, v *pack.Area, head, poverty string) error {
	stations := f.care[v.Parent]
	if len(stations) == 0 {
		return nil
	}
	unit := stations[f.r.IntN(len(stations))]
	officers := f.officers[unit]
	if len(officers) == 0 {
		return nil
	}
	if !slices.Contains(stations, f.station) && len(f.others) < 10 {
		f.others = append(f.others, home{house, area, change.ID{}})
	}
	officer := officers[f.r.IntN(len(officers))]
	if len(f.candidates) < maxCandidates {
		f.candidates = append(f.candidates, candidate{home{house, area, officer}, f.n.UnitID(unit), head, poverty, slices.Clone(f.people)})
	}
	now := time.UnixMilli(f.n.Now()).In(f.n.Zone)
	if f.r.IntN(3) == 0 {
		a := assignment.Assignment{User: officer, Unit: f.n.UnitID(unit), Role: "household_in_charge", Household: house, Area: area, From: now.AddDate(0, -f.r.IntN(18), 0).Format(time.DateOnly)}
		if unit == f.station && len(f.mine) < 10 {
			f.mine = append(f.mine, home{house, area, officer})
		}
		if err := f.add(ctx, "assignment", f.id(), kind.Fields(a)); err != nil {
			return err
		}
	}
	for range f.r.IntN(3) {
		day := now.AddDate(0, 0, -f.r.IntN(200))
		visit := activity.Visit{Household: house, Area: area, On: day.Format(time.DateOnly), By: officer, Unit: f.n.UnitID(unit), Purposes: []string{f.pick("visit_purpose")},
			Conditions: []string{f.pick("visit_condition")}, Met: int64(1 + f.r.IntN(4)), Note: notes[f.r.IntN(len(notes))], NextDue: day.AddDate(0, 2, 0).Format(time.DateOnly)}
		if err := f.add(ctx, "visit", f.id(), kind.Fields(visit)); err != nil {
			return err
		}
		if f.r.IntN(practiceIn) > 0 {
			continue
		}
		practice := activity.Practice{Type: f.pick("practice_type"), Quantity: int64(1 + f.r.IntN(3)), Area: area, On: visit.On, By: officer, Unit: visit.Unit}
		if err := f.add(ctx, "practice", f.id(), kind.Fields(practice)); err != nil {
			return err
		}
	}
	return nil
}

// practiceIn so many visits comes time spent together: a night, a meal, a day's work.
const practiceIn = 8

// notes of generated visits: everyday things, about nobody.
var notes = []string{
	"Gia đình đang chuẩn bị vụ ngô mới, cần hỏi thêm về giống.",
	"Mái bếp dột, đã hẹn cùng bà con sửa vào cuối tháng.",
	"Các cháu đi học đều. Đã nhắc giữ ấm khi trời lạnh.",
	"Đàn dê phát triển tốt, thêm hai con.",
	"Đã tuyên truyền về phòng cháy rừng mùa khô.",
	"Đường vào bản sạt lở một đoạn, xe máy còn đi được.",
}
