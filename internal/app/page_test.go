package app

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestPageServesWhatIsHeldCompressed(t *testing.T) {
	const script = "console.log('Bám bản')"
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(script)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	h := page(fstest.MapFS{
		"index.html":     {Data: []byte("desk")},
		"phone.html":     {Data: []byte("phone")},
		"assets/a.js.gz": {Data: packed.Bytes()},
		"icon.svg":       {Data: []byte("<svg/>")},
	})
	ask := func(path, accept string) *http.Response {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	for accept, want := range map[string]string{"gzip, br": packed.String(), "": script} {
		a := ask("/assets/a.js", accept)
		body, err := io.ReadAll(a.Body)
		if err != nil || string(body) != want {
			t.Errorf("accepting %q: got %q (%v)", accept, body, err)
		}
		if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/javascript") || !strings.Contains(a.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("accepting %q: headers %v", accept, a.Header)
		}
		if got := a.Header.Get("Content-Encoding"); (got == "gzip") != (accept != "") {
			t.Errorf("accepting %q: encoded %q", accept, got)
		}
	}
	for path, want := range map[string]string{"/": "desk", "/people": "desk", "/phone/today": "phone", "/icon.svg": "<svg/>", "/assets/none.js": "desk"} {
		body, err := io.ReadAll(ask(path, "gzip").Body)
		if err != nil || string(body) != want {
			t.Errorf("%s: got %q (%v), want %q", path, body, err, want)
		}
	}
}
