package assist_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/program"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

func TestAHouseGoesFromProposalToFollowUpAndNotAnyOtherWay(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	home, _ := o.home("poor", "1980")
	id, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "border_home", Variant: "new", Subject: assist.Subject{Household: home}})
	must(t, err)
	if e := o.enrolment(id); e.Status != "proposed" || e.Name != "Lò Văn Thử" || e.Cycle == "" || e.Reached["proposed"].On != o.n.Today() {
		t.Errorf("proposed: %+v", e)
	}
	refusals := []struct {
		who  assist.Who
		ev   assist.Evidence
		want string
	}{
		{o.desk, assist.Evidence{To: "approved", Decision: "1"}, "program.not_next"},
		{o.desk, assist.Evidence{To: "nowhere"}, "program.no_step"},
		{o.desk, assist.Evidence{To: "checked"}, "program.needs_photo"},
		{o.command, assist.Evidence{To: "checked", Photos: 1}, "program.not_yours"},
		{o.desk, assist.Evidence{To: "checked", Photos: 1}, "program.needs_form"},
		{o.desk, assist.Evidence{To: "turned_down"}, "program.needs_reason"},
	}
	for _, r := range refusals {
		out, err := o.s.Take(ctx, r.who, []change.ID{id}, r.ev)
		must(t, err)
		if len(out.Done) > 0 || len(out.Failed) != 1 || out.Failed[0].Fault.Code != r.want {
			t.Errorf("to %s: done %d, failed %v, want %s", r.ev.To, len(out.Done), out.Failed, r.want)
		}
	}
	for _, to := range []string{"checked", "agreed", "approved", "started", "foundation", "frame", "roof", "accepted", "handed_over", "followed_up"} {
		o.take(o.desk, id, to)
	}
	if e := o.enrolment(id); e.Status != "followed_up" || e.Starts != o.n.Today() || e.Reached["roof"].On == "" {
		t.Errorf("at the end: %+v", e)
	}
}

func TestWhoIsNotEligibleIsTakenOnlyAsAnException(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	home, person := o.home("not_poor", "1980")
	in := assist.Proposal{Program: "border_home", Subject: assist.Subject{Household: home}}
	if _, err := o.s.Propose(ctx, o.desk, in); code(err) != "program.not_eligible" {
		t.Errorf("a household that is not poor: %v", err)
	}
	in.Exception = "Cháy nhà tháng trước"
	if _, err := o.s.Propose(ctx, o.desk, in); err != nil {
		t.Errorf("with a reason: %v", err)
	}
	if _, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "school_steps", Subject: assist.Subject{Person: person}}); code(err) != "program.not_eligible" {
		t.Errorf("a pupil of over forty: %v", err)
	}
	if _, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "school_steps", Subject: assist.Subject{Household: home}}); code(err) != "program.no_subject" {
		t.Errorf("a household for a program of people: %v", err)
	}
	if _, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "none", Subject: assist.Subject{Household: home}}); code(err) != "program.unknown" {
		t.Errorf("an unknown program: %v", err)
	}
}

func TestTwoSchemesForOneChildAreDecidedBeforeApproval(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	_, person := o.home("poor", fmt.Sprint(o.year()-10))
	first, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "school_steps", Subject: assist.Subject{Person: person}})
	must(t, err)
	second, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "station_children", Variant: "at_home", Subject: assist.Subject{Person: person}})
	must(t, err)
	for _, to := range []string{"checked", "agreed", "approved"} {
		o.take(o.desk, first, to)
	}
	ev := assist.Evidence{To: "under_way"}
	out, err := o.s.Take(ctx, o.desk, []change.ID{first}, ev)
	must(t, err)
	if len(out.Failed) != 1 || out.Failed[0].Fault.Code != "program.overlap" {
		t.Fatalf("not decided: %+v", out)
	}
	decision := json.RawMessage(`{"decision":"both_right","reason":"Hai khoản khác nhau","on":"` + o.n.Today() + `"}`)
	_, err = o.n.Writer.Write(ctx, o.desk.Viewer.User, o.desk.Viewer, writer.Draft{Kind: "enrolment", Record: first, Fields: map[string]json.RawMessage{"overlaps:" + second.String(): decision}})
	must(t, err)
	o.take(o.desk, first, "under_way")
}

func TestAMonthIsPaidOnceHoweverManyPhonesGiveIt(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	ids := o.pupils(3)
	if _, err := o.s.Enter(ctx, o.desk, ledger.Entry{Type: "transfer", Item: "vnd", Quantity: 10_000_000, From: o.fund, To: o.store}); code(err) != "ledger.store_short" {
		t.Errorf("more than the fund has: %v", err)
	}
	o.write("entry", kind.Fields(ledger.Entry{Type: "receipt", Item: "vnd", Quantity: 10_000_000, From: o.fund, To: o.store, On: o.n.Today(), Unit: o.desk.Viewer.Unit, By: o.desk.Viewer.User}))
	today := o.n.Today()
	run := assist.DuesRun{Program: "school_steps", Entitlement: "stipend", From: today, To: today, Run: "thang"}
	made, err := o.s.MakeDues(ctx, o.desk, run)
	must(t, err)
	again, err := o.s.MakeDues(ctx, o.desk, run)
	must(t, err)
	if made.Made != 3 || made.Sum != 1_500_000 || again.Made != 0 || again.Had != 3 {
		t.Fatalf("made %+v, again %+v", made, again)
	}
	due := program.DueID(ids[0], "stipend", today[:7])
	phones := []*phone{o.phone(), o.phone(), o.phone()}
	for _, p := range phones {
		p.give(due)
	}
	held := 0
	for _, p := range phones {
		for _, a := range p.Push() {
			if a.Status == writer.Quarantined {
				held++
				if a.Fault.Code != "ledger.paid_before" {
					t.Errorf("held for %s", a.Fault.Code)
				}
			}
		}
	}
	if held != 2 || o.balance(due, "vnd") != 500_000 || o.balance(o.store, "vnd") != 9_500_000 {
		t.Errorf("held %d, want 2; paid %d, left %d", held, o.balance(due, "vnd"), o.balance(o.store, "vnd"))
	}
	out, err := o.s.Pay(ctx, o.desk, []change.ID{due, program.DueID(ids[1], "stipend", today[:7])}, assist.Hand{From: o.store, Bulk: "tra"})
	must(t, err)
	if len(out.Done) != 1 || len(out.Failed) != 1 || out.Failed[0].Fault.Code != "ledger.paid_before" {
		t.Errorf("the desk: %+v", out)
	}
	undone, err := o.s.UndoPay(ctx, o.desk, "tra", "nhầm", "")
	must(t, err)
	if len(undone.Done) != 1 || o.balance(o.store, "vnd") != 9_500_000 || o.due(program.DueID(ids[1], "stipend", today[:7])).Status != "open" {
		t.Errorf("undone %+v, left %d", undone, o.balance(o.store, "vnd"))
	}
	o.addsUp()
}

func TestWhatFallsDueAfterAChildHasLeftIsNotPaid(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	id := o.pupils(1)[0]
	o.write("entry", kind.Fields(ledger.Entry{Type: "receipt", Item: "vnd", Quantity: 10_000_000, From: o.fund, To: o.store, On: o.n.Today(), Unit: o.desk.Viewer.Unit, By: o.desk.Viewer.User}))
	year := o.year() + 1
	_, err := o.s.MakeDues(ctx, o.desk, assist.DuesRun{Program: "school_steps", Entitlement: "stipend", From: fmt.Sprintf("%d-01-01", year), To: fmt.Sprintf("%d-02-28", year), Run: "r"})
	must(t, err)
	p := o.phone()
	p.give(program.DueID(id, "stipend", fmt.Sprintf("%d-01", year)))
	o.take(o.desk, id, "withdrawn")
	if a := p.Push(); a[0].Status != writer.Quarantined || a[0].Fault.Code != "ledger.left" {
		t.Errorf("paid after leaving: %+v", a[0])
	}
}

func TestAnEndedNormCountsUntilItsDayAndTheNextFromThen(t *testing.T) {
	x := program.Entitlement{Code: "meals", Item: "vnd", Rhythm: "month", Norms: []program.Norm{{Amount: 100, To: "2026-06-30"}, {Amount: 120, From: "2026-07-01"}}}
	p := &program.Program{Code: "p", Steps: []program.StepSpec{{Code: "on", Entitled: true}}, Entitlements: []program.Entitlement{x}}
	e := &program.Enrolment{Status: "on", Starts: "2026-05-10", Ends: "2026-08-15"}
	var got []string
	for _, s := range x.Spans("2026-04-01", "2026-12-31") {
		if d := p.DueFor(e, change.ID{1}, &x, s); d != nil {
			got = append(got, fmt.Sprintf("%s %d", d.Period, d.Amount))
		}
	}
	if want := []string{"2026-05 100", "2026-06 100", "2026-07 120", "2026-08 120"}; !slices.Equal(got, want) {
		t.Errorf("due %v, want %v", got, want)
	}
}

func TestManyAreMovedInOneRunAndPutBackByOneUndo(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	var ids []change.ID
	for range 30 {
		home, _ := o.home("poor", "1980")
		id, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "spring_gifts", Subject: assist.Subject{Household: home}})
		must(t, err)
		ids = append(ids, id)
	}
	o.take(o.desk, ids[0], "approved")
	out, err := o.s.Take(ctx, o.desk, ids, assist.Evidence{To: "approved", Bulk: "luot"})
	must(t, err)
	if len(out.Done) != 29 || len(out.Failed) != 1 {
		t.Fatalf("done %d, failed %v", len(out.Done), out.Failed)
	}
	o.take(o.desk, ids[1], "given") // moved on since: the undo leaves it
	back, err := o.s.Undo(ctx, o.desk, "luot", "duyệt nhầm", "")
	must(t, err)
	if len(back.Done) != 28 || o.enrolment(ids[0]).Status != "approved" || o.enrolment(ids[1]).Status != "given" || o.enrolment(ids[2]).Status != "proposed" || o.enrolment(ids[2]).Reached["approved"].On != "" {
		t.Errorf("put back %d; %s, %s, %s", len(back.Done), o.enrolment(ids[0]).Status, o.enrolment(ids[1]).Status, o.enrolment(ids[2]).Status)
	}
}

func TestAStepOfAPhoneThatWasAwayWaitsWhereTheEnrolmentHasMovedOn(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	home, _ := o.home("poor", "1980")
	id, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "border_home", Subject: assist.Subject{Household: home}})
	must(t, err)
	p := o.phone()
	step := o.n.Writer.NewID()
	p.Write("step", step, kind.Fields(program.Step{Enrolment: id, Program: "border_home", Area: o.village, From: "proposed", To: "checked", On: o.n.Today(), By: p.User, Photos: 1, Form: "house_check", FormV: 1, Answers: houseChecked}))
	p.Write("enrolment", id, map[string]json.RawMessage{"status": json.RawMessage(`"proposed>checked#` + step.String() + `"`)})
	o.take(o.desk, id, "turned_down")
	a := p.Push()
	if a[0].Status != writer.Accepted || a[1].Status != writer.Quarantined || a[1].Fault.Code != "program.moved_on" {
		t.Errorf("answers %+v %+v", a[0], a[1])
	}
	if got := o.enrolment(id).Status; got != "turned_down" {
		t.Errorf("stands at %s", got)
	}
}

// Money and goods add up under any history of phones that give without a signal and
// meet the server in any order, with returns between; no due is paid twice; and a
// rebuild gives the same balances.
func TestTheLedgerAddsUpUnderRandomOfflineHistories(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	ids := o.pupils(4)
	o.write("entry", kind.Fields(ledger.Entry{Type: "receipt", Item: "vnd", Quantity: 5_000_000, From: o.fund, To: o.store, On: o.n.Today(), Unit: o.desk.Viewer.Unit, By: o.desk.Viewer.User}))
	from, to := o.n.Today(), fmt.Sprintf("%d-06-30", o.year()+1)
	_, err := o.s.MakeDues(ctx, o.desk, assist.DuesRun{Program: "school_steps", Entitlement: "stipend", From: from, To: to, Run: "r"})
	must(t, err)
	var dues []change.ID
	for _, id := range ids {
		for _, s := range o.n.Programs.Program("school_steps").Entitlement("stipend").Spans(from, to) {
			dues = append(dues, program.DueID(id, "stipend", s.Period))
		}
	}
	const seed = 20261126
	r := rand.New(rand.NewPCG(seed, 4))
	phones := []*phone{o.phone(), o.phone(), o.phone()}
	var given []change.ID
	held := 0
	for range 150 {
		p := phones[r.IntN(len(phones))]
		switch r.IntN(10) {
		case 0, 1, 2, 3, 4:
			given = append(given, p.give(dues[r.IntN(len(dues))]))
		case 5, 6, 7:
			for _, a := range p.Push() {
				if a.Status == writer.Quarantined {
					held++
				}
			}
		case 8:
			if len(given) > 0 {
				if _, err := o.s.Reverse(ctx, o.desk, given[r.IntN(len(given))], "trả lại"); err != nil && code(err) != "not_found" && code(err) != "ledger.reversed" {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
		case 9:
			if _, err := o.s.Pay(ctx, o.desk, []change.ID{dues[r.IntN(len(dues))]}, assist.Hand{From: o.store}); err != nil && code(err) != "ledger.store_short" {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
		o.addsUp()
	}
	for _, d := range dues {
		if b := o.balance(d, "vnd"); b != 0 && b != 500_000 {
			t.Errorf("seed %d: a due of 500000 is paid %d", seed, b)
		}
	}
	if held == 0 {
		t.Errorf("seed %d: nothing was given twice, so nothing was tried", seed)
	}
	o.flowsAreARecount(seed)
	again, err := projection.Open(filepath.Join(t.TempDir(), "again.db"), o.n.Kinds, o.n.Log, 1)
	must(t, err)
	defer func() { must(t, again.Close()) }()
	must(t, again.CatchUp(ctx, o.n.Log, nil))
	differ, err := projection.Compare(ctx, o.n.Projection, again)
	must(t, err)
	for _, d := range differ {
		t.Errorf("seed %d: a rebuild differs: %+v", seed, d)
	}
}
