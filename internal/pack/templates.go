package pack

import (
	"slices"

	"bamban/internal/program"
)

const templateFolder = "templates"

// Template of a code; nil where the pack has none.
func (p *Pack) Template(code string) *program.Program {
	if i := slices.IndexFunc(p.Templates, func(x *program.Program) bool { return x.Code == code }); i >= 0 {
		return p.Templates[i]
	}
	return nil
}

// loadTemplates reads templates/*.yaml: programs that nobody is enrolled in, which the
// designer begins new ones from. Each says in a word what it is for.
func (l *loader) loadTemplates(p *Pack) {
	l.eachProgram(templateFolder, p, func(root *object, x *program.Program, sound bool) {
		for _, lang := range l.languages {
			if sound && x.Help[lang] == "" {
				root.bad("help", "template.word", "code", x.Code)
				break
			}
		}
		if len(x.Overlaps) > 0 {
			root.bad("overlaps", "template.overlaps", "code", x.Code)
		}
		p.Templates = append(p.Templates, x)
	})
}
