package pack_test

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bamban/internal/access"
	"bamban/internal/pack"
	"bamban/packs"
)

const (
	oldEra = "pre-2025-07-01"
	newEra = "2025-07-01"
)

func laiChau(t testing.TB) *pack.Pack {
	t.Helper()
	p, problems := pack.Load(packs.LaiChau())
	for _, problem := range problems {
		t.Error(problem)
	}
	if p == nil {
		t.FailNow()
	}
	return p
}

func TestLaiChauHasNoProblems(t *testing.T) {
	kinds := []string{
		"area", "unit", "user", "grant", "device", "person", "household", "membership",
		"assignment", "visit", "practice", "attachment", "consent", "twin", "note", "pack", "recording", "notice", "task", "import", "target",
		"enrolment", "step", "measure", "due", "sponsor", "fund", "store", "pledge", "allocation", "entry", "stocktake", "request", "certificate",
	}
	for _, problem := range pack.Check(packs.LaiChau(), pack.CheckOptions{Kinds: kinds}) {
		t.Error(problem)
	}
}

func TestLaiChauHasTheAreasOfBothEras(t *testing.T) {
	p := laiChau(t)
	count := map[string]int{}
	for _, a := range p.Areas {
		count["level "+a.Era+" "+a.Level]++
		count["type "+a.Era+" "+a.Type]++
		if a.Border {
			count["border"]++
			if !strings.Contains(a.Note, "not the official list") {
				t.Errorf("%s is flagged as border: got note %q, want it to say that it's computed", a.Key, a.Note)
			}
		}
	}
	for what, want := range map[string]int{
		"level  province": 1, "level " + oldEra + " district": 8, "level " + oldEra + " commune": 106,
		"level " + newEra + " commune": 38, "type " + newEra + " commune": 36, "type " + newEra + " ward": 2,
		"border": 11,
	} {
		if got := count[what]; got != want {
			t.Errorf("%q: got %d areas, want %d", what, got, want)
		}
	}
}

func TestLaiChauMapsEveryOldCommune(t *testing.T) {
	var unchanged []string
	came := map[string]int{}
	for _, a := range laiChau(t).Areas {
		if a.Level != "commune" {
			continue
		}
		if a.Era == newEra {
			came[a.Key] += len(a.Lineage)
			continue
		}
		if len(a.Lineage) != 1 || !strings.HasPrefix(a.Lineage[0].Area, newEra+"/") || a.Lineage[0].Date != newEra {
			t.Errorf("%s: got lineage %v, want one new commune from %s", a.Key, a.Lineage, newEra)
			continue
		}
		if a.ValidTo != "2025-06-30" {
			t.Errorf("%s: got last day %q, want 2025-06-30", a.Key, a.ValidTo)
		}
		if a.Lineage[0].Relation == pack.Unchanged {
			unchanged = append(unchanged, a.Name["vi"])
		}
	}
	if want := []string{"Mù Cả", "Tà Tổng"}; !slices.Equal(unchanged, want) {
		t.Errorf("unchanged communes: got %v, want %v", unchanged, want)
	}
	total := 0
	for key, n := range came {
		if total += n; n == 0 {
			t.Errorf("%s: got no old commune, want at least one", key)
		}
	}
	if total != 106 {
		t.Errorf("lineage seen from the new communes: got %d, want 106", total)
	}
}

func TestLaiChauVillagesAreMarkedAsMadeUp(t *testing.T) {
	p := laiChau(t)
	perOld := map[string]int{}
	for _, a := range p.Areas {
		if a.Level != "village" {
			if a.Generated {
				t.Errorf("%s: got generated, want a fact", a.Key)
			}
			continue
		}
		if !a.Generated || a.HasPoint || !strings.HasPrefix(a.Parent, newEra+"/") || len(a.Within) != 1 {
			t.Errorf("%s: got %+v, want generated, no point, a new parent and one former one", a.Key, a)
			continue
		}
		perOld[a.Within[0].Area]++
	}
	if len(perOld) != 106 {
		t.Errorf("old communes with villages: got %d, want 106", len(perOld))
	}
	for key, n := range perOld {
		if n < 8 || n > 12 {
			t.Errorf("%s: got %d villages, want 8 to 12", key, n)
		}
	}
}

func TestLaiChauStationsCoverTheBorder(t *testing.T) {
	p := laiChau(t)
	stations, unconfirmed := 0, 0
	covered := map[string]bool{}
	for _, u := range p.Units {
		if u.Type != "border_station" {
			continue
		}
		stations++
		if u.Unconfirmed {
			unconfirmed++
		}
		eras := map[string]bool{}
		for _, a := range u.Areas {
			covered[a.Area] = true
			era, _, _ := strings.Cut(a.Area, "/")
			eras[era] = true
		}
		if !eras[oldEra] || !eras[newEra] {
			t.Errorf("%s: got areas %v, want some of each era", u.Key, u.Areas)
		}
	}
	if stations != 13 || unconfirmed != 5 {
		t.Errorf("got %d stations, %d of them unconfirmed; want 13 and 5", stations, unconfirmed)
	}
	for _, a := range p.Areas {
		if a.Border && !covered[a.Key] {
			t.Errorf("%s: got no station, want one", a.Key)
		}
	}
}

func TestLaiChauRolesKeepLeastPrivilege(t *testing.T) {
	people := []string{"person", "household", "membership", "visit", "attachment", "consent"}
	sees := func(role, kind, sensitivity string) bool {
		for _, r := range laiChau(t).Roles {
			if r.Code == role && slices.ContainsFunc(r.Rules, func(rule access.Rule) bool {
				return (slices.Contains(rule.Kinds, kind) || slices.Contains(rule.Kinds, "*")) && slices.Contains(rule.Sees, sensitivity)
			}) {
				return true
			}
		}
		return false
	}
	for _, c := range []struct {
		role        string
		kinds       []string
		sensitivity string
		want        bool
	}{
		{"station_officer", people, "child", true},
		{"station_desk", people, "sensitive", true},
		{"provincial_desk", people, "personal", true},
		{"provincial_desk", people, "child", false},
		{"provincial_desk", people, "sensitive", false},
		{"partner", []string{"household"}, "personal", true}, // where its people agreed
		{"partner", []string{"person", "membership", "consent", "visit"}, "plain", false},
		{"partner", []string{"household"}, "sensitive", false},
		{"sponsor", people, "plain", false},
		{"auditor", people, "plain", true},
		{"auditor", people, "personal", false},
		{"it_officer", append(people, "note"), "plain", false},
		{"village_reporter", []string{"person", "membership", "consent", "assignment"}, "plain", false},
		{"village_reporter", []string{"household"}, "personal", true},
		{"village_reporter", append(people, "note"), "sensitive", false},
		{"village_reporter", append(people, "note"), "child", false},
	} {
		for _, kind := range c.kinds {
			if got := sees(c.role, kind, c.sensitivity); got != c.want {
				t.Errorf("%s sees what is %s of a %s: got %v, want %v", c.role, c.sensitivity, kind, got, c.want)
			}
		}
	}
}

// TestLaiChauAgreesWithTheReferenceTables compares the pack with the tables that
// it was written from, where those are at hand: BAMBAN_REFERENCE_DATA names
// their folder, by default the one beside the repository.
func TestLaiChauAgreesWithTheReferenceTables(t *testing.T) {
	folder := os.Getenv("BAMBAN_REFERENCE_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	units := readCSV(t, filepath.Join(folder, "admin-units.csv"))
	mapping := readCSV(t, filepath.Join(folder, "old-to-new-communes.csv"))
	areas := map[string]pack.Area{}
	for _, a := range laiChau(t).Areas {
		areas[a.Key] = a
	}
	eras := map[string]string{"both": "province", oldEra: oldEra, "from-2025-07-01": newEra}
	for _, u := range units {
		key := eras[u["era"]] + "/" + u["code"]
		a, ok := areas[key]
		if !ok {
			t.Errorf("%s %s: got no area, want one", key, u["full_name"])
			continue
		}
		got := []string{a.Level, a.Name["vi"], a.FullName["vi"], a.ValidFrom, a.ValidTo, map[bool]string{true: "yes"}[a.Border]}
		want := []string{u["level"], u["name"], u["full_name"], u["valid_from"], u["valid_to"], strings.TrimPrefix(u["border_cn"], "no")}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", key, got, want)
		}
	}
	for _, m := range mapping {
		a := areas[oldEra+"/"+m["old_code"]]
		if len(a.Lineage) != 1 || a.Lineage[0].Area != newEra+"/"+m["new_code"] || a.Parent != oldEra+"/"+m["old_district_code"] {
			t.Errorf("%s: got parent %s and lineage %v, want district %s and commune %s", a.Key, a.Parent, a.Lineage, m["old_district_code"], m["new_code"])
		}
	}
}

func readCSV(t *testing.T, name string) []map[string]string {
	t.Helper()
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the reference tables are not here (%s); set BAMBAN_REFERENCE_DATA to their folder", filepath.Base(name))
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // only read
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		record := map[string]string{}
		for i, name := range rows[0] {
			record[strings.TrimPrefix(name, "\ufeff")] = row[i]
		}
		out = append(out, record)
	}
	return out
}

// BenchmarkLoad holds the pack to its share of the server's start: under 40 ms.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := pack.Load(packs.LaiChau()); len(problems) > 0 {
			b.Fatal(problems[0])
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if problems := pack.Check(packs.LaiChau(), pack.CheckOptions{}); len(problems) > 0 {
			b.Fatal(problems[0])
		}
	}
}
