package api

import (
	"strings"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/fault"
)

// TakenBody says which table of a screen is taken along as a file, and how many rows it has.
type TakenBody struct {
	Name string `json:"name"`
	Rows int64  `json:"rows"`
	Kind string `json:"kind,omitempty"` // whose records the rows show: the caller needs the right to export it
}

// maxTaken is how long a table's name is, in characters; the rest is left out.
const maxTaken = 64

// tableTaken writes into the access log that somebody takes a table along. What is in it
// was read by its own route, with that route's rights, and noted there; this is the copy.
func tableTaken(c *call) (any, error) {
	var in TakenBody
	if err := c.body(&in); err != nil {
		return nil, err
	}
	name := []rune(strings.TrimSpace(in.Name))
	if len(name) == 0 {
		return nil, fault.New("field.required", "name", "field", "Tên bảng", "field_en", "The table's name")
	}
	if in.Rows < 0 {
		return nil, fault.New("field.too_small", "rows", "min", 0)
	}
	if in.Kind != "" {
		k := c.s.Node.Kinds.Get(in.Kind)
		if k == nil || k.Internal {
			return nil, fault.New("kind.unknown", "kind", "kind", clip(in.Kind))
		}
		if !c.who.Viewer.May(access.Export, k) {
			return nil, fault.New("forbidden", "")
		}
	}
	_, err := c.s.Node.Writer.Write(c, c.who.Viewer.User, nil, c.s.lookDraft(c.who.Viewer, account.Look{Kind: string(name[:min(len(name), maxTaken)]), Records: []string{}, Count: in.Rows, Why: "export"}))
	return nil, err
}
