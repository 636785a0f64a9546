package xlsform

import (
	"errors"
	"strconv"

	"bamban/internal/form"
)

// find gives the row of a question by name.
func (im *importer) find(name string) *entry {
	for _, e := range im.rows {
		if e.q.Name == name {
			return e
		}
	}
	return nil
}

func (im *importer) scopeOf(self string) scope {
	return scope{self: self,
		sortOf: func(name string) (sort, bool) {
			e := im.find(name)
			if e == nil || e.q.Type == form.Group || e.q.Type == form.Note {
				return nothing, false
			}
			im.settle(e)
			return sortOf(e.q.Type), true
		},
		repeat: func(name string) string {
			if e := im.find(name); e != nil {
				for p := e.parent; p != nil; p = p.parent {
					if p.q.Type == form.Repeat {
						return p.q.Name
					}
				}
			}
			return ""
		}}
}

// settle finds what a calculate gives, where it doesn't say so.
func (im *importer) settle(e *entry) {
	if !e.untyped || e.working {
		return
	}
	e.working = true
	_, k, err := toCEL(im.survey.cell(e.l, "calculation"), im.scopeOf(""))
	e.working, e.untyped = false, false
	e.q.Type = form.TextLine
	if err == nil {
		switch k {
		case whole:
			e.q.Type = form.Integer
		case decimal:
			e.q.Type = form.Decimal
		case truth, yesNo:
			e.q.Type = form.YesNo
		case day:
			e.q.Type = form.Date
		}
	}
}

func (im *importer) expressions(e *entry) {
	s := im.survey
	im.settle(e)
	if source := s.cell(e.l, "relevant"); source != "" {
		t, err := condition(source, im.scopeOf(""))
		e.q.When = im.said(t, err, e.l, "relevant")
	}
	if source := s.cell(e.l, "constraint"); source != "" {
		t, err := condition(source, im.scopeOf(e.q.Name))
		if err == nil {
			t = e.bounds(t)
		}
		e.q.Check = im.said(t, err, e.l, "constraint")
	}
	if source := s.cell(e.l, "calculation"); source != "" {
		t, k, err := toCEL(source, im.scopeOf(""))
		e.q.Value = im.said(calculated(t, k, e.q.Type), err, e.l, "calculation")
	} else if s.cell(e.l, "type") == "calculate" {
		im.add("xlsform.no_calculation", s.name, e.l.row, s.colOf("calculation"))
	}
	if source := s.cell(e.l, "choice_filter"); source != "" {
		in := im.scopeOf("")
		in.filter = true
		t, err := condition(source, in)
		e.q.Filter = im.said(t, err, e.l, "choice_filter")
	}
}

// said writes a translated expression, or names what could not be translated.
func (im *importer) said(t *form.Tree, err error, l line, column string) string {
	var not *unsupported
	var bad *badXPath
	at := im.survey.colOf(column)
	switch {
	case errors.As(err, &not):
		im.add("xlsform.unsupported", im.survey.name, l.row, at, "what", not.what)
	case errors.As(err, &bad):
		im.add("xlsform.expression", im.survey.name, l.row, at, "near", bad.near)
	case err != nil:
		im.add("xlsform.expression", im.survey.name, l.row, at, "near", "…")
	case t != nil:
		return celText(t)
	}
	return ""
}

// calculated undoes what export does to a truth: if(…, 'yes', 'no').
func calculated(t *form.Tree, k sort, want form.Type) *form.Tree {
	if t == nil || want != form.YesNo || k == truth || t.Op != "_?_:_" {
		return t
	}
	if isLiteral(t.Args[1], "yes") && isLiteral(t.Args[2], "no") {
		return t.Args[0]
	}
	return t
}

// bounds takes ". >= 1 and . <= 9" and "string-length(.) <= 100" out of a
// constraint: they are min and max. What is left is the check, nil for nothing.
func (e *entry) bounds(t *form.Tree) *form.Tree {
	var left *form.Tree
	for _, part := range flat(t, "_&&_") {
		if e.bound(part) {
			continue
		}
		if left == nil {
			left = part
		} else {
			left = tree("_&&_", left, part)
		}
	}
	return left
}

func (e *entry) bound(t *form.Tree) bool {
	if len(t.Args) != 2 {
		return false
	}
	of, at := t.Args[0], t.Args[1]
	n, ok := numberOf(at)
	counts := e.q.Type == form.Integer || e.q.Type == form.Money || e.q.Type == form.Decimal
	switch {
	case !ok:
	case t.Op == "_>=_" && counts && isSelf(of, e) && e.q.Min == nil:
		e.q.Min = &n
		return true
	case t.Op == "_<=_" && counts && isSelf(of, e) && e.q.Max == nil:
		e.q.Max = &n
		return true
	case t.Op == "_<=_" && e.q.Type == form.TextLine && of.Op == "size" && isSelf(of.Args[0], e) && e.q.Max == nil:
		e.q.Max = &n
		return true
	}
	return false
}

func isSelf(t *form.Tree, e *entry) bool { return t.Op == "name" && t.Name == e.q.Name }

func numberOf(t *form.Tree) (float64, bool) {
	if t.Op == "-_" {
		n, ok := numberOf(t.Args[0])
		return -n, ok
	}
	if t.Op != "literal" {
		return 0, false
	}
	switch v := t.Value.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// boundText writes a bound as XLSForm has it.
func boundText(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
