package geojson_test

import (
	"encoding/json"
	"errors"
	"testing"

	"bamban/internal/geojson"
)

func TestEachPositionIsGivenAndWhatIsWrongIsNamed(t *testing.T) {
	for _, c := range []struct {
		kind, coordinates string
		positions         int
		want              error
	}{
		{"Point", `[103,22]`, 1, nil},
		{"Point", ` [103, 22, 900] `, 1, nil},
		{"MultiPoint", `[[103,22],[103,23]]`, 2, nil},
		{"Polygon", `[[[103,22],[104,22],[104,23],[103,22]]]`, 4, nil},
		{"MultiPolygon", `[[[[103,22],[104,22],[104,23],[103,22]]],[]]`, 4, nil},
		{"Circle", `[103,22]`, 0, geojson.ErrType},
		{"GeometryCollection", ``, 0, geojson.ErrType},
		{"Point", `[[103,22]]`, 0, geojson.ErrShape},
		{"LineString", `[103,22]`, 0, geojson.ErrShape},
		{"Point", `[103]`, 0, geojson.ErrShape},
		{"Point", `["103","22"]`, 0, geojson.ErrShape},
		{"Point", ``, 0, geojson.ErrShape},
		{"LineString", `[[103,22],[565000,2450000]]`, 1, geojson.ErrCoordinates},
		{"Point", `[22,103]`, 0, geojson.ErrCoordinates},
	} {
		n := 0
		err := geojson.Each(geojson.Geometry{Type: c.kind, Coordinates: json.RawMessage(c.coordinates)}, func(float64, float64) error { n++; return nil })
		if !errors.Is(err, c.want) || n != c.positions {
			t.Errorf("%s %s: got %d positions, %v; want %d, %v", c.kind, c.coordinates, n, err, c.positions, c.want)
		}
	}
}

func TestTheWalkEndsWithTheCallersOwnError(t *testing.T) {
	enough := errors.New("enough")
	err := geojson.Each(geojson.Geometry{Type: "MultiPoint", Coordinates: json.RawMessage(`[[1,1],[2,2]]`)}, func(float64, float64) error { return enough })
	if !errors.Is(err, enough) {
		t.Errorf("got %v, want the caller's", err)
	}
}
