package saved_test

import (
	"context"
	"errors"
	"testing"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/node"
	"bamban/internal/node/nodetest"
	"bamban/internal/saved"
	"bamban/internal/signin"
)

type office struct {
	t  *testing.T
	n  *node.Node
	s  *saved.Service
	in *signin.Service
}

func newOffice(t *testing.T) *office {
	t.Helper()
	n, err := node.Open(context.Background(), node.Options{Dir: nodetest.Folder(t), Pack: nodetest.Pack(t)})
	must(t, err)
	t.Cleanup(func() { must(t, n.Close()) })
	return &office{t, n, &saved.Service{Node: n}, signin.New(n)}
}

func (o *office) user(login, unit string) *access.Viewer {
	o.t.Helper()
	id, _, err := o.in.CreateUser(context.Background(), nil, signin.NewUser{Login: login, Name: "Người Thử", Unit: o.n.UnitID(unit), Role: "station_desk"})
	must(o.t, err)
	v, err := o.n.Viewer(context.Background(), id)
	must(o.t, err)
	return v
}

func (o *office) names(v *access.Viewer) (out []string) {
	o.t.Helper()
	all, err := o.s.Of(context.Background(), v)
	must(o.t, err)
	for _, l := range all {
		out = append(out, l.Kind+"/"+l.Name)
	}
	return out
}

func TestAListFollowsItsUserAndIsSharedWithTheUnitAlone(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	units := o.n.Pack.Units
	me, colleague, stranger := o.user("toi", units[1].Key), o.user("ban", units[1].Key), o.user("xa", units[2].Key)
	id, err := o.s.Keep(ctx, me, saved.Keeping{Kind: "household", Name: "Hộ nghèo", Query: "f.poverty=poor&sort=name", Columns: []string{"name", "code"}})
	must(t, err)
	if got := o.names(me); len(got) != 1 || got[0] != "household/Hộ nghèo" {
		t.Errorf("mine: %v", got)
	}
	if got := o.names(colleague); len(got) != 0 {
		t.Errorf("a colleague sees %v before it is shared", got)
	}
	again, err := o.s.Keep(ctx, me, saved.Keeping{Kind: "household", Name: "Hộ nghèo", Query: "f.poverty=poor", Shared: true})
	must(t, err)
	if again != id {
		t.Errorf("saved anew under the same name it became another list")
	}
	if got := o.names(colleague); len(got) != 1 {
		t.Errorf("a colleague sees %v once it is shared", got)
	}
	if got := o.names(stranger); len(got) != 0 {
		t.Errorf("another unit sees %v", got)
	}
	if err := o.s.Forget(ctx, colleague, id); code(err) != "not_found" {
		t.Errorf("a colleague puts it away: %v", err)
	}
	must(t, o.s.Forget(ctx, me, id))
	if got := append(o.names(me), o.names(colleague)...); len(got) != 0 {
		t.Errorf("put away, it is still there: %v", got)
	}
	must(t, o.s.Return(ctx, me, id))
	if got := o.names(colleague); len(got) != 1 {
		t.Errorf("brought back, a colleague sees %v", got)
	}
}

func TestColumnsAreKeptByKindAndWhatIsNoListIsRefused(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	me := o.user("toi", o.n.Pack.Units[1].Key)
	for range 2 {
		must(t, o.s.Columns(ctx, me, "household", []string{"code"}))
	}
	if got := o.names(me); len(got) != 1 || got[0] != "household/" {
		t.Errorf("got %v, want the columns once", got)
	}
	for _, c := range []struct {
		in          saved.Keeping
		code, field string
	}{
		{saved.Keeping{Kind: "household", Name: " "}, "field.required", "name"},
		{saved.Keeping{Kind: "session", Name: "x"}, "not_found", "kind"},
		{saved.Keeping{Kind: "none", Name: "x"}, "not_found", "kind"},
		{saved.Keeping{Kind: "household", Name: "x", Columns: []string{"mood"}}, "list.unknown_filter", "columns"},
		{saved.Keeping{Kind: "household", Name: "x", Query: "f.mood=1"}, "list.unknown_filter", "query"},
		{saved.Keeping{Kind: "household", Name: "x", Query: "%zz"}, "list.unknown_filter", "query"},
	} {
		_, err := o.s.Keep(ctx, me, c.in)
		if f := fault.As(err); err == nil || f.Code != c.code || f.Field != c.field {
			t.Errorf("%+v: %v, want %s at %s", c.in, err, c.code, c.field)
		}
	}
	if err := o.s.Forget(ctx, me, change.ID{1}); code(err) != "not_found" {
		t.Errorf("a list that is not there: %v", err)
	}
}

func code(err error) string {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
