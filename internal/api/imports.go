package api

import (
	"fmt"
	"net/http"
	"strconv"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/importer"
)

// ImportJSON is a file that is being taken in.
type ImportJSON struct {
	importer.State
	Error   *FaultJSON        `json:"error,omitempty"`
	Recipes []importer.Recipe `json:"recipes"`
}

// ImportList is the files that somebody has open.
type ImportList struct {
	Imports []ImportJSON      `json:"imports"`
	Recipes []importer.Recipe `json:"recipes"`
}

// RunBody begins to write; Partial writes the rows that are right where others are not.
type RunBody struct {
	Partial bool `json:"partial"`
}

// mayImport answers who may take files in: who may note that they did.
func (c *call) mayImport() error {
	if !c.who.Viewer.May(access.Create, c.s.Node.Kinds.Get("import")) {
		return fault.New("forbidden", "")
	}
	return nil
}

// importOf is the id of the path.
func (c *call) importOf() (change.ID, error) {
	if err := c.mayImport(); err != nil {
		return change.ID{}, err
	}
	id, err := change.ParseID(c.r.PathValue("id"))
	if err != nil {
		return id, fault.New("intake.gone", "")
	}
	return id, nil
}

func (c *call) importJSON(s *importer.State) ImportJSON {
	out := ImportJSON{State: *s, Recipes: importer.Recipes(c.s.Node, c.who.Viewer)}
	if s.Fault != nil {
		f := JSONOf(s.Fault)
		out.Error = &f
	}
	return out
}

func myImports(c *call) (any, error) {
	if err := c.mayImport(); err != nil {
		return nil, err
	}
	out := ImportList{Imports: []ImportJSON{}, Recipes: importer.Recipes(c.s.Node, c.who.Viewer)}
	for _, s := range c.s.Imports.Mine(c.who.Viewer) {
		s.Report = nil
		one := c.importJSON(&s)
		one.Recipes = nil
		out.Imports = append(out.Imports, one)
	}
	return out, nil
}

// openImport keeps the workbook that is the request's body.
func openImport(c *call) (any, error) {
	if err := c.mayImport(); err != nil {
		return nil, err
	}
	s, err := c.s.Imports.Take(c.who.Viewer, c.r.URL.Query().Get("name"), c.r.Body)
	if err != nil {
		return nil, err
	}
	return created{c.importJSON(s)}, nil
}

func getImport(c *call) (any, error) {
	id, err := c.importOf()
	if err != nil {
		return nil, err
	}
	s, err := c.s.Imports.State(c.who.Viewer, id)
	if err != nil {
		return nil, err
	}
	return c.importJSON(s), nil
}

// importLayout proposes how a sheet is to be read.
func importLayout(c *call) (any, error) {
	id, err := c.importOf()
	if err != nil {
		return nil, err
	}
	if err := c.turn(); err != nil {
		return nil, err
	}
	q := c.r.URL.Query()
	var n [3]int
	for i, name := range []string{"sheet", "from", "to"} {
		if v := q.Get(name); v != "" {
			if n[i], err = strconv.Atoi(v); err != nil {
				return nil, fault.New("workbook.no_sheet", name)
			}
		}
	}
	return c.s.Imports.Layout(c.who.Viewer, id, n[0], q.Get("recipe"), n[1], n[2])
}

func checkImport(c *call) (any, error) {
	id, err := c.importOf()
	if err != nil {
		return nil, err
	}
	var m importer.Mapping
	if err := c.body(&m); err != nil {
		return nil, err
	}
	if err := c.s.Imports.Check(c.who.Viewer, id, m); err != nil {
		return nil, err
	}
	return getImport(c)
}

func runImport(c *call) (any, error) {
	id, err := c.importOf()
	if err != nil {
		return nil, err
	}
	var b RunBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	if err := c.s.Imports.Run(c.who.Viewer, id, b.Partial); err != nil {
		return nil, err
	}
	return getImport(c)
}

func undoImport(c *call) (any, error) {
	id, err := c.importOf()
	if err != nil {
		return nil, err
	}
	if err := c.s.Imports.Undo(c.who.Viewer, id); err != nil {
		return nil, err
	}
	return getImport(c)
}

func forgetImport(c *call) (any, error) {
	id, err := c.importOf()
	if err != nil {
		return nil, err
	}
	return nil, c.s.Imports.Forget(c.who.Viewer, id)
}

// importRemarks is the sheet with what is to be mended, as a workbook.
func importRemarks(c *call) (any, error) {
	id, err := c.importOf()
	if err != nil {
		return nil, err
	}
	s, err := c.s.Imports.State(c.who.Viewer, id)
	if err != nil {
		return nil, err
	}
	if s.Report == nil {
		return nil, fault.New("intake.not_checked", "")
	}
	lang := "vi"
	if c.r.URL.Query().Get("lang") == "en" {
		lang = "en"
	}
	h := c.w.Header()
	h.Set("Content-Type", mediaXLSX)
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="remarks-%s.xlsx"`, c.s.Node.Today()))
	return handled{http.StatusOK}, c.s.Imports.Remarks(c.who.Viewer, id, c.w, lang)
}
