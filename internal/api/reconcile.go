package api

import (
	"bamban/internal/access"
	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/projection"
)

// ReconcileJSON is what an officer had in hand, or what lay in a store, in some months.
type ReconcileJSON struct {
	From    string            `json:"from"`
	To      string            `json:"to"`
	Of      string            `json:"of"`
	Kind    string            `json:"kind"` // user or store
	Name    string            `json:"name"`
	Unit    string            `json:"unit"`
	Stores  []string          `json:"stores"`
	Lines   []TallyLineJSON   `json:"lines"`
	Entries []PassingJSON     `json:"entries"`
	Cut     bool              `json:"cut"` // entries are the latest ones; the lines are of all
	Refs    map[string]NameOf `json:"refs"`
}

// TallyLineJSON is one item of one store: opening + received − given − returned +
// adjusted = closing.
type TallyLineJSON struct {
	Store     string     `json:"store"`
	Item      string     `json:"item"`
	Opening   int64      `json:"opening"`
	Received  int64      `json:"received"`
	Given     int64      `json:"given"`
	Returned  int64      `json:"returned"`
	Adjusted  int64      `json:"adjusted"`
	Closing   int64      `json:"closing"`
	Handovers int64      `json:"handovers"`
	Unsigned  int64      `json:"unsigned"`
	Counted   *CountJSON `json:"counted,omitempty"`
}

// CountJSON is the last counting: what the book said then, and what lay there.
type CountJSON struct {
	On      string `json:"on"`
	Book    int64  `json:"book"`
	Counted int64  `json:"counted"`
	Note    string `json:"note"`
}

// PassingJSON is one entry, from the store's side; Other is the account on the far side.
type PassingJSON struct {
	ID       string `json:"id"`
	Store    string `json:"store"`
	On       string `json:"on"`
	Type     string `json:"type"`
	Item     string `json:"item"`
	In       int64  `json:"in"`
	Out      int64  `json:"out"`
	Other    string `json:"other"`
	Receipt  string `json:"receipt"`
	Document string `json:"document"`
	Corrects string `json:"corrects"`
}

// reconcile answers who reads the store's book; an officer reads that of what they keep.
func reconcile(c *call) (any, error) {
	id, err := change.ParseID(c.r.PathValue("id"))
	if err != nil {
		return nil, fault.New("not_found", "")
	}
	from, to := c.span()
	first, last, err := assist.Days(from, to)
	if err != nil {
		return nil, err
	}
	of, err := c.s.Node.Projection.Get(c, id)
	if err != nil || of.State.IsDeleted() || of.Kind.Name != "store" && of.Kind.Name != "user" {
		return nil, fault.New("not_found", "")
	}
	s, _ := c.assist()
	books := []*projection.Record{of}
	if of.Kind.Name == "user" {
		if !c.who.Viewer.Can(access.Read, of.Kind, projection.PlaceOf(of)) && id != c.who.Viewer.User {
			return nil, fault.New("not_found", "")
		}
		if books, err = s.BagsOf(c, id); err != nil {
			return nil, err
		}
	}
	var stores []change.ID
	for _, r := range books {
		if f := c.mayReconcile(r); f != nil {
			return nil, f
		}
		stores = append(stores, r.ID)
	}
	found, err := s.Reconcile(c, stores, first, last)
	if err != nil {
		return nil, err
	}
	return c.reconciled(of, found, from, to)
}

// mayReconcile says why the caller may not read a store's whole book.
func (c *call) mayReconcile(r *projection.Record) *fault.Fault {
	at := projection.PlaceOf(r)
	if !c.who.Viewer.Can(access.Read, r.Kind, at) {
		return fault.New("not_found", "")
	}
	mine := idText(c.who.Viewer.User) == text(r, "keeper")
	if !mine && !c.who.Viewer.Can(access.Read, c.s.Node.Kinds.Get("entry"), access.At{Unit: at.Unit}) {
		return fault.New("forbidden", "")
	}
	return nil
}

func (c *call) reconciled(of *projection.Record, found *assist.Reconciliation, from, to string) (any, error) {
	v := c.view()
	out := ReconcileJSON{From: from, To: to, Of: of.ID.String(), Kind: of.Kind.Name, Name: text(of, "name"), Unit: text(of, "unit"),
		Stores: []string{}, Lines: []TallyLineJSON{}, Entries: []PassingJSON{}, Cut: found.Cut}
	for _, id := range found.Stores {
		out.Stores, v.refs[id] = append(out.Stores, id.String()), true
	}
	for i := range found.Tallies {
		t := &found.Tallies[i]
		line := TallyLineJSON{t.Store.String(), t.Item, t.Opening, t.Received, t.Given, t.Returned, t.Adjusted, t.Closing, t.Handovers, t.Unsigned, nil}
		if t.Counted != nil {
			line.Counted = &CountJSON{t.Counted.On, t.Counted.Book, t.Counted.Counted, t.Counted.Note}
		}
		out.Lines = append(out.Lines, line)
	}
	for i := range found.Passings {
		p := &found.Passings[i]
		one := PassingJSON{ID: p.ID.String(), Store: p.Store.String(), On: p.On, Type: p.Type, Item: p.Item, Out: p.Quantity, Receipt: p.Receipt, Document: p.Document, Corrects: idText(p.Corrects)}
		other := p.To
		if p.In {
			one.In, one.Out, other = p.Quantity, 0, p.From
		}
		one.Other, v.refs[other] = other.String(), true
		out.Entries = append(out.Entries, one)
	}
	var err error
	if out.Refs, err = v.names(c); err != nil {
		return nil, err
	}
	return out, v.looked(c, "list")
}
