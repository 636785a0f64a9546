package assist_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/program"
	"bamban/internal/writer"
)

// gifts are households on the approved list of Tết, each with a gift that is due, and a
// store in which so many lie.
func (o *office) gifts(homes int, inStore int64) []change.ID {
	o.t.Helper()
	ctx := context.Background()
	var ids, dues []change.ID
	for range homes {
		home, _ := o.home("poor", "1980")
		id, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "spring_gifts", Subject: assist.Subject{Household: home}})
		must(o.t, err)
		o.take(o.desk, id, "approved")
		ids = append(ids, id)
	}
	_, err := o.s.MakeDues(ctx, o.desk, assist.DuesRun{Program: "spring_gifts", Entitlement: "gift", From: o.n.Today(), To: o.n.Today(), Run: "tet"})
	must(o.t, err)
	for _, id := range ids {
		found, err := o.n.Projection.FindBy(ctx, "due", "enrolment", id.String(), 2)
		must(o.t, err)
		if len(found) != 1 {
			o.t.Fatalf("a household has %d gifts due, want one", len(found))
		}
		dues = append(dues, found[0].ID)
	}
	if inStore > 0 {
		o.write("entry", kind.Fields(ledger.Entry{Type: "receipt", Item: "gift_set", Quantity: inStore, From: o.fund, To: o.store, On: o.n.Today(), Unit: o.desk.Viewer.Unit, By: o.desk.Viewer.User}))
	}
	return dues
}

// No goods are spent twice without a word: under random histories of three phones without
// a network and the desk, a gift that was given twice is held with its reason, the desk
// never takes what is not there, and a store that phones emptied further says by how much.
func TestNoGoodsAreSpentTwiceUnflagged(t *testing.T) {
	for seed := range uint64(3) {
		o, ctx := newOffice(t), context.Background()
		const inStore = 4
		dues := o.gifts(7, inStore)
		r := rand.New(rand.NewPCG(seed, 9))
		phones := []*phone{o.phone(), o.phone(), o.phone()}
		held, short := 0, 0
		push := func(p *phone) {
			for _, a := range p.Push() {
				switch {
				case a.Status != writer.Quarantined:
				case a.Fault.Code == "ledger.paid_before":
					held++
				default:
					t.Errorf("seed %d: held for %s", seed, a.Fault.Code)
				}
			}
		}
		gave := 0
		for range 40 {
			switch d := dues[r.IntN(len(dues))]; r.IntN(4) {
			case 0, 1:
				phones[r.IntN(len(phones))].give(d)
				gave++
			case 2:
				push(phones[r.IntN(len(phones))])
			case 3:
				left := o.balance(o.store, "gift_set")
				_, err := o.s.Pay(ctx, o.desk, []change.ID{d}, assist.Hand{From: o.store})
				switch {
				case left < 1 && code(err) != "ledger.store_short":
					t.Errorf("seed %d: with %d in the store the desk gives: %v", seed, left, err)
				case left < 1:
					short++
				default:
					must(t, err)
				}
			}
			o.addsUp()
		}
		for _, p := range phones {
			push(p)
		}
		given := int64(0)
		for _, d := range dues {
			b := o.balance(d, "gift_set")
			if b != 0 && b != 1 {
				t.Errorf("seed %d: one gift is due and %d count as given", seed, b)
			}
			given += b
		}
		if left := o.balance(o.store, "gift_set"); left != inStore-given {
			t.Errorf("seed %d: %d of %d given, and the store says %d are left", seed, given, inStore, left)
		}
		if held == 0 || short == 0 || given <= inStore {
			t.Errorf("seed %d: %d held, the desk refused %d times, %d given of %d: not all was tried", seed, held, short, given, inStore)
		}
		o.addsUp()
	}
}

// More than the store had: the desk is told by name what is left, and nothing is written;
// what a phone gave is kept, for it was given, and the store stands below nought.
func TestMoreGoodsThanTheStoreHadAreRefusedAtTheDeskAndKeptFromAPhone(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	dues := o.gifts(3, 1)
	_, err := o.s.Pay(ctx, o.desk, dues, assist.Hand{From: o.store})
	if code(err) != "ledger.store_short" || o.balance(o.store, "gift_set") != 1 || o.due(dues[0]).Status != "open" {
		t.Errorf("three of one at the desk: %v; %d left, the first is %s", err, o.balance(o.store, "gift_set"), o.due(dues[0]).Status)
	}
	p := o.phone()
	p.give(dues[0])
	p.give(dues[1])
	for _, a := range p.Push() {
		if a.Status != writer.Accepted {
			t.Errorf("a phone's gift is %s: %v", a.Status, a.Fault)
		}
	}
	if left := o.balance(o.store, "gift_set"); left != -1 {
		t.Errorf("two given of one: the store says %d, want -1", left)
	}
	o.addsUp()
}

// An approval by somebody who may not: refused at the desk, held from a phone, and the
// enrolment stays where it was.
func TestAnApprovalByWhoMayNotMovesNothing(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	home, _ := o.home("poor", "1980")
	id, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "border_home", Subject: assist.Subject{Household: home}})
	must(t, err)
	o.take(o.desk, id, "checked")
	o.take(o.desk, id, "agreed")
	officer := o.user("canbo", "station_officer", o.desk.Viewer.Unit)
	o.write("assignment", map[string]json.RawMessage{"user": quoted(officer.Viewer.User.String()), "unit": quoted(o.desk.Viewer.Unit.String()), "role": quoted("household_in_charge"), "household": quoted(home.String()), "from": quoted("2020-01-01")})
	officer.Viewer, err = o.n.Viewer(ctx, officer.Viewer.User)
	must(t, err)
	out, err := o.s.Take(ctx, officer, []change.ID{id}, assist.Evidence{To: "approved", Decision: "1/QĐ"})
	must(t, err)
	if len(out.Failed) != 1 || out.Failed[0].Fault.Code != "program.not_yours" || out.Failed[0].Fault.Text("vi") == "" || out.Failed[0].Fault.Text("en") == "" {
		t.Errorf("an officer approves at the desk: %+v, want program.not_yours", out)
	}
	p := o.phoneOf(officer)
	step := p.Write("step", o.n.Writer.NewID(), kind.Fields(program.Step{Enrolment: id, Program: "border_home", Household: home, Area: o.village, Unit: o.desk.Viewer.Unit, From: "agreed", To: "approved", On: o.n.Today(), By: officer.Viewer.User, Decision: "1/QĐ"}))
	p.Write("enrolment", id, map[string]json.RawMessage{"status": quoted(change.Move{From: "agreed", To: "approved", By: step}.String())})
	held := ""
	for _, a := range p.Push() {
		if a.Status == writer.Quarantined {
			held += fmt.Sprint(a.Fault.Code)
		}
	}
	if held != "program.not_yours" || o.enrolment(id).Status != "agreed" {
		t.Errorf("from an officer's phone: held for %q, and it stands at %s; want program.not_yours, agreed", held, o.enrolment(id).Status)
	}
}

func quoted(s string) json.RawMessage { return json.RawMessage(`"` + s + `"`) }

// A norm that changes in the middle of a cycle: what was worked out and paid keeps its
// amount, and working it out again says that it was there; from its day the new one holds.
func TestANormThatChangesInMidCycleLeavesWhatWasWorkedOut(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	ids := o.pupils(1)
	o.write("entry", kind.Fields(ledger.Entry{Type: "receipt", Item: "vnd", Quantity: 5_000_000, From: o.fund, To: o.store, On: o.n.Today(), Unit: o.desk.Viewer.Unit, By: o.desk.Viewer.User}))
	today, err := time.Parse(time.DateOnly, o.n.Today())
	must(t, err)
	first := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, time.UTC)
	day := func(months, days int) string { return first.AddDate(0, months, days).Format(time.DateOnly) }
	amounts := func(months int) (out []int64) {
		for m := range months {
			out = append(out, o.due(program.DueID(ids[0], "stipend", day(m, 0)[:7])).Amount)
		}
		return out
	}
	work := func(to string) *assist.Made {
		made, err := o.s.MakeDues(ctx, o.desk, assist.DuesRun{Program: "school_steps", Entitlement: "stipend", From: o.n.Today(), To: to, Run: "r"})
		must(t, err)
		return made
	}
	if made := work(day(2, -1)); made.Made != 2 {
		t.Fatalf("two months: %+v", made)
	}
	if _, err := o.s.Pay(ctx, o.desk, []change.ID{program.DueID(ids[0], "stipend", day(0, 0)[:7])}, assist.Hand{From: o.store}); err != nil {
		t.Fatal(err)
	}
	stipend := o.n.Programs.Program("school_steps").Entitlement("stipend")
	before := stipend.Norms
	t.Cleanup(func() { stipend.Norms = before })
	stipend.Norms = []program.Norm{{Amount: 500_000, To: day(1, -1)}, {Amount: 600_000, From: day(1, 0)}}
	if made := work(day(3, -1)); made.Made != 1 || made.Had != 2 {
		t.Errorf("three months after the change: %+v, want one made and two that were there", made)
	}
	if got := amounts(3); !slices.Equal(got, []int64{500_000, 500_000, 600_000}) {
		t.Errorf("due %v; want what was worked out as it was, then the new norm", got)
	}
	o.addsUp()
}
