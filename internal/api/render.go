package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Row is a record as a list shows it.
type Row struct {
	Kind     string                     `json:"kind"`
	ID       string                     `json:"id"`
	Title    string                     `json:"title"`
	Area     string                     `json:"area,omitempty"`
	V        map[string]json.RawMessage `json:"v"`
	Hidden   []string                   `json:"hidden,omitempty"`
	Child    bool                       `json:"child,omitempty"`
	Deleted  bool                       `json:"deleted,omitempty"`
	Conflict bool                       `json:"conflict,omitempty"`
	Seq      uint64                     `json:"seq"`
}

// NameOf is a reference's kind and title.
type NameOf struct {
	Kind  string `json:"kind"`
	Title string `json:"title"`
}

// view renders records for one viewer and gathers what it opened.
type view struct {
	c        *call
	viewer   *access.Viewer
	opened   map[string]*opened // by kind
	refs     map[change.ID]bool
	children *projection.Children
}

type opened struct {
	ids   []string
	level access.Sees
}

func (c *call) view() *view {
	return &view{c: c, viewer: c.who.Viewer, opened: map[string]*opened{}, refs: map[change.ID]bool{}, children: c.s.Node.ChildrenFor(c.who.Viewer)}
}

// isChild reports whether a record is a child's, or about a child.
func (v *view) isChild(r *projection.Record) bool { return v.children.Is(v.c, r) }

// about says what a record's being about somebody does to who may read it.
func (v *view) about(r *projection.Record) access.About { return v.children.Of(v.c, r) }

// listed leaves out of a list whom the viewer may not look for: people who asked for
// their use to be restricted. Where a row would stand tells of a name too.
func (v *view) listed(records []*projection.Record) []*projection.Record {
	return slices.DeleteFunc(records, func(r *projection.Record) bool {
		f := r.Kind.Field(r.Kind.Title)
		return r.Kind.Restricted != "" && v.about(r)&access.Restricted != 0 && !v.sees(r, f)
	})
}

// sees reports whether the viewer may read a field of a record.
func (v *view) sees(r *projection.Record, f *kind.Field) bool {
	return v.viewer.Sees(r.Kind, projection.PlaceOf(r)).Allows(f, v.about(r))
}

// row renders a record: fields that the viewer may not see are named in Hidden.
func (v *view) row(r *projection.Record) Row {
	about := v.about(r)
	child := about&access.OfChild != 0
	at := projection.PlaceOf(r)
	sees := v.viewer.Sees(r.Kind, at)
	out := Row{Kind: r.Kind.Name, ID: r.ID.String(), Child: child, Deleted: r.Deleted(), Conflict: r.InConflict(), Seq: r.Seq, V: map[string]json.RawMessage{}}
	if !at.Area.IsZero() {
		out.Area = at.Area.String()
	}
	for name, value := range kind.Values(r.Kind, r.State) {
		f := r.Kind.Field(name)
		if f.Sensitivity == kind.Secret || name == change.Deleted {
			continue
		}
		if !sees.Allows(f, about) {
			out.Hidden = append(out.Hidden, name)
			continue
		}
		out.V[name] = value
		v.note(r, f, child)
	}
	slices.Sort(out.Hidden)
	if !slices.Contains(out.Hidden, r.Kind.Title) {
		out.Title = projection.Title(r)
	}
	for _, ref := range r.Kind.References(out.V) {
		if len(ref.Kinds) != 1 || ref.Kinds[0] != "area" { // the page has the areas
			v.refs[ref.ID] = true
		}
	}
	return out
}

// note remembers that a child's or a sensitive field was shown.
func (v *view) note(r *projection.Record, f *kind.Field, child bool) {
	var level access.Sees
	if child && f.Sensitivity != kind.Plain {
		level |= access.SeesChild
	}
	if f.Sensitivity == kind.Sensitive {
		level |= access.SeesSensitive
	}
	if level == 0 {
		return
	}
	o := v.opened[r.Kind.Name]
	if o == nil {
		o = &opened{}
		v.opened[r.Kind.Name] = o
	}
	o.level |= level
	if id := r.ID.String(); len(o.ids) == 0 || o.ids[len(o.ids)-1] != id {
		o.ids = append(o.ids, id)
	}
}

// maxLookIDs are named in one line of the access log; the count tells of the rest.
const maxLookIDs = 1000

// looked writes what was shown into the access log; it must be called, and have
// succeeded, before the answer leaves.
func (v *view) looked(ctx context.Context, why string) error {
	var drafts []writer.Draft
	for kindName, o := range v.opened {
		drafts = append(drafts, v.c.s.lookDraft(v.viewer, account.Look{Kind: kindName, Records: o.ids[:min(len(o.ids), maxLookIDs)],
			Count: int64(len(o.ids)), Opened: (o.level &^ access.SeesPlain).Names(), Why: why}))
	}
	v.opened = map[string]*opened{}
	if _, err := v.c.s.Node.Writer.Write(ctx, v.viewer.User, nil, drafts...); err != nil {
		return fmt.Errorf("note look: %w", err)
	}
	return nil
}

func (s *Server) lookDraft(by *access.Viewer, l account.Look) writer.Draft {
	l.User, l.Unit, l.At = by.User, by.Unit, s.Node.Now()
	return writer.Draft{Kind: "look", Record: s.Node.Writer.NewID(), Fields: kind.Fields(l)}
}

// names gives the titles of what the rows refer to, as far as the viewer may see
// them. Names of areas, units, users and devices are for everybody.
func (v *view) names(ctx context.Context) (map[string]NameOf, error) {
	ids := make([]change.ID, 0, len(v.refs))
	for id := range v.refs {
		ids = append(ids, id)
	}
	records, err := v.c.s.Node.Projection.GetMany(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]NameOf, len(records))
	for id, r := range records {
		n := NameOf{Kind: r.Kind.Name}
		f := r.Kind.Field(r.Kind.Title)
		child := v.isChild(r)
		if f != nil && (f.Sensitivity == kind.Plain || v.sees(r, f)) {
			n.Title = projection.Title(r)
			v.note(r, f, child)
		}
		out[id.String()] = n
	}
	return out, nil
}

// RecordJSON is a record as its page shows it.
type RecordJSON struct {
	Row
	Versions  map[string]string `json:"versions"`
	Conflicts []ConflictJSON    `json:"conflicts,omitempty"`
	Refused   []string          `json:"refused,omitempty"`
	Created   *Stamp            `json:"created,omitempty"`
	Refs      map[string]NameOf `json:"refs"`
	May       map[string]bool   `json:"may"`
}

// Stamp is who did something, when and from which device.
type Stamp struct {
	At     int64  `json:"at"`
	User   string `json:"user,omitempty"`
	Device string `json:"device,omitempty"`
}

// ConflictJSON is a field with values to settle.
type ConflictJSON struct {
	Field string     `json:"field"`
	Heads []HeadJSON `json:"heads"`
}

// HeadJSON is one of the values.
type HeadJSON struct {
	Value   json.RawMessage `json:"value"`
	Version string          `json:"version"`
	Stamp
}

func (v *view) record(ctx context.Context, r *projection.Record) (*RecordJSON, error) {
	out := &RecordJSON{Row: v.row(r), Versions: map[string]string{}, May: map[string]bool{}}
	for cell, c := range r.State.Cells {
		f := r.Kind.Field(cell)
		if f == nil || f.Sensitivity == kind.Secret || slices.Contains(out.Hidden, f.Name) {
			continue
		}
		out.Versions[cell] = c.Version().String()
		if !c.InConflict() {
			continue
		}
		conflict := ConflictJSON{Field: cell}
		for _, h := range c.Heads {
			v.refs[h.User] = true
			conflict.Heads = append(conflict.Heads, HeadJSON{h.Value, h.Version.String(), Stamp{h.Version.Time.Milli(), idText(h.User), v.device(ctx, h.Version.Device)}})
		}
		out.Conflicts = append(out.Conflicts, conflict)
	}
	slices.SortFunc(out.Conflicts, func(a, b ConflictJSON) int { return compareText(a.Field, b.Field) })
	for _, version := range r.State.Refused {
		out.Refused = append(out.Refused, version.String())
	}
	out.Created = v.created(ctx, r)
	at := projection.PlaceOf(r)
	out.May["update"] = v.viewer.Can(access.Update, r.Kind, at) && !r.Kind.AddOnly()
	out.May["delete"] = v.viewer.Can(access.Delete, r.Kind, at)
	var err error
	out.Refs, err = v.names(ctx)
	return out, err
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func idText(id change.ID) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

// device gives the record id of a device's tag, and remembers to name it.
func (v *view) device(ctx context.Context, tag change.Device) string {
	found, err := v.c.s.Node.Projection.FindBy(ctx, "device", "tag", tag.String(), 1)
	if err != nil || len(found) == 0 {
		return ""
	}
	v.refs[found[0].ID] = true
	return found[0].ID.String()
}

func (v *view) created(ctx context.Context, r *projection.Record) *Stamp {
	o := r.State.Origin
	if o.IsZero() {
		return nil
	}
	st := &Stamp{At: o.Time.Milli(), Device: v.device(ctx, o.Device)}
	for _, c := range r.State.Cells {
		for _, h := range c.Heads {
			if h.Version == o && !h.User.IsZero() {
				st.User = h.User.String()
				v.refs[h.User] = true
			}
		}
	}
	return st
}
