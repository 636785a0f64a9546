package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"bamban/internal/change"
	"bamban/internal/kind"
)

// Route is one operation of the API, as the list in internal/api gives it.
type Route struct {
	Method  string // GET, POST, …
	Path    string // with {names}
	Summary string // what it does, for people
	Tag     string // the part of the API that it belongs to
	Query   []Param
	Body    any    // a value of the request body's type, or nil
	Answer  any    // a value of the answer's type, a [Media], or nil: nothing, or of a GET or with Status 200 any JSON
	Kind    string // the kind that it is about where the path doesn't say; its fields are then the body's "fields"
	Status  int    // of success; 0 is 200, or 204 where nothing is answered
	Public  bool   // needs no sign-in
}

// Param is one query parameter.
type Param struct {
	Name     string
	About    string
	Type     string // string (the default), integer, boolean
	Required bool
	Enum     []string
}

// Media is an answer that is not JSON: its media type, e.g. "text/csv".
type Media string

type document struct {
	OpenAPI    string          `json:"openapi"`
	Info       node            `json:"info"`
	Servers    []node          `json:"servers"`
	Security   []node          `json:"security"`
	Tags       []node          `json:"tags"`
	Paths      map[string]node `json:"paths"`
	Components node            `json:"components"`
}

// OpenAPI describes the routes and the kinds in OpenAPI 3.1, as JSON. It refuses
// two routes of one method and path and a route about an unknown kind.
func OpenAPI(kinds []*kind.Kind, routes []Route) (_ []byte, err error) {
	defer func() { // huma's registry panics on types that have no form in JSON
		if r := recover(); r != nil {
			err = fmt.Errorf("describe the API: %v", r)
		}
	}()
	b := &builder{kinds: open(kinds), types: huma.NewMapRegistry(refTo, namer()), paths: map[string]node{}}
	b.types.RegisterTypeAlias(reflect.TypeFor[change.ID](), reflect.TypeFor[idForm]())
	b.types.RegisterTypeAlias(reflect.TypeFor[change.Version](), reflect.TypeFor[versionForm]())
	for _, r := range routes {
		if err := b.add(r); err != nil {
			return nil, fmt.Errorf("describe %s %s: %w", r.Method, r.Path, err)
		}
	}
	doc := document{
		OpenAPI: "3.1.0",
		Info: node{"title": "Bám Bản", "version": "1", "license": node{"name": "Apache-2.0", "identifier": "Apache-2.0"},
			"description": "The JSON API of the web app. Made from the route list and the kind declarations."},
		Servers:  []node{{"url": "/"}},
		Security: []node{{"session": []string{}}},
		Tags:     b.tagList(routes),
		Paths:    b.paths,
		Components: node{
			"schemas":         b.schemas(),
			"securitySchemes": node{"session": node{"type": "apiKey", "in": "cookie", "name": "bamban_session"}},
		},
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(doc); err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	return out.Bytes(), nil
}

// namer names the routes' Go types: two types of one name get a number, in the
// order in which the routes use them.
func namer() func(reflect.Type, string) string {
	names, taken := map[reflect.Type]string{}, map[string]int{}
	return func(t reflect.Type, hint string) string {
		name := huma.DefaultSchemaNamer(t, hint)
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return name
		}
		if names[t] == "" {
			taken[name]++
			if n := taken[name]; n > 1 {
				name += strconv.Itoa(n)
			}
			names[t] = name
		}
		return names[t]
	}
}

type builder struct {
	kinds []*kind.Kind
	types huma.Registry
	paths map[string]node
}

func (b *builder) add(r Route) error {
	if b.paths[r.Path] == nil {
		b.paths[r.Path] = node{}
	}
	method := strings.ToLower(r.Method)
	if b.paths[r.Path][method] != nil {
		return fmt.Errorf("it is in the list twice")
	}
	if r.Kind != "" && !slices.Contains(b.kindNames(), r.Kind) {
		return fmt.Errorf("there is no kind %q", r.Kind)
	}
	id := operationID(r)
	op := node{"operationId": id, "summary": r.Summary}
	if r.Tag != "" {
		op["tags"] = []string{r.Tag}
	}
	if r.Public {
		op["security"] = []node{}
	}
	if params := b.params(r); len(params) > 0 {
		op["parameters"] = params
	}
	if body := b.body(r, id); body != nil {
		op["requestBody"] = node{"required": true, "content": node{"application/json": node{"schema": body}}}
	}
	op["responses"] = b.responses(r, id)
	b.paths[r.Path][method] = op
	return nil
}

// operationID names an operation by its method and path: getApiRecordsKindId.
func operationID(r Route) string {
	var b strings.Builder
	b.WriteString(strings.ToLower(r.Method))
	for word := range strings.FieldsFuncSeq(r.Path, func(c rune) bool { return strings.ContainsRune("/{}.-_", c) }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

func (b *builder) params(r Route) []node {
	var out []node
	for part := range strings.SplitSeq(r.Path, "{") {
		name, _, ok := strings.Cut(part, "}")
		if !ok {
			continue
		}
		s := node{"type": "string"}
		switch name {
		case "id":
			s = node{"$ref": refTo + "Id"}
		case "kind":
			s["enum"] = b.kindNames()
		}
		out = append(out, node{"name": strings.TrimSuffix(name, "..."), "in": "path", "required": true, "schema": s})
	}
	for _, q := range r.Query {
		s := node{"type": "string"}
		if q.Type != "" {
			s["type"] = q.Type
		}
		if len(q.Enum) > 0 {
			s["enum"] = q.Enum
		}
		out = append(out, node{"name": q.Name, "in": "query", "required": q.Required, "description": q.About, "schema": s})
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		out = append(out, node{"name": "X-Bamban", "in": "header", "required": true, "schema": node{"const": "1"},
			"description": "Shows that the request comes from the app, not from another site."})
	}
	return out
}

func (b *builder) body(r Route, id string) any {
	if r.Kind != "" {
		form := typeName(r.Kind) + "Fields"
		if r.Method == http.MethodPost {
			form = typeName(r.Kind) + "New"
		}
		return node{"type": "object", "required": []string{"fields"}, "properties": node{"fields": node{"$ref": refTo + form}}}
	}
	if r.Body == nil {
		return nil
	}
	return b.types.Schema(reflect.TypeOf(r.Body), true, upperFirst(id)+"Body")
}

func (b *builder) responses(r Route, id string) node {
	status := r.Status
	if status == 0 {
		status = http.StatusOK
		if r.Answer == nil && r.Method != http.MethodGet {
			status = http.StatusNoContent
		}
	}
	ok := node{"description": http.StatusText(status)}
	switch answer := r.Answer.(type) {
	case nil:
		if status == http.StatusOK {
			ok["content"] = node{"application/json": node{"schema": node{}}}
		}
	case Media:
		ok["content"] = node{string(answer): node{"schema": node{"type": "string"}}}
	default:
		ok["content"] = node{"application/json": node{"schema": b.types.Schema(reflect.TypeOf(answer), true, upperFirst(id)+"Answer")}}
	}
	return node{
		strconv.Itoa(status): ok,
		"default": node{"description": "What went wrong, in words, and whether to try again.",
			"content": node{"application/json": node{"schema": node{"$ref": refTo + "Error"}}}},
	}
}

// schemas are the shared forms, the routes' Go types and the kinds' forms.
func (b *builder) schemas() map[string]any {
	b.addErrors()
	out := map[string]any{}
	for name, s := range b.types.Map() {
		b.nameCells(s)
		out[name] = s
	}
	for name, s := range shared {
		out[name] = s
	}
	var fields, values []any
	for _, k := range b.kinds {
		addKind(out, k)
		fields = append(fields, node{"$ref": refTo + typeName(k.Name) + "Fields"})
		values = append(values, node{"$ref": refTo + typeName(k.Name) + "Values"})
	}
	out["Fields"] = node{"description": "Fields of a change, by the kind of the record.", "anyOf": fields}
	out["Values"] = node{"description": "Fields of a record as they show, by its kind.", "anyOf": values}
	return out
}

// addErrors adds the form of faults, unless a route has an Error of its own.
func (b *builder) addErrors() {
	if b.types.Map()["Error"] != nil {
		return
	}
	own := huma.NewMapRegistry(refTo, huma.DefaultSchemaNamer)
	own.Schema(reflect.TypeFor[errorBody](), false, "Error")
	b.types.Map()["Error"] = own.Map()["ErrorBody"]
	b.types.Map()["Problem"] = own.Map()["Problem"]
}

// nameCells points "fields" and "v", which Go has as maps of raw JSON, at the
// forms that the kinds declare.
func (b *builder) nameCells(s *huma.Schema) {
	for name, to := range map[string]string{"fields": "Fields", "v": "Values"} {
		p := s.Properties[name]
		if p == nil || p.Type != huma.TypeObject {
			continue
		}
		if any, ok := p.AdditionalProperties.(*huma.Schema); ok && reflect.DeepEqual(any, &huma.Schema{}) {
			s.Properties[name] = &huma.Schema{Ref: refTo + to, Description: p.Description}
		}
	}
}

func (b *builder) kindNames() []string {
	out := make([]string, len(b.kinds))
	for i, k := range b.kinds {
		out[i] = k.Name
	}
	return out
}

func (b *builder) tagList(routes []Route) []node {
	names := map[string]bool{}
	for _, r := range routes {
		if r.Tag != "" {
			names[r.Tag] = true
		}
	}
	out := []node{}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		out = append(out, node{"name": name})
	}
	return out
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// idForm and versionForm stand for types that are text on the wire.
type idForm struct{}

// Schema implements huma.SchemaProvider.
func (idForm) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Ref: refTo + "Id"} }

type versionForm struct{}

// Schema implements huma.SchemaProvider.
func (versionForm) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Ref: refTo + "Version"} }
