package api_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"bamban/internal/api"
)

// TestAPageWritesItselfAsTheEncoderWould draws pages with hostile texts and compares
// what a reader gets.
func TestAPageWritesItselfAsTheEncoderWould(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "Điện Biên", `"`, `\`, "\x00", "</script>", "\xff\xfe", "\u2028", "a\nb", "\x7f"}))
	value := rapid.SampledFrom([]json.RawMessage{[]byte(`1`), []byte(`"Mường Tè"`), []byte(`{"lat":22.1,"lon":103.2}`), []byte(`["a","b"]`), []byte(`true`)})
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.Custom(func(t *rapid.T) api.Row {
			return api.Row{Kind: text.Draw(t, "kind"), ID: text.Draw(t, "id"), Title: text.Draw(t, "title"), Area: text.Draw(t, "area"),
				V: rapid.MapOf(rapid.StringMatching(`[a-z_]{1,8}`), value).Draw(t, "v"), Hidden: rapid.SliceOf(text).Draw(t, "hidden"),
				Child: rapid.Bool().Draw(t, "child"), Deleted: rapid.Bool().Draw(t, "deleted"), Conflict: rapid.Bool().Draw(t, "conflict"), Seq: rapid.Uint64().Draw(t, "seq")}
		})
		p := &api.PageJSON{Rows: rapid.SliceOf(row).Draw(t, "rows"), Total: rapid.Int64().Draw(t, "total"), Next: text.Draw(t, "next"), Cut: rapid.Bool().Draw(t, "cut"),
			Refs: rapid.MapOf(rapid.StringMatching(`[a-z]{1,4}`), rapid.Custom(func(t *rapid.T) api.NameOf { return api.NameOf{text.Draw(t, "kind"), text.Draw(t, "title")} })).Draw(t, "refs")}
		want, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if p.Rows == nil {
			want = []byte(`{"rows":[]` + string(want[len(`{"rows":null`):]))
		}
		var a, b any
		if err := json.Unmarshal(p.Append(nil), &a); err != nil {
			t.Fatalf("the page is not JSON: %v\n%s", err, p.Append(nil))
		}
		if err := json.Unmarshal(want, &b); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("got  %s\nwant %s", p.Append(nil), want)
		}
	})
}

// TestARecordsPageSaysMoreThanItsRow asks for a record: beside what a list's row says
// there is what may be done with it and which versions were seen.
func TestARecordsPageSaysMoreThanItsRow(t *testing.T) {
	o := newOffice(t)
	w := o.ask("station_desk", "GET", "/api/records/household/"+o.in["household"].String(), "")
	var r struct {
		ID       string            `json:"id"`
		Versions map[string]string `json:"versions"`
		May      map[string]bool   `json:"may"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r.ID != o.in["household"].String() || r.Versions["name"] == "" || !r.May["update"] {
		t.Errorf("got %s, want versions seen and the right to update", w.Body)
	}
}
