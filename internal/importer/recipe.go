package importer

import (
	"slices"
	"strconv"

	"bamban/internal/access"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/schema"
)

// Recipe is a sort of list: what its columns may be, and which records a row makes.
type Recipe struct {
	Code    string    `json:"code"`
	Label   kind.Text `json:"label"`
	Kind    string    `json:"kind"`
	Targets []Target  `json:"targets"`
	HasYear bool      `json:"hasYear,omitempty"` // a year must be said: the poverty status is of one
}

// Target is what a column of a list may be.
type Target struct {
	Code     string    `json:"code"`
	Label    kind.Text `json:"label"`
	Required bool      `json:"required,omitempty"`

	part   string        // of the row: the record that it belongs to
	column schema.Column // none for place and school
	mark   string        // the term that a cross stands for
}

// The parts of a row.
const (
	house    = "household"
	person   = "person"
	guardian = "guardian"
	member   = "membership"
	note     = "note"
	record   = "record" // of a kind without a recipe of its own
)

// The targets that are no fields.
const (
	village = "village"
	commune = "commune"
	school  = "school"
	class   = "class"
)

// notTaken are kinds with a door of their own, or that only the program makes.
var notTaken = []string{house, person, "user", "device", "grant", "import", "pack", "attachment", "membership", "recording"}

// Recipes are the lists that a viewer may send.
func Recipes(n *node.Node, by *access.Viewer) []Recipe {
	var out []Recipe
	b := builder{n, by}
	if k := n.Kinds.Get(house); by.May(access.Create, k) {
		r := Recipe{Code: house, Label: kind.Text{VI: "Danh sách hộ", EN: "List of households"}, Kind: house, HasYear: true, Targets: b.place()}
		r.Targets = append(r.Targets, b.fields(house, k, "name", "code", "address", "phone", "since")...)
		r.Targets = append(r.Targets, b.poverty(k)...)
		r.Targets = append(r.Targets, b.person()...)
		out = append(out, b.settle(r))
	}
	if k := n.Kinds.Get(person); by.May(access.Create, k) {
		r := Recipe{Code: "pupil", Label: kind.Text{VI: "Danh sách học sinh", EN: "List of pupils"}, Kind: person, Targets: b.place()}
		r.Targets = append(r.Targets, b.fields(person, k, "name")...)
		r.Targets = append(r.Targets, b.person()...)
		r.Targets = append(r.Targets,
			Target{Code: guardian, Label: kind.Text{VI: "Người giám hộ", EN: "Guardian"}, part: guardian, column: b.column(k, "name")},
			Target{Code: "guardian_phone", Label: kind.Text{VI: "Điện thoại người giám hộ", EN: "Guardian's telephone"}, part: guardian, column: b.column(k, "phone")},
			Target{Code: school, Label: kind.Text{VI: "Trường", EN: "School"}, part: note},
			Target{Code: class, Label: kind.Text{VI: "Lớp", EN: "Class"}, part: note})
		out = append(out, b.settle(r))
		people := Recipe{Code: person, Label: kind.Text{VI: "Danh sách người", EN: "List of people"}, Kind: person, Targets: b.place()}
		people.Targets = append(people.Targets, b.fields(person, k, "name")...)
		people.Targets = append(people.Targets, b.person()...)
		people.Targets = append(people.Targets, b.fields(person, k, "phone", "died")...)
		out = append(out, b.settle(people))
	}
	for _, k := range n.Kinds.All() {
		if k.Internal || slices.Contains(notTaken, k.Name) || !by.May(access.Create, k) {
			continue
		}
		out = append(out, b.generic(k))
	}
	return out
}

type builder struct {
	n  *node.Node
	by *access.Viewer
}

func (b builder) place() []Target {
	return []Target{
		{Code: village, Label: kind.Text{VI: "Thôn, bản", EN: "Village"}},
		{Code: commune, Label: kind.Text{VI: "Xã, phường", EN: "Commune"}},
	}
}

// column of a field, by its name in an export.
func (b builder) column(k *kind.Kind, name string) schema.Column {
	for _, c := range schema.CSVColumns(k, []string{"0"}) {
		if c.Name == name {
			return c
		}
	}
	return schema.Column{}
}

// fields are the targets of some fields, as far as the viewer may see such at all.
func (b builder) fields(part string, k *kind.Kind, names ...string) []Target {
	var out []Target
	for _, name := range names {
		if f := k.Field(name); f != nil && b.by.SeesAnywhere(k).Allows(f, 0) {
			out = append(out, Target{Code: name, Label: f.Label, Required: f.Required, part: part, column: b.column(k, name)})
		}
	}
	return out
}

// person are the targets about the one person that a row is about.
func (b builder) person() []Target {
	k := b.n.Kinds.Get(person)
	out := b.fields(person, k, "born", "sex", "ethnicity", "paper_no")
	return append(out, b.marks("sex", person, k.Field("sex"), b.column(k, "sex"))...)
}

// poverty are the targets of a year's decision.
func (b builder) poverty(k *kind.Kind) []Target {
	status, decision := b.column(k, "poverty.0.status"), b.column(k, "poverty.0.decision")
	f := &k.Field("poverty").Fields[0]
	out := []Target{
		{Code: "status", Label: kind.Text{VI: "Diện hộ", EN: "Poverty status"}, part: house, column: status},
		{Code: "decision", Label: kind.Text{VI: "Số quyết định về diện hộ", EN: "Decision on the status"}, part: house, column: decision},
	}
	return append(out, b.marks("status", house, f, status)...)
}

// marks are columns with a cross in them, one for each term: “Nam” and “Nữ”, “Hộ nghèo”
// and “Hộ cận nghèo”.
func (b builder) marks(code, part string, f *kind.Field, c schema.Column) []Target {
	var out []Target
	v := b.n.Pack.Vocabulary(f.Vocabulary)
	if v == nil {
		return nil
	}
	for _, t := range v.At(b.n.Today()) {
		out = append(out, Target{Code: code + "=" + t.Code, part: part, column: c, mark: t.Code,
			Label: kind.Text{VI: t.Label["vi"] + " (đánh dấu x)", EN: t.Label["en"] + " (a cross)"}})
	}
	return out
}

// generic is the list of a kind, each field a column.
func (b builder) generic(k *kind.Kind) Recipe {
	r := Recipe{Code: k.Name, Label: k.Plural, Kind: k.Name}
	sees := b.by.SeesAnywhere(k)
	year := strconv.Itoa(yearOf(b.n))
	for _, c := range schema.CSVColumns(k, []string{year}) {
		switch {
		case c.Field == nil:
			r.Targets = append(r.Targets, Target{Code: c.Name, Label: c.Label, part: record, column: c})
		case c.Field.Server || !sees.Allows(c.Field, 0):
		case c.Field.Scope == kind.ByArea:
			r.Targets = append(r.Targets, b.place()...)
		default:
			required := c.Field.Required && c.Cell == c.Field.Name
			r.Targets = append(r.Targets, Target{Code: c.Name, Label: c.Label, Required: required, part: record, column: c})
		}
	}
	return r
}

// settle drops targets that came twice: a name is one.
func (b builder) settle(r Recipe) Recipe {
	seen := map[string]bool{}
	r.Targets = slices.DeleteFunc(r.Targets, func(t Target) bool {
		twice := seen[t.Code]
		seen[t.Code] = true
		return twice || t.column.Name == "" && t.part != "" && t.part != note
	})
	return r
}

func (r *Recipe) target(code string) *Target {
	for i := range r.Targets {
		if r.Targets[i].Code == code {
			return &r.Targets[i]
		}
	}
	return nil
}
