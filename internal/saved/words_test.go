package saved_test

import (
	"testing"

	"bamban/internal/account"
	"bamban/internal/household"
	"bamban/internal/saved"
)

func TestWordsThatFindAPersonAreTakenOutOfAFilterAndNothingElse(t *testing.T) {
	w := saved.WordsOf("Vừ Thị Quỳnhxanh", "012345009876", "0987 600 112", "12")
	for query, want := range map[string]string{
		"q=Quỳnhxanh&f.area=a1": "f.area=a1",
		"q=vu+thi":              "",
		"q=VU+QUYNHXANH":        "",
		"q=vừ":                  "q=vừ", // a family's name, of many
		"q=thi+truong":          "q=thi+truong",
		"q=012345009876":        "",
		"f.phone=0987600112":    "",
		"f.code=quynhxanh-1":    "",
		"sort=name&q=bep+cui":   "sort=name&q=bep+cui",
		"f.area=quynhxanh":      "f.area=quynhxanh", // a number of a place, not typed
		"q=12":                  "q=12",
	} {
		got, cells := w.Without(household.HouseholdKind(), account.SavedList{Name: "Bản Thị", Query: query})
		if got.Query != want || (len(cells) > 0) != (want != query) || got.Name != "Bản Thị" {
			t.Errorf("%s: left %q of %v, named %q; want %q", query, got.Query, cells, got.Name, want)
		}
	}
	got, cells := w.Without(nil, account.SavedList{Name: "nhà vu thi quynhxanh", Query: "f.poverty=poor"})
	if got.Name == "nhà vu thi quynhxanh" || got.Query != "f.poverty=poor" || len(cells) != 1 {
		t.Errorf("a list named after her is called %q with %q, %v", got.Name, got.Query, cells)
	}
}
