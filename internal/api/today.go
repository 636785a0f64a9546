package api

import (
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/projection"
)

// Today is what needs the viewer and what is new.
type Today struct {
	Conflicts   int `json:"conflicts"`
	Quarantined int `json:"quarantined"`
	// Requests about data that are open, and those of them that are late.
	Requests     int               `json:"requests"`
	RequestsLate int               `json:"requestsLate"`
	Pairs        int               `json:"pairs"` // of people's records that somebody asks me to decide about
	Counts       map[string]int64  `json:"counts"`
	AreaCounts   map[string]any    `json:"areaCounts"`
	Recent       []EntryJSON       `json:"recent"`
	Refs         map[string]NameOf `json:"refs"`
}

// recentEntries of the log are looked through for what is new.
const (
	recentEntries = 120
	recentShown   = 15
	countedUpTo   = 100
)

func today(c *call) (any, error) {
	out := Today{Counts: map[string]int64{}, AreaCounts: map[string]any{}, Recent: []EntryJSON{}}
	for _, name := range []string{"household", "person", "visit", "assignment", "user", "device"} {
		k := c.s.Node.Kinds.Get(name)
		if !c.who.Viewer.May(access.Read, k) {
			continue
		}
		n, err := c.s.Node.Projection.Count(c, projection.Query{Kind: name, Scope: c.who.Viewer.Scope(access.Read, k)})
		if err != nil {
			return nil, err
		}
		out.Counts[name] = n
	}
	rows, _, err := c.openConflicts(0, countedUpTo)
	if err != nil {
		return nil, err
	}
	out.Conflicts = len(rows)
	if c.who.Viewer.Has("quarantine") {
		held, _, err := c.heldInScope(0, countedUpTo)
		if err != nil {
			return nil, err
		}
		out.Quarantined = len(held)
	}
	if out.RequestsLate, out.Requests, err = c.s.Privacy.Late(c, c.asker()); err != nil {
		return nil, err
	}
	if out.Pairs, err = c.pairsAsked(); err != nil {
		return nil, err
	}
	if err := c.areaCounts(out.AreaCounts); err != nil {
		return nil, err
	}
	return out, c.recent(&out)
}

// areaCounts gives the number of households and people by area, where the viewer
// may read them.
func (c *call) areaCounts(out map[string]any) error {
	for _, name := range []string{"household", "person"} {
		k := c.s.Node.Kinds.Get(name)
		scope := c.who.Viewer.Scope(access.Read, k)
		if scope.IsEmpty() {
			continue
		}
		counts, err := c.s.Node.Projection.CountByArea(c, name)
		if err != nil {
			return err
		}
		some := map[string]int64{}
		for id, n := range counts {
			if scope.Everywhere || slices.Contains(scope.Areas, id) {
				some[id.String()] = n
			}
		}
		out[name] = some
	}
	return nil
}

// recent gathers the latest changes of people in scope from the end of the log.
func (c *call) recent(out *Today) error {
	head, err := c.s.Node.Head(c)
	if err != nil {
		return err
	}
	after := uint64(0)
	if head.Seq > recentEntries {
		after = head.Seq - recentEntries
	}
	entries, err := c.s.Node.Log.Read(c, after, recentEntries)
	if err != nil {
		return err
	}
	v := c.view()
	for _, e := range slices.Backward(entries) {
		if e.Batch.User.IsZero() {
			continue // the server's own
		}
		for i, ch := range slices.Backward(projection.Decode(e).Changes) {
			if ch == nil || e.Quarantined(i) != nil || ch.Op != change.Set || len(out.Recent) >= recentShown {
				continue
			}
			if err := c.recentOne(v, ch, e.Received, out); err != nil {
				return err
			}
		}
	}
	if out.Refs, err = v.names(c); err != nil {
		return err
	}
	return v.looked(c, "list")
}

func (c *call) recentOne(v *view, ch *change.Change, received int64, out *Today) error {
	k := c.s.Node.Kinds.Get(ch.Kind)
	if k == nil || k.Internal {
		return nil
	}
	found, err := c.s.Node.Projection.GetMany(c, []change.ID{ch.Record})
	if err != nil {
		return err
	}
	r := found[ch.Record]
	if r == nil || r.Kind != k || !c.who.Viewer.Can(access.Read, k, projection.PlaceOf(r)) {
		return nil
	}
	row := v.row(r)
	entry := EntryJSON{Change: change.Target{Device: ch.Device, N: ch.N}, At: ch.Time.Milli(), Received: received, User: idText(ch.User), Device: v.device(c, ch.Device),
		Op: ch.Op, Fields: []FieldChange{}, Undoes: ch.Undoes, Kind: k.Name, ID: row.ID, Title: row.Title}
	v.refs[ch.User] = true
	for name := range ch.Fields {
		if f := k.Field(name); f != nil && f.Sensitivity != "secret" && !slices.Contains(row.Hidden, f.Name) {
			entry.Fields = append(entry.Fields, FieldChange{Field: name})
		}
	}
	slices.SortFunc(entry.Fields, func(a, b FieldChange) int { return compareText(a.Field, b.Field) })
	out.Recent = append(out.Recent, entry)
	return nil
}
