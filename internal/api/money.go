package api

import (
	"bamban/internal/access"
	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/projection"
)

// MoneyJSON is what programs had in a span of months, by the books that the caller reads.
type MoneyJSON struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Partial says that the caller reads the books of some units only: what those gave and
	// owe is whole, what came in and is left is in other books too.
	Partial bool            `json:"partial"`
	Lines   []MoneyLineJSON `json:"lines"`
	Units   []UnitLineJSON  `json:"units"`
}

// MoneyLineJSON is one item of one program.
type MoneyLineJSON struct {
	Program   string `json:"program"`
	Item      string `json:"item"`
	Opening   int64  `json:"opening"`
	Received  int64  `json:"received"`
	Given     int64  `json:"given"`
	Lost      int64  `json:"lost"`
	Left      int64  `json:"left"`
	Due       int64  `json:"due"`
	Promised  int64  `json:"promised"`
	Handovers int64  `json:"handovers"`
}

// UnitLineJSON is what one unit handed over.
type UnitLineJSON struct {
	Unit      string `json:"unit"`
	Program   string `json:"program"`
	Item      string `json:"item"`
	Given     int64  `json:"given"`
	Handovers int64  `json:"handovers"`
}

func lineJSON(l assist.Line) MoneyLineJSON {
	return MoneyLineJSON{l.Program, l.Item, l.Opening, l.Received, l.Given, l.Lost, l.Left(), l.Due, l.Promised, l.Handovers}
}

// span reads from and to, months; without them, this year so far.
func (c *call) span() (from, to string) {
	q := c.r.URL.Query()
	today := c.s.Node.Today()
	if from = q.Get("from"); from == "" {
		from = today[:4] + "-01"
	}
	if to = q.Get("to"); to == "" {
		to = today[:7]
	}
	return from, to
}

func money(c *call) (any, error) {
	if !c.who.Viewer.May(access.Read, c.s.Node.Kinds.Get("entry")) {
		return nil, fault.New("forbidden", "")
	}
	s, who := c.assist()
	from, to := c.span()
	lines, units, err := s.Money(c, who, c.r.URL.Query().Get("program"), from, to)
	if err != nil {
		return nil, err
	}
	out := MoneyJSON{From: from, To: to, Partial: !c.who.Viewer.Scope(access.Read, c.s.Node.Kinds.Get("entry")).Everywhere, Lines: []MoneyLineJSON{}, Units: []UnitLineJSON{}}
	for _, l := range lines {
		out.Lines = append(out.Lines, lineJSON(l))
	}
	for _, u := range units {
		out.Units = append(out.Units, UnitLineJSON{idText(u.Unit), u.Program, u.Item, u.Given, u.Handovers})
	}
	return out, nil
}

// StatementsJSON is an account's book over some months.
type StatementsJSON struct {
	From  string          `json:"from"`
	To    string          `json:"to"`
	Items []StatementJSON `json:"items"`
}

// StatementJSON is the book of one item.
type StatementJSON struct {
	Item    string         `json:"item"`
	Opening int64          `json:"opening"`
	Closing int64          `json:"closing"`
	By      []MovementJSON `json:"by"`
}

// MovementJSON is what one type of entry brought and took.
type MovementJSON struct {
	Type    string `json:"type"`
	In      int64  `json:"in"`
	Out     int64  `json:"out"`
	Entries int64  `json:"entries"`
}

// statement of an account that the caller reads whole: a store, a fund.
func statement(c *call) (any, error) {
	r, err := c.account()
	if err != nil {
		return nil, err
	}
	from, to := c.span()
	first, last, err := assist.Days(from, to)
	if err != nil {
		return nil, err
	}
	s, _ := c.assist()
	all, err := s.Statements(c, r.ID, first, last)
	if err != nil {
		return nil, err
	}
	out := StatementsJSON{From: from, To: to, Items: []StatementJSON{}}
	for _, st := range all {
		one := StatementJSON{Item: st.Item, Opening: st.Opening, Closing: st.Closing, By: []MovementJSON{}}
		for _, m := range st.By {
			one.By = append(one.By, MovementJSON(m))
		}
		out.Items = append(out.Items, one)
	}
	return out, nil
}

// account is the store or fund that the path names, where the caller reads it and the
// entries of its unit.
func (c *call) account() (*projection.Record, error) {
	id, err := change.ParseID(c.r.PathValue("id"))
	if err != nil {
		return nil, fault.New("not_found", "")
	}
	r, err := c.s.Node.Projection.Get(c, id)
	if err != nil || r.Kind.Name != "store" && r.Kind.Name != "fund" || r.State.IsDeleted() {
		return nil, fault.New("not_found", "")
	}
	at := projection.PlaceOf(r)
	if !c.who.Viewer.Can(access.Read, r.Kind, at) {
		return nil, fault.New("not_found", "")
	}
	if !c.who.Viewer.Can(access.Read, c.s.Node.Kinds.Get("entry"), access.At{Unit: at.Unit}) {
		return nil, fault.New("forbidden", "")
	}
	return r, nil
}

// CountBody is what was found in a store.
type CountBody struct {
	Item    string `json:"item"`
	Counted int64  `json:"counted"`
	On      string `json:"on,omitempty"`
	Witness string `json:"witness,omitempty"`
	Note    string `json:"note,omitempty"`
}

func countStore(c *call) (any, error) {
	if !c.who.Viewer.May(access.Create, c.s.Node.Kinds.Get("stocktake")) {
		return nil, fault.New("forbidden", "")
	}
	r, err := c.account()
	if err != nil {
		return nil, err
	}
	var b CountBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	s, who := c.assist()
	id, err := s.Count(c, who, assist.Stocktaking{Store: r.ID, Item: b.Item, Counted: b.Counted, On: b.On, Witness: b.Witness, Note: b.Note})
	if err != nil {
		return nil, err
	}
	return c.made(id)
}
