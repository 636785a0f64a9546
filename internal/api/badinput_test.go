package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"bamban/internal/api"
	"bamban/internal/change"
	"bamban/internal/log"
)

func (o *office) head(t *testing.T) log.Head {
	t.Helper()
	h, err := o.n.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// wantFault checks that an answer is a fault with its field, in words of both
// languages that have no blank left.
func wantFault(t *testing.T, what string, status int, body []byte, wantStatus int, code, field string) {
	t.Helper()
	var got struct{ Error api.FaultJSON }
	if err := json.Unmarshal(body, &got); err != nil || got.Error.Code != code || got.Error.Field != field || status != wantStatus {
		t.Errorf("%s: %d %.300s, want %d %s at %q", what, status, body, wantStatus, code, field)
	}
	if vi, en := got.Error.Text["vi"], got.Error.Text["en"]; vi == "" || en == "" || vi == en || strings.Contains(vi+en, "{") {
		t.Errorf("%s: texts %v, want whole ones in two languages", what, got.Error.Text)
	}
}

func TestBadInputNamesTheFieldAndChangesNothing(t *testing.T) {
	o := newOffice(t)
	path := "/api/records/household/" + o.in["household"].String()
	all := "/api/records/household"
	for name, c := range map[string]struct {
		method, path, body string
		status             int
		code, field        string
	}{
		"not JSON":               {"PATCH", path, `{"fields":`, 422, "body.not_json", ""},
		"no fields":              {"PATCH", path, `{"fields":{}}`, 422, "change.no_fields", "fields"},
		"unknown kind":           {"POST", "/api/records/spaceship", `{"fields":{"name":"x"}}`, 422, "kind.unknown", "kind"},
		"a kind of the server's": {"POST", "/api/records/credential", `{"fields":{"name":"x"}}`, 422, "kind.unknown", "kind"},
		"unknown field":          {"PATCH", path, `{"fields":{"colour":"x"}}`, 422, "field.unknown", "colour"},
		"wrong type":             {"PATCH", path, `{"fields":{"phone":7}}`, 422, "field.wrong_type", "phone"},
		"too long":               {"PATCH", path, `{"fields":{"phone":"` + strings.Repeat("9", 33) + `"}}`, 413, "field.too_long", "phone"},
		"broken UTF-8":           {"PATCH", path, "{\"fields\":{\"phone\":\"09\xff\"}}", 422, "field.not_utf8", "phone"},
		"NUL":                    {"PATCH", path, `{"fields":{"phone":"a\u0000b"}}`, 422, "field.nul", "phone"},
		"unknown reference":      {"PATCH", path, `{"fields":{"area":"` + change.ID{7}.String() + `"}}`, 422, "ref.unknown", "area"},
		"a reference of no form": {"PATCH", path, `{"fields":{"area":"x"}}`, 422, "field.bad_ref", "area"},
		"wrong kind of ref":      {"PATCH", path, `{"fields":{"area":"` + o.in["person"].String() + `"}}`, 422, "ref.wrong_kind", "area"},
		"unknown term":           {"PATCH", path, `{"fields":{"poverty:2026":{"status":"rich"}}}`, 422, "field.unknown_term", "poverty:2026.status"},
		"required emptied":       {"PATCH", path, `{"fields":{"name":null}}`, 422, "field.required", "name"},
		"10 MB":                  {"PATCH", path, `{"fields":{"phone":"` + strings.Repeat("9", 10<<20) + `"}}`, 413, "body.too_large", ""},
		"a version of 2106 seen": {"PATCH", path, `{"fields":{"phone":"1"},"seen":{"phone":"` + change.Version{Time: change.TimeAt(4_300_000_000_000), Device: 1}.String() + `"}}`, 422, "change.bad_seen", "seen.phone"},
		"bad version seen":       {"PATCH", path, `{"fields":{"phone":"1"},"seen":{"phone":"x"}}`, 422, "change.bad_seen", "seen.phone"},
		"a page of less than 0":  {"GET", all + "?limit=-3", "", 422, "field.too_small", "limit"},
		"a cursor of no list":    {"GET", all + "?after=!!", "", 422, "list.bad_cursor", "after"},
		"a cursor made up":       {"GET", all + "?after=zzzz", "", 422, "list.bad_cursor", "after"},
		"a filter of no field":   {"GET", all + "?f.colour=x", "", 422, "list.unknown_filter", "f.colour"},
		"a sort of no field":     {"GET", all + "?sort=colour", "", 422, "list.unknown_sort", "sort"},
	} {
		before, head := o.ask("station_desk", "GET", path, "").Body.String(), o.head(t)
		w := o.ask("station_desk", c.method, c.path, c.body)
		wantFault(t, name, w.Code, w.Body.Bytes(), c.status, c.code, c.field)
		if after := o.ask("station_desk", "GET", path, "").Body.String(); before != after || o.head(t) != head {
			t.Errorf("%s: something changed", name)
		}
	}
}

// What somebody has open on a screen when their scope shrinks is closed at the
// next request, reading and writing.
func TestAScopeThatShrankIsClosedAtTheNextRequest(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	path := "/api/records/household/" + o.in["household"].String()
	if w := o.ask("station_officer", "PATCH", path, `{"fields":{"phone":"0911"}}`); w.Code != http.StatusOK {
		t.Fatalf("before: %d %s", w.Code, w.Body)
	}
	assignments, err := o.n.Projection.FindBy(ctx, "assignment", "household", o.in["household"].String(), 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range assignments {
		if w := o.ask("station_desk", "PATCH", "/api/records/assignment/"+a.ID.String(), `{"fields":{"to":"2020-01-02"}}`); w.Code != http.StatusOK {
			t.Fatalf("end the assignment: %d %s", w.Code, w.Body)
		}
	}
	head := o.head(t)
	w := o.ask("station_officer", "PATCH", path, `{"fields":{"phone":"0922"}}`)
	// Without any assignment left there is no household that an officer may change.
	wantFault(t, "write", w.Code, w.Body.Bytes(), http.StatusForbidden, "forbidden", "")
	w = o.ask("station_officer", "GET", path, "")
	wantFault(t, "read", w.Code, w.Body.Bytes(), http.StatusForbidden, "forbidden", "")
	if o.head(t) != head {
		t.Error("the log moved")
	}
}
