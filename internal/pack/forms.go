package pack

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"bamban/internal/form"
)

const formFolder = "forms"

// Form finds a version of a form; nil where the pack has none.
func (p *Pack) Form(id string, version int) *form.Form {
	for _, f := range p.Forms {
		if f.ID == id && f.Version == version {
			return f
		}
	}
	return nil
}

// loadForms reads forms/*.yaml, each one version of one form.
func (l *loader) loadForms(p *Pack) {
	file := map[string]string{}
	for _, name := range l.within(formFolder, ".yaml") {
		root, ok := l.root(name)
		if !ok {
			continue
		}
		before := len(l.problems)
		d := l.declaration(root)
		key := d.ID + " " + strconv.Itoa(d.Version)
		if other := file[key]; other != "" {
			root.bad("version", "form.version_twice", "form", d.ID, "version", d.Version, "file", other)
		}
		file[key] = name
		if len(l.kinds) > 0 && d.Kind != "" && !slices.Contains(l.kinds, d.Kind) {
			root.bad("kind", "form.kind", "value", d.Kind, "known", strings.Join(l.kinds, ", "))
		}
		if len(l.problems) > before {
			continue
		}
		if l.checked {
			p.Forms = append(p.Forms, form.Later(d))
			continue
		}
		f, problems := form.Open(d, form.Options{Languages: l.languages, HasFile: func(file string) bool { return l.anyFile || l.files[file] != nil }})
		for _, bad := range problems {
			l.add(nodeAt(name, find(root.node, bad.Path, "")), bad.Code, strings.Join(bad.Path, "."), bad.Args...)
		}
		if f != nil {
			p.Forms = append(p.Forms, f)
		}
	}
	slices.SortFunc(p.Forms, func(a, b *form.Form) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(b.Version, a.Version))
	})
}

// declaration reads a form; what it means is checked by the form package.
func (l *loader) declaration(o *object) form.Declaration {
	d := form.Declaration{ID: o.str("id", true), Version: o.integer("version", true), Kind: o.code("kind"), Title: o.labels("title")}
	o.objects("questions", true, func(o *object) { d.Questions = append(d.Questions, l.formQuestion(o)) })
	o.done()
	return d
}

func (l *loader) formQuestion(o *object) form.Question {
	q := form.Question{
		Name: o.str("name", true), Type: form.Type(o.str("type", true)), Label: o.labels("label"), Help: o.labels("help"),
		Audio: o.recordings(), Image: o.str("image", false), Required: o.boolean("required"),
		When: o.str("when", false), Check: o.str("check", false), Message: o.labels("message"), Value: o.str("value", false),
		Min: o.number("min"), Max: o.number("max"), Unit: o.str("unit", false),
		Vocabulary: o.str("vocabulary", false), Filter: o.str("filter", false),
	}
	o.objects("choices", false, func(o *object) {
		q.Choices = append(q.Choices, form.Choice{Code: o.str("code", true), Label: o.labels("label"),
			Audio: o.recordings(), Image: o.str("image", false), Data: o.texts("data")})
	})
	if q.Vocabulary != "" {
		if len(q.Choices) > 0 {
			o.bad("choices", "form.two_lists", "vocabulary", q.Vocabulary)
		}
		q.Choices = choicesOf(l.vocabulary[q.Vocabulary])
	}
	o.objects("questions", false, func(o *object) { q.Questions = append(q.Questions, l.formQuestion(o)) })
	return q
}

// choicesOf makes choices of a vocabulary's terms; a code that comes several
// times, with other days, is one choice with the latest label.
func choicesOf(v *Vocabulary) []form.Choice {
	if v == nil {
		return nil
	}
	var out []form.Choice
	for _, t := range v.Terms {
		i := slices.IndexFunc(out, func(c form.Choice) bool { return c.Code == t.Code })
		if i < 0 {
			out = append(out, form.Choice{Code: t.Code, Label: t.Label, From: t.ValidFrom, To: t.ValidTo})
			continue
		}
		c := &out[i]
		if end(t.ValidTo) >= end(c.To) {
			c.Label, c.To = t.Label, t.ValidTo
		}
		if start(t.ValidFrom) < start(c.From) {
			c.From = t.ValidFrom
		}
	}
	return out
}

// labels reads a text whose languages the form package checks.
func (o *object) labels(field string) Text {
	out := o.texts(field)
	for lang := range out {
		if !slices.Contains(o.l.languages, lang) {
			o.bad(field, "field.unknown", "field", lang)
		}
	}
	return out
}

// recordings reads files by language: one of the pack's, or of the village's.
func (o *object) recordings() map[string]string {
	out := o.texts("audio")
	for lang := range out {
		spoken := o.l.vocabulary["language"]
		if !slices.Contains(o.l.languages, lang) && spoken != nil && !slices.ContainsFunc(spoken.Terms, func(t Term) bool { return t.Code == lang }) {
			o.bad("audio", "vocabulary.unknown_term", "value", lang, "vocabulary", "language")
		}
	}
	return out
}

// texts reads a map of texts; nil where it is not there.
func (o *object) texts(field string) map[string]string {
	n, ok := o.get(field, false)
	if !ok {
		return nil
	}
	m, ok := o.l.object(o.file, n, o.field(field))
	if !ok {
		return nil
	}
	out := make(map[string]string, len(m.value))
	for key := range m.value {
		out[key] = m.str(key, true)
	}
	return out
}

// number reads a number that may be left out.
func (o *object) number(field string) *float64 {
	n, ok := o.get(field, false)
	if !ok {
		return nil
	}
	f, err := strconv.ParseFloat(n.Value, 64)
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" && n.ShortTag() != "!!float" || err != nil || f-f != 0 {
		o.bad(field, "field.type", "want", "number")
		return nil
	}
	return &f
}
