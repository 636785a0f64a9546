package pack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"

	"bamban/internal/geojson"
)

// The bounds of the shapes that come with a pack: every phone of the province
// fetches them whole, over any network, and draws them at once.
const (
	geoFolder      = "geo"
	maxGeoFile     = 2 << 20
	maxGeoFeatures = 2000
	maxGeoPoints   = 60_000
)

// elsewhere are kinds of map files that are not read from a pack.
var elsewhere = map[string]bool{".pmtiles": true, ".mbtiles": true, ".shp": true, ".kml": true, ".kmz": true, ".gpkg": true, ".gpx": true, ".topojson": true}

// shapes checks the pack's files for the map: that each is what the map draws, and
// speaks of areas that there are.
func (l *loader) shapes() {
	known := map[[2]string]bool{}
	for _, a := range l.area {
		known[[2]string{a.Era, a.Code}] = true
	}
	points := 0
	for _, name := range l.names {
		if path.Dir(name) != geoFolder {
			continue
		}
		ext := strings.ToLower(path.Ext(name))
		switch {
		case elsewhere[ext]:
			l.add(place{file: name}, "geo.elsewhere", "")
		case ext == ".geojson" && len(l.files[name]) > maxGeoFile:
			l.add(place{file: name}, "geo.too_large", "", "max", maxGeoFile>>20)
		case ext == ".geojson":
			g := geoFile{loader: l, name: name, data: l.files[name], known: known, points: &points}
			g.check()
		}
	}
}

// geoFile is one file being checked.
type geoFile struct {
	*loader
	name     string
	data     []byte
	known    map[[2]string]bool
	points   *int
	features int
	tooMany  bool
}

var errFull = errors.New("more positions than are drawn at once")

// at is where what a decoder reads next begins.
func (g *geoFile) at(d *json.Decoder) place {
	i := int(d.InputOffset())
	for i < len(g.data)-1 && bytes.IndexByte([]byte(" \t\r\n,:"), g.data[i]) >= 0 {
		i++
	}
	return placeOf(g.name, g.data, i)
}

// check reads the collection member by member, so that each mistake has its place.
func (g *geoFile) check() {
	d := json.NewDecoder(bytes.NewReader(g.data))
	var kind string
	seen := false
	err := g.members(d, func(key string) error {
		switch key {
		case "type":
			return d.Decode(&kind)
		case "features":
			seen = true
			return g.all(d)
		}
		return d.Decode(new(json.RawMessage))
	})
	switch {
	case err != nil:
		g.add(placeOf(g.name, g.data, min(int(d.InputOffset()), len(g.data))), "geo.not_geojson", "", "reason", err)
	case kind != "FeatureCollection" || !seen:
		g.add(place{file: g.name}, "geo.not_collection", "type")
	case g.features == 0:
		g.add(place{file: g.name}, "geo.empty", "features")
	}
}

// members calls f for each key of an object that comes next.
func (g *geoFile) members(d *json.Decoder, f func(key string) error) error {
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, errors.New("{ expected"))
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		if err := f(fmt.Sprint(key)); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

func (g *geoFile) all(d *json.Decoder) error {
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return errors.Join(err, errors.New("[ expected"))
	}
	for d.More() {
		at := g.at(d)
		var f struct {
			Geometry   *geojson.Geometry `json:"geometry"`
			Properties map[string]any    `json:"properties"`
		}
		if err := d.Decode(&f); err != nil {
			return err
		}
		g.feature(at, f.Geometry, f.Properties)
	}
	_, err := d.Token()
	return err
}

func (g *geoFile) feature(at place, shape *geojson.Geometry, properties map[string]any) {
	field := fmt.Sprintf("features[%d]", g.features)
	if g.features++; g.features == maxGeoFeatures+1 {
		g.add(at, "geo.too_many", field, "max", maxGeoFeatures)
	}
	if shape == nil {
		g.add(at, "geo.no_geometry", field)
	} else if err := geojson.Each(*shape, func(float64, float64) error {
		if *g.points++; *g.points > maxGeoPoints {
			return errFull
		}
		return nil
	}); err != nil {
		g.geometry(at, field, shape.Type, err)
	}
	g.ofArea(at, field, properties)
}

func (g *geoFile) geometry(at place, field, kind string, err error) {
	switch {
	case errors.Is(err, geojson.ErrType):
		g.add(at, "geo.geometry", field+".geometry.type", "value", kind)
	case errors.Is(err, geojson.ErrCoordinates):
		g.add(at, "geo.coordinates", field+".geometry.coordinates")
	case errors.Is(err, errFull):
		if !g.tooMany {
			g.add(at, "geo.too_many_points", field, "max", maxGeoPoints)
		}
		g.tooMany = true
	default:
		g.add(at, "geo.shape", field+".geometry.coordinates", "value", kind)
	}
}

// ofArea checks what a shape says it is the shape of: an era and a code, as codes
// are reused, or the key of an area.
func (g *geoFile) ofArea(at place, field string, properties map[string]any) {
	if g.areasBroken {
		return
	}
	text := func(name string) string { s, _ := properties[name].(string); return s }
	if key := text("area"); key != "" && g.area[key] == nil {
		g.add(at, "geo.unknown_area", field+".properties.area", "value", key)
	}
	_, byEra := properties["era"]
	if code, ok := properties["code"]; ok && byEra && !g.known[[2]string{text("era"), text("code")}] {
		g.add(at, "geo.unknown_area", field+".properties.code", "value", fmt.Sprint(text("era"), "/", code))
	}
}
