package privacy_test

import (
	"context"
	"testing"

	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/same"
	"bamban/internal/twin"
)

// Who was written down twice is erased by each record, with the reasons of what was
// decided about them, the values that a merge took over, and the keys.
func TestWhoWasWrittenDownTwiceIsErasedTwice(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	f := o.family()
	again := o.write("person", kind.Fields(household.Person{Area: o.village, Name: secretName, Born: "1990", Phone: secretCall}))
	third := o.write("person", kind.Fields(household.Person{Area: o.village, Name: "Lý Mẩy Khác", Born: "1990"}))
	s := &same.Service{Node: o.n}
	for _, c := range []struct {
		a, b   [16]byte
		status string
		picked []string
	}{{f.her, again, household.TwinSame, []string{"name", "phone"}}, {f.her, third, household.TwinDifferent, nil}} {
		p, err := s.Pair(ctx, o.desk.Viewer, o.get(c.a), c.b)
		must(t, err)
		must(t, s.Decide(ctx, o.desk.Viewer, p, same.Verdict{Status: c.status, Why: secretNote + " " + secretName, Picked: c.picked}))
	}
	o.erased(&f)
	if got := o.shows(again, "name"); got != "" {
		t.Errorf("the other record is still of %q", got)
	}
	if got := o.shows(third, "name"); got != "Lý Mẩy Khác" {
		t.Errorf("who was somebody else is %q now", got)
	}
	found, err := o.n.Projection.TwinsLike(ctx, twin.Facts{Name: secretName, Born: "1990"})
	must(t, err)
	if len(found) > 0 {
		t.Errorf("%d records are still found by the erased name", len(found))
	}
	must(t, o.n.Close())
	got := o.traces(secrets...)
	o.open()
	for _, at := range got {
		t.Errorf("after the erasure still in %s", at)
	}
}
