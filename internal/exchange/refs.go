package exchange

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/place"
	"bamban/internal/projection"
	"bamban/internal/vietnamese"
)

// refs finds records by what people know them by. What the viewer may not read is
// not found.
type refs struct {
	n     *node.Node
	by    *access.Viewer // nil is the operator at the shell
	today string
	areas *areaKeys
	units map[string][]change.ID
	known map[string]change.ID // found before
}

// find gives the one record that a cell means: by id; an area by "era/code", a
// code that only one area of today has, or its name with those it lies in ("Bản
// X, Xã Y"); a unit by code or name; a user by login; a device by tag; a household
// by its number within the row's area, or "number, area".
func (r *refs) find(ctx context.Context, f *kind.Field, text string, row int, area change.ID) (change.ID, *fault.Fault) {
	key := f.Name + "\x00" + area.String() + "\x00" + text
	if id, ok := r.known[key]; ok {
		return id, nil
	}
	found, err := r.all(ctx, f, text, area)
	if err != nil {
		return change.ID{}, fault.As(err)
	}
	slices.SortFunc(found, func(a, b change.ID) int { return strings.Compare(string(a[:]), string(b[:])) })
	found = slices.Compact(found)
	switch len(found) {
	case 0:
		return change.ID{}, fault.New("import.unknown_ref", "", "row", row, "value", short(text))
	case 1:
		if len(r.known) < maxKnown {
			r.known[key] = found[0]
		}
		return found[0], nil
	}
	return change.ID{}, fault.New("import.many_refs", "", "row", row, "value", short(text))
}

const (
	maxKnown = 50_000 // references kept in mind
	maxFound = 1000   // records of one key looked at
)

func (r *refs) all(ctx context.Context, f *kind.Field, text string, area change.ID) ([]change.ID, error) {
	if id, err := change.ParseID(text); err == nil {
		known, err := r.n.Projection.Lookup(ctx, []change.ID{id})
		if err != nil {
			return nil, err
		}
		if info, ok := known[id]; ok && slices.Contains(f.Refs, info.Kind.Name) {
			return []change.ID{id}, nil
		}
	}
	var out []change.ID
	for _, to := range f.Refs {
		some, err := r.ofKind(ctx, to, text, area)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

func (r *refs) ofKind(ctx context.Context, to, text string, area change.ID) ([]change.ID, error) {
	switch to {
	case "area":
		if err := r.loadAreas(ctx); err != nil {
			return nil, err
		}
		return r.areas.find(text), nil
	case "unit":
		if err := r.loadUnits(ctx); err != nil {
			return nil, err
		}
		if found := r.units["="+text]; len(found) > 0 {
			return found, nil
		}
		return r.units[vietnamese.Fold(text)], nil
	case "user":
		return r.by1(ctx, to, "login", strings.ToLower(text), change.ID{})
	case "device":
		return r.by1(ctx, to, "tag", text, change.ID{})
	case "household":
		if number, where, ok := strings.Cut(text, ","); ok {
			if err := r.loadAreas(ctx); err != nil {
				return nil, err
			}
			places := r.areas.find(where)
			if len(places) != 1 {
				return nil, nil
			}
			text, area = strings.TrimSpace(number), places[0]
		}
		return r.by1(ctx, to, "code", text, area)
	}
	return nil, nil
}

// by1 finds records by an indexed field, within an area where one is given.
func (r *refs) by1(ctx context.Context, kindName, field, value string, area change.ID) ([]change.ID, error) {
	records, err := r.n.Projection.FindBy(ctx, kindName, field, value, maxFound)
	if err != nil {
		return nil, err
	}
	var out []change.ID
	for _, x := range records {
		at := projection.PlaceOf(x)
		if r.by != nil && !r.by.Can(access.Read, x.Kind, at) {
			continue
		}
		if area.IsZero() || at.Area == area {
			out = append(out, x.ID)
		}
	}
	return out, nil
}

func (r *refs) loadUnits(ctx context.Context) error {
	if r.units != nil {
		return nil
	}
	units := map[string][]change.ID{}
	err := r.n.Projection.Each(ctx, "unit", func(x *projection.Record) error {
		u, err := kind.Into[place.Unit](x.Kind, x.State)
		if err != nil || x.Deleted() {
			return err
		}
		units["="+u.Code] = append(units["="+u.Code], x.ID)
		if place.InForce(u.ValidFrom, u.ValidTo, r.today) {
			for _, name := range append([]string{u.Name, u.NameEN}, u.Aliases...) {
				if name = vietnamese.Fold(name); name != "" && !slices.Contains(units[name], x.ID) {
					units[name] = append(units[name], x.ID)
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read units: %w", err)
	}
	r.units = units
	return nil
}

func (r *refs) loadAreas(ctx context.Context) error {
	if r.areas != nil {
		return nil
	}
	types := r.n.Pack.Vocabulary("area_type")
	a := &areaKeys{byKey: map[string][]change.ID{}, byCode: map[string][]change.ID{}, byName: map[string][]change.ID{},
		names: map[change.ID][]string{}, parent: map[change.ID]change.ID{}}
	err := r.n.Projection.Each(ctx, "area", func(x *projection.Record) error {
		area, err := kind.Into[place.Area](x.Kind, x.State)
		if err != nil || x.Deleted() {
			return err
		}
		a.add(x.ID, &area, place.InForce(area.ValidFrom, area.ValidTo, r.today), types)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read areas: %w", err)
	}
	r.areas = a
	return nil
}

// areaKeys are the ways to name an area.
type areaKeys struct {
	byKey  map[string][]change.ID // "era/code", of any time
	byCode map[string][]change.ID // of today
	byName map[string][]change.ID // folded; of today
	names  map[change.ID][]string
	parent map[change.ID]change.ID
}

func (a *areaKeys) add(id change.ID, area *place.Area, today bool, types *pack.Vocabulary) {
	key := area.Era + "/" + area.Code
	a.byKey[key] = append(a.byKey[key], id)
	a.parent[id] = area.Parent
	if !today {
		return
	}
	a.byCode[area.Code] = append(a.byCode[area.Code], id)
	names := []string{area.Name, area.FullName, area.NameEN}
	if types != nil {
		for _, t := range types.Terms {
			if t.Code == area.Type {
				names = append(names, t.Label["vi"]+" "+area.Name)
			}
		}
	}
	for _, name := range names {
		if name = vietnamese.Fold(name); name != "" && !slices.Contains(a.names[id], name) {
			a.names[id] = append(a.names[id], name)
			a.byName[name] = append(a.byName[name], id)
		}
	}
}

func (a *areaKeys) find(text string) []change.ID {
	text = strings.TrimSpace(text)
	if found := a.byKey[text]; len(found) > 0 {
		return found
	}
	if found := a.byCode[text]; len(found) > 0 {
		return found
	}
	parts := strings.Split(text, ",")
	var out []change.ID
	for _, id := range a.byName[vietnamese.Fold(parts[0])] {
		if a.lies(id, parts[1:]) {
			out = append(out, id)
		}
	}
	return out
}

// lies reports whether an area lies within others, named from the inside out;
// levels may be left out.
func (a *areaKeys) lies(id change.ID, in []string) bool {
	const levels = 10 // a cycle of parents ends here
	for range levels {
		if len(in) == 0 {
			return true
		}
		id = a.parent[id]
		if id.IsZero() {
			return false
		}
		if slices.Contains(a.names[id], vietnamese.Fold(in[0])) {
			in = in[1:]
		}
	}
	return false
}
