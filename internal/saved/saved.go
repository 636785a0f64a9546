package saved

import (
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/writer"
)

// Service works on one node. It holds nothing of its own.
type Service struct{ Node *node.Node }

// List is a saved list with its record's id.
type List struct {
	ID change.ID
	account.SavedList
}

// most is how many lists one user keeps, and one unit shares.
const most = 200

// Of gives a user's own lists, those that colleagues in the same unit share, and the
// columns that the user chose; by kind and name.
func (s *Service) Of(ctx context.Context, v *access.Viewer) ([]List, error) {
	own, err := s.by(ctx, "user", v.User)
	if err != nil {
		return nil, err
	}
	shared, err := s.by(ctx, "unit", v.Unit)
	if err != nil {
		return nil, err
	}
	for _, l := range shared {
		if l.User != v.User && l.Name != "" {
			own = append(own, l)
		}
	}
	slices.SortStableFunc(own, func(a, b List) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name)) })
	return own, nil
}

func (s *Service) by(ctx context.Context, field string, id change.ID) ([]List, error) {
	if id.IsZero() {
		return nil, nil
	}
	found, err := s.Node.Projection.FindBy(ctx, "saved_list", field, id.String(), most)
	if err != nil {
		return nil, err
	}
	var out []List
	for _, r := range found {
		l, err := kind.Into[account.SavedList](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		out = append(out, List{r.ID, l})
	}
	return out, nil
}

// Keeping is what somebody saves.
type Keeping struct {
	Kind, Name, Query string
	Columns           []string
	Shared            bool // with the user's unit
}

// Keep saves a list under its name, in the place of the user's own of that kind and name.
func (s *Service) Keep(ctx context.Context, v *access.Viewer, in Keeping) (change.ID, error) {
	in.Name = strings.TrimSpace(in.Name)
	if in.Name == "" {
		return change.ID{}, fault.New("field.required", "name", "field", "Tên", "field_en", "Name")
	}
	if err := s.check(v, in); err != nil {
		return change.ID{}, err
	}
	own, err := s.by(ctx, "user", v.User)
	if err != nil {
		return change.ID{}, err
	}
	id := s.Node.Writer.NewID()
	if i := slices.IndexFunc(own, func(l List) bool { return l.Kind == in.Kind && l.Name == in.Name }); i >= 0 {
		id = own[i].ID
	} else if len(own) >= most {
		return change.ID{}, fault.New("list.too_many_saved", "name", "max", most)
	}
	return id, s.write(ctx, v, id, in)
}

// Columns keeps the columns that a user chose for a kind.
func (s *Service) Columns(ctx context.Context, v *access.Viewer, kindName string, columns []string) error {
	in := Keeping{Kind: kindName, Columns: columns}
	if err := s.check(v, in); err != nil {
		return err
	}
	return s.write(ctx, v, node.StableID(s.Node.Pack.Partition, "saved_list", v.User.String()+" "+kindName), in)
}

func (s *Service) write(ctx context.Context, v *access.Viewer, id change.ID, in Keeping) error {
	l := account.SavedList{User: v.User, Kind: in.Kind, Name: in.Name, Query: in.Query, Columns: in.Columns, Saved: s.Node.Now()}
	fields := kind.Fields(l)
	fields["unit"] = json.RawMessage("null")
	if in.Shared {
		fields["unit"] = text(v.Unit.String())
	}
	for _, name := range []string{"query", "columns", "cleared"} {
		if fields[name] == nil {
			fields[name] = json.RawMessage("null")
		}
	}
	have, err := s.Node.Projection.Lookup(ctx, []change.ID{id})
	if err != nil {
		return err
	}
	draft := writer.Draft{Kind: "saved_list", Record: id, Fields: fields}
	if _, exists := have[id]; exists {
		r, err := s.Node.Projection.Get(ctx, id)
		if err != nil {
			return err
		}
		delete(fields, "user") // these never change
		delete(fields, "kind")
		draft.Seen = node.Seen(r.State, fields)
	}
	_, err = s.Node.Writer.Write(ctx, v.User, nil, draft)
	return err
}

// check sees that a list is one of a kind that the user reads, by its fields.
func (s *Service) check(v *access.Viewer, in Keeping) error {
	k := s.Node.Kinds.Get(in.Kind)
	if k == nil || k.Internal || !v.May(access.Read, k) {
		return fault.New("not_found", "kind")
	}
	for _, name := range in.Columns {
		if k.Field(name) == nil {
			return fault.New("list.unknown_filter", "columns", "field", clip(name))
		}
	}
	q, err := url.ParseQuery(in.Query)
	if err != nil {
		return fault.New("list.unknown_filter", "query", "field", clip(in.Query))
	}
	for name := range q {
		field, filter := strings.CutPrefix(name, "f.")
		if filter && k.Field(field) == nil {
			return fault.New("list.unknown_filter", "query", "field", clip(field))
		}
	}
	return nil
}

// Forget puts away one of the user's own lists; [Service.Return] undoes it.
func (s *Service) Forget(ctx context.Context, v *access.Viewer, id change.ID) error {
	return s.mark(ctx, v, id, json.RawMessage("true"))
}

// Return brings back a list that its user put away.
func (s *Service) Return(ctx context.Context, v *access.Viewer, id change.ID) error {
	return s.mark(ctx, v, id, json.RawMessage("false"))
}

func (s *Service) mark(ctx context.Context, v *access.Viewer, id change.ID, deleted json.RawMessage) error {
	r, err := s.Node.Projection.Get(ctx, id)
	if err != nil || r.Kind.Name != "saved_list" {
		return fault.New("not_found", "id")
	}
	l, err := kind.Into[account.SavedList](r.Kind, r.State)
	if err != nil {
		return err
	}
	if l.User != v.User {
		return fault.New("not_found", "id")
	}
	fields := map[string]json.RawMessage{change.Deleted: deleted}
	_, err = s.Node.Writer.Write(ctx, v.User, nil, writer.Draft{Kind: "saved_list", Record: id, Fields: fields, Seen: node.Seen(r.State, fields)})
	return err
}

func text(s string) json.RawMessage {
	raw, err := json.Marshal(s)
	if err != nil {
		panic("saved: " + err.Error()) // a text always encodes
	}
	return raw
}

// clip shortens what a client sent, for a message.
func clip(s string) string {
	const most = 64
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}
