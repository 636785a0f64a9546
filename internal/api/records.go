package api

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// PageJSON is a page of a list.
type PageJSON struct {
	Rows  []Row             `json:"rows"`
	Refs  map[string]NameOf `json:"refs"`
	Total int64             `json:"total"`
	Next  string            `json:"next,omitempty"`
	Cut   bool              `json:"cut,omitempty"` // a text finds more than are listed and counted
}

// FieldsBody is what a write sets; Seen names, by field, the version that the
// author saw.
type FieldsBody struct {
	Fields map[string]json.RawMessage `json:"fields"`
	Seen   map[string]string          `json:"seen,omitempty"`
}

// Written is a record after a write, and the change to undo it by.
type Written struct {
	Record *RecordJSON   `json:"record"`
	Change change.Target `json:"change"`
}

// kindOf the path, if the caller may do something with it.
func (c *call) kindOf(verb access.Verb) (*kind.Kind, error) {
	k := c.s.Node.Kinds.Get(c.r.PathValue("kind"))
	if k == nil || k.Internal {
		return nil, fault.New("kind.unknown", "kind", "kind", clip(c.r.PathValue("kind")))
	}
	if !c.who.Viewer.May(verb, k) {
		return nil, fault.New("forbidden", "")
	}
	return k, nil
}

func clip(s string) string {
	if len(s) > 64 {
		s = s[:64]
	}
	return strings.ToValidUTF8(s, "?")
}

// query reads a list's parameters.
func (c *call) query(k *kind.Kind) (projection.Query, error) {
	p := c.r.URL.Query()
	q := projection.Query{Kind: k.Name, Scope: c.who.Viewer.Scope(access.Read, k), Text: p.Get("q"), Deleted: p.Get("deleted") == "1", After: p.Get("after")}
	if len(q.Text) > 200 {
		return q, fault.New("field.too_long", "q", "max", 200)
	}
	q.Sort, q.Desc = strings.CutPrefix(p.Get("sort"), "-")
	if a := p.Get("area"); a != "" {
		id, err := change.ParseID(a)
		if err != nil {
			return q, fault.New("field.bad_ref", "area")
		}
		q.Area = id
	}
	var err error
	if q.Limit, err = limitOf(p.Get("limit")); err != nil {
		return q, err
	}
	c.veil(k, &q)
	return q, c.where(k, p, &q)
}

// veil keeps a list from telling what the caller may not see: by which records a
// text finds, and by where a record stands.
func (c *call) veil(k *kind.Kind, q *projection.Query) {
	throughout := c.who.Viewer.SeesThroughout(k)
	for i := range k.Fields {
		f := &k.Fields[i]
		if f.Search && !throughout.Allows(f, worst(k)) {
			q.Sees = c.view().sees
		}
		if f.Sort && q.Sort == "" {
			q.Sort = f.Name
		}
		if !f.Sort || q.Sort != f.Name || throughout.Allows(f, worst(k)) {
			continue
		}
		if k.ChildBorn != "" && throughout.Allows(f, 0) {
			q.VeiledFrom = c.s.Node.ChildrenBornFrom()
		} else {
			q.Sort = projection.ByArrival
		}
	}
}

// worst is what a record of a kind may be. That somebody's use is restricted is not in it:
// such rows are left out of lists.
func worst(k *kind.Kind) access.About {
	if k.MayBeChilds() {
		return access.OfChild
	}
	return 0
}

// limitOf a page, as asked for; 0 is the usual one.
func limitOf(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err == nil && n < 0 {
		return 0, fault.New("field.too_small", "limit", "min", 0)
	}
	if err != nil || n > projection.MaxLimit {
		return 0, fault.New("field.too_large", "limit", "max", projection.MaxLimit)
	}
	return n, nil
}

func (c *call) where(k *kind.Kind, p url.Values, q *projection.Query) error {
	for name, values := range p {
		field, ok := strings.CutPrefix(name, "f.")
		if name == "unit" {
			field, ok = "unit", true
		}
		if !ok {
			continue
		}
		// A field that the caller may not see can't be told by filtering either, and
		// what is sensitive is no way to sort people.
		f := k.Field(field)
		if f == nil || !f.Index || f.Sensitivity == kind.Sensitive || !c.who.Viewer.SeesThroughout(k).Allows(f, worst(k)) {
			return fault.New("list.unknown_filter", name, "field", clip(field))
		}
		if q.Where == nil {
			q.Where = map[string][]string{}
		}
		q.Where[field] = strings.Split(strings.Join(values, ","), ",")
		if len(q.Where[field]) > 50 {
			return fault.New("field.too_many", name, "max", 50)
		}
	}
	return nil
}

func listRecords(c *call) (any, error) {
	if err := c.turn(); err != nil {
		return nil, err
	}
	k, err := c.kindOf(access.Read)
	if err != nil {
		return nil, err
	}
	q, err := c.query(k)
	if err != nil {
		return nil, err
	}
	if c.r.URL.Query().Get("limit") == "0" { // the total alone
		n, cut, err := c.total(q)
		return PageJSON{Rows: []Row{}, Refs: map[string]NameOf{}, Total: n, Cut: cut}, err
	}
	page, err := c.s.Node.Projection.List(c, q)
	if err != nil {
		return nil, err
	}
	return c.page(page, "list")
}

// total of a list: kept live, but for what a text finds.
func (c *call) total(q projection.Query) (n int64, cut bool, err error) {
	if q.Text == "" {
		n, err = c.s.Node.Projection.Count(c, q)
		return n, false, err
	}
	q.Limit, q.After = 1, ""
	page, err := c.s.Node.Projection.List(c, q)
	if err != nil {
		return 0, false, err
	}
	return page.Total, page.Cut, nil
}

// page renders a page and notes what it opened.
func (c *call) page(page *projection.Page, why string) (*PageJSON, error) {
	v := c.view()
	out := &PageJSON{Rows: []Row{}, Total: page.Total, Next: page.Next, Cut: page.Cut}
	for _, r := range v.listed(page.Records) {
		out.Rows = append(out.Rows, v.row(r))
	}
	var err error
	if out.Refs, err = v.names(c); err != nil {
		return nil, err
	}
	return out, v.looked(c, why)
}

// recordOf the path, if it is in the caller's scope; otherwise it is not found.
// verb is what the caller is about to do with it.
func (c *call) recordOf(verb access.Verb) (*projection.Record, error) {
	k, err := c.kindOf(verb)
	if err != nil {
		return nil, err
	}
	id, err := change.ParseID(c.r.PathValue("id"))
	if err != nil {
		return nil, fault.New("not_found", "")
	}
	r, err := c.s.Node.Projection.Get(c, id)
	if err != nil {
		return nil, err
	}
	if r.Kind != k || !c.who.Viewer.Can(access.Read, k, projection.PlaceOf(r)) {
		return nil, fault.New("not_found", "")
	}
	return r, nil
}

func getRecord(c *call) (any, error) {
	r, err := c.recordOf(access.Read)
	if err != nil {
		return nil, err
	}
	return c.show(r)
}

// show renders a record's page and notes what it opened.
func (c *call) show(r *projection.Record) (*RecordJSON, error) {
	v := c.view()
	out, err := v.record(c, r)
	if err != nil {
		return nil, err
	}
	return out, v.looked(c, "read")
}

// begin puts a new record's machines at their first state where nothing is said of them.
func begin(k *kind.Kind, b *FieldsBody) {
	for _, f := range k.Fields {
		if f.Type != kind.Machine || len(f.States) == 0 || b.Fields[f.Name] != nil || b.Fields == nil {
			continue
		}
		if first, err := json.Marshal(f.States[0].Code); err == nil {
			b.Fields[f.Name] = first
		}
	}
}

// ofUnit puts a new visit under its author's unit where nothing is said of one, so that
// figures count it there.
func (c *call) ofUnit(k *kind.Kind, b *FieldsBody) {
	if k.Name == "visit" && b.Fields != nil && b.Fields["unit"] == nil && !c.who.Viewer.Unit.IsZero() {
		b.Fields["unit"] = json.RawMessage(`"` + c.who.Viewer.Unit.String() + `"`)
	}
}

func createRecord(c *call) (any, error) {
	k, err := c.kindOf(access.Create)
	if err != nil {
		return nil, err
	}
	var b FieldsBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	begin(k, &b)
	c.ofUnit(k, &b)
	id := c.s.Node.Writer.NewID()
	if _, err := c.s.Node.Writer.Write(c, c.who.Viewer.User, c.who.Viewer, writer.Draft{Kind: k.Name, Record: id, Fields: b.Fields}); err != nil {
		return nil, err
	}
	r, err := c.s.Node.Projection.Get(c, id)
	if err != nil {
		return nil, err
	}
	record, err := c.show(r)
	return created{record}, err
}

func updateRecord(c *call) (any, error) {
	r, err := c.recordOf(access.Update)
	if err != nil {
		return nil, err
	}
	var b FieldsBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	if len(b.Fields) == 0 {
		return nil, fault.New("change.no_fields", "fields")
	}
	seen, err := parseSeen(b.Seen)
	if err != nil {
		return nil, err
	}
	return c.write(r, writer.Draft{Fields: b.Fields, Seen: seen})
}

func parseSeen(in map[string]string) (map[string][]change.Version, error) {
	out := map[string][]change.Version{}
	for field, text := range in {
		v, err := change.ParseVersion(text)
		if err != nil {
			return nil, fault.New("change.bad_seen", "seen."+clip(field))
		}
		out[field] = []change.Version{v}
	}
	return out, nil
}

// write makes a change of a record and gives the record after it.
func (c *call) write(r *projection.Record, d writer.Draft) (any, error) {
	d.Kind, d.Record = r.Kind.Name, r.ID
	result, err := c.s.Node.Writer.Write(c, c.who.Viewer.User, c.who.Viewer, d)
	if err != nil {
		return nil, err
	}
	after, err := c.s.Node.Projection.Get(c, r.ID)
	if err != nil {
		return nil, err
	}
	record, err := c.show(after)
	if err != nil {
		return nil, err
	}
	return Written{record, result.Targets[0]}, nil
}

func deleteRecord(c *call) (any, error) {
	r, err := c.recordOf(access.Delete)
	if err != nil {
		return nil, err
	}
	fields := map[string]json.RawMessage{change.Deleted: json.RawMessage("true")}
	return c.write(r, writer.Draft{Fields: fields, Seen: node.Seen(r.State, fields)})
}

// MoveBody names a household and the village that it moves to.
type MoveBody struct {
	Household string `json:"household"`
	Area      string `json:"area"`
}

// moveHousehold moves a household, its memberships in force and their people.
func moveHousehold(c *call) (any, error) {
	var b MoveBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	id, err := change.ParseID(b.Household)
	if err != nil {
		return nil, fault.New("field.bad_ref", "household")
	}
	around, err := c.s.Node.Projection.AroundHousehold(c, id)
	if err != nil {
		return nil, err
	}
	area, err := json.Marshal(b.Area)
	if err != nil {
		return nil, err
	}
	var drafts []writer.Draft
	for _, r := range around {
		switch r.Kind.Name {
		case "household", "membership", "person":
			fields := map[string]json.RawMessage{"area": area}
			drafts = append(drafts, writer.Draft{Kind: r.Kind.Name, Record: r.ID, Fields: fields, Seen: node.Seen(r.State, fields)})
		}
	}
	if len(drafts) == 0 {
		return nil, fault.New("not_found", "household")
	}
	_, err = c.s.Node.Writer.Write(c, c.who.Viewer.User, c.who.Viewer, drafts...)
	return nil, err
}
