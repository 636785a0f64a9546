package sim

import (
	"context"
	"testing"
)

// A simulator that never fails proves nothing: each mistake must show within a
// few histories.
func TestMistakesPutInOnPurposeAreFound(t *testing.T) {
	lab, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []mistake{ackBeforeAppend, deafToForget, wrongScope} {
		t.Run(string(m), func(t *testing.T) {
			broken := &Lab{stem: lab.stem, mistake: m}
			for seed := range uint64(60) {
				o, err := broken.Run(context.Background(), seed)
				if err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
				if len(o.Broken) == 0 {
					continue
				}
				small, err := broken.Shrink(context.Background(), o)
				if err != nil {
					t.Fatal(err)
				}
				if len(small.Events) > 8 {
					t.Errorf("found at seed %d; the story has %d events, want at most 8", seed, len(small.Events))
				}
				t.Logf("found at seed %d of %d events:\n%s", seed, len(o.Events), small.Text())
				return
			}
			t.Error("60 histories hold although this is wrong")
		})
	}
}
