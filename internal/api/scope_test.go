package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bamban/internal/access"
	"bamban/internal/api"
	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/writer"
)

func everything() access.Scope { return access.Scope{Everywhere: true} }

func TestSigningOutEndsTheSession(t *testing.T) {
	o := newOffice(t)
	if w := o.ask("auditor", "DELETE", "/api/session", ""); w.Code != http.StatusNoContent {
		t.Fatalf("sign out: %d %s", w.Code, w.Body)
	}
	if w := o.ask("auditor", "GET", "/api/me", ""); w.Code != http.StatusUnauthorized {
		t.Errorf("after signing out: %d, want 401", w.Code)
	}
}

func TestAListHoldsNothingOutsideTheScope(t *testing.T) {
	o := newOffice(t)
	var page api.PageJSON
	seen := 0
	for next := ""; ; next = page.Next {
		page = api.PageJSON{}
		w := o.ask("station_desk", "GET", "/api/records/household?limit=7&after="+next, "")
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			seen++
			if r.ID == o.out["household"].String() {
				t.Errorf("a household outside the station's care is in its list")
			}
		}
		if page.Next == "" {
			break
		}
	}
	if int64(seen) != page.Total {
		t.Errorf("%d rows over all pages, total says %d", seen, page.Total)
	}
}

func TestAWriteOutsideTheScopeChangesNothing(t *testing.T) {
	o := newOffice(t)
	body := `{"fields":{"area":"` + o.out["village"].String() + `"}}`
	w := o.ask("station_desk", "PATCH", "/api/records/household/"+o.in["household"].String(), body)
	if w.Code == http.StatusOK || !strings.Contains(w.Body.String(), "scope.outside") {
		t.Errorf("moving a household out of one's scope: %d %s", w.Code, w.Body)
	}
	w = o.ask("station_desk", "PATCH", "/api/records/household/"+o.out["household"].String(), `{"fields":{"phone":"1"}}`)
	if w.Code != http.StatusNotFound {
		t.Errorf("changing a household outside: %d, want 404", w.Code)
	}
}

func TestUndoSetsBackAndSettleKeepsOneValue(t *testing.T) {
	o := newOffice(t)
	path := "/api/records/household/" + o.in["household"].String()
	var written api.Written
	w := o.ask("station_desk", "PATCH", path, `{"fields":{"phone":"0911"}}`)
	if err := json.Unmarshal(w.Body.Bytes(), &written); err != nil || w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	// Without "seen", the write is one that had not seen the value: both are kept.
	if len(written.Record.Conflicts) != 0 && string(written.Record.V["phone"]) != `"0911"` {
		t.Errorf("after the write: %s", w.Body)
	}
	target, _ := json.Marshal(api.ChangeBody{Change: written.Change})
	w = o.ask("station_desk", "POST", path+"/undo", string(target))
	if w.Code != 200 {
		t.Fatalf("undo: %d %s", w.Code, w.Body)
	}
	written = api.Written{}
	if err := json.Unmarshal(w.Body.Bytes(), &written); err != nil {
		t.Fatal(err)
	}
	if got := string(written.Record.V["phone"]); got != `"0900"` {
		t.Errorf("after undo the phone is %s, want \"0900\"", got)
	}
}

// A reporter visits households; they see those of the village that was given to
// them and nobody else's, also within the commune that their role is for.
func TestAReporterSeesAndVisitsTheHouseholdsGivenToThem(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	const role = "village_reporter" // granted for the commune of the households within
	visit := func(home, village change.ID) *httptest.ResponseRecorder {
		return o.ask(role, "POST", "/api/records/visit", `{"fields":{"household":"`+home.String()+`","area":"`+village.String()+`","on":"2026-03-01","by":"`+o.users[role].String()+`"}}`)
	}
	mine, theirs := o.in["household"], o.n.Writer.NewID()
	var elsewhere change.ID // another village of the same commune
	for _, a := range o.n.Projection.Tree().Below(o.in["area"]) {
		if a != o.in["area"] && a != o.in["village"] {
			elsewhere = a
		}
	}
	if _, err := o.n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "household", Record: theirs, Fields: kind.Fields(household.Household{Area: elsewhere, Name: "Sùng A Thử"})}); err != nil {
		t.Fatal(err)
	}
	if w := o.ask(role, "GET", "/api/records/household/"+mine.String(), ""); w.Code != 403 {
		t.Errorf("without an assignment: %d, want 403", w.Code)
	}
	if w := visit(mine, o.in["village"]); w.Code != 403 || !strings.Contains(w.Body.String(), "scope.outside") {
		t.Errorf("a visit without an assignment: %d %s", w.Code, w.Body)
	}
	if _, err := o.n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "assignment", Record: o.n.Writer.NewID(), Fields: kind.Fields(assignment.Assignment{
		User: o.users[role], Unit: o.units["station"], Role: "village_in_charge", Area: o.in["village"], From: "2020-01-01"})}); err != nil {
		t.Fatal(err)
	}
	if w := o.ask(role, "GET", "/api/records/household/"+mine.String(), ""); w.Code != 200 || !strings.Contains(w.Body.String(), "Lò Văn Thử") {
		t.Errorf("a household of their village: %d %.200s", w.Code, w.Body)
	}
	if w := o.ask(role, "GET", "/api/records/household/"+theirs.String(), ""); w.Code != 404 {
		t.Errorf("a household of another village: %d, want 404", w.Code)
	}
	if w := o.ask(role, "GET", "/api/records/household?limit=200", ""); strings.Contains(w.Body.String(), "Sùng A Thử") || !strings.Contains(w.Body.String(), "Lò Văn Thử") {
		t.Errorf("their list is not that of their village: %.300s", w.Body)
	}
	if w := o.ask(role, "GET", "/api/records/person/"+o.in["person"].String(), ""); w.Code != 403 {
		t.Errorf("a person: %d, want 403", w.Code)
	}
	if w := visit(mine, o.in["village"]); w.Code != 201 {
		t.Errorf("a visit to a household of their village: %d %s", w.Code, w.Body)
	}
	if w := visit(theirs, elsewhere); w.Code != 403 || !strings.Contains(w.Body.String(), "scope.outside") {
		t.Errorf("a visit to a household of another village: %d %s", w.Code, w.Body)
	}
}

// What waits names what it refers to, so that whoever lets it in sees whose it is.
func TestAHeldChangeNamesWhatItRefersTo(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.hold(ctx, t, "visit", o.n.Writer.NewID(), map[string]json.RawMessage{"household": quote(o.in["household"].String()), "area": quote(o.in["village"].String()),
		"on": quote("2026-03-01"), "by": quote(o.users["station_desk"].String())})
	o.hold(ctx, t, "household", o.in["household"], map[string]json.RawMessage{"phone": quote("0977 111")})
	var got api.QuarantineJSON
	if err := json.Unmarshal(o.ask("station_desk", "GET", "/api/quarantine", "").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if home := got.Refs[o.in["household"].String()]; home.Title != "Lò Văn Thử" {
		t.Errorf("the household of what waits is named %q", home.Title)
	}
}
