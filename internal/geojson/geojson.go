package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
)

// What can be wrong with a geometry. An error of the caller's own function is
// given back as it is.
var (
	ErrType        = errors.New("a type of geometry that is not drawn")
	ErrShape       = errors.New("coordinates that are not what the type asks for")
	ErrCoordinates = errors.New("a position that is not longitude and latitude in degrees")
)

// Geometry is one, its coordinates not yet read.
type Geometry struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
}

// depths says how deep a geometry's positions lie.
var depths = map[string]int{"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}

// Each calls f for every position of a geometry, in longitude and latitude.
func Each(g Geometry, f func(lon, lat float64) error) error {
	depth, known := depths[g.Type]
	if !known {
		return ErrType
	}
	return each(g.Coordinates, depth, f)
}

func each(raw json.RawMessage, depth int, f func(lon, lat float64) error) error {
	if depth > 0 {
		var parts []json.RawMessage
		if json.Unmarshal(raw, &parts) != nil {
			return ErrShape
		}
		for _, p := range parts {
			if err := each(p, depth-1, f); err != nil {
				return err
			}
		}
		return nil
	}
	var at []float64
	if json.Unmarshal(bytes.TrimSpace(raw), &at) != nil || len(at) < 2 {
		return ErrShape
	}
	if at[0] < -180 || at[0] > 180 || at[1] < -90 || at[1] > 90 {
		return ErrCoordinates
	}
	return f(at[0], at[1])
}
