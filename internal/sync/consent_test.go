package sync_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/writer"
)

// nameOn is a record's name as the phone holds it.
func (o *office) nameOn(id change.ID) string {
	h := o.phone.Store.Records[id]
	if h == nil || h.State.Cells["name"] == nil {
		return ""
	}
	return strings.Trim(string(h.State.Cells["name"].Heads[0].Value), `"`)
}

// partner makes the phone's user one of a partner that reads a part by consent.
func (o *office) partner(t testing.TB) *access.Viewer {
	t.Helper()
	ctx := context.Background()
	grants, err := o.n.Projection.FindBy(ctx, "grant", "user", o.phone.User.String(), 10)
	must(t, err)
	o.write(t, writer.Draft{Kind: "grant", Record: grants[0].ID, Fields: kind.Fields(account.Grant{Role: "partner", Area: o.village})})
	v, err := o.n.Viewer(ctx, o.phone.User)
	must(t, err)
	return v
}

func TestAPartnersPhoneHoldsANameOnlyWhileItsPeopleAgree(t *testing.T) {
	o := newOffice(t)
	v := o.partner(t)
	person, consent := o.n.Writer.NewID(), o.n.Writer.NewID()
	o.write(t, writer.Draft{Kind: "person", Record: person, Fields: kind.Fields(household.Person{Area: o.village, Name: "Lò Thị Thử", Born: "1990"})},
		writer.Draft{Kind: "membership", Record: o.n.Writer.NewID(), Fields: kind.Fields(household.Membership{Household: o.home, Person: person, Area: o.village})})
	o.sync(t)
	if _, has := o.phone.Store.Records[o.home]; !has || o.nameOn(o.home) != "" {
		t.Fatalf("before anybody agreed the phone has the household %v, called %q", has, o.nameOn(o.home))
	}
	o.write(t, writer.Draft{Kind: "consent", Record: consent, Fields: kind.Fields(household.Consent{Person: person, Area: o.village, Purpose: household.SharePartner, Partner: v.Unit,
		Form: "written", GivenOn: "2026-03-03", Status: household.Given})})
	o.sync(t)
	if o.nameOn(o.home) == "" {
		t.Error("they agreed, and the phone doesn't get the name")
	}
	o.write(t, writer.Draft{Kind: "consent", Record: consent, Fields: map[string]json.RawMessage{"status": json.RawMessage(`"withdrawn"`), "withdrawn_on": json.RawMessage(`"2026-03-04"`)}})
	o.sync(t)
	if got := o.nameOn(o.home); got != "" {
		t.Errorf("they took it back, and the phone still has %q", got)
	}
}

func TestWhatIsRestrictedLeavesAnOfficersPhone(t *testing.T) {
	o := newOffice(t)
	o.officer(t)
	person, note := o.n.Writer.NewID(), o.n.Writer.NewID()
	o.write(t, writer.Draft{Kind: "person", Record: person, Fields: kind.Fields(household.Person{Area: o.village, Name: "Lò Thị Thử", Born: "1990"})},
		writer.Draft{Kind: "membership", Record: o.n.Writer.NewID(), Fields: kind.Fields(household.Membership{Household: o.home, Person: person, Area: o.village})},
		writer.Draft{Kind: "note", Record: note, Fields: map[string]json.RawMessage{"subject": json.RawMessage(`"` + person.String() + `"`), "area": json.RawMessage(`"` + o.village.String() + `"`),
			"text": json.RawMessage(`"điều riêng"`), "by": json.RawMessage(`"` + o.phone.User.String() + `"`), "on": json.RawMessage(`"2026-03-03"`)}})
	o.assign(t, assignment.Assignment{Household: o.home, Area: o.village})
	o.sync(t)
	text := func() bool { h := o.phone.Store.Records[note]; return h != nil && h.State.Cells["text"] != nil }
	if o.nameOn(person) == "" || !text() {
		t.Fatal("the officer's phone lacks the person or the note at first: the test can't fail")
	}
	o.write(t, writer.Draft{Kind: "person", Record: person, Fields: map[string]json.RawMessage{"restricted": json.RawMessage("true")}})
	o.sync(t)
	if got := o.nameOn(person); got != "" || text() {
		t.Errorf("restricted, and the phone has the name %q, the note %v", got, text())
	}
	o.write(t, writer.Draft{Kind: "person", Record: person, Fields: map[string]json.RawMessage{"restricted": json.RawMessage("false")}})
	o.sync(t)
	if o.nameOn(person) == "" || !text() {
		t.Error("the restriction was lifted, and the phone doesn't get it back")
	}
}

// A phone's own words of somebody who was erased go from the phone too; its numbers stay
// whole, so that it can still be asked for them by a server that was restored.
func TestAPhoneForgetsItsOwnErasedWords(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	write := func(text string) change.ID {
		id := o.n.Writer.NewID()
		_, err := o.phone.Write("note", id, map[string]json.RawMessage{"subject": json.RawMessage(`"` + o.home.String() + `"`), "area": json.RawMessage(`"` + o.village.String() + `"`),
			"text": json.RawMessage(`"` + text + `"`), "by": json.RawMessage(`"` + o.phone.User.String() + `"`), "on": json.RawMessage(`"2026-03-03"`)})
		must(t, err)
		return id
	}
	write("điều bí mật")
	write("điều ở lại")
	o.sync(t)
	_, err := o.n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Op: change.Erase, Target: &change.Target{Device: o.phone.Tag, N: 1}})
	must(t, err)
	o.sync(t)
	mine := o.phone.Store.Mine
	if !mine[0].Change.IsBlank() || strings.Contains(string(mine[0].Content), "bí mật") || mine[1].Change.IsBlank() {
		t.Fatalf("the phone keeps %s and %s", mine[0].Content, mine[1].Content)
	}
	c, err := change.Decode(mine[0].Content, o.phone.Tag, o.phone.User)
	must(t, err)
	if !c.IsBlank() || c.N != 1 {
		t.Errorf("read again it is %+v", c)
	}
}

// What is erased here never left quarantine: its record is an old one, and stays as it is.
func TestAnErasureHidesNothingNewOfTheSamePlace(t *testing.T) {
	o := newOffice(t)
	o.officer(t)
	village := o.assign(t, assignment.Assignment{Area: o.village})
	o.sync(t)
	_, err := o.phone.Write("household", o.home, map[string]json.RawMessage{"phone": json.RawMessage(`"0933"`)})
	must(t, err)
	o.end(t, village)
	if a := o.sync(t).Answers; len(a) != 1 || a[0].Status != "quarantined" {
		t.Fatalf("answers %+v, want one in quarantine", a)
	}
	o.assign(t, assignment.Assignment{Area: o.village})
	o.sync(t)
	later := o.n.Writer.NewID()
	o.write(t, writer.Draft{Kind: "household", Record: later, Fields: kind.Fields(household.Household{Area: o.village, Name: "Hộ mới"})})
	o.write(t, writer.Draft{Op: change.Erase, Target: &change.Target{Device: o.phone.Tag, N: 1}})
	o.sync(t)
	if o.nameOn(later) != "Hộ mới" {
		t.Error("a household was added before the erasure, and the phone doesn't get it")
	}
}
