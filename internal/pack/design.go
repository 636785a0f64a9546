package pack

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"bamban/internal/eligible"
	"bamban/internal/program"
)

// designFile is what a program that is no file is called in problems.
const designFile = programFolder + "/design.yaml"

// OpenProgram reads a program that an office wrote, JSON in the form of a file of
// programs/, as the loader of a pack reads one: it speaks of p's roles, vocabularies,
// forms and of the programs others. The program is nil where there are problems.
func OpenProgram(p *Pack, others []*program.Program, body []byte) (*program.Program, []Problem) {
	l := &loader{files: map[string][]byte{designFile: body}, languages: p.Languages, vocabulary: map[string]*Vocabulary{}}
	for i := range p.Vocabularies {
		l.vocabulary[p.Vocabularies[i].Code] = &p.Vocabularies[i]
	}
	if !json.Valid(body) {
		l.add(place{file: designFile}, "yaml.syntax", "", "reason", "JSON")
		return nil, l.problems
	}
	root, ok := l.root(designFile)
	if !ok {
		return nil, l.sorted()
	}
	x := l.program(root, p)
	if len(l.problems) == 0 {
		l.fits(designFile, root.node, programFolder, map[place]bool{})
	}
	if len(l.problems) == 0 {
		_, problems := eligible.Compile(x)
		for _, bad := range problems {
			l.add(place{file: designFile}, bad.Code, dotted(bad.Path), bad.Args...)
		}
	}
	for _, code := range x.Overlaps {
		if code != x.Code && !slices.ContainsFunc(others, func(o *program.Program) bool { return o.Code == code }) {
			root.bad("overlaps", "program.unknown", "code", code)
		}
	}
	if len(l.problems) > 0 {
		return nil, l.problems
	}
	return x, nil
}

// dotted writes a path as the loader does: steps[2].label.
func dotted(path []string) string {
	var b strings.Builder
	for _, s := range path {
		if _, err := strconv.Atoi(s); err == nil {
			b.WriteString("[" + s + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s)
	}
	return b.String()
}

// ProgramBody writes a program in the form that [OpenProgram] reads.
func ProgramBody(x *program.Program) ([]byte, error) {
	raw, err := json.Marshal(x)
	if err != nil {
		return nil, err
	}
	var body map[string]json.RawMessage
	if err := json.Unmarshal(raw, &body); err != nil {
		return nil, err
	}
	for file, wire := range map[string]string{"valid_from": "from", "valid_to": "to"} {
		if v, ok := body[wire]; ok {
			body[file] = v
			delete(body, wire)
		}
	}
	return json.Marshal(body)
}
