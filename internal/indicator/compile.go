package indicator

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"

	"bamban/internal/form"
	"bamban/internal/kind"
)

const (
	maxExpression = 1000   // characters
	maxCost       = 20_000 // of one expression over one record, by CEL's own estimate
)

// program is an expression, ready to run.
type program struct{ cel.Program }

// expressions compiles what an indicator says in CEL.
func (b *builder) expressions(i *Indicator) {
	c, err := b.compiler(i)
	if err != nil {
		b.bad("kind", "indicator.expression", "reason", err, "at", 1)
		return
	}
	i.where = c.compile("where", i.Where, cel.BoolType)
	i.value = c.compile("value", i.Value, cel.IntType, cel.DoubleType)
	if i.Value != "" && i.Aggregate != Sum && i.Aggregate != Last {
		b.bad("value", "indicator.value", "aggregate", i.Aggregate)
	}
	if len(i.Dims) > MaxDims {
		b.bad("dims", "indicator.dims", "max", MaxDims)
	}
	for n, d := range i.Dims {
		field := fmt.Sprintf("dims.%d.value", n)
		if d.Value == "" {
			b.bad(field, "field.missing", "field", "value")
		}
		i.dims = append(i.dims, c.compile(field, d.Value, cel.StringType, cel.ListType(cel.StringType)))
	}
	if c.personal != "" && !i.People {
		b.bad("people", "indicator.people", "field", c.personal)
	}
}

type compiler struct {
	b        *builder
	env      *cel.Env
	kind     *kind.Kind
	personal string // a field that is not plain and that an expression asks for
}

func (b *builder) compiler(i *Indicator) (*compiler, error) {
	key := i.Kind + " " + i.Each
	env, err := b.envs[key], error(nil)
	if env == nil {
		if env, err = b.env(i); err == nil {
			b.envs[key] = env
		}
	}
	return &compiler{b: b, env: env, kind: i.kind}, err
}

// env is what expressions over one kind's records may use.
func (b *builder) env(i *Indicator) (*cel.Env, error) {
	if b.base == nil {
		base, err := cel.NewEnv(append(form.Functions(), cel.CrossTypeNumericComparisons(true))...)
		if err != nil {
			return nil, err
		}
		b.base = base
	}
	var options []cel.EnvOption
	for n := range i.kind.Fields {
		f := &i.kind.Fields[n]
		if t := typeOf(f.Type); t != nil && f.Sensitivity != kind.Secret {
			options = append(options, cel.Variable(f.Name, t))
		}
	}
	if i.Each != "" {
		options = append(options, cel.Variable("key", cel.StringType), cel.Variable("each", cel.MapType(cel.StringType, cel.DynType)))
	}
	return b.base.Extend(options...)
}

// typeOf is what expressions see of a field: a field that is not set is empty,
// zero or false, so that an expression need not ask.
func typeOf(t kind.Type) *cel.Type {
	switch t {
	case kind.String, kind.Name, kind.Date, kind.Partial, kind.Term, kind.Ref, kind.Machine, kind.Digest:
		return cel.StringType
	case kind.Int, kind.Money, kind.Instant:
		return cel.IntType
	case kind.Decimal:
		return cel.DoubleType
	case kind.Bool:
		return cel.BoolType
	case kind.Terms, kind.Refs, kind.Texts:
		return cel.ListType(cel.StringType)
	case kind.Keyed:
		return cel.MapType(cel.StringType, cel.MapType(cel.StringType, cel.DynType))
	}
	return nil // positions and lists of objects are not counted by
}

// compile gives nil for an expression that is not there or is refused.
func (c *compiler) compile(field, source string, want ...*cel.Type) *program {
	if source == "" {
		return nil
	}
	if utf8.RuneCountInString(source) > maxExpression {
		c.b.bad(field, "field.too_long", "max", maxExpression)
		return nil
	}
	checked, issues := c.env.Compile(source)
	if issues.Err() != nil {
		e := issues.Errors()[0]
		c.b.bad(field, "indicator.expression", "reason", e.Message, "at", e.Location.Column()+1)
		return nil
	}
	out, fits := checked.OutputType(), false
	for _, t := range want {
		fits = fits || t.IsAssignableType(out) && out.Kind() != types.DynKind
	}
	if !fits {
		c.b.bad(field, "indicator.result", "got", out, "want", words(want))
		return nil
	}
	estimate, err := c.env.EstimateCost(checked, sizes{c.kind})
	if err != nil || estimate.Max > maxCost {
		c.b.bad(field, "indicator.too_costly", "cost", estimate.Max, "max", maxCost)
		return nil
	}
	for _, r := range checked.NativeRep().ReferenceMap() {
		if f := c.kind.Field(r.Name); f != nil && f.Sensitivity != kind.Plain {
			c.personal = f.Name
		}
	}
	p, err := c.env.Program(checked, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		c.b.bad(field, "indicator.expression", "reason", err, "at", 1)
		return nil
	}
	return &program{p}
}

func words(types []*cel.Type) string {
	var out []string
	for _, t := range types {
		out = append(out, t.String())
	}
	return strings.Join(out, ", ")
}

// sizes tells CEL's estimate how long fields can be.
type sizes struct{ kind *kind.Kind }

// EstimateSize implements cost.Estimator.
func (s sizes) EstimateSize(n cost.AstNode) *cost.SizeEstimate {
	if len(n.Path()) == 0 {
		return nil
	}
	f := s.kind.Field(n.Path()[0])
	switch {
	case f == nil:
		return &cost.SizeEstimate{Max: 64}
	case f.Type == kind.Keyed:
		return &cost.SizeEstimate{Max: 64}
	case f.MaxLen > 0 && len(n.Path()) == 1:
		return &cost.SizeEstimate{Max: uint64(f.MaxLen)}
	}
	return &cost.SizeEstimate{Max: 64} // codes, dates, ids
}

// EstimateCallCost implements cost.Estimator: CEL's own costs hold.
func (s sizes) EstimateCallCost(string, string, *cost.AstNode, []cost.AstNode) *cost.CallEstimate {
	return nil
}
