package kind

import (
	"bytes"
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"bamban/internal/change"
	"bamban/internal/fault"
)

// Vocabularies tells whether a term exists; the pack in force gives it.
type Vocabularies interface {
	HasTerm(vocabulary, code string) bool
}

// Validate checks the fields of a change against the declaration: their names,
// types, bounds and terms, and, where the record is new, that what is required
// is there. References are checked for form only. The first fault found, by
// field name, is returned.
func (k *Kind) Validate(fields map[string]json.RawMessage, isNew bool, terms Vocabularies) error {
	if isNew {
		if _, deleting := fields[change.Deleted]; !deleting || len(fields) > 1 {
			for i := range k.Fields {
				if f := &k.Fields[i]; f.Required && isNull(fields[f.Name]) {
					return fault.New("field.required", f.Name, "field", f.Label.VI, "field_en", f.Label.EN)
				}
			}
		}
	}
	var first *fault.Fault
	for cell, v := range fields {
		if err := k.ValidateField(cell, v, terms); err != nil {
			if f := fault.As(err); first == nil || f.Field < first.Field {
				first = f
			}
		}
	}
	if first != nil {
		return first
	}
	return nil
}

// ValidateField checks one cell's value; null clears a field that is not required.
func (k *Kind) ValidateField(cell string, v json.RawMessage, terms Vocabularies) error {
	f := k.Field(cell)
	if f == nil {
		return fault.New("field.unknown", cell, "field", cell)
	}
	if f.Type == Keyed {
		_, key, ok := strings.Cut(cell, ":")
		if !ok || key == "" || len(key) > f.MaxLen {
			return fault.New("field.bad_key", cell)
		}
		if isNull(v) {
			return nil
		}
		return checkObject(cell, f.Fields, v, terms)
	}
	if isNull(v) {
		if f.Required {
			return fault.New("field.required", cell, "field", f.Label.VI, "field_en", f.Label.EN)
		}
		return nil
	}
	return f.check(cell, v, terms)
}

func isNull(v json.RawMessage) bool { return len(v) == 0 || string(v) == "null" }

func wrongType(path string, f *Field) error {
	return fault.New("field.wrong_type", path, "type", string(f.Type))
}

func (f *Field) check(path string, v json.RawMessage, terms Vocabularies) error {
	switch f.Type {
	case Int, Money, Instant, Decimal:
		return f.checkNumber(path, v)
	case Bool:
		if s := string(v); s != "true" && s != "false" {
			return wrongType(path, f)
		}
		return nil
	case Terms, Refs, Texts:
		var items []*string
		if json.Unmarshal(v, &items) != nil || slices.Contains(items, nil) {
			return wrongType(path, f)
		}
		return f.checkItems(path, items, terms)
	case List:
		return f.checkList(path, v, terms)
	case Position:
		return checkPosition(path, f, v)
	}
	s, ok := unquote(v)
	if !ok {
		return wrongType(path, f)
	}
	return f.checkString(path, s, terms)
}

// unquote reads a JSON string; most have no escapes.
func unquote(v json.RawMessage) (string, bool) {
	if len(v) < 2 || v[0] != '"' {
		return "", false
	}
	if bytes.IndexByte(v, '\\') < 0 {
		return string(v[1 : len(v)-1]), true
	}
	var s string
	err := json.Unmarshal(v, &s)
	return s, err == nil
}

func (f *Field) checkNumber(path string, v json.RawMessage) error {
	n, err := strconv.ParseFloat(string(v), 64)
	if err != nil || math.IsInf(n, 0) {
		return wrongType(path, f)
	}
	if f.Type != Decimal && (n != math.Trunc(n) || math.Abs(n) > 1<<53) {
		return wrongType(path, f)
	}
	if f.Min != nil && n < *f.Min {
		return fault.New("field.too_small", path, "min", *f.Min)
	}
	if f.Max != nil && n > *f.Max {
		return fault.New("field.too_large", path, "max", *f.Max)
	}
	return nil
}

func (f *Field) checkItems(path string, items []*string, terms Vocabularies) error {
	if len(items) > f.MaxLen {
		return fault.New("field.too_many", path, "max", f.MaxLen)
	}
	one := *f
	one.Type, one.MaxLen = map[Type]Type{Terms: Term, Refs: Ref, Texts: String}[f.Type], 200
	for i, s := range items {
		if err := one.checkString(path+"."+strconv.Itoa(i), *s, terms); err != nil {
			return err
		}
	}
	return nil
}

func (f *Field) checkString(path, s string, terms Vocabularies) error {
	if strings.ContainsRune(s, 0) {
		return fault.New("field.nul", path)
	}
	switch f.Type {
	case String, Name:
		if utf8.RuneCountInString(s) > f.MaxLen {
			return fault.New("field.too_long", path, "max", f.MaxLen)
		}
		if f.Required && strings.TrimSpace(s) == "" {
			return fault.New("field.required", path, "field", f.Label.VI, "field_en", f.Label.EN)
		}
		if f.Form == "login" && !loginForm.MatchString(s) {
			return fault.New("login.bad", path)
		}
	case Date:
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return fault.New("field.bad_date", path)
		}
	case Partial:
		if !isPartialDate(s) {
			return fault.New("field.bad_date", path)
		}
	case Term:
		if terms != nil && !terms.HasTerm(f.Vocabulary, s) {
			return fault.New("field.unknown_term", path, "term", clip(s), "vocabulary", f.Vocabulary)
		}
	case Ref:
		if _, err := change.ParseID(s); err != nil {
			return fault.New("field.bad_ref", path)
		}
	case Machine:
		if len(f.States) == 0 {
			if _, ok := change.ParseMove(s); !ok {
				return fault.New("step.bad", path)
			}
			return nil
		}
		if !slices.ContainsFunc(f.States, func(st State) bool { return st.Code == s }) {
			return fault.New("field.unknown_term", path, "term", clip(s), "vocabulary", f.Name)
		}
	case Digest:
		if len(s) != 64 || strings.Trim(s, "0123456789abcdef") != "" {
			return fault.New("field.bad_digest", path)
		}
	}
	return nil
}

// loginForm is what a sign-in name may be: typed the same on every keyboard.
var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,62}$`)

func clip(s string) string {
	if len(s) > 64 {
		s = strings.ToValidUTF8(s[:64], "")
	}
	return s
}

func isPartialDate(s string) bool {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

func (f *Field) checkList(path string, v json.RawMessage, terms Vocabularies) error {
	var items []json.RawMessage
	if json.Unmarshal(v, &items) != nil {
		return wrongType(path, f)
	}
	if len(items) > f.MaxLen {
		return fault.New("field.too_many", path, "max", f.MaxLen)
	}
	for i, item := range items {
		if err := checkObject(path+"."+strconv.Itoa(i), f.Fields, item, terms); err != nil {
			return err
		}
	}
	return nil
}

func checkObject(path string, fields []Field, v json.RawMessage, terms Vocabularies) error {
	var object map[string]json.RawMessage
	if json.Unmarshal(v, &object) != nil || object == nil {
		return fault.New("field.wrong_type", path, "type", "object")
	}
	known := 0
	for i := range fields {
		f := &fields[i]
		value, ok := object[f.Name]
		if ok {
			known++
		}
		if isNull(value) {
			if f.Required {
				return fault.New("field.required", path+"."+f.Name, "field", f.Label.VI, "field_en", f.Label.EN)
			}
			continue
		}
		if err := f.check(path+"."+f.Name, value, terms); err != nil {
			return err
		}
	}
	if known < len(object) {
		for name := range object {
			if !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name }) {
				return fault.New("field.unknown", path+"."+clip(name), "field", clip(name))
			}
		}
	}
	return nil
}

func checkPosition(path string, f *Field, v json.RawMessage) error {
	var p struct {
		Lat, Lon *float64
		Acc      float64
		At       int64
		Mock     bool
	}
	d := json.NewDecoder(bytes.NewReader(v))
	d.DisallowUnknownFields()
	if d.Decode(&p) != nil || p.Lat == nil || p.Lon == nil {
		return wrongType(path, f)
	}
	if *p.Lat < -90 || *p.Lat > 90 || *p.Lon < -180 || *p.Lon > 180 || p.Acc < 0 {
		return fault.New("field.bad_position", path)
	}
	return nil
}
