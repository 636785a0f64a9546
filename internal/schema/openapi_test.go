package schema_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"bamban/internal/catalogue"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/schema"
)

type newRecord struct {
	Fields map[string]json.RawMessage `json:"fields"`
}

type listAnswer struct {
	Rows []struct {
		ID change.ID                  `json:"id"`
		V  map[string]json.RawMessage `json:"v"`
	} `json:"rows"`
	Next string `json:"next"`
}

type changeRecord = change.Change // a name that another package may have too

func routes() []schema.Route {
	return []schema.Route{
		{Method: "GET", Path: "/api/records/{kind}", Summary: "A page of records", Tag: "records", Answer: listAnswer{},
			Query: []schema.Param{{Name: "limit", Type: "integer", About: "At most 200"}, {Name: "q", About: "Folded search"}}},
		{Method: "POST", Path: "/api/records/{kind}", Summary: "Creates a record", Tag: "records", Body: newRecord{}, Answer: listAnswer{}, Status: 201},
		{Method: "GET", Path: "/api/pack", Summary: "The pack in force"},
		{Method: "DELETE", Path: "/api/session", Summary: "Signs out", Tag: "session"},
		{Method: "POST", Path: "/api/visits", Summary: "Records a visit", Kind: "visit"},
		{Method: "GET", Path: "/api/export/{kind}", Summary: "A list as a file", Answer: schema.Media("text/csv"), Query: []schema.Param{{Name: "format", Enum: []string{"csv", "jsonl"}}}},
		{Method: "GET", Path: "/api/search", Summary: "Finds", Answer: struct {
			Hits []struct {
				Title string `json:"title"`
			} `json:"hits"`
			Record changeRecord `json:"record"`
		}{}},
		{Method: "GET", Path: "/api/welcome", Summary: "Before sign-in", Public: true, Answer: map[string]string{}},
	}
}

func describe(t *testing.T) (raw []byte, doc map[string]any) {
	t.Helper()
	raw, err := schema.OpenAPI(kinds(t), routes())
	if err != nil {
		t.Fatalf("OpenAPI: %v", err)
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatalf("the description is not JSON: %v", err)
	}
	return raw, doc
}

func kinds(t *testing.T) []*kind.Kind {
	t.Helper()
	r, err := catalogue.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	return r.All()
}

// The schema is the OpenAPI Initiative's own, of 2022-10-07.
func TestDescriptionFitsTheOfficialSchemaOfOpenAPI(t *testing.T) {
	official, err := os.ReadFile("testdata/openapi-3.1.json")
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	add(t, c, "https://spec.openapis.org/oas/3.1/schema/2022-10-07", official)
	s, err := c.Compile("https://spec.openapis.org/oas/3.1/schema/2022-10-07")
	if err != nil {
		t.Fatalf("compile the official schema: %v", err)
	}
	_, doc := describe(t)
	if err := s.Validate(doc); err != nil {
		t.Errorf("the description breaks the official schema: %v", err)
	}
	doc["paths"].(map[string]any)["/api/session"].(map[string]any)["delete"].(map[string]any)["responses"] = "none"
	if s.Validate(doc) == nil {
		t.Errorf("the official schema passed a description with bad responses: it checks nothing")
	}
}

func TestEveryComponentIsSoundAndEveryReferenceLeadsSomewhere(t *testing.T) {
	raw, doc := describe(t)
	components := doc["components"].(map[string]any)["schemas"].(map[string]any)
	for _, ref := range references(doc, nil) {
		name, ok := strings.CutPrefix(ref, "#/components/schemas/")
		if _, there := components[name]; !ok || !there {
			t.Errorf("reference %q leads nowhere", ref)
		}
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	add(t, c, "mem:///api.json", raw)
	for name := range components {
		if _, err := c.Compile("mem:///api.json#/components/schemas/" + name); err != nil {
			t.Errorf("component %s is no JSON Schema: %v", name, err)
		}
	}
	for _, want := range []string{"Id", "Text", "Position", "Error", "Problem", "Item2", "HouseholdValues", "HouseholdFields", "HouseholdNew", "Fields", "Values"} {
		if components[want] == nil {
			t.Errorf("no component %s", want)
		}
	}
}

func TestWhatNeverLeavesTheServerIsNotDescribed(t *testing.T) {
	raw, _ := describe(t)
	for _, k := range kinds(t) {
		if k.Internal && bytes.Contains(raw, []byte(`"x-kind": "`+k.Name+`"`)) {
			t.Errorf("internal kind %s is described", k.Name)
		}
		for _, f := range k.Fields {
			if f.Sensitivity == kind.Secret && bytes.Contains(raw, []byte(`"`+f.Name+`":`)) {
				t.Errorf("secret field %s.%s is described", k.Name, f.Name)
			}
		}
	}
}

func TestOperationsSayWhatACallerNeeds(t *testing.T) {
	_, doc := describe(t)
	paths := doc["paths"].(map[string]any)
	at := func(path ...string) any {
		var v any = paths
		for _, p := range path {
			v, _ = v.(map[string]any)[p]
			if v == nil {
				t.Fatalf("nothing at %v", path)
			}
		}
		return v
	}
	if got := at("/api/records/{kind}", "post", "operationId"); got != "postApiRecordsKind" {
		t.Errorf("operationId: got %v", got)
	}
	if got := at("/api/records/{kind}", "post", "requestBody", "content", "application/json", "schema", "$ref"); got != "#/components/schemas/NewRecord" {
		t.Errorf("body: got %v", got)
	}
	if got := at("/api/visits", "post", "requestBody", "content", "application/json", "schema", "properties", "fields", "$ref"); got != "#/components/schemas/VisitNew" {
		t.Errorf("body about one kind: got %v", got)
	}
	at("/api/records/{kind}", "post", "responses", "201")
	at("/api/records/{kind}", "post", "responses", "default")
	at("/api/pack", "get", "responses", "200", "content", "application/json", "schema")
	at("/api/session", "delete", "responses", "204")
	at("/api/export/{kind}", "get", "responses", "200", "content", "text/csv")
	if got := at("/api/welcome", "get", "security").([]any); len(got) != 0 {
		t.Errorf("welcome needs no sign-in: got %v", got)
	}
	var params []string
	for _, p := range at("/api/records/{kind}", "post", "parameters").([]any) {
		params = append(params, p.(map[string]any)["name"].(string))
	}
	if want := []string{"kind", "X-Bamban"}; !slices.Equal(params, want) {
		t.Errorf("parameters: got %v, want %v", params, want)
	}
	fields := doc["components"].(map[string]any)["schemas"].(map[string]any)["NewRecord"].(map[string]any)["properties"].(map[string]any)["fields"].(map[string]any)
	if fields["$ref"] != "#/components/schemas/Fields" {
		t.Errorf("the fields of a body: got %v", fields)
	}
}

func TestTheDescriptionIsTheSameEveryTime(t *testing.T) {
	first, _ := describe(t)
	for range 5 {
		if again, _ := describe(t); !bytes.Equal(first, again) {
			t.Fatal("two descriptions of the same routes differ")
		}
	}
}

func TestBadRoutesAreRefused(t *testing.T) {
	for name, bad := range map[string][]schema.Route{
		"twice":        {{Method: "GET", Path: "/a", Summary: "a"}, {Method: "GET", Path: "/a", Summary: "b"}},
		"unknown kind": {{Method: "POST", Path: "/a", Summary: "a", Kind: "unicorn"}},
	} {
		if _, err := schema.OpenAPI(kinds(t), bad); err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}

func add(t *testing.T, c *jsonschema.Compiler, url string, raw []byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.AddResource(url, v); err != nil {
		t.Fatal(err)
	}
}

func references(v any, out []string) []string {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if ref, ok := inner.(string); ok && key == "$ref" {
				out = append(out, ref)
			}
			out = references(inner, out)
		}
	case []any:
		for _, inner := range v {
			out = references(inner, out)
		}
	}
	return out
}
