package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"bamban/internal/activity"
	"bamban/internal/api"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/indicator"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// figures asks as a role; nil where it is refused.
func (o *office) figures(t *testing.T, role, query string) *api.FiguresJSON {
	t.Helper()
	w := o.ask(role, "GET", "/api/figures?"+query, "")
	if w.Code == 403 {
		return nil
	}
	if w.Code != 200 {
		t.Fatalf("%s asks for %s: %d %s", role, query, w.Code, w.Body)
	}
	var out api.FiguresJSON
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	return &out
}

// behind lists the ids of the records behind a figure, over all pages.
func (o *office) behind(t *testing.T, role, code, query string) []string {
	t.Helper()
	var ids []string
	for after := ""; ; {
		w := o.ask(role, "GET", "/api/figures/"+code+"/records?limit=200&"+query+"&after="+after, "")
		if w.Code != 200 {
			t.Fatalf("%s asks for what is behind %s: %d %s", role, code, w.Code, w.Body)
		}
		var page api.PageJSON
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			ids = append(ids, r.ID)
		}
		if after = page.Next; after == "" {
			return ids
		}
	}
}

const year = "period=2026&calendar=state"

// Each role's total is the number of the visits that it may read one by one.
func TestFiguresOfARoleAreOfTheRecordsThatItMayRead(t *testing.T) {
	o := newOffice(t)
	visit := o.n.Kinds.Get("visit")
	p, _ := o.n.Figures.Calendar("state").Parse("2026")
	some := 0
	for _, role := range roles[1:] {
		viewer, err := o.n.Viewer(context.Background(), o.users[role])
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		if err := o.n.Projection.Each(context.Background(), "visit", func(r *projection.Record) error {
			v, err := kind.Into[activity.Visit](r.Kind, r.State)
			day, _ := indicator.ParseDay(v.On)
			if !r.Deleted() && p.Holds(day) && viewer.Can("read", visit, projection.PlaceOf(r)) {
				want++
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		got := o.figures(t, role, "codes=visits&"+year)
		if scope := viewer.Scope("read", visit); !scope.Everywhere && len(scope.Areas) == 0 {
			if got != nil {
				t.Errorf("%s has no area in its care and reads figures", role)
			}
			continue
		}
		if got == nil || *got.Rows[0].Total.V != float64(want) {
			t.Errorf("%s reads %+v visits, want the %d that it may read", role, got, want)
		} else if some += want; want > 0 {
			if n := len(o.behind(t, role, "visits", year)); n != want {
				t.Errorf("%s opens %d records behind %d visits", role, n, want)
			}
		}
	}
	if some == 0 {
		t.Error("no role reads any visit: the test says nothing")
	}
}

func TestFiguresOfAnotherPlaceAreRefused(t *testing.T) {
	o := newOffice(t)
	out, in := o.out["village"].String(), o.in["village"].String()
	for _, ask := range []string{"codes=visits&area=" + out, "codes=visit_coverage&area=" + out, "codes=households_poor&by=area&area=" + out} {
		if o.figures(t, "station_desk", ask+"&"+year) != nil {
			t.Errorf("the station's desk reads %s", ask)
		}
		if o.figures(t, "provincial_desk", ask+"&"+year) == nil {
			t.Errorf("the provincial desk can't read %s", ask)
		}
	}
	if o.figures(t, "station_desk", "codes=visits&area="+in+"&"+year) == nil {
		t.Error("the station's desk can't read its own village")
	}
	if w := o.ask("station_desk", "GET", "/api/figures/visits/records?area="+out+"&"+year, ""); w.Code != 403 {
		t.Errorf("the station's desk opens records behind another place's figure: %d", w.Code)
	}
	if o.figures(t, "station_desk", "codes=tasks_given&unit="+o.units["command"].String()+"&"+year) != nil {
		t.Error("the station's desk reads the command's tasks")
	}
	// Without codes, what may not be read is left out.
	for _, row := range o.figures(t, "it_officer", year).Rows {
		t.Errorf("the IT officer reads %s", row.Code)
	}
}

// A table's columns add up to its total, and every cell opens as many records as it
// counts.
func TestEveryCellOpensTheRecordsBehindIt(t *testing.T) {
	o := newOffice(t)
	opened := 0
	for _, by := range []string{"area", "month", "unit", "dim"} {
		f := o.figures(t, "provincial_desk", "codes=visits&by="+by+"&"+year)
		sum := 0.0
		for n, c := range f.Columns {
			v := *f.Rows[0].Cells[n].V
			sum += v
			query := map[string]string{"area": "area=" + c.Key + "&" + year, "month": "calendar=state&period=" + c.Key, "unit": "alone=1&unit=" + c.Key + "&" + year, "dim": "dim=purpose&value=" + c.Key + "&" + year}[by]
			if got := len(o.behind(t, "provincial_desk", "visits", query)); got != int(v) {
				t.Errorf("by %s, %s: %d records behind %v", by, c.Key, got, v)
			}
			opened += int(v)
		}
		if total := *f.Rows[0].Total.V; by != "unit" && by != "dim" && sum != total {
			t.Errorf("by %s the columns add up to %v, the total is %v", by, sum, total)
		}
	}
	if opened < 50 {
		t.Errorf("only %d records were opened: the test says little", opened)
	}
	poor := o.figures(t, "provincial_desk", "codes=households_poor&"+year)
	if got := len(o.behind(t, "provincial_desk", "households_poor", year)); got != int(*poor.Rows[0].Total.V) || got == 0 {
		t.Errorf("%d households behind %v poor ones", got, *poor.Rows[0].Total.V)
	}
}

// Who may not see persons can't tell a small figure, from a table or from two.
func TestSmallFiguresOfPeopleCannotBeTold(t *testing.T) {
	o := newOffice(t)
	const seed = 9
	r := rand.New(rand.NewPCG(seed, 2))
	var drafts []writer.Draft
	for i := range o.n.Pack.Areas {
		if a := &o.n.Pack.Areas[i]; a.Level == "village" && r.IntN(6) == 0 {
			for range r.IntN(8) {
				h := household.Household{Area: o.n.AreaID(a.Key), Name: "Hộ thử", Poverty: map[string]household.Poverty{"2026": {Status: "poor"}}}
				drafts = append(drafts, writer.Draft{Kind: "household", Record: o.n.Writer.NewID(), Fields: kind.Fields(h)})
			}
		}
	}
	if _, err := o.n.Writer.Write(context.Background(), change.ID{}, nil, drafts...); err != nil {
		t.Fatal(err)
	}
	hidden, seen := 0, map[string]float64{}
	table := func(query string) *api.FiguresJSON {
		f := o.figures(t, "auditor", "codes=households_poor&"+query)
		open := o.figures(t, "provincial_desk", "codes=households_poor&"+query)
		few := 0
		for n, cell := range f.Rows[0].Cells {
			is := *open.Rows[0].Cells[n].V
			switch {
			case cell.Hidden:
				few++
			case *cell.V != is:
				t.Errorf("%s: %s is %v for one and %v for the other", query, f.Columns[n].Key, *cell.V, is)
			case is > 0 && is < 5:
				t.Errorf("%s: the auditor reads %v poor households in %s", query, is, f.Columns[n].Key)
			}
			if !cell.Hidden {
				seen[f.Columns[n].Key] = is
			}
		}
		if total := f.Rows[0].Total; few == 1 && !total.Hidden && *total.V >= 5 {
			t.Errorf("%s: one figure is hidden and the total is not: it can be told", query)
		}
		hidden += few
		return f
	}
	province := table("by=area&" + year)
	for _, commune := range province.Columns {
		for n, village := range table("by=area&area=" + commune.Key + "&" + year).Columns {
			one := o.figures(t, "auditor", "codes=households_poor&area="+village.Key+"&"+year).Rows[0].Total
			if v, open := seen[village.Key]; !open && !one.Hidden {
				t.Errorf("%s is hidden in its commune's table and, asked alone, %v", village.Key, *one.V)
			} else if open && one.Hidden {
				t.Errorf("%s is %v in its commune's table and hidden, asked alone", village.Key, v)
			}
			if n > 0 && one.Hidden {
				if w := o.ask("auditor", "GET", "/api/figures/households_poor/records?area="+village.Key+"&"+year, ""); w.Code != 403 {
					t.Errorf("the records behind a hidden figure open: %d", w.Code)
				}
			}
		}
	}
	if hidden == 0 {
		t.Errorf("seed %d: nothing is hidden: the test says nothing", seed)
	}
	for _, day := range []string{"2026-03-05", "2026-11-20"} {
		if f := o.figures(t, "auditor", "codes=households_poor,visits&period="+day); !f.Rows[0].Total.Hidden || f.Rows[1].Total.Hidden {
			t.Errorf("people by day: %+v", f.Rows)
		}
	}
}

func TestTargetsAreOfWhatExistsThen(t *testing.T) {
	o := newOffice(t)
	old, now := o.n.AreaID("pre-2025-07-01/03549"), o.n.AreaID("2025-07-01/03549")
	body := func(fields string) string { return `{"fields":{` + fields + `}}` }
	const base = `"indicator":"visits","calendar":"state","value":500,"period":`
	for _, c := range []struct{ fields, code string }{
		{base + `"2026","area":"` + now.String() + `"`, ""},
		{base + `"2024","area":"` + old.String() + `"`, ""},
		{base + `"2026","unit":"` + o.units["station"].String() + `"`, ""},
		{base + `"2026","area":"` + old.String() + `"`, "target.area_not_then"},
		{base + `"2024","area":"` + now.String() + `"`, "target.area_not_then"},
		{base + `"2026"`, "target.place"},
		{base + `"2026","area":"` + now.String() + `","unit":"` + o.units["station"].String() + `"`, "target.two_places"},
		{base + `"2026-13","area":"` + now.String() + `"`, "figure.period"},
		{base + `"2026-03-05","area":"` + now.String() + `"`, "target.period_too_fine"},
		{strings.Replace(base, "visits", "no_such", 1) + `"2026","area":"` + now.String() + `"`, "figure.unknown"},
		{strings.Replace(base, "state", "lunar", 1) + `"2026","area":"` + now.String() + `"`, "figure.calendar"},
	} {
		w := o.ask("provincial_desk", "POST", "/api/records/target", body(c.fields))
		if got := codeOf(w.Body.Bytes()); got != c.code {
			t.Errorf("%s: got fault %q, want %q", c.fields, got, c.code)
		}
	}
	f := o.figures(t, "provincial_desk", "codes=visits&area="+now.String()+"&"+year)
	if got := f.Rows[0].Total.Target; got == nil || *got != 500 {
		t.Errorf("the commune's total has target %v, want 500", got)
	}
	f = o.figures(t, "provincial_desk", "codes=visits&by=unit&"+year)
	found := false
	for n, c := range f.Columns {
		found = found || c.Key == o.units["station"].String() && f.Rows[0].Cells[n].Target != nil
	}
	if !found {
		t.Error("the station's column has no target")
	}
}

func codeOf(body []byte) string {
	var e struct {
		Error struct {
			Code string `json:"code"`
		} `json:"error"`
	}
	_ = json.Unmarshal(body, &e)
	return e.Error.Code
}

// The old map shows old communes for the time in which they were, the new one today's.
func TestFiguresByOldAndByNewBoundaries(t *testing.T) {
	o := newOffice(t)
	village := o.in["village"]
	holders := o.n.Projection.Tree().HoldersOn(village, true, mustDay(t, "2025-03-01"))
	then, now := holders[1], o.n.Projection.Tree().Holders(village)[1]
	if then == now {
		t.Fatal("the village's commune did not change")
	}
	v := activity.Visit{Household: o.in["household"], Area: village, On: "2025-03-01", By: o.users["station_officer"]}
	if _, err := o.n.Writer.Write(context.Background(), change.ID{}, nil, writer.Draft{Kind: "visit", Record: o.n.Writer.NewID(), Fields: kind.Fields(v)}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		area change.ID
		on   string
		want float64
	}{{then, "old", 1}, {now, "old", 0}, {now, "new", 1}, {then, "new", 0}} {
		for _, code := range []string{"visits", "households_visited"} {
			f := o.figures(t, "provincial_desk", fmt.Sprintf("codes=%s&calendar=state&period=2025-03&map=%s&area=%s", code, c.on, c.area))
			if got := *f.Rows[0].Total.V; got != c.want {
				t.Errorf("%s of %s on the %s map: got %v, want %v", code, c.area, c.on, got, c.want)
			}
		}
	}
}

func mustDay(t *testing.T, s string) indicator.Day {
	t.Helper()
	d, ok := indicator.ParseDay(s)
	if !ok {
		t.Fatalf("%s is no day", s)
	}
	return d
}

// The file of the records behind a figure holds those that a role may export, each is in
// the list, and the access log has it with its count.
func TestTheRecordsBehindAFigureAreTakenAlongWithinTheReadersRights(t *testing.T) {
	o := newOffice(t)
	visit := o.n.Kinds.Get("visit")
	some := 0
	for _, role := range roles[1:] {
		viewer, err := o.n.Viewer(context.Background(), o.users[role])
		if err != nil {
			t.Fatal(err)
		}
		w := o.ask(role, "GET", "/api/figures/visits/export?format=jsonl&"+year, "")
		if !viewer.May("export", visit) {
			if w.Code != 403 {
				t.Errorf("%s may not export visits and gets %d", role, w.Code)
			}
			continue
		}
		if w.Code != 200 {
			t.Errorf("%s: %d %s", role, w.Code, w.Body)
			continue
		}
		may := map[string]bool{}
		for _, id := range o.behind(t, role, "visits", year) {
			may[id] = true
		}
		lines := strings.Split(strings.TrimSpace(w.Body.String()), "\n")
		if len(lines) != len(may) {
			t.Errorf("%s takes %d records along, the list has %d", role, len(lines), len(may))
		}
		for _, line := range lines {
			var row api.Row
			if err := json.Unmarshal([]byte(line), &row); err != nil || !may[row.ID] {
				t.Errorf("%s takes along %.80s, which is not in the list (%v)", role, line, err)
			}
			some++
		}
		for _, format := range []string{"csv", "xlsx"} {
			if w := o.ask(role, "GET", "/api/figures/visits/export?format="+format+"&"+year, ""); w.Code != 200 || w.Body.Len() == 0 {
				t.Errorf("%s as %s: %d, %d bytes", role, format, w.Code, w.Body.Len())
			}
		}
		if role == "station_desk" {
			if looks := o.ask(role, "GET", "/api/looks?kind=visit&why=export", "").Body.String(); strings.Count(looks, fmt.Sprintf(`"count":%d`, len(lines))) < 3 {
				t.Errorf("the access log has not each file with its %d records: %.400s", len(lines), looks)
			}
		}
	}
	if some == 0 {
		t.Error("no role took any record along: the test can't fail")
	}
	for _, bad := range []string{year + "&format=pdf", year, "calendar=state&period=2026-13&format=csv"} {
		if w := o.ask("station_desk", "GET", "/api/figures/visits/export?"+bad, ""); w.Code != 422 {
			t.Errorf("%q: %d, want a refusal", bad, w.Code)
		}
	}
}
