package node_test

import (
	"context"
	"testing"

	"bamban/internal/access"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/projection"
	"bamban/packs"
)

func loadPack(t testing.TB) *pack.Pack {
	t.Helper()
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return p
}

func TestPublishesThePackOnceAndReadsItBackAfterReopening(t *testing.T) {
	ctx, dir, p := context.Background(), t.TempDir(), loadPack(t)
	n, err := node.Open(ctx, node.Options{Dir: dir, Pack: p})
	if err != nil {
		t.Fatal(err)
	}
	head, _ := n.Head(ctx)
	count, err := n.Projection.Count(ctx, projection.Query{Kind: "area", Scope: everything})
	if err != nil || count != int64(len(p.Areas)) {
		t.Errorf("%d areas, %v; want %d", count, err, len(p.Areas))
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	n, err = node.Open(ctx, node.Options{Dir: dir, Pack: p})
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	if again, _ := n.Head(ctx); again != head {
		t.Errorf("head %v after reopening, want %v: the pack was published twice", again, head)
	}
	r, err := n.Projection.Search(ctx, "muong te", []string{"area"}, map[string]accessScope{"area": everything}, 5)
	if err != nil || len(r) == 0 || projection.Title(r[0]) != "Mường Tè" {
		t.Errorf("muong te finds %d areas, first %v; %v", len(r), r, err)
	}
}

type accessScope = access.Scope

var everything = access.Scope{Everywhere: true}
