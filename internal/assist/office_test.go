package assist_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"bamban/internal/access"
	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/node"
	"bamban/internal/node/nodetest"
	"bamban/internal/program"
	"bamban/internal/signin"
	"bamban/internal/signin/signintest"
	"bamban/internal/writer"
)

// office is a node with a station's desk, an officer's phones and one village.
type office struct {
	people  int
	t       testing.TB
	n       *node.Node
	s       *assist.Service
	signIn  *signin.Service
	desk    assist.Who
	command assist.Who
	village change.ID
	store   change.ID
	fund    change.ID
}

func newOffice(t testing.TB) *office {
	t.Helper()
	n, err := node.Open(context.Background(), node.Options{Dir: nodetest.Folder(t), Pack: nodetest.Pack(t)})
	must(t, err)
	t.Cleanup(func() { must(t, n.Close()) })
	o := &office{t: t, n: n, s: &assist.Service{Node: n}, signIn: signin.New(n)}
	unit := change.ID{}
	for _, u := range n.Pack.Units {
		if u.Type == "border_station" {
			unit = n.UnitID(u.Key)
			break
		}
	}
	o.desk = o.user("tram", "station_desk", unit)
	o.command = o.user("tinh", "provincial_desk", n.UnitID(n.Pack.Units[0].Key))
	areas := o.desk.Viewer.Scope(access.Create, n.Kinds.Get("household")).Areas
	o.village = areas[len(areas)-1]
	o.store = o.write("store", kind.Fields(ledger.Store{Name: "Kho thử", Type: "station", Unit: unit}))
	o.fund = o.write("fund", kind.Fields(ledger.Fund{Name: "Quỹ thử", Unit: unit}))
	return o
}

func (o *office) user(login, role string, unit change.ID) assist.Who {
	o.t.Helper()
	ctx := context.Background()
	id, _, err := o.signIn.CreateUser(ctx, nil, signin.NewUser{Login: login, Name: "Người Thử", Unit: unit, Role: role})
	must(o.t, err)
	v, err := o.n.Viewer(ctx, id)
	must(o.t, err)
	return assist.Who{Viewer: v}
}

// write makes a record as the server itself.
func (o *office) write(kindName string, fields map[string]json.RawMessage) change.ID {
	o.t.Helper()
	id := o.n.Writer.NewID()
	_, err := o.n.Writer.Write(context.Background(), change.ID{}, nil, writer.Draft{Kind: kindName, Record: id, Fields: fields})
	must(o.t, err)
	return id
}

// home is a household of a poverty status with somebody born in a year.
func (o *office) home(poverty, born string) (home, person change.ID) {
	o.t.Helper()
	home = o.write("household", kind.Fields(household.Household{Area: o.village, Name: "Lò Văn Thử", Poverty: map[string]household.Poverty{"2026": {Status: poverty}}}))
	o.people++ // no two of one name: they would be looked at as one person
	person = o.write("person", kind.Fields(household.Person{Area: o.village, Name: fmt.Sprint("Lò Thị Thử ", o.people), Born: born}))
	o.write("membership", kind.Fields(household.Membership{Household: home, Person: person, Area: o.village, Relation: "child"}))
	return home, person
}

func (o *office) enrolment(id change.ID) program.Enrolment {
	o.t.Helper()
	r, err := o.n.Projection.Get(context.Background(), id)
	must(o.t, err)
	e, err := kind.Into[program.Enrolment](r.Kind, r.State)
	must(o.t, err)
	return e
}

// take moves one enrolment and wants it done.
func (o *office) take(w assist.Who, id change.ID, to string) {
	o.t.Helper()
	ev := assist.Evidence{To: to, Decision: "1/QĐ", Reason: "thử", Signed: "signature", Photos: 1, Bulk: "thu-" + to}
	if step := o.n.Programs.Program(o.enrolment(id).Program).Step(to); step != nil && step.Form != "" {
		ev.Form, ev.FormV, ev.Answers = step.Form, 1, answersTo[step.Form]
	}
	out, err := o.s.Take(context.Background(), w, []change.ID{id}, ev)
	must(o.t, err)
	if len(out.Failed) > 0 {
		o.t.Fatalf("to %s: %v", to, out.Failed[0].Fault)
	}
}

const houseChecked = `{"state":"bad","land":"paper","safe":true,"family_hands":2}`

// answersTo are good answers to the pack's forms of steps.
var answersTo = map[string]string{
	"house_check":          houseChecked,
	"livelihood_follow_up": `{"given":5,"alive":5,"lost":0,"can_pass_on":"year"}`,
}

// phone is an enrolled device of the desk's user.
type phone struct {
	*signintest.Phone
	o *office
}

func (o *office) phone() *phone { return o.phoneOf(o.desk) }

func (o *office) phoneOf(w assist.Who) *phone {
	o.t.Helper()
	return &phone{signintest.New(o.t, o.n, o.signIn, w.Viewer), o}
}

// give hands over a due without a signal.
func (p *phone) give(due change.ID) change.ID {
	d := p.o.due(due)
	id := p.Write("entry", p.o.n.Writer.NewID(), kind.Fields(ledger.Entry{Type: "handover", Item: d.Item, Quantity: d.Amount, From: p.o.store, To: due, On: d.On,
		Program: d.Program, Enrolment: d.Enrolment, Household: d.Household, Area: d.Area, Unit: d.Unit, By: p.User, Receipt: "thumb"}))
	p.Write("due", due, map[string]json.RawMessage{"status": json.RawMessage(`"paid"`)})
	return id
}

func (o *office) due(id change.ID) program.Due {
	o.t.Helper()
	r, err := o.n.Projection.Get(context.Background(), id)
	must(o.t, err)
	d, err := kind.Into[program.Due](r.Kind, r.State)
	must(o.t, err)
	return d
}

func (o *office) balance(account change.ID, item string) int64 {
	o.t.Helper()
	all, err := o.n.Projection.Balances(context.Background(), []change.ID{account})
	must(o.t, err)
	for _, b := range all {
		if b.Item == item {
			return b.Quantity
		}
	}
	return 0
}

// addsUp wants the balances of all accounts to sum to nought for every item.
func (o *office) addsUp() {
	o.t.Helper()
	sums, _, err := o.n.Projection.TrialBalance(context.Background())
	must(o.t, err)
	for item, sum := range sums {
		if sum != 0 {
			o.t.Errorf("the accounts of %s sum to %d, want 0", item, sum)
		}
	}
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

// pupils makes enrolments of a monthly program that are under way.
func (o *office) pupils(n int) []change.ID {
	o.t.Helper()
	var ids []change.ID
	for range n {
		home, person := o.home("poor", fmt.Sprint(o.year()-10))
		id, err := o.s.Propose(context.Background(), o.desk, assist.Proposal{Program: "school_steps", Subject: assist.Subject{Person: person, Household: home}})
		must(o.t, err)
		for _, to := range []string{"checked", "agreed", "approved", "under_way"} {
			o.take(o.desk, id, to)
		}
		ids = append(ids, id)
	}
	return ids
}

func (o *office) year() int {
	var y int
	_, err := fmt.Sscanf(o.n.Today(), "%4d", &y)
	must(o.t, err)
	return y
}
