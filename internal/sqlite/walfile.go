package sqlite

import (
	"encoding/binary"

	"github.com/ncruces/go-sqlite3/vfs"
)

// gathering is the name of the file system that writes a commit's frames to the
// write-ahead log at once. SQLite writes each frame in two pieces, its header and its
// page; a commit of a few hundred pages asked the system for twice as many writes.
const gathering = "gathering"

func init() { vfs.Register(gathering, gatheringVFS{vfs.Find("").(vfs.VFSFilename)}) }

// gatheringVFS is the system's, but for write-ahead logs.
type gatheringVFS struct{ vfs.VFSFilename }

func (v gatheringVFS) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := v.VFSFilename.OpenFilename(name, flags)
	if err == nil && flags&vfs.OPEN_WAL != 0 {
		f = &walFile{File: f}
	}
	return f, flags, err
}

// Sizes of the file's parts, and the most that is held before it is written.
//
// See https://sqlite.org/fileformat2.html#walformat
const (
	walHeader   = 32
	frameHeader = 24
	mostHeld    = 256 << 10
)

// walFile holds the frames of a transaction until the one that commits it. Nobody
// else looks at them before: only after the last frame is written does SQLite say in
// the index of the log that they are there. What is not a new frame at the end, and
// whatever is asked of the file besides, first has what is held written.
type walFile struct {
	vfs.File
	held    []byte
	at      int64 // of held, in the file
	end     int64 // of what was written since the log began anew
	commits bool  // the frame whose header was written last is the transaction's last
}

func (f *walFile) WriteAt(p []byte, off int64) (int, error) {
	if off != f.at+int64(len(f.held)) || len(f.held) == 0 {
		if err := f.flush(); err != nil {
			return 0, err
		}
		f.at = off
	}
	isNew := off >= f.end
	switch {
	case off < walHeader:
		f.end = walHeader
	case isNew:
		f.end = off + int64(len(p))
	}
	if off < walHeader || !isNew {
		return f.File.WriteAt(p, off)
	}
	f.held = append(f.held, p...)
	if len(p) == frameHeader {
		f.commits = binary.BigEndian.Uint32(p[4:]) != 0
		return len(p), nil
	}
	if f.commits || len(f.held) >= mostHeld {
		if err := f.flush(); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// flush writes what is held. What could not be written is given up: the transaction
// fails, and the next one writes in its place.
func (f *walFile) flush() error {
	if len(f.held) == 0 {
		return nil
	}
	_, err := f.File.WriteAt(f.held, f.at)
	f.held = f.held[:0]
	return err
}

func (f *walFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.flush(); err != nil {
		return 0, err
	}
	return f.File.ReadAt(p, off)
}

func (f *walFile) Truncate(size int64) error {
	if err := f.flush(); err != nil {
		return err
	}
	f.end = min(f.end, size)
	return f.File.Truncate(size)
}

func (f *walFile) Sync(flags vfs.SyncFlag) error {
	if err := f.flush(); err != nil {
		return err
	}
	return f.File.Sync(flags)
}

func (f *walFile) Size() (int64, error) {
	if err := f.flush(); err != nil {
		return 0, err
	}
	return f.File.Size()
}

func (f *walFile) Close() error {
	err := f.flush()
	if closeErr := f.File.Close(); err == nil {
		err = closeErr
	}
	return err
}
