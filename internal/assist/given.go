package assist

import (
	"cmp"
	"context"
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/pack"
	"bamban/internal/place"
	"bamban/internal/program"
	"bamban/internal/projection"
)

// Gift is what a sponsor gave on a day.
type Gift struct {
	On, Item, Program string
	Quantity          int64
	To                change.ID // the fund or store that took it
}

// Promise is what a sponsor has promised, and for an enrolment that was named with it,
// how far that has come: never whose it is.
type Promise struct {
	ledger.Pledge
	Step    string
	Reached map[string]program.Reached
}

// Became is what a program that a sponsor gave to has done, all givers together.
type Became struct {
	Line
	Reached []Reach // by commune, most first
}

// Reach is how many enrolments of a program have been helped in a commune. A number
// of too few people is not said: Few is set in its place.
type Reach struct {
	Area  change.ID
	Count int64
	Few   bool
}

// Account is everything that one sponsor may know of what they gave.
type Account struct {
	Sponsor  change.ID
	Name     string
	Gifts    []Gift
	Promises []Promise
	Became   []Became
}

// maxGifts are shown of one sponsor, latest first.
const maxGifts = 1000

// Given gathers, for each sponsor whose account the asker's user is, what they gave and
// what became of it. It names no household and no child.
func (s *Service) Given(ctx context.Context, w Who, from, to string) ([]Account, error) {
	if err := months(from, to); err != nil {
		return nil, err
	}
	const most = 20
	found, err := s.Node.Projection.FindBy(ctx, "sponsor", "user", w.Viewer.User.String(), most)
	if err != nil {
		return nil, err
	}
	out := []Account{}
	for _, r := range found {
		if !w.Viewer.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
			continue
		}
		sp, err := kind.Into[ledger.Sponsor](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		a := Account{Sponsor: r.ID, Name: sp.Name, Gifts: []Gift{}, Promises: []Promise{}, Became: []Became{}}
		if err := s.gifts(ctx, &a); err != nil {
			return nil, err
		}
		if err := s.promises(ctx, &a); err != nil {
			return nil, err
		}
		if err := s.became(ctx, &a, from, to); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// gifts are the receipts from a sponsor that still stand.
func (s *Service) gifts(ctx context.Context, a *Account) error {
	found, err := s.Node.Projection.FindBy(ctx, "entry", "from", a.Sponsor.String(), maxGifts)
	if err != nil {
		return err
	}
	back, err := s.Node.Projection.FindBy(ctx, "entry", "to", a.Sponsor.String(), maxGifts)
	if err != nil {
		return err
	}
	taken := map[change.ID]bool{}
	for _, r := range back {
		if e, err := entryOf(r); err == nil {
			taken[e.Corrects] = true
		}
	}
	for _, r := range found {
		e, err := entryOf(r)
		if err != nil {
			return err
		}
		if !taken[r.ID] {
			a.Gifts = append(a.Gifts, Gift{e.On, e.Item, e.Program, e.Quantity, e.To})
		}
	}
	slices.SortStableFunc(a.Gifts, func(x, y Gift) int { return cmp.Compare(y.On, x.On) })
	return nil
}

func (s *Service) promises(ctx context.Context, a *Account) error {
	found, err := s.Node.Projection.FindBy(ctx, "pledge", "sponsor", a.Sponsor.String(), maxGifts)
	if err != nil {
		return err
	}
	for _, r := range found {
		p, err := kind.Into[ledger.Pledge](r.Kind, r.State)
		if err != nil {
			return err
		}
		one := Promise{Pledge: p}
		if !p.Enrolment.IsZero() {
			if e, err := s.Node.Projection.Get(ctx, p.Enrolment); err == nil && !e.State.IsDeleted() {
				of, err := kind.Into[program.Enrolment](e.Kind, e.State)
				if err != nil {
					return err
				}
				one.Program, one.Step, one.Reached = of.Program, of.Status, of.Reached
			}
		}
		a.Promises = append(a.Promises, one)
	}
	slices.SortStableFunc(a.Promises, func(x, y Promise) int { return cmp.Compare(y.On, x.On) })
	return nil
}

// became reads what the programs did that a sponsor gave to or promised for.
func (s *Service) became(ctx context.Context, a *Account, from, to string) error {
	var codes []string
	for _, g := range a.Gifts {
		codes = append(codes, g.Program)
	}
	for _, p := range a.Promises {
		codes = append(codes, p.Program)
	}
	slices.Sort(codes)
	communes, err := s.communes(ctx)
	if err != nil {
		return err
	}
	for _, code := range slices.Compact(codes) {
		p := s.Node.Programs.Program(code)
		if p == nil {
			continue
		}
		lines, _, err := s.money(ctx, access.Scope{Everywhere: true}, code, from, to)
		if err != nil {
			return err
		}
		reached, err := s.reached(ctx, p, communes)
		if err != nil {
			return err
		}
		for i, l := range lines {
			b := Became{Line: l}
			if i == 0 {
				b.Reached = reached
			}
			a.Became = append(a.Became, b)
		}
	}
	return nil
}

// communes are those of today's map.
func (s *Service) communes(ctx context.Context) ([]change.ID, error) {
	var out []change.ID
	err := s.Node.Projection.Each(ctx, "area", func(r *projection.Record) error {
		area, err := kind.Into[place.Area](r.Kind, r.State)
		if err == nil && area.Level == "commune" && area.ValidTo == "" && !r.State.IsDeleted() {
			out = append(out, r.ID)
		}
		return err
	})
	return out, err
}

// reached counts, by commune, the enrolments that are being helped or have been.
func (s *Service) reached(ctx context.Context, p *program.Program, communes []change.ID) ([]Reach, error) {
	var steps []string
	for i := range p.Steps {
		if st := &p.Steps[i]; st.Entitled || st.End && !st.Bad {
			steps = append(steps, st.Code)
		}
	}
	if len(steps) == 0 {
		return nil, nil
	}
	least := int64(s.Node.Pack.Settings.Int(pack.SmallCell, s.Node.Today()))
	var out []Reach
	few := 0
	for _, id := range communes {
		n, err := s.Node.Projection.Count(ctx, projection.Query{Kind: "enrolment", Scope: access.Scope{Everywhere: true}, Area: id,
			Where: map[string][]string{"program": {p.Code}, "status": steps}})
		if err != nil {
			return nil, err
		}
		switch {
		case n == 0:
		case n < least:
			out = append(out, Reach{Area: id, Few: true})
			few++
		default:
			out = append(out, Reach{Area: id, Count: n})
		}
	}
	slices.SortFunc(out, func(a, b Reach) int { return cmp.Compare(b.Count, a.Count) })
	// The only one that is hidden could be told from the whole.
	if last := len(out) - 1 - few; few == 1 && last >= 0 {
		out[last] = Reach{Area: out[last].Area, Few: true}
	}
	return out, nil
}

func entryOf(r *projection.Record) (ledger.Entry, error) {
	return kind.Into[ledger.Entry](r.Kind, r.State)
}
