package xlsform

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// node is a part of an XPath expression, as XLSForm uses it.
type node struct {
	op   string // an operator, or number, text, ref (${x}), self (.), name, call, neg
	text string // of a number, text, ref, name or call
	args []*node
	in   *node // the predicate of a ref: ${x}[…]
}

// The bounds of an expression.
const (
	maxXPath = 4000 // characters
	maxNest  = 40
)

// badXPath is an expression that can't be read; near says where.
type badXPath struct{ near string }

func (e *badXPath) Error() string { return "XPath: near " + e.near }

// unsupported is a construct that has no counterpart.
type unsupported struct{ what string }

func (e *unsupported) Error() string { return "no counterpart for " + e.what }

var errTooLong = errors.New("XPath: too long")

type parser struct {
	left  string // what is not read yet
	depth int
}

func parseXPath(s string) (*node, error) {
	if utf8.RuneCountInString(s) > maxXPath {
		return nil, errTooLong
	}
	p := &parser{left: s}
	n, err := p.binary(0)
	if err == nil && p.space() != "" {
		err = p.bad()
	}
	if err != nil {
		return nil, err
	}
	return n, nil
}

func (p *parser) bad() error {
	near := []rune(p.left)
	return &badXPath{string(near[:min(len(near), 20)])}
}

func (p *parser) space() string {
	p.left = strings.TrimLeft(p.left, " \t\r\n\u00a0")
	return p.left
}

// levels of the operators that join two parts, weakest first.
var levels = [][]string{{"or"}, {"and"}, {"!=", "="}, {"<=", ">=", "<", ">"}, {"+", "-"}, {"*", "div", "mod"}}

func (p *parser) binary(level int) (*node, error) {
	if level == len(levels) {
		return p.unary()
	}
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxNest*len(levels) {
		return nil, &unsupported{"(((…)))"}
	}
	left, err := p.binary(level + 1)
	for err == nil {
		op := p.operator(levels[level])
		if op == "" {
			return left, nil
		}
		var right *node
		if right, err = p.binary(level + 1); err == nil {
			left = &node{op: op, args: []*node{left, right}}
		}
	}
	return nil, err
}

func (p *parser) operator(ops []string) string {
	s := p.space()
	for _, op := range ops {
		rest, ok := strings.CutPrefix(s, op)
		if !ok || op[0] >= 'a' && rest != "" && isNamePart(rest[0]) {
			continue
		}
		p.left = rest
		return op
	}
	return ""
}

func (p *parser) unary() (*node, error) {
	if rest, ok := strings.CutPrefix(p.space(), "-"); ok {
		p.left = rest
		p.depth++
		defer func() { p.depth-- }()
		if p.depth > maxNest*len(levels) {
			return nil, &unsupported{"---"}
		}
		n, err := p.unary()
		return &node{op: "neg", args: []*node{n}}, err
	}
	return p.primary()
}

func isNameStart(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' }
func isDigit(c byte) bool     { return c >= '0' && c <= '9' }
func isNamePart(c byte) bool {
	return isNameStart(c) || isDigit(c) || c == '-' || c == '.' || c == ':'
}

func (p *parser) primary() (*node, error) {
	s := p.space()
	switch {
	case s == "":
		return nil, &badXPath{"…"}
	case s[0] == '(':
		p.left = s[1:]
		n, err := p.binary(0)
		if err != nil {
			return nil, err
		}
		return n, p.expect(")")
	case s[0] == '\'' || s[0] == '"':
		text, rest, ok := strings.Cut(s[1:], s[:1])
		if !ok {
			return nil, p.bad()
		}
		p.left = rest
		return &node{op: "text", text: text}, nil
	case strings.HasPrefix(s, "${"):
		return p.ref(s)
	case isDigit(s[0]) || s[0] == '.' && len(s) > 1 && isDigit(s[1]):
		return &node{op: "number", text: p.take(func(c byte) bool { return isDigit(c) || c == '.' })}, nil
	case strings.HasPrefix(s, ".."), s[0] == '/', s[0] == '*', s[0] == '@', strings.HasPrefix(s, "./"):
		return nil, &unsupported{p.take(func(c byte) bool { return c > ' ' && c != ')' && c != ',' })}
	case s[0] == '.':
		p.left = s[1:]
		return &node{op: "self"}, nil
	case isNameStart(s[0]):
		return p.named()
	}
	return nil, p.bad()
}

func (p *parser) take(while func(byte) bool) string {
	i := 0
	for i < len(p.left) && while(p.left[i]) {
		i++
	}
	out := p.left[:i]
	p.left = p.left[i:]
	return out
}

func (p *parser) expect(s string) error {
	rest, ok := strings.CutPrefix(p.space(), s)
	if !ok {
		return p.bad()
	}
	p.left = rest
	return nil
}

func (p *parser) ref(s string) (*node, error) {
	name, rest, ok := strings.Cut(s[2:], "}")
	if name = strings.TrimSpace(name); !ok || name == "" {
		return nil, p.bad()
	}
	n := &node{op: "ref", text: name}
	if p.left = rest; strings.HasPrefix(rest, "/") {
		return nil, &unsupported{"${" + name + "}/"}
	}
	if !strings.HasPrefix(rest, "[") {
		return n, nil
	}
	p.left = rest[1:]
	var err error
	if n.in, err = p.binary(0); err != nil {
		return nil, err
	}
	return n, p.expect("]")
}

func (p *parser) named() (*node, error) {
	name := p.take(isNamePart)
	if !strings.HasPrefix(p.space(), "(") {
		if strings.HasPrefix(p.left, "/") || strings.HasPrefix(p.left, "[") {
			return nil, &unsupported{name + p.left[:1]}
		}
		return &node{op: "name", text: name}, nil
	}
	p.left = p.left[1:]
	n := &node{op: "call", text: name}
	if rest, ok := strings.CutPrefix(p.space(), ")"); ok {
		p.left = rest
		return n, nil
	}
	for {
		arg, err := p.binary(0)
		if err != nil {
			return nil, err
		}
		n.args = append(n.args, arg)
		if rest, ok := strings.CutPrefix(p.space(), ","); ok {
			p.left = rest
			continue
		}
		return n, p.expect(")")
	}
}
