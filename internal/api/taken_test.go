package api_test

import (
	"strings"
	"testing"
)

func TestATableTakenAlongIsInTheAccessLog(t *testing.T) {
	o := newOffice(t)
	if w := o.ask("station_desk", "POST", "/api/taken", `{"name":"Khoản đến kỳ","rows":12}`); w.Code >= 300 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := o.ask("station_desk", "GET", "/api/looks", ""); !strings.Contains(w.Body.String(), "Khoản đến kỳ") || !strings.Contains(w.Body.String(), `"export"`) {
		t.Errorf("the access log doesn't have it: %.600s", w.Body)
	}
	for _, bad := range []string{`{"name":" ","rows":1}`, `{"name":"x","rows":-1}`, `{"rows":1}`, `[]`, `{"name":"x","rows":1,"kind":"no_such"}`, `{"name":"x","rows":1,"kind":"saved_list"}`} {
		if w := o.ask("station_desk", "POST", "/api/taken", bad); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: %d, want a refusal", bad, w.Code)
		}
	}
}

// A table of people is taken along by who may export people, and by nobody else.
func TestATableOfPeopleIsTakenAlongByWhoMayExportThem(t *testing.T) {
	o := newOffice(t)
	for role, want := range map[string]int{"station_desk": 204, "provincial_desk": 204, "station_officer": 403, "village_reporter": 403, "partner": 403, "sponsor": 403, "auditor": 403, "it_officer": 403} {
		if w := o.ask(role, "POST", "/api/taken", `{"name":"Có thể ghi hai lần","rows":3,"kind":"person"}`); w.Code != want {
			t.Errorf("%s: %d, want %d", role, w.Code, want)
		}
	}
}
