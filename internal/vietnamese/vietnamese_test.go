package vietnamese_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"bamban/internal/vietnamese"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

func TestFoldsLikeTheWebApp(t *testing.T) {
	raw, err := os.ReadFile("../../testdata/fold.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct{ In, Out string }
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) < 30 {
		t.Fatalf("%d vectors, want 30 at least", len(vectors))
	}
	for _, v := range vectors {
		if got := vietnamese.Fold(v.In); got != v.Out {
			t.Errorf("%q folds to %q, want %q", v.In, got, v.Out)
		}
	}
}

func TestSortsLikeTheGeneralCollation(t *testing.T) {
	syllables := strings.Fields("An Ân Ăn Á Bình Chí Châu Dũng Đức Đào Em Én Hà Hạ Hả Hã Há Hòa Hoà Lan Lân Mường Nga Ngà Nguyễn Ơn Ôn On Tạ Tà Thị Thì Ưng Ung Văn Vàng Yến")
	r := rand.New(rand.NewPCG(1, 1))
	names := make([]string, 400)
	for i := range names {
		words := make([]string, 1+r.IntN(3))
		for j := range words {
			words[j] = syllables[r.IntN(len(syllables))]
		}
		names[i] = strings.Join(words, " ")
	}
	want := slices.Clone(names)
	c := collate.New(language.Vietnamese)
	slices.SortStableFunc(want, c.CompareString)
	slices.SortStableFunc(names, func(a, b string) int { return bytes.Compare(vietnamese.SortKey(a), vietnamese.SortKey(b)) })
	differ := 0
	for i := range names {
		if c.CompareString(names[i], want[i]) != 0 {
			differ++
			t.Logf("at %d: %s, the general collation has %s", i, names[i], want[i])
		}
	}
	if differ > 0 {
		t.Errorf("%d of %d names stand elsewhere", differ, len(names))
	}
}

func TestSortsPeopleByGivenName(t *testing.T) {
	got := []string{"Trần Văn Bình", "Lò Thị Ân", "Nguyễn Văn An", "Đào An", "Vàng A Đức", "Lý Dũng"}
	slices.SortFunc(got, func(a, b string) int { return bytes.Compare(vietnamese.NameSortKey(a), vietnamese.NameSortKey(b)) })
	want := []string{"Đào An", "Nguyễn Văn An", "Lò Thị Ân", "Trần Văn Bình", "Lý Dũng", "Vàng A Đức"}
	slices.SortFunc(want[:2], func(a, b string) int { return 0 })
	if strings.Join(got[2:], ",") != strings.Join(want[2:], ",") {
		t.Errorf("sorted %v, want %v", got, want)
	}
}
