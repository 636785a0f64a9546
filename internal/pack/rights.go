package pack

import (
	"slices"
	"strings"

	"bamban/internal/kind"
	"bamban/internal/rights"
)

const rightsFile = "rights.yaml"

// maxSpan is the longest clock that a pack may set, in days.
const maxSpan = 90

// loadRights reads rights.yaml, which a pack may leave out: how soon what people ask
// about their data is answered and done, on which days offices are closed, what stays
// when a person is erased and why, and how long records are kept.
func (l *loader) loadRights(p *Pack) {
	if l.files[rightsFile] == nil {
		return
	}
	root, ok := l.root(rightsFile)
	if !ok {
		return
	}
	r := &p.Rights
	r.Weekend = root.words("weekend", "rights.weekday", false, rights.Weekdays())
	if len(r.Weekend) > 5 {
		root.bad("weekend", "rights.no_day")
	}
	root.objects("holidays", false, func(o *object) {
		h := rights.Holiday{Label: o.text("label", true), Source: o.str("source", false)}
		o.str("from", true)
		o.str("to", true)
		h.From, h.To = o.dates("from", "to")
		r.Holidays = append(r.Holidays, h)
	})
	root.objects("clocks", false, func(o *object) {
		c := rights.Clock{What: o.word("what", rights.Asks()), Answer: o.span("answer", true), Do: o.span("do", true),
			Third: o.span("third", false), Extend: o.span("extend", false), Source: o.str("source", false)}
		c.From, c.To = o.dates("from", "to")
		r.Clocks = append(r.Clocks, c)
	})
	root.objects("keep", false, func(o *object) {
		r.Keep = append(r.Keep, rights.Keep{Code: o.code("code"), Kinds: o.words("kinds", "role.kind", true, l.kinds), Label: o.text("label", true), Source: o.str("source", false)})
	})
	root.objects("retain", false, func(o *object) {
		x := rights.Retain{Code: o.code("code"), Kind: o.str("kind", true), After: o.str("after", true), Years: o.integer("years", true), Label: o.text("label", true), Source: o.str("source", false)}
		if x.Years < 1 || x.Years > 100 {
			o.bad("years", "rights.years", "years", x.Years)
		}
		l.datedKind(o, x)
		r.Retain = append(r.Retain, x)
	})
	root.done()
}

// datedKind checks that a rule names a kind and a date of it by which it is found.
func (l *loader) datedKind(o *object, x rights.Retain) {
	if l.registry == nil || x.Kind == "" || x.After == "" {
		return
	}
	k := l.registry.Get(x.Kind)
	if k == nil {
		o.bad("kind", "role.kind", "value", x.Kind, "known", strings.Join(l.kinds, ", "))
		return
	}
	if f := k.Field(x.After); f == nil || !f.Sort || f.Type != kind.Date {
		o.bad("after", "rights.no_date", "field", x.After, "kind", x.Kind)
	}
}

func (o *object) word(field string, known []string) string {
	s := o.str(field, true)
	if s != "" && !slices.Contains(known, s) {
		o.bad(field, "rights.word", "value", s, "known", strings.Join(known, ", "))
	}
	return s
}

// span reads a number of days and what sort of days they are.
func (o *object) span(field string, required bool) rights.Span {
	n, ok := o.get(field, required)
	if !ok {
		return rights.Span{}
	}
	sub, ok := o.l.object(o.file, n, o.field(field))
	if !ok {
		return rights.Span{}
	}
	s := rights.Span{Days: sub.integer("days", true), Working: sub.boolean("working")}
	if s.Days < 1 || s.Days > maxSpan {
		sub.bad("days", "rights.days", "days", s.Days, "max", maxSpan)
	}
	sub.done()
	return s
}
