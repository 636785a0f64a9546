package importer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/exchange"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/place"
	"bamban/internal/projection"
	"bamban/internal/vietnamese"
)

// places finds villages by the names that lists give them, within what a viewer may
// write to: with the commune of today, or the one that it lay in before.
type places struct {
	areas    map[change.ID]*area
	villages map[string][]change.ID // bare names; of today, in reach
	words    pack.Imports
	known    map[string]found
}

type area struct {
	name, level string
	parent      change.ID
	before      []change.ID // areas that held it, or that became it
	names       []string    // bare and folded
}

type found struct {
	id  change.ID
	bad *fault.Fault
}

func newPlaces(ctx context.Context, n *node.Node, by *access.Viewer, k *kind.Kind) (*places, error) {
	p := &places{areas: map[change.ID]*area{}, villages: map[string][]change.ID{}, words: n.Pack.Imports, known: map[string]found{}}
	today := n.Today()
	err := n.Projection.Each(ctx, "area", func(r *projection.Record) error {
		a, err := kind.Into[place.Area](r.Kind, r.State)
		if err != nil || r.Deleted() {
			return err
		}
		x := &area{name: a.Name, level: a.Level, parent: a.Parent}
		words := p.words.CommuneWords
		if a.Level == "village" {
			words = p.words.VillageWords
		}
		for _, name := range []string{a.Name, a.FullName} {
			if name = bare(name, words); name != "" && !slices.Contains(x.names, name) {
				x.names = append(x.names, name)
			}
		}
		for _, w := range a.Within {
			x.before = append(x.before, w.Area)
		}
		for _, l := range a.Lineage {
			x.before = append(x.before, l.Area)
		}
		p.areas[r.ID] = x
		if a.Level == "village" && place.InForce(a.ValidFrom, a.ValidTo, today) && by.Can(access.Create, k, access.At{Area: r.ID}) {
			for _, name := range x.names {
				p.villages[name] = append(p.villages[name], r.ID)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read areas: %w", err)
	}
	return p, nil
}

// bare is a name folded, without the words that say what sort of place it is.
func bare(name string, words []string) string {
	folded := vietnamese.Fold(name)
	for _, w := range words {
		if rest, ok := strings.CutPrefix(folded, vietnamese.Fold(w)+" "); ok && rest != "" {
			return rest
		}
	}
	return folded
}

// find gives the village that a row names; within is the area that the whole file is
// of, zero where that was not said.
func (p *places) find(name, commune string, within change.ID) (change.ID, *fault.Fault) {
	key := name + "\x00" + commune
	if f, ok := p.known[key]; ok {
		return f.id, f.bad
	}
	id, bad := p.look(name, commune, within)
	if len(p.known) < 10_000 {
		p.known[key] = found{id, bad}
	}
	return id, bad
}

func (p *places) look(name, commune string, within change.ID) (change.ID, *fault.Fault) {
	top := p.areas[within]
	if name == "" {
		if top != nil && top.level == "village" {
			return within, nil
		}
		return change.ID{}, fault.New("intake.no_place", village)
	}
	if commune == "" {
		name, commune = cutCommune(name)
	}
	var fit []change.ID
	for _, id := range p.villages[bare(name, p.words.VillageWords)] {
		if (commune == "" || p.lies(id, bare(commune, p.words.CommuneWords))) && (top == nil || p.below(id, within)) && !slices.Contains(fit, id) {
			fit = append(fit, id)
		}
	}
	switch len(fit) {
	case 0:
		return change.ID{}, p.unknown(name, commune)
	case 1:
		return fit[0], nil
	}
	var candidates []string
	for _, id := range fit[:min(len(fit), 4)] {
		candidates = append(candidates, p.describe(id))
	}
	slices.Sort(candidates)
	return change.ID{}, fault.New("intake.many_places", village, "value", clip(name), "candidates", strings.Join(candidates, "; "))
}

// cutCommune parts “Bản Nậm Sảng, xã Đoàn Kết” and “Bản Nậm Sảng - xã Đoàn Kết”.
func cutCommune(name string) (village, commune string) {
	for _, mark := range []string{",", " - ", " – ", ";"} {
		if v, c, ok := strings.Cut(name, mark); ok {
			c, _, _ = strings.Cut(c, mark) // a district behind it is no help
			return strings.TrimSpace(v), strings.TrimSpace(c)
		}
	}
	return name, ""
}

// lies reports whether an area lies in one of a name: today, or before the map was
// drawn anew.
func (p *places) lies(id change.ID, name string) bool {
	const levels = 6
	for range levels {
		a := p.areas[id]
		if a == nil {
			return false
		}
		for _, other := range append([]change.ID{a.parent}, a.before...) {
			if o := p.areas[other]; o != nil && slices.Contains(o.names, name) {
				return true
			}
		}
		id = a.parent
	}
	return false
}

func (p *places) below(id, top change.ID) bool {
	const levels = 6
	for range levels {
		if id == top {
			return true
		}
		a := p.areas[id]
		if a == nil {
			return false
		}
		id = a.parent
	}
	return false
}

func (p *places) describe(id change.ID) string {
	a := p.areas[id]
	if o := p.areas[a.parent]; o != nil {
		return a.name + " (" + o.name + ")"
	}
	return a.name
}

// unknown says that a village was not found, and which in reach is named almost so.
func (p *places) unknown(name, commune string) *fault.Fault {
	written := bare(name, p.words.VillageWords)
	best, near := len([]rune(written))/4+1, ""
	for known, ids := range p.villages {
		d := exchange.Distance(written, known, best)
		at := p.describe(ids[0])
		if d < best || d == best && (near == "" || at < near) {
			best, near = d, at
		}
	}
	value := clip(name)
	if commune != "" {
		value = clip(name + ", " + commune)
	}
	vi, en := "", ""
	if near != "" {
		vi, en = "Có phải “"+near+"” không? ", "Is it “"+near+"”? "
	}
	return fault.New("intake.unknown_place", village, "value", value, "near", vi, "near_en", en)
}

// clip keeps a text that is shown back within a line.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
