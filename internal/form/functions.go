package form

import (
	"math"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/functions"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// functionNames are the functions and the variable that forms have beyond CEL's
// own; web/src/core/form/functions.ts has the same. Days are text, YYYY-MM-DD:
// they compare as text does.
var functionNames = []string{"answered", "days", "age", "add_days", "add_months", "year", "month", "day", "sum", "sum_decimal", "round", "today"}

// ofCEL are the functions, operators and macros of CEL that forms may use: those
// that give the same in Go and in a browser.
var ofCEL = map[string]bool{
	"_+_": true, "_-_": true, "_*_": true, "_/_": true, "_%_": true, "-_": true, "!_": true, "_&&_": true, "_||_": true, "_?_:_": true,
	"_==_": true, "_!=_": true, "_<_": true, "_<=_": true, "_>_": true, "_>=_": true, "@in": true, "_[_]": true, "@not_strictly_false": true,
	"size": true, "contains": true, "startsWith": true, "endsWith": true, "matches": true, "int": true, "double": true, "string": true,
}

// notOfCEL are overloads of those that write or read decimals as text, which
// languages do differently.
var notOfCEL = map[string]bool{"double_to_string": true, "string_to_double": true}

func functionOptions() []cel.EnvOption {
	str, whole, dec := cel.StringType, cel.IntType, cel.DoubleType
	return []cel.EnvOption{
		cel.Variable("today", str),
		cel.Function("answered", cel.Overload("answered", []*cel.Type{cel.DynType}, cel.BoolType, cel.UnaryBinding(answered))),
		cel.Function("days", cel.Overload("days", []*cel.Type{str, str}, whole, cel.BinaryBinding(onDays(daysBetween)))),
		cel.Function("age", cel.Overload("age", []*cel.Type{str, str}, whole, cel.BinaryBinding(onDays(age)))),
		cel.Function("add_days", cel.Overload("add_days", []*cel.Type{str, whole}, str, cel.BinaryBinding(shifted(addDays)))),
		cel.Function("add_months", cel.Overload("add_months", []*cel.Type{str, whole}, str, cel.BinaryBinding(shifted(addMonths)))),
		cel.Function("year", cel.Overload("year", []*cel.Type{str}, whole, cel.UnaryBinding(part(time.Time.Year)))),
		cel.Function("month", cel.Overload("month", []*cel.Type{str}, whole, cel.UnaryBinding(part(func(t time.Time) int { return int(t.Month()) })))),
		cel.Function("day", cel.Overload("day", []*cel.Type{str}, whole, cel.UnaryBinding(part(time.Time.Day)))),
		cel.Function("sum", cel.Overload("sum", []*cel.Type{cel.ListType(cel.NullableType(whole))}, whole, cel.UnaryBinding(sum))),
		cel.Function("sum_decimal", cel.Overload("sum_decimal", []*cel.Type{cel.ListType(cel.NullableType(dec))}, dec, cel.UnaryBinding(sumDecimal))),
		cel.Function("round", cel.Overload("round", []*cel.Type{dec}, whole, cel.UnaryBinding(round))),
	}
}

func answered(v ref.Val) ref.Val {
	switch v := v.(type) {
	case types.Null:
		return types.False
	case types.String:
		return types.Bool(v != "")
	case traits.Lister:
		return types.Bool(v.Size() != types.IntZero)
	}
	return types.True
}

var errDay = types.NewErr("not a day")

func dayOf(v ref.Val) (time.Time, bool) {
	s, ok := v.(types.String)
	if !ok {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly, string(s))
	return t, err == nil
}

func onDays(of func(a, b time.Time) int) functions.BinaryOp {
	return func(x, y ref.Val) ref.Val {
		a, ok := dayOf(x)
		b, also := dayOf(y)
		if !ok || !also {
			return errDay
		}
		return types.Int(of(a, b))
	}
}

func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }

// age in whole years; who is born on 29 February turns on 1 March.
func age(born, on time.Time) int {
	years := on.Year() - born.Year()
	if on.Month() < born.Month() || on.Month() == born.Month() && on.Day() < born.Day() {
		years--
	}
	return years
}

func shifted(by func(time.Time, int) time.Time) functions.BinaryOp {
	return func(x, y ref.Val) ref.Val {
		t, ok := dayOf(x)
		n, also := y.(types.Int)
		if !ok || !also || n < -1_000_000 || n > 1_000_000 {
			return errDay
		}
		t = by(t, int(n))
		if t.Year() < 1 || t.Year() > 9999 {
			return errDay
		}
		return types.String(t.Format(time.DateOnly))
	}
}

func addDays(t time.Time, n int) time.Time { return t.AddDate(0, 0, n) }

// addMonths ends on the month's last day where the day isn't in it.
func addMonths(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

func part(of func(time.Time) int) functions.UnaryOp {
	return func(v ref.Val) ref.Val {
		t, ok := dayOf(v)
		if !ok {
			return errDay
		}
		return types.Int(of(t))
	}
}

// sum passes over what is not answered.
func sum(v ref.Val) ref.Val {
	var total ref.Val = types.IntZero
	for it := v.(traits.Lister).Iterator(); it.HasNext() == types.True; {
		if n, ok := it.Next().(types.Int); ok {
			adder, ok := total.(traits.Adder)
			if !ok {
				return total // over what an int64 holds
			}
			total = adder.Add(n)
		}
	}
	return total
}

func sumDecimal(v ref.Val) ref.Val {
	total := types.Double(0)
	for it := v.(traits.Lister).Iterator(); it.HasNext() == types.True; {
		if n, ok := it.Next().(types.Double); ok {
			total += n
		}
	}
	return total
}

// round to the nearest whole number, halves away from zero.
func round(v ref.Val) ref.Val {
	n := math.Round(float64(v.(types.Double)))
	if math.IsNaN(n) || math.Abs(n) > maxSafe {
		return types.NewErr("too large to round")
	}
	return types.Int(n)
}
