package schema

import (
	"bamban/internal/kind"
)

// Shape is how a column's cells hold a value.
type Shape string

// The shapes.
const (
	Plain  Shape = "plain"  // the value itself: text, number, true or false, a code, a date
	Joined Shape = "joined" // several values with ";" between them
	Key    Shape = "key"    // a record, by what people know it by; see [Column.Keys]
	Keys   Shape = "keys"   // several records, with ";" between them
	JSON   Shape = "json"   // a list of objects, as JSON
)

// Column is one column of a kind's CSV file.
type Column struct {
	Name  string      // in the header, e.g. "name", "poverty.2026.status", "point.lat"
	Label kind.Text   // for people; a keyed column's has its key
	Field *kind.Field // that the column belongs to; nil for the record's id
	Cell  string      // of the change that sets it: the field's name, or "poverty:2026"
	Part  string      // of an object that a cell holds: a sub-field's name, "lat", "lon", or ""
	Shape Shape
	// Keys says, for each kind that the column may point at, by which of its
	// fields a record is written, joined by "/"; empty is its id.
	Keys map[string][]string
}

// humanKeys are what people know records by. A kind that isn't here, or a record
// whose key is empty or not its own, is written by its id.
var humanKeys = map[string][]string{
	"area":      {"era", "code"},
	"unit":      {"code"},
	"user":      {"login"},
	"household": {"code"},
	"device":    {"tag"},
}

// CSVColumns are the columns of a kind for import and export: its id, then its
// fields in the order of their declaration, a keyed field once per key given
// (the years that a list shows). Secret fields are left out, and an internal
// kind has no columns.
func CSVColumns(k *kind.Kind, keys []string) []Column {
	if k.Internal {
		return nil
	}
	out := []Column{{Name: "id", Label: kind.Text{VI: "Mã bản ghi", EN: "Id"}, Shape: Plain}}
	for i := range k.Fields {
		f := &k.Fields[i]
		switch {
		case f.Sensitivity == kind.Secret:
		case f.Type == kind.Keyed:
			for _, key := range keys {
				out = append(out, keyedColumns(f, key)...)
			}
		case f.Type == kind.Position:
			for _, part := range []struct{ name, vi, en string }{{"lat", "vĩ độ", "latitude"}, {"lon", "kinh độ", "longitude"}} {
				label := kind.Text{VI: f.Label.VI + " (" + part.vi + ")", EN: f.Label.EN + " (" + part.en + ")"}
				out = append(out, Column{Name: f.Name + "." + part.name, Label: label, Field: f, Cell: f.Name, Part: part.name, Shape: Plain})
			}
		default:
			out = append(out, column(f, f.Name, f.Label, f.Name, ""))
		}
	}
	return out
}

func keyedColumns(f *kind.Field, key string) []Column {
	var out []Column
	for i := range f.Fields {
		sub := &f.Fields[i]
		if sub.Sensitivity == kind.Secret {
			continue
		}
		label := kind.Text{VI: f.Label.VI + " " + key + ": " + sub.Label.VI, EN: f.Label.EN + " " + key + ": " + sub.Label.EN}
		c := column(sub, f.Name+"."+key+"."+sub.Name, label, f.Name+":"+key, sub.Name)
		c.Field = f
		out = append(out, c)
	}
	return out
}

func column(f *kind.Field, name string, label kind.Text, cell, part string) Column {
	c := Column{Name: name, Label: label, Field: f, Cell: cell, Part: part, Shape: Plain}
	switch f.Type {
	case kind.Terms, kind.Texts:
		c.Shape = Joined
	case kind.List, kind.Position:
		c.Shape = JSON
	case kind.Ref, kind.Refs:
		c.Shape = Key
		if f.Type == kind.Refs {
			c.Shape = Keys
		}
		c.Keys = make(map[string][]string, len(f.Refs))
		for _, to := range f.Refs {
			c.Keys[to] = humanKeys[to]
		}
	}
	return c
}
