package assist_test

import (
	"context"
	"testing"
	"time"

	"bamban/internal/assist"
	"bamban/internal/change"
)

func TestWhatWasGivenIsPassedOnToAnotherEnrolmentOfTheProgram(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	enrol := func(program, variant string) change.ID {
		home, _ := o.home("poor", "1980")
		id, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: program, Variant: variant, Subject: assist.Subject{Household: home}})
		must(t, err)
		return id
	}
	giver, next, house := enrol("livelihood", "cows"), enrol("livelihood", "cows"), enrol("border_home", "new")
	for _, to := range []string{"checked", "approved", "given", "growing"} {
		o.take(o.desk, giver, to)
	}
	for receiver, want := range map[change.ID]string{{}: "program.needs_receiver", giver: "program.receiver_other", house: "program.receiver_other"} {
		out, err := o.s.Take(ctx, o.desk, []change.ID{giver}, assist.Evidence{To: "passed_on", Photos: 1, Receiver: receiver})
		must(t, err)
		if len(out.Failed) != 1 || out.Failed[0].Fault.Code != want || out.Failed[0].Fault.Field != "receiver" {
			t.Errorf("passed on to %s: %+v, want %s at receiver", receiver, out.Failed, want)
		}
	}
	out, err := o.s.Take(ctx, o.desk, []change.ID{giver}, assist.Evidence{To: "passed_on", Photos: 1, Receiver: next})
	must(t, err)
	if len(out.Done) != 1 || o.enrolment(giver).Status != "passed_on" {
		t.Fatalf("passed on to the next household: %+v", out.Failed)
	}
	found, err := o.n.Projection.FindBy(ctx, "step", "receiver", next.String(), 10)
	must(t, err)
	if len(found) != 1 {
		t.Errorf("the next household's page finds %d givers, want one", len(found))
	}
}

// What was passed on and is taken back no longer counts; undone, it counts on its own day.
func TestPassingOnThatIsTakenBackNoLongerCountsUntilThatIsUndone(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	enrol := func() change.ID {
		home, _ := o.home("poor", "1980")
		id, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "livelihood", Variant: "cows", Subject: assist.Subject{Household: home}})
		must(t, err)
		return id
	}
	giver, next := enrol(), enrol()
	for _, to := range []string{"checked", "approved", "given", "growing"} {
		o.take(o.desk, giver, to)
	}
	const day = "2026-02-03"
	received := func() string {
		r, err := o.n.Projection.Get(ctx, giver)
		must(t, err)
		for _, c := range o.n.Figures.Of(r.Kind, r.ID, r.State, time.UTC) {
			if c.Indicator.Code == "livelihood_received" && c.Member == next {
				return c.Day.String()
			}
		}
		return ""
	}
	take := func(ev assist.Evidence) {
		t.Helper()
		out, err := o.s.Take(ctx, o.desk, []change.ID{giver}, ev)
		must(t, err)
		if len(out.Done) != 1 {
			t.Fatalf("to %s: %+v", ev.To, out.Failed)
		}
	}
	take(assist.Evidence{To: "passed_on", On: day, Photos: 1, Receiver: next, Bulk: "on"})
	if got := received(); got != day {
		t.Fatalf("passed on, it counts on %q, want %s", got, day)
	}
	take(assist.Evidence{To: "growing", Reason: "wrong household", Bulk: "back"})
	if e := o.enrolment(giver); received() != "" || !e.Receiver.IsZero() {
		t.Errorf("taken back, it counts on %q, and the enrolment still names %s", received(), e.Receiver)
	}
	out, err := o.s.Undo(ctx, o.desk, "back", "it was right", "")
	must(t, err)
	if e := o.enrolment(giver); len(out.Done) != 1 || e.Status != "passed_on" || e.Receiver != next || received() != day {
		t.Errorf("taking it back, undone: %+v; stands at %s, names %s, counts on %q; want passed_on, %s, %s", out.Failed, e.Status, e.Receiver, received(), next, day)
	}
	if out, err = o.s.Undo(ctx, o.desk, "on", "undone", ""); err != nil || len(out.Done) != 0 {
		t.Errorf("a run whose step has been taken back since is undone for %d, %v", len(out.Done), err)
	}
}
