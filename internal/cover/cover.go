package cover

import (
	"cmp"
	"context"
	"slices"

	"bamban/internal/access"
	"bamban/internal/activity"
	"bamban/internal/assignment"
	"bamban/internal/care"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
)

// Service works on one node. It holds nothing of its own.
type Service struct{ Node *node.Node }

// InCharge is the role of an assignment by which somebody has a household in charge; a
// pack words it.
const InCharge = "household_in_charge"

// MaxHomes is how many households one look at coverage takes in.
const MaxHomes = 20_000

// Tally counts households: of them, those visited and not due again yet, those late,
// those never visited; Nobody has an officer for the rest.
type Tally struct{ Homes, Seen, Late, Never, Nobody int }

// Officer is what one officer has in charge, beside the norm.
type Officer struct {
	User        change.ID
	Tally       Tally
	Least, Most int // of the norm; 0 where there is none
}

// Village is one village.
type Village struct {
	Area  change.ID
	Tally Tally
}

// Home is a household that waits: late, or never visited.
type Home struct {
	ID, Area, Officer change.ID
	Seen, Due         string // Seen "" is never; Due "" then too
}

// Cover is a part of the province on a day.
type Cover struct {
	Day      string
	All      Tally
	Officers []Officer // those with the most waiting first
	Villages []Village
	Waiting  []Home // the latest first, then those never visited; at most MaxWaiting
}

// MaxWaiting households are named.
const MaxWaiting = 300

// Of the households that a viewer reads in an area (zero is everywhere that is theirs).
// Cost: for each household, a seek for its last visit and one for its assignments.
func (s *Service) Of(ctx context.Context, v *access.Viewer, area change.ID) (*Cover, error) {
	kinds := s.Node.Kinds
	scope := v.Scope(access.Read, kinds.Get("household"))
	if scope.IsEmpty() || !v.May(access.Read, kinds.Get("visit")) || !v.May(access.Read, kinds.Get("assignment")) {
		return nil, fault.New("forbidden", "")
	}
	c := &Cover{Day: s.Node.Today(), Officers: []Officer{}, Villages: []Village{}, Waiting: []Home{}}
	officers, villages := map[change.ID]*Officer{}, map[change.ID]*Village{}
	q := projection.Query{Kind: "household", Scope: scope, Area: area, Sort: projection.ByArrival, Limit: projection.MaxLimit}
	for {
		page, err := s.Node.Projection.List(ctx, q)
		if err != nil {
			return nil, err
		}
		if page.Total > MaxHomes {
			return nil, fault.New("cover.too_many", "area", "count", page.Total, "max", MaxHomes)
		}
		if err := s.add(ctx, c, page.Records, officers, villages); err != nil {
			return nil, err
		}
		if q.After = page.Next; q.After == "" {
			break
		}
	}
	norm := s.Node.Pack.Care.LoadOf(InCharge, c.Day)
	for _, o := range officers {
		if norm != nil {
			o.Least, o.Most = norm.Least, norm.Most
		}
		c.Officers = append(c.Officers, *o)
	}
	for _, x := range villages {
		c.Villages = append(c.Villages, *x)
	}
	c.sort()
	return c, nil
}

// maxAssignments of one household are looked at: it changes hands now and then.
const maxAssignments = 100

// inCharge gives who has a household in charge on a day, if anybody.
func (s *Service) inCharge(ctx context.Context, home change.ID, day string) (change.ID, error) {
	found, err := s.Node.Projection.FindBy(ctx, "assignment", "household", home.String(), maxAssignments)
	if err != nil {
		return change.ID{}, err
	}
	var who change.ID
	for _, r := range found {
		a, err := kind.Into[assignment.Assignment](r.Kind, r.State)
		if err != nil {
			return who, err
		}
		if a.Role == InCharge && a.From <= day && (a.To == "" || day <= a.To) {
			who = a.User
		}
	}
	return who, nil
}

func (s *Service) add(ctx context.Context, c *Cover, records []*projection.Record, officers map[change.ID]*Officer, villages map[change.ID]*Village) error {
	ids := make([]change.ID, len(records))
	for i, r := range records {
		ids[i] = r.ID
	}
	last, err := s.Node.Projection.Last(ctx, "visit", "household", ids)
	if err != nil {
		return err
	}
	for _, r := range records {
		h, err := kind.Into[household.Household](r.Kind, r.State)
		if err != nil {
			return err
		}
		if h.Ended != "" {
			continue
		}
		need := care.Home{Poverty: latest(h.Poverty)}
		if one := last[r.ID]; one != nil {
			visit, err := kind.Into[activity.Visit](one.Kind, one.State)
			if err != nil {
				return err
			}
			need.Seen, need.Conditions, need.Promised = visit.On, visit.Conditions, visit.NextDue
		}
		officer, err := s.inCharge(ctx, r.ID, c.Day)
		if err != nil {
			return err
		}
		home := Home{ID: r.ID, Area: h.Area, Officer: officer, Seen: need.Seen, Due: s.Node.Pack.Care.DueOn(need, c.Day)}
		c.All.add(home, c.Day)
		village := villages[h.Area]
		if village == nil {
			village = &Village{Area: h.Area}
			villages[h.Area] = village
		}
		village.Tally.add(home, c.Day)
		if !home.Officer.IsZero() {
			o := officers[home.Officer]
			if o == nil {
				o = &Officer{User: home.Officer}
				officers[home.Officer] = o
			}
			o.Tally.add(home, c.Day)
		}
		if home.waits(c.Day) {
			c.Waiting = append(c.Waiting, home)
		}
	}
	return nil
}

// waits reports whether a household is late or was never visited.
func (h *Home) waits(day string) bool { return h.Seen == "" || h.Due != "" && h.Due < day }

func (t *Tally) add(h Home, day string) {
	t.Homes++
	switch {
	case h.Seen == "":
		t.Never++
	case h.waits(day):
		t.Late++
	default:
		t.Seen++
	}
	if h.Officer.IsZero() {
		t.Nobody++
	}
}

// latest is the poverty status of the latest year.
func latest(by map[string]household.Poverty) string {
	year, status := "", ""
	for y, p := range by {
		if y > year {
			year, status = y, p.Status
		}
	}
	return status
}

func (c *Cover) sort() {
	waiting := func(t Tally) int { return t.Late + t.Never }
	slices.SortFunc(c.Officers, func(a, b Officer) int {
		return cmp.Or(cmp.Compare(waiting(b.Tally), waiting(a.Tally)), cmp.Compare(b.Tally.Homes, a.Tally.Homes), cmp.Compare(a.User.String(), b.User.String()))
	})
	slices.SortFunc(c.Villages, func(a, b Village) int {
		return cmp.Or(cmp.Compare(waiting(b.Tally), waiting(a.Tally)), cmp.Compare(a.Area.String(), b.Area.String()))
	})
	slices.SortStableFunc(c.Waiting, func(a, b Home) int {
		if (a.Seen == "") != (b.Seen == "") {
			return cmp.Compare(len(b.Seen), len(a.Seen))
		}
		return cmp.Compare(a.Due, b.Due)
	})
	if len(c.Waiting) > MaxWaiting {
		c.Waiting = c.Waiting[:MaxWaiting]
	}
}
