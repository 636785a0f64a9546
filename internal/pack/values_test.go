package pack_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"bamban/internal/pack"
)

func TestVocabularyGivesTheTermsOfTheDay(t *testing.T) {
	v := laiChau(t).Vocabulary("poverty_status")
	if v == nil {
		t.Fatal("got no vocabulary poverty_status, want one")
	}
	for day, want := range map[string]string{
		"2025-03-03": "Decree 07/2021", "2026-12-31": "Decree 07/2021",
		"2027-01-01": "Decree 351/2025", "2028-06-01": "Decree 351/2025",
	} {
		terms := v.At(day)
		var codes []string
		for _, term := range terms {
			codes = append(codes, term.Code)
			if !strings.HasPrefix(term.Source, want) {
				t.Errorf("%s on %s: got source %q, want %s", term.Code, day, term.Source, want)
			}
		}
		if want := []string{"poor", "near_poor", "not_poor"}; !slices.Equal(codes, want) {
			t.Errorf("on %s: got %v, want %v", day, codes, want)
		}
	}
	if got := laiChau(t).Vocabulary("nothing"); got != nil {
		t.Errorf("unknown vocabulary: got %v, want nil", got)
	}
}

func TestLaiChauHasEveryVocabularyThatKindsUse(t *testing.T) {
	p := laiChau(t)
	for _, code := range []string{
		"ethnicity", "language", "sex", "poverty_status", "visit_purpose", "visit_condition", "relation",
		"assignment_role", "consent_purpose", "consent_form", "unit_type", "area_level", "area_type",
		"id_paper", "attachment_kind", "end_reason", "note_topic",
	} {
		if v := p.Vocabulary(code); v == nil || len(v.At("2026-03-03")) < 2 {
			t.Errorf("%s: got %v, want terms in force", code, v)
		}
	}
}

func TestSettingTakesTheValueOfTheDay(t *testing.T) {
	s := pack.Settings{List: []pack.Setting{{Code: pack.ChildAge, Values: []pack.SettingValue{
		{Value: 16}, {Value: 18, From: "2030-01-01"},
	}}}}
	for day, want := range map[string]int{"2000-01-01": 16, "2029-12-31": 16, "2030-01-01": 18, "2040-01-01": 18} {
		if got := s.Int(pack.ChildAge, day); got != want {
			t.Errorf("on %s: got %d, want %d", day, got, want)
		}
	}
	if got := s.Int("nothing", "2026-01-01"); got != 0 {
		t.Errorf("unknown setting: got %d, want 0", got)
	}
	p := laiChau(t)
	if got := p.Settings.Int(pack.ChildAge, "2026-06-01"); got != 16 {
		t.Errorf("child age of the pack: got %d, want 16", got)
	}
	if got := p.Settings.Int(pack.ConsentAge, "2026-06-01"); got != 7 {
		t.Errorf("consent age of the pack: got %d, want 7", got)
	}
}

func TestMadeUpNamesAreWholeAndRepeatable(t *testing.T) {
	names := laiChau(t).Names
	a, b := rand.New(rand.NewPCG(1, 2)), rand.New(rand.NewPCG(1, 2))
	seen := map[string]bool{}
	for i := range 500 {
		female := i%2 == 0
		name, again := names.Person(a, female), names.Person(b, female)
		if name != again {
			t.Fatalf("same dice: got %q and %q, want one name", name, again)
		}
		if parts := strings.Split(name, " "); len(parts) != 3 || !norm.NFC.IsNormalString(name) {
			t.Errorf("got %q, want family, middle and given name in NFC", name)
		}
		seen[name] = true
	}
	if len(seen) < 300 {
		t.Errorf("500 draws: got %d different names, want at least 300", len(seen))
	}
	if got := (pack.Names{}).Person(a, true); got != "" {
		t.Errorf("no lists: got %q, want nothing", got)
	}
}

func TestTheListsOfNamesHoldEveryVietnameseTone(t *testing.T) {
	n := laiChau(t).Names
	all := norm.NFD.String(strings.Join(slices.Concat(n.Family, n.MiddleMale, n.MiddleFemale, n.GivenMale, n.GivenFemale, n.VillageFirst, n.VillageSecond), " "))
	for _, mark := range []string{"\u0300", "\u0301", "\u0303", "\u0309", "\u0323", "\u0302", "\u0306", "\u031b", "đ"} {
		if !strings.Contains(strings.ToLower(all), mark) {
			t.Errorf("got no %+q in the lists, want every mark to be tried by the demo", mark)
		}
	}
}

func TestWordsOfTheProvinceAreThere(t *testing.T) {
	words := laiChau(t).Words
	for _, key := range []string{
		"product.name", "demo.banner", "motto.stay.1", "motto.stay.2", "motto.stay.3",
		"motto.together.1", "motto.together.2", "motto.together.3", "motto.together.4",
		"era." + oldEra, "era." + newEra,
	} {
		if words[key]["vi"] == "" || words[key]["en"] == "" {
			t.Errorf("%s: got %v, want both languages", key, words[key])
		}
	}
}
