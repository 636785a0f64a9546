package sync_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"bamban/internal/api"
	"bamban/internal/kind"
	"bamban/internal/speech"
	"bamban/internal/sync"
	"bamban/internal/writer"
)

// A recording of a text is nobody's: every phone hears it, also one whose user has
// nothing in charge, until its record is deleted.
func TestEveryPhoneFetchesARecordingOfAText(t *testing.T) {
	o := newOffice(t)
	sound := []byte("RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x08\x00\x00\x00chào bà con")
	_, _, err := o.blobs.Put(context.Background(), bytes.NewReader(sound), digestOf(sound), 1000)
	must(t, err)
	id := o.n.Writer.NewID()
	o.write(t, writer.Draft{Kind: "recording", Record: id, Fields: kind.Fields(speech.Recording{Of: "text:reporter.visit", Language: "hmong", Status: speech.InUse,
		Digest: digestOf(sound), Size: int64(len(sound)), Media: "audio/wave", By: o.phone.User, On: "2026-03-03"})})
	o.officer(t) // holds nothing yet
	if status, got := o.fetch(t, digestOf(sound)); status != http.StatusOK || !bytes.Equal(got, sound) {
		t.Errorf("status %d, %d bytes; want 200 and the sound", status, len(got))
	}
	o.sync(t)
	if o.phone.Store.Records[id] == nil {
		t.Error("the recording is not on the phone of an officer who holds nothing")
	}
	o.write(t, writer.Draft{Kind: "recording", Record: id, Fields: map[string]json.RawMessage{"_deleted": json.RawMessage("true")}})
	if status, _ := o.fetch(t, digestOf(sound)); status != http.StatusNotFound {
		t.Errorf("deleted: status %d, want 404", status)
	}
}

func TestPhonesFetchThePacksMediaAndNothingElseOfItsFolder(t *testing.T) {
	o := newOffice(t)
	core, err := sync.New(o.n, o.s)
	must(t, err)
	files := fstest.MapFS{"media/a.ogg": {Data: []byte("OggS")}, "media/x.html": {Data: []byte("<p>")}, "roles.yaml": {Data: []byte("roles:")}}
	m, err := sync.NewMedia(core, files, api.WriteFault)
	must(t, err)
	ask := func(method, path, token string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "/", nil)
		r.URL.Path = sync.PathMedia + path
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		m.ServeHTTP(w, r)
		return w
	}
	if w := ask("GET", "a.ogg", o.token); w.Code != 200 || w.Body.String() != "OggS" || w.Header().Get("Content-Type") != "audio/ogg" {
		t.Errorf("%d %q %s, want the sound", w.Code, w.Body, w.Header().Get("Content-Type"))
	}
	for _, path := range []string{"", "b.ogg", "x.html", "../roles.yaml", "../media/a.ogg", `..\roles.yaml`, "a.ogg/"} {
		if w := ask("GET", path, o.token); w.Code != 404 {
			t.Errorf("%q: %d, want 404", path, w.Code)
		}
	}
	if w := ask("POST", "a.ogg", o.token); w.Code != 404 {
		t.Errorf("post: %d, want 404", w.Code)
	}
	if w := ask("GET", "a.ogg", "xxxx"); w.Code != 401 {
		t.Errorf("an unknown token: %d, want 401", w.Code)
	}
}
