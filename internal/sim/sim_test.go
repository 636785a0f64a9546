package sim_test

import (
	"context"
	"testing"
	"time"

	"bamban/internal/sim"
)

func TestHistoriesHold(t *testing.T) {
	lab, err := sim.New()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	start := time.Now()
	for seed := range uint64(60) {
		o, err := lab.Run(ctx, seed)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if len(o.Broken) > 0 {
			small, err := lab.Shrink(ctx, o)
			if err != nil {
				t.Fatal(err)
			}
			t.Fatalf("a history does not hold:\n%s", small.Text())
		}
	}
	t.Logf("60 in %v", time.Since(start))
}
