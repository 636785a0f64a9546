package sim

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"bamban/internal/activity"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/projection"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// choose picks one of several by chance, and nearly always the same one when there
// are a few more or fewer: a history that is cut down keeps its sense.
func choose[T any](all []T, r *rand.Rand, id func(T) change.ID) T {
	dice := r.Uint64()
	weight := func(x T) uint64 {
		key := id(x)
		return rand.New(rand.NewPCG(dice, binary.BigEndian.Uint64(key[8:])^binary.BigEndian.Uint64(key[:8]))).Uint64()
	}
	return slices.MaxFunc(all, func(a, b T) int { return cmp.Compare(weight(a), weight(b)) })
}

func itself(id change.ID) change.ID { return id }

// known lists what somebody may write about: what a phone holds, with its own
// unsent records; or, at the desk, all that there is.
func (w *world) known(p *phone, kindName string) []change.ID {
	seen := map[change.ID]bool{}
	if p == nil {
		for _, x := range w.everyID(kindName) {
			seen[x] = true
		}
	} else {
		for id, h := range p.store.Records {
			if h.Kind == kindName {
				seen[id] = true
			}
		}
		for _, o := range p.store.Mine {
			if o.Change.Kind == kindName {
				seen[o.Change.Record] = true
			}
		}
	}
	out := slices.Collect(maps.Keys(seen))
	slices.SortFunc(out, func(a, b change.ID) int { return slices.Compare(a[:], b[:]) })
	return out
}

// write is somebody who writes on a phone.
func (w *world) write(p *phone, r *rand.Rand) error {
	k, id, fields := w.invent(r, p)
	c, err := p.Write(k, id, fields)
	if err != nil {
		return err
	}
	w.tell("%s, change %d: %s", p.login, c.N, w.changeWords(k, id, fields))
	return nil
}

// invent makes up a change: mostly an honest one.
func (w *world) invent(r *rand.Rand, p *phone) (string, change.ID, map[string]json.RawMessage) {
	newID := func() change.ID {
		var random [10]byte
		filler(w.r)(random[:])
		return change.NewID(w.now, random)
	}
	pick := func(kindName string) change.ID {
		if all := w.known(p, kindName); len(all) > 0 {
			return choose(all, r, itself)
		}
		return choose(w.homes, r, itself)
	}
	word := func() string { return fmt.Sprintf("chữ %d", r.IntN(1000)) }
	village := w.node.AreaID(villages[r.IntN(len(villages))])
	home := pick("household")
	area := village
	if x, err := w.node.Projection.Get(w.ctx, home); err == nil {
		if v, err := kind.Into[household.Household](x.Kind, x.State); err == nil {
			area = v.Area
		}
	}
	user := userID("province")
	if p != nil {
		user = p.User
	}
	switch roll := r.IntN(100); {
	case roll < 26:
		field := []string{"phone", "address", "name", "code", "poverty:2025", "poverty:2026"}[r.IntN(6)]
		value := quote(word())
		if strings.HasPrefix(field, "poverty") {
			value = json.RawMessage(`{"status":"` + []string{"poor", "near_poor", "not_poor"}[r.IntN(3)] + `"}`)
		}
		fields := map[string]json.RawMessage{field: value}
		if r.IntN(3) == 0 {
			fields["ended"] = quote("2026-01-01")
		}
		return "household", home, fields
	case roll < 32: // somebody moves in with others, or leaves
		other := map[string]json.RawMessage{"to": quote("2026")}
		if r.IntN(2) == 0 {
			other = map[string]json.RawMessage{[]string{"household", "person"}[r.IntN(2)]: quote(pick([]string{"household", "person"}[r.IntN(2)]).String())}
		}
		return "membership", pick("membership"), other
	case roll < 40:
		return "person", pick("person"), map[string]json.RawMessage{[]string{"phone", "name"}[r.IntN(2)]: quote(word())}
	case roll < 52:
		return "visit", newID(), kind.Fields(activity.Visit{Household: home, Area: area, On: "2026-03-01", By: user, Note: word()})
	case roll < 58:
		return "note", newID(), kind.Fields(activity.Note{Subject: choose([]change.ID{home, pick("person")}, r, itself), Area: area, On: "2026-03-01", By: user, Text: word()})
	case roll < 63:
		id := newID()
		if p == nil {
			w.homes = append(w.homes, id)
		}
		return "household", id, kind.Fields(household.Household{Area: village, Name: word()})
	case roll < 68:
		return "membership", newID(), kind.Fields(household.Membership{Household: home, Person: pick("person"), Area: area, From: "2026"})
	case roll < 72:
		return "person", newID(), kind.Fields(household.Person{Area: area, Name: word(), Born: "2015"})
	case roll < 76:
		k := []string{"visit", "note"}[r.IntN(2)]
		if all := w.known(p, k); len(all) > 0 { // a second change to what is written once
			return k, choose(all, r, itself), map[string]json.RawMessage{"on": quote("2026-02-02")}
		}
		fallthrough
	case roll < 82:
		k := []string{"household", "visit", "person", "membership"}[r.IntN(4)]
		return k, pick(k), map[string]json.RawMessage{change.Deleted: json.RawMessage([]string{"true", "true", "false"}[r.IntN(3)])}
	case roll < 85:
		return "household", home, map[string]json.RawMessage{[]string{"phone", "address"}[r.IntN(2)]: json.RawMessage("null")}
	case roll < 88: // anybody's household, also one out of sight
		return "household", choose(w.homes, r, itself), map[string]json.RawMessage{"phone": quote(word())}
	case roll < 90:
		return "visit", newID(), kind.Fields(activity.Visit{Household: newID(), Area: area, On: "2026-03-01", By: user})
	case roll < 92:
		return "person", pick("person"), map[string]json.RawMessage{"sex": quote("not a term")}
	case roll < 94: // the household goes to another village by phone
		return "household", home, map[string]json.RawMessage{"area": quote(village.String())}
	case roll < 97:
		return "consent", newID(), kind.Fields(household.Consent{Person: pick("person"), Area: area, Purpose: "photo", Form: "digital", GivenOn: "2026-01-01", Status: "given", Note: word()})
	}
	if all := w.known(p, "consent"); len(all) > 0 {
		return "consent", choose(all, r, itself), map[string]json.RawMessage{"status": quote([]string{"withdrawn", "given"}[r.IntN(2)])}
	}
	return "consent", newID(), kind.Fields(household.Consent{Person: pick("person"), Area: area, Purpose: "voice", Form: "digital", GivenOn: "2026-01-01", Status: "given"})
}

func (w *world) everyID(kindName string) []change.ID {
	var out []change.ID
	_ = w.node.Projection.Each(w.ctx, kindName, func(x *projection.Record) error {
		out = append(out, x.ID)
		return nil
	}) // what can't be read is not known
	return out
}
