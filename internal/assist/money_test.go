package assist_test

import (
	"context"
	"encoding/json"
	"maps"
	"path"
	"testing"

	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/program"
	"bamban/internal/projection"
)

// receive puts money of a program into the office's fund, from a sponsor.
func (o *office) receive(sponsor change.ID, program string, quantity int64) change.ID {
	o.t.Helper()
	id, err := o.s.Enter(context.Background(), o.desk, ledger.Entry{Type: "receipt", Item: "vnd", Quantity: quantity, From: sponsor, To: o.fund, Program: program})
	must(o.t, err)
	return id
}

func (o *office) line(w assist.Who, prog, item, from, to string) assist.Line {
	o.t.Helper()
	lines, _, err := o.s.Money(context.Background(), w, prog, from, to)
	must(o.t, err)
	for _, l := range lines {
		if l.Item == item {
			return l
		}
	}
	return assist.Line{}
}

func TestAProgramsMoneyIsWhatCameInLessWhatWasGivenAndWhatIsDueIsSpokenFor(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	ids := o.pupils(3)
	giver := o.write("sponsor", kind.Fields(ledger.Sponsor{Name: "Công ty thử", Type: "firm", Unit: o.desk.Viewer.Unit}))
	o.receive(giver, "school_steps", 9_000_000)
	slip := o.receive(giver, "school_steps", 70_000_000)
	_, err := o.s.Reverse(ctx, o.desk, slip, "ghi thừa một số 0")
	must(t, err)
	_, err = o.s.Enter(ctx, o.desk, ledger.Entry{Type: "transfer", Item: "vnd", Quantity: 5_000_000, From: o.fund, To: o.store, Program: "school_steps"})
	must(t, err)
	today := o.n.Today()
	_, err = o.s.MakeDues(ctx, o.desk, assist.DuesRun{Program: "school_steps", Entitlement: "stipend", From: today, To: today, Run: "r"})
	must(t, err)
	var dues []change.ID
	for _, id := range ids {
		dues = append(dues, program.DueID(id, "stipend", today[:7]))
	}
	_, err = o.s.Pay(ctx, o.desk, dues[:2], assist.Hand{From: o.store, Bulk: "tra", Receipt: "signature"})
	must(t, err)
	month := today[:7]
	want := assist.Line{Program: "school_steps", Item: "vnd", Received: 9_000_000, Given: 1_000_000, Due: 500_000, Handovers: 2}
	if got := o.line(o.desk, "school_steps", "vnd", month, month); got != want || got.Left() != 8_000_000 {
		t.Errorf("got %+v, left %d; want %+v, left 8000000", got, got.Left(), want)
	}
	_, err = o.s.UndoPay(ctx, o.desk, "tra", "nhầm tháng", "")
	must(t, err)
	if got := o.line(o.desk, "school_steps", "vnd", month, month); got.Given != 0 || got.Due != 1_500_000 || got.Left() != 9_000_000 {
		t.Errorf("after the run was taken back: %+v", got)
	}
	if got := o.line(o.desk, "school_steps", "vnd", "2999-01", "2999-12"); got.Opening != 9_000_000 || got.Received != 0 || got.Due != 1_500_000 {
		t.Errorf("in a later year: %+v", got)
	}
	other := o.user("khac", "station_desk", o.otherStation())
	if got := o.line(other, "school_steps", "vnd", month, month); got != (assist.Line{}) {
		t.Errorf("another station reads %+v", got)
	}
	if _, _, err := o.s.Money(ctx, o.desk, "", "2026", "2026-12"); code(err) != "ledger.month" {
		t.Errorf("a year for a month: %v", err)
	}
	if _, _, err := o.s.Money(ctx, o.desk, "", "2026-12", "2026-01"); code(err) != "ledger.month_order" {
		t.Errorf("months the wrong way round: %v", err)
	}
}

// otherStation is a station that is not the desk's.
func (o *office) otherStation() change.ID {
	for _, u := range o.n.Pack.Units {
		if id := o.n.UnitID(u.Key); u.Type == "border_station" && id != o.desk.Viewer.Unit {
			return id
		}
	}
	o.t.Fatal("the pack has one station")
	return change.ID{}
}

func TestACountThatDiffersIsExplainedAndTheBookSaysTheSameAfter(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.write("entry", kind.Fields(ledger.Entry{Type: "receipt", Item: "gift_set", Quantity: 40, From: o.fund, To: o.store, On: "2026-01-05", Unit: o.desk.Viewer.Unit, By: o.desk.Viewer.User}))
	take := assist.Stocktaking{Store: o.store, Item: "gift_set", Counted: 37, On: "2026-02-01"}
	if _, err := o.s.Count(ctx, o.desk, take); code(err) != "ledger.count_explain" {
		t.Fatalf("three missing, nothing said: %v", err)
	}
	if b := o.balance(o.store, "gift_set"); b != 40 {
		t.Errorf("a refused count changed the book to %d", b)
	}
	take.Note = "Ba suất bị ướt"
	_, err := o.s.Count(ctx, o.desk, take)
	must(t, err)
	take.Counted, take.On, take.Note = 38, "2026-03-01", "Tìm thấy một suất"
	id, err := o.s.Count(ctx, o.desk, take)
	must(t, err)
	r, err := o.n.Projection.Get(ctx, id)
	must(t, err)
	st, err := kind.Into[ledger.Stocktake](r.Kind, r.State)
	must(t, err)
	if b := o.balance(o.store, "gift_set"); b != 38 || st.Book != 37 || st.Entry.IsZero() {
		t.Errorf("the book says %d, the second count %+v", b, st)
	}
	all, err := o.s.Statements(ctx, o.store, "2026-02-01", "2026-02-28")
	must(t, err)
	got, err := json.Marshal(all)
	must(t, err)
	want, err := json.Marshal([]assist.Statement{{Account: o.store, Item: "gift_set", Opening: 40, Closing: 37, By: []assist.Movement{{Type: "loss", Out: 3, Entries: 1}}}})
	must(t, err)
	if string(got) != string(want) {
		t.Errorf("February: %s, want %s", got, want)
	}
	stranger := o.user("khac", "station_desk", o.otherStation())
	if _, err := o.s.Count(ctx, stranger, take); code(err) != "not_found" {
		t.Errorf("another station counts: %v", err)
	}
	o.addsUp()
}

func TestASponsorReadsWhatBecameOfTheGiftAndNobodysName(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	ids := o.pupils(6)
	donor := o.user("nhahaotam", "sponsor", o.desk.Viewer.Unit)
	giver := o.write("sponsor", kind.Fields(ledger.Sponsor{Name: "Công ty thử", Type: "firm", Unit: o.desk.Viewer.Unit, User: donor.Viewer.User}))
	o.receive(giver, "school_steps", 9_000_000)
	slip := o.receive(giver, "school_steps", 1)
	_, err := o.s.Reverse(ctx, o.desk, slip, "nhầm")
	must(t, err)
	o.write("pledge", kind.Fields(ledger.Pledge{Sponsor: giver, Enrolment: ids[0], Unit: o.desk.Viewer.Unit, Item: "vnd", Quantity: 6_000_000, On: o.n.Today(), Status: "open"}))
	month := o.n.Today()[:7]
	all, err := o.s.Given(ctx, donor, month, month)
	must(t, err)
	if len(all) != 1 || len(all[0].Gifts) != 1 || all[0].Gifts[0].Quantity != 9_000_000 || len(all[0].Promises) != 1 || all[0].Promises[0].Step != "under_way" {
		t.Fatalf("%+v", all)
	}
	if b := all[0].Became; len(b) != 1 || b[0].Received != 9_000_000 || len(b[0].Reached) != 1 || b[0].Reached[0].Count != 6 {
		t.Errorf("became %+v", b)
	}
	if none, err := o.s.Given(ctx, o.desk, month, month); err != nil || len(none) != 0 {
		t.Errorf("who gave nothing reads %+v, %v", none, err)
	}
	o.take(o.desk, ids[0], "withdrawn")
	o.take(o.desk, ids[1], "withdrawn")
	all, err = o.s.Given(ctx, donor, month, month)
	must(t, err)
	if r := all[0].Became[0].Reached; len(r) != 1 || !r[0].Few || r[0].Count != 0 {
		t.Errorf("four in a commune: %+v", r)
	}
}

// flowsAreARecount wants the sums by month to be what the entries and dues add up to.
func (o *office) flowsAreARecount(seed int) {
	o.t.Helper()
	ctx := context.Background()
	want := map[string]int64{}
	must(o.t, o.n.Projection.Each(ctx, "entry", func(r *projection.Record) error {
		e, err := kind.Into[ledger.Entry](r.Kind, r.State)
		if err == nil && !r.State.IsDeleted() {
			want[path.Join("entry", e.Type, e.Corrected, e.Program)] += e.Quantity
		}
		return err
	}))
	must(o.t, o.n.Projection.Each(ctx, "due", func(r *projection.Record) error {
		d, err := kind.Into[program.Due](r.Kind, r.State)
		if err == nil && !r.State.IsDeleted() {
			want[path.Join("due", d.Status, d.Program)] += d.Amount
		}
		return err
	}))
	flows, err := o.n.Projection.Flows(ctx, "", "0000-01", "9999-12")
	must(o.t, err)
	got := map[string]int64{}
	for _, f := range flows {
		got[path.Join(f.Sort, f.Program)] += f.Quantity
	}
	if !maps.Equal(got, want) {
		o.t.Errorf("seed %d: flows %v, a recount gives %v", seed, got, want)
	}
}
