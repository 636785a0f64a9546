package importer_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/importer"
	"bamban/internal/intake"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/node/nodetest"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

var ctx = context.Background()

// office is a node with the shipped pack, and somebody of a border station who takes
// files in.
type office struct {
	*node.Node
	t    testing.TB
	desk *importer.Desk
	by   *access.Viewer
}

func openOffice(t testing.TB) *office {
	t.Helper()
	n, err := node.Open(ctx, node.Options{Dir: nodetest.Folder(t), Pack: nodetest.Pack(t)})
	if err != nil {
		t.Fatal(err)
	}
	desk, err := importer.NewDesk(n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(desk.Close(), n.Close()); err != nil {
			t.Error(err)
		}
	})
	o := &office{Node: n, t: t, desk: desk}
	o.by = o.user("station_desk", station(n))
	return o
}

// station that looks after the most villages of the pack.
func station(n *node.Node) change.ID {
	best, most := "", 0
	for _, u := range n.Pack.Units {
		count := 0
		for _, a := range u.Areas {
			for i := range n.Pack.Areas {
				if n.Pack.Areas[i].Level == "village" && n.Pack.Areas[i].Parent == a.Area && a.To == "" {
					count++
				}
			}
		}
		if u.Type == "border_station" && count > most {
			best, most = u.Key, count
		}
	}
	return n.UnitID(best)
}

func (o *office) user(role string, unit change.ID) *access.Viewer {
	o.t.Helper()
	user, grant := o.Writer.NewID(), o.Writer.NewID()
	o.write(writer.Draft{Kind: "user", Record: user, Fields: kind.Fields(account.User{Login: fmt.Sprintf("thu.%d", o.count("user")+1), Name: "Lò Văn Thử", Unit: unit, Status: "active"})},
		writer.Draft{Kind: "grant", Record: grant, Fields: kind.Fields(account.Grant{User: user, Role: role, Unit: unit, From: "2020-01-01"})})
	v, err := o.Viewer(ctx, user)
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

func (o *office) write(drafts ...writer.Draft) {
	o.t.Helper()
	if _, err := o.Writer.Write(ctx, change.ID{}, nil, drafts...); err != nil {
		o.t.Fatal(err)
	}
}

// wait until nothing is under way with a file.
func (o *office) wait(id change.ID) *importer.State {
	o.t.Helper()
	for range 6000 {
		s, err := o.desk.State(o.by, id)
		if err != nil {
			o.t.Fatal(err)
		}
		switch s.Stage {
		case importer.Checking, importer.Writing, importer.TakingBack:
			time.Sleep(10 * time.Millisecond)
			continue
		}
		return s
	}
	o.t.Fatal("an import takes longer than a minute")
	return nil
}

// live are the records of a kind that are not deleted, by what names them.
func (o *office) count(kindName string) int {
	o.t.Helper()
	n := 0
	err := o.Projection.Each(ctx, kindName, func(r *projection.Record) error {
		if !r.Deleted() {
			n++
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

func (o *office) people() string {
	return fmt.Sprintf("%d households, %d people, %d memberships, %d notes", o.count("household"), o.count("person"), o.count("membership"), o.count("note"))
}

func (o *office) houses() map[string]household.Household {
	return recordsOf[household.Household](o, "household", func(h household.Household) string { return h.Name })
}

func recordsOf[T any](o *office, kindName string, name func(T) string) map[string]T {
	o.t.Helper()
	out := map[string]T{}
	err := o.Projection.Each(ctx, kindName, func(r *projection.Record) error {
		x, err := kind.Into[T](r.Kind, r.State)
		if err == nil && !r.Deleted() {
			out[name(x)] = x
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return out
}

func (o *office) importRecord(id change.ID) intake.Import {
	o.t.Helper()
	r, err := o.Projection.Get(ctx, id)
	if err != nil {
		o.t.Fatal(err)
	}
	i, err := kind.Into[intake.Import](r.Kind, r.State)
	if err != nil {
		o.t.Fatal(err)
	}
	return i
}
