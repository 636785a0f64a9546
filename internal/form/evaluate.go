package form

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
	"cel.dev/cel-go/interpreter"
)

// Outcome is what a form makes of some answers.
type Outcome struct {
	Results []Result       // of every question, in the order in which they are asked
	Stored  map[string]any // the answers to keep: those of questions that are asked, and what is calculated
	Unknown []string       // paths of answers that the form doesn't ask for
}

// Result is what comes out for one question, or for one row's.
type Result struct {
	Path     string // e.g. people.0.age
	Question *Question
	Relevant bool // asked, by its condition and those around it
	Value    any  // as it is stored; nil is no answer
	Wrong    *Wrong
	Offered  []string // codes that the filter leaves; nil where there is no filter
	Failed   bool     // an expression broke (a division by zero) although it had all it asks for
}

// Wrong is what is the matter with an answer.
type Wrong struct {
	Code  string // required, wrong_type, too_small …
	Bound float64
}

// Evaluate works a form out over answers (a JSON object) as of a day, YYYY-MM-DD:
// the day that the record is about. It depends on nothing else.
func (f *Form) Evaluate(answers json.RawMessage, day string) (*Outcome, error) {
	if f.open != nil {
		if err := f.open(); err != nil {
			return nil, err
		}
	}
	object := map[string]json.RawMessage{}
	if err := json.Unmarshal(answers, &object); err != nil || object == nil {
		return nil, errNotAnObject
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return nil, errNotADay
	}
	e := &evaluation{form: f, day: day}
	e.root = e.newScope(nil, "", object)
	for _, s := range f.order {
		for _, in := range e.scopesOf(s.q) {
			if s.list {
				in.setList(s.q)
			} else {
				e.work(s.q, in)
			}
		}
	}
	out := &Outcome{Stored: map[string]any{}}
	e.results(f.Questions, e.root, out, out.Stored)
	e.unknown(f.Questions, e.root, out)
	return out, nil
}

type evaluation struct {
	form *Form
	day  string
	root *scope
}

// scope is the form, or one row of a repeat.
type scope struct {
	e      *evaluation
	parent *scope
	path   string // "" or with a full stop at its end
	raw    map[string]json.RawMessage
	cells  map[string]*cell // by question, as far as worked out
	choice map[string]any   // while a filter looks at one
}

// cell is a question's state in a scope.
type cell struct {
	relevant bool
	value    any // typed; nil is no answer
	cel      any
	wrong    *Wrong
	failed   bool
	rows     []*scope
}

func (e *evaluation) newScope(parent *scope, path string, raw map[string]json.RawMessage) *scope {
	return &scope{e: e, parent: parent, path: path, raw: raw, cells: make(map[string]*cell, len(raw))}
}

func (e *evaluation) scopesOf(q *question) []*scope {
	in := []*scope{e.root}
	for _, r := range q.repeats {
		var next []*scope
		for _, s := range in {
			next = append(next, s.cells[r.Name].rows...)
		}
		in = next
	}
	return in
}

// ResolveName implements CEL's activation.
func (s *scope) ResolveName(name string) (any, bool) {
	switch {
	case name == "today":
		return s.e.day, true
	case name == "choice" && s.choice != nil:
		return s.choice, true
	}
	for in := s; in != nil; in = in.parent {
		if c := in.cells[name]; c != nil {
			return c.cel, true
		}
	}
	return nil, false
}

// Parent implements CEL's activation: the names of outer rows are found by ResolveName.
func (s *scope) Parent() interpreter.Activation { return nil }

// work finds whether a question is asked, and its value.
func (e *evaluation) work(q *question, in *scope) {
	c := &cell{relevant: true}
	if q.parent != nil {
		holder := in
		if q.parent.Type == Repeat {
			holder = in.parent
		}
		c.relevant = holder.cells[q.parent.Name].relevant
	}
	if c.relevant && q.when != nil {
		v, ok := e.run(q.when, in, c)
		c.relevant = ok && v == types.True
	}
	if c.relevant {
		switch {
		case q.Type == Repeat:
			e.rows(q, in, c)
		case q.value != nil:
			if v, ok := e.run(q.value, in, c); ok {
				c.value = q.fromCEL(v, c)
			}
		case q.Type.holdsAnswer():
			code := ""
			if c.value, code = q.read(in.raw[q.Name]); code != "" {
				c.wrong = &Wrong{Code: code}
			}
		}
	}
	c.cel = q.inCEL(c.value)
	in.cells[q.Name] = c
}

// run evaluates an expression. What can't be worked out gives false: it is a
// failure only where nothing that it asks for was missing.
func (e *evaluation) run(x *expression, in *scope, c *cell) (ref.Val, bool) {
	v, _, err := x.program.Eval(in)
	if err == nil && !types.IsUnknownOrError(v) {
		return v, true
	}
	c.failed = !slices.ContainsFunc(x.refs, func(q *question) bool {
		value, _ := in.ResolveName(q.Name)
		return lacking(value)
	})
	return nil, false
}

// lacking reports whether something is not answered in a value or in its rows.
func lacking(value any) bool {
	rows, ok := value.([]map[string]any)
	if !ok {
		return value == nil
	}
	return slices.ContainsFunc(rows, func(row map[string]any) bool {
		for _, v := range row {
			if lacking(v) {
				return true
			}
		}
		return false
	})
}

// rows opens a scope for each row; those over the bound are left out.
func (e *evaluation) rows(q *question, in *scope, c *cell) {
	raw := in.raw[q.Name]
	if len(raw) == 0 || string(raw) == "null" {
		return
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		c.wrong = &Wrong{Code: wrongType}
		return
	}
	if len(list) > int(*q.max) {
		c.wrong = &Wrong{Code: tooMany, Bound: *q.max}
		list = list[:int(*q.max)]
	}
	for i, item := range list {
		var object map[string]json.RawMessage
		if json.Unmarshal(item, &object) != nil || object == nil {
			c.wrong = &Wrong{Code: wrongType}
			object = nil
		}
		c.rows = append(c.rows, e.newScope(in, in.path+q.Name+"."+strconv.Itoa(i)+".", object))
	}
}

// setList makes the list of a repeat's rows, for expressions around it.
func (s *scope) setList(q *question) {
	c := s.cells[q.Name]
	list := make([]map[string]any, len(c.rows))
	for i, row := range c.rows {
		list[i] = make(map[string]any, len(row.cells))
		for name, inner := range row.cells {
			list[i][name] = inner.cel
		}
	}
	c.cel = list
}

// fromCEL takes a calculated value as if it had been answered.
func (q *question) fromCEL(v ref.Val, c *cell) any {
	switch v := v.(type) {
	case types.Null:
		return nil
	case types.Int:
		if q.Type == Decimal {
			return float64(v)
		}
		return int64(v)
	case types.Double:
		if n := float64(v); !math.IsNaN(n) && !math.IsInf(n, 0) {
			return n
		}
	case types.Bool:
		return bool(v)
	case types.String:
		if out, code := q.readText(string(v)); code == "" {
			return out
		}
	case traits.Lister:
		picked := make([]bool, len(q.Choices))
		for it := v.Iterator(); it.HasNext() == types.True; {
			code, _ := it.Next().(types.String)
			i, ok := q.choice[string(code)]
			if !ok {
				c.failed = true
				return nil
			}
			picked[i] = true
		}
		return q.codes(picked)
	}
	c.failed = true
	return nil
}

// unknown lists the answers that no question asks for.
func (e *evaluation) unknown(list []Question, in *scope, out *Outcome) {
	known := map[string]*cell{}
	e.knownIn(list, in, known, out)
	for _, name := range slices.Sorted(maps.Keys(in.raw)) {
		if _, ok := known[name]; !ok {
			out.Unknown = append(out.Unknown, in.path+name)
		}
	}
}

func (e *evaluation) knownIn(list []Question, in *scope, known map[string]*cell, out *Outcome) {
	for i := range list {
		q := &list[i]
		if q.Type == Group {
			e.knownIn(q.Questions, in, known, out)
		}
		if !q.Type.holdsAnswer() {
			continue
		}
		known[q.Name] = in.cells[q.Name]
		if q.Type == Repeat {
			for _, row := range in.cells[q.Name].rows {
				e.unknown(q.Questions, row, out)
			}
		}
	}
}
