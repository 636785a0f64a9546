package sync_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"bamban/internal/api"
	"bamban/internal/sync"
)

func TestMapsAreForDevicesOfTheUnitOnly(t *testing.T) {
	o := newOffice(t)
	core, err := sync.New(o.n, o.s)
	if err != nil {
		t.Fatal(err)
	}
	h := sync.NewMaps(core, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("at " + r.URL.Path)) }), api.WriteFault)
	ask := func(token string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, sync.PathMaps+"pack/a.geojson", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for token, want := range map[string]int{"": 401, "not a token": 401, o.token: 200} {
		w := ask(token)
		if w.Code != want {
			t.Errorf("token %q: got %d %s, want %d", token, w.Code, w.Body, want)
		}
	}
	if err := o.s.Revoke(t.Context(), nil, o.device, "thử"); err != nil {
		t.Fatal(err)
	}
	if w := ask(o.token); w.Code == http.StatusOK {
		t.Error("a revoked device gets maps")
	}
}
