package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bamban/internal/access"
	"bamban/internal/api"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/twin"
	"bamban/internal/writer"
)

// child writes a child down in the station's village and in another station's, with
// values that the other station must not learn.
func (o *office) child(t *testing.T) (mine, away change.ID, secrets []string) {
	t.Helper()
	mine, away = o.n.Writer.NewID(), o.n.Writer.NewID()
	if twin.Older(away, mine) { // made within a millisecond
		mine, away = away, mine
	}
	_, err := o.n.Writer.Write(context.Background(), change.ID{}, nil,
		writer.Draft{Kind: "person", Record: mine, Fields: kind.Fields(household.Person{Area: o.in["village"], Name: "Tẩn Thị Sểnh", Born: "2016-05-08", Sex: "female"})},
		writer.Draft{Kind: "person", Record: away, Fields: kind.Fields(household.Person{Area: o.out["village"], Name: "Tẩn Thị Senh", Born: "2016-05-08", Phone: "0977555", Ethnicity: "dao", PaperNo: "P-7788"})})
	if err != nil {
		t.Fatal(err)
	}
	return mine, away, []string{"Senh", "0977555", "dao", "P-7788", away.String(), o.out["village"].String()}
}

func decodeAs[T any](t *testing.T, body []byte) T {
	t.Helper()
	var out T
	if err := json.Unmarshal(body, &out); err != nil {
		t.Fatalf("%v: %.200s", err, body)
	}
	return out
}

func TestOfAnotherUnitsChildOnlyWhatAgreesIsTold(t *testing.T) {
	o := newOffice(t)
	mine, away, secrets := o.child(t)
	pair := twin.PairID(mine, away).String()
	like := `{"name":"Tan Thi Senh","born":"2016-05-08"}`
	ways := []struct{ method, path, body string }{
		{"GET", "/api/people/" + mine.String() + "/twins", ""}, {"GET", "/api/people/" + mine.String() + "/twins/" + pair, ""},
		{"GET", "/api/twins", ""}, {"GET", "/api/twins?grade=possible", ""}, {"POST", "/api/twins/like", like},
		{"POST", "/api/people/" + mine.String() + "/twins/" + pair, `{"status":"proposed","why":"cùng tên mẹ"}`}, {"GET", "/api/twins?state=proposed", ""},
	}
	for _, way := range ways {
		w := o.ask("station_desk", way.method, way.path, way.body)
		if w.Code != 200 {
			t.Fatalf("%s: %d %s", way.path, w.Code, w.Body)
		}
		for _, s := range secrets {
			if strings.Contains(w.Body.String(), s) && (s != "Senh" || way.method != "POST") {
				t.Errorf("%s %s tells %q of another unit's child", way.method, way.path, s)
			}
		}
	}
	one := decodeAs[api.PairsJSON](t, o.ask("station_desk", "GET", ways[1].path, "").Body.Bytes()).Pairs[0]
	far := one.Newer
	if one.Older.Row == nil || far.Open || far.Row != nil || far.Unit == "" || far.Unit == o.units["station"].String() {
		t.Errorf("older %+v, newer %+v: want my own open and of the other the unit to ask", one.Older, far)
	}
	if !slices.Contains(one.Agree, "name_folded") || !slices.Contains(one.Agree, "day") || slices.Contains(one.Agree, "village") {
		t.Errorf("agrees in %v", one.Agree)
	}
	if one.May["decide"] || !one.May["propose"] {
		t.Errorf("may %v, want to propose and not to decide", one.May)
	}
	for _, body := range []string{`{"status":"same","why":"x"}`, `{"status":"different","why":"x"}`} {
		if w := o.ask("station_desk", "POST", ways[1].path, body); w.Code != 403 || !strings.Contains(w.Body.String(), "twin.not_yours") {
			t.Errorf("%s by who keeps one record: %d %s", body, w.Code, w.Body)
		}
	}
	// The other record can't be named by its id either, nor looked at from its side.
	for _, path := range []string{"/api/people/" + mine.String() + "/twins/" + away.String(), "/api/people/" + away.String() + "/twins", "/api/people/" + away.String() + "/twins/" + pair} {
		if w := o.ask("station_desk", "GET", path, ""); w.Code != 404 {
			t.Errorf("%s: %d, want 404", path, w.Code)
		}
	}
}

func TestWhoMayNotReadAChildLearnsThatRecordsAgreeAndNoName(t *testing.T) {
	o := newOffice(t)
	mine, away, _ := o.child(t)
	path := "/api/people/" + mine.String() + "/twins/" + away.String()
	body := o.ask("provincial_desk", "GET", path, "").Body.String()
	if strings.Contains(body, "Tẩn") || strings.Contains(body, "2016") {
		t.Errorf("the province reads a child's values: %s", body)
	}
	one := decodeAs[api.PairsJSON](t, []byte(body)).Pairs[0]
	if !one.May["decide"] || !one.Older.Open || !one.Newer.Open {
		t.Errorf("the province may %v, want to decide, for it reaches both records", one.May)
	}
	if w := o.ask("provincial_desk", "POST", path, `{"status":"same","why":"x","picked":["name"]}`); w.Code != 403 && w.Code != 422 {
		t.Errorf("a child's name picked by who can't read it: %d %s", w.Code, w.Body)
	}
	if w := o.ask("provincial_desk", "POST", path, `{"status":"same","why":"hai đồn đã xác nhận"}`); w.Code != 200 {
		t.Fatalf("decided: %d %s", w.Code, w.Body)
	}
	w := o.ask("station_desk", "GET", "/api/people/"+mine.String()+"/twins", "")
	// The station of the kept record sees the decision; its reader of children reads the reason.
	found := decodeAs[api.PersonTwinsJSON](t, w.Body.Bytes())
	if len(found.Pairs) != 1 || found.Pairs[0].Decision == nil || found.Pairs[0].Decision.Status != "same" || found.Pairs[0].Decision.Why == "" || len(found.Records) != 2 {
		t.Errorf("the station of the kept record sees %s", w.Body)
	}
	for _, role := range []string{"auditor", "provincial_desk"} {
		if body := o.ask(role, "GET", "/api/twins?state=same", "").Body.String(); strings.Contains(body, "xác nhận") {
			t.Errorf("%s reads the reason of a decision about a child", role)
		}
	}
}

func TestToBeToldOfAnotherUnitsRecordIsInTheAccessLog(t *testing.T) {
	o := newOffice(t)
	mine, away, _ := o.child(t)
	looks := func() []*projection.Record {
		page, err := o.n.Projection.List(context.Background(), projection.Query{Kind: "look", Scope: access.Scope{Everywhere: true}, Limit: 200})
		if err != nil {
			t.Fatal(err)
		}
		return page.Records
	}
	for _, way := range []struct{ method, path, body string }{
		{"GET", "/api/people/" + mine.String() + "/twins", ""}, {"POST", "/api/twins/like", `{"name":"Tẩn Thị Senh","born":"2016-05-08"}`},
	} {
		before := len(looks())
		if w := o.ask("station_desk", way.method, way.path, way.body); w.Code != 200 {
			t.Fatalf("%s: %d %s", way.path, w.Code, w.Body)
		}
		told := slices.ContainsFunc(looks(), func(r *projection.Record) bool {
			return strings.Contains(string(r.State.Value("records", r.Kind)), away.String()) && strings.Contains(string(r.State.Value("why", r.Kind)), "twin")
		})
		if len(looks()) == before || !told {
			t.Errorf("%s: that somebody was told of the other record is not in the access log", way.path)
		}
	}
}

func TestNothingThatIsSentAboutPairsDoesHarm(t *testing.T) {
	o := newOffice(t)
	mine, away, _ := o.child(t)
	path := "/api/people/" + mine.String() + "/twins/" + away.String()
	for body, want := range map[string]int{
		`{"status":"","why":"x"}`: 422, `{"status":"nonsense","why":"x"}`: 422, `{"status":"same"}`: 422, `{"status":"same","why":"   "}`: 422, `{"status":7}`: 422, `[`: 422,
		`{"status":"same","why":"x","picked":["same_as"]}`: 422, `{"status":"same","why":"x","picked":["nonsense"]}`: 422, `{"status":"taken_back","why":"x"}`: 409,
		fmt.Sprintf(`{"status":"same","why":%q}`, strings.Repeat("a", 501)): 413,
	} {
		if w := o.ask("provincial_desk", "POST", path, body); w.Code != want && !(w.Code == 400 && want == 422) {
			t.Errorf("%.60s: %d %s, want %d", body, w.Code, w.Body, want)
		}
	}
	for _, q := range []string{"after=x", "after=1.2.3", "area=x", "state=x", "limit=-1", "limit=100000"} {
		if w := o.ask("provincial_desk", "GET", "/api/twins?"+q, ""); w.Code != 422 {
			t.Errorf("%s: %d %s, want 422", q, w.Code, w.Body)
		}
	}
	for _, body := range []string{`{}`, `{"name":"a","born":"x"}`, `{"name":"` + strings.Repeat("á ", 150) + `","born":"2016"}`, `{"household":"x","name":"Tẩn Thị Sểnh","born":"2016-05-08"}`} {
		if w := o.ask("station_desk", "POST", "/api/twins/like", body); w.Code != 200 && w.Code != 413 {
			t.Errorf("%.60s: %d %s", body, w.Code, w.Body)
		}
	}
	r, err := o.n.Projection.Get(context.Background(), away)
	if err != nil || r.State.Value("same_as", r.Kind) != nil {
		t.Errorf("something was joined by a request that was refused: %v", err)
	}
}
