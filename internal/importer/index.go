package importer

import (
	"context"
	"encoding/json"
	"fmt"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/vietnamese"
)

// index knows who is already in a village, as far as the viewer may read that.
type index struct {
	ctx      context.Context
	n        *node.Node
	by       *access.Viewer
	children *projection.Children
	villages map[change.ID]*dwellers
	held     int
}

// dwellers are the households and people of a village, by folded name.
type dwellers struct {
	homes  map[string][]*home
	codes  map[string]*home
	people map[string][]one
}

type home struct {
	id         change.ID
	name, code string
	head       change.ID // its person, if that is known
	born       string
}

type one struct {
	id   change.ID
	born string
}

const (
	maxDwellers = 50_000  // of one village
	maxHeld     = 400_000 // of all villages in memory
)

func newIndex(ctx context.Context, n *node.Node, by *access.Viewer) *index {
	return &index{ctx: ctx, n: n, by: by, children: n.Children(), villages: map[change.ID]*dwellers{}}
}

func (x *index) of(area change.ID) (*dwellers, error) {
	if d := x.villages[area]; d != nil {
		return d, nil
	}
	if x.held > maxHeld {
		clear(x.villages)
		x.held = 0
	}
	d := &dwellers{homes: map[string][]*home{}, codes: map[string]*home{}, people: map[string][]one{}}
	byHome, born := map[change.ID]*home{}, map[change.ID]string{}
	err := x.each(person, area, func(r *projection.Record) error {
		p, err := kind.Into[household.Person](r.Kind, r.State)
		if err != nil || !x.sees(r, "name") || !x.sees(r, "born") {
			return err
		}
		key := vietnamese.Fold(p.Name)
		d.people[key] = append(d.people[key], one{r.ID, p.Born})
		born[r.ID] = p.Born
		return nil
	})
	if err == nil {
		err = x.each(house, area, func(r *projection.Record) error {
			h, err := kind.Into[household.Household](r.Kind, r.State)
			if err != nil || !x.sees(r, "name") {
				return err
			}
			at := &home{id: r.ID, name: h.Name, code: h.Code}
			key := vietnamese.Fold(h.Name)
			d.homes[key] = append(d.homes[key], at)
			if byHome[r.ID] = at; h.Code != "" {
				d.codes[h.Code] = at
			}
			return nil
		})
	}
	if err == nil {
		err = x.each(member, area, func(r *projection.Record) error {
			m, err := kind.Into[household.Membership](r.Kind, r.State)
			if at := byHome[m.Household]; err == nil && at != nil && m.Relation == headOf && m.To == "" {
				if b, known := born[m.Person]; known {
					at.head, at.born = m.Person, b
				}
			}
			return err
		})
	}
	if err != nil {
		return nil, err
	}
	x.villages[area] = d
	return d, nil
}

// headOf is the term of the vocabulary relation for the head of a household.
const headOf = "head"

func (x *index) each(kindName string, area change.ID, visit func(*projection.Record) error) error {
	records, err := x.n.Projection.FindBy(x.ctx, kindName, "area", area.String(), maxDwellers)
	if err != nil {
		return fmt.Errorf("who is in a village: %w", err)
	}
	x.held += len(records)
	for _, r := range records {
		if !x.by.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
			continue
		}
		if err := visit(r); err != nil {
			return err
		}
	}
	return nil
}

// sees reports whether the viewer may read a field of a record.
func (x *index) sees(r *projection.Record, field string) bool {
	return x.by.Sees(r.Kind, projection.PlaceOf(r)).Allows(r.Kind.Field(field), x.children.Of(x.ctx, r))
}

// household gives who may be meant by a name and what is known of the head's birth.
func (d *dwellers) household(name, born, code string) []*home {
	var fit []*home
	for _, h := range d.homes[vietnamese.Fold(name)] {
		if agree(h.born, born) && (code == "" || h.code == "" || h.code == code) {
			fit = append(fit, h)
		}
	}
	if len(fit) > 1 {
		fit = narrow(fit, func(h *home) bool { return code != "" && h.code == code })
	}
	if len(fit) > 1 {
		fit = narrow(fit, func(h *home) bool { return born != "" && h.born != "" })
	}
	return fit
}

func (d *dwellers) person(name, born string) []one {
	var fit []one
	for _, p := range d.people[vietnamese.Fold(name)] {
		if agree(p.born, born) {
			fit = append(fit, p)
		}
	}
	if len(fit) > 1 {
		fit = narrow(fit, func(p one) bool { return born != "" && p.born != "" })
	}
	if len(fit) > 1 {
		fit = narrow(fit, func(p one) bool { return p.born == born })
	}
	return fit
}

// narrow keeps those that fit better, where any does.
func narrow[T any](all []T, fits func(T) bool) []T {
	var some []T
	for _, x := range all {
		if fits(x) {
			some = append(some, x)
		}
	}
	if len(some) == 0 {
		return all
	}
	return some
}

// agree reports whether two partial dates can be of one birth: the same year, or one
// of them unknown.
func agree(a, b string) bool {
	return a == "" || b == "" || len(a) >= 4 && len(b) >= 4 && a[:4] == b[:4]
}

func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}
