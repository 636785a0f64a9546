package pack

import (
	"cmp"
	"slices"
)

// Vocabulary is a closed list of terms that a field may hold.
type Vocabulary struct {
	Code  string
	Label Text
	Terms []Term
}

// Term is one entry of a vocabulary. The same code may come again with other
// days, where a law changed what it means.
type Term struct {
	Code               string
	Label              Text
	Help               Text   // nil where the label says enough
	ValidFrom, ValidTo string // YYYY-MM-DD, inclusive; "" is open
	Source             string
	Order              int
}

// At gives the terms in force on a day (YYYY-MM-DD), in their order.
func (v *Vocabulary) At(date string) []Term {
	var out []Term
	for _, t := range v.Terms {
		if spanOf(t.ValidFrom, t.ValidTo).holds(date) {
			out = append(out, t)
		}
	}
	return out
}

// Vocabulary finds a vocabulary by code; nil where the pack has none.
func (p *Pack) Vocabulary(code string) *Vocabulary {
	for i := range p.Vocabularies {
		if p.Vocabularies[i].Code == code {
			return &p.Vocabularies[i]
		}
	}
	return nil
}

const vocabularyFile = "vocabularies.yaml"

func (l *loader) loadVocabularies(p *Pack) {
	seen := map[string]bool{}
	for _, file := range append([]string{vocabularyFile}, l.within("vocabularies", ".yaml")...) {
		o, ok := l.root(file)
		if !ok {
			continue
		}
		o.objects("vocabularies", true, func(o *object) {
			v := Vocabulary{Code: o.code("code"), Label: o.text("label", true)}
			if seen[v.Code] {
				o.bad("code", "vocabulary.duplicate", "code", v.Code)
			}
			seen[v.Code] = true
			o.objects("terms", true, func(t *object) { v.Terms = append(v.Terms, l.term(t, v.Terms)) })
			slices.SortStableFunc(v.Terms, func(a, b Term) int { return cmp.Compare(a.Order, b.Order) })
			p.Vocabularies = append(p.Vocabularies, v)
		})
		o.done()
	}
	l.vocabulary = make(map[string]*Vocabulary, len(p.Vocabularies))
	for i := range p.Vocabularies {
		l.vocabulary[p.Vocabularies[i].Code] = &p.Vocabularies[i]
	}
}

func (l *loader) term(o *object, before []Term) Term {
	t := Term{
		Code: o.code("code"), Label: o.text("label", true), Help: o.text("help", false),
		Source: o.str("source", false), Order: o.integer("order", false),
	}
	t.ValidFrom, t.ValidTo = o.dates("valid_from", "valid_to")
	if t.Order == 0 {
		t.Order = 10 * (len(before) + 1)
	}
	for _, b := range before {
		if b.Code == t.Code && spanOf(b.ValidFrom, b.ValidTo).overlaps(spanOf(t.ValidFrom, t.ValidTo)) {
			o.bad("code", "vocabulary.term_duplicate", "code", t.Code)
			break
		}
	}
	return t
}

// isTerm checks a value against a vocabulary of the pack.
func (l *loader) isTerm(at place, field, vocabulary, value string) {
	if value == "" {
		return
	}
	v, ok := l.vocabulary[vocabulary]
	if ok && slices.ContainsFunc(v.Terms, func(t Term) bool { return t.Code == value }) {
		return
	}
	l.add(at, "vocabulary.unknown_term", field, "value", value, "vocabulary", vocabulary)
}
