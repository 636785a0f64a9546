package xlsform

import (
	"strings"

	"bamban/internal/form"
)

// call translates the functions that have a counterpart.
func (s scope) call(n *node) (*form.Tree, sort, error) {
	no := &unsupported{n.said()}
	if want, ok := arguments[n.text]; !ok || want >= 0 && len(n.args) != want {
		return nil, nothing, no
	}
	switch n.text {
	case "true", "false":
		return literal(n.text == "true"), truth, nil
	case "today":
		return named("today"), day, nil
	case "not":
		t, err := s.truth(n.args[0])
		if err != nil {
			return nil, nothing, err
		}
		if t.Op == "!_" {
			return t.Args[0], truth, nil
		}
		return tree("!_", t), truth, nil
	case "if":
		return s.choose(n, no)
	case "count":
		return s.count(n, no)
	case "sum":
		return s.sum(n, no)
	case "concat":
		return s.concat(n, no)
	case "int", "number":
		if t, k, ok := s.wholeOf(n.args[0]); ok {
			return t, k, nil
		}
	}
	args := make([]*form.Tree, len(n.args))
	sorts := make([]sort, len(n.args))
	for i, a := range n.args {
		var err error
		if args[i], sorts[i], err = s.cel(a); err != nil {
			return nil, nothing, err
		}
	}
	return plainCall(n.text, args, sorts, no)
}

// arguments is how many each function takes; -1 is any number.
var arguments = map[string]int{"true": 0, "false": 0, "today": 0, "not": 1, "if": 3, "count": 1, "sum": 1, "concat": -1, "int": 1, "number": 1,
	"round": -1, "string": 1, "string-length": 1, "selected": 2, "count-selected": 1, "coalesce": 2, "regex": 2, "contains": 2,
	"starts-with": 2, "ends-with": 2, "date": 1, "decimal-date-time": 1}

func plainCall(name string, args []*form.Tree, k []sort, no error) (*form.Tree, sort, error) {
	switch {
	case name == "number" && k[0].counts(), name == "int" && k[0] == whole, name == "string" && (k[0] == text || k[0] == day):
		return args[0], k[0], nil
	case name == "int" && k[0] == decimal:
		return tree("int", args[0]), whole, nil
	case name == "round" && (len(args) == 1 || len(args) == 2 && isLiteral(args[1], int64(0))) && k[0].counts():
		if k[0] == whole {
			return args[0], whole, nil
		}
		return tree("round", args[0]), whole, nil
	case name == "string" && k[0] == whole:
		return tree("string", args[0]), text, nil
	case name == "string-length" && k[0].reads():
		return tree("size", args[0]), whole, nil
	case name == "count-selected" && k[0] == codes:
		return tree("size", args[0]), whole, nil
	case name == "selected":
		return selected(args, k, no)
	case name == "coalesce" && (k[0] == k[1] || k[0].counts() && k[1].counts()):
		left, right, kind := alike(args[0], args[1], k[0], k[1])
		return tree("_?_:_", tree("answered", args[0]), left, right), kind, nil
	case name == "regex" && k[0].reads() && args[1].Op == "literal" && k[1] == text:
		return on("matches", args[0], literal(wholePattern(args[1].Value.(string)))), truth, nil
	case name == "contains" && k[0].reads() && k[1] == text:
		return on("contains", args[0], args[1]), truth, nil
	case name == "starts-with" && k[0].reads() && k[1] == text:
		return on("startsWith", args[0], args[1]), truth, nil
	case name == "ends-with" && k[0].reads() && k[1] == text:
		return on("endsWith", args[0], args[1]), truth, nil
	case name == "date" && (k[0] == day || k[0] == dayNumber):
		return args[0], day, nil
	case name == "date" && args[0].Op == "literal" && k[0] == text && isDay(args[0].Value.(string)):
		return args[0], day, nil
	case name == "decimal-date-time" && (k[0] == day || k[0] == text && args[0].Op == "literal" && isDay(args[0].Value.(string))):
		return args[0], dayNumber, nil
	}
	return nil, nothing, no
}

func selected(args []*form.Tree, k []sort, no error) (*form.Tree, sort, error) {
	switch {
	case k[0] == yesNo && (isLiteral(args[1], "yes") || isLiteral(args[1], "no")):
		return tree("_==_", args[0], literal(args[1].Value == "yes")), truth, nil
	case k[0] == codes && k[1] == text:
		return tree("@in", args[1], args[0]), truth, nil
	case k[0] == text && k[1] == text:
		return tree("_==_", args[0], args[1]), truth, nil
	}
	return nil, nothing, no
}

// wholePattern makes a pattern that must fit the whole text, as regex() does.
func wholePattern(p string) string {
	if inner, ok := between(p, ".*(?:", ").*"); ok {
		return inner
	}
	if strings.HasPrefix(p, "^") && strings.HasSuffix(p, "$") {
		return p
	}
	return "^(?:" + p + ")$"
}

func between(s, before, after string) (string, bool) {
	inner, ok := strings.CutPrefix(s, before)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(inner, after)
}

func (s scope) choose(n *node, no error) (*form.Tree, sort, error) {
	c, err := s.truth(n.args[0])
	if err != nil {
		return nil, nothing, err
	}
	a, k, err := s.cel(n.args[1])
	if err != nil {
		return nil, nothing, err
	}
	b, l, err := s.cel(n.args[2])
	switch {
	case err != nil:
		return nil, nothing, err
	case k == nothing:
		k = l
	case l == nothing || k == l:
	case k.counts() && l.counts():
		a, b, k = alike(a, b, k, l)
	case k.reads() && l.reads():
		k = text
	default:
		return nil, nothing, no
	}
	return tree("_?_:_", c, a, b), k, nil
}

// count is of a repeat, or of those of its rows that a predicate holds for.
func (s scope) count(n *node, no error) (*form.Tree, sort, error) {
	ref := n.args[0]
	if k, ok := s.sortOf(ref.text); ref.op != "ref" || !ok || k != rows {
		return nil, nothing, no
	}
	if ref.in == nil {
		return tree("size", named(ref.text)), whole, nil
	}
	if _, taken := s.sortOf("r"); taken {
		return nil, nothing, no
	}
	inside := s
	inside.row, inside.rowOf, inside.self = "r", ref.text, ""
	t, err := inside.truth(ref.in)
	if err != nil {
		return nil, nothing, err
	}
	return on("size", on("filter", named(ref.text), named("r"), t)), whole, nil
}

func (s scope) sum(n *node, no error) (*form.Tree, sort, error) {
	ref := n.args[0]
	if ref.op != "ref" || ref.in != nil {
		return nil, nothing, no
	}
	k, ok := s.sortOf(ref.text)
	repeat := s.repeat(ref.text)
	if !ok || repeat == "" || !k.counts() {
		return nil, nothing, no
	}
	list := on("map", named(repeat), named("r"), fieldOf(named("r"), ref.text))
	if k == decimal {
		return tree("sum_decimal", list), decimal, nil
	}
	return tree("sum", list), whole, nil
}

func (s scope) concat(n *node, no error) (*form.Tree, sort, error) {
	var out *form.Tree
	for _, a := range n.args {
		t, k, err := s.cel(a)
		switch {
		case err != nil:
			return nil, nothing, err
		case k == whole:
			t = tree("string", t)
		case k != text && k != day:
			return nil, nothing, no
		}
		if out == nil {
			out = t
		} else {
			out = tree("_+_", out, t)
		}
	}
	if out == nil {
		return nil, nothing, no
	}
	return out, text, nil
}

// wholeOf reads what int() and number() stand around when they say no more than
// that: a division of whole numbers, a part of a date, a part of a position.
func (s scope) wholeOf(n *node) (*form.Tree, sort, bool) {
	if n.op == "div" {
		left, l, err := s.cel(n.args[0])
		right, r, also := s.cel(n.args[1])
		return tree("_/_", left, right), whole, err == nil && also == nil && l == whole && r == whole
	}
	if n.op != "call" || len(n.args) != 2 {
		return nil, nothing, false
	}
	of, k, err := s.cel(n.args[0])
	if err != nil {
		return nil, nothing, false
	}
	switch part := n.args[1].text; {
	case n.text == "format-date" && k == day && partOfDate[part] != "":
		return tree(partOfDate[part], of), whole, true
	case n.text == "selected-at" && k == place && partOfPlace[part] != "":
		return fieldOf(of, partOfPlace[part]), decimal, true
	}
	return nil, nothing, false
}

var (
	partOfDate  = map[string]string{"%Y": "year", "%n": "month", "%m": "month", "%e": "day", "%d": "day"}
	partOfPlace = map[string]string{"0": "lat", "1": "lon", "3": "acc"}
)
