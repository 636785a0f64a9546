package pack_test

import (
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"bamban/internal/pack"
)

// FuzzLoad puts any bytes in the place of one file: loading must end, give
// either a pack or problems, and each problem must say what to do. Fuzz with
// -fuzzminimizetime 5x: a pack takes milliseconds, and the default shrinks each
// find for a minute.
func FuzzLoad(f *testing.F) {
	names := slices.Sorted(maps.Keys(little))
	for i, name := range names {
		f.Add(i, []byte(little[name]))
	}
	f.Fuzz(func(t *testing.T, which int, data []byte) {
		files := folder(little)
		name := names[uint(which)%uint(len(names))]
		files[name] = &fstest.MapFile{Data: data}
		p, problems := pack.Load(files)
		if (p == nil) == (len(problems) == 0) {
			t.Fatalf("got pack %v with problems %v, want one or the other", p, problems)
		}
		checked := pack.Check(files, pack.CheckOptions{Kinds: []string{"household"}})
		if len(checked) < len(problems) {
			t.Errorf("got %d problems from Check, want at least the %d of Load", len(checked), len(problems))
		}
		for _, problem := range checked {
			if problem.File == "" || problem.Text["vi"] == "" || problem.Text["en"] == "" {
				t.Errorf("got %+v, want a file and a text in each language", problem)
			}
		}
	})
}
