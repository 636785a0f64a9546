package backup

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"bamban/internal/blob"
	"bamban/internal/catalogue"
	"bamban/internal/config"
	"bamban/internal/fault"
	"bamban/internal/log"
	logsqlite "bamban/internal/log/sqlite"
	"bamban/internal/maps"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/sqlite"
)

// Bounds of what is unpacked.
const (
	maxJSON      = 4 << 20
	maxPackFile  = 8 << 20
	maxPackFiles = 2000
	// A file that unpacks to more than maxRatio of what was read is a bomb: real
	// logs come to a tenth, photos to themselves.
	maxRatio = 100
	slack    = 64 << 20
)

// scratchDir is where a restore works, within the folder to be; what is in it was
// left by one that was killed.
const scratchDir = "restoring"

// Restore makes a server's folder of a backup. The folder must be empty but for the list
// of erasures, or not there. All digests, the log's chain and the signatures of its devices are checked
// before anything is in its place; with a fault the folder is left empty.
//
// The log begins a new epoch, and there is no server.key: opening the folder makes
// the projection and a new identity.
func Restore(ctx context.Context, r io.Reader, dir string, progress Progress) (m *Manifest, err error) {
	defer func() { err = ofDisk(err) }()
	made, err := prepare(dir)
	if err != nil {
		return nil, err
	}
	scratch := filepath.Join(dir, scratchDir)
	defer func() {
		err = errors.Join(err, os.RemoveAll(scratch))
		if err != nil && made {
			_ = os.Remove(dir) // only where it is empty
		}
	}()
	x, err := newExtract(ctx, r, scratch, progress)
	if err != nil {
		return nil, err
	}
	if err := x.run(); err != nil {
		return nil, err
	}
	if err := checkLog(ctx, filepath.Join(scratch, logName), x.manifest); err != nil {
		return nil, err
	}
	return x.manifest, place(scratch, dir)
}

// prepare makes the folder, or sees that it is empty, and makes room to work in.
func prepare(dir string) (made bool, err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		made = true
	case err != nil:
		return false, fmt.Errorf("restore: %w", err)
	}
	for _, e := range entries {
		if e.Name() != scratchDir && e.Name() != node.ErasedFile {
			return false, fault.New("backup.not_empty", "", "dir", dir)
		}
	}
	scratch := filepath.Join(dir, scratchDir)
	if err := errors.Join(os.RemoveAll(scratch), os.MkdirAll(scratch, 0o700)); err != nil {
		return made, fmt.Errorf("restore: %w", err)
	}
	return made, nil
}

// place moves what was unpacked and checked to where it belongs, the log last: a
// folder without a log is no server.
func place(scratch, dir string) error {
	all := []string{PackDir, keyName, maps.Dir, FilesDir, logName}
	for i, name := range all {
		err := os.Rename(filepath.Join(scratch, name), filepath.Join(dir, name))
		if err != nil && (i > 2 || !errors.Is(err, os.ErrNotExist)) {
			err = fmt.Errorf("restore: %w", err)
			for _, placed := range all[:i] {
				err = errors.Join(err, os.RemoveAll(filepath.Join(dir, placed)))
			}
			return err
		}
	}
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	_ = f.Sync() // not every system syncs folders
	return f.Close()
}

// checkLog verifies the whole log, against the manifest, its chain and the keys of
// its devices, and begins a new epoch.
func checkLog(ctx context.Context, path string, m *Manifest) (err error) {
	l, err := logsqlite.Open(path)
	if err != nil {
		return fault.New("backup.broken_log", "").Because(err)
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	head, err := l.Head(ctx)
	if err != nil {
		return err
	}
	if head.Seq != m.Seq || hex.EncodeToString(head.Chain[:]) != m.Chain {
		return fault.New("backup.broken_log", "").Because(errors.New("the log does not end where the manifest says"))
	}
	if err := verify(ctx, l, path+".check"); err != nil {
		if ctx.Err() != nil || errors.Is(err, syscall.ENOSPC) || sqlite.IsFull(err) {
			return err
		}
		return fault.New("backup.broken_log", "").Because(err)
	}
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails since Go 1.24
	return l.NewEpoch(ctx, binary.BigEndian.Uint64(random[:]))
}

// verify checks a log's file and all that it holds. The keys of its devices are in
// the log itself, so it is folded, in a file that is thrown away: the chain comes
// first, as nothing is folded that was altered.
func verify(ctx context.Context, l *logsqlite.Log, scratch string) (err error) {
	if err := l.CheckFile(ctx); err != nil {
		return err
	}
	if err := projection.CheckLog(ctx, l, nil, func(*log.Entry) error { return ctx.Err() }); err != nil {
		return err
	}
	kinds, err := catalogue.Kinds()
	if err != nil {
		return err
	}
	p, err := projection.Open(scratch, kinds, l, 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close(), projection.Remove(scratch)) }()
	if err := p.CatchUp(ctx, l, nil); err != nil {
		return err
	}
	return node.CheckLog(ctx, l, p, nil)
}

// extract is a backup being unpacked.
type extract struct {
	ctx      context.Context
	dir      string
	in       *metered // the file as it comes
	out      int64    // bytes unpacked
	unzipped io.Reader
	tar      *tar.Reader
	blobs    *blob.Store
	progress Progress

	manifest *Manifest
	log      Member
	key      Member
	files    Files
	all      hash.Hash // over the digests of the files
	last     string    // digest of the last file: they come in order
	pack     []Member
	maps     []Member
}

// metered counts what is read, and ends with the context.
type metered struct {
	ctx context.Context
	r   io.Reader
	n   int64
}

func (m *metered) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.r.Read(p)
	m.n += int64(n)
	return n, err
}

func newExtract(ctx context.Context, r io.Reader, dir string, progress Progress) (*extract, error) {
	x := &extract{ctx: ctx, dir: dir, in: &metered{ctx: ctx, r: r}, progress: progress, all: sha256.New()}
	z, err := gzip.NewReader(x.in)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fault.New("backup.not_ours", "").Because(err)
	}
	x.unzipped = &unpacked{x, z}
	x.tar = tar.NewReader(x.unzipped)
	x.blobs, err = blob.Open(filepath.Join(dir, FilesDir))
	return x, err
}

// unpacked guards against bombs.
type unpacked struct {
	x *extract
	r io.Reader
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	u.x.out += int64(n)
	if u.x.out > slack+maxRatio*u.x.in.n {
		return n, fault.New("backup.bomb", "")
	}
	if u.x.progress != nil && n > 0 {
		u.x.progress(u.x.out, 0)
	}
	return n, err
}

// run unpacks every member and checks all against the manifest.
func (x *extract) run() error {
	if err := x.head(); err != nil {
		return err
	}
	for x.manifest == nil {
		h, err := x.tar.Next()
		if errors.Is(err, io.EOF) {
			return fault.New("backup.cut", "")
		}
		if err != nil {
			return broken(err, "")
		}
		if err := x.member(h); err != nil {
			return broken(err, h.Name)
		}
	}
	if _, err := x.tar.Next(); !errors.Is(err, io.EOF) {
		return broken(errors.Join(errors.New("the file goes on after its end"), err), manifestName)
	}
	if _, err := io.Copy(io.Discard, x.unzipped); err != nil { // to the checksum at its end
		return broken(err, manifestName)
	}
	x.files.SHA256 = hexOf(x.all)
	switch m := x.manifest; {
	case m.Log != x.log:
		return fault.New("backup.damaged", "", "member", logName)
	case m.Key != x.key:
		return fault.New("backup.damaged", "", "member", keyName)
	case m.Files != x.files:
		return fault.New("backup.damaged", "", "member", FilesDir)
	case !slices.Equal(m.Maps, x.maps):
		return fault.New("backup.damaged", "", "member", maps.Dir)
	case !slices.Equal(m.Pack, x.pack):
		return fault.New("backup.damaged", "", "member", PackDir)
	}
	return nil
}

// head reads what the file says first.
func (x *extract) head() error {
	h, err := x.tar.Next()
	if err != nil || h.Name != headName {
		return fault.New("backup.not_ours", "").Because(err)
	}
	var head Head
	if err := x.json(h, &head); err != nil || head.Product != product {
		return fault.New("backup.not_ours", "").Because(err)
	}
	if head.Format < 1 || head.Format > Format {
		return fault.New("backup.other_format", "", "format", head.Format, "known", Format)
	}
	return nil
}

// broken says what an error of reading means: cut off, damaged, or itself.
func broken(err error, member string) error {
	var f *fault.Fault
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fault.New("backup.cut", "").Because(err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, syscall.ENOSPC), errors.As(err, new(*fs.PathError)):
		return fmt.Errorf("restore %s: %w", short(member), err)
	}
	return fault.New("backup.damaged", "", "member", short(member)).Because(err)
}

// short is a name that is safe to show.
func short(name string) string {
	const most = 80
	if len(name) > most {
		name = name[:most] + "…"
	}
	return strings.ToValidUTF8(name, "\uFFFD")
}

// member takes one member: what has no place in a backup is refused, by name and
// by kind, before any of it is written.
func (x *extract) member(h *tar.Header) error {
	bad := fault.New("backup.bad_member", "", "member", short(h.Name))
	if h.Typeflag != tar.TypeReg {
		return bad
	}
	switch {
	case h.Name == logName && x.log.Name == "":
		m, err := x.toFile(h, filepath.Join(x.dir, logName))
		x.log = m
		return err
	case h.Name == keyName && x.key.Name == "" && h.Size <= maxJSON:
		m, err := x.toFile(h, filepath.Join(x.dir, keyName))
		x.key = m
		return err
	case h.Name == manifestName:
		x.manifest = &Manifest{}
		return x.json(h, x.manifest)
	case strings.HasPrefix(h.Name, FilesDir+"/"):
		return x.file(h, strings.TrimPrefix(h.Name, FilesDir+"/"))
	case strings.HasPrefix(h.Name, maps.Dir+"/"):
		return x.mapFile(h)
	case strings.HasPrefix(h.Name, PackDir+"/"):
		path := filepath.FromSlash(h.Name)
		if !fs.ValidPath(h.Name) || !filepath.IsLocal(path) || h.Size > maxPackFile || len(x.pack) >= maxPackFiles {
			return bad
		}
		path = filepath.Join(x.dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		m, err := x.toFile(h, path)
		x.pack = append(x.pack, m)
		return err
	}
	return bad
}

// file takes an attachment; its name is its digest.
func (x *extract) file(h *tar.Header, digest string) error {
	if digest <= x.last || h.Size > config.MaxUpload {
		return fault.New("backup.bad_member", "", "member", short(h.Name))
	}
	size, _, err := x.blobs.Put(x.ctx, x.tar, digest, h.Size)
	if f := (*fault.Fault)(nil); errors.As(err, &f) && f.Code != "disk.full" {
		return fault.New("backup.damaged", "", "member", short(h.Name)).Because(err)
	}
	if err != nil {
		return err
	}
	x.last = digest
	x.files.Count++
	x.files.Bytes += size
	x.all.Write([]byte(digest))
	return nil
}

// toFile writes a member to a new file, synced.
func (x *extract) toFile(h *tar.Header, path string) (Member, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Member{}, err
	}
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(f, sum), x.tar)
	if err == nil {
		err = f.Sync()
	}
	return Member{h.Name, size, hexOf(sum)}, errors.Join(err, f.Close())
}

func (x *extract) json(h *tar.Header, to any) error {
	if h.Size > maxJSON {
		return fault.New("backup.bad_member", "", "member", short(h.Name))
	}
	raw, err := io.ReadAll(x.tar)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, to)
}

// ofDisk makes a fault of a full disk.
func ofDisk(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fault.New("disk.full", "").Because(err)
	}
	return err
}
