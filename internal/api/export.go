package api

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/exchange"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/schema"
)

// export writes a list as a file, row by row. That it was made, by whom and of how
// many records, is in the access log before the first byte leaves.
func export(c *call) (any, error) {
	k, err := c.kindOf(access.Export)
	if err != nil {
		return nil, err
	}
	q, err := c.query(k)
	if err != nil {
		return nil, err
	}
	q.Scope = c.who.Viewer.Scope(access.Export, k)
	q.Limit = projection.MaxLimit
	if err := c.exportFormat(); err != nil {
		return nil, err
	}
	total, _, err := c.total(q)
	if err != nil {
		return nil, err
	}
	return c.exported(k, total, func(after string) (*projection.Page, error) {
		q.After = after
		return c.s.Node.Projection.List(c, q)
	})
}

// lister gives the records of a list page by page; "" begins it.
type lister func(after string) (*projection.Page, error)

// exportFormat sees that the format that is asked for is one of those there are.
func (c *call) exportFormat() error {
	switch c.r.URL.Query().Get("format") {
	case "csv", "jsonl", "xlsx":
		return nil
	}
	return fault.New("export.format", "format")
}

// exported writes a list of a kind as a file of the format that was asked for, after it
// has been noted in the access log.
func (c *call) exported(k *kind.Kind, total int64, q lister) (any, error) {
	format, v := c.r.URL.Query().Get("format"), c.view()
	if _, err := c.s.Node.Writer.Write(c, v.viewer.User, nil, c.s.lookDraft(v.viewer, account.Look{Kind: k.Name, Records: []string{}, Count: total,
		Opened: v.viewer.SeesAnywhere(k).Names(), Why: "export"})); err != nil {
		return nil, err
	}
	h := c.w.Header()
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%s.%s"`, k.Name, c.s.Node.Today(), format))
	if format == "xlsx" {
		return handled{http.StatusOK}, c.exportXLSX(v, k, q)
	}
	if format == "jsonl" {
		h.Set("Content-Type", "application/jsonl; charset=utf-8")
		return handled{http.StatusOK}, c.exportLines(v, q)
	}
	h.Set("Content-Type", "text/csv; charset=utf-8")
	return handled{http.StatusOK}, c.exportCSV(v, k, q)
}

func (c *call) eachPage(v *view, q lister, f func(row Row, id change.ID) error) error {
	return c.pages(q, func(records []*projection.Record) error {
		for _, r := range records {
			if err := f(v.row(r), r.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// pages gives a list page by page; the next is read while one is worked on.
func (c *call) pages(q lister, f func([]*projection.Record) error) error {
	type answer struct {
		page *projection.Page
		err  error
	}
	ask := func(after string) chan answer {
		out := make(chan answer, 1)
		go func() {
			page, err := q(after)
			out <- answer{page, err}
		}()
		return out
	}
	for next := ask(""); ; {
		a := <-next
		if a.err != nil {
			return a.err
		}
		last := a.page.Next == ""
		if !last {
			next = ask(a.page.Next)
		}
		err := f(c.view().listed(a.page.Records))
		if last {
			return err
		}
		if err != nil {
			<-next
			return err
		}
	}
}

func (c *call) exportLines(v *view, q lister) error {
	enc := json.NewEncoder(c.w)
	return c.eachPage(v, q, func(row Row, _ change.ID) error { return enc.Encode(row) })
}

func (c *call) exportCSV(v *view, k *kind.Kind, q lister) error {
	keys, err := c.keysOf(v, k, q)
	if err != nil {
		return err
	}
	columns, err := c.chosen(schema.CSVColumns(k, keys))
	if err != nil {
		return err
	}
	// A byte order mark, so that spreadsheets read the file as UTF-8.
	if _, err := c.w.Write([]byte("\ufeff")); err != nil {
		return err
	}
	w := csv.NewWriter(c.w)
	header := make([]string, len(columns))
	for i := range columns {
		header[i] = columns[i].Name
	}
	if err := w.Write(header); err != nil {
		return err
	}
	namer := exchange.NewNamer(c, c.s.Node, columns)
	err = c.eachPage(v, q, func(row Row, id change.ID) error {
		return w.Write(exchange.Cells(columns, id, row.V, namer))
	})
	if err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// keysOf gives the keys of keyed fields that the list shows, of those that are wanted:
// the years.
func (c *call) keysOf(v *view, k *kind.Kind, q lister) ([]string, error) {
	wanted := c.r.URL.Query().Get("columns")
	keyed := func(f kind.Field) bool {
		return f.Type == kind.Keyed && (wanted == "" || slices.Contains(strings.FieldsFunc(wanted, func(r rune) bool { return r == ',' || r == '.' }), f.Name))
	}
	if !slices.ContainsFunc(k.Fields, keyed) {
		return nil, nil
	}
	seen := map[string]bool{}
	err := c.pages(q, func(records []*projection.Record) error {
		for _, r := range records {
			for cell, held := range r.State.Cells {
				name, key, ok := strings.Cut(cell, ":")
				if f := k.Field(name); ok && f != nil && !seen[key] && keyed(*f) && held.Shown(nil) != nil && v.sees(r, f) {
					seen[key] = true
				}
			}
		}
		return nil
	})
	return slices.Sorted(maps.Keys(seen)), err
}
