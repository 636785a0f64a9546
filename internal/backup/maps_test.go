package backup_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"bamban/internal/backup"
	"bamban/internal/fault"
	"bamban/internal/maps"
)

// drop puts a file into a server's folder of maps.
func drop(t *testing.T, dir, name string, content []byte) {
	t.Helper()
	folder := filepath.Join(dir, maps.Dir)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func shape(n int) []byte {
	return fmt.Appendf(nil, `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[103,%d]}}]}`, n)
}

func TestTheOfficesMapsAreRestoredAndWhatIsLeftOutIsNamed(t *testing.T) {
	s := fresh(t)
	tiles, err := os.ReadFile(filepath.Join("..", "..", "testdata", "maps", "ground.pmtiles"))
	if err != nil {
		t.Fatal(err)
	}
	drop(t, s.Dir(), "Tuần tra.geojson", shape(22))
	drop(t, s.Dir(), "nền.pmtiles", tiles)
	drop(t, s.Dir(), "hỏng.pmtiles", []byte("no tiles"))
	drop(t, s.Dir(), "lớn.pmtiles", tiles)
	if err := os.Truncate(filepath.Join(s.Dir(), maps.Dir, "lớn.pmtiles"), backup.MaxMap+1); err != nil {
		t.Fatal(err)
	}
	raw, m := s.backup(backup.Options{})
	why := map[string]string{}
	for _, l := range m.MapsLeft {
		why[l.Name] = l.Why
	}
	if len(m.Maps) != 2 || len(why) != 2 || why["hỏng.pmtiles"] != "map.not_pmtiles" || why["lớn.pmtiles"] != backup.WhyLarge {
		t.Fatalf("got %v, left out %v; want two and two", m.Maps, why)
	}
	dir := t.TempDir()
	if _, err := backup.Restore(ctx, bytes.NewReader(raw), dir, nil); err != nil {
		t.Fatal(err)
	}
	files, err := maps.Open(filepath.Join(dir, maps.Dir)).List()
	if err != nil || len(files) != 2 {
		t.Fatalf("restored: %v, %v; want two files", files, err)
	}
	for _, f := range files {
		if f.Problem != nil {
			t.Errorf("%s is restored with %v", f.Name, f.Problem)
		}
	}
	if got, err := os.ReadFile(filepath.Join(dir, maps.Dir, "nền.pmtiles")); err != nil || !bytes.Equal(got, tiles) {
		t.Errorf("the tiles: %d bytes, %v; want those that were there", len(got), err)
	}
}

func TestAMapFileWithANameThatTheFolderDoesNotTakeIsRefused(t *testing.T) {
	s := fresh(t)
	drop(t, s.Dir(), "a.geojson", shape(22))
	raw, _ := s.backup(backup.Options{})
	for _, name := range []string{"maps/../log.db", "maps/a.exe", "maps/.a.geojson", "maps/b/a.geojson"} {
		dir := t.TempDir()
		_, err := backup.Restore(ctx, bytes.NewReader(renamed(t, raw, "maps/a.geojson", name)), dir, nil)
		if f := fault.As(err); f == nil || f.Code != "backup.bad_member" {
			t.Errorf("%s: got %v, want backup.bad_member", name, err)
		}
	}
}

// renamed is the backup with one member under another name.
func renamed(t *testing.T, raw []byte, from, to string) []byte {
	t.Helper()
	in, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w, r := tar.NewWriter(z), tar.NewReader(in)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Name == from {
			h.Name, h.PAXRecords = to, nil
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
