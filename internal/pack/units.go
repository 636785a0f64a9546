package pack

import "regexp"

const unitFile = "units.yaml"

var unitKeyPattern = regexp.MustCompile(`^unit/[a-z0-9][a-z0-9-]{0,62}$`)

func (l *loader) loadUnits(p *Pack) {
	o, ok := l.root(unitFile)
	if !ok {
		return
	}
	l.unitAt = map[string]place{}
	o.objects("units", true, func(o *object) {
		u := l.unit(o)
		if _, ok := l.unitAt[u.Key]; ok {
			o.bad("key", "unit.duplicate_key", "key", u.Key)
			return
		}
		l.unitAt[u.Key] = o.at("key")
		p.Units = append(p.Units, u)
	})
	o.done()
	l.checkUnits(p)
	p.Units = parentsFirst(p.Units,
		func(u Unit) string { return u.Key }, func(u Unit) string { return u.Parent })
}

func (l *loader) unit(o *object) Unit {
	u := Unit{
		Key: o.str("key", true), Code: o.str("code", true), Type: o.str("type", true),
		Name: o.text("name", true), Parent: o.str("parent", false),
		Aliases: o.strings("aliases", false), Source: o.str("source", true),
		Note: o.str("note", false), Unconfirmed: o.boolean("unconfirmed"),
	}
	u.ValidFrom, u.ValidTo = o.dates("valid_from", "valid_to")
	if u.Key != "" && !unitKeyPattern.MatchString(u.Key) {
		o.bad("key", "unit.key", "value", u.Key)
	}
	l.isTerm(o.at("type"), o.field("type"), "unit_type", u.Type)
	o.objects("areas", false, func(o *object) {
		ua := UnitArea{Area: o.str("area", true), Source: o.str("source", true)}
		ua.From, ua.To = o.dates("from", "to")
		a, ok := l.area[ua.Area]
		switch {
		case l.areasBroken:
		case !ok:
			o.bad("area", "area.unknown", "key", ua.Area)
		case !spanOf(ua.From, ua.To).covered([]span{spanOf(a.ValidFrom, a.ValidTo)}):
			o.bad("area", "unit.outside_area", "key", ua.Area, "unit", u.Key)
		}
		u.Areas = append(u.Areas, ua)
	})
	return u
}

func (l *loader) checkUnits(p *Pack) {
	parent := make(map[string]string, len(p.Units))
	codes := map[string]string{}
	life := map[string]span{}
	for _, u := range p.Units {
		life[u.Key] = spanOf(u.ValidFrom, u.ValidTo)
	}
	for _, u := range p.Units {
		at := l.unitAt[u.Key]
		if other, ok := codes[u.Code]; ok {
			l.add(at, "unit.duplicate_code", "code", "code", u.Code, "other", other)
		}
		codes[u.Code] = u.Key
		if u.Parent == "" {
			continue
		}
		above, ok := life[u.Parent]
		if !ok {
			l.add(at, "unit.unknown_parent", "parent", "parent", u.Parent)
			continue
		}
		parent[u.Key] = u.Parent
		if !life[u.Key].covered([]span{above}) {
			l.add(at, "unit.outside_parent", "parent", "key", u.Key, "parent", u.Parent)
		}
	}
	for _, key := range cycles(parent) {
		l.add(l.unitAt[key], "unit.cycle", "parent", "key", key)
	}
}
