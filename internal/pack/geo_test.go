package pack_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"bamban/internal/pack"
)

const goodGeo = `{
  "type": "FeatureCollection",
  "features": [
    {"type": "Feature", "properties": {"era": "new", "code": "1", "area": "village/1-01"}, "geometry": {"type": "Point", "coordinates": [103, 22]}},
    {"type": "Feature", "properties": {"code": "X7"}, "geometry": {"type": "LineString", "coordinates": [[103, 22], [103.1, 22.1, 500]]}}
  ]
}`

func TestAMistakeInAMapFileIsNamedWithItsPlace(t *testing.T) {
	for _, c := range []struct{ old, new, at, field, code string }{
		{"", "", "", "", ""},
		{"[103, 22]}", "[22, 103]}", "geo/a.geojson:4", "features[0].geometry.coordinates", "geo.coordinates"},
		{"LineString", "Circle", "geo/a.geojson:5", "features[1].geometry.type", "geo.geometry"},
		{"LineString", "Polygon", "geo/a.geojson:5", "features[1].geometry.coordinates", "geo.shape"},
		{`{"type": "LineString", "coordinates": [[103, 22], [103.1, 22.1, 500]]}`, "null", "geo/a.geojson:5", "features[1]", "geo.no_geometry"},
		{`"era": "new"`, `"era": "old", "x": 0`, "", "", ""},
		{`"era": "new"`, `"era": "none"`, "geo/a.geojson:4", "features[0].properties.code", "geo.unknown_area"},
		{`"code": "1"`, `"code": "7"`, "geo/a.geojson:4", "features[0].properties.code", "geo.unknown_area"},
		{"village/1-01", "village/1-09", "geo/a.geojson:4", "features[0].properties.area", "geo.unknown_area"},
		{"FeatureCollection", "Feature", "geo/a.geojson", "type", "geo.not_collection"},
		{`"features"`, `"shapes"`, "geo/a.geojson", "type", "geo.not_collection"},
		{"[103, 22]}", "[103, 22}", "geo/a.geojson:4", "", "geo.not_geojson"},
		{goodGeo, "<html>", "geo/a.geojson:1", "", "geo.not_geojson"},
		{goodGeo, `{"type": "FeatureCollection", "features": []}`, "geo/a.geojson", "features", "geo.empty"},
		{goodGeo, `{"type":"FeatureCollection","features":[` + strings.TrimSuffix(strings.Repeat(`{"geometry":{"type":"Point","coordinates":[1,2]}},`, 2001), ",") + `]}`, "geo/a.geojson:1", "features[2000]", "geo.too_many"},
		{"[[103, 22], [103.1", "[" + strings.Repeat("[103, 22],", 60_001) + "[103.1", "geo/a.geojson:5", "features[1]", "geo.too_many_points"},
		{"500", "500" + strings.Repeat(" ", 2<<20), "geo/a.geojson", "", "geo.too_large"},
	} {
		files := folder(little)
		files["geo/a.geojson"] = &fstest.MapFile{Data: []byte(strings.Replace(goodGeo, c.old, c.new, 1))}
		found := pack.Check(files, pack.CheckOptions{})
		if c.code == "" {
			if len(found) > 0 {
				t.Errorf("%.40q: got %v, want no problem", c.new, found)
			}
			continue
		}
		ok := false
		for _, p := range found {
			ok = ok || (p.Code == c.code && p.Field == c.field)
			if p.Text["vi"] == "" || p.Text["vi"] == p.Text["en"] {
				t.Errorf("%s: texts %q, want two", p.Code, p.Text)
			}
		}
		if !ok || !has(found, c.at, c.code) {
			t.Errorf("%.40q: got %v, want %s (%s) at %s", c.new, found, c.code, c.field, c.at)
		}
	}
}

func TestAMapFileThatIsNotReadFromAPackIsNamed(t *testing.T) {
	files := folder(little)
	files["geo/nen.pmtiles"] = &fstest.MapFile{Data: []byte("PMTiles\x03")}
	files["geo/ATTRIBUTION"] = &fstest.MapFile{Data: []byte("x")}
	if found := pack.Check(files, pack.CheckOptions{}); len(found) != 1 || !has(found, "geo/nen.pmtiles", "geo.elsewhere") {
		t.Errorf("got %v, want geo.elsewhere alone", found)
	}
}
