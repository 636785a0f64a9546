package sim

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"bamban/internal/change"
	"bamban/internal/projection"
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
	// A backup from before an erasure without a certificate has the change as it was
	// written, and the phone only its blank.
	if e.Hashes[i] != p.wrote[n] {
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
