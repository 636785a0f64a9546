package kind

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"bamban/internal/change"
)

// Spec is what a declaration says of the kind as a whole.
type Spec struct {
	Name, Title         string
	Version             int
	Label, Plural, Help Text
	AddOnly, Internal   bool
	ChildBorn           string
	Restricted          string
	// Machines by field name: the states in order, the first being where a
	// record's first step may lead.
	Machines map[string][]State
	// Free is the field with a machine whose states are data, if there is one: a
	// program's steps (see [change.Machine]).
	Free string
	// Tally of a kind whose records move quantities between accounts.
	Tally Tally
	// Flow of a kind whose records' quantities are summed by month.
	Flow Flow
}

// Pos is the value of a position field: degrees WGS 84, metres, Unix milliseconds.
type Pos struct {
	Lat  float64 `json:"lat"`
	Lon  float64 `json:"lon"`
	Acc  float64 `json:"acc,omitempty"`
	At   int64   `json:"at,omitempty"`
	Mock bool    `json:"mock,omitempty"`
}

// Declare reads a kind from the struct T. Each field of T has the tags
//
//	f:"name,option,option=value…"  vi:"label|help"  en:"label|help"
//
// Options: a type where Go's is not enough (name, date, partial, instant, money,
// digest, machine, term=VOCABULARY), ref=KIND/KIND, required, min=, max=, len=,
// unit=, personal, sensitive, secret, scope=area|unit|household|person|user, index,
// sort, search, fixed, unique, server, form=login, about, latest=SUBFIELD. A map[string]S is Keyed, a []S with S a struct
// is List.
//
// It panics on a malformed declaration: that is a mistake in the program, found
// by the first test that builds a [Registry].
func Declare[T any](s Spec) *Kind {
	k := &Kind{Name: s.Name, Version: s.Version, Label: s.Label, Plural: s.Plural, Help: s.Help, AddOnly_: s.AddOnly,
		Internal: s.Internal, Title: s.Title, ChildBorn: s.ChildBorn, Restricted: s.Restricted, Tally: s.Tally, Flow: s.Flow, byName: map[string]*Field{}, machines: map[string]*change.Machine{}}
	k.Fields = fieldsOf(s.Name, reflect.TypeFor[T]())
	for i := range k.Fields {
		f := &k.Fields[i]
		if k.byName[f.Name] != nil {
			panic(fmt.Sprintf("kind %s: field %s is declared twice", s.Name, f.Name))
		}
		k.byName[f.Name] = f
		if f.Type == Machine {
			f.States = s.Machines[f.Name]
			k.machines[f.Name] = machine(s.Name, f, s.Free == f.Name)
		}
	}
	k.byName[change.Deleted] = &Field{Name: change.Deleted, Type: Bool, Sensitivity: Plain,
		Label: Text{"Đã xóa", "Deleted"}, Help: Text{"Bản ghi đã bị xóa; lịch sử vẫn còn.", "The record is deleted; its history stays."}}
	if f := k.About(); f != nil && (f.Type != Ref || !f.Index || slices.ContainsFunc(k.Fields, func(o Field) bool { return o.About && o.Name != f.Name })) {
		panic(fmt.Sprintf("kind %s: one field, an indexed reference, says what a record is about", s.Name))
	}
	if f := k.Replaces(); f != nil && (!k.AddOnly_ || !slices.Equal(f.Refs, []string{k.Name})) {
		panic(fmt.Sprintf("kind %s: a record replaces one of its own kind, which is only added to", s.Name))
	}
	if f := k.byName[k.ChildBorn]; k.ChildBorn != "" && (f == nil || f.Type != Partial || !f.Index) {
		panic(fmt.Sprintf("kind %s: the day of birth is an indexed partial date", s.Name))
	}
	if f := k.byName[k.Restricted]; k.Restricted != "" && (f == nil || f.Type != Bool) {
		panic(fmt.Sprintf("kind %s: what restricts a record is a yes or no", s.Name))
	}
	if t := s.Tally; t != (Tally{}) {
		for name, want := range map[string]Type{t.From: Ref, t.To: Ref, t.Quantity: Int, t.Item: Term} {
			if f := k.byName[name]; f == nil || f.Type != want {
				panic(fmt.Sprintf("kind %s: tally: %q is no %s", s.Name, name, want))
			}
		}
	}
	if w := s.Flow; !w.IsZero() {
		for name, want := range map[string]Type{w.Program: String, w.Unit: Ref, w.Item: Term, w.Quantity: Int, w.On: Date} {
			if f := k.byName[name]; f == nil || f.Type != want {
				panic(fmt.Sprintf("kind %s: flow: %q is no %s", s.Name, name, want))
			}
		}
	}
	if k.Title != "" && k.byName[k.Title] == nil {
		panic(fmt.Sprintf("kind %s: no title field %s", s.Name, k.Title))
	}
	return k
}

func machine(kind string, f *Field, free bool) *change.Machine {
	if free {
		return &change.Machine{Free: true}
	}
	if len(f.States) == 0 {
		panic(fmt.Sprintf("kind %s: machine %s has no states", kind, f.Name))
	}
	m := &change.Machine{Next: map[string][]string{"": {f.States[0].Code}}}
	for _, st := range f.States {
		m.Next[st.Code] = st.Next
	}
	return m
}

func fieldsOf(kind string, t reflect.Type) []Field {
	var out []Field
	for i := range t.NumField() {
		sf := t.Field(i)
		tag, ok := sf.Tag.Lookup("f")
		if !ok {
			panic(fmt.Sprintf("kind %s: %s has no f tag", kind, sf.Name))
		}
		f := parseField(kind, tag, sf.Type)
		f.Label.VI, f.Help.VI, _ = strings.Cut(sf.Tag.Get("vi"), "|")
		f.Label.EN, f.Help.EN, _ = strings.Cut(sf.Tag.Get("en"), "|")
		if f.Label.VI == "" || f.Label.EN == "" {
			panic(fmt.Sprintf("kind %s: field %s lacks its Vietnamese or English label", kind, f.Name))
		}
		out = append(out, f)
	}
	return out
}

func parseField(kind, tag string, t reflect.Type) Field {
	parts := strings.Split(tag, ",")
	f := Field{Name: parts[0], Sensitivity: Plain, Type: goType(t)}
	switch f.Type {
	case List, Keyed:
		f.Fields = fieldsOf(kind+"."+f.Name, t.Elem())
	}
	for _, opt := range parts[1:] {
		name, value, _ := strings.Cut(opt, "=")
		if !f.option(name, value) {
			panic(fmt.Sprintf("kind %s: field %s: unknown option %q", kind, f.Name, opt))
		}
	}
	if f.MaxLen == 0 {
		f.MaxLen = defaultLen(f.Type)
	}
	return f
}

func (f *Field) option(name, value string) bool {
	switch name {
	case "name", "date", "partial", "instant", "money", "digest", "machine":
		f.Type = Type(name)
	case "term":
		if f.Vocabulary = value; f.Type == Texts {
			f.Type = Terms
		} else {
			f.Type = Term
		}
	case "ref":
		f.Refs = strings.Split(value, "/")
	case "required":
		f.Required = true
	case "min", "max":
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return false
		}
		if name == "min" {
			f.Min = &n
		} else {
			f.Max = &n
		}
	case "len":
		n, err := strconv.Atoi(value)
		if err != nil {
			return false
		}
		f.MaxLen = n
	case "unit":
		f.Unit = value
	case "personal", "sensitive", "secret":
		f.Sensitivity = Sensitivity(name)
	case "scope":
		f.Scope = Scope(value)
	case "index":
		f.Index = true
	case "sort":
		f.Sort, f.Index = true, true
	case "search":
		f.Search = true
	case "fixed":
		f.Fixed = true
	case "unique":
		f.Unique, f.Index = true, true
	case "server":
		f.Server = true
	case "form":
		f.Form = value
		return value == "login"
	case "about":
		f.About = true
	case "replaces":
		f.Replaces, f.Index = true, true
	case "latest":
		f.Latest, f.Index = value, true
	default:
		return false
	}
	return true
}

var (
	idType  = reflect.TypeFor[change.ID]()
	posType = reflect.TypeFor[*Pos]()
)

func goType(t reflect.Type) Type {
	switch {
	case t == idType:
		return Ref
	case t == posType:
		return Position
	case t.Kind() == reflect.Slice && t.Elem() == idType:
		return Refs
	}
	switch t.Kind() {
	case reflect.String:
		return String
	case reflect.Int64:
		return Int
	case reflect.Float64:
		return Decimal
	case reflect.Bool:
		return Bool
	case reflect.Map:
		return Keyed
	case reflect.Slice:
		if t.Elem().Kind() == reflect.String {
			return Texts
		}
		return List
	}
	panic("kind: no field type for " + t.String())
}

// defaultLen bounds a value that declares no bound: characters of text, items of a list.
func defaultLen(t Type) int {
	switch t {
	case String, Name:
		return 200
	case Terms, Refs, Texts, List:
		return 100
	case Keyed:
		return 40
	}
	return 0
}
