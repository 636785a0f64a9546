package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// recipe is the pack's own geo/recipe.json: what to cut out of which package.
type recipe struct {
	Package   string    `json:"package"`
	Version   string    `json:"version"`
	Box       box       `json:"box"`
	Countries []country `json:"countries"`
	Tolerance float64   `json:"context_tolerance_m"`
	Border    struct {
		Home      string  `json:"home"`
		Neighbour string  `json:"neighbour"`
		Tolerance float64 `json:"tolerance_m"`
		Section   struct {
			From point `json:"from"`
			To   point `json:"to"`
			label
		} `json:"section"`
		Rest label `json:"rest"`
	} `json:"border"`
}

type country struct {
	A3 string `json:"a3"`
	label
}

type label struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

const (
	licence     = "ODbL-1.0"
	attribution = "© OpenStreetMap contributors"
)

// geo cuts the map's backdrop and the border line out of the pinned package.
func geo(fsys fs.FS) (map[string][]byte, error) {
	data, err := fs.ReadFile(fsys, "geo/recipe.json")
	if err != nil {
		return nil, err
	}
	var r recipe
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, fmt.Errorf("read geo/recipe.json: %w", err)
	}
	rings, err := fetch(r)
	if err != nil {
		return nil, err
	}
	border, err := borderLines(r, rings)
	if err != nil {
		return nil, err
	}
	context, err := backdrop(r, rings)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"geo/border.geojson": border, "geo/context.geojson": context}, nil
}

// fetch installs the package into a temporary folder and gives each country's
// outer rings.
func fetch(r recipe) (map[string][][]point, error) {
	dir, err := os.MkdirTemp("", "packmake")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"private":true}`), 0o644); err != nil {
		return nil, err
	}
	npm := exec.Command("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", r.Package+"@"+r.Version)
	npm.Dir, npm.Stderr = dir, os.Stderr
	if err := npm.Run(); err != nil {
		return nil, fmt.Errorf("npm install %s@%s: %w", r.Package, r.Version, err)
	}
	file, err := os.Open(filepath.Join(dir, "node_modules", filepath.FromSlash(r.Package), "map.geo.json"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	return countries(bufio.NewReaderSize(file, 1<<20), r)
}

// countries reads the features one at a time: the file is 168 MB.
func countries(in io.Reader, r recipe) (map[string][][]point, error) {
	decoder := json.NewDecoder(in)
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil, fmt.Errorf("no features found: %w", err)
		}
		if token == "features" {
			break
		}
	}
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, c := range r.Countries {
		wanted[c.A3] = true
	}
	out := map[string][][]point{}
	for decoder.More() {
		var f struct {
			Properties struct{ A3 string }
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
		if err := decoder.Decode(&f); err != nil {
			return nil, fmt.Errorf("read a feature: %w", err)
		}
		if !wanted[f.Properties.A3] {
			continue
		}
		var polygons [][][]point
		var err error
		if f.Geometry.Type == "Polygon" {
			polygons = make([][][]point, 1)
			err = json.Unmarshal(f.Geometry.Coordinates, &polygons[0])
		} else {
			err = json.Unmarshal(f.Geometry.Coordinates, &polygons)
		}
		if err != nil {
			return nil, fmt.Errorf("read the shape of %s: %w", f.Properties.A3, err)
		}
		for _, rings := range polygons {
			out[f.Properties.A3] = append(out[f.Properties.A3], rings[0])
		}
	}
	if len(out) != len(wanted) {
		return nil, errors.New("the package lacks a country that the recipe names")
	}
	return out, nil
}

// backdrop is each country's land inside the box.
func backdrop(r recipe, rings map[string][][]point) ([]byte, error) {
	var features []feature
	for _, c := range r.Countries {
		var polygons [][][]point
		for _, ring := range rings[c.A3] {
			if clipped := r.Box.clip(ring); len(clipped) >= 3 {
				closed := append(clipped, clipped[0])
				polygons = append(polygons, [][]point{simplify(closed, r.Tolerance)})
			}
		}
		features = append(features, r.feature("MultiPolygon", polygons, c.label, map[string]string{"country": c.A3}))
	}
	return collection(features)
}

// borderLines is the line that both countries share, in three parts: before the
// province's section, the section, after it.
func borderLines(r recipe, rings map[string][][]point) ([]byte, error) {
	line := r.Box.longest(shared(rings[r.Border.Home], rings[r.Border.Neighbour]))
	if len(line) < 2 {
		return nil, errors.New("the two countries share no line inside the box")
	}
	from, to := nearest(line, r.Border.Section.From), nearest(line, r.Border.Section.To)
	if from > to {
		from, to = to, from
	}
	var features []feature
	for _, part := range []struct {
		line  []point
		label label
		name  string
	}{
		{line[:from+1], r.Border.Rest, "rest"},
		{line[from : to+1], r.Border.Section.label, "province"},
		{line[to:], r.Border.Rest, "rest"},
	} {
		if len(part.line) > 1 {
			features = append(features, r.feature("LineString", simplify(part.line, r.Border.Tolerance), part.label, map[string]string{"part": part.name}))
		}
	}
	return collection(features)
}

type feature struct {
	Type       string            `json:"type"`
	Properties map[string]string `json:"properties"`
	Geometry   geometry          `json:"geometry"`
}

type geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

func (r recipe) feature(kind string, coordinates any, l label, properties map[string]string) feature {
	properties["name_vi"], properties["name_en"] = l.VI, l.EN
	properties["source"] = "OpenStreetMap via " + r.Package + " " + r.Version
	properties["licence"], properties["attribution"] = licence, attribution
	return feature{"Feature", properties, geometry{kind, coordinates}}
}

func collection(features []feature) ([]byte, error) {
	data, err := json.Marshal(struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}{"FeatureCollection", features})
	return append(data, '\n'), err
}
