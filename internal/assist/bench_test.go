package assist_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/writer"
)

// many is how many the budgets of runs speak of.
const many = 5000

// BenchmarkRunsOfThousands measures, in one office: 5,000 gifts approved, their dues
// worked out, handed over from a store, taken back, and the approval taken back.
func BenchmarkRunsOfThousands(b *testing.B) {
	o := newOffice(b)
	ctx := context.Background()
	var drafts []writer.Draft
	homes := make([]change.ID, many)
	for i := range homes {
		homes[i] = o.n.Writer.NewID()
		h := household.Household{Area: o.village, Name: fmt.Sprintf("Lò Văn %d", i), Poverty: map[string]household.Poverty{"2026": {Status: "poor"}}}
		if drafts = append(drafts, writer.Draft{Kind: "household", Record: homes[i], Fields: kind.Fields(h)}); len(drafts) == 1000 {
			_, err := o.n.Writer.Write(ctx, change.ID{}, nil, drafts...)
			must(b, err)
			drafts = nil
		}
	}
	o.write("entry", kind.Fields(ledger.Entry{Type: "receipt", Item: "gift_set", Quantity: many, From: o.fund, To: o.store, On: o.n.Today(), Unit: o.desk.Viewer.Unit, By: o.desk.Viewer.User}))
	ids := make([]change.ID, many)
	for i, home := range homes {
		id, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "spring_gifts", Subject: assist.Subject{Household: home}})
		must(b, err)
		ids[i] = id
	}
	chunks := func(all []change.ID, do func([]change.ID) (*assist.Outcome, error)) {
		for len(all) > 0 {
			n := min(len(all), assist.MaxRun)
			out, err := do(all[:n])
			must(b, err)
			if len(out.Failed) > 0 {
				b.Fatal(out.Failed[0].Fault)
			}
			all = all[n:]
		}
	}
	back := func(undo func(after string) (*assist.Outcome, error)) {
		n, after := 0, ""
		for {
			out, err := undo(after)
			must(b, err)
			n, after = n+len(out.Done), out.Next
			if after == "" {
				break
			}
		}
		if n != many {
			b.Fatalf("%d taken back, want %d", n, many)
		}
	}
	took := map[string]time.Duration{}
	b.ResetTimer()
	defer func() {
		for name, d := range took {
			b.ReportMetric(d.Seconds()/float64(b.N), name+"-s")
		}
	}()
	for round := range b.N {
		run := fmt.Sprint("luot-", round)
		var dues []change.ID
		part := func(name string, do func()) {
			start := time.Now()
			do()
			took[name] += time.Since(start)
		}
		part("approve", func() {
			chunks(ids, func(some []change.ID) (*assist.Outcome, error) {
				return o.s.Take(ctx, o.desk, some, assist.Evidence{To: "approved", Bulk: run})
			})
		})
		part("dues", func() {
			in := assist.DuesRun{Program: "spring_gifts", Entitlement: "gift", From: o.n.Today(), To: o.n.Today(), Run: run}
			for {
				made, err := o.s.MakeDues(ctx, o.desk, in)
				must(b, err)
				if in.After = made.Next; in.After == "" {
					return
				}
			}
		})
		found, err := o.n.Projection.FindBy(ctx, "due", "run", run, many)
		must(b, err)
		for _, r := range found {
			dues = append(dues, r.ID)
		}
		part("pay", func() {
			chunks(dues, func(some []change.ID) (*assist.Outcome, error) {
				return o.s.Pay(ctx, o.desk, some, assist.Hand{From: o.store, Bulk: run})
			})
		})
		part("unpay", func() {
			back(func(after string) (*assist.Outcome, error) { return o.s.UndoPay(ctx, o.desk, run, "đo", after) })
		})
		part("drop", func() {
			back(func(after string) (*assist.Outcome, error) { return o.s.DropDues(ctx, o.desk, run, after) })
		})
		part("undo", func() {
			back(func(after string) (*assist.Outcome, error) { return o.s.Undo(ctx, o.desk, run, "đo", after) })
		})
	}
}
