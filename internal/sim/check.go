package sim

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/projection"
	"bamban/internal/sync"
	"bamban/internal/sync/client"
)

// maxRounds of everybody meeting the server before it must be quiet.
const maxRounds = 12

// settleDown ends all mishaps and lets everybody meet until nothing moves.
func (w *world) settleDown(seed uint64) error {
	w.disk.mu.Lock()
	w.disk.full, w.disk.kill = 0, 0
	w.disk.mu.Unlock()
	w.skew = 0
	w.tell("— all is quiet from here —")
	r := rand.New(rand.NewPCG(seed, 4))
	for len(w.relay)+len(w.late) > 0 {
		w.relay = w.arrive("the relay brings", w.relay, r)
		w.late = w.arrive("arrives late:", w.late, r)
	}
	for range maxRounds {
		before, err := w.node.Head(w.ctx)
		if err != nil {
			return err
		}
		moved := false
		for _, p := range w.phones {
			if p.lost {
				continue
			}
			was := p.store.Cursor
			report, err := w.meet(p, road{&network{w: w, phone: p, r: r}})
			if err != nil {
				w.fail("%s can't meet the server although all is well: %v", p.login, err)
				return nil
			}
			if report.Pushed > 0 || p.store.Cursor != was {
				w.tell("%s meets the province%s", p.login, outcome(report, nil))
			}
			moved = moved || report.Pushed > 0 || p.store.Cursor != was
		}
		after, err := w.node.Head(w.ctx)
		if err != nil {
			return err
		}
		if !moved && after == before {
			return nil
		}
	}
	w.fail("the phones and the server do not come to rest in %d rounds", maxRounds)
	return nil
}

// check holds every invariant against the world at rest.
func (w *world) check(seed uint64) error {
	for _, p := range w.phones {
		if !p.lost {
			if err := w.checkReplica(p); err != nil {
				return err
			}
			w.checkTold(p)
			w.checkGivenBack(p)
		}
	}
	w.checkPromises()
	if err := w.checkRebuild(); err != nil {
		return err
	}
	if err := w.checkAnyOrder(seed); err != nil {
		return err
	}
	if err := w.checkChain(); err != nil {
		return err
	}
	return w.checkClocks()
}

// checkClocks puts every clock right: whoever meets the server then writes again
// as if nothing had been wrong.
func (w *world) checkClocks() error {
	for _, p := range w.phones {
		if p.lost {
			continue
		}
		p.skew = 0
		net := road{&network{w: w, phone: p}}
		if _, err := w.meet(p, net); err != nil {
			return err
		}
		id, err := p.NewID()
		if err != nil {
			return err
		}
		if _, err := p.Write("note", id, map[string]json.RawMessage{"topic": quote("health")}); err != nil {
			return err
		}
		if _, err := w.meet(p, net); err != nil {
			return err
		}
		if a := p.store.Answers[p.store.NextN()-1]; a.Code == "change.future" {
			w.fail("the clock of %s is right again and its change is still from the future", p.login)
		}
	}
	return nil
}

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

// checkPromises looks for every change that a phone was told is safe: it must be
// in the log, byte for byte, and folded or in quarantine.
func (w *world) checkPromises() {
	for _, p := range w.phones {
		for _, n := range slices.Sorted(maps.Keys(p.promised)) {
			if why := w.missing(p, n); why != "" {
				w.fail("change %d of %s was acknowledged and %s", n, p.login, why)
			}
		}
	}
}

func (w *world) missing(p *phone, n uint64) string {
	own := p.store.Mine[n-1]
	e, i, err := w.node.Log.Find(w.ctx, p.Tag, n)
	if err != nil {
		return "is not in the log: " + err.Error()
	}
	gone, err := w.node.Projection.Erased(w.ctx, p.Tag, n)
	if err != nil {
		return err.Error()
	}
	if own.Change.IsBlank() && (gone || e.Hashes[i] == change.Hash(own.Content)) {
		return "" // the phone was told, and a restored server has the blank in its place
	}
	if e.Hashes[i] != change.Hash(own.Content) {
		return "is another one in the log"
	}
	if gone {
		return ""
	}
	if e.Quarantined(i) != nil {
		if _, err := w.node.Projection.HeldChange(w.ctx, p.Tag, n); err == nil {
			return ""
		}
	}
	x, err := w.node.Projection.Get(w.ctx, own.Change.Record)
	if err != nil {
		return "its record is not there: " + err.Error()
	}
	events, err := w.node.Projection.History(w.ctx, x)
	if err != nil {
		return err.Error()
	}
	if !slices.ContainsFunc(events, func(ev projection.Event) bool { return ev.Device == p.Tag && ev.N == n }) {
		return "is neither folded nor in quarantine"
	}
	return ""
}

// checkTold looks for changes that were put aside without their author's phone
// knowing, and for changes that a phone at rest has not sent.
func (w *world) checkTold(p *phone) {
	if unsent, from := p.store.Waiting(1); len(unsent) > 0 {
		w.fail("%s has not sent change %d although it met the server", p.login, from)
	}
	for n := range uint64(len(p.store.Mine)) {
		e, i, err := w.node.Log.Find(w.ctx, p.Tag, n+1)
		if err != nil {
			w.fail("change %d of %s is not in the log at rest: %v", n+1, p.login, err)
			continue
		}
		if v := e.Quarantined(i); v != nil {
			if w.keys > 0 && p.answered[n+1] {
				continue // a relay brought it again after a restore, to another verdict
			}
			if a, ok := p.store.Answers[n+1]; !ok || a.Status != "quarantined" {
				w.fail("change %d of %s is in quarantine (%s) and its phone does not know", n+1, p.login, v.Code)
			}
		}
	}
}

// checkGivenBack looks for what a phone held when the server was restored: the
// server must know it again, or hold its return in quarantine because the phone's
// user may not write it.
func (w *world) checkGivenBack(p *phone) {
	if w.erased {
		return // what was erased must not come back
	}
	put := w.putAside(p)
	for _, id := range sortedIDs(p.held) {
		for _, h := range p.held[id] {
			x, err := w.node.Projection.Get(w.ctx, id)
			for _, name := range sortedKeys(h.State.Cells) {
				c := h.State.Cells[name]
				if err == nil && knows(x.State.Cells[name], c) || put[id.String()+name] || h.State.Cells[name].Version().Device == 0 {
					continue
				}
				if err == nil && x.Kind.AddOnly() && len(x.State.Refused) > 0 {
					continue // an earlier first change came to light
				}
				w.fail("%s held %s of %s %s as [%s] when the server was restored, and the server has not got it back", p.login, name, h.Kind, short(id), cellWords(c))
			}
		}
	}
}

// putAside lists what a phone gave back and may not write, or what has times from
// when the server's clock was ahead: it waits in quarantine.
func (w *world) putAside(p *phone) map[string]bool {
	out := map[string]bool{}
	for n, o := range p.store.Mine {
		if o.Change.Op != change.Return {
			continue
		}
		e, i, err := w.node.Log.Find(w.ctx, p.Tag, uint64(n)+1)
		if err != nil {
			continue
		}
		if v := e.Quarantined(i); v != nil && (strings.HasPrefix(v.Code, "scope.") || strings.HasPrefix(v.Code, "grant.") || v.Code == "change.future") {
			for name := range o.Change.Fields {
				out[o.Change.Record.String()+name] = true
			}
		}
	}
	return out
}

func sortedIDs[V any](m map[change.ID]V) []change.ID {
	return slices.SortedFunc(maps.Keys(m), func(a, b change.ID) int { return bytes.Compare(a[:], b[:]) })
}

// knows reports whether a cell holds, or has as history, every head and step of
// another.
func knows(have, old *change.Cell) bool {
	if have == nil {
		return false
	}
	for _, h := range old.Heads {
		if !have.Knows(h.Version) {
			return false
		}
	}
	for _, s := range old.Steps {
		if !slices.ContainsFunc(have.Steps, func(g change.Step) bool { return g.Version == s.Version }) {
			return false
		}
	}
	return true
}

// checkRebuild folds the log anew and compares.
func (w *world) checkRebuild() error {
	again, err := projection.Open(filepath.Join(w.dir, "again.db"), w.node.Kinds, w.node.Log, 1)
	if err != nil {
		return err
	}
	err = errors.Join(w.node.Declare(again), again.CatchUp(w.ctx, w.node.Log, nil))
	var different []projection.Difference
	if err == nil {
		different, err = projection.Compare(w.ctx, w.node.Projection, again)
	}
	for _, d := range different {
		w.fail("a rebuild from the log differs in %s: live %.300s, rebuilt %.300s", d.What, d.Left, d.Right)
	}
	return errors.Join(err, again.Close())
}

// checkAnyOrder folds each record's changes in an order of chance.
func (w *world) checkAnyOrder(seed uint64) error {
	all, err := w.effective()
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(seed, 5))
	return w.allRecords(func(x *projection.Record) error {
		changes := all[x.ID]
		r.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
		s := &change.State{}
		for _, c := range changes {
			s.Apply(c, x.Kind)
		}
		if !bytes.Equal(s.AppendBinary(nil), x.State.AppendBinary(nil)) {
			w.fail("%s %s folded in another order differs: [%s], the server has [%s]", x.Kind.Name, short(x.ID), stateWords(s), stateWords(x.State))
		}
		return nil
	})
}

func stateWords(s *change.State) string {
	var b strings.Builder
	fmt.Fprintf(&b, "origin %s refused %v ", s.Origin, s.Refused)
	for _, name := range sortedKeys(s.Cells) {
		b.WriteString(name + ": " + cellWords(s.Cells[name]) + "; ")
	}
	return b.String()
}

// effective gathers, by record, the changes of the log that count: accepted, or
// released, and not erased.
func (w *world) effective() (map[change.ID][]*change.Change, error) {
	entries, err := w.entries()
	if err != nil {
		return nil, err
	}
	out := map[change.ID][]*change.Change{}
	kinds := map[change.ID]string{}
	held := map[change.Target]*change.Change{}
	take := func(c *change.Change) {
		if kinds[c.Record] == "" {
			kinds[c.Record] = c.Kind
		}
		if kinds[c.Record] == c.Kind {
			out[c.Record] = append(out[c.Record], c)
		}
	}
	for _, e := range entries {
		for i, c := range projection.Decode(e).Changes {
			switch {
			case c == nil:
			case e.Quarantined(i) != nil:
				held[change.Target{Device: c.Device, N: c.N}] = c
			case c.Op == change.Release:
				if h := held[*c.Target]; h != nil {
					if h.Time > c.Time {
						h.Time = c.Time - 1
					}
					delete(held, *c.Target)
					take(h)
				}
			case c.Op == change.Set, c.Op == change.Return:
				take(c)
			}
		}
	}
	return out, nil
}

func (w *world) entries() ([]*log.Entry, error) {
	head, err := w.node.Head(w.ctx)
	if err != nil {
		return nil, err
	}
	return w.node.Log.Read(w.ctx, 0, int(head.Seq))
}

// checkChain verifies every hash and every signature.
func (w *world) checkChain() error {
	keys := map[change.Device]string{}
	err := w.node.Projection.Each(w.ctx, "device", func(x *projection.Record) error {
		d, err := kind.Into[account.Device](x.Kind, x.State)
		if err != nil {
			return err
		}
		tag, err := change.ParseDevice(d.Tag)
		keys[tag] = d.Key
		return err
	})
	if err != nil {
		return err
	}
	err = projection.CheckLog(w.ctx, w.node.Log, nil, func(e *log.Entry) error {
		point, err := base64.StdEncoding.DecodeString(keys[e.Batch.Device])
		if err != nil {
			return err
		}
		key, err := change.ParseKey(point)
		if err != nil {
			return fmt.Errorf("device %s: %w", e.Batch.Device, err)
		}
		if !change.Verify(key, e.Batch.Digest(e.Hashes), e.Batch.Signature) {
			return log.ErrBroken
		}
		return nil
	})
	if err != nil {
		w.fail("the log does not verify: %v", err)
	}
	return nil
}
