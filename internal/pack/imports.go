package pack

const importFile = "import.yaml"

// Imports says how the offices of a province write their lists.
type Imports struct {
	// Columns are the headers of each column of an import, by its code, as the file
	// has them.
	Columns                    map[string][]string
	SkipRows                   []string // what a row begins with that holds no record
	VillageWords, CommuneWords []string // before the name of a place, and not of it
}

// loadImports reads a file that a pack may do without.
func (l *loader) loadImports(p *Pack) {
	p.Imports.Columns = map[string][]string{}
	if _, ok := l.files[importFile]; !ok {
		return
	}
	o, ok := l.root(importFile)
	if !ok {
		return
	}
	columns, ok := o.get("columns", true)
	p.Imports.SkipRows = o.strings("skip_rows", false)
	p.Imports.VillageWords, p.Imports.CommuneWords = o.strings("village_words", false), o.strings("commune_words", false)
	o.done()
	if !ok {
		return
	}
	if c, ok := l.object(importFile, columns, "columns"); ok {
		for i := 0; i+1 < len(columns.Content); i += 2 {
			code := columns.Content[i].Value
			p.Imports.Columns[code] = c.strings(code, true)
		}
	}
}
