package xlsform

import "bamban/internal/form"

// sort is what an expression gives: the two languages differ in what goes with what.
type sort int

const (
	nothing sort = iota // the empty text
	truth               // true, false
	yesNo               // the answer to a yes_no question: 'yes' and 'no' in XLSForm
	whole
	decimal
	text // codes too
	day
	dayNumber // decimal-date-time(…): days as a number
	codes     // of several
	place
	rows
)

func sortOf(t form.Type) sort {
	switch t {
	case form.Integer, form.Money:
		return whole
	case form.Decimal:
		return decimal
	case form.YesNo:
		return yesNo
	case form.Date:
		return day
	case form.Several:
		return codes
	case form.Position:
		return place
	case form.Repeat:
		return rows
	}
	return text
}

func (s sort) counts() bool { return s == whole || s == decimal }
func (s sort) reads() bool  { return s == text || s == day || s == nothing }

// scope is what an expression may ask for.
type scope struct {
	sortOf func(name string) (sort, bool) // of a question
	repeat func(name string) string       // the repeat that a question is a row's of, or ""
	self   string                         // the question whose constraint this is: "."
	filter bool                           // of choices: bare names are their columns
	row    string                         // the variable of the row that a predicate looks at, or ""
	rowOf  string                         // its repeat
}

func tree(op string, args ...*form.Tree) *form.Tree { return &form.Tree{Op: op, Args: args} }
func on(op string, args ...*form.Tree) *form.Tree   { return &form.Tree{Op: op, Args: args, On: true} }
func named(name string) *form.Tree                  { return &form.Tree{Op: "name", Name: name} }
func literal(v any) *form.Tree                      { return &form.Tree{Op: "literal", Value: v} }
func fieldOf(t *form.Tree, name string) *form.Tree {
	return &form.Tree{Op: "field", Name: name, Args: []*form.Tree{t}}
}

func isLiteral(t *form.Tree, v any) bool { return t.Op == "literal" && t.Value == v }

// same reports whether two trees are one name or field.
func same(a, b *form.Tree) bool {
	if a.Op != b.Op || a.Name != b.Name || a.Op != "name" && a.Op != "field" {
		return false
	}
	return a.Op == "name" || same(a.Args[0], b.Args[0])
}
