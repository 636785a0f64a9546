package api_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"bamban/internal/api"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/writer"
)

// person adds somebody to the village within the station's scope.
func (o *office) person(t *testing.T, p household.Person) change.ID {
	t.Helper()
	id := o.n.Writer.NewID()
	p.Area, p.Generated = o.in["village"], true
	if _, err := o.n.Writer.Write(context.Background(), change.ID{}, nil, writer.Draft{Kind: "person", Record: id, Fields: kind.Fields(p)}); err != nil {
		t.Fatal(err)
	}
	return id
}

func (o *office) list(t *testing.T, role, query string) api.PageJSON {
	t.Helper()
	var page api.PageJSON
	w := o.ask(role, "GET", "/api/records/person?"+query, "")
	if w.Code != 200 {
		t.Fatalf("%s lists %s: %d %s", role, query, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil {
		t.Fatal(err)
	}
	return page
}

// A text finds and counts a record only by what the reader may read of it.
func TestATextFindsNobodyByWhatIsClosed(t *testing.T) {
	o := newOffice(t)
	child := o.person(t, household.Person{Name: "Vừ Thị Quỳnhx", Born: "2018-05-03", Phone: "0888123"})
	adult := o.person(t, household.Person{Name: "Vừ Văn Quỳnhx", Born: "1980", Phone: "0888124"})
	for _, c := range []struct {
		role  string
		finds map[string][]change.ID
	}{
		{"station_desk", map[string][]change.ID{"quynhx": {child, adult}, "vu thi quynhx": {child}, "0888": {child, adult}, "0888123": {child}}},
		{"provincial_desk", map[string][]change.ID{"quynhx": {adult}, "vu thi quynhx": nil, "0888": {adult}, "0888123": nil, "vu van quyn": {adult}}},
		{"auditor", map[string][]change.ID{"quynhx": nil, "0888": nil, "vu van quynhx": nil}},
	} {
		for text, want := range c.finds {
			page := o.list(t, c.role, "q="+url.QueryEscape(text))
			var got []change.ID
			for _, r := range page.Rows {
				got = append(got, must(change.ParseID(r.ID)))
			}
			if slices.SortFunc(got, compareIDs); !slices.Equal(got, sorted(want)) || page.Total != int64(len(want)) {
				t.Errorf("%s finds %d by %q with a total of %d, want %d", c.role, len(got), text, page.Total, len(want))
			}
			if total := o.list(t, c.role, "limit=0&q="+url.QueryEscape(text)).Total; total != int64(len(want)) {
				t.Errorf("%s is told a total of %d alone for %q, want %d", c.role, total, text, len(want))
			}
			var found api.SearchJSON
			if err := json.Unmarshal(o.ask(c.role, "GET", "/api/search?q="+url.QueryEscape(text), "").Body.Bytes(), &found); err != nil {
				t.Fatal(err)
			}
			if len(found.Hits) != len(want) {
				t.Errorf("%s finds %d by %q in the search box, want %d", c.role, len(found.Hits), text, len(want))
			}
		}
	}
	// A birth date that is corrected opens and closes at once; so does a birthday,
	// for what is a child's is told when it is read.
	set := func(born string) {
		if _, err := o.n.Writer.Write(context.Background(), change.ID{}, nil, writer.Draft{Kind: "person", Record: child, Fields: map[string]json.RawMessage{"born": quote(born)}}); err != nil {
			t.Fatal(err)
		}
	}
	for born, want := range map[string]int64{"1981": 1, "2019": 0} {
		if set(born); o.list(t, "provincial_desk", "q=vu+thi+quynhx").Total != want {
			t.Errorf("born %s, the provincial desk does not find %d", born, want)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func compareIDs(a, b change.ID) int { return strings.Compare(string(a[:]), string(b[:])) }

func sorted(ids []change.ID) []change.ID {
	out := slices.Clone(ids)
	slices.SortFunc(out, compareIDs)
	return out
}

// Where a record stands between others tells its name, and so does the cursor of a
// page that ends with it.
func TestThePlaceInAListTellsNoClosedName(t *testing.T) {
	o := newOffice(t)
	for i, name := range []string{"Lò Thị Mở", "Lò Thị Cuối", "Lò Thị Ba", "Lò Thị Lớn"} {
		o.person(t, household.Person{Name: name, Born: []string{"2015-03", "2017-01-02", "2020", "1971-06"}[i]})
	}
	for _, role := range []string{"station_desk", "provincial_desk", "auditor"} {
		for _, sort := range []string{"", "name", "-name"} {
			for _, text := range []string{"", "&q=thi"} {
				o.placesTell(t, role, fmt.Sprintf("area=%s&sort=%s%s", o.in["area"], sort, text))
			}
		}
	}
}

func (o *office) placesTell(t *testing.T, role, query string) {
	t.Helper()
	seen, hidden := map[string]bool{}, 0
	children := role != "station_desk" && !strings.Contains(query, "q=") // a text does not find them
	for next := ""; ; {
		page := o.list(t, role, query+"&limit=3&after="+next)
		for _, r := range page.Rows {
			if seen[r.ID] {
				t.Errorf("%s, %s: somebody comes twice", role, query)
			}
			switch seen[r.ID] = true; {
			case r.Title == "":
				hidden++
			case hidden > 0:
				t.Errorf("%s, %s: %s comes after somebody without a name", role, query, r.Title)
			}
		}
		raw, err := base64.RawURLEncoding.DecodeString(page.Next)
		if last := len(page.Rows) - 1; err != nil || last >= 0 && page.Rows[last].Title == "" && len(raw) > 8 {
			t.Errorf("%s, %s: the cursor after somebody without a name is %q", role, query, raw)
		}
		if next = page.Next; next == "" {
			if int64(len(seen)) != page.Total {
				t.Errorf("%s, %s: %d rows over all pages, total says %d", role, query, len(seen), page.Total)
			}
			if children != (hidden > 0) || len(seen) == 0 && role != "auditor" {
				t.Errorf("%s, %s: %d of %d come without a name", role, query, hidden, len(seen))
			}
			return
		}
	}
}

func TestClosedFieldsAreNoFilters(t *testing.T) {
	o := newOffice(t)
	for role, want := range map[string]int{"station_desk": 200, "station_officer": 200, "provincial_desk": 422, "auditor": 422} {
		for _, way := range []string{"/api/records/person?f.born=2018", "/api/records/person?limit=0&f.born=2018"} {
			if w := o.ask(role, "GET", way, ""); w.Code != want {
				t.Errorf("%s filters people by day of birth at %s: %d, want %d", role, way, w.Code, want)
			}
		}
		if w := o.ask(role, "GET", "/api/records/person?f.sex=female", ""); w.Code != 200 {
			t.Errorf("%s filters people by what is plain: %d", role, w.Code)
		}
	}
}
