package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bamban/internal/blob"
	"bamban/internal/fault"
	"bamban/internal/log"
	logsqlite "bamban/internal/log/sqlite"
	"bamban/internal/maps"
	"bamban/internal/node"
)

// Format of the file. A file of a newer format is refused; 1 has no maps.
const Format = 2

// FilesDir is the folder of attachments within a server's folder, PackDir that of
// a pack that came with a backup.
const (
	FilesDir = "files"
	PackDir  = "pack"
)

// Names of the members.
const (
	headName     = "bamban.json"
	logName      = node.LogFile
	keyName      = node.BundleKeyFile
	manifestName = "manifest.json"
)

// Options of a backup.
type Options struct {
	Version  string // of the program
	Pack     fs.FS  // a pack that is not the one built in, or nil
	Progress Progress
	Now      func() int64 // Unix milliseconds; nil is the wall clock
}

// Progress is told how many bytes are done, of how many; of 0 where that is not known.
type Progress func(done, total int64)

// Member is one file in the backup.
type Member struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Files is all attachments: each is named by its digest, and SHA256 is over the
// digests in the order in which they come.
type Files struct {
	Count  int64  `json:"count"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Head is what the file says first.
type Head struct {
	Product string `json:"product"`
	Format  int    `json:"format"`
	Version string `json:"version"`
	Created int64  `json:"created"` // Unix milliseconds
}

// Manifest is what the file says last, of all that it holds.
type Manifest struct {
	Head
	Seq   uint64   `json:"seq"`   // last entry of the log
	Chain string   `json:"chain"` // its hash
	Epoch string   `json:"epoch"` // in hex
	Log   Member   `json:"log"`
	Files Files    `json:"files"`
	Pack  []Member `json:"pack,omitempty"`
	// Key is the one that opens bundles of unsent work; a server that was never
	// opened since there are bundles has none.
	Key Member `json:"key,omitzero"`
	// Maps are the office's map files; of MapsLeft, which were too large or not
	// good, the office keeps the originals.
	Maps     []Member `json:"maps,omitempty"`
	MapsLeft []Left   `json:"mapsLeft,omitempty"`
	// Damaged are files that were no longer what their digest says; they are left
	// out, so that one bad photo does not keep the rest from being saved.
	Damaged []string `json:"damaged,omitempty"`
}

// Left is a file that a backup does not have, and why: "large", or the code of what
// is wrong with it.
type Left struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	Why  string `json:"why"`
}

const product = "bamban"

// Backup writes a backup of a node that may be serving.
func Backup(ctx context.Context, n *node.Node, blobs *blob.Store, w io.Writer, o Options) (*Manifest, error) {
	return write(ctx, n.Dir(), n.Log, blobs, w, o)
}

// Folder writes a backup of a server's folder, also while a server of another
// process is using it.
func Folder(ctx context.Context, dir string, w io.Writer, o Options) (_ *Manifest, err error) {
	if _, err := os.Stat(filepath.Join(dir, node.LogFile)); err != nil {
		return nil, fault.New("backup.no_server", "", "dir", dir).Because(err)
	}
	l, err := logsqlite.Open(filepath.Join(dir, node.LogFile))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	blobs, err := blob.Open(filepath.Join(dir, FilesDir))
	if err != nil {
		return nil, err
	}
	return write(ctx, dir, l, blobs, w, o)
}

// staleAfter is when the scratch of a backup that was killed is taken away.
const staleAfter = 24 * time.Hour

const scratchPrefix = "backup-"

func write(ctx context.Context, dir string, l *logsqlite.Log, blobs *blob.Store, w io.Writer, o Options) (m *Manifest, err error) {
	if o.Now == nil {
		o.Now = func() int64 { return time.Now().UnixMilli() }
	}
	defer func() { err = ofDisk(err) }()
	if err := sweep(dir); err != nil {
		return nil, err
	}
	scratch, err := os.MkdirTemp(dir, scratchPrefix)
	if err != nil {
		return nil, fmt.Errorf("back up: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	a := &archive{ctx: ctx, manifest: &Manifest{Head: Head{product, Format, o.Version, o.Now()}}, progress: o.Progress}
	path := filepath.Join(scratch, logName)
	if err := l.BackupTo(ctx, path); err != nil {
		return nil, err
	}
	head, err := headOf(ctx, path)
	if err != nil {
		return nil, err
	}
	a.manifest.Seq, a.manifest.Chain, a.manifest.Epoch = head.Seq, hex.EncodeToString(head.Chain[:]), fmt.Sprintf("%016x", head.Epoch)
	if err := a.measure(path, blobs); err != nil {
		return nil, err
	}
	if err := a.write(w, dir, path, blobs, o.Pack); err != nil {
		return nil, fmt.Errorf("back up: %w", err)
	}
	return a.manifest, nil
}

func sweep(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, scratchPrefix+"*"))
	if err != nil {
		return fmt.Errorf("look for old scratch: %w", err)
	}
	for _, path := range left {
		info, err := os.Stat(path)
		if err != nil || !info.IsDir() || time.Since(info.ModTime()) < staleAfter {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("remove old scratch: %w", err)
		}
	}
	return nil
}

func headOf(ctx context.Context, path string) (log.Head, error) {
	l, err := logsqlite.Open(path)
	if err != nil {
		return log.Head{}, err
	}
	head, err := l.Head(ctx)
	return head, errors.Join(err, l.Close())
}

// archive is a backup being written.
type archive struct {
	ctx      context.Context
	manifest *Manifest
	progress Progress
	total    int64
	done     int64
	tar      *tar.Writer
}

// measure sums up what there is to do.
func (a *archive) measure(logPath string, blobs *blob.Store) error {
	info, err := os.Stat(logPath)
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	a.total = info.Size()
	return blobs.Each(a.ctx, func(_ string, size int64) error {
		a.total += size
		return nil
	})
}

func (a *archive) write(w io.Writer, dir, logPath string, blobs *blob.Store, pack fs.FS) error {
	// Two gzip streams, one after the other, are one gzip file: the second does
	// not try to make photos smaller.
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	a.tar = tar.NewWriter(z)
	if err := a.json(headName, a.manifest.Head); err != nil {
		return err
	}
	if err := a.log(logPath); err != nil {
		return err
	}
	if err := a.key(filepath.Join(dir, keyName)); err != nil {
		return err
	}
	if err := a.pack(pack); err != nil {
		return err
	}
	if err := errors.Join(a.tar.Flush(), z.Close()); err != nil {
		return err
	}
	stored, err := gzip.NewWriterLevel(w, gzip.NoCompression)
	if err != nil {
		return err
	}
	rest := tar.NewWriter(stored)
	a.tar = rest
	if err := a.maps(maps.Open(filepath.Join(dir, maps.Dir))); err != nil {
		return err
	}
	if err := a.files(blobs); err != nil {
		return err
	}
	if err := a.json(manifestName, a.manifest); err != nil {
		return err
	}
	return errors.Join(rest.Close(), stored.Close())
}

func (a *archive) log(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	a.manifest.Log, err = a.member(logName, info.Size(), f)
	return errors.Join(err, f.Close())
}

func (a *archive) key(path string) error {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	a.manifest.Key, err = a.member(keyName, int64(len(raw)), bytes.NewReader(raw))
	return err
}

func (a *archive) files(blobs *blob.Store) error {
	all := sha256.New()
	err := blobs.Each(a.ctx, func(digest string, _ int64) error {
		err := blobs.Check(a.ctx, digest)
		switch {
		case errors.Is(err, fault.New("file.missing", "")):
			return nil // erased meanwhile
		case errors.Is(err, fault.New("file.damaged", "")):
			a.manifest.Damaged = append(a.manifest.Damaged, digest)
			return nil
		case err != nil:
			return err
		}
		f, size, _, err := blobs.Open(a.ctx, digest)
		if err != nil {
			return err
		}
		_, err = a.member(FilesDir+"/"+digest, size, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
		a.manifest.Files.Count++
		a.manifest.Files.Bytes += size
		all.Write([]byte(digest))
		return nil
	})
	a.manifest.Files.SHA256 = hex.EncodeToString(all.Sum(nil))
	return err
}

func (a *archive) pack(pack fs.FS) error {
	if pack == nil {
		return nil
	}
	return fs.WalkDir(pack, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := fs.ReadFile(pack, path)
		if err != nil {
			return err
		}
		m, err := a.member(PackDir+"/"+path, int64(len(content)), strings.NewReader(string(content)))
		a.manifest.Pack = append(a.manifest.Pack, m)
		return err
	})
}

func (a *archive) json(name string, v any) error {
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = a.member(name, int64(len(raw)), strings.NewReader(string(raw)))
	return err
}

// member adds a file of a known size, hashing it on the way.
func (a *archive) member(name string, size int64, r io.Reader) (Member, error) {
	h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: time.UnixMilli(a.manifest.Created), Format: tar.FormatPAX}
	if err := a.tar.WriteHeader(h); err != nil {
		return Member{}, fmt.Errorf("%s: %w", name, err)
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(a.tar, sum), &counted{a, r}); err != nil {
		return Member{}, fmt.Errorf("%s: %w", name, err)
	}
	return Member{name, size, hexOf(sum)}, nil
}

func hexOf(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// counted tells of progress, and ends with the context.
type counted struct {
	a *archive
	r io.Reader
}

func (c *counted) Read(p []byte) (int, error) {
	if err := c.a.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	c.a.done += int64(n)
	if c.a.progress != nil && n > 0 {
		c.a.progress(c.a.done, max(c.a.total, c.a.done))
	}
	return n, err
}
