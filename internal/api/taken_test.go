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
	for _, bad := range []string{`{"name":" ","rows":1}`, `{"name":"x","rows":-1}`, `{"rows":1}`, `[]`} {
		if w := o.ask("station_desk", "POST", "/api/taken", bad); w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: %d, want a refusal", bad, w.Code)
		}
	}
}
