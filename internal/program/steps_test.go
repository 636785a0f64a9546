package program_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/program"
)

// Phones and the desk take steps without sight of each other; each has heard some of what
// the others did. Whatever the order in which the changes arrive, and however often, the
// enrolment stands where the same steps put it, and a step that did not lead from there
// has moved nothing and is kept.
func TestStepsFoldTheSameWhateverTheOrder(t *testing.T) {
	k := program.EnrolmentKind()
	states := []string{"proposed", "checked", "agreed", "approved", "started"}
	rapid.Check(t, func(t *rapid.T) {
		all := []*change.Change{step(1, 1, 1, "", "proposed")}
		heard := map[change.Device]*change.State{}
		for d := change.Device(2); d <= 4; d++ {
			heard[d] = fold(k, all...)
		}
		n := map[change.Device]uint64{}
		for i := range rapid.IntRange(1, 14).Draw(t, "steps") {
			d := change.Device(rapid.IntRange(2, 4).Draw(t, "device"))
			if rapid.Bool().Draw(t, "meets the server") {
				heard[d] = fold(k, all...)
			}
			n[d]++
			c := step(d, n[d], int64(10+i), at(t, k, heard[d]), rapid.SampledFrom(states).Draw(t, "to"))
			heard[d].Apply(c, k)
			all = append(all, c)
		}
		want := fold(k, all...)
		order := rapid.Permutation(all).Draw(t, "order")
		order = append(order, order[:rapid.IntRange(0, len(order)).Draw(t, "repeats")]...)
		got := fold(k, order...)
		if string(got.AppendBinary(nil)) != string(want.AppendBinary(nil)) {
			t.Fatalf("in another order it stands at %s, in this at %s", at(t, k, got), at(t, k, want))
		}
		stands := ""
		for _, s := range want.Cells["status"].Steps {
			if m, ok := change.ParseMove(s.To); ok && m.From == stands {
				stands = m.To
			}
		}
		if len(want.Cells["status"].Steps) != len(all) || stands != at(t, k, want) {
			t.Fatalf("%d steps kept of %d; it stands at %s, and the steps lead to %s", len(want.Cells["status"].Steps), len(all), at(t, k, want), stands)
		}
	})
}

func step(d change.Device, n uint64, ms int64, from, to string) *change.Change {
	move, err := json.Marshal(change.Move{From: from, To: to, By: change.ID{byte(d), byte(n)}}.String())
	if err != nil {
		panic(err) // a text always encodes
	}
	return &change.Change{Device: d, User: change.ID{byte(d)}, N: n, Time: change.TimeAt(ms), Op: change.Set, Kind: "enrolment", Record: change.ID{9},
		Fields: map[string]json.RawMessage{"status": move}, Salt: make([]byte, change.SaltBytes)}
}

func fold(k *kind.Kind, changes ...*change.Change) *change.State {
	s := &change.State{}
	for _, c := range changes {
		s.Apply(c, k)
	}
	return s
}

func at(t *rapid.T, k *kind.Kind, s *change.State) string {
	var state string
	if err := json.Unmarshal(s.Value("status", k), &state); err != nil {
		t.Fatal(err)
	}
	return state
}
