package pack

import (
	"strconv"
	"strings"

	"bamban/internal/indicator"
)

const indicatorFile = "indicators.yaml"

// loadIndicators reads indicators.yaml, which a pack may leave out: the calendars
// and the figures that are kept. Expressions are compiled where the caller knows
// the kinds.
func (l *loader) loadIndicators(p *Pack) {
	if l.files[indicatorFile] == nil {
		return
	}
	root, ok := l.root(indicatorFile)
	if !ok {
		return
	}
	before := len(l.problems)
	root.objects("calendars", true, func(o *object) {
		p.Calendars = append(p.Calendars, indicator.Calendar{Code: o.code("code"), Label: o.text("label", true),
			Closes: o.integer("closes", false), Begins: o.integer("begins", true), Source: o.str("source", false)})
	})
	root.objects("indicators", true, func(o *object) { p.Indicators = append(p.Indicators, l.indicator(o)) })
	root.done()
	if len(l.problems) > before || l.registry == nil {
		return
	}
	_, problems := indicator.Open(p.Indicators, p.Calendars, l.registry)
	for _, bad := range problems {
		path := append([]string{bad.List, strconv.Itoa(bad.I)}, strings.Split(bad.Field, ".")...)
		l.add(nodeAt(indicatorFile, find(root.node, path, "")), bad.Code, strings.Join(path, "."), bad.Args...)
	}
}

func (l *loader) indicator(o *object) indicator.Declaration {
	d := indicator.Declaration{
		Code: o.code("code"), Label: o.text("label", true), Help: o.text("help", false), Measure: o.text("measure", true),
		Kind: o.str("kind", false), Aggregate: indicator.Aggregate(o.str("aggregate", true)),
		Where: o.str("where", false), Value: o.str("value", false), Decimals: o.integer("decimals", false),
		Each: o.str("each", false), Date: o.str("date", false), Area: o.str("area", false), Unit: o.str("unit", false), Member: o.str("member", false),
		Of: o.str("of", false), Per: o.str("per", false), Times: o.integer("times", false), People: o.boolean("people"),
	}
	o.objects("dims", false, func(o *object) {
		dim := indicator.Dim{Name: o.code("name"), Label: o.text("label", true), Vocabulary: o.str("vocabulary", false), Value: o.str("value", true)}
		if dim.Vocabulary != "" && l.vocabulary[dim.Vocabulary] == nil {
			o.bad("vocabulary", "form.unknown_vocabulary", "value", dim.Vocabulary)
		}
		d.Dims = append(d.Dims, dim)
	})
	return d
}
