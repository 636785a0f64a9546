// Package nodetest gives tests the folder of a node that has the shipped pack in
// its log: it is published once for each test program and copied after.
//
// It must not hold what one test alone needs.
package nodetest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/packs"
)

// published is a folder's files, made once for each test program, and the pack.
var published = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "bamban-nodetest-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	p, err := shipped()
	if err != nil {
		return nil, err
	}
	n, err := node.Open(context.Background(), node.Options{Dir: dir, Pack: p})
	if err != nil {
		return nil, err
	}
	if err := n.Close(); err != nil {
		return nil, err
	}
	return Files(dir)
})

var shipped = sync.OnceValues(func() (*pack.Pack, error) {
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		return nil, errors.New(problems[0].String())
	}
	return p, nil
})

// Pack is the shipped pack, shared: tests must not change it.
func Pack(t testing.TB) *pack.Pack {
	t.Helper()
	p, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Folder is a new folder of a closed node that has published [Pack].
func Folder(t testing.TB) string {
	t.Helper()
	files, err := published()
	if err != nil {
		t.Fatal(err)
	}
	return Copy(t, files)
}

// Files reads a folder of a closed node, by path.
func Files(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[name], err = os.ReadFile(path)
		return err
	})
	return files, err
}

// Copy is a new folder with some files.
func Copy(t testing.TB, files map[string][]byte) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "node")
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
