package xlsform

import (
	"strconv"
	"strings"

	"bamban/internal/form"
)

// toXPath translates a CEL expression. A yes_no answer that stands for a
// condition becomes a comparison with 'yes'.
func toXPath(source string, s scope) (string, sort, error) {
	t, err := form.Parse(source)
	if err != nil {
		return "", nothing, err
	}
	x, err := s.xpath(t)
	return x.text, x.sort, err
}

// conditionXPath translates an expression that is true or false.
func conditionXPath(source string, s scope) (string, error) {
	t, err := form.Parse(source)
	if err != nil {
		return "", err
	}
	x, err := s.asTruth(t)
	return x.text, err
}

// part of an XPath expression, and how strongly it holds together.
type part struct {
	text     string
	sort     sort
	strength int
}

const (
	xOr = iota
	xAnd
	xEqual
	xCompare
	xSum
	xProduct
	xUnary
	xPrimary
)

func (p part) as(strength int) string {
	if p.strength < strength {
		return "(" + p.text + ")"
	}
	return p.text
}

func lacks(t *form.Tree) error { return &unsupported{celText(t)} }

func (s scope) xpath(t *form.Tree) (part, error) {
	switch t.Op {
	case "literal":
		return literalXPath(t)
	case "name":
		return s.nameXPath(t)
	case "field":
		return s.fieldXPath(t)
	case "_&&_", "_||_":
		return s.joined(t)
	case "!_":
		return s.negated(t)
	case "_==_", "_!=_":
		return s.equalXPath(t)
	case "_<_", "_<=_", "_>_", "_>=_":
		return s.joinedBy(t, strings.Trim(t.Op, "_"), xCompare, truth)
	case "@in":
		return s.inXPath(t)
	case "_+_", "_-_", "_*_", "_/_", "_%_":
		return s.arithmeticXPath(t)
	case "-_":
		x, err := s.xpath(t.Args[0])
		return part{"-" + x.as(xPrimary), x.sort, xUnary}, err
	case "_?_:_":
		return s.ifXPath(t)
	}
	return s.callXPath(t)
}

func literalXPath(t *form.Tree) (part, error) {
	switch v := t.Value.(type) {
	case nil:
		return part{"''", nothing, xPrimary}, nil
	case bool:
		return part{strconv.FormatBool(v) + "()", truth, xPrimary}, nil
	case int64:
		return part{strconv.FormatInt(v, 10), whole, xPrimary}, nil
	case float64:
		return part{celLiteral(v), decimal, xPrimary}, nil
	case string:
		quote := "'"
		if strings.Contains(v, "'") {
			quote = `"`
		}
		if strings.Contains(v, quote) || strings.ContainsAny(v, "\n\r\t") || v == "" {
			return part{}, lacks(t)
		}
		return part{quote + v + quote, text, xPrimary}, nil
	}
	return part{}, lacks(t)
}

func (s scope) nameXPath(t *form.Tree) (part, error) {
	if t.Name == "today" {
		return part{"today()", day, xPrimary}, nil
	}
	k, ok := s.sortOf(t.Name)
	switch {
	case !ok:
		return part{}, lacks(t)
	case t.Name == s.self && s.row == "":
		return part{".", k, xPrimary}, nil
	}
	return part{"${" + t.Name + "}", k, xPrimary}, nil
}

func (s scope) fieldXPath(t *form.Tree) (part, error) {
	of := t.Args[0]
	switch {
	case of.Op == "name" && of.Name == "choice" && s.filter:
		if t.Name == "code" {
			return part{"name", text, xPrimary}, nil
		}
		return part{t.Name, text, xPrimary}, nil
	case of.Op == "name" && of.Name == s.row && s.row != "":
		k, _ := s.sortOf(t.Name)
		return part{t.Name, k, xPrimary}, nil
	}
	x, err := s.xpath(of)
	if err != nil || x.sort != place {
		return part{}, lacks(t)
	}
	for at, name := range partOfPlace {
		if name == t.Name {
			return part{"number(selected-at(" + x.text + ", " + at + "))", decimal, xPrimary}, nil
		}
	}
	return part{}, lacks(t)
}

// asTruth gives a part that is true or false.
func (s scope) asTruth(t *form.Tree) (part, error) {
	x, err := s.xpath(t)
	switch {
	case err != nil:
		return part{}, err
	case x.sort == yesNo:
		return part{x.as(xCompare) + " = 'yes'", truth, xEqual}, nil
	case x.sort != truth:
		return part{}, lacks(t)
	}
	return x, nil
}

// joined flattens and, or: they are written without brackets however they nest.
func (s scope) joined(t *form.Tree) (part, error) {
	sign, strength := " or ", xOr
	if t.Op == "_&&_" {
		sign, strength = " and ", xAnd
	}
	var parts []string
	for _, arg := range flat(t, t.Op) {
		x, err := s.asTruth(arg)
		if err != nil {
			return part{}, err
		}
		parts = append(parts, x.as(strength+1))
	}
	return part{strings.Join(parts, sign), truth, strength}, nil
}

func flat(t *form.Tree, op string) []*form.Tree {
	if t.Op != op {
		return []*form.Tree{t}
	}
	return append(flat(t.Args[0], op), flat(t.Args[1], op)...)
}

func (s scope) negated(t *form.Tree) (part, error) {
	arg := t.Args[0]
	if arg.Op == "answered" {
		return s.answered(arg, false)
	}
	x, err := s.xpath(arg)
	switch {
	case err != nil:
		return part{}, err
	case x.sort == yesNo:
		return part{x.as(xCompare) + " = 'no'", truth, xEqual}, nil
	case x.sort != truth:
		return part{}, lacks(t)
	}
	return part{"not(" + x.text + ")", truth, xPrimary}, nil
}

func (s scope) answered(t *form.Tree, yes bool) (part, error) {
	x, err := s.xpath(t.Args[0])
	if err != nil {
		return part{}, err
	}
	if x.sort == rows {
		return part{"count(" + x.text + ")" + map[bool]string{true: " > 0", false: " = 0"}[yes], truth, map[bool]int{true: xCompare, false: xEqual}[yes]}, nil
	}
	return part{x.as(xCompare) + map[bool]string{true: " != ''", false: " = ''"}[yes], truth, xEqual}, nil
}

func (s scope) equalXPath(t *form.Tree) (part, error) {
	sign := " = "
	if t.Op == "_!=_" {
		sign = " != "
	}
	left, err := s.xpath(t.Args[0])
	if err != nil {
		return part{}, err
	}
	right, err := s.xpath(t.Args[1])
	if err != nil {
		return part{}, err
	}
	if left.sort == yesNo && t.Args[1].Op == "literal" && right.sort == truth {
		right.text = map[string]string{"true()": "'yes'", "false()": "'no'"}[right.text]
	} else if left.sort == rows || left.sort == codes || right.sort == codes || (left.sort == truth) != (right.sort == truth) {
		return part{}, lacks(t)
	}
	return part{left.as(xCompare) + sign + right.as(xCompare), truth, xEqual}, nil
}

func (s scope) joinedBy(t *form.Tree, sign string, strength int, gives sort) (part, error) {
	left, err := s.xpath(t.Args[0])
	if err != nil {
		return part{}, err
	}
	right, err := s.xpath(t.Args[1])
	if err != nil {
		return part{}, err
	}
	if gives == nothing {
		gives = left.sort
	}
	return part{left.as(strength) + " " + sign + " " + right.as(strength+1), gives, strength}, nil
}

// inXPath is selected() of what has several codes, and a row of comparisons with
// a list that is written out.
func (s scope) inXPath(t *form.Tree) (part, error) {
	left, err := s.xpath(t.Args[0])
	if err != nil {
		return part{}, err
	}
	if t.Args[1].Op != "list" {
		list, err := s.xpath(t.Args[1])
		if err != nil || list.sort != codes {
			return part{}, lacks(t)
		}
		return part{"selected(" + list.text + ", " + left.text + ")", truth, xPrimary}, nil
	}
	var parts []string
	for _, item := range t.Args[1].Args {
		x, err := s.xpath(item)
		if err != nil || item.Op != "literal" {
			return part{}, lacks(t)
		}
		parts = append(parts, left.as(xCompare)+" = "+x.text)
	}
	if len(parts) == 0 {
		return part{}, lacks(t)
	}
	return part{strings.Join(parts, " or "), truth, xOr}, nil
}
