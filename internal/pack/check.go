package pack

import (
	"bytes"
	"embed"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

//go:embed schema/*.json
var schemas embed.FS

// Check reports everything that is wrong in a pack: what [Load] refuses, what
// the JSON Schemas refuse, and, with o.Kinds, roles that name unknown kinds. It
// is for people who edit packs and takes longer than Load.
func Check(fsys fs.FS, o CheckOptions) []Problem {
	_, l := load(fsys, o)
	reported := map[place]bool{} // lines: one mistake is told once
	for _, p := range l.problems {
		reported[place{file: p.File, line: p.Line}] = true
	}
	for _, name := range l.names {
		schema := schemaOf(name)
		if schema == "" {
			continue
		}
		typed := len(l.problems)
		root, ok := l.document(name)
		l.problems = l.problems[:typed] // the loader said so already
		if ok {
			l.fits(name, root, schema, reported)
		}
	}
	l.shapes()
	return l.sorted()
}

// schemaOf names the schema of a file of the pack; "" for none.
func schemaOf(name string) string {
	switch name {
	case manifestFile, unitFile, roleFile, wordFile, settingFile, nameFile, vocabularyFile, recordingFile, importFile, indicatorFile, rightsFile:
		return strings.TrimSuffix(name, ".yaml")
	}
	if dir := path.Dir(name); path.Ext(name) == ".yaml" && (dir == "vocabularies" || dir == formFolder || dir == programFolder) {
		return dir
	}
	if path.Dir(name) == templateFolder && path.Ext(name) == ".yaml" {
		return programFolder // a template is a program that is in no force
	}
	return ""
}

// fits validates a document and reports each failure where nothing is reported.
func (l *loader) fits(file string, root *yaml.Node, schema string, reported map[place]bool) {
	compiled, err := compile(schema)
	if err != nil {
		l.add(place{file: file}, "schema.mismatch", "", "reason", err)
		return
	}
	err = compiled.Validate(plainValue(root))
	failed, ok := err.(*jsonschema.ValidationError)
	if !ok {
		return
	}
	for _, leaf := range leaves(failed) {
		for _, m := range mismatches(leaf) {
			at := nodeAt(file, find(root, leaf.InstanceLocation, m.key))
			if line := (place{file: at.file, line: at.line}); !reported[line] {
				reported[line] = true
				l.add(at, m.code, strings.Join(slices.Concat(leaf.InstanceLocation, m.path()), "."), m.args...)
			}
		}
	}
}

func compile(name string) (*jsonschema.Schema, error) {
	data, err := schemas.ReadFile("schema/" + name + ".json")
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	url := "urn:bamban:pack:" + name
	c := jsonschema.NewCompiler()
	if err := c.AddResource(url, doc); err != nil {
		return nil, err
	}
	return c.Compile(url)
}

// plainValue turns a checked YAML tree into what a JSON reader would give.
func plainValue(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := make(map[string]any, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			if v := n.Content[i+1]; v.Kind != yaml.ScalarNode || v.ShortTag() != "!!null" {
				out[n.Content[i].Value] = plainValue(v)
			}
		}
		return out
	case yaml.SequenceNode:
		out := make([]any, len(n.Content))
		for i, child := range n.Content {
			out[i] = plainValue(child)
		}
		return out
	}
	switch n.ShortTag() {
	case "!!bool":
		if n.Value == "true" || n.Value == "false" {
			return n.Value == "true"
		}
	case "!!int", "!!float":
		if i, err := strconv.Atoi(n.Value); err == nil {
			return i
		}
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil && f-f == 0 {
			return f
		}
	case "!!null":
		return nil
	}
	return n.Value
}

func leaves(e *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if _, ok := e.ErrorKind.(*kind.PropertyNames); ok || len(e.Causes) == 0 {
		return []*jsonschema.ValidationError{e}
	}
	var out []*jsonschema.ValidationError
	for _, cause := range e.Causes {
		out = append(out, leaves(cause)...)
	}
	return out
}

// mismatch is a schema's failure in the words of the catalogue.
type mismatch struct {
	code string
	key  string // the key at fault inside the location, or ""
	args []any
}

func (m mismatch) path() []string {
	if m.key == "" {
		return nil
	}
	return []string{m.key}
}

func mismatches(e *jsonschema.ValidationError) []mismatch {
	var out []mismatch
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		for _, field := range k.Missing {
			out = append(out, mismatch{code: "field.missing", args: []any{"field", field}})
		}
	case *kind.AdditionalProperties:
		for _, field := range k.Properties {
			out = append(out, mismatch{code: "field.unknown", key: field, args: []any{"field", field}})
		}
	case *kind.Type:
		out = append(out, mismatch{code: "field.type", args: []any{"want", strings.Join(k.Want, ", ")}})
	case *kind.PropertyNames:
		out = append(out, mismatch{code: "word.key", key: k.Property, args: []any{"value", k.Property}})
	default:
		reason := k.LocalizedString(message.NewPrinter(language.English))
		out = append(out, mismatch{code: "schema.mismatch", args: []any{"reason", reason}})
	}
	return out
}

// find walks from the root to a location, as far as it exists; with a key it
// gives the key's own node.
func find(n *yaml.Node, location []string, key string) *yaml.Node {
	for _, step := range location {
		switch n.Kind {
		case yaml.SequenceNode:
			if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.Content) {
				n = n.Content[i]
			}
		case yaml.MappingNode:
			if _, value := entry(n, step); value != nil {
				n = value
			}
		}
	}
	if key != "" && n.Kind == yaml.MappingNode {
		if k, _ := entry(n, key); k != nil {
			return k
		}
	}
	return n
}

func entry(n *yaml.Node, key string) (k, v *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}
