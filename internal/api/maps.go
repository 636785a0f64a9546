package api

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"bamban/internal/access"
	"bamban/internal/fault"
	"bamban/internal/maps"
)

// MapsJSON is the office's map files.
type MapsJSON struct {
	Files []MapFileJSON `json:"files"`
}

// MapFileJSON is one of them; one with a problem is listed and not shown.
type MapFileJSON struct {
	Name     string     `json:"name"`
	Kind     string     `json:"kind,omitempty"`
	Size     int64      `json:"size"`
	Tag      string     `json:"tag,omitempty"`
	Features int        `json:"features,omitempty"`
	Problem  *FaultJSON `json:"problem,omitempty"`
}

// MapsOf lists a folder's files as they go over the wire.
func MapsOf(folder *maps.Folder) (MapsJSON, error) {
	out := MapsJSON{Files: []MapFileJSON{}}
	files, err := folder.List()
	for _, f := range files {
		j := MapFileJSON{Name: f.Name, Kind: f.Kind, Size: f.Size, Tag: f.Tag, Features: f.Features}
		if f.Problem != nil {
			p := JSONOf(f.Problem)
			j.Problem = &p
		}
		out.Files = append(out.Files, j)
	}
	return out, err
}

func mapFiles(c *call) (any, error) {
	if err := c.mayMaps(); err != nil {
		return nil, err
	}
	return MapsOf(c.s.maps)
}

func oneMapFile(c *call) (any, error) {
	if err := c.mayMaps(); err != nil {
		return nil, err
	}
	return handled{http.StatusOK}, ServeMap(c.w, c.r, c.s.maps, c.r.PathValue("name"))
}

// mayMaps lets those see the office's maps who read households somewhere, and who
// looks after devices, as they put the files there: a sponsor has no need to know
// where posts and paths are.
func (c *call) mayMaps() error {
	if v := c.who.Viewer; !v.May(access.Read, c.s.Node.Kinds.Get("household")) && !v.Has("devices") {
		return fault.New("forbidden", "")
	}
	return nil
}

var mapMedia = map[string]string{maps.GeoJSON: "application/geo+json", maps.PMTiles: "application/vnd.pmtiles"}

// ServeMap answers with a file of the folder, in ranges where it is asked so.
func ServeMap(w http.ResponseWriter, r *http.Request, folder *maps.Folder, name string) error {
	f, err := folder.Open(name)
	if err != nil {
		return fault.As(err)
	}
	defer func() { _ = f.Close() }()
	w.Header().Set("Content-Type", mapMedia[f.About.Kind])
	w.Header().Set("ETag", `"`+f.About.Tag+`"`)
	w.Header().Set("Cache-Control", "private, no-cache")
	http.ServeContent(w, r, name, f.Modified, f)
	return nil
}

// PhoneMapsJSON is what a phone can keep: the pack's own shapes, and the office's
// files that are good.
type PhoneMapsJSON struct {
	Pack   []PackMapJSON `json:"pack"`
	Office []MapFileJSON `json:"office"`
}

// PackMapJSON is a file of the pack; its tag changes with its content.
type PackMapJSON struct {
	Name string `json:"name"`
	Tag  string `json:"tag"`
	Size int64  `json:"size"`
}

// PhoneMaps answers phones: "" is the list, "pack/NAME" and "office/NAME" are
// files. Who asks has been checked before.
func (s *Server) PhoneMaps() http.Handler {
	mux := http.NewServeMux()
	give := func(pattern string, do func(http.ResponseWriter, *http.Request) error) {
		mux.HandleFunc("GET /"+pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := do(w, r); err != nil {
				WriteFault(w, err)
			}
		})
	}
	give("{$}", func(w http.ResponseWriter, _ *http.Request) error {
		list, err := s.phoneMaps()
		if err == nil {
			w.Header().Set("Cache-Control", "no-store")
			WriteJSON(w, http.StatusOK, list)
		}
		return err
	})
	give("pack/{name}", func(w http.ResponseWriter, r *http.Request) error { return s.packShape(w, r.PathValue("name")) })
	give("office/{name}", func(w http.ResponseWriter, r *http.Request) error { return ServeMap(w, r, s.maps, r.PathValue("name")) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path, r.URL.RawPath = "/"+r.URL.Path, ""
		mux.ServeHTTP(w, r)
	})
}

func (s *Server) phoneMaps() (PhoneMapsJSON, error) {
	out := PhoneMapsJSON{Pack: []PackMapJSON{}, Office: []MapFileJSON{}}
	names, err := fs.Glob(s.PackFS, "geo/*.geojson")
	if err != nil {
		return out, fmt.Errorf("the pack's shapes: %w", err)
	}
	for _, name := range names {
		raw, err := fs.ReadFile(s.PackFS, name)
		if err != nil {
			return out, fmt.Errorf("the pack's shapes: %w", err)
		}
		out.Pack = append(out.Pack, PackMapJSON{path.Base(name), fmt.Sprintf("%x", sha256.Sum256(raw))[:16], int64(len(raw))})
	}
	all, err := MapsOf(s.maps)
	for _, f := range all.Files {
		if f.Problem == nil {
			out.Office = append(out.Office, f)
		}
	}
	return out, err
}

// packShape writes a file of the pack's shapes.
func (s *Server) packShape(w http.ResponseWriter, name string) error {
	if !fs.ValidPath(name) || strings.ContainsAny(name, `/\`) || !strings.HasSuffix(name, ".geojson") {
		return fault.New("not_found", "")
	}
	raw, err := fs.ReadFile(s.PackFS, "geo/"+name)
	if err != nil {
		return fault.New("not_found", "").Because(err)
	}
	w.Header().Set("Content-Type", "application/geo+json")
	w.Header().Set("Cache-Control", "private, max-age=86400")
	_, _ = w.Write(raw) // a reader that has gone is not our fault
	return nil
}
