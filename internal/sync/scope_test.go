package sync_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/activity"
	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/place"
	"bamban/internal/projection"
	"bamban/internal/signin"
	"bamban/internal/speech"
	"bamban/internal/sync"
	"bamban/internal/sync/client"
	"bamban/internal/writer"
)

// cut lets some messages through and then cuts the line.
type cut struct {
	client.Transport
	pulls int  // answers of pulls that arrive
	after bool // the server works on the message that is cut
}

var errCut = errors.New("cut")

func (c *cut) Pull(ctx context.Context, token string, r sync.PullRequest) (*sync.PullAnswer, error) {
	if c.pulls == 0 {
		if c.after {
			if _, err := c.Transport.Pull(ctx, token, r); err != nil {
				return nil, err
			}
		}
		return nil, errCut
	}
	c.pulls--
	return c.Transport.Pull(ctx, token, r)
}

// write is the server writing for itself.
func (o *office) write(t testing.TB, drafts ...writer.Draft) {
	t.Helper()
	for i := range drafts {
		if r, err := o.n.Projection.Get(context.Background(), drafts[i].Record); err == nil {
			drafts[i].Seen = node.Seen(r.State, drafts[i].Fields)
		}
	}
	_, err := o.n.Writer.Write(context.Background(), change.ID{}, nil, drafts...)
	must(t, err)
}

// officer makes the phone's user an officer who has what they are assigned and no
// more.
func (o *office) officer(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	grants, err := o.n.Projection.FindBy(ctx, "grant", "user", o.phone.User.String(), 10)
	must(t, err)
	o.write(t, writer.Draft{Kind: "grant", Record: grants[0].ID, Fields: kind.Fields(account.Grant{Role: "station_officer"})})
}

func (o *office) assign(t testing.TB, a assignment.Assignment) change.ID {
	t.Helper()
	id := o.n.Writer.NewID()
	v, err := o.n.Viewer(context.Background(), o.phone.User)
	must(t, err)
	a.User, a.Unit, a.Role, a.From = o.phone.User, v.Unit, "household_in_charge", "2020-01-01"
	o.write(t, writer.Draft{Kind: "assignment", Record: id, Fields: kind.Fields(a)})
	return id
}

func (o *office) end(t testing.TB, assignmentID change.ID) {
	t.Helper()
	o.write(t, writer.Draft{Kind: "assignment", Record: assignmentID, Fields: kind.Fields(assignment.Assignment{To: "2020-01-02"})})
}

func (o *office) sync(t testing.TB) *client.Report {
	t.Helper()
	r, err := o.phone.Sync(context.Background())
	must(t, err)
	return r
}

// countHouses is how many households of the village the phone holds.
func (o *office) countHouses() int {
	n := 0
	for _, h := range o.phone.Store.Records {
		if h.Kind == "household" {
			n++
		}
	}
	return n
}

func (o *office) addHouses(t testing.TB, n int) {
	t.Helper()
	for range n {
		o.write(t, writer.Draft{Kind: "household", Record: o.n.Writer.NewID(), Fields: kind.Fields(household.Household{Area: o.village, Name: "Giàng A Thử"})})
	}
}

func TestAPullThatIsCutAnywhereGoesOnWhereItWas(t *testing.T) {
	o := newOfficeOfPages(t, 10)
	o.addHouses(t, 24) // with one entry each, and one more for the page's edge
	var drafts []writer.Draft
	for range 25 { // in one entry
		drafts = append(drafts, writer.Draft{Kind: "household", Record: o.n.Writer.NewID(), Fields: kind.Fields(household.Household{Area: o.village, Name: "Sùng A Thử"})})
	}
	o.write(t, drafts...)
	line := o.phone.Transport
	for i := 0; ; i++ {
		o.phone.Transport = &cut{line, 1, i%2 == 0}
		_, err := o.phone.Sync(context.Background())
		if err == nil {
			break
		}
		if !errors.Is(err, errCut) {
			t.Fatal(err)
		}
		if i > 1000 {
			t.Fatal("1000 pages and no end")
		}
	}
	if n := o.countHouses(); n != 50 {
		t.Errorf("the phone holds %d households, want 50", n)
	}
}

func TestWhatAScopeGainsComesWholeAndWhatItLosesIsForgotten(t *testing.T) {
	o := newOffice(t)
	o.officer(t)
	o.sync(t)
	if n := o.countHouses(); n != 0 {
		t.Fatalf("an officer without an assignment holds %d households", n)
	}
	id := o.assign(t, assignment.Assignment{Area: o.village})
	o.addHouses(t, 3)
	o.sync(t)
	if n := o.countHouses(); n != 4 {
		t.Errorf("with the village the phone holds %d households, want 4", n)
	}
	home := o.assign(t, assignment.Assignment{Household: o.home})
	o.sync(t)
	o.end(t, id)
	o.sync(t)
	if n := o.countHouses(); n != 1 || o.phone.Store.Records[o.home] == nil {
		t.Errorf("with one household of it the phone holds %d, want that one", n)
	}
	o.end(t, home)
	o.sync(t)
	if n := o.countHouses(); n != 0 {
		t.Errorf("with nothing assigned the phone still holds %d households", n)
	}
}

func TestAScopeThatShrinksBetweenTwoPagesLeavesNothingBehind(t *testing.T) {
	for _, lost := range []bool{false, true} {
		o := newOfficeOfPages(t, 10)
		o.officer(t)
		o.addHouses(t, 30)
		id := o.assign(t, assignment.Assignment{Area: o.village})
		line := o.phone.Transport
		for o.countHouses() == 0 { // until the village has come in part
			o.phone.Transport = &cut{line, 1, false}
			if _, err := o.phone.Sync(context.Background()); !errors.Is(err, errCut) {
				t.Fatalf("want a cut, got %v", err)
			}
		}
		o.end(t, id)
		if lost { // the page that says forget is lost
			o.phone.Transport = &cut{line, 0, true}
			if _, err := o.phone.Sync(context.Background()); !errors.Is(err, errCut) {
				t.Fatal(err)
			}
		}
		o.phone.Transport = line
		o.sync(t)
		if n := o.countHouses(); n != 0 {
			t.Errorf("answer lost %v: the phone holds %d households of a village that it lost during its pull", lost, n)
		}
		o.assign(t, assignment.Assignment{Area: o.village})
		o.sync(t)
		if n := o.countHouses(); n != 31 {
			t.Errorf("answer lost %v: given back, the phone holds %d households, want 31", lost, n)
		}
	}
}

// An erasure has a household come anew, over several pages. A hello that was under way
// since before them must not count as their end.
func TestAMessageLongUnderWayDoesNotEndAPull(t *testing.T) {
	o := newOfficeOfPages(t, 10)
	v, err := o.n.Viewer(context.Background(), o.phone.User)
	must(t, err)
	elsewhere, home, note := v.Scope(access.Read, o.n.Kinds.Get("household")).Areas[0], o.n.Writer.NewID(), o.n.Writer.NewID()
	o.officer(t)
	o.write(t, writer.Draft{Kind: "household", Record: home, Fields: kind.Fields(household.Household{Area: elsewhere, Name: "Sùng A Thử"})},
		writer.Draft{Kind: "note", Record: note, Fields: map[string]json.RawMessage{"subject": json.RawMessage(`"` + home.String() + `"`), "area": json.RawMessage(`"` + elsewhere.String() + `"`),
			"text": json.RawMessage(`"chữ"`), "by": json.RawMessage(`"` + o.phone.User.String() + `"`), "on": json.RawMessage(`"2026-03-03"`)}})
	x, err := o.n.Projection.Get(context.Background(), note)
	must(t, err)
	written, err := o.n.Projection.History(context.Background(), x)
	must(t, err)
	o.assign(t, assignment.Assignment{Area: o.village})
	o.assign(t, assignment.Assignment{Household: home})
	o.sync(t)
	old := o.phone.Store.Cursor
	o.addHouses(t, 30)
	o.write(t, writer.Draft{Op: change.Erase, Target: &change.Target{Device: written[0].Device, N: written[0].N}})
	line := o.phone.Transport
	o.phone.Transport = &cut{line, 1, false}
	if _, err := o.phone.Sync(context.Background()); !errors.Is(err, errCut) {
		t.Fatalf("want a cut, got %v", err)
	}
	if o.phone.Store.Records[home] != nil {
		t.Fatal("the household came with the first page, or never went: the test can't fail")
	}
	o.phone.Transport = line
	_, err = line.Hello(context.Background(), o.phone.Token, sync.HelloRequest{Version: sync.Version, Cursor: old})
	must(t, err)
	o.sync(t)
	if o.phone.Store.Records[home] == nil {
		t.Error("the phone was told to forget a household in its care, and never got it again")
	}
}

func TestOtherRightsInTheSamePlaceSendAndForgetAnew(t *testing.T) {
	o := newOffice(t) // a desk, which sees all of the village
	o.sync(t)
	if h := o.phone.Store.Records[o.home]; h == nil || h.State.Cells["name"] == nil {
		t.Fatal("the desk does not hold the household with its name")
	}
	ctx := context.Background()
	grants, err := o.n.Projection.FindBy(ctx, "grant", "user", o.phone.User.String(), 10)
	must(t, err)
	o.write(t, writer.Draft{Kind: "grant", Record: grants[0].ID, Fields: kind.Fields(account.Grant{Role: "auditor"})})
	o.sync(t)
	h := o.phone.Store.Records[o.home]
	if h == nil {
		t.Fatal("an auditor does not hold the household")
	}
	if h.State.Cells["name"] != nil {
		t.Error("an auditor still holds the name that only the desk may see")
	}
	o.officer(t)
	o.sync(t)
	if o.phone.Store.Records[o.home] != nil {
		t.Error("an officer without an assignment still holds the household")
	}
}

func TestAMoveOutOfTheScopeTakesTheRecordAway(t *testing.T) {
	o := newOffice(t)
	o.sync(t)
	far := change.ID{}
	v, err := o.n.Viewer(context.Background(), o.phone.User)
	must(t, err)
	for _, a := range o.n.Projection.Tree().All() {
		if !v.Can(access.Read, o.n.Kinds.Get("household"), access.At{Area: a}) {
			far = a
		}
	}
	o.write(t, writer.Draft{Kind: "household", Record: o.home, Fields: kind.Fields(household.Household{Area: far})})
	o.sync(t)
	if o.phone.Store.Records[o.home] != nil {
		t.Error("the phone still holds a household that moved out of its scope")
	}
}

func TestAPortalsAnswerIsNotTheServers(t *testing.T) {
	o := newOffice(t)
	o.sync(t)
	_, err := o.phone.Write("household", o.home, map[string]json.RawMessage{"phone": json.RawMessage(`"0999"`)})
	must(t, err)
	line, cursor, records := o.phone.Transport, o.phone.Store.Cursor, len(o.phone.Store.Records)
	for name, answer := range map[string]http.HandlerFunc{
		"a page to sign in": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>Wi-Fi</html>")) },
		"a refusal":         func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "<html>", http.StatusUnauthorized) },
		"another's JSON": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"ok":false}`))
		},
		"somewhere else": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/portal" {
				http.Redirect(w, r, "/portal", http.StatusFound)
				return
			}
			_, _ = w.Write([]byte("<html>Wi-Fi</html>"))
		},
		"an empty object": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) },
	} {
		portal := httptest.NewServer(answer)
		o.phone.Transport = &client.HTTP{Client: portal.Client(), Base: portal.URL}
		if _, err := o.phone.Sync(context.Background()); err == nil {
			t.Errorf("%s is taken for the server", name)
		}
		portal.Close()
		if o.phone.Store.Cursor != cursor || len(o.phone.Store.Records) != records || o.phone.Store.Acked != 0 || o.phone.Store.Before != nil {
			t.Fatalf("%s changed what the phone holds", name)
		}
	}
	o.phone.Transport = line
	if r := o.sync(t); r.Pushed != 1 || r.Restored {
		t.Errorf("back at the server the phone pushed %d and thought of a restore: %v", r.Pushed, r.Restored)
	}
}

func TestACursorOfAnotherServerBeginsAnewAndGivesBack(t *testing.T) {
	o := newOffice(t)
	o.sync(t)
	other := newOffice(t)
	o.phone.Transport, o.phone.Token = other.phone.Transport, other.phone.Token
	o.phone.Tag, o.phone.User, o.phone.Key = other.phone.Tag, other.phone.User, other.phone.Key
	r := o.sync(t)
	if !r.Restored || o.phone.Store.Records[other.home] == nil {
		t.Errorf("restored %v, holds the other server's household %v", r.Restored, o.phone.Store.Records[other.home] != nil)
	}
	if got, err := other.n.Projection.Get(context.Background(), o.home); err != nil {
		t.Errorf("what the phone held did not come back: %v", err)
	} else if name := string(got.State.Value("name", got.Kind)); name != `"Lò Văn Thử"` {
		t.Errorf("given back, the name is %s", name)
	}
}

func TestASuspendedUsersPhoneGetsNothing(t *testing.T) {
	o := newOffice(t)
	o.sync(t)
	must(t, signin.New(o.n).SetStatus(context.Background(), nil, o.phone.User, "suspended"))
	if _, err := o.phone.Sync(context.Background()); err == nil {
		t.Error("a suspended user's phone was answered")
	}
}

// role gives the phone's user another role, in another unit.
func (o *office) role(t testing.TB, role string, unit change.ID) {
	t.Helper()
	grants, err := o.n.Projection.FindBy(context.Background(), "grant", "user", o.phone.User.String(), 10)
	must(t, err)
	o.write(t, writer.Draft{Kind: "grant", Record: grants[0].ID, Fields: kind.Fields(account.Grant{Role: role, Unit: unit})})
}

// about makes somebody born in a year, and a note, a consent and the caption of a
// photo of that note about them, which all say a word.
func (o *office) about(t testing.TB, born, word string) []change.ID {
	t.Helper()
	who, note, consent, photo := o.n.Writer.NewID(), o.n.Writer.NewID(), o.n.Writer.NewID(), o.n.Writer.NewID()
	o.write(t,
		writer.Draft{Kind: "person", Record: who, Fields: kind.Fields(household.Person{Area: o.village, Name: word, Born: born})},
		writer.Draft{Kind: "note", Record: note, Fields: kind.Fields(activity.Note{Subject: who, Area: o.village, Text: word, By: o.phone.User, On: "2026-03-01"})},
		writer.Draft{Kind: "consent", Record: consent, Fields: kind.Fields(household.Consent{Person: who, Area: o.village, Purpose: "photo", Form: "digital", GivenOn: "2026-03-01", Status: "given", Note: word})},
		writer.Draft{Kind: "attachment", Record: photo, Fields: kind.Fields(activity.Attachment{Subject: note, Area: o.village, Kind: "photo", Digest: strings.Repeat("0", 64), Size: 1, Media: "image/jpeg", Caption: word, By: o.phone.User})})
	return []change.ID{who, note, consent, photo}
}

// says reports whether a record on the phone holds a word in any field.
func (o *office) says(id change.ID, word string) bool {
	h := o.phone.Store.Records[id]
	if h == nil {
		return false
	}
	for _, c := range h.State.Cells {
		for _, head := range c.Heads {
			if string(head.Value) == `"`+word+`"` {
				return true
			}
		}
	}
	return false
}

func TestWhatIsSaidOfAChildGoesOnlyToThoseWhoCareForIt(t *testing.T) {
	for role, cares := range map[string]bool{"station_desk": true, "provincial_desk": false, "auditor": false} {
		o, ctx := newOffice(t), context.Background()
		child, adult := o.about(t, "2018", "Kể Riêng"), o.about(t, "1980", "Kể Chung")
		if role != "station_desk" {
			o.role(t, role, o.n.UnitID(o.n.Pack.Units[0].Key))
		}
		o.sync(t)
		for i, id := range child {
			if got := o.says(id, "Kể Riêng"); got != cares {
				t.Errorf("%s holds what is said of a child in record %d: %v, want %v", role, i, got, cares)
			}
		}
		for i, id := range adult {
			if got, want := o.says(id, "Kể Chung"), role != "auditor"; got != want {
				t.Errorf("%s holds what is said of an adult in record %d: %v, want %v", role, i, got, want)
			}
		}
		for i, kindName := range []string{"person", "note", "consent", "attachment"} {
			looks, err := o.n.Projection.FindBy(ctx, "look", "kind", kindName, 100)
			must(t, err)
			seen := slices.ContainsFunc(looks, func(r *projection.Record) bool {
				l, err := kind.Into[account.Look](r.Kind, r.State)
				must(t, err)
				return slices.Contains(l.Records, child[i].String()) && !slices.Contains(l.Records, adult[i].String()) && slices.Contains(l.Opened, "child")
			})
			if seen != cares {
				t.Errorf("%s: a look at a child's %s is in the access log: %v, want %v", role, kindName, seen, cares)
			}
		}
	}
}

func TestABirthDateMendedSendsWhatIsSaidOfThePersonAnew(t *testing.T) {
	o := newOffice(t)
	o.role(t, "provincial_desk", o.n.UnitID(o.n.Pack.Units[0].Key))
	told := o.about(t, "1980", "Kể Lại")
	check := func(born string, want bool) {
		t.Helper()
		o.sync(t)
		for i, id := range told {
			if got := o.says(id, "Kể Lại"); got != want {
				t.Errorf("born %s: the phone holds what is said in record %d: %v, want %v", born, i, got, want)
			}
		}
	}
	check("1980", true)
	o.write(t, writer.Draft{Kind: "person", Record: told[0], Fields: kind.Fields(household.Person{Born: "2018"})})
	check("2018", false)
	o.write(t, writer.Draft{Kind: "person", Record: told[0], Fields: kind.Fields(household.Person{Born: "1981"})})
	check("1981", true)
}

func TestWhoNeverLivedInAHouseholdLeavesThePhoneOfItsOfficer(t *testing.T) {
	o := newOffice(t)
	o.officer(t)
	home, lives := o.n.Writer.NewID(), o.n.Writer.NewID()
	who := o.about(t, "1980", "Nhầm Nhà")
	o.write(t,
		writer.Draft{Kind: "household", Record: home, Fields: kind.Fields(household.Household{Area: o.village, Name: "Giàng A Thử"})},
		writer.Draft{Kind: "membership", Record: lives, Fields: kind.Fields(household.Membership{Household: home, Person: who[0], Area: o.village, From: "2020"})})
	o.assign(t, assignment.Assignment{Household: home})
	o.sync(t)
	for i, id := range who[:3] {
		if !o.says(id, "Nhầm Nhà") {
			t.Fatalf("record %d did not reach the officer of the household", i)
		}
	}
	o.write(t, writer.Draft{Kind: "membership", Record: lives, Fields: map[string]json.RawMessage{change.Deleted: json.RawMessage("true")}})
	o.sync(t)
	for i, id := range who[:3] {
		if o.says(id, "Nhầm Nhà") {
			t.Errorf("record %d of somebody who never lived there is still on the phone", i)
		}
	}
	if o.phone.Store.Records[home] == nil {
		t.Error("the household itself left the phone")
	}
}

// The phone of an officer in charge of one household writes down who is born there.
func TestAnOfficerWritesDownWhoMovesIntoAnAssignedHouseholdAndNobodyElsewhere(t *testing.T) {
	o := newOffice(t)
	o.officer(t)
	o.assign(t, assignment.Assignment{Household: o.home})
	elsewhere := o.n.Writer.NewID()
	o.write(t, writer.Draft{Kind: "household", Record: elsewhere, Fields: kind.Fields(household.Household{Area: o.village, Name: "Vàng Thị Thử"})})
	o.sync(t)
	for home, want := range map[change.ID]bool{o.home: true, elsewhere: false} {
		who := o.n.Writer.NewID()
		_, err := o.phone.Write("person", who, kind.Fields(household.Person{Area: o.village, Name: "Lò Bé Thử", Born: "2026-03"}))
		must(t, err)
		_, err = o.phone.Write("membership", o.n.Writer.NewID(), kind.Fields(household.Membership{Household: home, Person: who, Area: o.village, Relation: "child"}))
		must(t, err)
		r := o.sync(t)
		if got := len(r.Answers) == 0; got != want {
			t.Errorf("accepted: %v (%+v), want %v", got, r.Answers, want)
		}
		if _, err := o.n.Projection.Get(context.Background(), who); (err == nil) != want {
			t.Errorf("the person is there: %v, want %v", err == nil, want)
		}
	}
	lone := o.n.Writer.NewID()
	_, err := o.phone.Write("person", lone, kind.Fields(household.Person{Area: o.village, Name: "Lò Không Nhà"}))
	must(t, err)
	if r := o.sync(t); len(r.Answers) != 1 || r.Answers[0].Code != "scope.outside" {
		t.Errorf("a person in no household: %+v, want scope.outside", r.Answers)
	}
}

func TestANoticeOfTheCommandReachesAStationsPhone(t *testing.T) {
	o := newOffice(t)
	o.officer(t)
	ctx := context.Background()
	v, err := o.n.Viewer(ctx, o.phone.User)
	must(t, err)
	station, err := o.n.Projection.Get(ctx, v.Unit)
	must(t, err)
	u, err := kind.Into[place.Unit](station.Kind, station.State)
	must(t, err)
	notice := func(unit change.ID) change.ID {
		id := o.n.Writer.NewID()
		o.write(t, writer.Draft{Kind: "notice", Record: id, Fields: kind.Fields(speech.Notice{Title: "Tin bão", Text: "Ở nhà", Unit: unit, From: "2026-03-01", By: o.phone.User})})
		return id
	}
	var other change.ID
	for _, id := range o.n.Projection.Units() {
		if id != v.Unit && id != u.Parent {
			other = id
		}
	}
	above, beside := notice(u.Parent), notice(other)
	o.sync(t)
	if o.phone.Store.Records[above] == nil {
		t.Error("the command's notice didn't reach the station's phone")
	}
	if o.phone.Store.Records[beside] != nil {
		t.Error("another unit's notice did")
	}
	for id, h := range o.phone.Store.Records {
		if h.Kind == "user" && id != o.phone.User {
			x, err := o.n.Projection.Get(ctx, id)
			must(t, err)
			if projection.PlaceOf(x).Unit == u.Parent {
				t.Error("somebody of the command came along with its notice")
			}
		}
	}
}
