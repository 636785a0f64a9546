package pack

import (
	"errors"
	"path"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"
)

const (
	maxNesting = 24
	maxNodes   = 100_000
	maxString  = 4000 // characters in one value
)

// document parses a YAML file into its root node. Aliases, anchors, tags and
// merge keys are refused: a pack needs none, and bombs are made of them.
func (l *loader) document(name string) (*yaml.Node, bool) {
	data, ok := l.files[name]
	if !ok {
		return nil, false
	}
	var docs []yaml.Node
	if err := yaml.Load(data, &docs, yaml.WithAllDocuments()); err != nil {
		l.syntax(name, err)
		return nil, false
	}
	if len(docs) == 0 || len(docs[0].Content) == 0 {
		l.add(place{file: name}, "file.empty", "")
		return nil, false
	}
	if len(docs) > 1 {
		l.add(nodeAt(name, &docs[1]), "yaml.documents", "")
		return nil, false
	}
	root := docs[0].Content[0]
	budget := maxNodes
	if !l.plain(name, root, 0, &budget) {
		return nil, false
	}
	return root, true
}

func (l *loader) syntax(name string, err error) {
	at := place{file: name, line: 1, col: 1}
	reason := "?"
	if first := new(yaml.LoadError); errors.As(err, &first) {
		if first.Mark.Line > 0 {
			at.line, at.col = first.Mark.Line, max(1, first.Mark.Column)
		}
		reason = first.Message
	}
	l.add(at, "yaml.syntax", "", "reason", reason)
}

func nodeAt(name string, n *yaml.Node) place {
	return place{name, max(1, n.Line), max(1, n.Column)}
}

// plain reports whether a tree holds nothing but maps with text keys, lists and
// plain values, each key once.
func (l *loader) plain(name string, n *yaml.Node, depth int, budget *int) bool {
	at := nodeAt(name, n)
	*budget--
	code := ""
	switch {
	case *budget < 0:
		code = "yaml.too_many"
	case depth > maxNesting:
		code = "yaml.too_deep"
	case n.Kind == yaml.AliasNode || n.Anchor != "" || n.Value == "<<" && n.Kind == yaml.ScalarNode && n.Style == 0:
		code = "yaml.alias"
	case n.Style&yaml.TaggedStyle != 0:
		code = "yaml.tag"
	case n.Kind == yaml.ScalarNode && len(n.Value) > maxString && len([]rune(n.Value)) > maxString:
		code = "field.too_long"
	case n.Kind == yaml.ScalarNode && strings.ContainsRune(n.Value, 0):
		code = "file.nul"
	case n.Kind == yaml.ScalarNode && !norm.NFC.IsNormalString(n.Value):
		code = "file.not_nfc"
	}
	if code != "" {
		l.add(at, code, "", "max", maxString)
		return false
	}
	ok := true
	seen := map[string]bool{}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if child.Kind != yaml.ScalarNode {
				l.add(nodeAt(name, child), "yaml.key", "")
				return false
			}
			if seen[child.Value] {
				l.add(nodeAt(name, child), "yaml.duplicate_key", child.Value, "key", child.Value)
				ok = false
			}
			seen[child.Value] = true
		}
		if !l.plain(name, child, depth+1, budget) {
			return false
		}
	}
	return ok
}

// object reads a map node field by field and remembers what was asked for, so
// that a misspelt field is found.
type object struct {
	l     *loader
	file  string
	path  string
	node  *yaml.Node
	value map[string]*yaml.Node
	asked map[string]bool
}

func (l *loader) object(file string, n *yaml.Node, at string) (*object, bool) {
	if n.Kind != yaml.MappingNode {
		l.add(nodeAt(file, n), "field.type", at, "want", "map")
		return nil, false
	}
	o := &object{l: l, file: file, path: at, node: n,
		value: map[string]*yaml.Node{}, asked: map[string]bool{}}
	for i := 0; i+1 < len(n.Content); i += 2 {
		o.value[n.Content[i].Value] = n.Content[i+1]
	}
	return o, true
}

// root opens a file whose top is a map; a missing file is a problem.
func (l *loader) root(name string) (*object, bool) {
	if _, ok := l.files[name]; !ok {
		if !l.reported(name) {
			l.add(place{file: name}, "file.missing", "")
		}
		return nil, false
	}
	n, ok := l.document(name)
	if !ok {
		return nil, false
	}
	return l.object(name, n, "")
}

// reported tells whether a file is absent because something was wrong with it.
func (l *loader) reported(name string) bool {
	for _, p := range l.problems {
		if p.File == name {
			return true
		}
	}
	return false
}

func (o *object) at(field string) place {
	if n, ok := o.value[field]; ok {
		return nodeAt(o.file, n)
	}
	return nodeAt(o.file, o.node)
}

func (o *object) field(name string) string {
	if o.path == "" {
		return name
	}
	return o.path + "." + name
}

func (o *object) bad(field, code string, args ...any) {
	o.l.add(o.at(field), code, o.field(field), args...)
}

// get gives a field's node; null counts as absent.
func (o *object) get(field string, required bool) (*yaml.Node, bool) {
	o.asked[field] = true
	n, ok := o.value[field]
	if ok && !(n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null") {
		return n, true
	}
	if required {
		o.bad(field, "field.missing", "field", field)
	}
	return nil, false
}

// str reads a text value.
func (o *object) str(field string, required bool) string {
	n, ok := o.get(field, required)
	if !ok {
		return ""
	}
	s, ok := o.l.scalar(o.file, n, o.field(field))
	if ok && required && strings.TrimSpace(s) == "" {
		o.bad(field, "field.missing", "field", field)
	}
	return s
}

// scalar reads one text value. A bare number or truth value is refused: 03388
// and 1.10 lose their form in too many YAML tools to go without quotes. A bare
// date is text.
func (l *loader) scalar(file string, n *yaml.Node, field string) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		l.add(nodeAt(file, n), "field.type", field, "want", "text")
		return "", false
	}
	switch n.ShortTag() {
	case "!!str", "!!timestamp":
		return n.Value, true
	}
	l.add(nodeAt(file, n), "field.quote", field, "value", n.Value)
	return "", false
}

// codePattern is what identifiers in a pack look like.
var codePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

func (o *object) code(field string) string {
	s := o.str(field, true)
	if s != "" && !codePattern.MatchString(s) {
		o.bad(field, "field.code", "value", s)
	}
	return s
}

func (o *object) date(field string) string {
	s := o.str(field, false)
	if s != "" && !validDate(s) {
		o.bad(field, "field.date", "value", s)
		return ""
	}
	return s
}

// dates reads a pair of days and checks their order.
func (o *object) dates(from, to string) (string, string) {
	a, b := o.date(from), o.date(to)
	if a != "" && b != "" && a > b {
		o.bad(to, "date.reversed", "from", a, "to", b)
	}
	return a, b
}

func (o *object) integer(field string, required bool) int {
	n, ok := o.get(field, required)
	if !ok {
		return 0
	}
	i, err := strconv.Atoi(n.Value)
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!int" || err != nil {
		o.bad(field, "field.type", "want", "whole number")
	}
	return i
}

func (o *object) boolean(field string) bool {
	n, ok := o.get(field, false)
	if !ok {
		return false
	}
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" || n.Value != "true" && n.Value != "false" {
		o.bad(field, "field.type", "want", "true, false")
	}
	return n.Value == "true"
}

// text reads a label, which must be there in every language of the pack.
func (o *object) text(field string, required bool) Text {
	n, ok := o.get(field, required)
	if !ok {
		return nil
	}
	return o.l.textOf(o.file, n, o.field(field))
}

func (l *loader) textOf(file string, n *yaml.Node, field string) Text {
	t, ok := l.object(file, n, field)
	if !ok {
		return nil
	}
	out := make(Text, len(l.languages))
	for _, lang := range l.languages {
		t.asked[lang] = true
		v, ok := t.value[lang]
		if !ok || v.Kind == yaml.ScalarNode && strings.TrimSpace(v.Value) == "" {
			t.bad(lang, "field.language", "lang", lang)
			continue
		}
		if s, ok := l.scalar(file, v, t.field(lang)); ok {
			out[lang] = s
		}
	}
	t.done()
	return out
}

// list reads a sequence.
func (o *object) list(field string, required bool) []*yaml.Node {
	n, ok := o.get(field, required)
	if !ok {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		o.bad(field, "field.type", "want", "list")
		return nil
	}
	return n.Content
}

// strings reads a sequence of text values, each once.
func (o *object) strings(field string, required bool) []string {
	var out []string
	seen := map[string]bool{}
	nodes := o.list(field, required)
	if n, ok := o.value[field]; required && ok && len(nodes) == 0 && n.Kind == yaml.SequenceNode {
		o.bad(field, "field.missing", "field", field)
	}
	for _, n := range nodes {
		s, ok := o.l.scalar(o.file, n, o.field(field))
		switch {
		case !ok:
		case s == "":
			o.l.add(nodeAt(o.file, n), "field.missing", o.field(field), "field", field)
		case seen[s]:
			o.l.add(nodeAt(o.file, n), "field.duplicate", o.field(field), "value", s)
		default:
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// objects reads a sequence of maps; fn gets each with its position in the path.
func (o *object) objects(field string, required bool, fn func(*object)) {
	for i, n := range o.list(field, required) {
		if item, ok := o.l.object(o.file, n, o.field(field)+"["+strconv.Itoa(i)+"]"); ok {
			fn(item)
			item.done()
		}
	}
}

// done reports fields that nobody asked for.
func (o *object) done() {
	for i := 0; i+1 < len(o.node.Content); i += 2 {
		key := o.node.Content[i]
		if !o.asked[key.Value] {
			o.l.add(nodeAt(o.file, key), "field.unknown", o.field(key.Value), "field", key.Value)
		}
	}
}

// within lists the pack's files of a folder with an ending, sorted.
func (l *loader) within(folder, ext string) []string {
	var out []string
	for _, name := range l.names {
		if path.Dir(name) == folder && path.Ext(name) == ext {
			out = append(out, name)
		}
	}
	return out
}
