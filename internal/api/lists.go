package api

import (
	"context"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/saved"
)

// SavedListsJSON is what the caller saved and what the caller's unit shares.
type SavedListsJSON struct {
	Lists   []SavedListJSON     `json:"lists"`
	Columns map[string][]string `json:"columns"` // by kind, as the caller chose them
	Refs    map[string]NameOf   `json:"refs"`
}

// SavedListJSON is one saved list.
type SavedListJSON struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind"`
	Name    string   `json:"name"`
	Query   string   `json:"query"`
	Columns []string `json:"columns"`
	Shared  bool     `json:"shared"`
	Mine    bool     `json:"mine"`
	By      string   `json:"by"`
	Cleared string   `json:"cleared,omitempty"` // the day on which words that found an erased person were taken out
}

func (c *call) saved() *saved.Service { return &saved.Service{Node: c.s.Node} }

func savedLists(c *call) (any, error) {
	all, err := c.saved().Of(c, c.who.Viewer)
	if err != nil {
		return nil, err
	}
	out, v := SavedListsJSON{Lists: []SavedListJSON{}, Columns: map[string][]string{}}, c.view()
	for _, l := range all {
		if l.Name == "" {
			out.Columns[l.Kind] = l.Columns
			continue
		}
		mine := l.User == c.who.Viewer.User
		out.Lists = append(out.Lists, SavedListJSON{l.ID.String(), l.Kind, l.Name, l.Query, append([]string{}, l.Columns...), !l.Unit.IsZero(), mine, l.User.String(), l.Cleared})
		if !mine {
			v.refs[l.User] = true
		}
	}
	out.Refs, err = v.names(c)
	return out, err
}

// SavedListBody is a list to save; shared with the caller's unit or not.
type SavedListBody struct {
	Kind    string   `json:"kind"`
	Name    string   `json:"name"`
	Query   string   `json:"query"`
	Columns []string `json:"columns"`
	Shared  bool     `json:"shared"`
}

func keepList(c *call) (any, error) {
	var b SavedListBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	if _, err := c.saved().Keep(c, c.who.Viewer, saved.Keeping{Kind: b.Kind, Name: b.Name, Query: b.Query, Columns: b.Columns, Shared: b.Shared}); err != nil {
		return nil, err
	}
	return savedLists(c)
}

// ColumnsBody is a choice of columns.
type ColumnsBody struct {
	Kind    string   `json:"kind"`
	Columns []string `json:"columns"`
}

func keepColumns(c *call) (any, error) {
	var b ColumnsBody
	if err := c.body(&b); err != nil {
		return nil, err
	}
	return nil, c.saved().Columns(c, c.who.Viewer, b.Kind, b.Columns)
}

func forgetList(c *call) (any, error) { return c.markList(c.saved().Forget) }

func returnList(c *call) (any, error) { return c.markList(c.saved().Return) }

func (c *call) markList(mark func(context.Context, *access.Viewer, change.ID) error) (any, error) {
	id, err := c.pathID()
	if err != nil {
		return nil, err
	}
	return nil, mark(c, c.who.Viewer, id)
}
