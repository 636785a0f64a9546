package xlsform

import (
	"slices"
	"strconv"
	"strings"

	"bamban/internal/fault"
	"bamban/internal/form"
	"bamban/internal/pack"
)

// Import makes a declaration of a workbook, checked against the pack that it is
// for. With any fault there is none; each fault names the cell.
func Import(data []byte, p *pack.Pack) (*form.Declaration, []*fault.Fault) {
	im := &importer{pack: p, choices: map[string][]form.Choice{}, listAt: map[string]int{}, cells: map[string]spot{}}
	sheets := im.open(data)
	if len(im.faults) > 0 {
		return nil, im.faults
	}
	im.survey, im.lists, im.settings = sheets["survey"], sheets["choices"], sheets["settings"]
	for name, s := range sheets {
		if len(s.lines) > 0 && !slices.Contains([]string{"survey", "choices", "settings"}, name) {
			im.add("xlsform.unsupported_sheet", s.name, 1, 1)
		}
	}
	im.readSettings()
	im.readChoices()
	im.readSurvey()
	im.translate()
	if len(im.faults) == 0 {
		im.check()
	}
	if len(im.faults) > 0 {
		return nil, im.faults
	}
	return &im.form, nil
}

// spot is where in the workbook a part of the declaration comes from.
type spot struct {
	sheet    *sheet
	row, col int
}

type importer struct {
	reading
	pack                    *pack.Pack
	survey, lists, settings *sheet
	lang                    string // of labels without one
	form                    form.Declaration
	choices                 map[string][]form.Choice
	listAt                  map[string]int // row of a list's first choice
	rows                    []*entry
	cells                   map[string]spot // by path into the declaration
}

func (im *importer) readSettings() {
	s := im.settings
	im.lang, im.form.Kind = "vi", "visit"
	if len(s.lines) == 0 {
		im.add("xlsform.no_sheet", s.name, 1, 1, "name", "settings")
		return
	}
	l := s.lines[0]
	known := []string{"form_title", "form_id", "version", "default_language", "style", "namespaces", "attribute::bamban:kind"}
	for i, c := range s.columns {
		title, isTitle := strings.CutPrefix(c.name, "attribute::bamban:title_")
		switch {
		case l.cells[i] == "":
		case isTitle:
			im.title(title, l.cells[i])
		case !slices.Contains(known, c.name) || c.name == "style" && l.cells[i] != "pages":
			im.add("xlsform.unsupported_column", s.name, l.row, i+1, "value", c.header)
		}
	}
	if kind := s.cell(l, "attribute::bamban:kind"); kind != "" {
		im.form.Kind = kind
	}
	if m := langPattern.FindStringSubmatch(s.cell(l, "default_language")); m != nil {
		im.lang = m[1]
	}
	if title := s.cell(l, "form_title"); title != "" && im.form.Title[im.lang] == "" {
		im.title(im.lang, title)
	}
	// A workbook has one title; what stands in the other languages is its name.
	for _, lang := range im.pack.Languages {
		if im.form.Title[lang] == "" && im.form.Title[im.lang] != "" {
			im.title(lang, im.form.Title[im.lang])
		}
	}
	im.form.ID = s.cell(l, "form_id")
	version, err := strconv.Atoi(s.cell(l, "version"))
	if im.form.Version = version; err != nil {
		im.add("xlsform.version", s.name, l.row, s.colOf("version"), "value", s.cell(l, "version"))
	}
	im.cells["id"] = spot{s, l.row, s.colOf("form_id")}
	im.cells["version"] = spot{s, l.row, s.colOf("version")}
	im.cells["title"] = spot{s, l.row, s.colOf("form_title")}
}

func (im *importer) title(lang, text string) {
	if im.form.Title == nil {
		im.form.Title = form.Text{}
	}
	im.form.Title[lang] = text
}

// texts gathers a column in every language; nil for none.
func (im *importer) texts(s *sheet, l line, name string) map[string]string {
	var out map[string]string
	for i, c := range s.columns {
		if c.name != name || l.cells[i] == "" {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		lang := c.lang
		if lang == "" {
			lang = im.lang
		}
		if strings.Contains(l.cells[i], "${") {
			im.add("xlsform.unsupported", s.name, l.row, i+1, "what", "${…}")
		}
		out[lang] = l.cells[i]
	}
	return out
}

// recordings are the pack's files of a column, by language.
func (im *importer) recordings(s *sheet, l line) map[string]string {
	out := im.texts(s, l, "audio")
	for lang, name := range out {
		out[lang] = fileOf(name)
	}
	return out
}

func (im *importer) image(s *sheet, l line) string {
	out := im.texts(s, l, "image")
	for lang, name := range out {
		if name != out[im.lang] && len(out) > 1 {
			im.add("xlsform.unsupported", s.name, l.row, s.colOf("image"), "what", "image::"+lang)
		}
	}
	for _, name := range out {
		return fileOf(name)
	}
	return ""
}

const mediaFolder = "media/"

// fileOf is a file's path in the pack; XLSForm names files of a folder beside it.
func fileOf(name string) string {
	if name == "" || strings.HasPrefix(name, "sha256:") || strings.Contains(name, "/") {
		return name
	}
	return mediaFolder + name
}

func (im *importer) readChoices() {
	s := im.lists
	if s == nil {
		return
	}
	for _, l := range s.lines {
		list := s.cell(l, "list_name")
		if list == "" {
			im.add("xlsform.no_list_name", s.name, l.row, s.colOf("list_name"))
			continue
		}
		c := form.Choice{Code: s.cell(l, "name"), Label: im.texts(s, l, "label"), Audio: im.recordings(s, l), Image: im.image(s, l)}
		for i, col := range s.columns {
			switch {
			case l.cells[i] == "" || slices.Contains([]string{"list_name", "name", "label", "audio", "image"}, col.name):
			case col.lang != "" || strings.Contains(col.name, ":"):
				im.add("xlsform.unsupported_column", s.name, l.row, i+1, "value", col.header)
			default:
				if c.Data == nil {
					c.Data = map[string]string{}
				}
				c.Data[col.header] = l.cells[i]
			}
		}
		if _, ok := im.listAt[list]; !ok {
			im.listAt[list] = l.row
		}
		im.choices[list] = append(im.choices[list], c)
	}
}

// check opens what was made, and says what is wrong with it at the cell that it
// came from.
func (im *importer) check() {
	all := func(string) bool { return true }
	_, problems := form.Open(im.form, form.Options{Languages: im.pack.Languages, HasFile: all})
	for _, p := range problems {
		at := im.spotOf(p.Path)
		say := pack.Say(p.Code, p.Args...)
		im.add("xlsform.problem", at.sheet.name, at.row, at.col, "text", strings.TrimSuffix(say["vi"], "."), "text_en", strings.TrimSuffix(say["en"], "."))
	}
}

// spotOf finds the cell of the longest known part of a path.
func (im *importer) spotOf(path []string) spot {
	for n := len(path); n > 0; n-- {
		if at, ok := im.cells[strings.Join(path[:n], ".")]; ok {
			return at
		}
	}
	return spot{im.survey, 1, 1}
}
