package same_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/node/nodetest"
	"bamban/internal/projection"
	"bamban/internal/same"
	"bamban/internal/signin"
	"bamban/internal/twin"
	"bamban/internal/writer"
)

// office is a node with a province's desk, two stations' desks and a village of each.
type office struct {
	t                  testing.TB
	n                  *node.Node
	s                  *same.Service
	province, one, two *access.Viewer
	here, there        change.ID // villages
	last               change.ID // person made
}

func newOffice(t testing.TB) *office {
	t.Helper()
	n, err := node.Open(context.Background(), node.Options{Dir: nodetest.Folder(t), Pack: nodetest.Pack(t)})
	must(t, err)
	t.Cleanup(func() { must(t, n.Close()) })
	o := &office{t: t, n: n, s: &same.Service{Node: n}}
	desk := signin.New(n)
	user := func(login, role string, unit change.ID) *access.Viewer {
		id, _, err := desk.CreateUser(context.Background(), nil, signin.NewUser{Login: login, Name: "Người Thử", Unit: unit, Role: role})
		must(t, err)
		v, err := n.Viewer(context.Background(), id)
		must(t, err)
		return v
	}
	villages := func(v *access.Viewer) []change.ID { return v.Scope(access.Create, n.Kinds.Get("person")).Areas }
	o.province = user("tinh", "provincial_desk", n.UnitID(n.Pack.Units[0].Key))
	for _, u := range n.Pack.Units {
		if u.Type != "border_station" {
			continue
		}
		v := user("don"+u.Code, "station_desk", n.UnitID(u.Key))
		mine := villages(v)
		if o.one == nil {
			o.one, o.here = v, mine[len(mine)-1]
			continue
		}
		if !slices.Contains(mine, o.here) {
			o.two, o.there = v, mine[len(mine)-1]
			break
		}
	}
	if o.two == nil || slices.Contains(villages(o.one), o.there) {
		t.Fatal("no two stations that have no village in common")
	}
	return o
}

func (o *office) person(p household.Person) change.ID {
	o.t.Helper()
	id := o.n.Writer.NewID()
	for !twin.Older(o.last, id) { // two of one millisecond are in no order
		id = o.n.Writer.NewID()
	}
	o.last = id
	o.write(writer.Draft{Kind: "person", Record: id, Fields: kind.Fields(p)})
	return id
}

func (o *office) write(drafts ...writer.Draft) {
	o.t.Helper()
	_, err := o.n.Writer.Write(context.Background(), change.ID{}, nil, drafts...)
	must(o.t, err)
}

func (o *office) get(id change.ID) *projection.Record {
	o.t.Helper()
	r, err := o.n.Projection.Get(context.Background(), id)
	must(o.t, err)
	return r
}

func (o *office) read(id change.ID) household.Person {
	o.t.Helper()
	r := o.get(id)
	p, err := kind.Into[household.Person](r.Kind, r.State)
	must(o.t, err)
	return p
}

// pair of a person's record and another's, as the province sees it.
func (o *office) pair(a, b change.ID) *same.Pair {
	o.t.Helper()
	p, err := o.s.Pair(context.Background(), o.province, o.get(a), b)
	must(o.t, err)
	return p
}

func (o *office) say(v *access.Viewer, p *same.Pair, status string, picked ...string) error {
	return o.s.Decide(context.Background(), v, p, same.Verdict{Status: status, Why: "đã hỏi gia đình", Picked: picked})
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func code(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

func TestOnePersonInTwoVillagesIsFoundJoinedAndPartedAgain(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	old := o.person(household.Person{Area: o.here, Name: "Giàng A Páo", Born: "1990-03-07", Sex: "male"})
	late := o.person(household.Person{Area: o.there, Name: "Giàng A Pao", Born: "1990-03-07", Sex: "male", Phone: "0901"})
	other := o.person(household.Person{Area: o.there, Name: "Giàng A Páo", Born: "1961-03-07", Sex: "male"})

	all, err := o.s.Of(ctx, o.get(late))
	must(t, err)
	if len(all) != 1 || all[0].A.ID != old || all[0].Grade != twin.Likely || !slices.Contains(all[0].Agree, twin.FoldedName) {
		t.Fatalf("pairs of the newer record: %+v, want one with the older, likely", all)
	}
	if again, err := o.s.Of(ctx, o.get(other)); err != nil || len(again) > 0 {
		t.Errorf("one born thirty years before is in %d pairs (%v), want none", len(again), err)
	}
	must(t, o.say(o.province, &all[0], household.TwinSame, "phone", "area"))
	if p := o.read(late); p.SameAs != old {
		t.Errorf("the newer record leads to %s, want %s", p.SameAs, old)
	}
	if p := o.read(old); p.Phone != "0901" || p.Area != o.there || p.Name != "Giàng A Páo" {
		t.Errorf("the kept record is %+v, want the picked telephone and village and its own name", p)
	}
	if all, err := o.n.Projection.SamePerson(ctx, late); err != nil || !slices.Equal(all, []change.ID{old, late}) {
		t.Errorf("records of the person: %v, %v", all, err)
	}
	found, err := o.n.Projection.FindBy(ctx, "person", "area", o.there.String(), 10)
	must(t, err)
	for _, r := range found {
		if r.ID == late {
			t.Error("a record that leads to another is listed")
		}
	}

	// Somebody sets the telephone after that: it stays; what nobody set is as it was.
	o.write(writer.Draft{Kind: "person", Record: old, Fields: map[string]json.RawMessage{"phone": json.RawMessage(`"0902"`)}, Seen: node.Seen(o.get(old).State, map[string]json.RawMessage{"phone": nil})})
	must(t, o.say(o.province, o.pair(old, late), household.TwinTakenBack))
	if p := o.read(late); !p.SameAs.IsZero() {
		t.Errorf("after it was taken back the newer record leads to %s", p.SameAs)
	}
	if p := o.read(old); p.Phone != "0902" || p.Area != o.here {
		t.Errorf("after it was taken back the kept record is %+v, want the later telephone and its own village", p)
	}
}

func TestARecordThatLeadsOnByADeletedOneIsThePersons(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	var three []change.ID
	for range 3 {
		three = append(three, o.person(household.Person{Area: o.here, Name: "Giàng A Páo", Born: "1990-03-07", Sex: "male"}))
	}
	must(t, o.say(o.province, o.pair(three[1], three[2]), household.TwinSame))
	must(t, o.say(o.province, o.pair(three[0], three[1]), household.TwinSame))
	o.write(writer.Draft{Kind: "person", Record: three[1], Fields: map[string]json.RawMessage{change.Deleted: json.RawMessage("true")}})
	for _, id := range []change.ID{three[0], three[2]} {
		if all, err := o.n.Projection.SamePerson(ctx, id); err != nil || !slices.Equal(all, []change.ID{three[0], three[2]}) {
			t.Errorf("records of the person of %s: %v, %v, want the first and the last of %v", id, all, err, three)
		}
	}
}

func TestWhoHadTheUseOfTheirDataRestrictedHasItOnTheKeptRecordToo(t *testing.T) {
	o := newOffice(t)
	old := o.person(household.Person{Area: o.here, Name: "Lò Thị Thử", Born: "1985-04-02"})
	late := o.person(household.Person{Area: o.here, Name: "Lò Thị Thử", Born: "1985-04-02", Closed: true})
	if got := code(o.say(o.one, o.pair(old, late), household.TwinSame, "restricted")); got != "field.unknown" {
		t.Errorf("picked by hand: %q, want field.unknown", got)
	}
	must(t, o.say(o.one, o.pair(old, late), household.TwinSame))
	if !o.read(old).Closed {
		t.Error("the kept record is open")
	}
	must(t, o.say(o.one, o.pair(old, late), household.TwinTakenBack))
	if o.read(old).Closed || !o.read(late).Closed {
		t.Error("after it was taken back the records are not as before")
	}
}

func TestWhoKeepsOneRecordProposesAndWhoKeepsBothDecides(t *testing.T) {
	o := newOffice(t)
	a := o.person(household.Person{Area: o.here, Name: "Lò Thị Thử", Born: "2015-04-02"})
	b := o.person(household.Person{Area: o.there, Name: "Lò Thị Thử", Born: "2015-04-02"})
	for _, c := range []struct {
		who    *access.Viewer
		status string
		picked []string
		want   string
	}{
		{o.one, household.TwinSame, nil, "twin.not_yours"},
		{o.two, household.TwinTakenBack, nil, "twin.not_yours"},
		{o.one, household.TwinProposed, nil, ""},
		{o.two, household.TwinProposed, nil, "twin.moved_on"},
		{o.province, "nonsense", nil, "field.unknown_term"},
		{o.province, household.TwinSame, []string{"name"}, "scope.field"}, // a child's, which the province does not read
		{o.province, household.TwinSame, []string{"same_as"}, "field.unknown"},
		{o.province, household.TwinDifferent, nil, ""},
		{o.province, household.TwinSame, nil, "twin.moved_on"},
		{o.province, household.TwinTakenBack, nil, ""},
		{o.province, household.TwinSame, nil, ""},
	} {
		if got := code(o.say(c.who, o.pair(a, b), c.status, c.picked...)); got != c.want {
			t.Fatalf("%s %v: got %q, want %q", c.status, c.picked, got, c.want)
		}
	}
	p := o.pair(a, b)
	if err := o.s.Decide(context.Background(), o.province, p, same.Verdict{Status: household.TwinTakenBack}); code(err) != "twin.needs_why" {
		t.Errorf("taken back without a reason: %v", err)
	}
	c := o.person(household.Person{Area: o.there, Name: "Lò Thị Thử", Born: "2015-04-02"})
	if got := code(o.say(o.province, o.pair(b, c), household.TwinSame)); got != "twin.merged" {
		t.Errorf("a third with one that leads on already: %q, want twin.merged", got)
	}
}

func TestARecordLeadsOnlyWhereAPersonDecidedAndOnlyToAnOlderOne(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	a := o.person(household.Person{Area: o.here, Name: "Lò Thị Thử"})
	b := o.person(household.Person{Area: o.here, Name: "Lò Thị Thử"})
	lead := func(v *access.Viewer, from, to change.ID) string {
		_, err := o.n.Writer.Write(ctx, o.one.User, v, writer.Draft{Kind: "person", Record: from, Fields: map[string]json.RawMessage{"same_as": json.RawMessage(`"` + to.String() + `"`)}})
		return code(err)
	}
	if got := lead(o.one, b, a); got != "scope.field" {
		t.Errorf("by hand: %q, want scope.field", got)
	}
	for _, to := range []change.ID{a, b} {
		if got := lead(nil, a, to); got != "person.same_newer" {
			t.Errorf("%s to %s: %q, want person.same_newer", a, to, got)
		}
	}
	id := twin.PairID(a, b)
	_, err := o.n.Writer.Write(ctx, o.one.User, o.one, writer.Draft{Kind: "twin", Record: id, Fields: kind.Fields(household.Twin{Kept: a, Other: b, Area: o.here, Status: household.TwinProposed, By: o.one.User, On: "2026-01-01"})})
	if code(err) != "twin.by_page" {
		t.Errorf("a decision written by hand: %v, want twin.by_page", err)
	}
}
