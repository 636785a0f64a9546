package exchange

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/schema"
)

// ExportCSV writes every record of a kind for the operator at the shell: all
// fields but secret ones. It gives the number of records.
func ExportCSV(ctx context.Context, n *node.Node, k *kind.Kind, w io.Writer) (int, error) {
	keys, err := keysOf(ctx, n, k)
	if err != nil {
		return 0, err
	}
	columns := schema.CSVColumns(k, keys)
	if len(columns) == 0 {
		return 0, fault.New("kind.unknown", "kind", "kind", k.Name)
	}
	header := make([]string, len(columns))
	for i := range columns {
		header[i] = columns[i].Name
	}
	// A byte order mark, so that spreadsheets read the file as UTF-8.
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return 0, fmt.Errorf("export %s: %w", k.Name, err)
	}
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return 0, fmt.Errorf("export %s: %w", k.Name, err)
	}
	namer := NewNamer(ctx, n, columns)
	rows := 0
	err = eachLive(ctx, n, k, func(r *projection.Record) error {
		rows++
		return out.Write(Cells(columns, r.ID, kind.Values(r.Kind, r.State), namer))
	})
	if out.Flush(); err == nil {
		err = out.Error()
	}
	if err != nil {
		return rows, fmt.Errorf("export %s: %w", k.Name, err)
	}
	return rows, nil
}

// ExportLines writes every record of a kind as JSON lines, {"kind","id","v"}, for
// the operator at the shell: all fields but secret ones.
func ExportLines(ctx context.Context, n *node.Node, k *kind.Kind, w io.Writer) (int, error) {
	if k.Internal {
		return 0, fault.New("kind.unknown", "kind", "kind", k.Name)
	}
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	rows := 0
	err := eachLive(ctx, n, k, func(r *projection.Record) error {
		rows++
		v := kind.Values(r.Kind, r.State)
		maps.DeleteFunc(v, func(name string, _ json.RawMessage) bool {
			return name == change.Deleted || k.Field(name).Sensitivity == kind.Secret
		})
		return enc.Encode(struct {
			Kind string                     `json:"kind"`
			ID   change.ID                  `json:"id"`
			V    map[string]json.RawMessage `json:"v"`
		}{k.Name, r.ID, v})
	})
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return rows, fmt.Errorf("export %s: %w", k.Name, err)
	}
	return rows, nil
}

func eachLive(ctx context.Context, n *node.Node, k *kind.Kind, visit func(*projection.Record) error) error {
	return n.Projection.Each(ctx, k.Name, func(r *projection.Record) error {
		if r.Deleted() {
			return nil
		}
		return visit(r)
	})
}

// keysOf gives the keys that records of a kind use in keyed fields: the years.
func keysOf(ctx context.Context, n *node.Node, k *kind.Kind) ([]string, error) {
	if !slices.ContainsFunc(k.Fields, func(f kind.Field) bool { return f.Type == kind.Keyed }) {
		return nil, nil
	}
	seen := map[string]bool{}
	err := eachLive(ctx, n, k, func(r *projection.Record) error {
		for cell, c := range r.State.Cells {
			if _, key, ok := strings.Cut(cell, ":"); ok && c.Shown(nil) != nil {
				seen[key] = true
			}
		}
		return nil
	})
	return slices.Sorted(maps.Keys(seen)), err
}

// NewNamer gives what people know records by, from their plain fields, for the
// columns of one file. It remembers what it found: a namer is for one file.
func NewNamer(ctx context.Context, n *node.Node, columns []schema.Column) Namer {
	keys := map[string][]string{} // by kind
	for _, c := range columns {
		maps.Copy(keys, c.Keys)
	}
	found := map[change.ID]string{}
	return func(id change.ID) string {
		if name, ok := found[id]; ok {
			return name
		}
		if len(found) >= maxKnown {
			clear(found)
		}
		found[id] = ""
		r, err := n.Projection.Get(ctx, id)
		if err != nil {
			return "" // its id will do
		}
		var parts []string
		for _, field := range keys[r.Kind.Name] {
			parts = append(parts, text(r.State.Value(field, r.Kind)))
		}
		if slices.Contains(parts, "") {
			parts = nil
		}
		found[id] = strings.Join(parts, "/")
		return found[id]
	}
}
