package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/sync"
	"bamban/internal/sync/client"
)

// views lists the places through which a record is on a user's device: it is filed
// where a duty of the user reaches, or it is around a household in their care, and
// they may read it there. None means that it does not belong on the device.
func (w *world) views(v *access.Viewer, x *projection.Record, reach *reach) []access.Sees {
	at := projection.PlaceOf(x)
	byArea, byUnit := x.Kind.ScopeField(kind.ByArea), x.Kind.ScopeField(kind.ByUnit)
	var places []access.At
	switch {
	case byArea == nil && byUnit == nil:
		places = append(places, at)
	case byArea != nil && !at.Area.IsZero():
		if reach.areas[at.Area] {
			places = append(places, access.At{Area: at.Area, User: at.User})
		}
	case reach.units[at.Unit]:
		places = append(places, access.At{Unit: at.Unit, User: at.User})
	}
	for _, home := range reach.around[x.ID] {
		places = append(places, access.At{Household: home, User: at.User})
	}
	var out []access.Sees
	for _, place := range places {
		if v.Can(access.Read, x.Kind, place) {
			out = append(out, v.Sees(x.Kind, place))
		}
	}
	return out
}

func allows(views []access.Sees, f *kind.Field, about access.About) bool {
	return f != nil && slices.ContainsFunc(views, func(s access.Sees) bool { return s.Allows(f, about) })
}

// reach is where a user's duties reach, worked out without the sync server.
type reach struct {
	areas, units map[change.ID]bool
	around       map[change.ID][]change.ID // record → households in care that it is around
}

func (w *world) reachOf(v *access.Viewer) (*reach, error) {
	out := &reach{map[change.ID]bool{}, map[change.ID]bool{v.Unit: true}, map[change.ID][]change.ID{}}
	homes := map[change.ID]bool{}
	for _, k := range w.node.Kinds.All() {
		if k.Internal {
			continue
		}
		s := v.Scope(access.Read, k)
		for _, a := range s.Areas {
			out.areas[a] = true
		}
		for _, u := range s.Units {
			out.units[u] = true
		}
		if !s.User.IsZero() && k.ScopeField(kind.ByArea) != nil { // one's own, where one may write it
			for _, a := range v.Scope(access.Create, k).Areas {
				out.areas[a] = true
			}
		}
		if s.Everywhere && k.ScopeField(kind.ByArea) != nil {
			for _, id := range w.everyID("area") {
				out.areas[id] = true
			}
		}
		if s.Everywhere && k.ScopeField(kind.ByUnit) != nil {
			for _, id := range w.everyID("unit") {
				out.units[id] = true
			}
		}
		for _, h := range s.Households {
			homes[h] = true
		}
	}
	for _, h := range sortedIDs(homes) {
		around, err := w.node.Projection.AroundHousehold(w.ctx, h)
		if err != nil {
			return nil, err
		}
		for _, x := range around {
			out.around[x.ID] = append(out.around[x.ID], h)
		}
	}
	return out, nil
}

// checkReplica compares a phone's records with the server's: exactly those in
// its scope, each with exactly the fields that its user may see, the same in
// every head, version and step.
func (w *world) checkReplica(p *phone) error {
	v, err := w.node.Viewer(w.ctx, p.User)
	if err != nil {
		return err
	}
	reach, err := w.reachOf(v)
	if err != nil {
		return err
	}
	left := maps.Clone(p.store.Records)
	err = w.allRecords(func(x *projection.Record) error {
		h := left[x.ID]
		delete(left, x.ID)
		views := w.views(v, x, reach)
		want := len(views) > 0
		switch {
		case want && h == nil:
			w.fail("%s does not hold %s %s", p.login, x.Kind.Name, short(x.ID))
		case !want && h != nil:
			w.fail("%s still holds %s %s, which is not in its scope", p.login, x.Kind.Name, short(x.ID))
		case want:
			w.compareRecord(p, views, x, h)
		}
		return nil
	})
	for id, h := range left {
		w.fail("%s holds %s %s, which the server does not know", p.login, h.Kind, short(id))
	}
	return err
}

func (w *world) compareRecord(p *phone, views []access.Sees, x *projection.Record, h *client.Held) {
	about := w.node.Children().Of(w.ctx, x)
	names := map[string]bool{}
	for name := range x.State.Cells {
		names[name] = true
	}
	for name := range h.State.Cells {
		names[name] = true
	}
	for _, name := range sortedKeys(names) {
		var want string
		if c := x.State.Cells[name]; c != nil {
			if allows(views, x.Kind.Field(name), about) {
				want = cellWords(c)
			}
		}
		got := ""
		if c := h.State.Cells[name]; c != nil {
			got = cellWords(c)
		}
		if got != want {
			w.fail("%s has %s of %s %s as [%s], the server as [%s]", p.login, name, x.Kind.Name, short(x.ID), got, want)
		}
	}
}

// cellWords is all of a cell that replicas share.
func cellWords(c *change.Cell) string {
	var b strings.Builder
	for _, h := range c.Heads {
		fmt.Fprintf(&b, "%s@%s ", h.Value, h.Version)
	}
	for _, st := range c.Steps {
		fmt.Fprintf(&b, "step %s@%s ", st.To, st.Version)
	}
	var above []string
	for d, t := range c.Above {
		above = append(above, change.Version{Time: t, Device: d}.String())
	}
	slices.Sort(above)
	b.WriteString("above " + strings.Join(above, ","))
	return b.String()
}

// checkPage looks at a page as it leaves: nothing in it may be outside the scope
// of the device's user at that moment.
func (w *world) checkPage(p *phone, page *sync.PullAnswer) {
	v, err := w.node.Viewer(w.ctx, p.User)
	if err != nil {
		w.fail("%s was given a page although %v", p.login, err)
		return
	}
	reach, err := w.reachOf(v)
	if err != nil {
		w.fail("the reach of %s can't be told: %v", p.login, err)
		return
	}
	for _, part := range page.Parts {
		for _, b := range part.Blocks {
			states, err := b.Unpack(page.Devices)
			if err != nil {
				w.fail("%s was given a page that does not unpack: %v", p.login, err)
				return
			}
			for i, s := range states {
				w.checkShown(p, v, reach, b.ID[i], s)
			}
		}
	}
}

func (w *world) checkShown(p *phone, v *access.Viewer, reach *reach, text string, s *change.State) {
	id, err := change.ParseID(text)
	if err != nil {
		w.fail("%s was given a record without an id", p.login)
		return
	}
	x, err := w.node.Projection.Get(w.ctx, id)
	if err != nil {
		w.fail("%s was given %s, which is not there: %v", p.login, text, err)
		return
	}
	views := w.views(v, x, reach)
	if x.Kind.Internal || len(views) == 0 {
		w.fail("%s was given %s %s, outside its scope", p.login, x.Kind.Name, short(id))
		return
	}
	for name := range s.Cells {
		if !allows(views, x.Kind.Field(name), w.node.Children().Of(w.ctx, x)) {
			w.fail("%s was given %s of %s %s, which its user may not see", p.login, name, x.Kind.Name, short(id))
		}
	}
}
