package sync_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"bamban/internal/api"
	"bamban/internal/sync"
)

// TestEveryMessageWantsAToken calls each path of the protocol without a token and
// with one that nobody has; the one that needs none wants a code.
func TestEveryMessageWantsAToken(t *testing.T) {
	o := newOffice(t)
	for _, path := range sync.Paths() {
		for _, token := range []string{"", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
			r, err := http.NewRequest(http.MethodPost, o.server.URL+path, strings.NewReader("{}"))
			must(t, err)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Tus-Resumable", "1.0.0")
			r.Header.Set("Upload-Length", "1")
			if token != "" {
				r.Header.Set("Authorization", "Bearer "+token)
			}
			answer, err := o.server.Client().Do(r)
			must(t, err)
			var body struct{ Error api.FaultJSON }
			err = json.NewDecoder(answer.Body).Decode(&body)
			must(t, answer.Body.Close())
			want := http.StatusUnauthorized
			if path == sync.PathEnrol {
				want = http.StatusUnprocessableEntity
			}
			if err != nil || answer.StatusCode != want || body.Error.Code == "" || body.Error.Text["vi"] == "" {
				t.Errorf("%s with token %q: %d %q (%v), want %d in words", path, token, answer.StatusCode, body.Error.Code, err, want)
			}
		}
	}
}
