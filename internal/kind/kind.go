package kind

import (
	"strings"

	"bamban/internal/change"
)

// Text is a label in each shipped language.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// In gives the text in a language; any but "vi" reads English.
func (t Text) In(lang string) string {
	if lang == "vi" {
		return t.VI
	}
	return t.EN
}

// Type of a field's value.
type Type string

// The types, with the form of their values in JSON.
const (
	String   Type = "text"     // string
	Name     Type = "name"     // string: a person's name in the pack's order, sorted by given name
	Int      Type = "int"      // whole number within ±2^53
	Money    Type = "money"    // whole đồng
	Decimal  Type = "decimal"  // number
	Bool     Type = "bool"     // true, false
	Date     Type = "date"     // "2026-03-03"
	Partial  Type = "partial"  // "2026", "2026-03" or "2026-03-03": what is known of a date
	Instant  Type = "instant"  // Unix milliseconds, UTC
	Term     Type = "term"     // code of a vocabulary's term
	Terms    Type = "terms"    // list of such codes
	Ref      Type = "ref"      // id of a record
	Refs     Type = "refs"     // list of ids
	Texts    Type = "texts"    // list of strings
	Position Type = "position" // {"lat","lon","acc","at","mock"}
	List     Type = "list"     // list of objects with Fields
	Keyed    Type = "keyed"    // one object with Fields per key; each key is a cell "name:key"
	Machine  Type = "machine"  // state of a machine; written as steps
	Digest   Type = "digest"   // SHA-256 in hex
)

// Sensitivity of a field: who may see it is the role's business.
type Sensitivity string

// The sensitivities. Child is not declared on a field: every field of a child's
// record, and of a record about a child, that is not plain is read as Child.
const (
	Plain     Sensitivity = "plain"
	Personal  Sensitivity = "personal"
	Sensitive Sensitivity = "sensitive"
	Child     Sensitivity = "child"
	Secret    Sensitivity = "secret" // never leaves the server
)

// Scope is which coordinate of a record's place in the world a field gives.
type Scope string

// The coordinates.
const (
	NoScope     Scope = ""
	ByArea      Scope = "area"
	ByUnit      Scope = "unit"
	ByHousehold Scope = "household"
	ByPerson    Scope = "person"
	ByUser      Scope = "user"
)

// Field is one field of a kind.
type Field struct {
	Name        string      `json:"name"`
	Type        Type        `json:"type"`
	Label       Text        `json:"label"`
	Help        Text        `json:"help"`
	Required    bool        `json:"required,omitempty"`
	Refs        []string    `json:"refs,omitempty"` // kinds that a Ref may point at
	Vocabulary  string      `json:"vocabulary,omitempty"`
	Unit        string      `json:"unit,omitempty"` // of measure: "m", "VND", "days"
	Min         *float64    `json:"min,omitempty"`
	Max         *float64    `json:"max,omitempty"`
	MaxLen      int         `json:"maxLen,omitempty"`
	Sensitivity Sensitivity `json:"sensitivity"`
	Scope       Scope       `json:"scope,omitempty"`
	Index       bool        `json:"index,omitempty"`    // may be filtered by
	Sort        bool        `json:"sort,omitempty"`     // lists may be sorted by it
	Search      bool        `json:"search,omitempty"`   // found by folded text
	Fixed       bool        `json:"fixed,omitempty"`    // set when the record is made and not after
	Unique      bool        `json:"unique,omitempty"`   // no two records that are not deleted have the same value
	Server      bool        `json:"server,omitempty"`   // only the server itself writes it
	Form        string      `json:"form,omitempty"`     // of a text that is more than text: "login"
	About       bool        `json:"about,omitempty"`    // names whom the record is about: about a child, it is a child's
	Replaces    bool        `json:"replaces,omitempty"` // the record that this one stands in the place of: that one is counted no more
	Latest      string      `json:"latest,omitempty"`   // of a Keyed field: the sub-field of the greatest key that is indexed
	Fields      []Field     `json:"fields,omitempty"`
	States      []State     `json:"states,omitempty"` // of a Machine, in order; none where they are data
}

// State of a machine, with its label.
type State struct {
	Code  string   `json:"code"`
	Label Text     `json:"label"`
	Next  []string `json:"next"`
}

// Kind is the declaration of a kind of record.
type Kind struct {
	Name     string  `json:"name"`
	Version  int     `json:"version"`
	Label    Text    `json:"label"`
	Plural   Text    `json:"plural"`
	Help     Text    `json:"help"`
	AddOnly_ bool    `json:"addOnly,omitempty"`
	Internal bool    `json:"internal,omitempty"` // the server's own: never pulled, listed or exported
	Title    string  `json:"title"`              // the field that names a record
	Fields   []Field `json:"fields"`
	// ChildBorn is the Partial field from which a record's being a child's is told.
	ChildBorn string `json:"childBorn,omitempty"`
	// Restricted is the Bool field that closes a record, and what is about it, to all
	// who don't see what is restricted.
	Restricted string `json:"-"`

	// Tally says how records of the kind move quantities between accounts; its zero
	// value is a kind that moves none.
	Tally Tally `json:"-"`
	// Flow says how quantities of the kind's records are summed; its zero value is a
	// kind that has none.
	Flow Flow `json:"-"`

	byName   map[string]*Field
	machines map[string]*change.Machine
}

// Tally names the fields of a kind that moves quantities between accounts: two
// references, what is moved (a text) and how much (a whole number).
type Tally struct{ From, To, Item, Quantity string }

// Flow names the fields by which quantities of a kind's records are summed by month:
// for which program (a text), by which unit, of what, how much, on what day, and what
// sort of record it is (terms and states, any of which may be unset).
type Flow struct {
	Program, Unit, Item, Quantity, On string
	Sort                              []string
}

// IsZero reports whether the kind has none.
func (f *Flow) IsZero() bool { return f.Quantity == "" }

// AddOnly implements [change.Rules].
func (k *Kind) AddOnly() bool { return k.AddOnly_ }

// Machine implements [change.Rules].
func (k *Kind) Machine(field string) *change.Machine { return k.machines[field] }

// Field of a cell name: "poverty:2026" is the field poverty. Nil if there is none.
func (k *Kind) Field(cell string) *Field {
	if f := k.byName[cell]; f != nil {
		return f
	}
	if base, _, ok := strings.Cut(cell, ":"); ok {
		if f := k.byName[base]; f != nil && f.Type == Keyed {
			return f
		}
	}
	return nil
}

// ScopeField that gives a coordinate, or nil.
func (k *Kind) ScopeField(s Scope) *Field {
	for i := range k.Fields {
		if k.Fields[i].Scope == s {
			return &k.Fields[i]
		}
	}
	return nil
}

// About is the field that names whom or what a record is about, or nil.
func (k *Kind) About() *Field {
	for i := range k.Fields {
		if k.Fields[i].About {
			return &k.Fields[i]
		}
	}
	return nil
}

// Replaces is the field that names the record that one stands in the place of, or nil.
func (k *Kind) Replaces() *Field {
	for i := range k.Fields {
		if k.Fields[i].Replaces {
			return &k.Fields[i]
		}
	}
	return nil
}

// MayBeChilds reports whether a record of the kind can be a child's, or about one.
func (k *Kind) MayBeChilds() bool { return k.ChildBorn != "" || k.About() != nil }

// Searchable reports whether records of the kind are found by text.
func (k *Kind) Searchable() bool {
	for i := range k.Fields {
		if k.Fields[i].Search {
			return true
		}
	}
	return false
}
