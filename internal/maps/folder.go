package maps

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"bamban/internal/fault"
)

// MaxFiles is how many files of the folder are looked at, by name.
const MaxFiles = 40

// Dir is the folder's name within a server's folder.
const Dir = "maps"

// Kinds of map files.
const (
	GeoJSON = "geojson"
	PMTiles = "pmtiles"
)

// File is one file of the folder, as it was found.
type File struct {
	Name string
	Kind string // [GeoJSON] or [PMTiles]; "" where the name says neither
	Size int64
	// Tag changes with the file's content: its size and time.
	Tag string
	// Features is how many a GeoJSON file has.
	Features int
	// Problem is why the file is not shown; nil for a good one.
	Problem *fault.Fault
}

// Folder is the office's folder of map files. It is read anew at each question;
// what a file's content is, is kept while its size and time stay.
type Folder struct {
	dir   string
	mu    sync.Mutex
	known map[string]File
}

// Open gives the folder; it need not exist.
func Open(dir string) *Folder { return &Folder{dir: dir, known: map[string]File{}} }

// goodName is letters, digits and a few marks, and one of the two endings.
var goodName = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._()-]{0,120}\.(geojson|pmtiles)$`)

// GoodName reports whether a file may have that name.
func GoodName(name string) bool { return goodName.MatchString(name) && filepath.Base(name) == name }

// List gives the files by name, those with a problem too.
func (f *Folder) List() ([]File, error) {
	root, entries, err := f.read()
	if root == nil || err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	var out []File
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if len(out) == MaxFiles {
			break
		}
		out = append(out, f.look(root, e.Name()))
	}
	return out, nil
}

// read opens the folder and lists it; all nil where there is none.
func (f *Folder) read() (*os.Root, []fs.DirEntry, error) {
	root, err := os.OpenRoot(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("maps folder: %w", err)
	}
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("list the maps folder: %w", err), root.Close())
	}
	return root, entries, nil
}

// Content is a good file, open.
type Content struct {
	*os.File
	About    File
	Modified time.Time
}

// Open opens a good file. What is not in the folder, and what has a problem, is not
// found.
func (f *Folder) Open(name string) (*Content, error) {
	if !GoodName(name) {
		return nil, fault.New("not_found", "")
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return nil, fault.New("not_found", "").Because(err)
	}
	defer func() { _ = root.Close() }()
	about := f.look(root, name)
	if about.Problem != nil {
		return nil, fault.New("not_found", "").Because(about.Problem)
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, fault.New("not_found", "").Because(err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("map file %s: %w", name, err), file.Close())
	}
	return &Content{File: file, About: about, Modified: info.ModTime()}, nil
}

// look judges a file, or remembers how it was judged.
func (f *Folder) look(root *os.Root, name string) File {
	out := File{Name: name}
	info, err := root.Lstat(name)
	switch {
	case err != nil:
		out.Problem = fault.New("map.unreadable", "").Because(err)
		return out
	case !goodName.MatchString(name):
		out.Size, out.Problem = info.Size(), fault.New("map.name", "")
		return out
	case !info.Mode().IsRegular():
		out.Problem = fault.New("map.not_a_file", "")
		return out
	}
	out.Kind = strings.TrimPrefix(filepath.Ext(name), ".")
	out.Size = info.Size()
	out.Tag = fmt.Sprintf("%x-%x", info.Size(), info.ModTime().UnixNano())
	f.mu.Lock()
	defer f.mu.Unlock()
	if was, ok := f.known[name]; ok && was.Tag == out.Tag {
		return was
	}
	file, err := root.Open(name)
	if err != nil {
		out.Problem = fault.New("map.unreadable", "").Because(err)
		return out
	}
	defer func() { _ = file.Close() }()
	if out.Kind == PMTiles {
		out.Problem = checkPMTiles(file, out.Size)
	} else {
		out.Features, out.Problem = checkGeoJSON(file, out.Size)
	}
	if len(f.known) > 4*MaxFiles {
		clear(f.known)
	}
	f.known[name] = out
	return out
}
