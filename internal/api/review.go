package api

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// ConflictsJSON is records with values to settle.
type ConflictsJSON struct {
	Rows []ConflictRow     `json:"rows"`
	Refs map[string]NameOf `json:"refs"`
	Next string            `json:"next,omitempty"`
}

// ConflictRow is a record and its fields in conflict.
type ConflictRow struct {
	Row
	Fields []string `json:"fields"`
}

// QuarantineJSON is changes that wait.
type QuarantineJSON struct {
	Items []HeldJSON        `json:"items"`
	Refs  map[string]NameOf `json:"refs"`
	Next  string            `json:"next,omitempty"`
}

// HeldJSON is a change in quarantine and why it is there.
type HeldJSON struct {
	Change   change.Target              `json:"change"`
	Code     string                     `json:"code"`
	Field    string                     `json:"field,omitempty"`
	Text     map[string]string          `json:"text"`
	At       int64                      `json:"at"`
	Received int64                      `json:"received"`
	User     string                     `json:"user,omitempty"`
	Device   string                     `json:"device,omitempty"`
	Kind     string                     `json:"kind"`
	ID       string                     `json:"id"`
	Fields   map[string]json.RawMessage `json:"fields"`
	Hidden   []string                   `json:"hidden,omitempty"`
}

const reviewPage = 50

// openConflicts walks the conflicts to those that the caller may settle.
func (c *call) openConflicts(after int64, limit int) ([]*projection.Record, int64, error) {
	var out []*projection.Record
	for len(out) < limit {
		some, err := c.s.Node.Projection.Conflicts(c, after, limit)
		if err != nil {
			return nil, 0, err
		}
		if len(some) == 0 {
			return out, 0, nil
		}
		for _, r := range some {
			after = r.RID
			if c.who.Viewer.Can(access.Update, r.Kind, projection.PlaceOf(r)) {
				if out = append(out, r); len(out) == limit {
					break
				}
			}
		}
	}
	return out, after, nil
}

func conflicts(c *call) (any, error) {
	after, _ := strconv.ParseInt(c.r.URL.Query().Get("after"), 10, 64) // none and nonsense begin at the beginning
	records, next, err := c.openConflicts(after, reviewPage)
	if err != nil {
		return nil, err
	}
	v := c.view()
	out := ConflictsJSON{Rows: []ConflictRow{}}
	if next > 0 {
		out.Next = strconv.FormatInt(next, 10)
	}
	for _, r := range records {
		row := ConflictRow{Row: v.row(r), Fields: []string{}}
		for name, cell := range r.State.Cells {
			if cell.InConflict() {
				row.Fields = append(row.Fields, name)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	if out.Refs, err = v.names(c); err != nil {
		return nil, err
	}
	return out, v.looked(c, "list")
}

// heldInScope walks the quarantine to what the caller may see.
func (c *call) heldInScope(after uint64, limit int) ([]projection.Held, uint64, error) {
	var out []projection.Held
	for {
		some, err := c.s.Node.Projection.Quarantine(c, after, limit)
		if err != nil || len(some) == 0 {
			return out, 0, err
		}
		for _, h := range some {
			after = h.Seq
			if c.maySee(&h) {
				out = append(out, h)
			}
		}
		if len(out) >= limit {
			return out, after, nil
		}
	}
}

// maySee: who may read the record that it would change, or, where that can't be
// told, who manages the unit of its author.
func (c *call) maySee(h *projection.Held) bool {
	if k := c.s.Node.Kinds.Get(h.Kind); k != nil && !k.Internal {
		s := &change.State{}
		s.Apply(h.Change, k)
		at := projection.PlaceOfState(k, s)
		if r, err := c.s.Node.Projection.Get(c, h.Record); err == nil && r.Kind == k {
			at = projection.PlaceOf(r)
		}
		if c.who.Viewer.Can(access.Read, k, at) {
			return true
		}
	}
	user := c.s.Node.Kinds.Get("user")
	r, err := c.s.Node.Projection.Get(c, h.Change.User)
	return err == nil && c.who.Viewer.Can(access.Read, user, projection.PlaceOf(r))
}

func quarantine(c *call) (any, error) {
	after, _ := strconv.ParseUint(c.r.URL.Query().Get("after"), 10, 64) // none and nonsense begin at the beginning
	held, next, err := c.heldInScope(after, reviewPage)
	if err != nil {
		return nil, err
	}
	v := c.view()
	out := QuarantineJSON{Items: []HeldJSON{}}
	if next > 0 {
		out.Next = strconv.FormatUint(next, 10)
	}
	for _, h := range held {
		out.Items = append(out.Items, v.held(c, &h))
	}
	if out.Refs, err = v.names(c); err != nil {
		return nil, err
	}
	return out, v.looked(c, "list")
}

// held renders a quarantined change; fields that the viewer may not see in such a
// record are named and not shown.
func (v *view) held(c *call, h *projection.Held) HeldJSON {
	j := HeldJSON{Change: change.Target{Device: h.Change.Device, N: h.Change.N}, Code: h.Fault.Code, Field: h.Fault.Field,
		Text: map[string]string{"vi": h.Fault.Text("vi"), "en": h.Fault.Text("en")}, At: h.Change.Time.Milli(), Received: h.Received,
		User: idText(h.Change.User), Device: v.device(c, h.Change.Device), Kind: h.Kind, ID: h.Record.String(), Fields: map[string]json.RawMessage{}}
	v.refs[h.Change.User] = true
	k := c.s.Node.Kinds.Get(h.Kind)
	if k == nil {
		return j
	}
	s := &change.State{}
	s.Apply(h.Change, k)
	r := &projection.Record{ID: h.Record, Kind: k, State: s}
	at, about := projection.PlaceOf(r), v.about(r)
	if now, err := c.s.Node.Projection.Get(c, h.Record); err == nil && now.Kind == k {
		// What a change leaves as it is, it does not say: where, and whose it is.
		at, about = projection.PlaceOf(now), about|v.about(now)
		v.refs[h.Record] = true
	}
	sees := v.viewer.Sees(k, at)
	for name, value := range h.Change.Fields {
		f := k.Field(name)
		if f != nil && f.Sensitivity != kind.Secret && sees.Allows(f, about) {
			j.Fields[name] = value
			v.note(r, f, about&access.OfChild != 0)
		} else {
			j.Hidden = append(j.Hidden, name)
		}
	}
	slices.Sort(j.Hidden)
	for _, ref := range k.References(j.Fields) {
		v.refs[ref.ID] = true
	}
	return j
}

func release(c *call) (any, error) {
	var b ChangeBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	held, err := c.s.Node.Projection.HeldChange(c, b.Change.Device, b.Change.N)
	if err != nil {
		return nil, err
	}
	if !c.maySee(held) {
		return nil, fault.New("not_found", "")
	}
	_, err = c.s.Node.Writer.Write(c, c.who.Viewer.User, c.who.Viewer, writer.Draft{Op: change.Release, Target: &b.Change})
	return nil, err
}

// SearchJSON is what a text finds.
type SearchJSON struct {
	Hits []HitJSON `json:"hits"`
}

// HitJSON is one thing found.
type HitJSON struct {
	Kind  string `json:"kind"`
	ID    string `json:"id"`
	Title string `json:"title"`
	Area  string `json:"area,omitempty"`
	Child bool   `json:"child,omitempty"`
}

const (
	searchLimit = 20
	searchText  = 200
)

func search(c *call) (any, error) {
	p := c.r.URL.Query()
	text := p.Get("q")
	if len(text) > searchText {
		return nil, fault.New("field.too_long", "q", "max", searchText)
	}
	if err := c.turn(); err != nil {
		return nil, err
	}
	var wanted []string
	if k := p.Get("kind"); k != "" {
		wanted = strings.Split(k, ",")
	}
	scopes := map[string]access.Scope{}
	for _, k := range c.s.Node.Kinds.All() {
		if !k.Internal && k.Searchable() && c.who.Viewer.May(access.Read, k) {
			scopes[k.Name] = c.who.Viewer.Scope(access.Read, k)
		}
	}
	// More are read than shown: what the viewer may not see by name is left out.
	records, err := c.s.Node.Projection.Search(c, text, wanted, scopes, 3*searchLimit)
	if err != nil {
		return nil, err
	}
	v := c.view()
	out := SearchJSON{Hits: []HitJSON{}}
	for _, r := range records {
		hit, ok := v.hit(r, projection.Words(text))
		if ok && len(out.Hits) < searchLimit {
			out.Hits = append(out.Hits, hit)
		}
	}
	return out, v.looked(c, "search")
}

// hit is a record found; one whose name the viewer may not see, or that was found
// by what they may not see, was not found.
func (v *view) hit(r *projection.Record, words []string) (HitJSON, bool) {
	f := r.Kind.Field(r.Kind.Title)
	child, at := v.isChild(r), projection.PlaceOf(r)
	if f == nil || !v.sees(r, f) || !projection.FoundBy(r, words, v.sees) {
		return HitJSON{}, false
	}
	v.note(r, f, child)
	return HitJSON{r.Kind.Name, r.ID.String(), projection.Title(r), idText(at.Area), child}, true
}
