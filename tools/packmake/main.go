// Command packmake writes the tables of a pack that are made, not gathered: the
// invented villages and the map's backdrop. The same input gives the same bytes.
//
//	go run ./tools/packmake villages packs/lai-chau
//	go run ./tools/packmake geo packs/lai-chau
//
// geo fetches one pinned npm package into a temporary folder and needs npm. The
// outputs are committed, so that building the program needs neither.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: packmake villages|geo FOLDER_OF_PACK")
		os.Exit(2) // called wrongly: the status that tools give for it; nothing is deferred
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "packmake:", err)
		os.Exit(1) // it failed: make stops by the status; nothing is deferred
	}
}

func run(what, folder string) error {
	var files map[string][]byte
	var err error
	switch what {
	case "villages":
		files, err = villages(os.DirFS(folder))
	case "geo":
		files, err = geo(os.DirFS(folder))
	default:
		return fmt.Errorf("nothing called %q can be made", what)
	}
	if err != nil {
		return fmt.Errorf("make %s: %w", what, err)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(name)), data, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}
