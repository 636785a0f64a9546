package pack

import (
	"slices"

	"bamban/internal/care"
	"bamban/internal/indicator"
)

const careFile = "care.yaml"

// maxRhythm is the longest time between two visits that a pack may ask for, in days.
const maxRhythm = 3660

// loadCare reads care.yaml, which a pack may leave out: how many households an officer
// has in charge, how soon each is visited again, and what is meant by staying with the
// people. It comes after vocabularies and indicators, which it speaks of.
func (l *loader) loadCare(p *Pack) {
	if l.files[careFile] == nil {
		return
	}
	root, ok := l.root(careFile)
	if !ok {
		return
	}
	term := func(o *object, field, vocabulary string, required bool) string {
		code := o.str(field, required)
		if v := l.vocabulary[vocabulary]; code != "" && (v == nil || !slices.ContainsFunc(v.Terms, func(t Term) bool { return t.Code == code })) {
			o.bad(field, "care.no_term", "code", code, "vocabulary", vocabulary)
		}
		return code
	}
	root.objects("load", false, func(o *object) {
		x := care.Load{Role: term(o, "role", "assignment_role", true), Least: o.integer("least", false), Most: o.integer("most", true), Source: o.str("source", false)}
		x.From, x.To = o.dates("from", "to")
		if x.Most < 1 || x.Least > x.Most {
			o.bad("most", "care.load", "least", x.Least, "most", x.Most)
		}
		p.Care.Load = append(p.Care.Load, x)
	})
	root.objects("rhythm", false, func(o *object) {
		x := care.Rhythm{Poverty: term(o, "poverty", "poverty_status", false), Condition: term(o, "condition", "visit_condition", false), Days: o.integer("days", true), Source: o.str("source", false)}
		x.From, x.To = o.dates("from", "to")
		if x.Days < 1 || x.Days > maxRhythm {
			o.bad("days", "care.days", "days", x.Days)
		}
		p.Care.Rhythm = append(p.Care.Rhythm, x)
	})
	root.objects("motto", false, func(o *object) {
		x := care.Motto{Code: o.code("code"), Label: o.text("label", true), Help: o.text("help", false), Figures: o.strings("figures", false)}
		for _, code := range x.Figures {
			if !slices.ContainsFunc(p.Indicators, func(i indicator.Declaration) bool { return i.Code == code }) {
				o.bad("figures", "care.no_figure", "code", code)
			}
		}
		p.Care.Motto = append(p.Care.Motto, x)
	})
	root.done()
}
