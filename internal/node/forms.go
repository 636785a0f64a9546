package node

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"bamban/internal/fault"
	"bamban/internal/form"
	"bamban/internal/kind"
	"bamban/internal/pack"
	"bamban/internal/projection"
)

// Forms are the versions of forms that answers may have been given by: those of
// the pack, and of every edition published before.
type Forms struct{ byVersion map[formVersion]*form.Form }

type formVersion struct {
	id      string
	version int
}

// Get finds a version of a form, or nil.
func (f Forms) Get(id string, version int) *form.Form { return f.byVersion[formVersion{id, version}] }

// All lists the forms by id, the latest version first.
func (f Forms) All() []*form.Form {
	return slices.SortedFunc(maps.Values(f.byVersion), func(a, b *form.Form) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(b.Version, a.Version))
	})
}

// loadForms gathers the forms. A version that was published may be worded anew;
// what is asked and answered must stay, or old answers would be read wrongly.
func (n *Node) loadForms(ctx context.Context) error {
	n.Forms = Forms{map[formVersion]*form.Form{}}
	for _, f := range n.Pack.Forms {
		n.Forms.byVersion[formVersion{f.ID, f.Version}] = f
	}
	editions, err := n.editions(ctx)
	if err != nil {
		return err
	}
	for _, e := range editions {
		var body Edition
		if err := json.Unmarshal([]byte(e.Body), &body); err != nil {
			return fmt.Errorf("read the pack's edition %s: %w", e.Version, err)
		}
		for _, d := range body.Forms {
			if err := n.addForm(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// addForm takes a published version in, unless a later edition or the pack has it.
func (n *Node) addForm(d form.Declaration) error {
	key := formVersion{d.ID, d.Version}
	if have := n.Forms.byVersion[key]; have != nil {
		if n.Pack.Form(d.ID, d.Version) == have && have.Shape() != d.Shape() {
			return fmt.Errorf("version %d of the form %s was published with other questions, choices or rules; keep that version as it was and give the new one version %d in a file of its own",
				d.Version, d.ID, d.Version+1)
		}
		return nil
	}
	f, problems := form.Open(d, form.Options{HasFile: func(string) bool { return true }})
	if f == nil {
		n.Slog.Warn("a form of an earlier edition can't be opened by this program; answers to it wait in quarantine", "form", d.ID, "version", d.Version, "problem", problems[0].Code)
		return nil
	}
	n.Forms.byVersion[key] = f
	return nil
}

// editions are the published packs, the latest first.
func (n *Node) editions(ctx context.Context) ([]pack.Edition, error) {
	var out []pack.Edition
	err := n.Projection.Each(ctx, "pack", func(r *projection.Record) error {
		e, err := kind.Into[pack.Edition](r.Kind, r.State)
		out = append(out, e)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the pack's editions: %w", err)
	}
	slices.SortStableFunc(out, func(a, b pack.Edition) int { return cmp.Compare(b.Published, a.Published) })
	return out, nil
}

// Admit implements the writer's Forms: answers are checked against the version of
// the form that they were given by, as of the day that the record is about.
func (f Forms) Admit(kindName string, fields map[string]json.RawMessage) *fault.Fault {
	var id, answers, day string
	var version int
	for name, to := range map[string]any{"form": &id, "form_version": &version, "answers": &answers, "on": &day} {
		if raw := fields[name]; raw != nil {
			_ = json.Unmarshal(raw, to) // the kind's declaration has been checked before
		}
	}
	switch {
	case id == "" && version == 0 && answers == "":
		return nil
	case id == "" || version == 0 || answers == "":
		return fault.New("form.incomplete", "form")
	}
	x := f.Get(id, version)
	if x == nil {
		return fault.New("form.unknown", "form", "form", id, "version", version)
	}
	if x.Kind != kindName {
		return fault.New("form.other_kind", "form", "form", id)
	}
	bad := x.Admit(json.RawMessage(answers), day)
	if bad != nil && bad.Field != "" {
		bad.Field = "answers." + bad.Field
	}
	return bad
}
