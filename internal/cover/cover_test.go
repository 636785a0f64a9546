package cover_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"bamban/internal/access"
	"bamban/internal/activity"
	"bamban/internal/assignment"
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
