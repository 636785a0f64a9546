package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"slices"

	"bamban/internal/pack"
)

// Each old commune gets this many villages.
const fewest, most = 8, 12

// villages invents the villages of a pack. A village lies in a commune of today
// and remembers the commune it lay in before.
func villages(fsys fs.FS) (map[string][]byte, error) {
	p, problems := pack.Load(fsys)
	if len(problems) > 0 {
		return nil, fmt.Errorf("the pack has problems, first: %v", problems[0])
	}
	byKey := make(map[string]pack.Area, len(p.Areas))
	var today []pack.Area
	for _, a := range p.Areas {
		byKey[a.Key] = a
		if a.Level == "commune" && a.ValidTo == "" {
			today = append(today, a)
		}
	}
	slices.SortFunc(today, func(a, b pack.Area) int { return cmp.Compare(a.Code, b.Code) })

	areas := [][]string{{"key", "code", "level", "type", "name", "parent", "generated", "source"}}
	within := [][]string{{"area", "within", "from", "to"}}
	for _, commune := range today {
		names := newNamer(p.Names)
		n := 0
		for _, l := range commune.Lineage {
			before := byKey[l.Area]
			r := dice(before.Key)
			for range fewest + r.IntN(most-fewest+1) {
				n++
				code := fmt.Sprintf("%s-%02d", commune.Code, n)
				key := "village/" + code
				areas = append(areas, []string{key, code, "village", "village", names.next(r), commune.Key, "yes", "Made up for the demo"})
				within = append(within, []string{key, before.Key, "", before.ValidTo})
			}
		}
	}
	a, err := table(areas)
	if err != nil {
		return nil, err
	}
	w, err := table(within)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"areas/villages.csv": a, "areas/within.csv": w}, nil
}

// dice seeds by name, so that adding a commune leaves the others as they were.
func dice(name string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(h.Sum64(), 1))
}

// namer gives no name twice within one commune.
type namer struct {
	words pack.Names
	used  map[string]bool
}

func newNamer(words pack.Names) *namer { return &namer{words, map[string]bool{}} }

func (n *namer) next(r *rand.Rand) string {
	first, second := n.words.VillageFirst, n.words.VillageSecond
	for {
		a, b := first[r.IntN(len(first))], second[r.IntN(len(second))]
		if name := "Bản " + a + " " + b; a != b && !n.used[name] {
			n.used[name] = true
			return name
		}
	}
}

func table(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
