package twin_test

import (
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"bamban/internal/change"
	"bamban/internal/twin"
)

var update = flag.Bool("update", false, "write the vectors")

func id(n byte) change.ID { return change.ID{n} }

func TestWhatAgreesIsSaidAndGraded(t *testing.T) {
	base := twin.Facts{Name: "Giàng A Páo", Born: "2015-03-07", Sex: "male", Village: id(1)}
	with := func(change func(*twin.Facts)) twin.Facts {
		f := base
		change(&f)
		return f
	}
	elsewhere := func(f *twin.Facts) { f.Village = id(2) }
	for _, c := range []struct {
		what  string
		a, b  twin.Facts
		grade twin.Grade
		agree []twin.Agreement
	}{
		{"the same in another village", base, with(elsewhere), twin.Likely, []twin.Agreement{twin.SameName, twin.SameDay, twin.SameSex}},
		{"without marks", base, with(func(f *twin.Facts) { f.Name = "giang a pao" }), twin.Likely, []twin.Agreement{twin.FoldedName, twin.SameDay, twin.SameSex, twin.SameVillage}},
		{"given name first", base, with(func(f *twin.Facts) { f.Name = "Páo Giàng A"; elsewhere(f) }), twin.Likely, []twin.Agreement{twin.FoldedName, twin.SameDay, twin.SameSex}},
		{"y for i", with(func(f *twin.Facts) { f.Name = "Lý Thị Mỹ" }), with(func(f *twin.Facts) { f.Name = "Lí Thị Mĩ"; elsewhere(f) }), twin.Likely, []twin.Agreement{twin.FoldedName, twin.SameDay, twin.SameSex}},
		{"without the middle name", base, with(func(f *twin.Facts) { f.Name = "Giàng Páo"; elsewhere(f) }), twin.Possible, []twin.Agreement{twin.PartName, twin.SameDay, twin.SameSex}},
		{"another middle name", base, with(func(f *twin.Facts) { f.Name = "Giàng Thị Páo" }), twin.Unlike, nil},
		{"day and month changed", base, with(func(f *twin.Facts) { f.Born = "2015-07-03"; elsewhere(f) }), twin.Likely, []twin.Agreement{twin.SameName, twin.SwappedDay, twin.SameSex}},
		{"the year alone, elsewhere", base, with(func(f *twin.Facts) { f.Born = "2015"; elsewhere(f) }), twin.Possible, []twin.Agreement{twin.SameName, twin.SameYear, twin.SameSex}},
		{"the first of January is the year alone", base, with(func(f *twin.Facts) { f.Born = "2015-01-01"; elsewhere(f) }), twin.Possible, []twin.Agreement{twin.SameName, twin.SameYear, twin.SameSex}},
		{"the year alone and the guardian's name", with(func(f *twin.Facts) { f.GuardianName = "Sùng Thị Mai" }), with(func(f *twin.Facts) { f.Born = "2016"; f.GuardianName = "Sung Thi Mai"; elsewhere(f) }), twin.Likely,
			[]twin.Agreement{twin.SameName, twin.NextYear, twin.SameSex, twin.GuardianName}},
		{"the year alone and the head's name", with(func(f *twin.Facts) { f.Heads = []string{"Giàng A Sử"} }), with(func(f *twin.Facts) { f.Born = "2015"; f.Heads = []string{"", "Giàng A Sử"}; elsewhere(f) }), twin.Likely,
			[]twin.Agreement{twin.SameName, twin.SameYear, twin.SameSex, twin.HeadName}},
		{"another day of the year", base, with(func(f *twin.Facts) { f.Born = "2015-05-20" }), twin.Unlike, []twin.Agreement{twin.SameName, twin.SameYear, twin.SameSex, twin.SameVillage}},
		{"two years apart", base, with(func(f *twin.Facts) { f.Born = "2017" }), twin.Unlike, nil},
		{"another sex", base, with(func(f *twin.Facts) { f.Sex = "female" }), twin.Unlike, nil},
		{"no year", base, with(func(f *twin.Facts) { f.Born = "" }), twin.Unlike, nil},
		{"no name", base, with(func(f *twin.Facts) { f.Name = " - " }), twin.Unlike, nil},
	} {
		l, turned := twin.Compare(c.a, c.b), twin.Compare(c.b, c.a)
		if l.Grade != c.grade || !slices.Equal(l.Agree, c.agree) {
			t.Errorf("%s: %s, %v (%d points); want %s, %v", c.what, l.Grade, l.Agree, l.Points, c.grade, c.agree)
		}
		if turned.Grade != l.Grade || !slices.Equal(turned.Agree, l.Agree) {
			t.Errorf("%s: the other way round %s %v, want %s %v", c.what, turned.Grade, turned.Agree, l.Grade, l.Agree)
		}
	}
}

// Whoever is likely the same must share a key, or be found by nobody; and a sweep must
// not pass over them by their days of birth.
func TestWhoIsLikelyTheSameSharesAKey(t *testing.T) {
	const seed = 8
	r := rand.New(rand.NewPCG(seed, 0))
	family, given := []string{"Lò", "Lo", "Giàng", "Lý", "Lí"}, []string{"Páo", "Pao", "Mỹ", "Mĩ"}
	draw := func() twin.Facts {
		words := []string{family[r.IntN(len(family))], []string{"", "A", "Thị"}[r.IntN(3)], given[r.IntN(len(given))]}
		r.Shuffle(len(words)*r.IntN(2), func(i, j int) { words[i], words[j] = words[j], words[i] })
		born := fmt.Sprintf("%d-%02d-%02d", 2014+r.IntN(3), 1+r.IntN(3), 1+r.IntN(3))
		return twin.Facts{Name: strings.Join(strings.Fields(strings.Join(words, " ")), " "), Born: born[:[]int{4, 7, 10, 10}[r.IntN(4)]], Sex: []string{"", "male"}[r.IntN(2)],
			Village: id(byte(r.IntN(2))), GuardianName: []string{"", "Sùng Thị Mai"}[r.IntN(2)], Heads: []string{[]string{"Lò A", "Lò B"}[r.IntN(2)]}}
	}
	likely := 0
	for range 200_000 {
		a, b := draw(), draw()
		l := twin.Compare(a, b)
		if l.Grade == twin.Unlike {
			continue
		}
		shared := slices.ContainsFunc(twin.Keys(a.Name, a.Born), func(x twin.Key) bool {
			return slices.ContainsFunc(twin.Keys(b.Name, b.Born), func(y twin.Key) bool {
				near := x.Name == y.Name && x.Year-y.Year <= 1 && y.Year-x.Year <= 1
				return near && (l.Grade < twin.Likely || twin.CanBeLikely(x.Day, y.Day))
			})
		})
		if slices.Contains(l.Agree, twin.PartName) && !slices.Contains(l.Agree, twin.SameDay) {
			continue // by first and last word only who has the same day is found, as docs/twins.md says
		}
		if l.Grade == twin.Likely {
			likely++
		}
		if !shared {
			t.Fatalf("seed %d: %+v and %+v are %s by %v and share no key", seed, a, b, l.Grade, l.Agree)
		}
	}
	if likely < 1000 {
		t.Errorf("%d likely pairs were drawn: the draw tests too little", likely)
	}
}

func TestAPairHasOneNameInEitherOrder(t *testing.T) {
	a, b := change.NewID(1000, [10]byte{1}), change.NewID(2000, [10]byte{2})
	if twin.PairID(a, b) != twin.PairID(b, a) || twin.PairID(a, b) == twin.PairID(a, a) {
		t.Error("the pair's name depends on the order, or not on the pair")
	}
	if !twin.Older(a, b) || twin.Older(b, a) || twin.Older(a, a) {
		t.Error("of two records the one made first is the older, and none of itself")
	}
}

// vectors are read by the web app too (web/src/core/twin.test.ts).
type vectors struct {
	Words []struct {
		Name  string   `json:"name"`
		Words []string `json:"words"`
	} `json:"words"`
	Hints []struct {
		Key  string `json:"key"` // hex
		Name string `json:"name"`
		Year int64  `json:"year"`
		Hint uint32 `json:"hint"`
	} `json:"hints"`
}

func TestHintsAreTheSameInGoAndInTheApp(t *testing.T) {
	const path = "../../testdata/twins.json"
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	for i := range v.Words {
		w := &v.Words[i]
		if got := twin.Words(w.Name); *update {
			w.Words = got
		} else if !slices.Equal(got, w.Words) {
			t.Errorf("words of %q: %v, want %v", w.Name, got, w.Words)
		}
	}
	for i := range v.Hints {
		h := &v.Hints[i]
		key, err := hex.DecodeString(h.Key)
		if err != nil {
			t.Fatal(err)
		}
		if got := twin.Hint(key, h.Name, h.Year); *update {
			h.Hint = got
		} else if got != h.Hint {
			t.Errorf("hint of %q %d: %d, want %d", h.Name, h.Year, got, h.Hint)
		}
	}
	if len(v.Words) == 0 || len(v.Hints) == 0 {
		t.Fatal("no vectors")
	}
	if *update {
		raw, err := json.MarshalIndent(v, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(raw, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAHintIsShortAndOfOneKey(t *testing.T) {
	a, b := twin.Hint([]byte("one"), "Lò Thị Bé", 2015), twin.Hint([]byte("two"), "Lò Thị Bé", 2015)
	if a == b {
		t.Error("two devices hold the same hint")
	}
	if a>>twin.HintBits != 0 || twin.Hint([]byte("one"), "be thi lo", 2015) != a || twin.Hint([]byte("one"), "Lò Thị Bé", 2016) == a {
		t.Errorf("hint %d: of %d bits, the same however the name is written, another in another year", a, twin.HintBits)
	}
}
