package assist

import (
	"context"
	"encoding/json"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/node"
	"bamban/internal/program"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Hand says how dues are handed over.
type Hand struct {
	From                                           change.ID // a store, a fund
	On, Receipt, Receiver, Witness, Document, Note string
	Bulk                                           string
}

// Pay hands over what is due: an entry for each, whole. A store that has less than it
// is asked for is said and nothing of the call is written.
func (s *Service) Pay(ctx context.Context, w Who, ids []change.ID, h Hand) (*Outcome, error) {
	if len(ids) > MaxRun {
		return nil, fault.New("batch.too_many", "ids", "max", MaxRun)
	}
	if h.On == "" {
		h.On = s.Node.Today()
	}
	have, err := s.Node.Projection.GetMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := &Outcome{}
	var items []item
	need := map[string]int64{}
	for _, id := range ids {
		r := have[id]
		if r == nil || r.Kind.Name != "due" || r.State.IsDeleted() || !w.Viewer.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
			out.fail(id, fault.New("not_found", ""))
			continue
		}
		d, err := kind.Into[program.Due](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		need[d.Item] += d.Amount
		items = append(items, item{id, s.payDrafts(w, r, &d, h)})
	}
	if err := s.enough(ctx, h.From, need); err != nil {
		return nil, err
	}
	return out, s.write(ctx, w, items, out)
}

func (s *Service) payDrafts(w Who, r *projection.Record, d *program.Due, h Hand) []writer.Draft {
	e := ledger.Entry{Type: "handover", Item: d.Item, Quantity: d.Amount, From: h.From, To: r.ID, On: h.On, Program: d.Program, Enrolment: d.Enrolment,
		Household: d.Household, Area: d.Area, Unit: d.Unit, By: w.Viewer.User, Receipt: h.Receipt, Receiver: h.Receiver, Witness: h.Witness,
		Document: h.Document, Note: h.Note, Bulk: h.Bulk, Generated: d.Generated}
	fields := map[string]json.RawMessage{"status": raw("paid")}
	return []writer.Draft{
		{Kind: "entry", Record: s.Node.Writer.NewID(), Fields: kind.Fields(e)},
		{Kind: "due", Record: r.ID, Fields: fields, Seen: node.Seen(r.State, fields)},
	}
}

// enough refuses to take more from a store or a fund than lies there. It holds at the
// desk, where the receipt that is missing can be recorded first; what a phone brings has
// been given already.
func (s *Service) enough(ctx context.Context, from change.ID, need map[string]int64) error {
	r, err := s.Node.Projection.Get(ctx, from)
	if err != nil {
		return fault.New("not_found", "from")
	}
	if r.Kind.Name != "store" && r.Kind.Name != "fund" {
		return nil
	}
	have, err := s.Node.Projection.Balances(ctx, []change.ID{from})
	if err != nil {
		return err
	}
	left := map[string]int64{}
	for _, b := range have {
		left[b.Item] = b.Quantity
	}
	for item, n := range need {
		if left[item] < n {
			var name string
			_ = json.Unmarshal(r.State.Value("name", r.Kind), &name) // a name is a text
			return fault.New("ledger.store_short", "from", "store", name, "left", left[item], "item", s.itemName(item, "vi"), "item_en", s.itemName(item, "en"))
		}
	}
	return nil
}

func (s *Service) itemName(code, lang string) string {
	if v := s.Node.Pack.Vocabulary("item"); v != nil {
		for _, t := range v.Terms {
			if t.Code == code {
				return t.Label[lang]
			}
		}
	}
	return code
}

// Enter writes one entry of the desk.
func (s *Service) Enter(ctx context.Context, w Who, e ledger.Entry) (change.ID, error) {
	e.By = w.Viewer.User
	if e.On == "" {
		e.On = s.Node.Today()
	}
	if e.Unit.IsZero() {
		e.Unit = w.Viewer.Unit
	}
	if err := s.enough(ctx, e.From, map[string]int64{e.Item: e.Quantity}); err != nil {
		return change.ID{}, err
	}
	id := s.Node.Writer.NewID()
	_, err := s.Node.Writer.Write(ctx, w.Viewer.User, w.Viewer, writer.Draft{Kind: "entry", Record: id, Fields: kind.Fields(e)})
	return id, err
}

// Reverse takes an entry back by another the other way; a due that it paid is open again.
func (s *Service) Reverse(ctx context.Context, w Who, id change.ID, note string) (change.ID, error) {
	r, err := s.Node.Projection.Get(ctx, id)
	if err != nil {
		return change.ID{}, fault.New("not_found", "")
	}
	drafts, err := s.reverseDrafts(ctx, w, r, note)
	if err != nil {
		return change.ID{}, err
	}
	_, err = s.Node.Writer.Write(ctx, w.Viewer.User, w.Viewer, drafts...)
	return drafts[0].Record, err
}

// reverseDrafts are the entry the other way, first, and what it opens again.
func (s *Service) reverseDrafts(ctx context.Context, w Who, r *projection.Record, note string) ([]writer.Draft, error) {
	if r.Kind.Name != "entry" || r.State.IsDeleted() || !w.Viewer.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
		return nil, fault.New("not_found", "")
	}
	if note == "" {
		return nil, fault.New("program.needs_reason", "note")
	}
	before, err := s.Node.Projection.FindBy(ctx, "entry", "corrects", r.ID.String(), 1)
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		return nil, fault.New("ledger.reversed", "")
	}
	e, err := kind.Into[ledger.Entry](r.Kind, r.State)
	if err != nil {
		return nil, err
	}
	back := e.Reverse(r.ID, w.Viewer.User, s.Node.Today(), note)
	drafts := []writer.Draft{{Kind: "entry", Record: s.Node.Writer.NewID(), Fields: kind.Fields(back)}}
	if to, err := s.Node.Projection.Get(ctx, e.To); err == nil && to.Kind.Name == "due" {
		fields := map[string]json.RawMessage{"status": raw("open")}
		drafts = append(drafts, writer.Draft{Kind: "due", Record: e.To, Fields: fields, Seen: node.Seen(to.State, fields)})
	}
	return drafts, nil
}

// UndoPay takes back what a run handed over, a page a call: call it again with Next
// while there is one.
func (s *Service) UndoPay(ctx context.Context, w Who, bulk, note, after string) (*Outcome, error) {
	if bulk == "" {
		return nil, fault.New("field.required", "bulk", "field", "Lượt", "field_en", "Run")
	}
	out := &Outcome{}
	found, err := s.page(ctx, out, "entry", "bulk", bulk, after)
	if err != nil {
		return nil, err
	}
	var items []item
	for _, r := range found {
		drafts, err := s.reverseDrafts(ctx, w, r, note)
		if f := fault.As(err); err != nil && f.Code == "ledger.reversed" {
			continue
		} else if err != nil {
			out.fail(r.ID, f)
			continue
		}
		items = append(items, item{drafts[0].Record, drafts})
	}
	return out, s.write(ctx, w, items, out)
}
