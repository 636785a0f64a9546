package sync_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/sync"
	"bamban/internal/twin"
	"bamban/internal/writer"
)

// hints asks for what the phone may hold of others, and gives the answer as it was sent.
func (o *office) hints(t *testing.T, have string) (*sync.HintsAnswer, string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, o.server.URL+sync.PathHints, strings.NewReader(`{"have":"`+have+`"}`))
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+o.token)
	answer, err := o.server.Client().Do(r)
	must(t, err)
	var body bytes.Buffer
	_, err = body.ReadFrom(answer.Body)
	must(t, err)
	must(t, answer.Body.Close())
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("hints: %d %s", answer.StatusCode, body.String())
	}
	var out sync.HintsAnswer
	must(t, json.Unmarshal(body.Bytes(), &out))
	return &out, body.String()
}

// holds reports whether a hint of a person is in an answer, and of which unit.
func holds(a *sync.HintsAnswer, name string, year int64) (change.ID, bool) {
	want := twin.Hint(a.Key, name, year)
	for _, u := range a.Units {
		for i := 0; i+3 <= len(u.Hints); i += 3 {
			if binary.BigEndian.Uint32([]byte{0, u.Hints[i], u.Hints[i+1], u.Hints[i+2]}) == want {
				return u.Unit, true
			}
		}
	}
	return change.ID{}, false
}

func TestAPhoneHoldsHintsOfWhomItMustNotKnowAndNoNames(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	o.officer(t)
	o.assign(t, assignment.Assignment{Household: o.home, Area: o.village})
	tree := o.n.Projection.Tree()
	commune := tree.Holders(o.village)[1]
	i := slices.IndexFunc(tree.Below(commune), func(id change.ID) bool { return id != o.village && tree.Holders(id)[1] == commune })
	beside := tree.Below(commune)[i]
	asked, mine, near, gone, far := o.n.Writer.NewID(), o.n.Writer.NewID(), o.n.Writer.NewID(), o.n.Writer.NewID(), o.n.Writer.NewID()
	elsewhere := o.unheardOf(t)
	for id, p := range map[change.ID]household.Person{
		mine: {Area: o.village, Name: "Lò Thị Nhà", Born: "2015"}, near: {Area: beside, Name: "Tẩn Thị Cạnh", Born: "2014-05-06", Phone: "0977"},
		asked: {Area: beside, Name: "Hạng A Khép", Born: "2011", Closed: true}, gone: {Area: beside, Name: "Sùng A Xóa", Born: "2013"}, far: {Area: elsewhere, Name: "Vàng Thị Xa", Born: "2012"},
	} {
		o.write(t, writer.Draft{Kind: "person", Record: id, Fields: kind.Fields(p)})
	}
	o.write(t, writer.Draft{Kind: "membership", Record: o.n.Writer.NewID(), Fields: kind.Fields(household.Membership{Household: o.home, Person: mine, Area: o.village})})
	o.write(t, writer.Draft{Kind: "person", Record: gone, Fields: map[string]json.RawMessage{change.Deleted: json.RawMessage("true")}})

	a, wire := o.hints(t, "")
	unit, ok := holds(a, "canh thi tan", 2014)
	if !ok || unit.IsZero() {
		t.Errorf("no hint of a child of the next village")
	}
	for what, c := range map[string]struct {
		name string
		year int64
	}{"who is on the phone": {"Lò Thị Nhà", 2015}, "who had it restricted": {"Hạng A Khép", 2011}, "who is deleted": {"Sùng A Xóa", 2013}, "who lives far away": {"Vàng Thị Xa", 2012}, "the same in another year": {"Tẩn Thị Cạnh", 2015}} {
		if _, ok := holds(a, c.name, c.year); ok {
			t.Errorf("there is a hint of %s", what)
		}
	}
	for _, secret := range []string{"Cạnh", "Canh", "canh", "2014", "0977", near.String(), beside.String()} {
		if strings.Contains(wire, secret) {
			t.Errorf("the answer says %q", secret)
		}
	}
	if again, _ := o.hints(t, a.Tag); again.Tag != a.Tag || again.Key != nil || again.Units != nil {
		t.Errorf("what the phone has already is sent again: %d units", len(again.Units))
	}
	page, err := o.n.Projection.List(ctx, projection.Query{Kind: "look", Scope: access.Scope{Everywhere: true}})
	must(t, err)
	if !slices.ContainsFunc(page.Records, func(r *projection.Record) bool {
		l, err := kind.Into[account.Look](r.Kind, r.State)
		return err == nil && l.Why == "hints" && l.Count == 1 && l.User == o.phone.User
	}) {
		t.Error("that the phone was given hints is not in the access log")
	}
}

// unheardOf is a village in no commune or district of the phone's.
func (o *office) unheardOf(t *testing.T) change.ID {
	t.Helper()
	tree := o.n.Projection.Tree()
	own := append(tree.Holders(o.village), tree.FormerHolders(o.village)...)
	for _, id := range tree.All() {
		all := append(tree.Holders(id), tree.FormerHolders(id)...)
		shared := 0
		for _, x := range all {
			if slices.Contains(own, x) {
				shared++
			}
		}
		if len(tree.Below(id)) == 1 && len(all) > 5 && shared == 2 { // the province, twice
			return id
		}
	}
	t.Fatal("no village is far away")
	return change.ID{}
}

func TestWhoRecordsNobodyGetsNoHints(t *testing.T) {
	o := newOffice(t)
	grants, err := o.n.Projection.FindBy(context.Background(), "grant", "user", o.phone.User.String(), 10)
	must(t, err)
	o.write(t, writer.Draft{Kind: "grant", Record: grants[0].ID, Fields: kind.Fields(account.Grant{Role: "village_reporter"})})
	if a, _ := o.hints(t, ""); a.Key != nil || len(a.Units) > 0 {
		t.Errorf("a reporter's phone gets %d units of hints", len(a.Units))
	}
}
