package change_test

import (
	"encoding/json"
	"testing"

	"bamban/internal/change"
)

func set(device change.Device, n uint64, ms int64, field, value string, seen ...change.Version) *change.Change {
	c := &change.Change{Device: device, N: n, Time: change.TimeAt(ms), Op: change.Set, Kind: "thing", Record: change.ID{1},
		Fields: map[string]json.RawMessage{field: json.RawMessage(value)}, Salt: make([]byte, change.SaltBytes)}
	if len(seen) > 0 {
		c.Seen = map[string][]change.Version{field: seen}
	}
	return c
}

func TestStepNotAllowedIsKeptMarkedAndMovesNothing(t *testing.T) {
	var s change.State
	on := set(1, 1, 10, "m", `"on"`)
	broken := set(2, 1, 20, "m", `"broken"`)
	late := set(3, 1, 30, "m", `"on"`)
	if e := s.Apply(broken, rules{}); len(e.Refused) != 1 || e.Refused[0] != "m" {
		t.Errorf("broken before on: refused %v, want [m]", e.Refused)
	}
	s.Apply(late, rules{})
	s.Apply(on, rules{})
	if got := string(s.Value("m", rules{})); got != `"broken"` {
		t.Errorf("state %s, want broken: the step is allowed once the earlier one has come", got)
	}
	if _, refused := lamp.Run(s.Cells["m"].Steps); len(refused) != 1 {
		t.Errorf("refused steps %v, want the last one", refused)
	}
}

func TestWritesWithoutSightOfEachOtherAreAConflictUntilSettled(t *testing.T) {
	var s change.State
	first := set(1, 1, 10, "a", `1`)
	s.Apply(first, rules{})
	b := set(2, 1, 20, "a", `2`, first.Version())
	c := set(3, 1, 30, "a", `3`, first.Version())
	s.Apply(c, rules{})
	if e := s.Apply(b, rules{}); len(e.Conflicts) != 1 {
		t.Fatalf("conflicts %v, want [a]", e.Conflicts)
	}
	if got := string(s.Value("a", rules{})); got != "3" {
		t.Errorf("shows %s, want 3, the later", got)
	}
	settle := set(1, 2, 40, "a", `2`, s.Cells["a"].Seen()...)
	if e := s.Apply(settle, rules{}); len(e.Conflicts) != 0 || s.Cells["a"].InConflict() {
		t.Errorf("still in conflict after settling")
	}
}

func TestReturnedFieldsMergeAsTheyWere(t *testing.T) {
	first, second := set(1, 1, 10, "a", `1`), set(2, 7, 20, "a", `2`, change.Version{Time: change.TimeAt(10), Device: 1})
	want := fold([]*change.Change{first, second}, rules{})
	restored := fold([]*change.Change{first}, rules{}) // the server lost the second
	cell := want.Cells["a"]
	back := &change.Change{Device: 5, N: 1, Time: change.TimeAt(99), Op: change.Return, Kind: "thing", Record: change.ID{1},
		Fields: map[string]json.RawMessage{"a": cell.Heads[0].Value},
		Versed: map[string]change.Version{"a": cell.Version()}, Seen: map[string][]change.Version{"a": {first.Version()}}}
	restored.Apply(back, rules{})
	if restored.Cells["a"].InConflict() {
		t.Errorf("a returned field came back as a conflict")
	}
	if got := string(restored.Value("a", rules{})); got != "2" {
		t.Errorf("shows %s, want 2", got)
	}
	restored.Apply(second, rules{})
	if got, w := restored.AppendBinary(nil), want.AppendBinary(nil); string(got) != string(w) {
		t.Errorf("after the write itself came: not the same state")
	}
}

func TestClockNeverGoesBack(t *testing.T) {
	var c change.Clock
	a := c.Now(5_000)
	b := c.Now(1_000) // set back
	if b <= a {
		t.Errorf("%v after %v", b, a)
	}
	c.Observe(change.TimeAt(9_000))
	if d := c.Now(2_000); d <= change.TimeAt(9_000) {
		t.Errorf("%v is not after what was observed", d)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(set(1, 1, 10, "a", `"Điện Biên"`).Encode())
	f.Add([]byte(`{"n":1,"t":"00000000001","k":"visit","r":"0000000000000000000000","f":{"a":1},"x":"AAAAAAAAAAAAAAAA"}`))
	f.Add([]byte(`{"n":1e99}`))
	f.Add([]byte("{\"f\":{\"\xff\":1}}"))
	f.Fuzz(func(t *testing.T, content []byte) {
		c, err := change.Decode(content, 1, change.ID{})
		if err != nil {
			return
		}
		var s change.State
		s.Apply(c, rules{})
		if _, err := change.DecodeState(s.AppendBinary(nil)); err != nil {
			t.Fatalf("state of a change that was read does not store: %v", err)
		}
	})
}

func FuzzDecodeState(f *testing.F) {
	var s change.State
	s.Apply(set(1, 1, 10, "a", `"x"`), rules{})
	f.Add(s.AppendBinary(nil))
	f.Fuzz(func(t *testing.T, stored []byte) {
		if s, err := change.DecodeState(stored); err == nil {
			s.AppendBinary(nil)
		}
	})
}
