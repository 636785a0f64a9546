// Package packs embeds the packs that ship with the program: data only.
package packs

import (
	"embed"
	"io/fs"
)

//go:embed all:lai-chau
var files embed.FS

// LaiChau is the default pack, of the province Lai Châu.
func LaiChau() fs.FS {
	sub, err := fs.Sub(files, "lai-chau")
	if err != nil {
		panic(err) // the folder is compiled in: its absence is a broken build
	}
	return sub
}
