package assist_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/ledger"
)

func TestAnOfficersBagIsReconciledWithItsReceiptsReturnsAndCount(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	officer := o.user("tui", "station_officer", o.desk.Viewer.Unit)
	bag := o.write("store", kind.Fields(ledger.Store{Name: "Túi", Type: "bag", Unit: o.desk.Viewer.Unit, Keeper: officer.Viewer.User}))
	home, _ := o.home("poor", "1980")
	today := o.n.Today()
	enter := func(e ledger.Entry) change.ID {
		e.Item, e.On, e.Unit, e.By = "vnd", today, o.desk.Viewer.Unit, o.desk.Viewer.User
		return o.write("entry", kind.Fields(e))
	}
	enter(ledger.Entry{Type: "transfer", Quantity: 1000, From: o.store, To: bag})
	enter(ledger.Entry{Type: "handover", Quantity: 300, From: bag, To: home, Household: home, Receipt: "signature"})
	slip := enter(ledger.Entry{Type: "handover", Quantity: 50, From: bag, To: home, Household: home})
	enter(ledger.Entry{Type: "handover", Quantity: 20, From: bag, To: home, Household: home})
	_, err := o.s.Reverse(ctx, o.desk, slip, "ghi nhầm")
	must(t, err)
	enter(ledger.Entry{Type: "transfer", Quantity: 200, From: bag, To: o.store})
	_, err = o.s.Count(ctx, o.desk, assist.Stocktaking{Store: bag, Item: "vnd", Counted: 470, Note: "thiếu 10"})
	must(t, err)
	bags, err := o.s.BagsOf(ctx, officer.Viewer.User)
	must(t, err)
	if len(bags) != 1 || bags[0].ID != bag {
		t.Fatalf("keeps %d stores, want the bag", len(bags))
	}
	found, err := o.s.Reconcile(ctx, []change.ID{bag}, today[:7]+"-01", today)
	must(t, err)
	if len(found.Tallies) != 1 {
		t.Fatalf("got %d lines, want one: %+v", len(found.Tallies), found.Tallies)
	}
	got := found.Tallies[0]
	counted := got.Counted
	got.Counted = nil
	want := assist.Tally{Store: bag, Item: "vnd", Closing: 470, Received: 1000, Given: 320, Returned: 200, Adjusted: -10, Handovers: 2, Unsigned: 2}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if counted == nil || counted.Counted != 470 || counted.Book != 480 {
		t.Errorf("last counted: %+v", counted)
	}
	if len(found.Passings) != 7 {
		t.Errorf("listed %d entries, want 7", len(found.Passings))
	}
}

// Whatever passed through a store, opening and closing differ by what the columns say,
// and the closing of one span is the opening of the next.
func TestReconciliationAddsUpUnderRandomHistories(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	home, _ := o.home("poor", "1980")
	other := o.write("store", kind.Fields(ledger.Store{Name: "Kho khác", Type: "station", Unit: o.desk.Viewer.Unit}))
	var entries []change.ID
	for range 60 {
		day := fmt.Sprintf("2026-%02d-%02d", 1+r.IntN(4), 1+r.IntN(28))
		e := ledger.Entry{Type: "transfer", Item: []string{"vnd", "cow"}[r.IntN(2)], Quantity: int64(1 + r.IntN(100)), From: other, To: o.store, On: day, Unit: o.desk.Viewer.Unit, By: o.desk.Viewer.User}
		switch r.IntN(6) {
		case 0:
			e.From, e.To = e.To, e.From
		case 1:
			e.Type, e.From, e.To, e.Household = "handover", o.store, home, home
		case 2:
			e.Type, e.From, e.Household = "return", home, home
		case 3:
			e.Type, e.From, e.To = "loss", o.store, o.desk.Viewer.Unit
		case 4:
			if len(entries) > 0 {
				if _, err := o.s.Reverse(ctx, o.desk, entries[r.IntN(len(entries))], "nhầm"); err != nil && code(err) != "ledger.reversed" {
					t.Fatalf("seed %d: %v", seed, err)
				}
				continue
			}
		}
		entries = append(entries, o.write("entry", kind.Fields(e)))
	}
	last := map[string]int64{}
	for _, month := range []string{"2026-01", "2026-02", "2026-03", "2026-04"} {
		first, end, err := assist.Days(month, month)
		must(t, err)
		found, err := o.s.Reconcile(ctx, []change.ID{o.store}, first, end)
		must(t, err)
		for _, x := range found.Tallies {
			if sum := x.Opening + x.Received - x.Given - x.Returned + x.Adjusted; sum != x.Closing {
				t.Errorf("seed %d, %s %s: the columns come to %d, closing is %d: %+v", seed, month, x.Item, sum, x.Closing, x)
			}
			if x.Opening != last[x.Item] {
				t.Errorf("seed %d, %s %s: opens with %d, the month before closed with %d", seed, month, x.Item, x.Opening, last[x.Item])
			}
			last[x.Item] = x.Closing
		}
	}
}
