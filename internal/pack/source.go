package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"bamban/internal/kind"
)

// The bounds of a pack: far above what a province needs, low enough that a
// hostile pack can't fill the memory of a station box.
const (
	maxFile  = 8 << 20
	maxYAML  = 1 << 20
	maxPack  = 64 << 20
	maxFiles = 2000
	maxDepth = 8
)

// loader carries one reading of one pack.
type loader struct {
	files     map[string][]byte
	names     []string // keys of files, sorted
	languages []string
	kinds     []string
	registry  *kind.Registry
	problems  []Problem

	vocabulary map[string]*Vocabulary
	area       map[string]*Area
	areaAt     map[string]place
	unitAt     map[string]place

	checked     bool // the pack was checked before
	anyFile     bool // the files that forms name are not here
	areasBroken bool // a table of areas could not be read as a whole
}

// textual are the endings of files that people edit and others parse.
var textual = map[string]bool{
	".yaml": true, ".csv": true, ".md": true, ".txt": true, ".json": true, ".geojson": true,
}

func (l *loader) read(fsys fs.FS) {
	l.files = map[string][]byte{}
	total := 0
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			l.add(place{file: name}, "file.unreadable", "")
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !fs.ValidPath(name) || strings.Contains(name, `\`):
			l.add(place{file: name}, "file.path", "")
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			if strings.Count(name, "/") >= maxDepth {
				l.add(place{file: name}, "file.too_deep", "", "max", maxDepth)
				return fs.SkipDir
			}
			return nil
		case !entry.Type().IsRegular():
			l.add(place{file: name}, "file.not_regular", "")
			return nil
		case len(l.files) == maxFiles:
			l.add(place{file: name}, "file.too_many", "", "max", maxFiles)
			return fs.SkipAll
		}
		data, ok := l.readFile(fsys, name)
		if total += len(data); total > maxPack {
			l.add(place{file: name}, "pack.too_large", "", "max", maxPack>>20)
			return fs.SkipAll
		}
		if ok {
			l.files[name] = data
		}
		return nil
	})
	if err != nil {
		l.add(place{file: "."}, "file.unreadable", "")
	}
	for name := range l.files {
		l.names = append(l.names, name)
	}
	slices.Sort(l.names)
}

func (l *loader) readFile(fsys fs.FS, name string) ([]byte, bool) {
	limit := maxFile
	if path.Ext(name) == ".yaml" {
		limit = maxYAML
	}
	file, err := fsys.Open(name)
	if err != nil {
		l.add(place{file: name}, "file.unreadable", "")
		return nil, false
	}
	data, err := io.ReadAll(io.LimitReader(file, int64(limit)+1))
	if err := errors.Join(err, file.Close()); err != nil {
		l.add(place{file: name}, "file.unreadable", "")
		return nil, false
	}
	if len(data) > limit {
		l.add(place{file: name}, "file.too_large", "", "max", limit>>20)
		return nil, false
	}
	if textual[path.Ext(name)] {
		return data, l.checkText(name, data)
	}
	return data, true
}

// checkText refuses bytes that some reader further on would take for something
// else: one text has one spelling in bytes.
func (l *loader) checkText(name string, data []byte) bool {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		l.add(placeOf(name, data, i), "file.nul", "")
		return false
	}
	if !utf8.Valid(data) {
		i := 0
		for i < len(data) {
			r, size := utf8.DecodeRune(data[i:])
			if r == utf8.RuneError && size <= 1 {
				break
			}
			i += size
		}
		l.add(placeOf(name, data, i), "file.not_utf8", "")
		return false
	}
	if !norm.NFC.IsNormal(data) {
		l.add(placeOf(name, data, norm.NFC.QuickSpan(data)), "file.not_nfc", "")
		return false
	}
	return true
}

func placeOf(name string, data []byte, offset int) place {
	before := data[:offset]
	line := 1 + bytes.Count(before, []byte{'\n'})
	return place{name, line, offset - bytes.LastIndexByte(before, '\n')}
}

// digest covers each file's path and bytes, each with its length, so that no
// other set of files can give the same stream.
func (l *loader) digest() string {
	h := sha256.New()
	var size [8]byte
	for _, name := range l.names {
		for _, part := range [][]byte{[]byte(name), l.files[name]} {
			binary.BigEndian.PutUint64(size[:], uint64(len(part)))
			h.Write(size[:])
			h.Write(part)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
