package change_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"bamban/internal/change"

	"pgregory.net/rapid"
)

// rules of a made-up kind: field "m" has a machine.
type rules struct{ addOnly bool }

var lamp = &change.Machine{Start: "off", Next: map[string][]string{"off": {"on"}, "on": {"off", "broken"}}}

func (r rules) AddOnly() bool { return r.addOnly }

func (r rules) Machine(field string) *change.Machine {
	if field == "m" {
		return lamp
	}
	return nil
}

// replica is a writer in a random history: it folds what it hears of and writes
// what it sees.
type replica struct {
	device change.Device
	clock  change.Clock
	n      uint64
	state  change.State
	heard  map[string]bool
}

func (r *replica) hear(c *change.Change, ru rules) {
	r.clock.Observe(c.Time)
	r.state.Apply(c, ru)
}

// history draws a random history of one record over some replicas that meet now
// and then, and returns every change made.
func history(t *rapid.T, ru rules) []*change.Change {
	n := rapid.IntRange(1, 4).Draw(t, "replicas")
	replicas := make([]*replica, n)
	for i := range replicas {
		replicas[i] = &replica{device: change.Device(i + 1), heard: map[string]bool{}}
	}
	first := write(t, replicas[0])
	replicas[0].hear(first, ru)
	all := []*change.Change{first}
	for range rapid.IntRange(1, 25).Draw(t, "events") {
		r := replicas[rapid.IntRange(0, n-1).Draw(t, "who")]
		if rapid.Bool().Draw(t, "meets") {
			for _, c := range all {
				if rapid.Bool().Draw(t, "hears") {
					r.hear(c, ru)
				}
			}
			continue
		}
		c := write(t, r)
		r.hear(c, ru)
		all = append(all, c)
	}
	return all
}

func write(t *rapid.T, r *replica) *change.Change {
	r.n++
	wall := int64(rapid.IntRange(1, 50).Draw(t, "wall clock"))
	c := &change.Change{Device: r.device, User: change.ID{byte(r.device)}, N: r.n, Time: r.clock.Now(wall), Op: change.Set,
		Kind: "thing", Record: change.ID{9}, Fields: map[string]json.RawMessage{}, Seen: map[string][]change.Version{}, Salt: make([]byte, change.SaltBytes)}
	for _, f := range []string{"a", "b", change.Deleted} {
		if !rapid.Bool().Draw(t, "sets "+f) {
			continue
		}
		v := fmt.Sprint(rapid.IntRange(0, 3).Draw(t, f))
		if f == change.Deleted {
			v = fmt.Sprint(rapid.Bool().Draw(t, f))
		}
		c.Fields[f] = json.RawMessage(v)
		if cell := r.state.Cells[f]; cell != nil {
			c.Seen[f] = cell.Seen()
		}
	}
	if len(c.Fields) == 0 || rapid.Bool().Draw(t, "steps") {
		c.Fields["m"] = json.RawMessage(`"` + rapid.SampledFrom([]string{"on", "off", "broken"}).Draw(t, "m") + `"`)
	}
	return c
}

func fold(changes []*change.Change, ru rules) *change.State {
	s := &change.State{}
	for _, c := range changes {
		s.Apply(c, ru)
	}
	return s
}

func shuffled(t *rapid.T, changes []*change.Change) []*change.Change {
	out := rapid.Permutation(changes).Draw(t, "order")
	for i := range rapid.IntRange(0, 3).Draw(t, "repeats") {
		out = append(out, changes[i%len(changes)])
	}
	return out
}

func same(t *rapid.T, what string, got, want *change.State) {
	t.Helper()
	g, w := got.AppendBinary(nil), want.AppendBinary(nil)
	if !bytes.Equal(g, w) {
		t.Fatalf("%s:\n got %s\nwant %s", what, dump(got), dump(want))
	}
}

func dump(s *change.State) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func TestFoldIsTheSameInAnyOrderWithRepeats(t *testing.T) {
	for _, ru := range []rules{{false}, {true}} {
		rapid.Check(t, func(t *rapid.T) {
			all := history(t, ru)
			same(t, "folded in another order", fold(shuffled(t, all), ru), fold(all, ru))
		})
	}
}

func TestMergeIsAssociativeCommutativeIdempotent(t *testing.T) {
	for _, ru := range []rules{{false}, {true}} {
		rapid.Check(t, func(t *rapid.T) {
			all := history(t, ru)
			part := func(name string) *change.State {
				var p []*change.Change
				for _, c := range all {
					if rapid.Bool().Draw(t, name) {
						p = append(p, c)
					}
				}
				return fold(p, ru)
			}
			a, b, c := part("a"), part("b"), part("c")
			merged := func(states ...*change.State) *change.State {
				m := &change.State{}
				for _, s := range states {
					copied, err := change.DecodeState(s.AppendBinary(nil))
					if err != nil {
						t.Fatalf("decode: %v", err)
					}
					m.Merge(copied, ru)
				}
				return m
			}
			want := merged(a, b, c)
			same(t, "commutes", merged(c, a, b), want)
			same(t, "associates", merged(a, merged(b, c)), want)
			same(t, "idempotent", merged(a, b, c, b, a), want)
			whole := fold(all, ru)
			same(t, "absorbs its parts", merged(whole, a, b, c), merged(whole))
		})
	}
}

func TestStoredStateReadsBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := fold(history(t, rules{}), rules{})
		got, err := change.DecodeState(want.AppendBinary(nil))
		if err != nil {
			t.Fatalf("decode: %v", err)
		}
		same(t, "stored form", got, want)
	})
}

func TestNoValueIsLostSilently(t *testing.T) {
	// Every value written is a head, or some later write had seen it, or its own
	// device wrote again.
	rapid.Check(t, func(t *rapid.T) {
		all := history(t, rules{})
		s := fold(all, rules{})
		for _, c := range all {
			for f := range c.Fields {
				if f == "m" || isHead(s.Cells[f], c.Version()) || replaced(all, f, c) {
					continue
				}
				t.Fatalf("%s of %v is neither shown, nor in conflict, nor history: %s", f, c.Version(), dump(s))
			}
		}
	})
}

func isHead(c *change.Cell, v change.Version) bool {
	for _, h := range c.Heads {
		if h.Version == v {
			return true
		}
	}
	return false
}

func replaced(all []*change.Change, f string, c *change.Change) bool {
	for _, o := range all {
		if _, ok := o.Fields[f]; !ok || o == c {
			continue
		}
		if o.Device == c.Device && o.Time > c.Time {
			return true
		}
		for _, v := range o.Seen[f] {
			if v.Device == c.Device && v.Time >= c.Time {
				return true
			}
		}
	}
	return false
}

func TestChangeReadsBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, c := range history(t, rules{}) {
			content := c.Encode()
			got, err := change.Decode(content, c.Device, c.User)
			if err != nil {
				t.Fatalf("decode %s: %v", content, err)
			}
			if again := got.Encode(); !bytes.Equal(again, content) {
				t.Fatalf("read back:\n got %s\nwant %s", again, content)
			}
		}
	})
}
