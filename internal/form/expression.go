package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
)

// expression is one CEL expression of a form, ready to run.
type expression struct {
	program cel.Program
	refs    []*question // that it asks for, each once
}

// celCost stops an evaluation that got past the cost worked out beforehand.
const celCost = 10_000_000

// compile compiles every expression of the form.
func (b *builder) compile() {
	base, err := cel.NewEnv(append(functionOptions(), cel.CrossTypeNumericComparisons(true))...)
	if err != nil {
		panic("form: " + err.Error()) // the environment is fixed: the first test finds it
	}
	base, err = base.Extend(cel.CustomTypeProvider(&rows{Provider: base.CELTypeProvider(), form: b.form}))
	if err != nil {
		panic("form: " + err.Error())
	}
	envs := map[string]*cel.Env{}
	for _, q := range b.form.questions {
		if !slices.Contains(Types, q.Type) {
			continue
		}
		key := scopeKey(q)
		if envs[key] == nil {
			if envs[key], err = base.Extend(b.variables(q)...); err != nil {
				b.add(sub(q, "name"), "form.expression", "reason", err, "at", 1)
				return
			}
		}
		e := &compiling{b: b, q: q, env: envs[key], visible: b.form.visible(q)}
		q.when = e.compile("when", q.When, cel.BoolType, 1)
		q.check = e.compile("check", q.Check, cel.BoolType, 1)
		q.value = e.compile("value", q.Value, calculated(q.Type), 1)
		if q.Filter != "" {
			if e.env, err = e.env.Extend(cel.Variable("choice", cel.ObjectType(choiceType+q.Name))); err == nil {
				q.filter = e.compile("filter", q.Filter, cel.BoolType, max(1, len(q.Choices)))
			}
		}
	}
}

func scopeKey(q *question) string {
	var names []string
	for _, r := range q.repeats {
		names = append(names, r.Name)
	}
	return strings.Join(names, ".")
}

// visible are the questions that an expression of q may ask for: those of its
// own row, of the rows around it, and of the form.
func (f *Form) visible(q *question) map[string]*question {
	out := map[string]*question{}
	for _, other := range f.questions {
		if other.Type.holdsAnswer() && len(other.repeats) <= len(q.repeats) && slices.Equal(other.repeats, q.repeats[:len(other.repeats)]) {
			out[other.Name] = other
		}
	}
	return out
}

func (b *builder) variables(q *question) []cel.EnvOption {
	var out []cel.EnvOption
	for name, other := range b.form.visible(q) {
		if b.form.byName[name] == other {
			out = append(out, cel.Variable(name, typeOf(other)))
		}
	}
	return out
}

// The names of the object types that a form's lists hold.
const (
	rowType      = "row."
	choiceType   = "choice."
	positionType = "position"
)

// typeOf is a question's answer in CEL; what is not answered is null, or empty
// where it is a list.
func typeOf(q *question) *cel.Type {
	switch q.Type {
	case Integer, Money:
		return cel.NullableType(cel.IntType)
	case Decimal:
		return cel.NullableType(cel.DoubleType)
	case YesNo:
		return cel.NullableType(cel.BoolType)
	case Several:
		return cel.ListType(cel.StringType)
	case Position:
		return cel.ObjectType(positionType)
	case Repeat:
		return cel.ListType(cel.ObjectType(rowType + q.Name))
	}
	return cel.NullableType(cel.StringType)
}

// calculated is what an expression must give for a question of a type.
func calculated(t Type) *cel.Type {
	switch t {
	case Integer, Money:
		return cel.IntType
	case Decimal:
		return cel.DoubleType
	case YesNo:
		return cel.BoolType
	case Several:
		return cel.ListType(cel.StringType)
	}
	return cel.StringType
}

// rows provides the object types of a form's rows, choices and positions.
type rows struct {
	types.Provider
	form *Form
}

func (r *rows) FindStructType(name string) (*types.Type, bool) {
	if r.known(name) {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return r.Provider.FindStructType(name)
}

func (r *rows) known(name string) bool {
	if name == positionType {
		return true
	}
	for _, prefix := range []string{rowType, choiceType} {
		if of, ok := strings.CutPrefix(name, prefix); ok && r.form.byName[of] != nil {
			return true
		}
	}
	return false
}

func (r *rows) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	if name == positionType && slices.Contains([]string{"lat", "lon", "acc"}, field) {
		return &types.FieldType{Type: cel.DoubleType}, true
	}
	if of, ok := strings.CutPrefix(name, rowType); ok {
		repeat, q := r.form.byName[of], r.form.byName[field]
		if repeat != nil && q != nil && q.Type.holdsAnswer() && len(q.repeats) > 0 && q.repeats[len(q.repeats)-1] == repeat {
			return &types.FieldType{Type: typeOf(q)}, true
		}
		return nil, false
	}
	if of, ok := strings.CutPrefix(name, choiceType); ok {
		if q := r.form.byName[of]; q != nil && (field == "code" || slices.Contains(dataOf(q.Choices), field)) {
			return &types.FieldType{Type: cel.StringType}, true
		}
		return nil, false
	}
	return r.Provider.FindStructFieldType(name, field)
}

// dataOf are the names under which any of the choices holds something.
func dataOf(choices []Choice) []string {
	var out []string
	for i := range choices {
		for name := range choices[i].Data {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return out
}

// compiling is one question's expressions being compiled.
type compiling struct {
	b       *builder
	q       *question
	env     *cel.Env
	visible map[string]*question
}

// compile gives nil for an expression that is not there or is refused.
func (c *compiling) compile(field, source string, want *cel.Type, times int) *expression {
	if source == "" {
		return nil
	}
	at := sub(c.q, field)
	if utf8.RuneCountInString(source) > maxExpression {
		c.b.add(at, "field.too_long", "max", maxExpression)
		return nil
	}
	parsed, issues := c.env.Parse(source)
	if issues.Err() != nil {
		c.refuse(at, issues)
		return nil
	}
	s := &survey{form: c.b.form, visible: c.visible, filter: field == "filter"}
	cost := s.look(parsed.NativeRep().Expr(), nil).cost
	if s.problem != nil {
		s.problem.Path = at
		c.b.problems = append(c.b.problems, *s.problem)
		return nil
	}
	for _, r := range c.q.repeats {
		times = saturated(times * int(deref(r.max, defaultRows)))
	}
	if c.b.total = saturated(c.b.total + saturated(cost*times)); cost > maxCost || c.b.total > maxFormCost {
		c.b.add(at, "form.too_costly", "cost", cost, "max", maxCost)
		return nil
	}
	checked, issues := c.env.Check(parsed)
	if issues.Err() != nil {
		c.refuse(at, issues)
		return nil
	}
	return c.plan(at, checked, want, s.refs)
}

func deref(n *float64, otherwise float64) float64 {
	if n == nil {
		return otherwise
	}
	return *n
}

func (c *compiling) refuse(at []string, issues *cel.Issues) {
	e := issues.Errors()[0]
	c.b.add(at, "form.expression", "reason", e.Message, "at", e.Location.Column()+1)
}

func (c *compiling) plan(at []string, checked *cel.Ast, want *cel.Type, refs []*question) *expression {
	out := checked.OutputType()
	if !gives(out, want) {
		c.b.add(at, "form.result", "got", words(out), "want", words(want))
		return nil
	}
	for _, reference := range checked.NativeRep().ReferenceMap() {
		for _, id := range reference.OverloadIDs {
			if notOfCEL[id] {
				c.b.add(at, "form.function", "name", strings.ReplaceAll(id, "_to_", " → "))
				return nil
			}
		}
	}
	program, err := c.env.Program(checked, cel.CostLimit(celCost), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		c.b.add(at, "form.expression", "reason", err, "at", 1)
		return nil
	}
	return &expression{program: program, refs: refs}
}

// gives reports whether an expression's type will do: whole numbers do for
// decimals, an empty list for any list.
func gives(out, want *cel.Type) bool {
	if out.Kind() == types.DynKind {
		return false
	}
	if out.Kind() == types.ListKind && want.Kind() == types.ListKind {
		element := out.Parameters()[0]
		return element.Kind() == types.TypeParamKind || element.Kind() == types.DynKind || gives(element, want.Parameters()[0])
	}
	nullable := want
	if want.Kind() != types.ListKind {
		nullable = cel.NullableType(want)
	}
	if want.IsExactType(cel.DoubleType) && gives(out, cel.IntType) {
		return true
	}
	return want.IsAssignableType(out) || nullable.IsAssignableType(out)
}

// words names a type as the docs do.
func words(t *cel.Type) string {
	return strings.NewReplacer("wrapper(", "", ")", "", "list(", "list of ", rowType, "rows of ").Replace(t.String())
}
