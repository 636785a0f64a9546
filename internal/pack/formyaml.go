package pack

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"bamban/internal/form"
)

// Choices are the terms of a vocabulary as choices of a form; nil where the pack
// has none of that name.
func (p *Pack) Choices(vocabulary string) []form.Choice { return choicesOf(p.Vocabulary(vocabulary)) }

// Say words a problem's code, in Vietnamese and English.
func Say(code string, args ...any) Text {
	text := catalogue[code]
	return Text{"vi": fill(text.vi, args), "en": fill(text.en, args)}
}

// FormYAML writes a declaration as the pack's files have it.
func FormYAML(d *form.Declaration) ([]byte, error) {
	top := &mapping{}
	top.text("id", d.ID)
	top.add("version", plainNode(strconv.Itoa(d.Version), "!!int"))
	top.text("kind", d.Kind)
	top.texts("title", d.Title)
	top.add("questions", questionNodes(d.Questions))
	out, err := yaml.Dump(top.node(0), yaml.WithIndent(2), yaml.WithLineWidth(-1))
	if err != nil {
		return nil, fmt.Errorf("write form: %w", err)
	}
	return out, nil
}

// mapping is a YAML map in the order in which it was filled.
type mapping struct{ content []*yaml.Node }

func plainNode(value, tag string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: value}
}

func (m *mapping) add(key string, n *yaml.Node) {
	m.content = append(m.content, plainNode(key, "!!str"), n)
}

func (m *mapping) text(key, value string) {
	if value == "" {
		return
	}
	n := plainNode(value, "!!str")
	if slices.Contains([]string{"yes", "no", "on", "off", "y", "n"}, strings.ToLower(value)) {
		n.Style = yaml.DoubleQuotedStyle // other YAML tools read these as true and false
	}
	m.add(key, n)
}

func (m *mapping) number(key string, n *float64) {
	if n == nil {
		return
	}
	tag := "!!float"
	if *n == float64(int64(*n)) {
		tag = "!!int"
	}
	m.add(key, plainNode(strconv.FormatFloat(*n, 'f', -1, 64), tag))
}

// texts writes languages on one line, the pack's own first.
func (m *mapping) texts(key string, t map[string]string) {
	if len(t) == 0 {
		return
	}
	in := &mapping{}
	in.text("vi", t["vi"])
	in.text("en", t["en"])
	for _, lang := range slices.Sorted(maps.Keys(t)) {
		if lang != "vi" && lang != "en" {
			in.text(lang, t[lang])
		}
	}
	m.add(key, in.node(yaml.FlowStyle))
}

func (m *mapping) node(style yaml.Style) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Style: style, Content: m.content}
}

func questionNodes(list []form.Question) *yaml.Node {
	out := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for i := range list {
		q, m := &list[i], &mapping{}
		m.text("name", q.Name)
		m.text("type", string(q.Type))
		m.texts("label", q.Label)
		m.texts("help", q.Help)
		m.texts("audio", q.Audio)
		m.text("image", q.Image)
		if q.Required {
			m.add("required", plainNode("true", "!!bool"))
		}
		m.text("when", q.When)
		m.text("value", q.Value)
		m.text("unit", q.Unit)
		m.number("min", q.Min)
		m.number("max", q.Max)
		m.text("check", q.Check)
		m.texts("message", q.Message)
		m.text("vocabulary", q.Vocabulary)
		if q.Vocabulary == "" && len(q.Choices) > 0 {
			m.add("choices", choiceNodes(q.Choices))
		}
		m.text("filter", q.Filter)
		if len(q.Questions) > 0 {
			m.add("questions", questionNodes(q.Questions))
		}
		out.Content = append(out.Content, m.node(0))
	}
	return out
}

func choiceNodes(list []form.Choice) *yaml.Node {
	out := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
	for i := range list {
		c, m := &list[i], &mapping{}
		m.text("code", c.Code)
		m.texts("label", c.Label)
		m.texts("audio", c.Audio)
		m.text("image", c.Image)
		m.texts("data", c.Data)
		out.Content = append(out.Content, m.node(yaml.FlowStyle))
	}
	return out
}

// ReadForm reads a declaration as [Load] reads forms/*.yaml of the pack.
func ReadForm(data []byte, p *Pack) (*form.Form, []Problem) {
	const name = formFolder + "/form.yaml"
	l := &loader{files: map[string][]byte{name: data}, names: []string{name}, languages: p.Languages, anyFile: true, vocabulary: map[string]*Vocabulary{}}
	for i := range p.Vocabularies {
		l.vocabulary[p.Vocabularies[i].Code] = &p.Vocabularies[i]
	}
	out := &Pack{}
	if len(data) > maxYAML {
		l.add(place{file: name}, "file.too_large", "", "max", maxYAML>>20)
	} else if l.checkText(name, data) {
		l.loadForms(out)
	}
	if len(l.problems) > 0 {
		return nil, l.sorted()
	}
	return out.Forms[0], nil
}
