package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Options are what the caller knows about the world of a form.
type Options struct {
	Languages []string               // that every label must have
	HasFile   func(name string) bool // of the pack, for recordings and pictures; nil allows none
}

// Open checks a declaration and compiles it. With any problem the form is nil.
func Open(d Declaration, o Options) (*Form, []Problem) {
	b := &builder{form: &Form{Declaration: d, byName: map[string]*question{}}, options: o}
	b.head()
	b.walk(d.Questions, nil, nil, nil)
	if len(d.Questions) == 0 {
		b.add([]string{"questions"}, "form.no_questions")
	}
	if len(b.form.questions) > maxQuestions {
		b.add([]string{"questions"}, "form.too_many_questions", "max", maxQuestions)
		return nil, b.problems
	}
	b.compile()
	if len(b.problems) == 0 {
		b.arrange()
	}
	if len(b.problems) > 0 {
		return nil, b.problems
	}
	return b.form, nil
}

// Later is a form whose declaration was checked before, as those of the pack that
// is built in were: it is compiled when it is first filled in.
func Later(d Declaration) *Form {
	f := &Form{Declaration: d}
	f.open = sync.OnceValue(func() error {
		opened, problems := Open(d, Options{HasFile: func(string) bool { return true }})
		if opened == nil {
			return fmt.Errorf("form %s@%d: %s at %s", d.ID, d.Version, problems[0].Code, strings.Join(problems[0].Path, "."))
		}
		f.questions, f.byName, f.order = opened.questions, opened.byName, opened.order
		return nil
	})
	return f
}

// builder carries one opening of one form.
type builder struct {
	form     *Form
	options  Options
	problems []Problem
	total    int // cost of all expressions over all rows
}

func (b *builder) add(path []string, code string, args ...any) {
	b.problems = append(b.problems, Problem{Path: slices.Clone(path), Code: code, Args: args})
}

func (b *builder) head() {
	d := &b.form.Declaration
	if !idPattern.MatchString(d.ID) {
		b.add([]string{"id"}, "form.id", "value", d.ID)
	}
	if d.Version < 1 || d.Version > maxVersion {
		b.add([]string{"version"}, "form.version", "value", d.Version)
	}
	b.text([]string{"title"}, d.Title)
}

// walk takes the questions in, depth first.
func (b *builder) walk(list []Question, at []string, parent *question, repeats []*question) {
	for i := range list {
		q := &question{Question: &list[i], index: len(b.form.questions), parent: parent, repeats: repeats,
			path: slices.Concat(at, []string{"questions", strconv.Itoa(i)}), min: list[i].Min, max: list[i].Max}
		b.form.questions = append(b.form.questions, q)
		b.question(q)
		if !q.Type.nests() {
			continue
		}
		if strings.Count(strings.Join(q.path, " "), "questions") >= maxDepth {
			b.add(q.path, "form.too_deep", "max", maxDepth)
			continue
		}
		inside := repeats
		if q.Type == Repeat {
			inside = slices.Concat(repeats, []*question{q})
		}
		b.walk(q.Questions, q.path, q, inside)
	}
}

func (b *builder) question(q *question) {
	b.name(q)
	if !slices.Contains(Types, q.Type) {
		b.add(sub(q, "type"), "form.type", "value", q.Type, "known", join(Types))
		return
	}
	if len(q.Label) > 0 || q.Value == "" || !q.Type.calculable() {
		b.text(sub(q, "label"), q.Label)
	}
	if len(q.Help) > 0 {
		b.text(sub(q, "help"), q.Help)
	}
	if len(q.Message) > 0 {
		b.text(sub(q, "message"), q.Message)
	}
	b.media(q.path, q.Audio, q.Image)
	b.fits(q)
	b.bounds(q)
	b.choices(q)
}

func (b *builder) name(q *question) {
	switch before := b.form.byName[q.Name]; {
	case !namePattern.MatchString(q.Name):
		b.add(sub(q, "name"), "form.name", "value", q.Name)
	case slices.Contains(reserved, q.Name) || slices.Contains(functionNames, q.Name):
		b.add(sub(q, "name"), "form.name_reserved", "value", q.Name)
	case before != nil:
		b.add(sub(q, "name"), "form.name_twice", "value", q.Name, "other", strings.Join(before.path, "."))
	default:
		b.form.byName[q.Name] = q
	}
}

func sub(q *question, field ...string) []string { return slices.Concat(q.path, field) }

func join[T ~string](words []T) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return strings.Join(out, ", ")
}

func (b *builder) text(path []string, t Text) {
	for _, lang := range b.options.Languages {
		if strings.TrimSpace(t[lang]) == "" {
			b.add(path, "field.language", "lang", lang)
		}
	}
}

func (b *builder) media(path []string, audio map[string]string, image string) {
	for lang, file := range audio {
		if !b.hasFile(file) {
			b.add(slices.Concat(path, []string{"audio", lang}), "file.unknown", "value", file)
		}
	}
	if image != "" && !b.hasFile(image) {
		b.add(slices.Concat(path, []string{"image"}), "file.unknown", "value", image)
	}
}

func (b *builder) hasFile(name string) bool {
	if digest, ok := strings.CutPrefix(name, "sha256:"); ok {
		return digestPattern.MatchString(digest)
	}
	return b.options.HasFile != nil && b.options.HasFile(name)
}

// fits finds what a question of its type can't have.
func (b *builder) fits(q *question) {
	no := func(field string, has bool) {
		if has {
			b.add(sub(q, field), "form.not_for_type", "field", field, "type", q.Type)
		}
	}
	answers := q.Type.holdsAnswer()
	no("required", q.Required && (!answers || q.Type == Repeat || q.Value != ""))
	no("check", q.Check != "" && !answers)
	no("message", len(q.Message) > 0 && q.Check == "")
	no("value", q.Value != "" && !q.Type.calculable())
	no("min", q.Min != nil && !q.Type.counts() && q.Type != Repeat)
	no("max", q.Max != nil && !q.Type.counts() && q.Type != Repeat && q.Type != TextLine)
	no("unit", q.Unit != "" && !q.Type.counts())
	no("choices", len(q.Choices) > 0 && !q.Type.picks())
	no("vocabulary", q.Vocabulary != "" && !q.Type.picks())
	no("filter", q.Filter != "" && !q.Type.picks())
	no("questions", len(q.Questions) > 0 && !q.Type.nests())
	if q.Type.nests() && len(q.Questions) == 0 {
		b.add(sub(q, "questions"), "form.no_questions")
	}
}

func (b *builder) bounds(q *question) {
	whole := func(field string, n *float64, low, high float64) {
		if n != nil && (*n != float64(int64(*n)) || *n < low || *n > high) {
			b.add(sub(q, field), "form.bound", "value", *n, "min", int64(low), "max", int64(high))
		}
	}
	switch q.Type {
	case Integer, Money:
		whole("min", q.Min, -maxSafe, maxSafe)
		whole("max", q.Max, -maxSafe, maxSafe)
	case TextLine:
		whole("max", q.Max, 1, maxText)
	case Repeat:
		whole("min", q.Min, 0, maxRows)
		whole("max", q.Max, 1, maxRows)
	}
	switch {
	case q.Type == Repeat && q.Max == nil:
		q.max = number(defaultRows)
	case q.Type == TextLine && q.Max == nil:
		q.max = number(defaultText)
	}
	if q.min != nil && q.max != nil && *q.min > *q.max {
		b.add(sub(q, "min"), "form.bounds_reversed", "min", *q.min, "max", *q.max)
	}
}

func number(n float64) *float64 { return &n }

func (b *builder) choices(q *question) {
	if !q.Type.picks() {
		return
	}
	switch {
	case len(q.Choices) > 0:
	case q.Vocabulary != "":
		b.add(sub(q, "vocabulary"), "form.unknown_vocabulary", "value", q.Vocabulary)
	default:
		b.add(sub(q, "choices"), "form.no_choices")
	}
	if len(q.Choices) > maxChoices {
		b.add(sub(q, "choices"), "form.too_many_choices", "max", maxChoices)
		return
	}
	q.choice = make(map[string]int, len(q.Choices))
	for i := range q.Choices {
		c := &q.Choices[i]
		at := sub(q, "choices", strconv.Itoa(i))
		if !choicePattern.MatchString(c.Code) {
			b.add(slices.Concat(at, []string{"code"}), "form.choice_code", "value", c.Code)
		}
		if _, twice := q.choice[c.Code]; twice {
			b.add(slices.Concat(at, []string{"code"}), "form.choice_twice", "value", c.Code)
		}
		q.choice[c.Code] = i
		b.text(slices.Concat(at, []string{"label"}), c.Label)
		b.media(at, c.Audio, c.Image)
		for name := range c.Data {
			if !namePattern.MatchString(name) || slices.Contains(reserved, name) || name == "code" {
				b.add(slices.Concat(at, []string{"data", name}), "form.name", "value", name)
			}
		}
	}
}
