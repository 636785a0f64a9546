package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"bamban/internal/change"
	"bamban/internal/projection"
)

// wav is the shortest sound that is one by its content; more makes another.
func wav(more string) string {
	return "RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x08\x00\x00\x00" + more
}

func (o *office) speak(role, of, language, sound string) *httptest.ResponseRecorder {
	return o.ask(role, "POST", "/api/recordings?of="+of+"&language="+language, sound)
}

func madeID(t *testing.T, w *httptest.ResponseRecorder) (id, digest string) {
	t.Helper()
	var rec struct {
		ID string
		V  struct{ Digest, Status, Media, By string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &rec); err != nil || w.Code != http.StatusCreated {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	if rec.V.Status != "in_use" || rec.V.Media != "audio/wave" {
		t.Errorf("got status %q, media %q; want in_use, audio/wave", rec.V.Status, rec.V.Media)
	}
	return rec.ID, rec.V.Digest
}

func TestTheDeskRecordsATextAndEverybodySignedInHearsIt(t *testing.T) {
	o := newOffice(t)
	id, digest := madeID(t, o.speak("station_desk", "form:household_visit/at_home", "hmong", wav("chào bà")))
	for _, role := range []string{"village_reporter", "station_officer", "provincial_desk", "partner", "auditor"} {
		if w := o.ask(role, "GET", "/api/files/"+digest, ""); w.Code != 200 || w.Body.String() != wav("chào bà") {
			t.Errorf("%s hears %d, want the sound", role, w.Code)
		}
	}
	if w := o.ask("anonymous", "GET", "/api/files/"+digest, ""); w.Code != 401 {
		t.Errorf("nobody hears %d, want 401", w.Code)
	}
	if w := o.ask("station_desk", "PATCH", "/api/records/recording/"+id, `{"fields":{"status":"withdrawn"}}`); w.Code != 200 {
		t.Errorf("the desk withdraws its own: %d %s", w.Code, w.Body)
	}
}

func TestAnOfficerRecordsInTheVillagesLanguage(t *testing.T) {
	o := newOffice(t)
	id, _ := madeID(t, o.speak("station_officer", "text:reporter.visit", "thai", wav("tiếng")))
	if w := o.ask("station_officer", "PATCH", "/api/records/recording/"+id, `{"fields":{"status":"withdrawn"}}`); w.Code != 200 {
		t.Errorf("an officer withdraws their own: %d %s", w.Code, w.Body)
	}
}

func TestWhoMayNotRecordIsRefusedAndNothingIsKept(t *testing.T) {
	o := newOffice(t)
	for _, role := range []string{"village_reporter", "partner", "sponsor", "auditor", "it_officer"} {
		if w := o.speak(role, "text:reporter.visit", "thai", wav("tiếng")); w.Code != 403 {
			t.Errorf("%s: %d %s, want 403", role, w.Code, w.Body)
		}
	}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"a picture":           o.speak("station_desk", "text:reporter.visit", "thai", "\x89PNG\r\n\x1a\n0000"),
		"a page":              o.speak("station_desk", "text:reporter.visit", "thai", "<html>"),
		"nothing":             o.speak("station_desk", "text:reporter.visit", "thai", ""),
		"no such language":    o.speak("station_desk", "text:reporter.visit", "klingon", wav("tiếng")),
		"no key of a text":    o.speak("station_desk", "person:1", "thai", wav("tiếng")),
		"a path in the key":   o.speak("station_desk", "text:../../x", "thai", wav("tiếng")),
		"more than the bound": o.speak("station_desk", "text:reporter.visit", "thai", wav(strings.Repeat("a", 1_000_001))),
	} {
		if w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: %d %s, want a refusal", name, w.Code, w.Body)
		}
	}
	n, err := o.n.Projection.Count(context.Background(), projection.Query{Kind: "recording", Scope: everything()})
	if err != nil || n != 0 {
		t.Errorf("got %d recordings, %v; want none", n, err)
	}
	files := 0
	if err := o.blobs.Each(context.Background(), func(string, int64) error { files++; return nil }); err != nil || files != 0 {
		t.Errorf("got %d files, %v; want none", files, err)
	}
}

// A recording is heard by everybody: if a record of one could be made to speak of any
// file, everybody could look at a child's photo.
func TestARecordingCannotBeMadeToSpeakOfSomebodyElsesFile(t *testing.T) {
	o := newOffice(t)
	child := strings.Repeat("c", 64)
	fields := `{"fields":{"of":"text:x","language":"thai","status":"in_use","digest":"` + child + `","size":9,"media":"image/jpeg","by":"` + o.users["provincial_desk"].String() + `","on":"2026-03-03"}}`
	if w := o.ask("provincial_desk", "POST", "/api/records/recording", fields); w.Code != 403 && w.Code != 422 {
		t.Errorf("made by hand: %d %s, want a refusal", w.Code, w.Body)
	}
	id, _ := madeID(t, o.speak("provincial_desk", "text:x", "thai", wav("tiếng")))
	if w := o.ask("provincial_desk", "PATCH", "/api/records/recording/"+id, `{"fields":{"digest":"`+child+`"}}`); w.Code != 403 && w.Code != 422 {
		t.Errorf("changed by hand: %d %s, want a refusal", w.Code, w.Body)
	}
	other, _ := madeID(t, o.speak("provincial_desk", "text:y", "thai", wav("khác")))
	if w := o.ask("station_desk", "PATCH", "/api/records/recording/"+other, `{"fields":{"status":"withdrawn"}}`); w.Code != 403 && w.Code != 404 && w.Code != 422 {
		t.Errorf("the station withdraws the province's: %d, want a refusal", w.Code)
	}
}

func TestANoticeIsMadeInTheUnitsOwnAreaAndReadThere(t *testing.T) {
	o := newOffice(t)
	make := func(role string, unit, area change.ID) *httptest.ResponseRecorder {
		body := `{"fields":{"title":"Họp bản","text":"Mời bà con họp tối thứ bảy.","unit":"` + unit.String() + `","area":"` + area.String() + `","from":"2026-03-03","by":"` + o.users[role].String() + `"}}`
		return o.ask(role, "POST", "/api/records/notice", body)
	}
	w := make("station_desk", o.units["station"], o.in["village"])
	var rec struct{ ID string }
	if err := json.Unmarshal(w.Body.Bytes(), &rec); err != nil || w.Code != 201 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for role, want := range map[string]int{"village_reporter": 200, "station_officer": 200, "provincial_desk": 200, "it_officer": 403, "sponsor": 403} {
		if w := o.ask(role, "GET", "/api/records/notice/"+rec.ID, ""); w.Code != want {
			t.Errorf("%s reads it: %d, want %d", role, w.Code, want)
		}
	}
	for _, role := range []string{"village_reporter", "station_officer", "partner"} {
		if w := make(role, o.units["station"], o.in["village"]); w.Code != 403 {
			t.Errorf("%s makes one: %d, want 403", role, w.Code)
		}
	}
	if w := make("station_desk", o.units["command"], o.out["village"]); w.Code == 201 {
		t.Errorf("the station makes one for the command")
	}
	// It must not make a reporter's phone hold the station's villages.
	if w := o.ask("station_desk", "GET", "/api/users/"+o.users["village_reporter"].String()+"/budget", ""); w.Code != 200 || !strings.Contains(w.Body.String(), `"over":false`) {
		t.Errorf("the budget of a reporter: %d %s", w.Code, w.Body)
	}
}
