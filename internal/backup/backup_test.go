package backup_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"bamban/internal/backup"
	"bamban/internal/blob"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/node"
	"bamban/internal/node/nodetest"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

var ctx = context.Background()

// server is a node with its files.
type server struct {
	*node.Node
	blobs *blob.Store
	t     testing.TB
}

func open(t testing.TB, dir string) *server {
	t.Helper()
	n, err := node.Open(ctx, node.Options{Dir: dir, Pack: nodetest.Pack(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	blobs, err := blob.Open(filepath.Join(dir, backup.FilesDir))
	if err != nil {
		t.Fatal(err)
	}
	return &server{n, blobs, t}
}

func fresh(t testing.TB) *server {
	t.Helper()
	return open(t, nodetest.Folder(t))
}

func (s *server) house(name string) (change.ID, error) {
	id := s.Writer.NewID()
	_, err := s.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "household", Record: id,
		Fields: kind.Fields(household.Household{Area: s.AreaID("village/03388-01"), Name: name})})
	return id, err
}

func (s *server) photo(content string) string {
	s.t.Helper()
	b := []byte("\xff\xd8\xff\xe0" + content)
	sum := sha256.Sum256(b)
	digest := hex.EncodeToString(sum[:])
	if _, _, err := s.blobs.Put(ctx, bytes.NewReader(b), digest, 1<<20); err != nil {
		s.t.Fatal(err)
	}
	return digest
}

func (s *server) backup(o backup.Options) ([]byte, *backup.Manifest) {
	s.t.Helper()
	var b bytes.Buffer
	m, err := backup.Backup(ctx, s.Node, s.blobs, &b, o)
	if err != nil {
		s.t.Fatal(err)
	}
	return b.Bytes(), m
}

func TestARestoredServerHasAllThatWasAcknowledgedBeforeTheBackup(t *testing.T) {
	s := fresh(t)
	var mu sync.Mutex
	acknowledged := map[change.ID]string{}
	stop := make(chan struct{})
	var writing sync.WaitGroup
	for w := range 4 {
		writing.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				name := fmt.Sprintf("Lò Văn %d-%d", w, i)
				id, err := s.house(name)
				if err != nil {
					t.Errorf("write during the backup: %v", err)
					return
				}
				mu.Lock()
				acknowledged[id] = name
				mu.Unlock()
			}
		})
	}
	var photos []string
	for i := range 20 {
		photos = append(photos, s.photo(fmt.Sprint("photo ", i, strings.Repeat("x", i*1000))))
	}
	time.Sleep(200 * time.Millisecond)
	mu.Lock()
	before := make(map[change.ID]string, len(acknowledged))
	for id, name := range acknowledged {
		before[id] = name
	}
	mu.Unlock()
	steps := 0
	raw, m := s.backup(backup.Options{Version: "test", Progress: func(done, total int64) {
		if steps++; done > total {
			t.Errorf("progress: %d of %d", done, total)
		}
	}})
	close(stop)
	writing.Wait()
	if len(before) == 0 || steps == 0 || m.Files.Count != 20 {
		t.Fatalf("%d acknowledged, %d steps, manifest %+v; want some, and 20 files", len(before), steps, m)
	}

	dir := filepath.Join(t.TempDir(), "restored")
	got, err := backup.Restore(ctx, bytes.NewReader(raw), dir, func(int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	if got.Seq != m.Seq || got.Chain != m.Chain || got.Version != "test" {
		t.Errorf("got manifest %+v, want %+v", got, m)
	}
	if _, err := os.Stat(filepath.Join(dir, "server.key")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the server's key: %v, want none", err)
	}
	r := open(t, dir)
	for id, name := range before {
		rec, err := r.Projection.Get(ctx, id)
		if err != nil || projection.Title(rec) != name {
			t.Errorf("%s: got %v, %v; want it restored", name, rec, err)
		}
	}
	for _, digest := range photos {
		if err := r.blobs.Check(ctx, digest); err != nil {
			t.Errorf("photo %s: %v", digest, err)
		}
	}
	if r.Epoch == s.Epoch {
		t.Error("the restored log has the old epoch: phones can't notice")
	}
	if !r.BundleKey.Equal(s.BundleKey) {
		t.Error("the restored server can't open what phones sealed before")
	}
	if r.Writer.Device == s.Writer.Device {
		t.Error("the restored server has the old one's identity: numbers could be used twice")
	}
	if err := projection.CheckLog(ctx, r.Log, nil, func(*log.Entry) error { return nil }); err != nil {
		t.Errorf("verify the restored log: %v", err)
	}
	if _, err := r.house("sau khi khôi phục"); err != nil {
		t.Errorf("write after the restore: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(s.Dir(), "backup-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left in the server's folder: %v, %v", left, err)
	}
}

func TestTheFolderOfAServingNodeCanBeBackedUpFromOutside(t *testing.T) {
	s := fresh(t)
	id, err := s.house("Lò Văn A")
	if err != nil {
		t.Fatal(err)
	}
	digest := s.photo("x")
	var b bytes.Buffer
	m, err := backup.Folder(ctx, s.Dir(), &b, backup.Options{})
	if err != nil || m.Files.Count != 1 {
		t.Fatalf("got %+v, %v; want one file", m, err)
	}
	if _, err := s.house("Lò Văn B"); err != nil {
		t.Errorf("write after the backup: %v", err)
	}
	dir := t.TempDir()
	if _, err := backup.Restore(ctx, &b, dir, nil); err != nil {
		t.Fatal(err)
	}
	r := open(t, dir)
	if _, err := r.Projection.Get(ctx, id); err != nil {
		t.Error(err)
	}
	if err := r.blobs.Check(ctx, digest); err != nil {
		t.Error(err)
	}
	if _, err := backup.Folder(ctx, t.TempDir(), io.Discard, backup.Options{}); !errors.Is(err, fault.New("backup.no_server", "")) {
		t.Errorf("an empty folder: got %v, want backup.no_server", err)
	}
}

func TestAnyToolOpensTheFile(t *testing.T) {
	s := fresh(t)
	digest := s.photo("x")
	raw, _ := s.backup(backup.Options{Pack: fstest.MapFS{"pack.yaml": {Data: []byte("name: x\n")}, "areas/a.csv": {Data: []byte("x")}}})
	var names []string
	for _, m := range members(t, raw) {
		names = append(names, m.Name)
	}
	want := []string{"bamban.json", "log.db", "bundle.key", "pack/areas/a.csv", "pack/pack.yaml", "files/" + digest, "manifest.json"}
	if !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
	dir := t.TempDir()
	if _, err := backup.Restore(ctx, bytes.NewReader(raw), dir, nil); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "pack", "areas", "a.csv")); err != nil || string(got) != "x" {
		t.Errorf("the pack: got %q, %v", got, err)
	}
}

func TestABadPhotoDoesNotKeepTheRestFromBeingSaved(t *testing.T) {
	s := fresh(t)
	good, bad := s.photo("good"), s.photo("bad")
	if err := os.WriteFile(filepath.Join(s.Dir(), backup.FilesDir, bad[:2], bad), []byte("\xff\xd8\xff\xe0rotten"), 0o600); err != nil {
		t.Fatal(err)
	}
	raw, m := s.backup(backup.Options{})
	if !slices.Equal(m.Damaged, []string{bad}) || m.Files.Count != 1 {
		t.Errorf("got %+v, want one file, and the bad one named", m)
	}
	dir := t.TempDir()
	if _, err := backup.Restore(ctx, bytes.NewReader(raw), dir, nil); err != nil {
		t.Fatal(err)
	}
	if err := open(t, dir).blobs.Check(ctx, good); err != nil {
		t.Error(err)
	}
}

func members(t testing.TB, raw []byte) []*tar.Header {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var out []*tar.Header
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, h)
	}
}

// refused restores into a new folder, and checks that it fails with one of some
// codes and leaves the folder as it was: empty.
func refused(t *testing.T, name string, raw []byte, codes ...string) {
	t.Helper()
	dir := t.TempDir()
	_, err := backup.Restore(ctx, bytes.NewReader(raw), dir, nil)
	if f := fault.As(err); f == nil || !slices.Contains(codes, f.Code) {
		t.Errorf("%s: got %v, want one of %v", name, err, codes)
	} else if strings.ContainsAny(f.Text("vi")+f.Text("en"), "{}") {
		t.Errorf("%s: got text %q with a blank", name, f.Text("en"))
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("%s: left in the folder: %v, %v", name, left, err)
	}
}

func TestAFileThatIsCutOffOrAlteredIsRefused(t *testing.T) {
	s := fresh(t)
	for i := range 5 {
		s.photo(fmt.Sprint(i, strings.Repeat("y", 3000)))
	}
	raw, _ := s.backup(backup.Options{})
	seed := uint64(time.Now().UnixNano())
	t.Log("seed", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	all := []string{"backup.cut", "backup.damaged", "backup.not_ours", "backup.bad_member", "backup.broken_log", "backup.other_format"}
	for range 40 {
		at := r.IntN(len(raw))
		refused(t, fmt.Sprintf("cut at %d of %d", at, len(raw)), raw[:at], all...)
	}
	for range 60 {
		at := r.IntN(len(raw))
		if at >= 4 && at < 10 {
			continue // time, system and flags of the gzip header say nothing
		}
		altered := slices.Clone(raw)
		altered[at] ^= 1 << r.IntN(8)
		dir := t.TempDir()
		if _, err := backup.Restore(ctx, bytes.NewReader(altered), dir, nil); err == nil && !harmless(t, raw, altered) {
			t.Errorf("byte %d of %d altered: restored without a fault", at, len(raw))
		} else if err != nil && !slices.Contains(all, fault.As(err).Code) {
			t.Errorf("byte %d of %d altered: got %v", at, len(raw), err)
		}
	}
	refused(t, "only a beginning", raw[:5], "backup.not_ours")
	refused(t, "nothing", nil, "backup.not_ours")
	refused(t, "a text", []byte("hello, I am no backup"), "backup.not_ours")
	refused(t, "something after it", append(slices.Clone(raw), "garbage"...), "backup.damaged", "backup.cut")
}

// harmless reports whether an altered file unpacks to the same: gzip's header of
// the second stream holds bytes that say nothing.
func harmless(t *testing.T, a, b []byte) bool {
	t.Helper()
	unzip := func(raw []byte) []byte {
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return nil
		}
		out, err := io.ReadAll(z)
		if err != nil {
			return nil
		}
		return out
	}
	x := unzip(a)
	return x != nil && bytes.Equal(x, unzip(b))
}

// rebuilt makes a file of members, as an attacker would.
type member struct {
	name    string
	content string
	kind    byte
	link    string
}

func archive(t *testing.T, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, m := range members {
		h := &tar.Header{Name: m.name, Size: int64(len(m.content)), Mode: 0o644, Typeflag: m.kind, Linkname: m.link}
		if m.kind == 0 {
			h.Typeflag = tar.TypeReg
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, m.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const goodHead = `{"product":"bamban","format":1}`

func TestAHostileFileIsRefused(t *testing.T) {
	head := member{name: "bamban.json", content: goodHead}
	digest := strings.Repeat("a", 64)
	for name, c := range map[string]struct {
		members []member
		code    string
	}{
		"out of the folder":      {[]member{head, {name: "pack/../../x", content: "x"}}, "backup.bad_member"},
		"an absolute path":       {[]member{head, {name: "/etc/x", content: "x"}}, "backup.bad_member"},
		"a path in files":        {[]member{head, {name: "files/../../" + digest[6:], content: "x"}}, "backup.damaged"},
		"a link":                 {[]member{head, {name: "pack/x", kind: tar.TypeSymlink, link: "/etc/passwd"}}, "backup.bad_member"},
		"a hard link":            {[]member{head, {name: "log.db", kind: tar.TypeLink, link: "/etc/passwd"}}, "backup.bad_member"},
		"a folder":               {[]member{head, {name: "files/", kind: tar.TypeDir}}, "backup.bad_member"},
		"a projection":           {[]member{head, {name: "projection.db", content: "x"}}, "backup.bad_member"},
		"a key":                  {[]member{head, {name: "server.key", content: "x"}}, "backup.bad_member"},
		"two logs":               {[]member{head, {name: "log.db", content: "x"}, {name: "log.db", content: "y"}}, "backup.bad_member"},
		"a file under a lie":     {[]member{head, {name: "files/" + digest, content: "\xff\xd8\xff\xe0x"}}, "backup.damaged"},
		"a name of bytes":        {[]member{head, {name: "pack/\xff\xfe", content: "x"}}, "backup.bad_member"},
		"no head":                {[]member{{name: "log.db", content: "x"}}, "backup.not_ours"},
		"another product":        {[]member{{name: "bamban.json", content: `{"product":"x","format":1}`}}, "backup.not_ours"},
		"another format":         {[]member{{name: "bamban.json", content: `{"product":"bamban","format":3}`}}, "backup.other_format"},
		"only a head":            {[]member{head}, "backup.cut"},
		"a manifest of nothing":  {[]member{head, {name: "manifest.json", content: "{}"}}, "backup.damaged"},
		"no manifest but a text": {[]member{head, {name: "manifest.json", content: "x"}}, "backup.damaged"},
		"a bomb":                 {[]member{head, {name: "log.db", content: strings.Repeat("\x00", 200<<20)}}, "backup.bomb"},
		"more after the end":     {[]member{head, {name: "manifest.json", content: "{}"}, {name: "log.db", content: "x"}}, "backup.damaged"},
	} {
		refused(t, name, archive(t, c.members...), c.code)
	}
}

func TestAFolderThatIsNotEmptyIsLeftAlone(t *testing.T) {
	s := fresh(t)
	raw, _ := s.backup(backup.Options{})
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(ctx, bytes.NewReader(raw), dir, nil); !errors.Is(err, fault.New("backup.not_empty", "")) {
		t.Errorf("got %v, want backup.not_empty", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("got %v, %v; want what was there", left, err)
	}
	// Neither the list of erasures, which comes before the log that it is about, nor what
	// a killed restore left is a hindrance.
	dir = t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "restoring", "files"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, node.ErasedFile), []byte("{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(ctx, bytes.NewReader(raw), dir, nil); err != nil {
		t.Error(err)
	}
	if kept, err := os.ReadFile(filepath.Join(dir, node.ErasedFile)); err != nil || string(kept) != "{}\n" {
		t.Errorf("the list of erasures is %q, %v", kept, err)
	}
}

func TestARestoreThatIsStoppedLeavesNothing(t *testing.T) {
	s := fresh(t)
	raw, _ := s.backup(backup.Options{})
	dir := filepath.Join(t.TempDir(), "new")
	stopped, cancel := context.WithCancel(ctx)
	defer cancel()
	_, err := backup.Restore(stopped, bytes.NewReader(raw), dir, func(done, _ int64) {
		if done > 100_000 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want canceled", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is there: %v", err)
	}
	if _, err := backup.Backup(stopped, s.Node, s.blobs, io.Discard, backup.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("backup: got %v, want canceled", err)
	}
}

func BenchmarkBackup(b *testing.B) {
	s := fresh(b)
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		content := make([]byte, 1<<20-10)
		for i := range content {
			content[i] = byte(r.Uint32())
		}
		s.photo(string(content))
	}
	for i := range 20 {
		var drafts []writer.Draft
		for j := range 1000 {
			drafts = append(drafts, writer.Draft{Kind: "household", Record: s.Writer.NewID(), Fields: kind.Fields(household.Household{
				Area: s.AreaID("village/03388-01"), Name: fmt.Sprintf("Lò Văn %d %d", i, j), Code: fmt.Sprint(i*1000 + j)})})
		}
		if _, err := s.Writer.Write(ctx, change.ID{}, nil, drafts...); err != nil {
			b.Fatal(err)
		}
	}
	raw, m := s.backup(backup.Options{})
	size := m.Log.Size + m.Files.Bytes
	b.Run("backup", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			if _, err := backup.Backup(ctx, s.Node, s.blobs, io.Discard, backup.Options{}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(raw))/float64(size), "of-size")
	})
	b.Run("restore", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			if _, err := backup.Restore(ctx, bytes.NewReader(raw), b.TempDir(), nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func FuzzRestore(f *testing.F) {
	f.Add([]byte{0x1f, 0x8b})
	f.Add(archiveOf(goodHead))
	f.Fuzz(func(t *testing.T, raw []byte) {
		dir := t.TempDir()
		_, err := backup.Restore(ctx, bytes.NewReader(raw), dir, nil)
		if f := fault.As(err); f == nil || f.Class() == fault.Internal {
			t.Fatalf("got %v, want a fault of the catalogue", err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Fatalf("left in the folder: %v, %v", left, err)
		}
	})
}

func archiveOf(head string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	_ = w.WriteHeader(&tar.Header{Name: "bamban.json", Size: int64(len(head)), Typeflag: tar.TypeReg})
	_, _ = io.WriteString(w, head)
	_, _ = w.Close(), z.Close()
	return b.Bytes()
}
