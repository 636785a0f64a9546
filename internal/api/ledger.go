package api

import (
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/ledger"
	"bamban/internal/projection"
)

// DuesBody asks for a run that works out what is due.
type DuesBody struct {
	Program     string `json:"program"`
	Entitlement string `json:"entitlement"`
	Cycle       string `json:"cycle,omitempty"`
	Unit        string `json:"unit,omitempty"`
	From        string `json:"from"`
	To          string `json:"to"`
	Run         string `json:"run"`
	After       string `json:"after,omitempty"`
}

// DuesJSON is what one call of the run made; while Next is set there is more.
type DuesJSON struct {
	Made int    `json:"made"`
	Had  int    `json:"had"`
	Sum  int64  `json:"sum"`
	Next string `json:"next,omitempty"`
}

func makeDues(c *call) (any, error) {
	if err := c.mayUpdate("due"); err != nil {
		return nil, err
	}
	var b DuesBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	in := assist.DuesRun{Program: b.Program, Entitlement: b.Entitlement, Cycle: b.Cycle, From: b.From, To: b.To, Run: b.Run, After: b.After}
	if b.Unit != "" {
		var err error
		if in.Unit, err = change.ParseID(b.Unit); err != nil {
			return nil, fault.New("field.bad_ref", "unit")
		}
	}
	s, who := c.assist()
	made, err := s.MakeDues(c, who, in)
	if err != nil {
		return nil, err
	}
	return DuesJSON{made.Made, made.Had, made.Sum, made.Next}, nil
}

func dropDues(c *call, s *assist.Service, who assist.Who, b UndoBody) (*assist.Outcome, error) {
	return s.DropDues(c, who, b.Bulk, b.After)
}

// PayBody hands over what is due.
type PayBody struct {
	IDs      []string `json:"ids"`
	From     string   `json:"from"`
	On       string   `json:"on,omitempty"`
	Receipt  string   `json:"receipt,omitempty"`
	Receiver string   `json:"receiver,omitempty"`
	Witness  string   `json:"witness,omitempty"`
	Document string   `json:"document,omitempty"`
	Note     string   `json:"note,omitempty"`
	Bulk     string   `json:"bulk,omitempty"`
}

func payDues(c *call, s *assist.Service, who assist.Who, b PayBody) (*assist.Outcome, error) {
	ids, err := parseIDs(b.IDs)
	if err != nil {
		return nil, err
	}
	from, err := change.ParseID(b.From)
	if err != nil {
		return nil, fault.New("field.bad_ref", "from")
	}
	return s.Pay(c, who, ids, assist.Hand{From: from, On: b.On, Receipt: b.Receipt, Receiver: b.Receiver, Witness: b.Witness, Document: b.Document, Note: b.Note, Bulk: b.Bulk})
}

func undoPay(c *call, s *assist.Service, who assist.Who, b UndoBody) (*assist.Outcome, error) {
	return s.UndoPay(c, who, b.Bulk, b.Reason, b.After)
}

// EntryBody is an entry of the ledger written at a desk.
type EntryBody struct {
	Type      string `json:"type"`
	Item      string `json:"item"`
	Quantity  int64  `json:"quantity"`
	From      string `json:"from"`
	To        string `json:"to"`
	On        string `json:"on,omitempty"`
	Program   string `json:"program,omitempty"`
	Enrolment string `json:"enrolment,omitempty"`
	Funder    string `json:"funder,omitempty"`
	Household string `json:"household,omitempty"`
	Area      string `json:"area,omitempty"`
	Unit      string `json:"unit,omitempty"`
	Receipt   string `json:"receipt,omitempty"`
	Receiver  string `json:"receiver,omitempty"`
	Witness   string `json:"witness,omitempty"`
	Document  string `json:"document,omitempty"`
	Value     int64  `json:"value,omitempty"`
	Note      string `json:"note,omitempty"`
}

func enter(c *call) (any, error) {
	if !c.who.Viewer.May(access.Create, c.s.Node.Kinds.Get("entry")) {
		return nil, fault.New("forbidden", "")
	}
	var b EntryBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	e := ledger.Entry{Type: b.Type, Item: b.Item, Quantity: b.Quantity, On: b.On, Program: b.Program, Funder: b.Funder,
		Receipt: b.Receipt, Receiver: b.Receiver, Witness: b.Witness, Document: b.Document, Value: b.Value, Note: b.Note}
	for name, ref := range map[string]struct {
		text string
		to   *change.ID
	}{"from": {b.From, &e.From}, "to": {b.To, &e.To}, "enrolment": {b.Enrolment, &e.Enrolment}, "household": {b.Household, &e.Household},
		"area": {b.Area, &e.Area}, "unit": {b.Unit, &e.Unit}} {
		if ref.text == "" {
			continue
		}
		id, err := change.ParseID(ref.text)
		if err != nil {
			return nil, fault.New("field.bad_ref", name)
		}
		*ref.to = id
	}
	s, who := c.assist()
	id, err := s.Enter(c, who, e)
	if err != nil {
		return nil, err
	}
	return c.made(id)
}

// made shows a record that was made just now.
func (c *call) made(id change.ID) (any, error) {
	r, err := c.s.Node.Projection.Get(c, id)
	if err != nil {
		return nil, err
	}
	record, err := c.show(r)
	return created{record}, err
}

// NoteBody says why.
type NoteBody struct {
	Note string `json:"note"`
}

func reverseEntry(c *call) (any, error) {
	if !c.who.Viewer.May(access.Create, c.s.Node.Kinds.Get("entry")) {
		return nil, fault.New("forbidden", "")
	}
	id, err := change.ParseID(c.r.PathValue("id"))
	if err != nil {
		return nil, fault.New("not_found", "")
	}
	var b NoteBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	s, who := c.assist()
	made, err := s.Reverse(c, who, id, b.Note)
	if err != nil {
		return nil, err
	}
	return c.made(made)
}

// BalancesJSON is what accounts hold, by account and item; or, where none is named, the
// trial balance, which reads every account.
type BalancesJSON struct {
	Balances map[string]map[string]int64 `json:"balances"`
	Sums     map[string]int64            `json:"sums,omitempty"`     // of all accounts, by item: nought
	Accounts int64                       `json:"accounts,omitempty"` // that hold or owe something
}

// maxAccounts is how many accounts one request may ask for.
const maxAccounts = 200

// balances of the accounts that are asked for and that the caller may read.
func balances(c *call) (any, error) {
	out := BalancesJSON{Balances: map[string]map[string]int64{}}
	if !c.who.Viewer.May(access.Read, c.s.Node.Kinds.Get("entry")) {
		return nil, fault.New("forbidden", "")
	}
	asked := c.r.URL.Query().Get("of")
	if asked == "" {
		var err error
		out.Sums, out.Accounts, err = c.s.Node.Projection.TrialBalance(c)
		return out, err
	}
	texts := strings.Split(asked, ",")
	if len(texts) > maxAccounts {
		return nil, fault.New("field.too_many", "of", "max", maxAccounts)
	}
	ids, err := parseIDs(texts)
	if err != nil {
		return nil, err
	}
	have, err := c.s.Node.Projection.GetMany(c, ids)
	if err != nil {
		return nil, err
	}
	ids = slices.DeleteFunc(ids, func(id change.ID) bool {
		r := have[id]
		return r == nil || !c.who.Viewer.Can(access.Read, r.Kind, projection.PlaceOf(r))
	})
	all, err := c.s.Node.Projection.Balances(c, ids)
	if err != nil {
		return nil, err
	}
	for _, b := range all {
		id := b.Account.String()
		if out.Balances[id] == nil {
			out.Balances[id] = map[string]int64{}
		}
		out.Balances[id][b.Item] = b.Quantity
	}
	return out, nil
}
