package api_test

import (
	"encoding/json"
	"testing"

	"bamban/internal/api"
	"bamban/internal/form"
)

func TestFormsAreListedAndReadAsDeclared(t *testing.T) {
	o := newOffice(t)
	var list api.FormList
	if err := json.Unmarshal(o.ask("station_officer", "GET", "/api/forms", "").Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]string{}
	for _, f := range list.Forms {
		kinds[f.ID] = f.Kind
		if !f.Latest || f.ID == "household_visit" && f.Questions < 20 {
			t.Errorf("got %+v, want the latest version with all its questions", f)
		}
	}
	if kinds["household_visit"] != "visit" || kinds["house_check"] != "step" {
		t.Errorf("got %v, want the household visit and the check of a house", kinds)
	}
	var d form.Declaration
	if err := json.Unmarshal(o.ask("station_officer", "GET", "/api/forms/household_visit/1", "").Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if f, problems := form.Open(d, form.Options{Languages: []string{"vi", "en"}}); f == nil {
		t.Errorf("what is served can't be opened: %v", problems)
	}
}

func TestOnlyMediaOfThePackAreGiven(t *testing.T) {
	o := newOffice(t)
	for path, want := range map[string]int{
		"/api/forms/household_visit/2": 404, "/api/forms/household_visit/x": 404, "/api/forms/nothing/1": 404,
		"/api/media/none.mp3": 404, "/api/media/..%2Fpack.yaml": 404, "/api/media/pack.yaml": 404, "/api/media/%2e%2e%2fgeo%2fx.png": 404, "/api/media/mp3": 404,
	} {
		if got := o.ask("station_officer", "GET", path, "").Code; got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
}
