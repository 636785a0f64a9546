package maps

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"strconv"

	"bamban/internal/fault"
)

// Bounds of a GeoJSON file: phones keep it whole and draw it at once.
const (
	MaxGeoJSON  = 8 << 20
	MaxFeatures = 20_000
	maxPoints   = 400_000
)

// The fixed header of PMTiles version 3 (its specification, section 3).
const (
	headerSize = 127
	magic      = "PMTiles"
	tileTypeAt = 99
)

// checkPMTiles reads the header: that it is one, of version 3, and that the parts it
// names lie within the file.
func checkPMTiles(r io.Reader, size int64) *fault.Fault {
	var h [headerSize]byte
	if _, err := io.ReadFull(r, h[:]); err != nil || string(h[:len(magic)]) != magic {
		return fault.New("map.not_pmtiles", "").Because(err)
	}
	if v := h[7]; v != 3 {
		return fault.New("map.version", "", "version", strconv.Itoa(int(v)))
	}
	for _, at := range []int{8, 24, 40, 56} {
		offset, length := binary.LittleEndian.Uint64(h[at:]), binary.LittleEndian.Uint64(h[at+8:])
		if offset > uint64(size) || length > uint64(size)-offset {
			return fault.New("map.cut", "")
		}
	}
	if t := h[tileTypeAt]; t < 1 || t > 5 {
		return fault.New("map.tiles", "")
	}
	return nil
}

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
			Geometry *struct {
				Type        string          `json:"type"`
				Coordinates json.RawMessage `json:"coordinates"`
			} `json:"geometry"`
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
		depth, known := depths[f.Geometry.Type]
		if !known {
			return 0, fault.New("map.geometry", "", "type", clip(f.Geometry.Type))
		}
		if p := positions(f.Geometry.Coordinates, depth, &points); p != nil {
			return 0, p
		}
	}
	if points == 0 {
		return 0, fault.New("map.empty", "")
	}
	return len(c.Features), nil
}

// depths says how deep a geometry's positions lie.
var depths = map[string]int{"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}

// positions checks every position at a depth: longitude and latitude in degrees.
func positions(raw json.RawMessage, depth int, count *int) *fault.Fault {
	if depth > 0 {
		var parts []json.RawMessage
		if err := json.Unmarshal(raw, &parts); err != nil {
			return fault.New("map.not_geojson", "").Because(err)
		}
		for _, p := range parts {
			if wrong := positions(p, depth-1, count); wrong != nil {
				return wrong
			}
		}
		return nil
	}
	var at []float64
	if err := json.Unmarshal(bytes.TrimSpace(raw), &at); err != nil || len(at) < 2 {
		return fault.New("map.not_geojson", "").Because(err)
	}
	if at[0] < -180 || at[0] > 180 || at[1] < -90 || at[1] > 90 {
		return fault.New("map.coordinates", "")
	}
	if *count++; *count > maxPoints {
		return fault.New("map.too_many", "", "max", strconv.Itoa(maxPoints))
	}
	return nil
}

// clip keeps a word from a file short enough to be shown.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40])
	}
	return s
}
