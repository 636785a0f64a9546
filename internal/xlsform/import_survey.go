package xlsform

import (
	"slices"
	"strconv"
	"strings"

	"bamban/internal/form"
)

// entry is a row of the survey on its way into the declaration.
type entry struct {
	q        form.Question
	l        line
	list     string // of its choices
	parent   *entry
	children []*entry
	path     []string
	working  bool // its sort is being found
	untyped  bool // a calculate that doesn't say what it gives
}

// bare types of XLSForm and what they are here; others take an argument.
var plainTypes = map[string]form.Type{"text": form.TextLine, "string": form.TextLine, "integer": form.Integer, "int": form.Integer,
	"decimal": form.Decimal, "date": form.Date, "image": form.Photo, "photo": form.Photo, "audio": form.Voice, "geopoint": form.Position,
	"location": form.Position, "note": form.Note, "calculate": "", "begin_group": form.Group, "begin group": form.Group,
	"begin_repeat": form.Repeat, "begin repeat": form.Repeat}

var surveyColumns = []string{"type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "calculation",
	"choice_filter", "appearance", "readonly", "repeat_count", "audio", "image",
	"bind::bamban:type", "bind::bamban:vocabulary", "bind::bamban:unit", "bind::bamban:min", "bind::bamban:max"}

// harmless appearances change how a question is drawn, not what it asks.
var harmless = []string{"minimal", "horizontal", "horizontal-compact", "compact", "quick", "quickcompact", "likert", "label", "list-nolabel",
	"multiline", "numbers", "thousands-sep", "field-list", "columns", "columns-pack", "no-buttons", "no-calendar", "signature", "draw", "annotate", "new", "maps", "placement-map"}

func (im *importer) readSurvey() {
	s := im.survey
	var open []*entry
	for _, l := range s.lines {
		kind := strings.ToLower(strings.Join(strings.Fields(s.cell(l, "type")), " "))
		if strings.HasPrefix(kind, "end ") || strings.HasPrefix(kind, "end_") {
			if n := len(open); n == 0 || !closes(kind, open[n-1].q.Type) {
				im.add("xlsform.unmatched_end", s.name, l.row, s.colOf("type"), "value", kind)
			} else {
				open = open[:n-1]
			}
			continue
		}
		e := im.entry(l, kind)
		if e == nil {
			continue
		}
		if n := len(open); n > 0 {
			e.parent = open[n-1]
			e.parent.children = append(e.parent.children, e)
		}
		im.rows = append(im.rows, e)
		if e.q.Type == form.Group || e.q.Type == form.Repeat {
			open = append(open, e)
		}
	}
	for _, e := range open {
		im.add("xlsform.unmatched_begin", s.name, e.l.row, s.colOf("type"), "value", e.q.Name)
	}
}

func closes(kind string, t form.Type) bool {
	return t == form.Group && strings.HasSuffix(kind, "group") || t == form.Repeat && strings.HasSuffix(kind, "repeat")
}

func (im *importer) entry(l line, kind string) *entry {
	s := im.survey
	e := &entry{l: l, q: form.Question{Name: s.cell(l, "name"), Label: im.texts(s, l, "label"), Help: im.texts(s, l, "hint"),
		Audio: im.recordings(s, l), Image: im.image(s, l), Message: im.texts(s, l, "constraint_message"),
		Unit: s.cell(l, "bind::bamban:unit"), Vocabulary: s.cell(l, "bind::bamban:vocabulary")}}
	for i, c := range s.columns {
		if l.cells[i] != "" && !slices.Contains(surveyColumns, c.name) {
			im.add("xlsform.unsupported_column", s.name, l.row, i+1, "value", c.header)
		}
	}
	if !im.typed(e, kind) {
		return nil
	}
	im.appearance(e)
	im.required(e)
	im.numbers(e)
	if e.list != "" && e.q.Vocabulary == "" {
		if e.q.Choices = im.choices[e.list]; e.q.Choices == nil {
			im.add("xlsform.unknown_list", s.name, l.row, s.colOf("type"), "value", e.list)
		}
	}
	if e.q.Vocabulary != "" {
		e.q.Choices = im.pack.Choices(e.q.Vocabulary)
	}
	return e
}

// typed finds what sort of question a row is.
func (im *importer) typed(e *entry, kind string) bool {
	s := im.survey
	first, rest, _ := strings.Cut(strings.Replace(strings.Replace(kind, "select one", "select_one", 1), "select multiple", "select_multiple", 1), " ")
	t, ok := plainTypes[kind]
	switch {
	case ok:
		e.q.Type, e.untyped = t, t == ""
	case first == "select_one" || first == "select_multiple":
		// The list's name keeps its case.
		words := strings.Fields(s.cell(e.l, "type"))
		e.list = words[len(words)-1]
		if e.q.Type = form.One; first == "select_multiple" {
			e.q.Type = form.Several
		}
		ok = len(strings.Fields(rest)) == 1
	}
	if !ok {
		im.add("xlsform.unsupported_type", s.name, e.l.row, s.colOf("type"), "value", s.cell(e.l, "type"))
		return false
	}
	if exact := s.cell(e.l, "bind::bamban:type"); exact != "" {
		e.q.Type, e.untyped = form.Type(exact), false
		if e.q.Type == form.YesNo {
			e.list = ""
		}
	}
	return true
}

func (im *importer) appearance(e *entry) {
	s := im.survey
	for _, word := range strings.Fields(s.cell(e.l, "appearance")) {
		switch {
		case word == "signature" && e.q.Type == form.Photo:
			e.q.Type = form.Signature
		case !slices.Contains(harmless, word) && !strings.HasPrefix(word, "columns-"):
			im.add("xlsform.unsupported", s.name, e.l.row, s.colOf("appearance"), "what", word)
		}
	}
}

func (im *importer) required(e *entry) {
	s := im.survey
	is := func(column string) bool {
		switch strings.ToLower(s.cell(e.l, column)) {
		case "yes", "true", "true()", "1":
			return true
		case "", "no", "false", "false()", "0":
		default:
			im.add("xlsform.unsupported", s.name, e.l.row, s.colOf(column), "what", s.cell(e.l, column))
		}
		return false
	}
	e.q.Required = is("required")
	if is("readonly") && s.cell(e.l, "calculation") == "" && e.q.Type != form.Note {
		im.add("xlsform.unsupported", s.name, e.l.row, s.colOf("readonly"), "what", "readonly")
	}
}

// numbers reads the bounds that XLSForm has no column for, and a fixed count of rows.
func (im *importer) numbers(e *entry) {
	s := im.survey
	read := func(column string) *float64 {
		text := s.cell(e.l, column)
		if text == "" {
			return nil
		}
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n-n != 0 {
			im.add("xlsform.unsupported", s.name, e.l.row, s.colOf(column), "what", text)
			return nil
		}
		return &n
	}
	e.q.Min, e.q.Max = read("bind::bamban:min"), read("bind::bamban:max")
	if n := read("repeat_count"); n != nil {
		e.q.Min, e.q.Max = n, n
	}
}

// translate puts the expressions into CEL, and the questions into their places.
func (im *importer) translate() {
	for _, e := range im.rows {
		im.expressions(e)
	}
	var top []*entry
	for _, e := range im.rows {
		if e.parent == nil {
			top = append(top, e)
		}
	}
	im.form.Questions = im.gather(top, nil)
}

func (im *importer) gather(list []*entry, at []string) []form.Question {
	var out []form.Question
	for i, e := range list {
		e.path = slices.Concat(at, []string{"questions", strconv.Itoa(i)})
		im.mark(e)
		e.q.Questions = im.gather(e.children, e.path)
		out = append(out, e.q)
	}
	return out
}

// mark remembers which cells a question came from.
func (im *importer) mark(e *entry) {
	path, s := strings.Join(e.path, "."), im.survey
	im.cells[path] = spot{s, e.l.row, 1}
	for field, column := range map[string]string{"name": "name", "type": "type", "label": "label", "help": "hint", "when": "relevant", "check": "constraint",
		"message": "constraint_message", "value": "calculation", "filter": "choice_filter", "required": "required", "min": "constraint", "max": "constraint",
		"choices": "type", "audio": "audio", "image": "image", "vocabulary": "bind::bamban:vocabulary"} {
		im.cells[path+"."+field] = spot{s, e.l.row, s.colOf(column)}
	}
	if first := im.listAt[e.list]; e.list != "" && im.lists != nil {
		for i := range e.q.Choices {
			im.cells[path+".choices."+strconv.Itoa(i)] = spot{im.lists, im.rowOfChoice(e.list, i, first), im.lists.colOf("name")}
		}
	}
}

func (im *importer) rowOfChoice(list string, i, first int) int {
	for _, l := range im.lists.lines {
		if im.lists.cell(l, "list_name") != list {
			continue
		}
		if i == 0 {
			return l.row
		}
		i--
	}
	return first
}
