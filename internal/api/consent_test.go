package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/writer"
)

// adult of the household in the station's care, who speaks for it.
func (o *office) adult(t *testing.T) change.ID {
	t.Helper()
	id := o.n.Writer.NewID()
	_, err := o.n.Writer.Write(context.Background(), change.ID{}, nil,
		writer.Draft{Kind: "person", Record: id, Fields: kind.Fields(household.Person{Area: o.in["village"], Name: "Lò Văn Thửmẫu", Born: "1990"})},
		writer.Draft{Kind: "membership", Record: o.n.Writer.NewID(), Fields: kind.Fields(household.Membership{Household: o.in["household"], Person: id, Area: o.in["village"]})})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// does asks as a role and wants an answer, which it gives.
func (o *office) does(t *testing.T, want int, role, method, path, body string) *httptest.ResponseRecorder {
	t.Helper()
	w := o.ask(role, method, path, body)
	if w.Code != want {
		t.Fatalf("%s %s as %s: %d %s, want %d", method, path, role, w.Code, w.Body, want)
	}
	return w
}

func idOf(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var got struct{ ID string }
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.ID == "" {
		t.Fatalf("no id in %s (%v)", w.Body, err)
	}
	return got.ID
}

// partnerWays are all the ways to a household's name that a partner has.
func (o *office) partnerWays() []string {
	h := o.in["household"].String()
	return []string{"/api/records/household/" + h, "/api/records/household/" + h + "/history", "/api/records/household?limit=200", "/api/records/household?q=lo+van+thu",
		"/api/search?q=lo+van+thu", "/api/today"}
}

func TestAPartnerReadsAHouseholdOnlyWhileItsPeopleAgree(t *testing.T) {
	o := newOffice(t)
	adult, partner := o.adult(t), o.units["station"] // of the partner's user here
	reads := func() (by []string) {
		for _, way := range o.partnerWays() {
			if w := o.ask("partner", "GET", way, ""); w.Code == http.StatusOK && strings.Contains(w.Body.String(), "Lò Văn Thử") {
				by = append(by, way)
			}
		}
		return by
	}
	give := func(purpose string, to change.ID) string {
		return idOf(t, o.does(t, 201, "station_desk", "POST", "/api/persons/"+adult.String()+"/consents",
			fmt.Sprintf(`{"purpose":%q,"partner":"%s","form":"written","note":"giấy ở tủ số 2"}`, purpose, to)))
	}
	if got := reads(); got != nil {
		t.Errorf("before anybody agreed, the partner reads the name by %v", got)
	}
	give("publish", partner)
	give("share_partner", o.units["command"])
	if got := reads(); got != nil {
		t.Errorf("for another purpose or another unit, the partner reads the name by %v", got)
	}
	id := give("share_partner", partner)
	if got := reads(); len(got) < 4 {
		t.Errorf("with their consent the partner reads the name by %v only", got)
	}
	if w := o.ask("partner", "GET", "/api/records/person/"+adult.String(), ""); w.Code != http.StatusForbidden {
		t.Errorf("the partner opens a person: %d", w.Code)
	}
	o.does(t, 204, "station_desk", "POST", "/api/consents/"+id+"/withdraw", "{}")
	if got := reads(); got != nil {
		t.Errorf("after it was withdrawn, the partner still reads the name by %v", got)
	}
}

// One who lives there takes it back: what the others agreed to doesn't show them.
func TestOneWithdrawalClosesAHousehold(t *testing.T) {
	o := newOffice(t)
	one, other := o.adult(t), o.adult(t)
	body := fmt.Sprintf(`{"purpose":"share_partner","partner":"%s","form":"written","note":"giấy"}`, o.units["station"])
	o.does(t, 201, "station_desk", "POST", "/api/persons/"+one.String()+"/consents", body)
	id := idOf(t, o.does(t, 201, "station_desk", "POST", "/api/persons/"+other.String()+"/consents", body))
	way := "/api/records/household/" + o.in["household"].String()
	if body := o.does(t, 200, "partner", "GET", way, "").Body.String(); !strings.Contains(body, "Lò Văn Thử") {
		t.Fatalf("both agreed, and the partner reads %s", body)
	}
	o.does(t, 204, "station_desk", "POST", "/api/consents/"+id+"/withdraw", "{}")
	if body := o.does(t, 200, "partner", "GET", way, "").Body.String(); strings.Contains(body, "Lò Văn Thử") {
		t.Errorf("one took it back, and the partner reads %s", body)
	}
}

func TestARestrictedPersonIsClosedToAllButThoseWhoMayOpenIt(t *testing.T) {
	o := newOffice(t)
	adult := o.adult(t)
	p := "/api/records/person/" + adult.String()
	ways := []string{p, p + "/history", "/api/records/person?limit=200", "/api/records/person?q=thumau", "/api/records/person?sort=name&limit=200", "/api/search?q=thumau",
		"/api/records/membership?f.household=" + o.in["household"].String(), "/api/export/person?format=csv", "/api/export/person?format=jsonl", "/api/today",
		"/api/persons/" + adult.String() + "/consents", "/api/persons/" + adult.String() + "/copy?format=json"}
	reads := func(role string) (by []string) {
		for _, way := range ways {
			if strings.Contains(o.ask(role, "GET", way, "").Body.String(), "Thửmẫu") {
				by = append(by, way)
			}
		}
		return by
	}
	for _, role := range []string{"station_officer", "provincial_desk"} {
		if len(reads(role)) == 0 {
			t.Fatalf("%s doesn't read the name at first: the test can't fail", role)
		}
	}
	o.does(t, 403, "station_officer", "POST", "/api/persons/"+adult.String()+"/restrict", `{"on":true}`)
	o.does(t, 403, "station_desk", "PATCH", p, `{"fields":{"restricted":true}}`)
	o.does(t, 204, "station_desk", "POST", "/api/persons/"+adult.String()+"/restrict", `{"on":true}`)
	for _, role := range []string{"village_reporter", "station_officer", "provincial_desk", "partner", "sponsor", "auditor", "it_officer"} {
		if by := reads(role); by != nil {
			t.Errorf("%s reads the name of a restricted person by %v", role, by)
		}
	}
	o.does(t, 403, "station_officer", "PATCH", p, `{"fields":{"name":"Người Khác"}}`)
	if len(reads("station_desk")) < 5 {
		t.Errorf("the desk that deals with requests reads it by %v only", reads("station_desk"))
	}
	o.does(t, 204, "station_desk", "POST", "/api/persons/"+adult.String()+"/restrict", `{"on":false}`)
	if len(reads("station_officer")) == 0 {
		t.Error("it stays closed after the restriction was lifted")
	}
}

func TestAChildsConsentIsTheGuardiansAndTheChilds(t *testing.T) {
	o := newOffice(t)
	way := "/api/persons/" + o.in["person"].String() + "/consents"
	guardian := o.adult(t)
	for _, c := range []struct {
		body, code string
	}{
		{`"guardian":""`, "consent.no_guardian"},
		{fmt.Sprintf(`"guardian":"%s"`, guardian), "consent.no_assent"},
		{fmt.Sprintf(`"guardian":"%s","assent":true,"note":" "`, guardian), "consent.no_proof"},
	} {
		w := o.does(t, 422, "station_desk", "POST", way, `{"purpose":"publish","form":"written",`+c.body+`}`)
		if !strings.Contains(w.Body.String(), c.code) {
			t.Errorf("%s: got %s, want %s", c.body, w.Body, c.code)
		}
	}
	o.does(t, 201, "station_desk", "POST", way, fmt.Sprintf(`{"purpose":"publish","form":"written","guardian":"%s","assent":true,"note":"giấy"}`, guardian))
	o.does(t, 404, "provincial_desk", "GET", "/api/persons/"+change.ID{1}.String()+"/consents", "")
}

func TestACopyIsWholeEscapedAndOnlyForWhoMayExport(t *testing.T) {
	o := newOffice(t)
	adult := o.adult(t)
	note := map[string]any{"fields": map[string]string{"subject": adult.String(), "area": o.in["village"].String(), "text": `=1+1 <script>alert("x")</script>`, "by": o.users["station_desk"].String(), "on": "2026-03-03"}}
	body, err := json.Marshal(note)
	if err != nil {
		t.Fatal(err)
	}
	o.does(t, 201, "station_desk", "POST", "/api/records/note", string(body))
	way := "/api/persons/" + adult.String() + "/copy?format="
	page := o.does(t, 200, "station_desk", "GET", way+"html", "").Body.String()
	if !strings.Contains(page, "Lò Văn Thửmẫu") || strings.Contains(page, "<script>") || !strings.Contains(page, "&lt;script&gt;") {
		t.Errorf("the page: %s", page)
	}
	if sheet := o.does(t, 200, "station_desk", "GET", way+"csv", "").Body.String(); strings.Contains(sheet, ",=1+1") || !strings.Contains(sheet, "'=1+1") {
		t.Errorf("the sheet runs a text as a formula: %s", sheet)
	}
	var copied struct {
		Hidden  int
		Records []struct{ Kind string }
		Looks   []struct{ Why string }
	}
	if err := json.Unmarshal(o.does(t, 200, "station_desk", "GET", way+"json", "").Body.Bytes(), &copied); err != nil {
		t.Fatal(err)
	}
	if copied.Hidden != 0 || len(copied.Records) != 3 || len(copied.Looks) < 2 || copied.Looks[0].Why != "copy" {
		t.Errorf("got %+v, want the person, the membership and the note, and the copies made before", copied)
	}
	for _, role := range []string{"village_reporter", "station_officer", "partner", "sponsor", "auditor", "it_officer"} {
		if code := o.ask(role, "GET", way+"json", "").Code; code != 403 && code != 404 {
			t.Errorf("%s makes a copy: %d", role, code)
		}
	}
	o.does(t, 422, "station_desk", "GET", way+"exe", "")
}

// Who may read a certificate is who may read the area, and it names nobody.
func TestAnErasureLeavesACertificateThatNamesNobody(t *testing.T) {
	o := newOffice(t)
	adult := o.adult(t)
	way := "/api/persons/" + adult.String() + "/erasure"
	for _, role := range []string{"village_reporter", "station_officer", "provincial_desk", "partner", "sponsor", "auditor", "it_officer"} {
		o.does(t, 403, role, "GET", way, "")
		o.does(t, 403, role, "POST", way, `{"confirm":"Lò Văn Thửmẫu"}`)
	}
	o.does(t, 422, "station_desk", "POST", way, `{"confirm":"Ai Đó"}`)
	plan := o.does(t, 200, "station_desk", "GET", way, "").Body.String()
	if !strings.Contains(plan, `"membership"`) {
		t.Errorf("the plan: %s", plan)
	}
	made := o.does(t, 201, "station_desk", "POST", way, `{"confirm":"lo van thumau"}`)
	if strings.Contains(made.Body.String(), "Thửmẫu") {
		t.Errorf("the certificate names who is gone: %s", made.Body)
	}
	check := "/api/certificates/" + idOf(t, made) + "/check"
	for role, want := range map[string]int{"station_desk": 200, "station_officer": 200, "provincial_desk": 200, "auditor": 200, "partner": 404, "sponsor": 404, "it_officer": 404, "village_reporter": 404} {
		w := o.ask(role, "GET", check, "")
		if w.Code != want || want == 200 && !strings.Contains(w.Body.String(), `"holds":true`) {
			t.Errorf("%s checks the certificate: %d %s", role, w.Code, w.Body)
		}
	}
	o.does(t, 404, "station_desk", "GET", way, "") // nobody is there any more
}
