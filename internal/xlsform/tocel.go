package xlsform

import (
	"strconv"
	"strings"
	"time"

	"bamban/internal/form"
)

// toCEL translates an XPath expression.
func toCEL(source string, s scope) (*form.Tree, sort, error) {
	n, err := parseXPath(source)
	if err != nil {
		return nil, nothing, err
	}
	return s.cel(n)
}

// condition translates an expression that must be true or false.
func condition(source string, s scope) (*form.Tree, error) {
	n, err := parseXPath(source)
	if err != nil {
		return nil, err
	}
	return s.truth(n)
}

func (s scope) truth(n *node) (*form.Tree, error) {
	t, k, err := s.cel(n)
	if err == nil && k != truth {
		err = &unsupported{n.said()}
	}
	return t, err
}

// said names a construct for a message.
func (n *node) said() string {
	switch n.op {
	case "call":
		return n.text + "()"
	case "ref":
		return "${" + n.text + "}"
	case "self":
		return "."
	case "number", "text", "name":
		return n.text
	}
	return n.op
}

func (s scope) cel(n *node) (*form.Tree, sort, error) {
	switch n.op {
	case "number":
		return number(n)
	case "text":
		if n.text == "" {
			return literal(nil), nothing, nil
		}
		return literal(n.text), text, nil
	case "ref":
		return s.ref(n.text, n)
	case "self":
		return s.ref(s.self, n)
	case "name":
		return s.bare(n)
	case "call":
		return s.call(n)
	case "neg":
		t, k, err := s.cel(n.args[0])
		if err == nil && !k.counts() {
			err = &unsupported{n.said()}
		}
		if err != nil {
			return nil, nothing, err
		}
		return negative(t), k, nil
	case "and":
		return s.both("_&&_", n)
	case "or":
		t, k, err := s.both("_||_", n)
		if err != nil {
			return nil, k, err
		}
		return oneOf(t), k, nil
	}
	return s.binary(n)
}

func number(n *node) (*form.Tree, sort, error) {
	if i, err := strconv.ParseInt(n.text, 10, 64); err == nil {
		return literal(i), whole, nil
	}
	f, err := strconv.ParseFloat(n.text, 64)
	if err != nil {
		return nil, nothing, &badXPath{n.text}
	}
	return literal(f), decimal, nil
}

func (s scope) ref(name string, n *node) (*form.Tree, sort, error) {
	if n.in != nil || name == "" {
		return nil, nothing, &unsupported{n.said() + "[…]"}
	}
	k, ok := s.sortOf(name)
	if !ok {
		return nil, nothing, &unsupported{n.said()}
	}
	if s.rowOf != "" && s.repeat(name) == s.rowOf {
		return fieldOf(named(s.row), name), k, nil
	}
	return named(name), k, nil
}

// bare is a name without ${}: a column of the choices, or a field of the row
// that a predicate looks at.
func (s scope) bare(n *node) (*form.Tree, sort, error) {
	switch {
	case s.row != "":
		if k, ok := s.sortOf(n.text); ok && s.repeat(n.text) == s.rowOf {
			return fieldOf(named(s.row), n.text), k, nil
		}
	case s.filter && n.text == "name":
		return fieldOf(named("choice"), "code"), text, nil
	case s.filter:
		return fieldOf(named("choice"), n.text), text, nil
	}
	return nil, nothing, &unsupported{n.said()}
}

func (s scope) both(op string, n *node) (*form.Tree, sort, error) {
	left, err := s.truth(n.args[0])
	if err != nil {
		return nil, nothing, err
	}
	right, err := s.truth(n.args[1])
	return tree(op, left, right), truth, err
}

// oneOf turns x == 'a' || x == 'b' into x in ['a', 'b'].
func oneOf(t *form.Tree) *form.Tree {
	left, right := choicesIn(t.Args[0]), choicesIn(t.Args[1])
	if left == nil || right == nil || !same(left.Args[0], right.Args[0]) {
		return t
	}
	list := append(append([]*form.Tree{}, left.Args[1].Args...), right.Args[1].Args...)
	return tree("@in", left.Args[0], tree("list", list...))
}

// choicesIn reads an equality with a text as a list of one; nil for all else.
func choicesIn(t *form.Tree) *form.Tree {
	switch {
	case t.Op == "@in" && t.Args[1].Op == "list":
		return t
	case t.Op == "_==_" && t.Args[1].Op == "literal":
		if _, ok := t.Args[1].Value.(string); ok {
			return tree("@in", t.Args[0], tree("list", t.Args[1]))
		}
	}
	return nil
}

var celOf = map[string]string{"=": "_==_", "!=": "_!=_", "<": "_<_", "<=": "_<=_", ">": "_>_", ">=": "_>=_", "+": "_+_", "-": "_-_", "*": "_*_", "mod": "_%_", "div": "_/_"}

func (s scope) binary(n *node) (*form.Tree, sort, error) {
	left, l, err := s.cel(n.args[0])
	if err != nil {
		return nil, nothing, err
	}
	right, r, err := s.cel(n.args[1])
	if err != nil {
		return nil, nothing, err
	}
	no := &unsupported{n.args[0].said() + " " + n.op + " " + n.args[1].said()}
	switch n.op {
	case "=", "!=":
		return equality(n.op, left, right, l, r, no)
	case "<", "<=", ">", ">=":
		if l.counts() && r.counts() || l.reads() && r.reads() && l != nothing && r != nothing {
			return tree(celOf[n.op], left, right), truth, nil
		}
		return nil, nothing, no
	}
	return arithmetic(n.op, left, right, l, r, no)
}

func equality(op string, left, right *form.Tree, l, r sort, no error) (*form.Tree, sort, error) {
	if l == nothing || left.Op == "literal" && right.Op != "literal" {
		left, right, l, r = right, left, r, l
	}
	equal := op == "="
	switch {
	case l == nothing:
		return nil, nothing, no
	case r == nothing:
		t := tree("answered", left)
		if equal {
			t = tree("!_", t)
		}
		return t, truth, nil
	case l == yesNo && (isLiteral(right, "yes") || isLiteral(right, "no")):
		return tree(celOf[op], left, literal(right.Value == "yes")), truth, nil
	case l == truth && right.Op == "literal" && r == truth:
		if (right.Value == true) == equal {
			return left, truth, nil
		}
		return tree("!_", left), truth, nil
	case l.counts() && r.counts():
		left, right, _ = alike(left, right, l, r)
	case l.reads() && r.reads(), l == yesNo && r == yesNo:
	default:
		return nil, nothing, no
	}
	return tree(celOf[op], left, right), truth, nil
}

// alike makes both sides decimals if one is.
func alike(left, right *form.Tree, l, r sort) (*form.Tree, *form.Tree, sort) {
	if l == r {
		return left, right, l
	}
	return asDecimal(left, l), asDecimal(right, r), decimal
}

func asDecimal(t *form.Tree, k sort) *form.Tree {
	if k == decimal {
		return t
	}
	if n, ok := t.Value.(int64); ok && t.Op == "literal" {
		return literal(float64(n))
	}
	return tree("double", t)
}

func arithmetic(op string, left, right *form.Tree, l, r sort, no error) (*form.Tree, sort, error) {
	switch {
	case l == dayNumber && r == dayNumber && op == "-", l == day && r == day && op == "-":
		return tree("days", right, left), whole, nil
	case (l == day || l == dayNumber) && r == whole && (op == "+" || op == "-"):
		if op == "-" {
			right = negative(right)
		}
		return tree("add_days", left, right), l, nil
	case !l.counts() || !r.counts():
		return nil, nothing, no
	case op == "div":
		return tree("_/_", asDecimal(left, l), asDecimal(right, r)), decimal, nil
	case op == "mod" && (l != whole || r != whole):
		return nil, nothing, no
	}
	left, right, k := alike(left, right, l, r)
	return tree(celOf[op], left, right), k, nil
}

func negative(t *form.Tree) *form.Tree {
	if t.Op == "literal" {
		switch n := t.Value.(type) {
		case int64:
			return literal(-n)
		case float64:
			return literal(-n + 0) // never -0
		}
	}
	return tree("-_", t)
}

// isDay tells texts that are days, which date('…') may hold.
func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, strings.TrimSpace(s))
	return err == nil
}
