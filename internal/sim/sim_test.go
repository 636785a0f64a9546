package sim_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"bamban/internal/sim"
)

// histories are run side by side, these many each.
const (
	lanes     = 2
	histories = 60
	few       = 12 // with -short
)

func TestHistoriesHold(t *testing.T) {
	lab, err := sim.New()
	if err != nil {
		t.Fatal(err)
	}
	before := runtime.NumGoroutine()
	n := uint64(histories)
	if testing.Short() {
		n = few
	}
	t.Run("side by side", func(t *testing.T) {
		for lane := range uint64(lanes) {
			t.Run(fmt.Sprintf("seeds from %d", lane*n), func(t *testing.T) {
				t.Parallel()
				for seed := lane * n; seed < (lane+1)*n; seed++ {
					hold(t, lab, seed)
				}
			})
		}
	})
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines were left behind", runtime.NumGoroutine()-before)
}

func hold(t *testing.T, lab *sim.Lab, seed uint64) {
	t.Helper()
	o, err := lab.Run(context.Background(), seed)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	if len(o.Broken) == 0 {
		return
	}
	small, err := lab.Shrink(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Fatalf("a history does not hold; bamban sim --seed %d tells the same:\n%s", seed, small.Text())
}

func TestASeedGivesTheSameHistoryEachTime(t *testing.T) {
	lab, err := sim.New()
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(4) {
		var stories [2][]string
		for i := range stories {
			o, err := lab.Run(context.Background(), seed)
			if err != nil {
				t.Fatal(err)
			}
			stories[i] = o.Story
		}
		if !slices.Equal(stories[0], stories[1]) {
			for i := range min(len(stories[0]), len(stories[1])) {
				if stories[0][i] != stories[1][i] {
					t.Fatalf("seed %d tells two stories:\n%s\n%s", seed, stories[0][i], stories[1][i])
				}
			}
			t.Errorf("seed %d tells two stories, one longer than the other", seed)
		}
	}
}
