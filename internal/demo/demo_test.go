package demo_test

import (
	"context"
	"testing"

	"bamban/internal/access"
	"bamban/internal/demo"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/projection"
	"bamban/internal/signin"
	"bamban/packs"
)

func TestFillMakesAccountsPeopleAndSomethingToSettle(t *testing.T) {
	ctx := context.Background()
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	n, err := node.Open(ctx, node.Options{Dir: t.TempDir(), Pack: p})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}()
	s := signin.New(n)
	accounts, err := demo.Fill(ctx, n, s, demo.Options{Households: 300, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range accounts {
		if _, _, err := s.Password(ctx, a.Login, a.Password, "test"); err != nil {
			t.Errorf("%s can't sign in: %v", a.Login, err)
		}
	}
	got, err := n.Projection.Count(ctx, projection.Query{Kind: "household", Scope: access.Scope{Everywhere: true}})
	if err != nil || got != 300 {
		t.Errorf("%d households, %v; want 300", got, err)
	}
	conflicts, err := n.Projection.Conflicts(ctx, 0, 10)
	if err != nil || len(conflicts) != 1 {
		t.Errorf("%d conflicts, %v; want 1", len(conflicts), err)
	}
	held, err := n.Projection.Quarantine(ctx, 0, 10)
	if err != nil || len(held) != 2 {
		t.Fatalf("%d in quarantine, %v; want 2", len(held), err)
	}
	for i, want := range []string{"scope.outside", "change.future"} {
		if held[i].Fault.Code != want {
			t.Errorf("quarantined %d for %s, want %s", i, held[i].Fault.Code, want)
		}
	}
}
