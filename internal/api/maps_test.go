package api_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bamban/internal/api"
)

const shape = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[103,22]}}]}`

func (o *office) dropMap(t *testing.T, name, content string) {
	t.Helper()
	dir := filepath.Join(o.n.Dir(), api.MapsDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAnOfficesMapIsServedInRangesAndAWrongOneIsNamedWithItsReason(t *testing.T) {
	o := newOffice(t)
	o.dropMap(t, "tuan-tra.geojson", shape)
	o.dropMap(t, "hong.pmtiles", "no tiles")
	list := o.ask("station_desk", "GET", "/api/maps", "").Body.String()
	if !strings.Contains(list, "map.not_pmtiles") || !strings.Contains(list, "tuan-tra.geojson") {
		t.Errorf("the list says %s", list)
	}
	r := httptest.NewRequest(http.MethodGet, "/api/maps/tuan-tra.geojson", nil)
	r.AddCookie(o.cookies["station_desk"])
	r.Header.Set("Range", "bytes=2-5")
	w := httptest.NewRecorder()
	o.server.ServeHTTP(w, r)
	if w.Code != http.StatusPartialContent || w.Body.String() != shape[2:6] {
		t.Errorf("a range: got %d %q, want 206 %q", w.Code, w.Body, shape[2:6])
	}
	r.Header.Del("Range")
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	w = httptest.NewRecorder()
	if o.server.ServeHTTP(w, r); w.Code != http.StatusNotModified {
		t.Errorf("what is known is sent again: %d", w.Code)
	}
	for _, name := range []string{"hong.pmtiles", "..%2fnode.db", "%2e%2e%2fmaps%2ftuan-tra.geojson", "none.geojson"} {
		if w := o.ask("station_desk", "GET", "/api/maps/"+name, ""); w.Code != http.StatusNotFound {
			t.Errorf("%s: got %d, want 404", name, w.Code)
		}
	}
}

func TestAPhoneIsOfferedThePacksShapesAndTheGoodFilesOnly(t *testing.T) {
	o := newOffice(t)
	o.dropMap(t, "tuan-tra.geojson", shape)
	o.dropMap(t, "hong.geojson", "{")
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		http.StripPrefix("/m/", o.server.PhoneMaps()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/m/"+path, nil))
		return w
	}
	list := get("").Body.String()
	if !strings.Contains(list, "border.geojson") || !strings.Contains(list, "tuan-tra.geojson") || strings.Contains(list, "hong") {
		t.Errorf("the list says %s", list)
	}
	for path, want := range map[string]int{"pack/border.geojson": 200, "office/tuan-tra.geojson": 200, "office/hong.geojson": 404, "pack/ATTRIBUTION": 404, "office/none.geojson": 404} {
		if w := get(path); w.Code != want {
			t.Errorf("%s: got %d, want %d", path, w.Code, want)
		}
	}
	if w := get("pack/..%2fpack.yaml"); w.Code == http.StatusOK {
		t.Errorf("a way out of the folder of shapes: %.80s", w.Body)
	}
}
