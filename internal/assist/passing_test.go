package assist_test

import (
	"context"
	"testing"

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
