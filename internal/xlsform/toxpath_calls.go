package xlsform

import (
	"strings"

	"bamban/internal/form"
)

func (s scope) arithmeticXPath(t *form.Tree) (part, error) {
	switch t.Op {
	case "_%_":
		return s.joinedBy(t, "mod", xProduct, whole)
	case "_*_":
		return s.joinedBy(t, "*", xProduct, nothing)
	case "_-_":
		return s.joinedBy(t, "-", xSum, nothing)
	case "_/_":
		x, err := s.joinedBy(t, "div", xProduct, nothing)
		if err == nil && x.sort == whole {
			x = part{"int(" + x.text + ")", whole, xPrimary}
		}
		return x, err
	}
	var parts []string
	sum, err := s.joinedBy(t, "+", xSum, nothing)
	if err != nil || sum.sort.counts() {
		return sum, err
	}
	for _, arg := range flat(t, "_+_") {
		x, err := s.xpath(arg)
		if err != nil || !x.sort.reads() {
			return part{}, lacks(t)
		}
		parts = append(parts, x.text)
	}
	return part{"concat(" + strings.Join(parts, ", ") + ")", text, xPrimary}, nil
}

func (s scope) ifXPath(t *form.Tree) (part, error) {
	c, err := s.asTruth(t.Args[0])
	if err != nil {
		return part{}, err
	}
	a, err := s.xpath(t.Args[1])
	if err != nil {
		return part{}, err
	}
	b, err := s.xpath(t.Args[2])
	if err != nil {
		return part{}, err
	}
	if a.sort == nothing {
		a.sort = b.sort
	}
	if of := t.Args[0]; of.Op == "answered" && len(of.Args) == 1 && celText(of.Args[0]) == celText(t.Args[1]) {
		return part{"coalesce(" + a.text + ", " + b.text + ")", a.sort, xPrimary}, nil
	}
	return part{"if(" + c.text + ", " + a.text + ", " + b.text + ")", a.sort, xPrimary}, nil
}

// callXPath translates the functions that have a counterpart.
func (s scope) callXPath(t *form.Tree) (part, error) {
	switch t.Op {
	case "size":
		return s.sizeXPath(t)
	case "sum", "sum_decimal":
		return s.sumXPath(t)
	case "answered":
		return s.answered(t, true)
	case "exists":
		x, err := s.rowsThat(t, t)
		return part{x + " > 0", truth, xCompare}, err
	case "matches", "contains", "startsWith", "endsWith":
		return s.textXPath(t)
	}
	args := make([]part, len(t.Args))
	for i, a := range t.Args {
		var err error
		if args[i], err = s.xpath(a); err != nil {
			return part{}, err
		}
	}
	is := func(name string, n int) bool { return t.Op == name && len(args) == n && !t.On }
	days := func(p part) string { return "decimal-date-time(" + p.text + ")" }
	switch {
	case is("int", 1) && args[0].sort == decimal:
		return part{"int(" + args[0].text + ")", whole, xPrimary}, nil
	case is("double", 1) && args[0].sort.counts():
		return part{args[0].text, decimal, args[0].strength}, nil
	case is("round", 1):
		return part{"round(" + args[0].text + ")", whole, xPrimary}, nil
	case is("string", 1) && (args[0].sort == whole || args[0].sort.reads()):
		return part{"string(" + args[0].text + ")", text, xPrimary}, nil
	case is("days", 2):
		return part{days(args[1]) + " - " + days(args[0]), whole, xSum}, nil
	case is("add_days", 2):
		return part{"date(" + days(args[0]) + " + " + args[1].as(xProduct) + ")", day, xPrimary}, nil
	case is("year", 1):
		return part{"int(format-date(" + args[0].text + ", '%Y'))", whole, xPrimary}, nil
	case is("month", 1):
		return part{"int(format-date(" + args[0].text + ", '%n'))", whole, xPrimary}, nil
	case is("day", 1):
		return part{"int(format-date(" + args[0].text + ", '%e'))", whole, xPrimary}, nil
	}
	return part{}, lacks(t)
}

func (s scope) sizeXPath(t *form.Tree) (part, error) {
	if len(t.Args) != 1 {
		return part{}, lacks(t)
	}
	if of := t.Args[0]; of.Op == "filter" {
		x, err := s.rowsThat(of, t)
		return part{x, whole, xPrimary}, err
	}
	x, err := s.xpath(t.Args[0])
	if err != nil {
		return part{}, err
	}
	switch {
	case x.sort == rows:
		return part{"count(" + x.text + ")", whole, xPrimary}, nil
	case x.sort == codes:
		return part{"count-selected(" + x.text + ")", whole, xPrimary}, nil
	case x.sort.reads():
		return part{"string-length(" + x.text + ")", whole, xPrimary}, nil
	}
	return part{}, lacks(t)
}

// rowsThat counts the rows that a condition holds for: p.filter(r, …), p.exists(r, …).
func (s scope) rowsThat(t, whole *form.Tree) (string, error) {
	if !t.On || len(t.Args) != 3 || t.Args[0].Op != "name" || t.Args[1].Op != "name" || s.row != "" {
		return "", lacks(whole)
	}
	if k, ok := s.sortOf(t.Args[0].Name); !ok || k != rows {
		return "", lacks(whole)
	}
	inside := s
	inside.row, inside.rowOf = t.Args[1].Name, t.Args[0].Name
	x, err := inside.asTruth(t.Args[2])
	return "count(${" + t.Args[0].Name + "}[" + x.text + "])", err
}

// sumXPath is of one field of all rows: sum(p.map(r, r.x)).
func (s scope) sumXPath(t *form.Tree) (part, error) {
	if len(t.Args) != 1 {
		return part{}, lacks(t)
	}
	m := t.Args[0]
	if m.Op != "map" || len(m.Args) != 3 || m.Args[0].Op != "name" || m.Args[2].Op != "field" || !same(m.Args[2].Args[0], m.Args[1]) ||
		s.repeat(m.Args[2].Name) != m.Args[0].Name {
		return part{}, lacks(t)
	}
	k, _ := s.sortOf(m.Args[2].Name)
	return part{"sum(${" + m.Args[2].Name + "})", k, xPrimary}, nil
}

func (s scope) textXPath(t *form.Tree) (part, error) {
	if !t.On || len(t.Args) != 2 {
		return part{}, lacks(t)
	}
	of, err := s.xpath(t.Args[0])
	if err != nil {
		return part{}, err
	}
	arg := t.Args[1]
	if t.Op == "matches" {
		p, ok := arg.Value.(string)
		if !ok {
			return part{}, lacks(t)
		}
		arg = literal(anyPattern(p))
	}
	with, err := s.xpath(arg)
	if err != nil {
		return part{}, err
	}
	name := map[string]string{"matches": "regex", "contains": "contains", "startsWith": "starts-with", "endsWith": "ends-with"}[t.Op]
	return part{name + "(" + of.text + ", " + with.text + ")", truth, xPrimary}, nil
}

// anyPattern undoes wholePattern: regex() fits the whole text, matches() a part.
func anyPattern(p string) string {
	if inner, ok := between(p, "^(?:", ")$"); ok {
		return inner
	}
	if strings.HasPrefix(p, "^") && strings.HasSuffix(p, "$") {
		return p
	}
	return ".*(?:" + p + ").*"
}
