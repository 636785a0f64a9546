package app

import (
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// page serves the web app: what is named by its hash for good, the page itself
// never from a cache; every path that is no file is the app's own.
func page(files fs.FS) http.Handler {
	_ = mime.AddExtensionType(".webmanifest", "application/manifest+json") // a literal: it parses
	server := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			if serveCompressed(w, r, files, name) {
				return
			}
		}
		info, err := fs.Stat(files, name)
		if name == "" || errors.Is(err, fs.ErrNotExist) || err != nil || info.IsDir() {
			w.Header().Set("Cache-Control", "no-cache")
			entry := "index.html"
			if name == "phone" || strings.HasPrefix(name, "phone/") {
				entry = "phone.html"
			}
			http.ServeFileFS(w, r, files, entry)
			return
		}
		server.ServeHTTP(w, r)
	})
}

// serveCompressed answers with a file that is held compressed only (see
// web/scripts/shrink.mjs), and reports whether there is such a file. A client that
// takes no gzip gets it unpacked.
func serveCompressed(w http.ResponseWriter, r *http.Request, files fs.FS, name string) bool {
	f, err := files.Open(name + ".gz")
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }() // an embedded file: nothing to fail
	h := w.Header()
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	h.Add("Vary", "Accept-Encoding")
	var body io.Reader = f
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
	} else if body, err = gzip.NewReader(f); err != nil {
		return false
	}
	if r.Method != http.MethodHead {
		_, _ = io.Copy(w, body) // who went away needs no answer
	}
	return true
}
