package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"bamban/internal/access"
	"bamban/internal/api"
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
