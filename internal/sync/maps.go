package sync

import "net/http"

// PathMaps is where a device gets the maps: nothing in them is personal, and they
// are given to devices of the unit only.
const PathMaps = "/sync/v1/maps/"

// NewMaps puts the question for a device's token before a handler of maps.
func NewMaps(core *Server, maps http.Handler, writeFault func(http.ResponseWriter, error) int) http.Handler {
	next := http.StripPrefix(PathMaps, maps)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := core.s.Token(r.Context(), Token(r)); err != nil {
			writeFault(w, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}
