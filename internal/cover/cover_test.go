package cover_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"bamban/internal/access"
	"bamban/internal/activity"
	"bamban/internal/assignment"
	"bamban/internal/care"
	"bamban/internal/change"
	"bamban/internal/cover"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/node/nodetest"
	"bamban/internal/signin"
	"bamban/internal/writer"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryHouseholdIsSeenLateOrNeverVisitedAndNobodyElsesIsCounted(t *testing.T) {
	ctx := context.Background()
	n, err := node.Open(ctx, node.Options{Dir: nodetest.Folder(t), Pack: nodetest.Pack(t)})
	must(t, err)
	t.Cleanup(func() { must(t, n.Close()) })
	var stations []change.ID
	for _, u := range n.Pack.Units {
		if u.Type == "border_station" {
			stations = append(stations, n.UnitID(u.Key))
		}
	}
	s := signin.New(n)
	user := func(login, role string, unit change.ID) *access.Viewer {
		id, _, err := s.CreateUser(ctx, nil, signin.NewUser{Login: login, Name: "Người Thử", Unit: unit, Role: role})
		must(t, err)
		v, err := n.Viewer(ctx, id)
		must(t, err)
		return v
	}
	desk, sponsor := user("tram", "station_desk", stations[0]), user("hoi", "sponsor", stations[0])
	write := func(kindName string, record any) change.ID {
		id := n.Writer.NewID()
		fields := kind.Fields(record)
		_, err := n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: kindName, Record: id, Fields: fields})
		must(t, err)
		return id
	}
	areas := desk.Scope(access.Create, n.Kinds.Get("household")).Areas
	village := areas[len(areas)-1]
	day := func(ago int) string {
		d, err := time.Parse(time.DateOnly, n.Today())
		must(t, err)
		return d.AddDate(0, 0, -ago).Format(time.DateOnly)
	}
	home := func(poverty, ended string, visits ...activity.Visit) change.ID {
		h := household.Household{Area: village, Name: "Lò Văn Thử", Ended: ended}
		if poverty != "" {
			h.Poverty = map[string]household.Poverty{"2026": {Status: poverty}}
		}
		id := write("household", h)
		for _, v := range visits {
			v.Household, v.Area, v.By = id, village, desk.User
			write("visit", v)
		}
		return id
	}
	seen := home("", "", activity.Visit{On: day(200)}, activity.Visit{On: day(10)})
	late := home("poor", "", activity.Visit{On: day(80)})
	latest := home("", "", activity.Visit{On: day(20), NextDue: day(3), Conditions: []string{"urgent"}})
	never := home("", "")
	home("", day(5), activity.Visit{On: day(400)}) // moved away: nobody waits
	for _, id := range []change.ID{seen, late, never} {
		write("assignment", assignment.Assignment{User: desk.User, Unit: stations[0], Role: cover.InCharge, Household: id, From: day(300)})
	}
	write("assignment", assignment.Assignment{User: desk.User, Unit: stations[0], Role: cover.InCharge, Household: latest, From: day(300), To: day(1)})

	c, err := (&cover.Service{Node: n}).Of(ctx, desk, change.ID{})
	must(t, err)
	if want := (cover.Tally{Homes: 4, Seen: 1, Late: 2, Never: 1, Nobody: 1}); c.All != want || len(c.Villages) != 1 || c.Villages[0].Tally != want {
		t.Errorf("all %+v, villages %+v, want %+v", c.All, c.Villages, want)
	}
	if len(c.Officers) != 1 || c.Officers[0].Tally.Homes != 3 || c.Officers[0].Most == 0 {
		t.Errorf("officers %+v", c.Officers)
	}
	var order []change.ID
	for _, h := range c.Waiting {
		order = append(order, h.ID)
	}
	if len(order) != 3 || order[0] != late || order[1] != latest || order[2] != never {
		t.Errorf("waiting %+v; want %v, %v, %v", c.Waiting, late, latest, never)
	}
	var other *access.Viewer
	for i, unit := range stations[1:] {
		v := user(fmt.Sprintf("khac%d", i), "station_desk", unit)
		if !slices.Contains(v.Scope(access.Read, n.Kinds.Get("household")).Areas, village) {
			other = v // several stations may care for one commune
			break
		}
	}
	if other == nil {
		t.Fatal("every station cares for that village")
	}
	if c, err := (&cover.Service{Node: n}).Of(ctx, other, change.ID{}); err != nil || c.All.Homes != 0 {
		t.Errorf("another station sees %+v, %v", c, err)
	}
	if _, err := (&cover.Service{Node: n}).Of(ctx, sponsor, change.ID{}); fault.As(err).Code != "forbidden" {
		t.Errorf("a sponsor: %v", err)
	}
}

// A household with two needs, and a promise besides, has one day for its next visit: the
// soonest. It moves with the next visit, with the need, and with a visit that is put right,
// and not with one that comes late from a phone.
func TestAHouseholdOfTwoNeedsHasOneDayWhichMovesWithWhatIsFound(t *testing.T) {
	ctx := context.Background()
	p := *nodetest.Pack(t)
	p.Care.Rhythm = []care.Rhythm{{Days: 90}, {Poverty: "poor", Days: 45}, {Condition: "needs_attention", Days: 30}}
	n, err := node.Open(ctx, node.Options{Dir: nodetest.Folder(t), Pack: &p})
	must(t, err)
	t.Cleanup(func() { must(t, n.Close()) })
	id, _, err := signin.New(n).CreateUser(ctx, nil, signin.NewUser{Login: "tram", Name: "Người Thử", Unit: n.UnitID(n.Pack.Units[1].Key), Role: "station_desk"})
	must(t, err)
	desk, err := n.Viewer(ctx, id)
	must(t, err)
	areas := desk.Scope(access.Create, n.Kinds.Get("household")).Areas
	village := areas[len(areas)-1]
	today, err := time.Parse(time.DateOnly, n.Today())
	must(t, err)
	day := func(ago int) string { return today.AddDate(0, 0, -ago).Format(time.DateOnly) }
	write := func(kindName string, id change.ID, fields map[string]json.RawMessage) change.ID {
		if id.IsZero() {
			id = n.Writer.NewID()
		}
		_, err := n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: kindName, Record: id, Fields: fields})
		must(t, err)
		return id
	}
	home := write("household", change.ID{}, kind.Fields(household.Household{Area: village, Name: "Lò Văn Thử", Poverty: map[string]household.Poverty{"2026": {Status: "poor"}}}))
	visit := func(v activity.Visit) change.ID {
		v.Household, v.Area, v.By = home, village, desk.User
		return write("visit", change.ID{}, kind.Fields(v))
	}
	due := func(when, want string) {
		t.Helper()
		c, err := (&cover.Service{Node: n}).Of(ctx, desk, change.ID{})
		must(t, err)
		got := []string{}
		for _, h := range c.Waiting {
			got = append(got, h.Due)
		}
		if want == "" && len(got) > 0 || want != "" && (len(got) != 1 || got[0] != want) {
			t.Errorf("%s: waits since %v, want %q and nothing else", when, got, want)
		}
	}
	found := visit(activity.Visit{On: day(100), Conditions: []string{"needs_attention"}})
	due("poor and in need of attention", day(70))
	visit(activity.Visit{On: day(200), Conditions: []string{"well"}})
	due("after an older visit came late from a phone", day(70))
	write("household", home, map[string]json.RawMessage{"poverty:2026": json.RawMessage(`{"status":"not_poor"}`)})
	due("no longer poor, the other need goes on", day(70))
	write("household", home, map[string]json.RawMessage{"poverty:2026": json.RawMessage(`{"status":"poor"}`)})
	put := visit(activity.Visit{On: day(150), Conditions: []string{"well"}, Corrects: found})
	due("after the visit was put right: another day, nothing found", day(105))
	visit(activity.Visit{On: day(60), Conditions: []string{"well"}, NextDue: day(40)})
	due("visited again, with a promise that is sooner than the rhythm", day(40))
	visit(activity.Visit{On: day(30), Conditions: []string{"well"}, NextDue: day(-60)})
	due("visited again, a promise later than the rhythm is not waited for, and nothing is late yet", "")
	write("visit", put, map[string]json.RawMessage{change.Deleted: json.RawMessage("true")})
	due("an old visit is deleted: nothing moves", "")
}
