package form

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
)

// Tree is an expression taken apart, for those who write it in another language.
type Tree struct {
	Op    string // "literal", "name", "field", "list", or a function or operator of CEL, e.g. "_&&_", "size", "filter"
	Name  string // of a name or a field
	Value any    // of a literal: int64, float64, bool, string, nil
	Args  []*Tree
	On    bool // the first of Args stood before a full stop: p.filter(…)
}

// Parse takes an expression apart. Macros are calls like others.
func Parse(source string) (*Tree, error) {
	env, err := cel.NewEnv(cel.ClearMacros())
	if err != nil {
		return nil, err
	}
	parsed, issues := env.Parse(source)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	return treeOf(parsed.NativeRep().Expr())
}

func treeOf(e ast.Expr) (*Tree, error) {
	switch e.Kind() {
	case ast.LiteralKind:
		return &Tree{Op: "literal", Value: e.AsLiteral().Value()}, nil
	case ast.IdentKind:
		return &Tree{Op: "name", Name: e.AsIdent()}, nil
	case ast.SelectKind:
		return withArgs(&Tree{Op: "field", Name: e.AsSelect().FieldName()}, e.AsSelect().Operand())
	case ast.ListKind:
		return withArgs(&Tree{Op: "list"}, e.AsList().Elements()...)
	case ast.CallKind:
		c := e.AsCall()
		if c.IsMemberFunction() {
			return withArgs(&Tree{Op: c.FunctionName(), On: true}, append([]ast.Expr{c.Target()}, c.Args()...)...)
		}
		return withArgs(&Tree{Op: c.FunctionName()}, c.Args()...)
	}
	return nil, fmt.Errorf("an expression that forms can't use")
}

func withArgs(t *Tree, args ...ast.Expr) (*Tree, error) {
	for _, a := range args {
		sub, err := treeOf(a)
		if err != nil {
			return nil, err
		}
		t.Args = append(t.Args, sub)
	}
	return t, nil
}
