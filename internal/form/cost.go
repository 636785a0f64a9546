package form

import (
	"slices"

	"cel.dev/cel-go/common/ast"
)

// What an expression may cost, counted in steps: one for each operation, as
// often as its lists can be long. It is worked out from the declaration, so a
// form that could run for long is never published; web/src/core/form/cost.ts
// counts the same.
const (
	maxCost     = 100_000   // of one expression, once
	maxFormCost = 2_000_000 // of all expressions, in every row
	matchCost   = 50        // of one pattern
	unknownSize = 1000      // of a list whose length can't be told
)

// survey looks through an expression: what it asks for, what it calls, what it
// can cost.
type survey struct {
	form    *Form
	visible map[string]*question
	filter  bool
	refs    []*question
	problem *Problem
}

// weight of a part: steps to work it out, and how long its list can be.
type weight struct{ cost, size int }

func saturated(n int) int { return min(max(n, 0), 1_000_000_000) }

func (s *survey) refuse(code string, args ...any) {
	if s.problem == nil {
		s.problem = &Problem{Code: code, Args: args}
	}
}

// look weighs a part; bound are the names that the macros around it gave.
func (s *survey) look(e ast.Expr, bound []string) weight {
	switch e.Kind() {
	case ast.IdentKind:
		return s.ident(e.AsIdent(), bound)
	case ast.SelectKind:
		w := s.look(e.AsSelect().Operand(), bound)
		return weight{saturated(w.cost + 1), sizeOf(s.form.byName[e.AsSelect().FieldName()])}
	case ast.CallKind:
		return s.call(e.AsCall(), bound)
	case ast.ListKind:
		cost := 1
		for _, item := range e.AsList().Elements() {
			cost = saturated(cost + s.look(item, bound).cost)
		}
		return weight{cost, len(e.AsList().Elements())}
	case ast.ComprehensionKind:
		return s.comprehension(e.AsComprehension(), bound)
	case ast.LiteralKind:
		if t := e.AsLiteral().Type().TypeName(); t == "uint" || t == "bytes" {
			s.refuse("form.function", "name", t)
		}
		return weight{1, 1}
	}
	s.refuse("form.function", "name", "{ }")
	return weight{1, 1}
}

func (s *survey) ident(name string, bound []string) weight {
	if slices.Contains(bound, name) {
		return weight{1, unknownSize}
	}
	if name == "today" || name == "choice" && s.filter {
		return weight{1, 1}
	}
	q := s.visible[name]
	if q == nil {
		s.unknown(name)
		return weight{1, 1}
	}
	if !slices.Contains(s.refs, q) {
		s.refs = append(s.refs, q)
	}
	return weight{1, sizeOf(q)}
}

func (s *survey) unknown(name string) {
	switch q := s.form.byName[name]; {
	case q == nil:
		s.refuse("form.unknown_question", "name", name)
	case !q.Type.holdsAnswer():
		s.refuse("form.no_answer", "name", name)
	default:
		s.refuse("form.in_repeat", "name", name, "repeat", q.repeats[len(q.repeats)-1].Name)
	}
}

func sizeOf(q *question) int {
	switch {
	case q == nil:
		return 1
	case q.Type == Repeat:
		return int(deref(q.max, defaultRows))
	case q.Type == Several:
		return max(1, len(q.Choices))
	}
	return 1
}

func (s *survey) call(c ast.CallExpr, bound []string) weight {
	name := c.FunctionName()
	if !ofCEL[name] && !slices.Contains(functionNames, name) {
		s.refuse("form.function", "name", name)
	}
	args := c.Args()
	if c.IsMemberFunction() {
		args = append([]ast.Expr{c.Target()}, args...)
	}
	out := weight{cost: 1, size: 1}
	shortest := unknownSize
	for i, arg := range args {
		w := s.look(arg, bound)
		out.cost = saturated(out.cost + w.cost)
		shortest = min(shortest, w.size)
		switch name {
		case "@in", "sum", "sum_decimal":
			out.cost = saturated(out.cost + w.size)
		case "_+_":
			out.size = saturated(out.size + w.size)
		case "_?_:_":
			if i > 0 {
				out.size = max(out.size, w.size)
			}
		case "_[_]":
			out.size = unknownSize
		}
	}
	switch name {
	case "matches":
		out.cost = saturated(out.cost + matchCost)
	case "_==_", "_!=_":
		out.cost = saturated(out.cost + shortest)
	}
	return out
}

func (s *survey) comprehension(c ast.ComprehensionExpr, bound []string) weight {
	over := s.look(c.IterRange(), bound)
	inside := append(slices.Clone(bound), c.IterVar(), c.AccuVar())
	each := saturated(s.look(c.LoopCondition(), inside).cost + s.look(c.LoopStep(), inside).cost)
	cost := over.cost + s.look(c.AccuInit(), bound).cost + s.look(c.Result(), inside).cost
	return weight{saturated(cost + saturated(over.size*each)), over.size}
}
