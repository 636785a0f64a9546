package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/vietnamese"
)

// parts makes the records of a row, those that others refer to first.
func (w *work) parts(it *item, r *reading, area change.ID) {
	switch w.recipe.Code {
	case house:
		w.household(it, r, area)
	case "pupil", person:
		w.pupil(it, r, area)
	default:
		w.generic(it, r, area)
	}
}

// about refuses a second row about whom a row was about already.
func (w *work) about(it *item, area change.ID, name, born, code string, id change.ID) {
	key := id.String()
	if id.IsZero() {
		key = strings.Join([]string{area.String(), vietnamese.Fold(name), year4(born), code}, "\x00")
	}
	if first, twice := w.seen[key]; twice {
		w.fail(it, "name", name, fault.New("intake.twice_in_file", "name", "first", first))
		return
	}
	w.seen[key] = it.row
}

func year4(born string) string { return born[:min(4, len(born))] }

// household makes a household, its head, and the head's membership.
func (w *work) household(it *item, r *reading, area change.ID) {
	hf, pf := orEmpty(r.fields[house]), orEmpty(r.fields[person])
	name, code, born := textOf(hf["name"]), textOf(hf["code"]), textOf(pf["born"])
	d, err := w.index.of(area)
	if err != nil {
		w.fail(it, "", "", fault.As(err))
		return
	}
	fit := d.household(name, born, code)
	if len(fit) > 1 {
		w.fail(it, "name", name, fault.New("intake.many_matches", "name", "count", len(fit), "value", clip(name)))
		return
	}
	if other := d.codes[code]; code != "" && other != nil && (len(fit) == 0 || fit[0] != other) {
		w.fail(it, "code", code, fault.New("intake.code_of_another", "code", "value", clip(code), "name", other.name))
		return
	}
	hf["area"], pf["area"] = quote(area.String()), quote(area.String())
	pf["name"] = hf["name"]
	h := &part{kind: house, fields: hf, seed: strings.Join([]string{area.String(), vietnamese.Fold(name), year4(born), code}, "|")}
	p := &part{kind: person, fields: pf, seed: h.seed}
	var at home
	if len(fit) == 1 {
		at = *fit[0]
		h.id, h.exists = at.id, true
		p.seed = at.id.String()
	}
	w.about(it, area, name, born, code, at.id)
	it.main, it.parts = h, append(it.parts, h)
	if p.id = at.head; p.id.IsZero() && born != "" {
		if one := d.person(name, born); len(one) == 1 && one[0].born != "" {
			p.id = one[0].id
		}
	}
	p.exists = !p.id.IsZero()
	if h.exists && !p.exists && len(pf) <= 2 {
		return // nothing is said of the head but the name
	}
	it.parts = append(it.parts, p)
	if at.head.IsZero() {
		m := &part{kind: member, about: p, seed: p.seed, fields: map[string]json.RawMessage{"area": hf["area"]}, refs: map[string]*part{"household": h, "person": p}}
		if w.n.Writer.Terms.HasTerm("relation", headOf) {
			m.fields["relation"] = quote(headOf)
		}
		it.parts = append(it.parts, m)
	}
}

func orEmpty(m map[string]json.RawMessage) map[string]json.RawMessage {
	if m == nil {
		return map[string]json.RawMessage{}
	}
	return m
}

// pupil makes a person, whoever looks after them, and a note of school and class.
func (w *work) pupil(it *item, r *reading, area change.ID) {
	pf := orEmpty(r.fields[person])
	name, born := textOf(pf["name"]), textOf(pf["born"])
	d, err := w.index.of(area)
	if err != nil {
		w.fail(it, "", "", fault.As(err))
		return
	}
	fit := d.person(name, born)
	if len(fit) > 1 {
		w.fail(it, "name", name, fault.New("intake.many_matches", "name", "count", len(fit), "value", clip(name)))
		return
	}
	pf["area"] = quote(area.String())
	p := &part{kind: person, fields: pf, seed: strings.Join([]string{area.String(), vietnamese.Fold(name), year4(born)}, "|")}
	if len(fit) == 1 {
		p.id, p.exists = fit[0].id, true
	}
	w.about(it, area, name, born, "", p.id)
	if g := w.guardian(it, r, d, area, p); g != nil {
		it.parts = append(it.parts, g)
		p.refs = map[string]*part{"guardian": g}
	}
	it.main, it.parts = p, append(it.parts, p)
	if text := schoolText(r.place[school], r.place[class]); text != "" {
		n := &part{kind: note, about: p, seed: text, refs: map[string]*part{"subject": p}}
		n.fields = map[string]json.RawMessage{"area": pf["area"], "text": quote(text), "by": quote(w.by.User.String()), "on": quote(w.n.Today())}
		it.parts = append(it.parts, n)
	}
}

func schoolText(school, class string) string {
	var out []string
	if school != "" {
		if !strings.HasPrefix(vietnamese.Fold(school), "truong") {
			school = "Trường " + school
		}
		out = append(out, school)
	}
	if class != "" {
		if !strings.HasPrefix(vietnamese.Fold(class), "lop") {
			class = "lớp " + class
		}
		out = append(out, class)
	}
	return strings.Join(out, ", ")
}

// adult is how many years older than a child a guardian is at least.
const adult = 12

func (w *work) guardian(it *item, r *reading, d *dwellers, area change.ID, child *part) *part {
	gf := r.fields[guardian]
	name := textOf(gf["name"])
	if name == "" {
		return nil
	}
	born, _ := strconv.Atoi(year4(textOf(r.fields[person]["born"])))
	var fit []one
	for _, p := range d.person(name, "") {
		if y, err := strconv.Atoi(year4(p.born)); p.id != child.id && (err != nil || born == 0 || y+adult <= born) {
			fit = append(fit, p)
		}
	}
	if len(fit) > 1 {
		w.fail(it, guardian, name, fault.New("intake.many_matches", "name", "count", len(fit), "value", clip(name)))
		return nil
	}
	gf["area"] = quote(area.String())
	g := &part{kind: person, fields: gf, seed: strings.Join([]string{area.String(), vietnamese.Fold(name), guardian}, "|")}
	if len(fit) == 1 {
		g.id, g.exists = fit[0].id, true
	}
	return g
}

// generic makes one record, each column a field. One with an id is changed, one
// without is taken once: its id follows from its content.
func (w *work) generic(it *item, r *reading, area change.ID) {
	k := w.n.Kinds.Get(w.recipe.Kind)
	p := &part{kind: k.Name, fields: orEmpty(r.fields[record])}
	if f := k.ScopeField(kind.ByArea); f != nil && !area.IsZero() {
		p.fields[f.Name] = quote(area.String())
	}
	if text := r.raw["id"]; text != "" {
		id, err := change.ParseID(text)
		if err != nil {
			w.fail(it, "id", text, fault.New("import.unknown_id", "id", "row", it.row))
			return
		}
		p.id, p.exists = id, true
		w.about(it, area, text, "", "", id)
	} else {
		raw, err := json.Marshal(p.fields)
		if err != nil {
			w.fail(it, "", "", fault.As(err))
			return
		}
		sum := sha256.Sum256(raw)
		p.seed = hex.EncodeToString(sum[:])
		w.about(it, area, it.title, "", p.seed, change.ID{})
	}
	it.main, it.parts = p, append(it.parts, p)
}

// identify gives new records their ids, from what they are about: a file that is sent
// again makes nothing twice. A record that was deleted since makes room for another.
func (w *work) identify(chunk []*item) error {
	first := func(p *part) bool { return p.about == nil }
	for _, round := range []func(*part) bool{first, func(p *part) bool { return !first(p) }} {
		open := map[*part]string{}
		for _, it := range chunk {
			for _, p := range it.parts {
				if !p.exists && round(p) {
					if open[p] = p.seed; p.about != nil {
						open[p] = p.about.id.String() + "|" + p.seed
					}
				}
			}
		}
		for life := 0; len(open) > 0; life++ {
			var ids []change.ID
			for p, seed := range open {
				p.id = node.StableID(w.n.Pack.Partition, "import "+p.kind, seed+" "+strconv.Itoa(life))
				ids = append(ids, p.id)
			}
			have, err := w.n.Projection.GetMany(w.ctx, ids)
			if err != nil {
				return err
			}
			for p := range open {
				r := have[p.id]
				if r != nil && r.Deleted() {
					continue
				}
				if delete(open, p); r != nil && w.drawn[p.id] == 0 {
					p.exists, p.kept = true, true
				}
			}
		}
	}
	for _, it := range chunk {
		for _, p := range it.parts {
			for field, to := range p.refs {
				p.fields[field] = quote(to.id.String())
			}
		}
	}
	return nil
}
