package api_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"

	"bamban/internal/change"
	"bamban/internal/signin"
)

// phone enrols a device of a role's user that holds a household, and declares one
// unsent change about it.
func (o *office) phone(t *testing.T, role string, home change.ID) *signin.Device {
	t.Helper()
	ctx := context.Background()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	_, code, _, err := o.signIn.Invite(ctx, nil, o.users[role], "Máy thử")
	if err != nil {
		t.Fatal(err)
	}
	e, err := o.signIn.Enrol(ctx, code, point)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.signIn.Enrol(ctx, code, point); err == nil {
		t.Error("a code was taken twice")
	}
	d, err := o.signIn.Token(ctx, e.Token)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.signIn.SetHeld(ctx, d, []string{"h:" + home.String() + "~0"}, nil); err != nil {
		t.Fatal(err)
	}
	if err := o.signIn.Declare(ctx, d, 1, []string{home.String()}); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWhatIsOnADeviceIsToldToThoseWhoManageItAndNamesNobodyToOthers(t *testing.T) {
	o := newOffice(t)
	d := o.phone(t, "station_officer", o.in["household"])
	id := d.Record.ID.String()
	want := map[string]struct {
		holds, budget, holders int
		named                  bool
	}{
		"anonymous": {401, 401, 401, false}, "village_reporter": {403, 403, 404, false}, "station_officer": {403, 403, 200, true},
		"station_desk": {200, 200, 200, true}, "provincial_desk": {200, 200, 200, true}, "partner": {403, 403, 200, false},
		"sponsor": {403, 403, 404, false}, "auditor": {403, 403, 200, true}, "it_officer": {200, 200, 404, false},
	}
	for _, role := range roles {
		w := want[role]
		holds := o.ask(role, "GET", "/api/devices/"+id+"/holds", "")
		budget := o.ask(role, "GET", "/api/users/"+o.users["station_officer"].String()+"/budget", "")
		holders := o.ask(role, "GET", "/api/households/"+o.in["household"].String()+"/devices", "")
		if holds.Code != w.holds || budget.Code != w.budget || holders.Code != w.holders {
			t.Errorf("%s: holds, budget, holders answer %d %d %d, want %d %d %d", role, holds.Code, budget.Code, holders.Code, w.holds, w.budget, w.holders)
		}
		if named := strings.Contains(holds.Body.String()+holders.Body.String(), "Lò Văn Thử"); named && !w.named {
			t.Errorf("%s reads the name of a household by way of a device", role)
		}
	}
	if body := o.ask("partner", "GET", "/api/households/"+o.in["household"].String()+"/devices", "").Body.String(); strings.Contains(body, id) {
		t.Errorf("a partner is told of an officer's phone: %s", body)
	}
	var holds struct {
		Unsent int64
		About  []string
		Homes  int64
	}
	if err := json.Unmarshal(o.ask("station_desk", "GET", "/api/devices/"+id+"/holds", "").Body.Bytes(), &holds); err != nil {
		t.Fatal(err)
	}
	if holds.Unsent != 1 || len(holds.About) != 1 || holds.Homes != 1 {
		t.Errorf("the desk is told %+v, want one unsent change about one household of one", holds)
	}
}

func TestTheDeskIsToldOfALostMemoryAndWhatTheServerStillLacks(t *testing.T) {
	o := newOffice(t)
	d := o.phone(t, "station_officer", o.in["household"])
	path := "/api/devices/" + d.Record.ID.String() + "/holds"
	var holds struct {
		Lost *struct {
			At, Last, Have, Missing int64
			Cause                   string
		}
	}
	read := func() {
		t.Helper()
		holds.Lost = nil
		if err := json.Unmarshal(o.ask("station_desk", "GET", path, "").Body.Bytes(), &holds); err != nil {
			t.Fatal(err)
		}
	}
	if read(); holds.Lost != nil {
		t.Errorf("a phone that lost nothing: %+v", holds.Lost)
	}
	if err := o.signIn.Lost(context.Background(), d, "wiped", 5); err != nil {
		t.Fatal(err)
	}
	if read(); holds.Lost == nil || holds.Lost.At == 0 || holds.Lost.Last != 5 || holds.Lost.Have != 0 || holds.Lost.Missing != 5 || holds.Lost.Cause != "wiped" {
		t.Errorf("the desk is told %+v, want five of five missing", holds.Lost)
	}
	if w := o.ask("village_reporter", "GET", path, ""); w.Code != 403 {
		t.Errorf("somebody who manages no devices is answered %d", w.Code)
	}
}

func TestPhonesThatLostTheirMemoryAreListedUntilNothingIsMissingAndAnotherTookTheirPlace(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	d := o.phone(t, "station_officer", o.in["household"])
	ask := func(role string) (out struct {
		Devices []struct {
			ID   string
			Loss struct {
				Cause   string
				Missing int64
			}
		}
		Refs map[string]struct{ Title string }
	}) {
		t.Helper()
		if err := json.Unmarshal(o.ask(role, "GET", "/api/devices/losses", "").Body.Bytes(), &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := ask("station_desk"); len(got.Devices) != 0 {
		t.Errorf("nothing was lost: %+v", got)
	}
	for _, loss := range []struct {
		cause string
		last  int64
	}{{"went_back", 0}, {"wiped", 5}} {
		if err := o.signIn.Lost(ctx, d, loss.cause, loss.last); err != nil {
			t.Fatal(err)
		}
		got := ask("station_desk")
		if len(got.Devices) != 1 || got.Devices[0].ID != d.Record.ID.String() || got.Devices[0].Loss.Cause != loss.cause || got.Devices[0].Loss.Missing != loss.last || got.Refs[o.users["station_officer"].String()].Title == "" {
			t.Errorf("after %v the desk is told %+v, want that phone and whose it is", loss, got)
		}
	}
	if w := o.ask("station_officer", "GET", "/api/devices/losses", ""); w.Code != 403 {
		t.Errorf("somebody who manages no devices is answered %d", w.Code)
	}
	o.phone(t, "station_officer", o.in["household"])
	if got := ask("station_desk"); len(got.Devices) != 1 {
		t.Errorf("another phone, five still missing: %+v, want the phone listed", got)
	}
	e := o.phone(t, "station_officer", o.in["household"])
	if err := o.signIn.Lost(ctx, e, "went_back", 0); err != nil {
		t.Fatal(err)
	}
	if got := ask("station_desk"); len(got.Devices) != 2 {
		t.Errorf("a second phone went back: %+v, want two", got)
	}
	o.phone(t, "station_officer", o.in["household"])
	if got := ask("station_desk"); len(got.Devices) != 1 || got.Devices[0].ID != d.Record.ID.String() {
		t.Errorf("it has a newer one and nothing is missing: %+v, want the first alone", got)
	}
}

func TestAReopeningCodeIsForADeviceInUseAndItsHalfForItsCodeOnly(t *testing.T) {
	o := newOffice(t)
	ctx := context.Background()
	d := o.phone(t, "station_officer", o.in["household"])
	path := "/api/devices/" + d.Record.ID.String()
	if w := o.ask("station_desk", "POST", path+"/reopen", "{}"); w.Code != 409 {
		t.Errorf("a code for a device that left no half: %d, want 409", w.Code)
	}
	half, door := []byte(strings.Repeat("h", 32)), []byte(strings.Repeat("d", 32))
	if err := o.signIn.Escrow(ctx, d, half, door); err != nil {
		t.Fatal(err)
	}
	for _, role := range roles {
		w, want := o.ask(role, "POST", path+"/reopen", "{}"), map[string]int{"anonymous": 401, "station_desk": 200, "provincial_desk": 200, "it_officer": 200}[role]
		if want == 0 {
			want = 403
		}
		if w.Code != want {
			t.Errorf("%s asks for a reopening code: %d, want %d", role, w.Code, want)
		}
	}
	var made struct{ Code string }
	if err := json.Unmarshal(o.ask("station_desk", "POST", path+"/reopen", "{}").Body.Bytes(), &made); err != nil {
		t.Fatal(err)
	}
	knock := "ZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGRkZGQ="
	if got, err := o.signIn.Reopen(ctx, knock, "sai"); err == nil {
		t.Errorf("a wrong code gives %q", got)
	}
	if got, err := o.signIn.Reopen(ctx, knock, made.Code); err != nil || got == "" {
		t.Errorf("the right code gives %q, %v", got, err)
	}
	if got, err := o.signIn.Reopen(ctx, knock, made.Code); err != nil || got == "" {
		t.Errorf("asked again, for the answer was lost, it gives %q, %v", got, err)
	}
	if w := o.ask("station_desk", "POST", path+"/revoke", `{"reason":"mất"}`); w.Code != 204 {
		t.Fatalf("revoke: %d %s", w.Code, w.Body)
	}
	if got, err := o.signIn.Reopen(ctx, knock, made.Code); err == nil {
		t.Errorf("a revoked device is given %q", got)
	}
	if w := o.ask("station_desk", "POST", path+"/reopen", "{}"); w.Code != 409 {
		t.Errorf("a code for a revoked device: %d, want 409", w.Code)
	}
	if log := o.ask("station_desk", "GET", "/api/looks?why=reopen_code", "").Body.String(); !strings.Contains(log, d.Record.ID.String()) {
		t.Error("the code is not in the access log")
	}
	for _, role := range roles {
		for _, way := range []string{"/api/records/device/" + d.Record.ID.String(), "/api/records/device/" + d.Record.ID.String() + "/history", "/api/records/device?limit=200", "/api/export/device?format=jsonl"} {
			if strings.Contains(o.ask(role, "GET", way, "").Body.String(), "aGhoaGho") {
				t.Errorf("%s reads the half at %s", role, way)
			}
		}
	}
}
