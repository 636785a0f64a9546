package sync_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"bamban/internal/assignment"
	"bamban/internal/kind"
	"bamban/internal/writer"
)

// held gives what a meeting was answered, other than plainly accepted.
func (o *office) held(t testing.TB) (codes []string) {
	t.Helper()
	for _, a := range o.sync(t).Answers {
		codes = append(codes, a.Status+" "+a.Code)
	}
	return codes
}

// TestWhatWasWrittenBeforeAHandoverWasHeardOfIsTaken hands a household over while its
// officer is away: what the officer wrote meanwhile takes effect; once the phone has
// been told, nothing more does, and what ended long ago stays ended.
func TestWhatWasWrittenBeforeAHandoverWasHeardOfIsTaken(t *testing.T) {
	o := newOffice(t)
	o.officer(t)
	duty := o.assign(t, assignment.Assignment{Household: o.home})
	o.sync(t)
	until := func(to string) {
		t.Helper()
		fields := kind.Fields(assignment.Assignment{To: to})
		if to == "" {
			fields = map[string]json.RawMessage{"to": json.RawMessage("null")}
		}
		o.write(t, writer.Draft{Kind: "assignment", Record: duty, Fields: fields})
	}
	holds := func() bool { return o.phone.Store.Records[o.home] != nil }
	ago := func(days int) string { return o.n.Day(o.n.Now() - int64(days)*int64(24*time.Hour/time.Millisecond)) }
	if !holds() {
		t.Fatal("the phone does not hold the household that is assigned")
	}

	until(ago(3))
	o.visits(t, 1)
	if got := o.held(t); len(got) != 0 {
		t.Errorf("written before the phone heard of the handover: answered %v, want plainly accepted", got)
	}
	if holds() {
		t.Error("the household is still on the phone after it was told")
	}
	outside := []string{"quarantined scope.outside"}
	o.visits(t, 1)
	if got := o.held(t); !slices.Equal(got, outside) {
		t.Errorf("written after the phone was told: answered %v, want %v", got, outside)
	}

	until("")
	o.sync(t)
	until("2020-01-02")
	o.visits(t, 1)
	if got := o.held(t); !slices.Equal(got, outside) {
		t.Errorf("ended years ago: answered %v, want %v", got, outside)
	}
}
