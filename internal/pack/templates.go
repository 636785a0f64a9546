package pack

import (
	"slices"
	"strings"

	"bamban/internal/eligible"
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
	file := map[string]string{}
	for _, name := range l.within(templateFolder, ".yaml") {
		root, ok := l.root(name)
		if !ok {
			continue
		}
		before := len(l.problems)
		x := l.program(root, p)
		if other := file[x.Code]; other != "" {
			root.bad("code", "program.twice", "code", x.Code, "file", other)
		}
		file[x.Code] = name
		for _, lang := range l.languages {
			if len(l.problems) == before && x.Help[lang] == "" {
				root.bad("help", "template.word", "code", x.Code)
			}
		}
		if len(x.Overlaps) > 0 {
			root.bad("overlaps", "template.overlaps", "code", x.Code)
		}
		if len(l.problems) == before && !l.checked {
			_, problems := eligible.Compile(x)
			for _, bad := range problems {
				l.add(nodeAt(name, find(root.node, bad.Path, "")), bad.Code, strings.Join(bad.Path, "."), bad.Args...)
			}
		}
		p.Templates = append(p.Templates, x)
	}
}
