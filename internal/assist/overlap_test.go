package assist_test

import (
	"context"
	"fmt"
	"testing"

	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/program"
	"bamban/internal/same"
)

// again writes somebody down a second time, with the marks left out, in a household of
// its own.
func (o *office) again(person change.ID) (home, twin change.ID) {
	o.t.Helper()
	r, err := o.n.Projection.Get(context.Background(), person)
	must(o.t, err)
	p, err := kind.Into[household.Person](r.Kind, r.State)
	must(o.t, err)
	p.Name = fmt.Sprint("Lo Thi Thu ", o.people)
	home = o.write("household", kind.Fields(household.Household{Area: o.village, Name: "Vàng Thị Khác", Poverty: map[string]household.Poverty{"2026": {Status: "poor"}}}))
	twin = o.write("person", kind.Fields(p))
	o.write("membership", kind.Fields(household.Membership{Household: home, Person: twin, Area: o.village, Relation: "child"}))
	return home, twin
}

// decide says what a pair is.
func (o *office) decide(a, b change.ID, status string) {
	o.t.Helper()
	ctx, s := context.Background(), &same.Service{Node: o.n}
	r, err := o.n.Projection.Get(ctx, a)
	must(o.t, err)
	p, err := s.Pair(ctx, o.desk.Viewer, r, b)
	must(o.t, err)
	must(o.t, s.Decide(ctx, o.desk.Viewer, p, same.Verdict{Status: status, Why: "đã xem"}))
}

// approving one step further answers with the fault's code, "" where it is done.
func (o *office) approving(id change.ID, to string) string {
	o.t.Helper()
	out, err := o.s.Take(context.Background(), o.desk, []change.ID{id}, assist.Evidence{To: to, Decision: "1/QĐ", Reason: "thử", Signed: "signature", Photos: 1})
	must(o.t, err)
	if len(out.Failed) > 0 {
		return out.Failed[0].Fault.Code
	}
	return ""
}

func (o *office) why(id change.ID) string {
	o.t.Helper()
	e := o.enrolment(id)
	p, err := o.s.Program(e.Program)
	must(o.t, err)
	all, err := o.s.Overlaps(context.Background(), p, assist.Subject{Household: e.Household, Person: e.Person, Area: e.Area}, id, e.Overlaps)
	must(o.t, err)
	if len(all) == 0 {
		return ""
	}
	return all[0].Why
}

func TestAChildWrittenDownTwiceIsLookedAtBeforeItsSecondScheme(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	born := fmt.Sprintf("%d-03-07", o.year()-10)
	home, child := o.home("poor", born)
	_, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "army_school_steps", Exception: "thử", Subject: assist.Subject{Person: child, Household: home}})
	must(t, err)
	home2, twin := o.again(child)
	id, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "school_steps", Subject: assist.Subject{Person: twin, Household: home2}})
	must(t, err)
	p, err := o.s.Program("school_steps")
	must(t, err)
	entitled := ""
	for step := p.First(); entitled == ""; {
		next := p.Next(step.Code)
		if step = next[0]; step.Entitled {
			entitled = step.Code
			break
		}
		o.take(o.desk, id, step.Code)
	}
	for _, c := range []struct{ decide, why, code string }{
		{"", assist.OfTwin, "program.twin"},
		{household.TwinSame, assist.OfSamePerson, "program.overlap"},
		{household.TwinTakenBack, assist.OfTwin, "program.twin"},
		{household.TwinDifferent, "", ""},
	} {
		if c.decide != "" {
			o.decide(child, twin, c.decide)
		}
		if got := o.why(id); got != c.why {
			t.Errorf("after %q the overlap is %q, want %q", c.decide, got, c.why)
		}
		if got := o.approving(id, entitled); got != c.code {
			t.Errorf("after %q the approval answers %q, want %q", c.decide, got, c.code)
		}
	}
}

func TestADecisionAboutTheOverlapItselfIsKeptAndLetsTheApprovalPass(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	home, child := o.home("poor", fmt.Sprintf("%d-03-07", o.year()-10))
	first, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "school_steps", Subject: assist.Subject{Person: child, Household: home}})
	must(t, err)
	home2, twin := o.again(child)
	p, err := o.s.Program("school_steps")
	must(t, err)
	decided := map[string]program.Overlap{first.String(): {Decision: "allowed", Reason: "đã xem", On: o.n.Today()}}
	all, err := o.s.Overlaps(ctx, p, assist.Subject{Person: twin, Household: home2, Area: o.village}, change.ID{}, decided)
	must(t, err)
	if len(all) != 1 || all[0].Decided.Decision != "allowed" || all[0].Pair == nil || all[0].Person != twin {
		t.Errorf("overlaps %+v, want the one that was decided, with its pair", all)
	}
}

func TestOneFamilyWithTwoHousesIsShown(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	home, person := o.home("poor", "1980-05-04")
	first, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "border_home", Variant: "new", Subject: assist.Subject{Household: home}})
	must(t, err)
	other, twin := o.again(person)
	second, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "border_home", Variant: "new", Subject: assist.Subject{Household: other}})
	must(t, err)
	for _, c := range []struct{ decide, why string }{{"", assist.OfMemberTwin}, {household.TwinSame, assist.OfMember}, {household.TwinTakenBack, assist.OfMemberTwin}, {household.TwinDifferent, ""}} {
		if c.decide != "" {
			o.decide(person, twin, c.decide)
		}
		for _, id := range []change.ID{first, second} {
			if got := o.why(id); got != c.why {
				t.Errorf("after %q a house overlaps by %q, want %q", c.decide, got, c.why)
			}
		}
	}
	// One record in both households needs no decision about a pair.
	o.write("membership", kind.Fields(household.Membership{Household: other, Person: person, Area: o.village, Relation: "child"}))
	if got := o.why(first); got != assist.OfMember {
		t.Errorf("who lives in both households: %q, want %q", got, assist.OfMember)
	}
}
