package schema

import (
	"strings"

	"bamban/internal/kind"
)

// node is a piece of JSON Schema (draft 2020-12, as OpenAPI 3.1 uses it).
type node = map[string]any

const refTo = "#/components/schemas/"

// maxWhole is the largest whole number that JavaScript holds exactly.
const maxWhole int64 = 1 << 53

// Shared forms that fields refer to.
var shared = map[string]node{
	"Id":      {"type": "string", "pattern": "^[-0-9A-Z_a-z]{21}[-FVk]$", "description": "Id of a record: 22 characters that sort by time of creation."},
	"Version": {"type": "string", "pattern": "^[-0-9A-Z_a-z]{19}$", "description": "When and where a field was set; sorts by time."},
	"Text": {"type": "object", "description": "A text in each shipped language.", "required": []string{"vi", "en"},
		"properties": node{"vi": node{"type": "string"}, "en": node{"type": "string"}}},
	"Position": {"type": "object", "description": "Degrees WGS 84, metres of accuracy, Unix milliseconds.", "required": []string{"lat", "lon"}, "additionalProperties": false,
		"properties": node{
			"lat":  node{"type": "number", "minimum": -90, "maximum": 90},
			"lon":  node{"type": "number", "minimum": -180, "maximum": 180},
			"acc":  node{"type": "number", "minimum": 0},
			"at":   node{"type": "integer"},
			"mock": node{"type": "boolean", "description": "The device says that its position is simulated."},
		}},
}

// typeName of a kind in components and TypeScript: "household" is Household.
func typeName(kindName string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(kindName, "_") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// open are the kinds that leave the server.
func open(kinds []*kind.Kind) []*kind.Kind {
	var out []*kind.Kind
	for _, k := range kinds {
		if !k.Internal {
			out = append(out, k)
		}
	}
	return out
}

// openFields are the fields that leave the server.
func openFields(fields []kind.Field) []kind.Field {
	var out []kind.Field
	for _, f := range fields {
		if f.Sensitivity != kind.Secret {
			out = append(out, f)
		}
	}
	return out
}

// addKind adds a kind's three schemas: XValues as records show their fields,
// XFields as changes set them (null clears; a keyed field has a cell per key),
// XNew for a record that is not there yet.
func addKind(to map[string]any, k *kind.Kind) {
	name := typeName(k.Name)
	values, cells, patterns := node{}, node{}, node{}
	required := []string{}
	for _, f := range openFields(k.Fields) {
		values[f.Name] = fieldSchema(&f)
		switch {
		case f.Type == kind.Keyed:
			patterns["^"+f.Name+":[\\s\\S]+$"] = orNull(annotate(objectSchema(f.Fields), &f))
		case f.Required:
			cells[f.Name] = fieldSchema(&f)
			required = append(required, f.Name)
		default:
			cells[f.Name] = orNull(fieldSchema(&f))
		}
	}
	cells["_deleted"] = node{"type": []string{"boolean", "null"}, "description": "True while the record is deleted."}
	about := node{"title": k.Label.EN, "x-title-vi": k.Label.VI, "description": k.Help.EN, "x-description-vi": k.Help.VI,
		"x-kind": k.Name, "x-add-only": k.AddOnly_, "x-kind-version": k.Version}

	v := node{"type": "object", "properties": values}
	for key, value := range about {
		v[key] = value
	}
	to[name+"Values"] = v
	set := node{"type": "object", "properties": cells, "additionalProperties": false, "title": k.Label.EN + ": fields to set", "x-kind": k.Name}
	if len(patterns) > 0 {
		set["patternProperties"] = patterns
	}
	to[name+"Fields"] = set
	to[name+"New"] = node{"allOf": []any{node{"$ref": refTo + name + "Fields"}}, "required": required, "title": k.Label.EN + ": a new record", "x-kind": k.Name}
}

func fieldSchema(f *kind.Field) node {
	var s node
	switch f.Type {
	case kind.String, kind.Name:
		s = node{"type": "string", "maxLength": f.MaxLen}
		if f.Required {
			s["pattern"] = "\\S"
		}
	case kind.Int, kind.Money, kind.Instant:
		s = node{"type": "integer", "minimum": -maxWhole, "maximum": maxWhole}
	case kind.Decimal:
		s = node{"type": "number"}
	case kind.Bool:
		s = node{"type": "boolean"}
	case kind.Date:
		s = node{"type": "string", "format": "date"}
	case kind.Partial:
		s = node{"type": "string", "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?$"}
	case kind.Term:
		s = node{"type": "string", "x-vocabulary": f.Vocabulary}
	case kind.Terms:
		s = node{"type": "array", "items": node{"type": "string"}, "maxItems": f.MaxLen, "x-vocabulary": f.Vocabulary}
	case kind.Ref:
		s = node{"$ref": refTo + "Id", "x-refers-to": f.Refs}
	case kind.Refs:
		s = node{"type": "array", "items": node{"$ref": refTo + "Id"}, "maxItems": f.MaxLen, "x-refers-to": f.Refs}
	case kind.Texts:
		s = node{"type": "array", "items": node{"type": "string", "maxLength": 200}, "maxItems": f.MaxLen}
	case kind.Position:
		s = node{"$ref": refTo + "Position"}
	case kind.List:
		s = node{"type": "array", "items": objectSchema(f.Fields), "maxItems": f.MaxLen}
	case kind.Keyed:
		s = node{"type": "object", "additionalProperties": objectSchema(f.Fields)}
	case kind.Machine:
		if len(f.States) == 0 {
			s = node{"type": "string", "pattern": "^[a-z0-9_]*>[a-z0-9_]+(#.+)?$", "description": "A step: from>to#id of the record that says more. Read, the state alone."}
			break
		}
		s = node{"type": "string", "enum": stateCodes(f), "x-states": f.States}
	case kind.Digest:
		s = node{"type": "string", "pattern": "^[0-9a-f]{64}$"}
	default:
		panic("schema: no form for field type " + string(f.Type)) // a type that internal/kind gained
	}
	if f.Min != nil {
		s["minimum"] = *f.Min
	}
	if f.Max != nil {
		s["maximum"] = *f.Max
	}
	return annotate(s, f)
}

// annotate adds what people and tools read beside the form.
func annotate(s node, f *kind.Field) node {
	s["title"], s["x-title-vi"], s["x-sensitivity"], s["x-type"] = f.Label.EN, f.Label.VI, f.Sensitivity, f.Type
	if f.Help.EN != "" {
		s["description"], s["x-description-vi"] = f.Help.EN, f.Help.VI
	}
	if f.Unit != "" {
		s["x-unit"] = f.Unit
	}
	if f.Scope != kind.NoScope {
		s["x-scope"] = f.Scope
	}
	for name, on := range map[string]bool{"x-filter": f.Index, "x-sort": f.Sort, "x-search": f.Search} {
		if on {
			s[name] = true
		}
	}
	return s
}

func objectSchema(fields []kind.Field) node {
	props, required := node{}, []string{}
	for _, f := range openFields(fields) {
		if f.Required {
			required = append(required, f.Name)
			props[f.Name] = fieldSchema(&f)
		} else {
			props[f.Name] = orNull(fieldSchema(&f))
		}
	}
	s := node{"type": "object", "properties": props, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// orNull lets a value be cleared.
func orNull(s node) node {
	if t, ok := s["type"].(string); ok && s["enum"] == nil {
		s["type"] = []string{t, "null"}
		return s
	}
	out, inner := node{}, node{}
	for key, v := range s {
		if strings.HasPrefix(key, "x-") || key == "title" || key == "description" {
			out[key] = v
		} else {
			inner[key] = v
		}
	}
	out["anyOf"] = []any{inner, node{"type": "null"}}
	return out
}

func stateCodes(f *kind.Field) []string {
	out := make([]string, len(f.States))
	for i, st := range f.States {
		out[i] = st.Code
	}
	return out
}
