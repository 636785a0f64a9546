package pack

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

const (
	areaFolder  = "areas"
	lineageFile = "areas/lineage.csv"
	withinFile  = "areas/within.csv"
	pointFile   = "areas/points.csv"
)

// areaKeyPattern is era and code, or level and code where eras do not matter.
var areaKeyPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}/[A-Za-z0-9-]{1,31}$`)

func (l *loader) loadAreas(p *Pack) {
	l.areaAt = map[string]place{}
	tables, before := 0, len(l.problems)
	for _, file := range l.within(areaFolder, ".csv") {
		switch file {
		case lineageFile, withinFile, pointFile:
		default:
			tables++
			l.table(file, l.areaColumns(), func(r row) { l.areaRow(p, r) })
		}
	}
	if tables == 0 {
		l.add(place{file: path.Join(areaFolder, "*.csv")}, "file.missing", "")
	}
	// From here the slice no longer grows, so pointers into it stay good.
	l.area = make(map[string]*Area, len(p.Areas))
	for i := range p.Areas {
		l.area[p.Areas[i].Key] = &p.Areas[i]
	}
	// A table that can't be read lacks areas: that others miss them is no news.
	if l.areasBroken = l.brokenSince(before); l.areasBroken {
		return
	}
	l.loadWithin()
	l.loadLineage()
	l.loadPoints()
	l.checkAreas(p)
	p.Areas = parentsFirst(p.Areas,
		func(a Area) string { return a.Key }, func(a Area) string { return a.Parent })
}

// brokenSince tells whether a table failed as such after a number of problems.
func (l *loader) brokenSince(before int) bool {
	return slices.ContainsFunc(l.problems[before:], func(p Problem) bool {
		return strings.HasPrefix(p.Code, "csv.") || strings.HasPrefix(p.Code, "file.")
	})
}

func (l *loader) areaColumns() []column {
	columns := []column{
		{"key", true}, {"code", true}, {"era", false}, {"level", true}, {"type", true}, {"name", true},
		{"parent", false}, {"valid_from", false}, {"valid_to", false}, {"border", false},
		{"generated", false}, {"source", true}, {"note", false},
	}
	for _, lang := range l.languages {
		columns = append(columns, column{"name." + lang, false}, column{"full_name." + lang, false})
	}
	return columns
}

func (l *loader) areaRow(p *Pack, r row) {
	a := Area{
		Key: r.get("key"), Code: r.get("code"), Era: r.get("era"),
		Level: r.get("level"), Type: r.get("type"), Parent: r.get("parent"),
		Border: r.boolean("border"), Generated: r.boolean("generated"),
		Source: r.get("source"), Note: r.get("note"),
	}
	a.ValidFrom, a.ValidTo = r.dates("valid_from", "valid_to")
	a.Name = l.areaName(r, "name.", r.get("name"), nil)
	a.FullName = l.areaName(r, "full_name.", "", a.Name)
	if !areaKeyPattern.MatchString(a.Key) {
		r.bad("key", "area.key", "value", a.Key)
	}
	if _, ok := l.areaAt[a.Key]; ok {
		r.bad("key", "area.duplicate_key", "key", a.Key)
		return
	}
	l.areaAt[a.Key] = r.at("key")
	l.isTerm(r.at("level"), "level", "area_level", a.Level)
	l.isTerm(r.at("type"), "type", "area_type", a.Type)
	p.Areas = append(p.Areas, a)
}

// areaName reads the columns of one name in each language: an empty cell takes
// the plain name, or the other text's. Where nothing differs, the text is shared.
func (l *loader) areaName(r row, prefix, plain string, other Text) Text {
	differs := other == nil
	for _, lang := range l.languages {
		differs = differs || r.get(prefix+lang) != ""
	}
	if !differs {
		return other
	}
	out := make(Text, len(l.languages))
	for _, lang := range l.languages {
		switch name := r.get(prefix + lang); {
		case name != "":
			out[lang] = name
		case other != nil:
			out[lang] = other[lang]
		default:
			out[lang] = plain
		}
	}
	return out
}

// known finds an area named in a cell, or reports it.
func (l *loader) known(r row, column string) *Area {
	a, ok := l.area[r.get(column)]
	if !ok {
		r.bad(column, "area.unknown", "key", r.get(column))
		return nil
	}
	return a
}

func (l *loader) loadWithin() {
	if _, ok := l.files[withinFile]; !ok {
		return
	}
	columns := []column{{"area", true}, {"within", true}, {"from", false}, {"to", false}}
	l.table(withinFile, columns, func(r row) {
		area, parent := l.known(r, "area"), l.known(r, "within")
		from, to := r.dates("from", "to")
		if area == nil || parent == nil {
			return
		}
		w := Within{Area: parent.Key, From: from, To: to}
		if s := spanOf(from, to); !s.covered([]span{spanOf(parent.ValidFrom, parent.ValidTo)}) {
			r.bad("within", "area.outside_parent", "key", area.Key, "parent", parent.Key)
		}
		area.Within = append(area.Within, w)
	})
}

// relations gives, for each relation that lineage.csv may name, how either side
// sees it.
var relations = map[string]struct{ old, new string }{
	"merged":    {MergedInto, MergedFrom},
	"split":     {SplitInto, SplitFrom},
	"renamed":   {RenamedTo, RenamedFrom},
	"unchanged": {Unchanged, Unchanged},
}

func (l *loader) loadLineage() {
	if _, ok := l.files[lineageFile]; !ok {
		return
	}
	columns := []column{
		{"from", true}, {"to", true}, {"relation", true}, {"date", true}, {"source", true}, {"note", false},
	}
	seen := map[[2]string]bool{}
	l.table(lineageFile, columns, func(r row) {
		before, after := l.known(r, "from"), l.known(r, "to")
		date, source := r.date("date"), r.get("source")
		relation, ok := relations[r.get("relation")]
		if !ok {
			r.bad("relation", "lineage.relation", "value", r.get("relation"))
		}
		if before == nil || after == nil || !ok {
			return
		}
		if pair := [2]string{before.Key, after.Key}; seen[pair] || before == after {
			r.bad("to", "lineage.duplicate", "from", before.Key, "to", after.Key)
			return
		} else {
			seen[pair] = true
		}
		if end(before.ValidTo) >= date || start(after.ValidFrom) > date {
			r.bad("date", "lineage.date", "date", date, "from", before.Key, "to", after.Key)
		}
		before.Lineage = append(before.Lineage, Lineage{relation.old, after.Key, date, source})
		after.Lineage = append(after.Lineage, Lineage{relation.new, before.Key, date, source})
	})
}

func (l *loader) loadPoints() {
	if _, ok := l.files[pointFile]; !ok {
		return
	}
	columns := []column{{"area", true}, {"lat", true}, {"lon", true}, {"approx", false}, {"source", true}}
	l.table(pointFile, columns, func(r row) {
		a := l.known(r, "area")
		lat, lon := r.degrees("lat", 90), r.degrees("lon", 180)
		if a == nil {
			return
		}
		if a.HasPoint {
			r.bad("area", "point.duplicate", "key", a.Key)
		}
		a.Lat, a.Lon, a.HasPoint, a.Approx = lat, lon, true, r.boolean("approx")
	})
}
