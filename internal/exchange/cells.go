package exchange

import (
	"encoding/json"
	"strings"

	"bamban/internal/change"
	"bamban/internal/schema"
)

// Namer gives what people know a record by, in a file; "" leaves its id.
type Namer func(id change.ID) string

// Cells writes a record's values (as kind.Values gives them, keyed fields
// gathered) into a row.
func Cells(columns []schema.Column, id change.ID, values map[string]json.RawMessage, name Namer) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		if c.Field == nil {
			out[i] = id.String()
			continue
		}
		raw := values[c.Field.Name]
		if _, key, keyed := strings.Cut(c.Cell, ":"); keyed {
			raw = part(raw, key)
		}
		if c.Part != "" {
			raw = part(raw, c.Part)
		}
		out[i] = cell(c, raw, name)
	}
	return out
}

func part(raw json.RawMessage, name string) json.RawMessage {
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil {
		return nil
	}
	return object[name]
}

func cell(c schema.Column, raw json.RawMessage, name Namer) string {
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	switch c.Shape {
	case schema.Joined, schema.Keys:
		var items []string
		if json.Unmarshal(raw, &items) != nil {
			return ""
		}
		if c.Shape == schema.Keys {
			for i := range items {
				items[i] = keyOf(items[i], name)
			}
		}
		return strings.Join(items, "; ")
	case schema.Key:
		return keyOf(text(raw), name)
	case schema.JSON:
		return string(raw)
	}
	return safe(text(raw))
}

func keyOf(id string, name Namer) string {
	parsed, err := change.ParseID(id)
	if err != nil {
		return id
	}
	if n := name(parsed); n != "" {
		return n
	}
	return id
}

func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// safe keeps a spreadsheet from running a text as a formula (CWE-1236): such a
// text gets an apostrophe, which import takes off again.
func safe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		if _, err := json.Number(s).Float64(); err != nil {
			return "'" + s
		}
	}
	return s
}
