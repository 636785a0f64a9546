package assist

import (
	"cmp"
	"context"
	"slices"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/projection"
)

// Tally is what went through a store of one item in some days:
// Opening + Received − Given − Returned + Adjusted = Closing, what should lie there.
type Tally struct {
	Store            change.ID
	Item             string
	Opening, Closing int64
	Received         int64 // from givers, funds and other stores
	Given            int64 // to people, less what they brought back and what was taken back
	Returned         int64 // to funds and other stores
	Adjusted         int64 // by counting: what was over, less what was lost
	Handovers        int64
	Unsigned         int64 // of the hand-overs, without a receipt
	Counted          *ledger.Stocktake
}

// Passing is one entry of a store, as that store sees it.
type Passing struct {
	ID    change.ID
	Store change.ID
	In    bool
	ledger.Entry
}

// Reconciliation is what somebody had in hand, or what lay in a store, in some days.
type Reconciliation struct {
	Stores   []change.ID
	Tallies  []Tally
	Passings []Passing // the latest first
	Cut      bool      // there are more passings than are listed
}

// maxPassings is how many entries are listed beside the sums, which are of all.
const maxPassings = 500

// maxBags is how many stores one person keeps, at most.
const maxBags = 50

// BagsOf are the stores that somebody keeps.
func (s *Service) BagsOf(ctx context.Context, user change.ID) ([]*projection.Record, error) {
	found, err := s.Node.Projection.FindBy(ctx, "store", "keeper", user.String(), maxBags)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found, func(r *projection.Record) bool { return r.State.IsDeleted() }), nil
}

// Reconcile sets out what went through some stores from a day to a day, beside what was
// last counted in them by the last day.
func (s *Service) Reconcile(ctx context.Context, stores []change.ID, from, to string) (*Reconciliation, error) {
	out := &Reconciliation{Stores: stores, Tallies: []Tally{}, Passings: []Passing{}}
	for _, store := range stores {
		if err := s.reconcileOne(ctx, out, store, from, to); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out.Passings, func(a, b Passing) int {
		return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(b.ID.String(), a.ID.String()))
	})
	if out.Cut = len(out.Passings) > maxPassings; out.Cut {
		out.Passings = out.Passings[:maxPassings]
	}
	return out, nil
}

func (s *Service) reconcileOne(ctx context.Context, out *Reconciliation, store change.ID, from, to string) error {
	balances, err := s.Node.Projection.Balances(ctx, []change.ID{store})
	if err != nil {
		return err
	}
	byItem := map[string]*Tally{}
	for _, b := range balances {
		byItem[b.Item] = &Tally{Store: store, Item: b.Item, Opening: b.Quantity, Closing: b.Quantity}
	}
	for _, side := range []string{"to", "from"} {
		found, err := s.Node.Projection.Between(ctx, "entry", side, store.String(), from, "9999-12-31", maxStatement+1)
		if err != nil {
			return err
		}
		if len(found) > maxStatement {
			return fault.New("ledger.statement_long", "from", "max", maxStatement)
		}
		for _, r := range found {
			e, err := entryOf(r)
			if err != nil {
				return err
			}
			t := byItem[e.Item]
			if t == nil {
				continue // moved in a commit after the balances were read
			}
			into := side == "to"
			t.pass(&e, into, e.On <= to)
			if e.On <= to {
				out.Passings = append(out.Passings, Passing{ID: r.ID, Store: store, In: into, Entry: e})
			}
		}
	}
	counts, err := s.lastCounts(ctx, store, to)
	if err != nil {
		return err
	}
	for item, t := range byItem {
		t.Counted = counts[item]
		if *t != (Tally{Store: store, Item: item}) {
			out.Tallies = append(out.Tallies, *t)
		}
	}
	slices.SortFunc(out.Tallies, func(a, b Tally) int {
		return cmp.Or(slices.Index(out.Stores, a.Store)-slices.Index(out.Stores, b.Store), cmp.Compare(a.Item, b.Item))
	})
	return nil
}

// pass takes an entry off the opening, and counts it where it is within the days.
func (t *Tally) pass(e *ledger.Entry, into, within bool) {
	n := e.Quantity
	if !into {
		n = -n
	}
	t.Opening -= n
	if !within {
		t.Closing -= n
		return
	}
	sort, mended := e.Type, e.Type == "correction"
	if mended {
		sort = e.Corrected
		into = !into // it mends what went the other way
	}
	switch {
	case sort == "count" || sort == "loss":
		t.Adjusted += n
	case sort == "handover" || sort == "labour" || sort == "return" && !(e.Household.IsZero() && e.Enrolment.IsZero()):
		t.Given -= n
	case into:
		t.Received += n
	default:
		t.Returned -= n
	}
	if sort != "handover" {
		return
	}
	if mended {
		t.Handovers--
		return
	}
	t.Handovers++
	if e.Receipt == "" {
		t.Unsigned++
	}
}

// lastCounts are the latest countings of a store by a day, by item.
func (s *Service) lastCounts(ctx context.Context, store change.ID, to string) (map[string]*ledger.Stocktake, error) {
	found, err := s.Node.Projection.Between(ctx, "stocktake", "store", store.String(), "", to, maxStatement)
	if err != nil {
		return nil, err
	}
	out := map[string]*ledger.Stocktake{}
	for _, r := range found {
		c, err := kind.Into[ledger.Stocktake](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		if have := out[c.Item]; have == nil || have.On <= c.On {
			out[c.Item] = &c
		}
	}
	return out, nil
}
