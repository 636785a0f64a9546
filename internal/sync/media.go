package sync

import (
	"errors"
	"io/fs"
	"net/http"
	"strings"

	"bamban/internal/fault"
	"bamban/internal/pack"
)

// PathMedia is where devices fetch the pack's recordings and pictures.
const PathMedia = "/sync/v1/media/"

// Media gives a device the recordings and pictures of the pack's folder media: they
// are nobody's, and every phone of the partition may have them.
type Media struct {
	core       *Server
	files      fs.FS
	writeFault func(http.ResponseWriter, error) int
}

// NewMedia makes the handler; files is the pack's folder.
func NewMedia(core *Server, files fs.FS, writeFault func(http.ResponseWriter, error) int) (*Media, error) {
	if core == nil || files == nil || writeFault == nil {
		return nil, errors.New("sync media: a dependency is missing")
	}
	return &Media{core, files, writeFault}, nil
}

// ServeHTTP implements http.Handler: every request needs a device's token.
func (m *Media) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, err := m.core.s.Token(r.Context(), Token(r)); err != nil {
		m.writeFault(w, err)
		return
	}
	raw, media, ok := pack.Media(m.files, strings.TrimPrefix(r.URL.Path, PathMedia))
	if !ok || r.Method != http.MethodGet {
		m.writeFault(w, fault.New("not_found", ""))
		return
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(raw) // a reader that has gone is not our fault
}
