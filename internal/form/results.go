package form

import (
	"errors"

	"cel.dev/cel-go/common/types"
)

var (
	errNotAnObject = errors.New("the answers are not a JSON object")
	errNotADay     = errors.New("the day of the answers is not a day")
)

// results checks what was worked out, in the order of the form, and gathers what
// is to be stored.
func (e *evaluation) results(list []Question, in *scope, out *Outcome, stored map[string]any) {
	for i := range list {
		q := e.form.byName[list[i].Name]
		c := in.cells[q.Name]
		r := Result{Path: in.path + q.Name, Question: q.Question, Relevant: c.relevant}
		at := len(out.Results)
		out.Results = append(out.Results, r)
		if c.relevant {
			r.Offered = e.offered(q, in, c)
			r.Wrong = e.wrong(q, in, c, r.Offered)
			r.Value = inJSON(c.value)
		}
		switch {
		case q.Type == Group:
			e.results(q.Questions, in, out, stored)
		case q.Type == Repeat:
			if rows := e.storedRows(q, c, out); rows != nil {
				stored[q.Name], r.Value = rows, rows
			}
		case r.Value != nil:
			stored[q.Name] = r.Value
		}
		r.Failed = c.failed
		out.Results[at] = r
	}
}

func (e *evaluation) storedRows(q *question, c *cell, out *Outcome) []map[string]any {
	var rows []map[string]any
	for _, row := range c.rows {
		one := map[string]any{}
		e.results(q.Questions, row, out, one)
		rows = append(rows, one)
	}
	return rows
}

// offered are the codes that a filter leaves.
func (e *evaluation) offered(q *question, in *scope, c *cell) []string {
	if q.filter == nil {
		return nil
	}
	data := dataOf(q.Choices)
	defer func() { in.choice = nil }()
	out := []string{}
	for i := range q.Choices {
		in.choice = map[string]any{"code": q.Choices[i].Code}
		for _, name := range data {
			in.choice[name] = q.Choices[i].Data[name]
		}
		if v, ok := e.run(q.filter, in, c); ok && v == types.True {
			out = append(out, q.Choices[i].Code)
		}
	}
	return out
}

// wrong is the first thing that is the matter with an answer.
func (e *evaluation) wrong(q *question, in *scope, c *cell, offered []string) *Wrong {
	if c.wrong != nil {
		return c.wrong
	}
	if q.Type == Repeat {
		if q.min != nil && len(c.rows) < int(*q.min) {
			return &Wrong{Code: tooFew, Bound: *q.min}
		}
	} else if c.value == nil {
		if q.Required {
			return &Wrong{Code: required}
		}
		return nil
	}
	if offered != nil && !allIn(c.value, offered) {
		return &Wrong{Code: notOffered}
	}
	if w := q.within(c.value); w != nil {
		return w
	}
	if q.check != nil {
		// A check that can't be worked out says nothing.
		if v, ok := e.run(q.check, in, c); ok && v == types.False {
			return &Wrong{Code: checkFailed}
		}
	}
	return nil
}

func allIn(value any, offered []string) bool {
	codes, ok := value.([]string)
	if !ok {
		codes = []string{value.(string)}
	}
	for _, code := range codes {
		found := false
		for _, o := range offered {
			found = found || o == code
		}
		if !found {
			return false
		}
	}
	return true
}
