package xlsform

import (
	"strconv"
	"strings"

	"bamban/internal/form"
)

// celText writes a tree as CEL, with no more brackets than it needs.
func celText(t *form.Tree) string {
	text, _ := celPart(t)
	return text
}

// How strongly the parts of CEL hold together.
const (
	celTernary = iota
	celOr
	celAnd
	celRelation
	celSum
	celProduct
	celUnary
	celPrimary
)

var celOperators = map[string]struct {
	sign     string
	strength int
}{
	"_||_": {"||", celOr}, "_&&_": {"&&", celAnd},
	"_==_": {"==", celRelation}, "_!=_": {"!=", celRelation}, "_<_": {"<", celRelation}, "_<=_": {"<=", celRelation},
	"_>_": {">", celRelation}, "_>=_": {">=", celRelation}, "@in": {"in", celRelation},
	"_+_": {"+", celSum}, "_-_": {"-", celSum}, "_*_": {"*", celProduct}, "_/_": {"/", celProduct}, "_%_": {"%", celProduct},
}

func celPart(t *form.Tree) (string, int) {
	if op, ok := celOperators[t.Op]; ok {
		// Relations don't chain; of the others the left may be as weak as the whole.
		left := op.strength
		if left == celRelation {
			left++
		}
		return celAs(t.Args[0], left) + " " + op.sign + " " + celAs(t.Args[1], op.strength+1), op.strength
	}
	switch t.Op {
	case "literal":
		return celLiteral(t.Value), celPrimary
	case "name":
		return t.Name, celPrimary
	case "field":
		return celAs(t.Args[0], celPrimary) + "." + t.Name, celPrimary
	case "list":
		return "[" + celList(t.Args) + "]", celPrimary
	case "!_":
		return "!" + celAs(t.Args[0], celUnary), celUnary
	case "-_":
		return "-" + celAs(t.Args[0], celPrimary), celUnary
	case "_?_:_":
		return celAs(t.Args[0], celOr) + " ? " + celAs(t.Args[1], celOr) + " : " + celAs(t.Args[2], celTernary), celTernary
	}
	if t.On {
		return celAs(t.Args[0], celPrimary) + "." + t.Op + "(" + celList(t.Args[1:]) + ")", celPrimary
	}
	return t.Op + "(" + celList(t.Args) + ")", celPrimary
}

func celAs(t *form.Tree, strength int) string {
	text, has := celPart(t)
	if has < strength {
		return "(" + text + ")"
	}
	return text
}

func celList(args []*form.Tree) string {
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = celText(a)
	}
	return strings.Join(out, ", ")
}

func celLiteral(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		s := strconv.FormatFloat(v, 'f', -1, 64)
		if !strings.Contains(s, ".") {
			s += ".0"
		}
		return s
	case string:
		return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(v) + "'"
	}
	return "null"
}
