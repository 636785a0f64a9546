package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestCommittedVillagesAreWhatIsMade(t *testing.T) {
	folder := filepath.Join("..", "..", "packs", "lai-chau")
	made, err := villages(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range made {
		got, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: got another table than is made now (%d bytes, want %d); run packmake villages", name, len(got), len(want))
		}
	}
}

func TestClipCutsARingAtTheBox(t *testing.T) {
	b := box{0, 0, 2, 2}
	got := b.clip([]point{{-1, 1}, {1, 1}, {1, 3}, {-1, 3}, {-1, 1}})
	want := []point{{0, 1}, {1, 1}, {1, 2}, {0, 2}}
	slices.SortFunc(got, func(a, b point) int { return slices.Compare(a[:], b[:]) })
	slices.SortFunc(want, func(a, b point) int { return slices.Compare(a[:], b[:]) })
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := b.clip([]point{{5, 5}, {6, 5}, {6, 6}, {5, 5}}); len(got) != 0 {
		t.Errorf("ring outside: got %v, want nothing", got)
	}
}

func TestSharedGivesTheCommonStretch(t *testing.T) {
	home := []point{{0, 0}, {1, 0}, {1, 1}, {1, 2}, {0, 2}, {0, 0}}
	neighbour := []point{{1, 2}, {1, 1}, {1, 0}, {3, 0}, {3, 2}, {1, 2}}
	got := shared([][]point{home}, [][]point{neighbour})
	want := []point{{1, 0}, {1, 1}, {1, 2}}
	if len(got) != 1 || !slices.Equal(got[0], want) {
		t.Errorf("got %v, want %v", got, want)
	}
	inside := box{0, 0.5, 3, 3}.longest(got)
	if want := want[1:]; !slices.Equal(inside, want) {
		t.Errorf("inside the box: got %v, want %v", inside, want)
	}
}

func TestSimplifyKeepsEndsAndCorners(t *testing.T) {
	line := []point{{102, 22}, {102.05, 22.00001}, {102.1, 22}, {102.1, 22.1}}
	got := simplify(line, 50)
	if want := []point{line[0], line[2], line[3]}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
