package backup

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"bamban/internal/fault"
	"bamban/internal/maps"
)

// Bounds of the office's map files in a backup: they can be had again from where
// they came from, and must not keep a backup from fitting on a stick.
const (
	MaxMap  = 256 << 20
	MaxMaps = 1 << 30
)

// WhyLarge is of a map file that is left out for its size.
const WhyLarge = "large"

// maps adds the office's good map files, the smallest first as long as there is
// room, and names the others.
func (a *archive) maps(folder *maps.Folder) error {
	files, err := folder.List()
	if err != nil {
		return err
	}
	var sum int64
	for _, f := range files {
		why := ""
		switch {
		case f.Problem != nil:
			why = f.Problem.Code
		case f.Size > MaxMap || sum+f.Size > MaxMaps:
			why = WhyLarge
		}
		if why == "" {
			if why, err = a.oneMap(folder, f); err != nil {
				return err
			}
		}
		if why != "" {
			a.manifest.MapsLeft = append(a.manifest.MapsLeft, Left{f.Name, f.Size, why})
			continue
		}
		sum += f.Size
	}
	return nil
}

// oneMap adds a file; one that is no longer there or no longer good is left out,
// with why.
func (a *archive) oneMap(folder *maps.Folder, f maps.File) (string, error) {
	content, err := folder.Open(f.Name)
	if missing := (*fault.Fault)(nil); errors.As(err, &missing) {
		return missing.Code, nil
	}
	if err != nil {
		return "", err
	}
	m, err := a.member(maps.Dir+"/"+f.Name, content.About.Size, io.LimitReader(content, content.About.Size))
	a.manifest.Maps = append(a.manifest.Maps, m)
	return "", errors.Join(err, content.Close())
}

// mapFile takes a map file, by a name that the folder of maps takes.
func (x *extract) mapFile(h *tar.Header) error {
	name := strings.TrimPrefix(h.Name, maps.Dir+"/")
	if !maps.GoodName(name) || h.Size > MaxMap || len(x.maps) >= maps.MaxFiles {
		return fault.New("backup.bad_member", "", "member", short(h.Name))
	}
	if err := os.MkdirAll(filepath.Join(x.dir, maps.Dir), 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	m, err := x.toFile(h, filepath.Join(x.dir, maps.Dir, name))
	x.maps = append(x.maps, m)
	return err
}
