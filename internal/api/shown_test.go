package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bamban/internal/activity"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/ledger"
	"bamban/internal/program"
	"bamban/internal/writer"
)

// Words that stand in the personal fields of a household, and in those of everything
// that is held about its people.
const (
	homeWord   = "Hộkín"
	homeFolded = "hokin"
	ownWord    = "Kínmật"
	ownFolded  = "kinmat"
)

// kept is a household of one adult with something personal of every kind that can be.
func (o *office) kept(t *testing.T) (adult change.ID, records map[string]change.ID, digest string) {
	t.Helper()
	village, by, unit := o.in["village"], o.users["station_desk"], o.units["station"]
	records = map[string]change.ID{}
	var drafts []writer.Draft
	add := func(kindName string, fields map[string]json.RawMessage) change.ID {
		id := o.n.Writer.NewID()
		records[kindName] = id
		drafts = append(drafts, writer.Draft{Kind: kindName, Record: id, Fields: fields})
		return id
	}
	point := &kind.Pos{Lat: 22.4001, Lon: 103.2001}
	home := add("household", kind.Fields(household.Household{Area: village, Name: homeWord, Address: homeWord, Phone: "0977" + homeFolded}))
	adult = add("person", kind.Fields(household.Person{Area: village, Name: ownWord, Born: "1990", Phone: ownWord}))
	add("membership", kind.Fields(household.Membership{Household: home, Person: adult, Area: village, Relation: "head"}))
	visit := add("visit", kind.Fields(activity.Visit{Household: home, Area: village, On: "2026-03-04", By: by, Note: ownWord, Point: point}))
	add("note", kind.Fields(activity.Note{Subject: adult, Area: village, Text: ownWord, By: by, On: "2026-03-04"}))
	add("consent", kind.Fields(household.Consent{Person: adult, Area: village, Purpose: "photo", Form: "written", GivenOn: "2026-03-01", Status: household.Given, Note: ownWord}))
	add("request", map[string]json.RawMessage{"person": quote(adult.String()), "area": quote(village.String()), "unit": quote(unit.String()), "what": quote("see"), "asker": quote(ownWord), "relation": quote("self"),
		"channel": quote("spoken"), "received_on": quote("2026-03-05"), "text": quote(ownWord), "status": quote("received")})
	enrolment, first := o.n.Writer.NewID(), o.n.Writer.NewID()
	records["enrolment"], records["step"] = enrolment, first
	drafts = append(drafts,
		writer.Draft{Kind: "enrolment", Record: enrolment, Fields: kind.Fields(program.Enrolment{Program: "border_home", Name: ownWord, Household: home, Area: village, Unit: unit, Reason: ownWord,
			Status: change.Move{To: "proposed", By: first}.String()})},
		writer.Draft{Kind: "step", Record: first, Fields: kind.Fields(program.Step{Enrolment: enrolment, Program: "border_home", Household: home, Area: village, Unit: unit, To: "proposed", On: "2026-03-04", By: by, Reason: ownWord, Point: point})})
	due := add("due", kind.Fields(program.Due{Enrolment: enrolment, Program: "border_home", Entitlement: "house", Period: "2026", Household: home, Area: village, Unit: unit, Name: ownWord, Item: "vnd", Amount: 500, On: "2026-03-04", Status: "open"}))
	fund := add("fund", kind.Fields(ledger.Fund{Name: "Quỹ chung", Unit: unit}))
	add("entry", kind.Fields(ledger.Entry{Type: "handover", Item: "vnd", Quantity: 500, From: fund, To: due, On: "2026-03-04", Program: "border_home", Enrolment: enrolment, Household: home, Area: village, Unit: unit,
		By: by, Receipt: "signature", Receiver: ownWord, Witness: ownWord}))
	digest, size := o.file(t, ownWord)
	add("attachment", kind.Fields(activity.Attachment{Subject: visit, Area: village, Home: home, Kind: "photo", Digest: digest, Size: size, Media: "image/jpeg", Caption: ownWord, Name: ownWord, By: by}))
	if _, err := o.n.Writer.Write(context.Background(), change.ID{}, nil, drafts...); err != nil {
		t.Fatal(err)
	}
	return adult, records, digest
}

// everyWay is each address of the API by which something of these records could be read.
func (o *office) everyWay(records map[string]change.ID, digest string) []string {
	out := []string{"/api/today", "/api/given", "/api/coverage", "/api/money", "/api/requests", "/api/requests?closed=1", "/api/twins", "/api/twins?grade=possible", "/api/conflicts", "/api/quarantine", "/api/looks",
		"/api/retention", "/api/lists", "/api/imports", "/api/designs", "/api/me", "/api/figures?" + year, "/api/files/" + digest}
	for _, word := range []string{homeFolded, ownFolded} {
		out = append(out, "/api/search?q="+word)
	}
	for _, k := range o.n.Kinds.All() {
		list := "/api/records/" + k.Name
		out = append(out, list+"?limit=200", list+"?q="+homeFolded, list+"?q="+ownFolded, list+"?limit=200&sort=-name", list+"?f.household="+records["household"].String(), list+"?f.person="+records["person"].String())
		for _, format := range []string{"csv", "jsonl"} {
			out = append(out, "/api/export/"+k.Name+"?format="+format)
		}
	}
	for kindName, id := range records {
		one := "/api/records/" + kindName + "/" + id.String()
		out = append(out, one, one+"/history", "/api/certificates/"+id.String()+"/check", "/api/accounts/"+id.String()+"/statement", "/api/reconcile/"+id.String())
	}
	p, h := records["person"].String(), records["household"].String()
	out = append(out, "/api/persons/"+p+"/consents", "/api/persons/"+p+"/copy?format=json", "/api/persons/"+p+"/erasure", "/api/people/"+p+"/twins", "/api/households/"+h+"/devices",
		"/api/requests/"+records["request"].String(), "/api/enrolments/"+records["enrolment"].String()+"/overlaps", "/api/programs", "/api/programs/border_home/check?household="+h, "/api/programs/border_home/check?person="+p)
	for _, i := range o.n.Figures.All() {
		out = append(out, "/api/figures/"+i.Code+"/records?limit=200&"+year, "/api/figures/"+i.Code+"/export?format=jsonl&"+year)
	}
	return out
}

// found gives the addresses at which a role reads one of the words.
func (o *office) found(role string, ways []string, words ...string) (at []string) {
	for _, way := range ways {
		body := o.ask(role, "GET", way, "").Body.String()
		if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(body, w) }) {
			at = append(at, way)
		}
	}
	return at
}

// Nothing shows people to a partner or to who gave, by any address, until they agreed to
// that purpose for that partner; then their household alone, until one takes it back.
func TestNobodyIsShownToAPartnerOrASponsorWithoutTheirConsent(t *testing.T) {
	o := newOffice(t)
	adult, records, digest := o.kept(t)
	ways := o.everyWay(records, digest)
	if got := o.found("station_desk", ways, ownWord); len(got) < 30 {
		t.Fatalf("the station's own desk reads it at %d addresses only: the test can't fail", len(got))
	}
	give := func(purpose string, to change.ID) string {
		return idOf(t, o.does(t, 201, "station_desk", "POST", "/api/persons/"+adult.String()+"/consents", fmt.Sprintf(`{"purpose":%q,"partner":"%s","form":"written","note":"giấy"}`, purpose, to)))
	}
	closed := func(when string) {
		t.Helper()
		for _, role := range []string{"partner", "sponsor"} {
			if at := o.found(role, ways, ownWord, homeWord, "22.4001"); at != nil {
				t.Errorf("%s, a %s reads of them at %v", when, role, at)
			}
		}
	}
	closed("before anybody agreed")
	for _, purpose := range []string{"hold_record", "photo", "voice", "child_support", "publish"} {
		give(purpose, o.units["station"])
	}
	give("share_partner", o.units["command"])
	closed("with consents for other purposes and for another partner")
	id := give("share_partner", o.units["station"]) // that of the partner's user here
	if at := o.found("partner", ways, homeWord); len(at) < 4 {
		t.Errorf("with their consent the partner reads the household at %v only", at)
	}
	if at := o.found("partner", ways, ownWord); at != nil {
		t.Errorf("by a consent to the household's data a partner reads more at %v", at)
	}
	if at := o.found("sponsor", ways, ownWord, homeWord); at != nil {
		t.Errorf("by a consent for a partner a sponsor reads at %v", at)
	}
	o.does(t, 204, "station_desk", "POST", "/api/consents/"+id+"/withdraw", "{}")
	closed("after it was taken back")
}
