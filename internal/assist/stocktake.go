package assist

import (
	"context"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Stocktaking is what was found in a store.
type Stocktaking struct {
	Store         change.ID
	Item          string
	Counted       int64
	On            string
	Witness, Note string
}

// Count records what lay in a store against its book, and the entry that makes up the
// difference: what is missing is lost, what is over came in. A difference is explained.
func (s *Service) Count(ctx context.Context, w Who, in Stocktaking) (change.ID, error) {
	r, err := s.Node.Projection.Get(ctx, in.Store)
	if err != nil || r.Kind.Name != "store" || r.State.IsDeleted() || !w.Viewer.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
		return change.ID{}, fault.New("not_found", "store")
	}
	store, err := kind.Into[ledger.Store](r.Kind, r.State)
	if err != nil {
		return change.ID{}, err
	}
	if in.On == "" {
		in.On = s.Node.Today()
	}
	book, err := s.bookOf(ctx, in.Store, in.Item)
	if err != nil {
		return change.ID{}, err
	}
	take := ledger.Stocktake{Store: in.Store, Unit: store.Unit, Item: in.Item, On: in.On, Book: book, Counted: in.Counted, By: w.Viewer.User, Witness: in.Witness, Note: in.Note}
	var drafts []writer.Draft
	if off := in.Counted - book; off != 0 {
		if in.Note == "" {
			return change.ID{}, fault.New("ledger.count_explain", "note", "book", book, "counted", in.Counted)
		}
		e := ledger.Entry{Type: "count", Item: in.Item, Quantity: off, From: store.Unit, To: in.Store, On: in.On, Unit: store.Unit, By: w.Viewer.User, Note: in.Note}
		if off < 0 {
			e.Type, e.Quantity, e.From, e.To = "loss", -off, e.To, e.From
		}
		take.Entry = s.Node.Writer.NewID()
		drafts = append(drafts, writer.Draft{Kind: "entry", Record: take.Entry, Fields: kind.Fields(e)})
	}
	id := s.Node.Writer.NewID()
	drafts = append(drafts, writer.Draft{Kind: "stocktake", Record: id, Fields: kind.Fields(take)})
	_, err = s.Node.Writer.Write(ctx, w.Viewer.User, w.Viewer, drafts...)
	return id, err
}

// bookOf is what an account holds of an item.
func (s *Service) bookOf(ctx context.Context, account change.ID, item string) (int64, error) {
	all, err := s.Node.Projection.Balances(ctx, []change.ID{account})
	if err != nil {
		return 0, err
	}
	for _, b := range all {
		if b.Item == item {
			return b.Quantity, nil
		}
	}
	return 0, nil
}
