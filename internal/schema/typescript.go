package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"bamban/internal/kind"
)

const typescriptHead = `// Made by "make gen" from the kind declarations in internal/. Do not edit.
/* eslint-disable -- a program makes this file; its style is that program's test */

/** Id of a record: 22 characters that sort by time of creation. */
export type Id = string & { readonly [brand]: 'Id' }
declare const brand: unique symbol

export interface Text {
  vi: string
  en: string
}

/** Degrees WGS 84, metres of accuracy, Unix milliseconds. */
export interface Position {
  lat: number
  lon: number
  acc?: number
  at?: number
  mock?: boolean
}

export type FieldType = %s

export type Sensitivity = 'plain' | 'personal' | 'sensitive' | 'child'

export type Scope = '' | 'area' | 'unit' | 'household' | 'person' | 'user'

export interface State {
  code: string
  label: Text
  next: string[]
}

/** One field of a kind, as internal/kind declares it; what doesn't apply is empty. */
export interface Field {
  name: string
  type: FieldType
  label: Text
  help: Text
  required: boolean
  refs: string[]
  vocabulary: string
  unit: string
  min: number | null
  max: number | null
  maxLen: number
  sensitivity: Sensitivity
  scope: Scope
  index: boolean
  sort: boolean
  search: boolean
  server: boolean
  latest: string
  fields: Field[]
  states: State[]
}

/** The declaration of a kind of record. */
export interface Kind {
  name: KindName
  version: number
  label: Text
  plural: Text
  help: Text
  addOnly: boolean
  internal: boolean
  title: string
  childBorn: string
  fields: Field[]
}
`

const typescriptMake = `
const none = {
  help: { vi: '', en: '' }, required: false, refs: [], vocabulary: '', unit: '', min: null, max: null, maxLen: 0,
  sensitivity: 'plain', scope: '', index: false, sort: false, search: false, server: false, latest: '', fields: [], states: [],
} satisfies Partial<Field>

function f(name: string, type: FieldType, vi: string, en: string, more: Partial<Field> = {}): Field {
  return { ...none, name, type, label: { vi, en }, ...more }
}

`

// types lists every field type, for the union of the web app.
var types = []kind.Type{kind.String, kind.Name, kind.Int, kind.Money, kind.Decimal, kind.Bool, kind.Date, kind.Partial, kind.Instant, kind.Term,
	kind.Terms, kind.Ref, kind.Refs, kind.Texts, kind.Position, kind.List, kind.Keyed, kind.Machine, kind.Digest}

// TypeScript gives the web app's module of kinds: one interface per kind, and
// the declarations as data. Internal kinds and secret fields are left out: they
// never leave the server.
func TypeScript(kinds []*kind.Kind) []byte {
	kinds = open(kinds)
	var b bytes.Buffer
	names := make([]string, len(types))
	for i, t := range types {
		names[i] = quote(string(t))
	}
	fmt.Fprintf(&b, typescriptHead, strings.Join(names, " | "))
	names = names[:0]
	for _, k := range kinds {
		names = append(names, quote(k.Name))
	}
	fmt.Fprintf(&b, "\nexport type KindName = %s\n", strings.Join(names, " | "))
	for _, k := range kinds {
		fmt.Fprintf(&b, "\n/** %s */\nexport interface %s ", comment(k.Label, k.Help), typeName(k.Name))
		writeInterface(&b, k.Fields, "")
		b.WriteByte('\n')
	}
	b.WriteString("\n/** The interface of each kind by its name. */\nexport interface KindOf {\n")
	for _, k := range kinds {
		fmt.Fprintf(&b, "  %s: %s\n", k.Name, typeName(k.Name))
	}
	b.WriteString("}\n")
	b.WriteString(typescriptMake)
	b.WriteString("/** Every kind, in the order in which a new replica needs them. */\nexport const kinds: readonly Kind[] = [\n")
	for _, k := range kinds {
		fmt.Fprintf(&b, "  {\n    name: %s, version: %d, title: %s, childBorn: %s, addOnly: %t, internal: false,\n", quote(k.Name), k.Version, quote(k.Title), quote(k.ChildBorn), k.AddOnly_)
		fmt.Fprintf(&b, "    label: %s, plural: %s,\n    help: %s,\n    fields: [\n", textLiteral(k.Label), textLiteral(k.Plural), textLiteral(k.Help))
		writeFields(&b, k.Fields, "      ")
		b.WriteString("    ],\n  },\n")
	}
	b.WriteString("]\n")
	return b.Bytes()
}

func writeInterface(b *bytes.Buffer, fields []kind.Field, indent string) {
	b.WriteString("{\n")
	for _, f := range openFields(fields) {
		optional := "?"
		if f.Required {
			optional = ""
		}
		fmt.Fprintf(b, "%s  /** %s */\n%s  %s%s: ", indent, comment(f.Label, f.Help), indent, f.Name, optional)
		writeType(b, &f, indent+"  ")
		b.WriteByte('\n')
	}
	b.WriteString(indent + "}")
}

func comment(label, help kind.Text) string {
	return strings.ReplaceAll(strings.TrimSuffix(label.VI+": "+help.VI, ": "), "*/", "* /")
}

func writeType(b *bytes.Buffer, f *kind.Field, indent string) {
	switch f.Type {
	case kind.Int, kind.Money, kind.Decimal, kind.Instant:
		b.WriteString("number")
	case kind.Bool:
		b.WriteString("boolean")
	case kind.Terms, kind.Texts:
		b.WriteString("string[]")
	case kind.Ref:
		b.WriteString("Id")
	case kind.Refs:
		b.WriteString("Id[]")
	case kind.Position:
		b.WriteString("Position")
	case kind.List:
		writeInterface(b, f.Fields, indent)
		b.WriteString("[]")
	case kind.Keyed:
		b.WriteString("Record<string, ")
		writeInterface(b, f.Fields, indent)
		b.WriteString(">")
	case kind.Machine:
		if len(f.States) == 0 {
			b.WriteString("string")
			break
		}
		codes := stateCodes(f)
		for i := range codes {
			codes[i] = quote(codes[i])
		}
		b.WriteString(strings.Join(codes, " | "))
	default:
		b.WriteString("string")
	}
}

func writeFields(b *bytes.Buffer, fields []kind.Field, indent string) {
	for _, f := range openFields(fields) {
		fmt.Fprintf(b, "%sf(%s, %s, %s, %s", indent, quote(f.Name), quote(string(f.Type)), quote(f.Label.VI), quote(f.Label.EN))
		more := differences(&f)
		if len(more) == 0 && len(f.Fields) == 0 {
			b.WriteString("),\n")
			continue
		}
		b.WriteString(", { " + strings.Join(more, ", "))
		if len(f.Fields) > 0 {
			if len(more) > 0 {
				b.WriteString(", ")
			}
			b.WriteString("fields: [\n")
			writeFields(b, f.Fields, indent+"  ")
			b.WriteString(indent + "]")
		}
		b.WriteString(" }),\n")
	}
}

// differences of a field from one of which nothing is said.
func differences(f *kind.Field) []string {
	var out []string
	add := func(name string, value string) { out = append(out, name+": "+value) }
	text := func(name, value string) {
		if value != "" {
			add(name, quote(value))
		}
	}
	flag := func(name string, on bool) {
		if on {
			add(name, "true")
		}
	}
	if f.Help != (kind.Text{}) {
		add("help", textLiteral(f.Help))
	}
	flag("required", f.Required)
	if len(f.Refs) > 0 {
		quoted := make([]string, len(f.Refs))
		for i, r := range f.Refs {
			quoted[i] = quote(r)
		}
		add("refs", "["+strings.Join(quoted, ", ")+"]")
	}
	text("vocabulary", f.Vocabulary)
	text("unit", f.Unit)
	if f.Min != nil {
		add("min", string(compactJSON(*f.Min)))
	}
	if f.Max != nil {
		add("max", string(compactJSON(*f.Max)))
	}
	if f.MaxLen != 0 {
		add("maxLen", fmt.Sprint(f.MaxLen))
	}
	if f.Sensitivity != kind.Plain {
		text("sensitivity", string(f.Sensitivity))
	}
	text("scope", string(f.Scope))
	flag("index", f.Index)
	flag("sort", f.Sort)
	flag("search", f.Search)
	flag("server", f.Server)
	text("latest", f.Latest)
	if len(f.States) > 0 {
		states := make([]string, len(f.States))
		for i, st := range f.States {
			next := make([]string, len(st.Next))
			for j, n := range st.Next {
				next[j] = quote(n)
			}
			states[i] = fmt.Sprintf("{ code: %s, label: %s, next: [%s] }", quote(st.Code), textLiteral(st.Label), strings.Join(next, ", "))
		}
		add("states", "["+strings.Join(states, ", ")+"]")
	}
	return out
}

func textLiteral(t kind.Text) string {
	return fmt.Sprintf("{ vi: %s, en: %s }", quote(t.VI), quote(t.EN))
}

// quote writes a TypeScript string: a JSON string is one, but for its quotes.
func quote(s string) string {
	inner := string(compactJSON(s))
	inner = strings.ReplaceAll(inner[1:len(inner)-1], `\"`, `"`)
	return "'" + strings.ReplaceAll(inner, "'", `\'`) + "'"
}

func compactJSON(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("schema: " + err.Error()) // strings and numbers always encode
	}
	return bytes.TrimSpace(b.Bytes())
}
