// Package web holds the built desk app. `make web` builds it; without Node the
// binary still builds, and shows a page that says how to build the app.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// FS is what to serve at the root: the built app, or, where it has not been
// built, the one page that says so, under the same name.
func FS() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is embedded above
	}
	if _, err := fs.Stat(sub, "index.html"); err != nil {
		return stub{sub}
	}
	return sub
}

// stub gives stub.html wherever index.html is asked for.
type stub struct{ fs.FS }

func (s stub) Open(name string) (fs.File, error) {
	if name == "index.html" {
		name = "stub.html"
	}
	return s.FS.Open(name)
}
