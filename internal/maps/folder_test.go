package maps_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bamban/internal/fault"
	"bamban/internal/maps"
)

const good = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Suối"},"geometry":{"type":"LineString","coordinates":[[103,22],[103.1,22.1,500]]}},{"type":"Feature","geometry":null}]}`

// ground is a whole vector file with leaf directories, of the pack's own geometry.
func ground(t *testing.T) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "testdata", "maps", "ground.pmtiles"))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// with is the file with other bytes at a place.
func with(raw []byte, at int, to ...byte) string {
	out := slices.Clone(raw)
	copy(out[at:], to)
	return string(out)
}

func TestEachFileIsJudgedByItsContentAndAWrongOneIsNamed(t *testing.T) {
	dir := t.TempDir()
	tiles := ground(t)
	root := int(binary.LittleEndian.Uint64(tiles[8:]))
	leaves, leafBytes := int(binary.LittleEndian.Uint64(tiles[40:])), tiles[48:56]
	many := `{"type":"FeatureCollection","features":[` + strings.TrimSuffix(strings.Repeat("{},", maps.MaxFeatures+1), ",") + `]}`
	cases := []struct{ name, content, code string }{
		{"a suối.geojson", good, ""},
		{"b.geojson", "<html>", "map.not_geojson"},
		{"c.geojson", `{"type":"FeatureCollection","features":[]}`, "map.empty"},
		{"d.geojson", strings.Replace(good, "[103,22]", "[565000,2450000]", 1), "map.coordinates"},
		{"e.geojson", strings.Replace(good, "LineString", "Circle", 1), "map.geometry"},
		{"f.geojson", strings.Replace(good, "[103,22]", strings.Repeat("[", 5000), 1), "map.not_geojson"},
		{"g.geojson", strings.Replace(good, "[103,22]", "[103]", 1), "map.not_geojson"},
		{"h.geojson", many, "map.too_many"},
		{"i.geojson", good + strings.Repeat(" ", maps.MaxGeoJSON), "map.too_large"},
		{"j.geojson", `{"type":"Topology"}`, "map.not_geojson"},
		{"k.pmtiles", string(tiles), ""},
		{"k1.pmtiles", with(tiles, 100, 9, 5), "map.directory"},
		{"k2.pmtiles", with(tiles, root, 0, 0, 0), "map.directory"},
		{"k3.pmtiles", with(tiles, leaves+12, 0xff, 0xff, 0xff), "map.directory"},
		{"k4.pmtiles", with(tiles, 48, 1, 0, 0, 0, 0, 0, 0, 0), "map.directory"},
		{"k5.pmtiles", with(tiles, 97, 4), "map.compression"},
		{"k6.pmtiles", with(tiles, 98, 3), "map.compression"},
		{"k7.pmtiles", with(tiles, 98, 77), "map.compression"},
		{"k8.pmtiles", string(tiles[:len(tiles)-1]), "map.cut"},
		{"k9.pmtiles", with(tiles, 16, leafBytes...), "map.directory"},
		{"l.pmtiles", with(tiles, 7, 2), "map.version"},
		{"l2.pmtiles", "PM\x02\x00" + strings.Repeat(" ", 200), "map.version"},
		{"m.pmtiles", with(tiles, 99, 9), "map.tiles"},
		{"n.pmtiles", with(tiles, 40, 0, 0, 0, 0, 0, 0, 0, 0x80), "map.cut"},
		{"o.pmtiles", "PMTiles", "map.not_pmtiles"},
		{"p.kml", good, "map.name"},
		{"q.geojson", "", "map.not_geojson"},
	}
	for _, c := range cases {
		if err := os.WriteFile(filepath.Join(dir, c.name), []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := maps.Open(dir)
	files, err := f.List()
	if err != nil || len(files) != len(cases) {
		t.Fatalf("%d files, %v; want %d", len(files), err, len(cases))
	}
	for i, c := range cases {
		got := ""
		if p := files[i].Problem; p != nil {
			got = p.Code
		}
		if files[i].Name != c.name || got != c.code {
			t.Errorf("%s: got %s %q, want %q", c.name, files[i].Name, got, c.code)
		}
		if _, err := f.Open(c.name); (err == nil) != (c.code == "") {
			t.Errorf("%s: opens with %v", c.name, err)
		}
	}
}

func TestNothingOutsideTheFolderIsReached(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "maps")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(dir, "secret.geojson")
	if err := os.WriteFile(secret, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(secret, filepath.Join(folder, "link.geojson")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "dir.geojson"), 0o700); err != nil {
		t.Fatal(err)
	}
	f := maps.Open(folder)
	for _, name := range []string{"../secret.geojson", "..\\secret.geojson", "link.geojson", "dir.geojson", secret, "", ".", "..", "./link.geojson", "a\x00.geojson", "%2e%2e/secret.geojson"} {
		if c, err := f.Open(name); err == nil {
			raw, _ := io.ReadAll(c)
			t.Errorf("%q opens and gives %.40q", name, raw)
		} else if fault.As(err).Code != "not_found" {
			t.Errorf("%q: got %v, want not_found", name, err)
		}
	}
	files, err := f.List()
	if err != nil || len(files) != 2 || files[0].Problem == nil || files[1].Problem == nil {
		t.Errorf("got %v, %v; want both named with a problem", files, err)
	}
}

func TestAFileThatChangesIsJudgedAnewAndNoFolderIsNoMaps(t *testing.T) {
	dir := t.TempDir()
	if files, err := maps.Open(filepath.Join(dir, "none")).List(); err != nil || len(files) != 0 {
		t.Errorf("no folder: got %v, %v", files, err)
	}
	f, path := maps.Open(dir), filepath.Join(dir, "a.geojson")
	var tags []string
	for _, content := range [][]byte{[]byte("{"), []byte(good), bytes.Repeat([]byte(" "), 3)} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		files, err := f.List()
		if err != nil || len(files) != 1 {
			t.Fatalf("got %v, %v", files, err)
		}
		if isGood := files[0].Problem == nil; isGood != (string(content) == good) {
			t.Errorf("%.20q: got problem %v", content, files[0].Problem)
		}
		tags = append(tags, files[0].Tag)
	}
	if tags[0] == tags[1] || tags[1] == tags[2] {
		t.Errorf("tags stay while the content changes: %v", tags)
	}
}

func TestRiversThatAnOfficeDropsInAreTaken(t *testing.T) {
	folder := os.Getenv("BAMBAN_REFERENCE_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	raw, err := os.ReadFile(filepath.Join(folder, "rivers-gshhg.geojson"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("there is no rivers-gshhg.geojson in the folder of reference data (BAMBAN_REFERENCE_DATA), which stays out of the repository by its licence")
	}
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "Sông suối.geojson"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := maps.Open(dir).List()
	if err != nil || len(files) != 1 || files[0].Problem != nil || files[0].Features != 11 {
		t.Errorf("got %+v, %v; want 11 rivers without a problem", files, err)
	}
}
