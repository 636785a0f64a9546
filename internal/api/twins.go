package api

import (
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/projection"
	"bamban/internal/same"
	"bamban/internal/twin"
)

// PairsJSON is some pairs of records that may be of one person.
type PairsJSON struct {
	Pairs []PairJSON        `json:"pairs"`
	Refs  map[string]NameOf `json:"refs"`
	// Next goes on where this page ends; a page may be empty and not the last.
	Next string `json:"next,omitempty"`
}

// PairJSON is two records: what agrees, and each as far as the caller may see it.
type PairJSON struct {
	ID       string          `json:"id"`
	Grade    string          `json:"grade"`
	Agree    []string        `json:"agree"`
	Older    SideJSON        `json:"older"`
	Newer    SideJSON        `json:"newer"`
	Decision *DecisionJSON   `json:"decision,omitempty"`
	May      map[string]bool `json:"may"` // propose, decide
}

// SideJSON is one record of a pair. Of one out of reach it says only which unit to ask.
type SideJSON struct {
	Open bool   `json:"open"`
	Row  *Row   `json:"row,omitempty"`
	Unit string `json:"unit,omitempty"`
}

// DecisionJSON is what somebody said about a pair.
type DecisionJSON struct {
	Status string   `json:"status"`
	Why    string   `json:"why,omitempty"`
	By     string   `json:"by"`
	Unit   string   `json:"unit,omitempty"`
	On     string   `json:"on"`
	Picked []string `json:"picked"`
}

// PersonTwinsJSON is what is known of one record's person: the records that lead to it,
// the one that it leads to, and the pairs that it is in.
type PersonTwinsJSON struct {
	PairsJSON
	LeadsTo string   `json:"leadsTo,omitempty"`
	Kept    string   `json:"kept"`           // where it leads to in the end; itself where nowhere
	Unit    string   `json:"unit,omitempty"` // to ask, where the kept record is out of reach
	Records []string `json:"records"`        // of the one person, the kept one first
}

func (c *call) same() *same.Service { return &same.Service{Node: c.s.Node} }

// listPairs gives pairs that nobody has decided about, or with a state those that
// somebody has proposed or decided.
func listPairs(c *call) (any, error) {
	if err := c.turn(); err != nil {
		return nil, err
	}
	if !c.who.Viewer.May(access.Read, c.s.Node.Kinds.Get("twin")) {
		return nil, fault.New("forbidden", "")
	}
	q := c.r.URL.Query()
	limit, err := limitOf(q.Get("limit"))
	if err != nil {
		return nil, err
	}
	areas, err := c.pairAreas(q.Get("area"))
	if err != nil {
		return nil, err
	}
	if state := q.Get("state"); state != "" && state != "open" {
		return c.decidedPairs(state, areas, q.Get("after"), limit)
	}
	grade := twin.Likely
	if q.Get("grade") == twin.Possible.String() {
		grade = twin.Possible
	}
	page, err := c.s.Node.Projection.Twins(c, projection.TwinQuery{Grade: grade, Areas: areas, After: q.Get("after"), Limit: limit})
	if err != nil {
		return nil, err
	}
	pairs, err := c.same().With(c, page.Twins)
	if err != nil {
		return nil, err
	}
	return c.pairs(pairs, page.Next)
}

// pairAreas are the areas in which one of a pair must live: those that the caller
// reaches, within one that is asked for; nil is anywhere.
func (c *call) pairAreas(asked string) ([]change.ID, error) {
	scope := c.who.Viewer.Scope(access.Read, c.s.Node.Kinds.Get("person"))
	var within []change.ID
	if asked != "" {
		id, err := change.ParseID(asked)
		if err != nil {
			return nil, fault.New("field.bad_ref", "area")
		}
		within = c.s.Node.Projection.Tree().Below(id)
	}
	switch {
	case scope.Everywhere && asked == "":
		return nil, nil
	case scope.Everywhere:
		return append([]change.ID{}, within...), nil
	case asked == "":
		return append([]change.ID{}, scope.Areas...), nil
	}
	in := map[change.ID]bool{}
	for _, id := range within {
		in[id] = true
	}
	return slices.DeleteFunc(append([]change.ID{}, scope.Areas...), func(id change.ID) bool { return !in[id] }), nil
}

// decidedPairs are those of a state, the latest first, one of which is in the areas.
func (c *call) decidedPairs(state string, areas []change.ID, after string, limit int) (any, error) {
	if !slices.Contains([]string{household.TwinProposed, household.TwinSame, household.TwinDifferent, household.TwinTakenBack}, state) {
		return nil, fault.New("field.unknown_term", "state", "term", clip(state), "vocabulary", "state")
	}
	if limit == 0 {
		limit = projection.DefaultLimit
	}
	page, err := c.s.Node.Projection.List(c, projection.Query{Kind: "twin", Scope: access.Scope{Everywhere: true}, Sort: "on", Desc: true, After: after,
		Limit: limit, Where: map[string][]string{"status": {state}}})
	if err != nil {
		return nil, err
	}
	var out []same.Pair
	for _, r := range page.Records {
		p, err := c.same().OfDecision(c, r)
		if err != nil {
			return nil, err
		}
		if p != nil && (areas == nil || slices.Contains(areas, projection.PlaceOf(p.A).Area) || slices.Contains(areas, projection.PlaceOf(p.B).Area)) {
			out = append(out, *p)
		}
	}
	return c.pairs(out, page.Next)
}

// pairsAsked counts the pairs that somebody proposed and the caller may decide about.
func (c *call) pairsAsked() (int, error) {
	if !c.who.Viewer.May(access.Update, c.s.Node.Kinds.Get("twin")) {
		return 0, nil
	}
	page, err := c.s.Node.Projection.List(c, projection.Query{Kind: "twin", Scope: access.Scope{Everywhere: true}, Sort: "on", Desc: true, Limit: countedUpTo,
		Where: map[string][]string{"status": {household.TwinProposed}}})
	if err != nil {
		return 0, err
	}
	n := 0
	for _, r := range page.Records {
		p, err := c.same().OfDecision(c, r)
		if err != nil {
			return 0, err
		}
		if p != nil && c.may(access.Update, p.A) && c.may(access.Update, p.B) {
			n++
		}
	}
	return n, nil
}

func (c *call) may(verb access.Verb, r *projection.Record) bool {
	return c.who.Viewer.Can(verb, r.Kind, projection.PlaceOf(r))
}

// pairs renders pairs and notes what they opened.
func (c *call) pairs(all []same.Pair, next string) (*PairsJSON, error) {
	out, v := &PairsJSON{Pairs: []PairJSON{}, Next: next}, c.view()
	for i := range all {
		p, err := v.pair(&all[i])
		if err != nil {
			return nil, err
		}
		out.Pairs = append(out.Pairs, p)
	}
	var err error
	if out.Refs, err = v.names(c); err != nil {
		return nil, err
	}
	return out, v.looked(c, "twin")
}

// pair renders a pair.
func (v *view) pair(p *same.Pair) (PairJSON, error) {
	out := PairJSON{ID: p.ID().String(), Grade: p.Grade.String(), Agree: agreeing(p.Agree), May: map[string]bool{}}
	var err error
	if out.Older, err = v.side(p.A); err != nil {
		return out, err
	}
	if out.Newer, err = v.side(p.B); err != nil {
		return out, err
	}
	a, b := v.c.may(access.Update, p.A), v.c.may(access.Update, p.B)
	writes := v.viewer.May(access.Create, v.c.s.Node.Kinds.Get("twin"))
	out.May["decide"], out.May["propose"] = writes && a && b, writes && (a || b)
	if d := p.Decision; d != nil {
		out.Decision = &DecisionJSON{Status: d.Status, By: idText(d.By), Unit: idText(d.Unit), On: d.On, Picked: append([]string{}, d.Picked...)}
		if (v.c.may(access.Read, p.A) || v.c.may(access.Read, p.B)) && v.sees(p.Record, p.Record.Kind.Field("why")) {
			out.Decision.Why = d.Why
			v.note(p.Record, p.Record.Kind.Field("why"), v.isChild(p.Record))
		}
		v.refs[d.By], v.refs[d.Unit] = true, true
	}
	return out, nil
}

func agreeing(all []twin.Agreement) []string {
	out := []string{}
	for _, a := range all {
		out = append(out, string(a))
	}
	return out
}

// side renders one record of a pair: whole where the caller reads it, else the unit that
// keeps it, and that somebody was told so is in the access log.
func (v *view) side(r *projection.Record) (SideJSON, error) {
	if v.c.may(access.Read, r) {
		row := v.row(r)
		return SideJSON{Open: true, Row: &row}, nil
	}
	unit, err := v.c.s.Node.KeeperOf(v.c, r, v.viewer.Unit)
	if err != nil {
		return SideJSON{}, err
	}
	v.refs[unit] = true
	v.told(r)
	return SideJSON{Unit: idText(unit)}, nil
}

// told remembers that somebody was told of a record that they may not open.
func (v *view) told(r *projection.Record) {
	o := v.opened[r.Kind.Name]
	if o == nil {
		o = &opened{}
		v.opened[r.Kind.Name] = o
	}
	o.ids = append(o.ids, r.ID.String())
}

func (c *call) personOf(verb access.Verb) (*projection.Record, error) {
	c.r.SetPathValue("kind", "person")
	return c.recordOf(verb)
}

// personTwins gives the pairs that one record is in.
func personTwins(c *call) (any, error) {
	r, err := c.personOf(access.Read)
	if err != nil {
		return nil, err
	}
	all, err := c.same().Of(c, r)
	if err != nil {
		return nil, err
	}
	pairs, err := c.pairs(all, "")
	if err != nil {
		return nil, err
	}
	out := PersonTwinsJSON{PairsJSON: *pairs, LeadsTo: idText(same.LeadsTo(r)), Records: []string{}}
	records, err := c.s.Node.Projection.SamePerson(c, r.ID)
	if err != nil {
		return nil, err
	}
	for _, id := range records {
		out.Records = append(out.Records, id.String())
	}
	out.Kept = out.Records[0]
	kept, err := c.s.Node.Projection.Get(c, records[0])
	if err != nil || c.may(access.Read, kept) {
		return out, err
	}
	unit, err := c.s.Node.KeeperOf(c, kept, c.who.Viewer.Unit)
	out.Unit = idText(unit)
	return out, err
}

// pairOf the path.
func (c *call) pairOf() (*same.Pair, error) {
	r, err := c.personOf(access.Read)
	if err != nil {
		return nil, err
	}
	id, err := change.ParseID(c.r.PathValue("pair"))
	if err != nil {
		return nil, fault.New("not_found", "pair")
	}
	return c.same().Pair(c, c.who.Viewer, r, id)
}

func onePair(c *call) (any, error) {
	p, err := c.pairOf()
	if err != nil {
		return nil, err
	}
	return c.pairs([]same.Pair{*p}, "")
}

// VerdictBody is what somebody says about a pair: proposed, same, different, taken_back.
type VerdictBody struct {
	Status string   `json:"status"`
	Why    string   `json:"why,omitempty"`
	Picked []string `json:"picked,omitempty"` // fields of the older record that take the newer one's value
}

func decidePair(c *call) (any, error) {
	p, err := c.pairOf()
	if err != nil {
		return nil, err
	}
	var b VerdictBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	if err := c.same().Decide(c, c.who.Viewer, p, same.Verdict{Status: b.Status, Why: b.Why, Picked: b.Picked}); err != nil {
		return nil, err
	}
	return onePair(c)
}

// LikeBody is what is known of somebody who is about to be recorded.
type LikeBody struct {
	Name      string `json:"name"`
	Born      string `json:"born"`
	Sex       string `json:"sex,omitempty"`
	Household string `json:"household,omitempty"`
}

// LikeJSON is records that may be of that person.
type LikeJSON struct {
	Found []LikeOneJSON     `json:"found"`
	Refs  map[string]NameOf `json:"refs"`
}

// LikeOneJSON is one of them.
type LikeOneJSON struct {
	Grade string   `json:"grade"`
	Agree []string `json:"agree"`
	SideJSON
}

// maxLike are shown to who records somebody: more would be read by nobody.
const maxLike = 5

func recordedAlready(c *call) (any, error) {
	if !c.who.Viewer.May(access.Create, c.s.Node.Kinds.Get("person")) {
		return nil, fault.New("forbidden", "")
	}
	var b LikeBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	if len(b.Name) > 400 || len(b.Born) > 10 {
		return nil, fault.New("field.too_long", "name", "max", 400)
	}
	facts := twin.Facts{Name: b.Name, Born: b.Born, Sex: b.Sex}
	if id, err := change.ParseID(b.Household); err == nil {
		if h, err := c.s.Node.Projection.Get(c, id); err == nil && h.Kind.Name == "household" && c.who.Viewer.Can(access.Read, h.Kind, projection.PlaceOf(h)) {
			facts.Homes, facts.Village = []change.ID{id}, projection.PlaceOf(h).Area
		}
	}
	found, err := c.s.Node.Projection.TwinsLike(c, facts)
	if err != nil {
		return nil, err
	}
	out, v := LikeJSON{Found: []LikeOneJSON{}}, c.view()
	for _, f := range found[:min(len(found), maxLike)] {
		side, err := v.side(f.Record)
		if err != nil {
			return nil, err
		}
		out.Found = append(out.Found, LikeOneJSON{f.Grade.String(), agreeing(f.Agree), side})
	}
	if out.Refs, err = v.names(c); err != nil {
		return nil, err
	}
	return out, v.looked(c, "twin")
}
