package exchange

import (
	"context"
	"encoding/json"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/node"
	"bamban/internal/schema"
)

// Values reads what people write in cells, as the values of fields: for whoever takes
// in rows in another form than [Import]. It is for one goroutine.
type Values struct{ m *importer }

// NewValues makes a reader for a viewer; nil is the operator at the shell.
func NewValues(ctx context.Context, n *node.Node, by *access.Viewer) *Values {
	today := n.Today()
	m := &importer{ctx: ctx, n: n, by: by, today: today, terms: map[string]map[string]string{}}
	m.refs = &refs{n: n, by: by, today: today, known: map[string]change.ID{}}
	return &Values{m}
}

// Read gives a cell's value for a column. row is for what a fault says; area is the
// place of the row, where it is known.
func (v *Values) Read(c schema.Column, text string, row int, area change.ID) (json.RawMessage, *fault.Fault) {
	return v.m.parse(&column{Column: c}, strings.TrimSpace(text), row, area)
}

// SameJSON reports whether two values are the same, however they are written; null is
// unset.
func SameJSON(a, b json.RawMessage) bool { return sameJSON(a, b) }

// Distance is how many letters make one text of the other; most+1 stands for more.
func Distance(a, b string, most int) int { return distance(a, b, most) }
