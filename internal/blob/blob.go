package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"bamban/internal/fault"
)

// Store is a folder of files by digest. It is safe for concurrent use, also by
// several processes.
type Store struct{ dir string }

const (
	tempDir = "tmp"
	// staleAfter is when an unfinished file counts as left over. Other processes
	// (a backup from the shell) open the folder too, and must not take away what the
	// server is writing.
	staleAfter = time.Hour
)

// Open opens or makes the folder, and removes what a killed process left unfinished.
func Open(dir string) (*Store, error) {
	temp := filepath.Join(dir, tempDir)
	if err := os.MkdirAll(temp, 0o700); err != nil {
		return nil, fmt.Errorf("open the store of files: %w", err)
	}
	left, err := os.ReadDir(temp)
	if err != nil {
		return nil, fmt.Errorf("open the store of files: %w", err)
	}
	for _, e := range left {
		info, err := e.Info()
		if err != nil || time.Since(info.ModTime()) < staleAfter {
			continue // gone by now, or somebody's work
		}
		if err := os.Remove(filepath.Join(temp, e.Name())); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("remove an unfinished file: %w", err)
		}
	}
	return &Store{dir}, nil
}

// Put takes a file of at most max bytes whose digest must be the one given, and
// gives its size and the media type found in it. A file that is already there is
// read to the end, to see that the sender has it, and kept once.
//
// Faults: upload.too_large, upload.bad_digest, upload.wrong_type, disk.full.
func (s *Store) Put(ctx context.Context, r io.Reader, digest string, max int64) (size int64, media string, err error) {
	path, ok := s.path(digest)
	if !ok {
		return 0, "", fault.New("field.bad_digest", "digest")
	}
	defer func() {
		if errors.Is(err, syscall.ENOSPC) {
			err = fault.New("disk.full", "").Because(err)
		}
	}()
	if _, err := os.Stat(path); err == nil {
		return s.again(ctx, r, digest, max)
	}
	temp, err := os.CreateTemp(filepath.Join(s.dir, tempDir), "put-*")
	if err != nil {
		return 0, "", fmt.Errorf("write a file: %w", err)
	}
	defer func() { _ = os.Remove(temp.Name()) }() // not there where all went well
	size, err = copyHashed(ctx, temp, r, digest, max)
	if err == nil {
		media, err = MediaOf(temp)
	}
	if err == nil && !Allowed(media) {
		err = fault.New("upload.wrong_type", "", "type", media)
	}
	if err == nil {
		err = temp.Sync()
	}
	if err := errors.Join(err, temp.Close()); err != nil {
		return 0, "", unwrapFault(err, "write a file")
	}
	return size, media, s.place(temp.Name(), path)
}

// again hashes a file that the store has, without writing it.
func (s *Store) again(ctx context.Context, r io.Reader, digest string, max int64) (int64, string, error) {
	if _, err := copyHashed(ctx, io.Discard, r, digest, max); err != nil {
		return 0, "", unwrapFault(err, "read a file again")
	}
	f, size, media, err := s.Open(ctx, digest)
	if err != nil {
		return 0, "", err
	}
	return size, media, f.Close()
}

// unwrapFault keeps a fault as it is and says of any other error what was attempted.
func unwrapFault(err error, attempted string) error {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f
	}
	return fmt.Errorf("%s: %w", attempted, err)
}

func copyHashed(ctx context.Context, w io.Writer, r io.Reader, digest string, max int64) (int64, error) {
	h := sha256.New()
	size, err := io.Copy(io.MultiWriter(w, h), io.LimitReader(inContext{ctx, r}, max+1))
	switch {
	case err != nil:
		return 0, err
	case size > max:
		return 0, fault.New("upload.too_large", "", "max", max)
	case hex.EncodeToString(h.Sum(nil)) != digest:
		return 0, fault.New("upload.bad_digest", "digest")
	}
	return size, nil
}

// inContext stops reading when the context ends.
type inContext struct {
	ctx context.Context
	r   io.Reader
}

func (r inContext) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// place moves a finished file to its name, for good.
func (s *Store) place(temp, path string) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("keep a file: %w", err)
	}
	if err := os.Rename(temp, path); err != nil {
		return fmt.Errorf("keep a file: %w", err)
	}
	return errors.Join(syncFolder(folder), syncFolder(s.dir))
}

// syncFolder makes names durable; Windows does so by itself.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sync a folder: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("sync a folder: %w", err)
	}
	return nil
}

// Open gives a file, its size and the media type found in it; a file.missing
// fault where there is none.
func (s *Store) Open(_ context.Context, digest string) (io.ReadSeekCloser, int64, string, error) {
	path, ok := s.path(digest)
	if !ok {
		return nil, 0, "", fault.New("file.missing", "")
	}
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, 0, "", fault.New("file.missing", "")
	}
	if err != nil {
		return nil, 0, "", fmt.Errorf("open a file: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, "", errors.Join(fmt.Errorf("open a file: %w", err), f.Close())
	}
	media, err := MediaOf(f)
	if err != nil {
		return nil, 0, "", errors.Join(fmt.Errorf("open a file: %w", err), f.Close())
	}
	return f, info.Size(), media, nil
}

// Has reports whether a file is there.
func (s *Store) Has(_ context.Context, digest string) (bool, error) {
	path, ok := s.path(digest)
	if !ok {
		return false, nil
	}
	_, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for a file: %w", err)
	}
	return true, nil
}

// Check reads a file and reports whether it still is what its digest says; a
// file.damaged fault where it is not.
func (s *Store) Check(ctx context.Context, digest string) error {
	f, size, _, err := s.Open(ctx, digest)
	if err != nil {
		return err
	}
	_, err = copyHashed(ctx, io.Discard, f, digest, size)
	if errors.Is(err, fault.New("upload.bad_digest", "")) {
		err = fault.New("file.damaged", "digest", "digest", digest)
	}
	return errors.Join(err, f.Close())
}

// Each visits every file, in order of digest. What comes in meanwhile may be
// visited or not.
func (s *Store) Each(ctx context.Context, visit func(digest string, size int64) error) error {
	folders, err := os.ReadDir(s.dir)
	if err != nil {
		return fmt.Errorf("list the files: %w", err)
	}
	for _, folder := range folders {
		if len(folder.Name()) != 2 || !folder.IsDir() {
			continue
		}
		files, err := os.ReadDir(filepath.Join(s.dir, folder.Name()))
		if err != nil {
			return fmt.Errorf("list the files: %w", err)
		}
		for _, e := range files {
			if err := ctx.Err(); err != nil {
				return err
			}
			info, err := e.Info()
			if errors.Is(err, os.ErrNotExist) || !isDigest(e.Name()) {
				continue
			}
			if err != nil {
				return fmt.Errorf("list the files: %w", err)
			}
			if err := visit(e.Name(), info.Size()); err != nil {
				return err
			}
		}
	}
	return nil
}

// Remove takes a file away; one that isn't there is no error.
func (s *Store) Remove(_ context.Context, digest string) error {
	path, ok := s.path(digest)
	if !ok {
		return nil
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove a file: %w", err)
	}
	return nil
}

// path of a digest. Only a well-formed one becomes part of a path.
func (s *Store) path(digest string) (string, bool) {
	if !isDigest(digest) {
		return "", false
	}
	return filepath.Join(s.dir, digest[:2], digest), true
}

func isDigest(s string) bool { return len(s) == 64 && strings.Trim(s, "0123456789abcdef") == "" }
