package pack

import (
	"io/fs"
	"regexp"
	"slices"
	"time"
	_ "time/tzdata" // station boxes have no zone files: every machine must know the same zones
)

const manifestFile = "pack.yaml"

var (
	languagePattern  = regexp.MustCompile(`^[a-z]{2,3}$`)
	partitionPattern = regexp.MustCompile(`^[a-z0-9]{1,16}$`)
	nameOrders       = []string{"family-middle-given", "given-middle-family"}
)

func (l *loader) manifest(p *Pack) {
	l.languages = []string{"vi", "en"} // what labels need where the list itself is wrong
	o, ok := l.root(manifestFile)
	if !ok {
		return
	}
	before := len(l.problems)
	p.Languages = o.strings("languages", true)
	for _, lang := range p.Languages {
		if !languagePattern.MatchString(lang) {
			o.bad("languages", "pack.language", "value", lang)
		}
	}
	for _, lang := range []string{"vi", "en"} {
		if !slices.Contains(p.Languages, lang) {
			o.bad("languages", "pack.language_missing", "lang", lang)
		}
	}
	if len(l.problems) == before {
		l.languages = p.Languages
	}

	p.Name = o.code("name")
	p.Version = o.str("version", true)
	p.Title = o.text("title", true)
	if p.Partition = o.str("partition", true); p.Partition != "" && !partitionPattern.MatchString(p.Partition) {
		o.bad("partition", "pack.partition", "value", p.Partition)
	}
	p.TimeZone = o.str("time_zone", true)
	if _, err := time.LoadLocation(p.TimeZone); err != nil || p.TimeZone == "Local" {
		o.bad("time_zone", "pack.time_zone", "value", p.TimeZone)
	}
	if p.NameOrder = o.str("name_order", true); p.NameOrder != "" && !slices.Contains(nameOrders, p.NameOrder) {
		o.bad("name_order", "pack.name_order", "value", p.NameOrder)
	}
	o.objects("attribution", false, func(a *object) {
		p.Attribution = append(p.Attribution, Attribution{
			Code: a.code("code"), Text: a.text("text", true),
			Licence: a.str("licence", true), Source: a.str("source", true),
			Files: l.attributed(a),
		})
	})
	o.done()
}

// attributed reads the files that a credit covers: each must be in the pack.
func (l *loader) attributed(a *object) []string {
	files := a.strings("files", false)
	for _, name := range files {
		if !fs.ValidPath(name) {
			a.bad("files", "file.path", "value", name)
		} else if _, ok := l.files[name]; !ok {
			a.bad("files", "file.unknown", "value", name)
		}
	}
	return files
}
