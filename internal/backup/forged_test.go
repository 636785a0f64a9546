package backup_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bamban/internal/backup"
	"bamban/internal/change"
	"bamban/internal/log"
	logsqlite "bamban/internal/log/sqlite"
)

// opened takes a backup apart: its log and its manifest.
func opened(t *testing.T, raw []byte) (logFile []byte, m backup.Manifest) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return logFile, m
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		switch h.Name {
		case "log.db":
			logFile = content
		case "manifest.json":
			if err := json.Unmarshal(content, &m); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// forge puts a backup together again as an attacker does, who mends every digest.
func forge(t *testing.T, logFile []byte, m backup.Manifest) []byte {
	t.Helper()
	sum := sha256.Sum256(logFile)
	m.Log.SHA256, m.Log.Size = hex.EncodeToString(sum[:]), int64(len(logFile))
	m.Key = backup.Member{} // it is left out
	manifest, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return archive(t, member{name: "bamban.json", content: goodHead}, member{name: "log.db", content: string(logFile)},
		member{name: "manifest.json", content: string(manifest)})
}

func TestALogThatDoesNotAgreeWithItsChainIsRefused(t *testing.T) {
	s := fresh(t)
	raw, _ := s.backup(backup.Options{})
	logFile, m := opened(t, raw)
	broken := func(name string, logFile []byte, m backup.Manifest) {
		t.Helper()
		refused(t, name, forge(t, logFile, m), "backup.broken_log")
	}
	altered := bytes.Replace(logFile, []byte("Nậm Sảng"), []byte("Nậm Sùng"), 1)
	if bytes.Equal(altered, logFile) {
		t.Fatal("the log holds no village to alter")
	}
	broken("a content altered", altered, m)
	shorter := m
	shorter.Seq--
	broken("another end", logFile, shorter)
	broken("no database", []byte("not SQLite at all, not at all, not at all"), m)
	broken("an empty log", nil, m)
}

func TestALogThatItsDevicesDidNotSignIsRefused(t *testing.T) {
	s := fresh(t)
	if _, err := s.house("Lò Văn A"); err != nil {
		t.Fatal(err)
	}
	raw, _ := s.backup(backup.Options{})
	logFile, manifest := opened(t, raw)
	// What each attacker does to the log; the chain and the manifest are mended.
	for name, attack := range map[string]func(l *logsqlite.Log) error{
		"a batch signed by nobody": func(l *logsqlite.Log) error {
			return l.Append(ctx, []*log.Entry{forgedEntry(s, s.Writer.Device)})
		},
		"a batch of a device without a key": func(l *logsqlite.Log) error {
			return l.Append(ctx, []*log.Entry{forgedEntry(s, 77)})
		},
		"a content removed without an erasure": func(l *logsqlite.Log) error { return l.Erase(ctx, manifest.Seq, 0, log.Stub{}) },
	} {
		path := filepath.Join(t.TempDir(), "log.db")
		if err := os.WriteFile(path, logFile, 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := logsqlite.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := attack(l); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		head, err := l.Head(ctx)
		if err := errors.Join(err, l.Close()); err != nil {
			t.Fatal(err)
		}
		attacked, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m := manifest
		m.Seq, m.Chain = head.Seq, hex.EncodeToString(head.Chain[:])
		refused(t, name, forge(t, attacked, m), "backup.broken_log")
	}
	// The same way without an attack is no obstacle.
	if _, err := backup.Restore(ctx, bytes.NewReader(forge(t, logFile, manifest)), t.TempDir(), nil); err != nil {
		t.Errorf("an honest log put together again: %v", err)
	}
}

// forgedEntry is a batch that claims to be a device's.
func forgedEntry(s *server, device change.Device) *log.Entry {
	c := &change.Change{Device: device, N: 1 << 40, Time: change.TimeAt(time.Now().UnixMilli()), Op: change.Set, Kind: "household", KindV: 1,
		Record: s.Writer.NewID(), Salt: make([]byte, change.SaltBytes), Fields: map[string]json.RawMessage{"name": json.RawMessage(`"Kẻ giả"`)}}
	b := change.Batch{Partition: "12", Device: device, From: c.N, Contents: [][]byte{c.Encode()}, Signature: make([]byte, 64)}
	return &log.Entry{Batch: b, Hashes: b.Hashes(), Received: time.Now().UnixMilli()}
}
