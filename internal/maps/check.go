package maps

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"bamban/internal/fault"
	"bamban/internal/geojson"
)

// Bounds of a GeoJSON file: phones keep it whole and draw it at once.
const (
	MaxGeoJSON  = 8 << 20
	MaxFeatures = 20_000
	maxPoints   = 400_000
)

// checkGeoJSON reads the whole file, within its bounds, and counts its features.
func checkGeoJSON(r io.Reader, size int64) (int, *fault.Fault) {
	if size > MaxGeoJSON {
		return 0, fault.New("map.too_large", "", "max", "8 MiB")
	}
	raw, err := io.ReadAll(io.LimitReader(r, MaxGeoJSON))
	if err != nil {
		return 0, fault.New("map.unreadable", "").Because(err)
	}
	var c struct {
		Type     string `json:"type"`
		Features []struct {
			Geometry *geojson.Geometry `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal(raw, &c); err != nil || c.Type != "FeatureCollection" {
		return 0, fault.New("map.not_geojson", "").Because(err)
	}
	if len(c.Features) > MaxFeatures {
		return 0, fault.New("map.too_many", "", "max", strconv.Itoa(MaxFeatures))
	}
	points := 0
	for _, f := range c.Features {
		if f.Geometry == nil {
			continue
		}
		if err := geojson.Each(*f.Geometry, func(float64, float64) error {
			if points++; points > maxPoints {
				return errTooMany
			}
			return nil
		}); err != nil {
			return 0, wrongGeometry(err, f.Geometry.Type)
		}
	}
	if points == 0 {
		return 0, fault.New("map.empty", "")
	}
	return len(c.Features), nil
}

var errTooMany = errors.New("more positions than are drawn at once")

func wrongGeometry(err error, kind string) *fault.Fault {
	switch {
	case errors.Is(err, geojson.ErrType):
		return fault.New("map.geometry", "", "type", clip(kind))
	case errors.Is(err, geojson.ErrCoordinates):
		return fault.New("map.coordinates", "")
	case errors.Is(err, errTooMany):
		return fault.New("map.too_many", "", "max", strconv.Itoa(maxPoints))
	}
	return fault.New("map.not_geojson", "").Because(err)
}

// clip keeps a word from a file short enough to be shown.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40])
	}
	return s
}
