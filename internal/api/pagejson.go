package api

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// appender is an answer that writes itself: the few that are asked for all day, for
// which the general encoder costs a fifth of the whole request.
type appender interface{ appendJSON([]byte) []byte }

// rowBytes is about what a row of a list takes.
const rowBytes = 700

// appendJSON writes the page as encoding/json would, but that a row's values go as
// they are stored: they were checked when they were written.
func (p *PageJSON) appendJSON(b []byte) []byte {
	if need := len(p.Rows) * rowBytes; cap(b)-len(b) < need {
		b = append(make([]byte, 0, len(b)+need), b...)
	}
	b = append(b, `{"rows":[`...)
	for i := range p.Rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendRow(b, &p.Rows[i])
	}
	b = append(b, `],"refs":{`...)
	first := true
	for _, id := range slices.Sorted(maps.Keys(p.Refs)) {
		n := p.Refs[id]
		b = appendKey(b, &first, id)
		b = append(b, `{"kind":`...)
		b = appendText(b, n.Kind)
		b = append(b, `,"title":`...)
		b = appendText(b, n.Title)
		b = append(b, '}')
	}
	b = append(b, `},"total":`...)
	b = strconv.AppendInt(b, p.Total, 10)
	if p.Next != "" {
		b = append(b, `,"next":`...)
		b = appendText(b, p.Next)
	}
	if p.Cut {
		b = append(b, `,"cut":true`...)
	}
	return append(b, '}')
}

// appendRow is no method: a record's page embeds a row, and is more than one.
func appendRow(b []byte, r *Row) []byte {
	b = append(b, `{"kind":`...)
	b = appendText(b, r.Kind)
	b = append(b, `,"id":`...)
	b = appendText(b, r.ID)
	b = append(b, `,"title":`...)
	b = appendText(b, r.Title)
	if r.Area != "" {
		b = append(b, `,"area":`...)
		b = appendText(b, r.Area)
	}
	b = append(b, `,"v":{`...)
	first := true
	names := make([]string, 0, 24)
	for name := range r.V {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b = appendKey(b, &first, name)
		b = append(b, r.V[name]...)
	}
	b = append(b, '}')
	if len(r.Hidden) > 0 {
		b = append(b, `,"hidden":[`...)
		for i, name := range r.Hidden {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendText(b, name)
		}
		b = append(b, ']')
	}
	for _, is := range []struct {
		so   bool
		text string
	}{{r.Child, `,"child":true`}, {r.Deleted, `,"deleted":true`}, {r.Conflict, `,"conflict":true`}} {
		if is.so {
			b = append(b, is.text...)
		}
	}
	b = append(b, `,"seq":`...)
	return append(strconv.AppendUint(b, r.Seq, 10), '}')
}

func appendKey(b []byte, first *bool, key string) []byte {
	if !*first {
		b = append(b, ',')
	}
	*first = false
	return append(appendText(b, key), ':')
}

// appendText writes a text; what needs care goes by way of encoding/json.
func appendText(b []byte, s string) []byte {
	plain := utf8.ValidString(s)
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] >= ' ' && s[i] != '"' && s[i] != '\\' && s[i] != 0x7f
	}
	if !plain {
		if quoted, err := json.Marshal(s); err == nil {
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
