package xlsform

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"bamban/internal/fault"
	"bamban/internal/form"
	"bamban/internal/workbook"
)

// languageNames are how XLSForm tools show languages; others show their code.
var languageNames = map[string]string{"vi": "Tiếng Việt (vi)", "en": "English (en)"}

func languageName(code string) string {
	if name := languageNames[code]; name != "" {
		return name
	}
	return code + " (" + code + ")"
}

// Export makes a workbook of a declaration, in these languages, the first being
// the one that it opens in. What XLSForm can't say is a fault that names the
// question, and there is no workbook.
func Export(d *form.Declaration, languages []string) ([]byte, []*fault.Fault) {
	ex := &exporter{form: d, languages: languages, byName: map[string]*form.Question{}, repeat: map[string]string{}, lists: map[string]bool{}}
	ex.learn(d.Questions, "")
	ex.headers()
	ex.questions(d.Questions)
	if len(ex.faults) > 0 {
		return nil, ex.faults
	}
	data, err := ex.write()
	if err != nil {
		return nil, []*fault.Fault{fault.New("internal", "").Because(err)}
	}
	return data, nil
}

type exporter struct {
	form      *form.Declaration
	languages []string
	byName    map[string]*form.Question
	repeat    map[string]string // that a question is a row's of
	lists     map[string]bool
	data      []string // columns of choices that filters ask for
	survey    table
	choices   table
	faults    []*fault.Fault
}

// table is a sheet being filled.
type table struct {
	header []string
	rows   [][]string
}

func (t *table) add(cells map[string]string) {
	row := make([]string, len(t.header))
	for i, h := range t.header {
		row[i] = cells[h]
	}
	t.rows = append(t.rows, row)
}

func (ex *exporter) learn(list []form.Question, repeat string) {
	for i := range list {
		q := &list[i]
		ex.byName[q.Name], ex.repeat[q.Name] = q, repeat
		for _, c := range q.Choices {
			for name := range c.Data {
				if !slices.Contains(ex.data, name) {
					ex.data = append(ex.data, name)
				}
			}
		}
		inside := repeat
		if q.Type == form.Repeat {
			inside = q.Name
		}
		ex.learn(q.Questions, inside)
	}
	slices.Sort(ex.data)
}

// spoken are the languages of the recordings, those of the texts first.
func (ex *exporter) spoken() []string {
	out := slices.Clone(ex.languages)
	var more []string
	see := func(audio map[string]string) {
		for lang := range audio {
			if !slices.Contains(out, lang) && !slices.Contains(more, lang) {
				more = append(more, lang)
			}
		}
	}
	for _, q := range ex.byName {
		see(q.Audio)
		for _, c := range q.Choices {
			see(c.Audio)
		}
	}
	slices.Sort(more)
	return append(out, more...)
}

func (ex *exporter) headers() {
	per := func(name string, languages []string) []string {
		var out []string
		for _, lang := range languages {
			out = append(out, name+"::"+languageName(lang))
		}
		return out
	}
	ex.survey.header = slices.Concat([]string{"type", "name"}, per("label", ex.languages), per("hint", ex.languages),
		[]string{"required", "relevant", "constraint"}, per("constraint_message", ex.languages), []string{"calculation", "choice_filter", "readonly", "appearance"},
		per("media::audio", ex.spoken()), []string{"media::image", "bind::bamban:type", "bind::bamban:vocabulary", "bind::bamban:unit", "bind::bamban:min", "bind::bamban:max"})
	ex.choices.header = slices.Concat([]string{"list_name", "name"}, per("label", ex.languages), per("media::audio", ex.spoken()), []string{"media::image"}, ex.data)
}

func (ex *exporter) questions(list []form.Question) {
	for i := range list {
		q := &list[i]
		cells := ex.cells(q)
		ex.survey.add(cells)
		if q.Type == form.Group || q.Type == form.Repeat {
			ex.questions(q.Questions)
			ex.survey.add(map[string]string{"type": strings.Replace(cells["type"], "begin", "end", 1), "name": q.Name})
		}
	}
}

// types as XLSForm has them; what it has no type for is named beside it.
var xlsTypes = map[form.Type]string{form.TextLine: "text", form.Integer: "integer", form.Money: "integer", form.Decimal: "decimal", form.Date: "date",
	form.One: "select_one", form.Several: "select_multiple", form.YesNo: "select_one", form.Person: "text", form.Household: "text", form.Photo: "image",
	form.Voice: "audio", form.Signature: "image", form.Position: "geopoint", form.Repeat: "begin_repeat", form.Group: "begin_group", form.Note: "note"}

func (ex *exporter) cells(q *form.Question) map[string]string {
	cells := map[string]string{"type": xlsTypes[q.Type], "name": q.Name, "bind::bamban:vocabulary": q.Vocabulary, "bind::bamban:unit": q.Unit}
	ex.texts(cells, "label", q.Label)
	ex.texts(cells, "hint", q.Help)
	ex.texts(cells, "constraint_message", q.Message)
	ex.media(cells, q.Audio, q.Image)
	if q.Required {
		cells["required"] = "yes"
	}
	switch q.Type {
	case form.Money, form.YesNo, form.Person, form.Household:
		cells["bind::bamban:type"] = string(q.Type)
	case form.Signature:
		cells["appearance"] = "signature"
	case form.Repeat:
		cells["bind::bamban:min"], cells["bind::bamban:max"] = optional(q.Min), optional(q.Max)
	}
	if list := ex.list(q); list != "" {
		cells["type"] += " " + list
	}
	ex.expressions(q, cells)
	return cells
}

func optional(n *float64) string {
	if n == nil {
		return ""
	}
	return boundText(*n)
}

func (ex *exporter) texts(cells map[string]string, name string, texts map[string]string) {
	for lang, text := range texts {
		if strings.Contains(text, "${") {
			ex.refuse(name, text)
		}
		cells[name+"::"+languageName(lang)] = text
	}
}

func (ex *exporter) media(cells map[string]string, audio map[string]string, image string) {
	for lang, file := range audio {
		cells["media::audio::"+languageName(lang)] = strings.TrimPrefix(file, mediaFolder)
	}
	cells["media::image"] = strings.TrimPrefix(image, mediaFolder)
}

// list puts a question's choices into their sheet and names the list.
func (ex *exporter) list(q *form.Question) string {
	name, choices := q.Name, q.Choices
	switch {
	case q.Type == form.YesNo:
		name, choices = "yes_no", yesOrNo
	case q.Type != form.One && q.Type != form.Several:
		return ""
	case q.Vocabulary != "":
		name = "vocabulary." + q.Vocabulary
	}
	if ex.lists[name] {
		return name
	}
	ex.lists[name] = true
	for _, c := range choices {
		cells := map[string]string{"list_name": name, "name": c.Code}
		ex.texts(cells, "label", c.Label)
		ex.media(cells, c.Audio, c.Image)
		for key, value := range c.Data {
			cells[key] = value
		}
		ex.choices.add(cells)
	}
	return name
}

var yesOrNo = []form.Choice{{Code: "yes", Label: form.Text{"vi": "Có", "en": "Yes"}}, {Code: "no", Label: form.Text{"vi": "Không", "en": "No"}}}

func (ex *exporter) refuse(question, what string) {
	ex.faults = append(ex.faults, fault.New("xlsform.no_counterpart", question, "question", question, "what", what))
}

func (ex *exporter) scopeOf(self string) scope {
	return scope{self: self, repeat: func(name string) string { return ex.repeat[name] },
		sortOf: func(name string) (sort, bool) {
			q := ex.byName[name]
			if q == nil || q.Type == form.Group || q.Type == form.Note {
				return nothing, false
			}
			return sortOf(q.Type), true
		}}
}

func (ex *exporter) expressions(q *form.Question, cells map[string]string) {
	set := func(column, xpath string, err error) {
		var not *unsupported
		switch {
		case errors.As(err, &not):
			ex.refuse(q.Name, not.what)
		case err != nil:
			ex.refuse(q.Name, column)
		default:
			cells[column] = xpath
		}
	}
	if q.When != "" {
		xpath, err := conditionXPath(q.When, ex.scopeOf(""))
		set("relevant", xpath, err)
	}
	xpath, err := ex.constraint(q)
	set("constraint", xpath, err)
	if q.Filter != "" {
		in := ex.scopeOf("")
		in.filter = true
		xpath, err := conditionXPath(q.Filter, in)
		set("choice_filter", xpath, err)
	}
	if q.Value == "" {
		return
	}
	xpath, k, err := toXPath(q.Value, ex.scopeOf(""))
	if q.Type == form.YesNo && k == truth {
		xpath = "if(" + xpath + ", 'yes', 'no')"
	}
	set("calculation", xpath, err)
	if len(q.Label) > 0 || ex.list(q) != "" && q.Type != form.YesNo {
		cells["readonly"] = "yes"
		return
	}
	cells["type"], cells["bind::bamban:type"] = "calculate", string(q.Type)
}

// constraint joins the bounds with the check.
func (ex *exporter) constraint(q *form.Question) (string, error) {
	var parts []string
	switch q.Type {
	case form.Integer, form.Money, form.Decimal:
		if q.Min != nil {
			parts = append(parts, ". >= "+boundText(*q.Min))
		}
		if q.Max != nil {
			parts = append(parts, ". <= "+boundText(*q.Max))
		}
	case form.TextLine:
		if q.Max != nil {
			parts = append(parts, "string-length(.) <= "+boundText(*q.Max))
		}
	}
	if q.Check == "" {
		return strings.Join(parts, " and "), nil
	}
	t, err := form.Parse(q.Check)
	if err != nil {
		return "", err
	}
	x, err := ex.scopeOf(q.Name).asTruth(t)
	if len(parts) > 0 {
		return strings.Join(append(parts, x.as(xAnd)), " and "), err
	}
	return x.text, err
}

func (ex *exporter) write() ([]byte, error) {
	settings := table{header: []string{"form_title", "form_id", "version", "default_language", "namespaces", "attribute::bamban:kind"}}
	first := ex.languages[0]
	cells := map[string]string{"form_title": ex.form.Title[first], "form_id": ex.form.ID, "version": strconv.Itoa(ex.form.Version),
		"default_language": languageName(first), "namespaces": `bamban="urn:bamban:form"`, "attribute::bamban:kind": ex.form.Kind}
	for _, lang := range ex.languages {
		header := "attribute::bamban:title_" + lang
		settings.header = append(settings.header, header)
		cells[header] = ex.form.Title[lang]
	}
	settings.add(cells)
	var out bytes.Buffer
	var w *workbook.Writer
	for _, s := range []struct {
		name string
		t    table
	}{{"survey", ex.survey}, {"choices", ex.choices}, {"settings", settings}} {
		columns, rows := s.t.filled()
		var err error
		if w == nil {
			w, err = workbook.NewWriter(&out, s.name, columns)
		} else {
			err = w.Sheet(s.name, columns)
		}
		for _, row := range rows {
			if err == nil {
				err = w.Row(row)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// filled is a table as text, without the columns that hold nothing; a table of none has
// its first.
func (t table) filled() ([]workbook.Column, [][]workbook.Value) {
	var columns []workbook.Column
	rows := make([][]workbook.Value, len(t.rows))
	for i, header := range t.header {
		if !slices.ContainsFunc(t.rows, func(row []string) bool { return row[i] != "" }) && (i > 0 || len(t.rows) > 0) {
			continue
		}
		columns = append(columns, workbook.Column{Label: header})
		for j, row := range t.rows {
			rows[j] = append(rows[j], workbook.String(row[i]))
		}
	}
	return columns, rows
}
