package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bamban/internal/sync/client"
)

func TestWhatIsBackedUpAndRestoredVerifiesAndIsTheSame(t *testing.T) {
	dir := filled(t)
	if out := run(t, "verify", "--data", dir); !strings.Contains(out, "every hash and signature good") || !strings.Contains(out, "a rebuild from the log gives the same") {
		t.Errorf("verify says %q", out)
	}
	file, again := filepath.Join(t.TempDir(), "b.tar.gz"), filepath.Join(t.TempDir(), "again")
	run(t, "backup", "--data", dir, file)
	if out := run(t, "restore", "--data", again, file); !strings.Contains(out, "every hash and signature good") {
		t.Errorf("restore does not say that it checked: %q", out)
	}
	run(t, "verify", "--data", again)
	for _, kind := range []string{"household", "person", "visit"} {
		was, is := run(t, "export", "--data", dir, "--kind", kind), run(t, "export", "--data", again, "--kind", kind)
		if was != is || strings.Count(was, "\n") < 10 {
			t.Errorf("%s: %d bytes restored of %d", kind, len(is), len(was))
		}
	}
}

func TestBackupAndRestoreOverwriteNothing(t *testing.T) {
	dir := filled(t)
	file := filepath.Join(t.TempDir(), "b.tar.gz")
	run(t, "backup", "--data", dir, file)
	was, err := os.ReadFile(file)
	must(t, err)
	if _, err := shell(t, "backup", "--data", dir, file); !errors.Is(err, os.ErrExist) {
		t.Errorf("backup onto a file that is there: %v, want that it exists", err)
	}
	if is, err := os.ReadFile(file); err != nil || string(is) != string(was) {
		t.Errorf("the file that was there has changed: %v", err)
	}
	before := listing(t, dir)
	refused(t, "backup.not_empty", "restore", "--data", dir, file)
	if after := listing(t, dir); after != before {
		t.Errorf("the folder holds %s, before %s", after, before)
	}
	run(t, "verify", "--data", dir)
	refused(t, "backup.no_server", "backup", "--data", t.TempDir(), filepath.Join(t.TempDir(), "x.tar.gz"))
}

func TestABackupThatIsCutOrAlteredByOneByteRestoresNothing(t *testing.T) {
	dir := filled(t)
	file := filepath.Join(t.TempDir(), "b.tar.gz")
	run(t, "backup", "--data", dir, file)
	raw, err := os.ReadFile(file)
	must(t, err)
	altered := append([]byte(nil), raw...)
	altered[len(raw)/2] ^= 1
	for name, c := range map[string]struct {
		content []byte
		code    string
	}{
		"cut in the middle":   {raw[:len(raw)/2], "backup.cut"},
		"cut at the end":      {raw[:len(raw)-1], "backup.cut"},
		"a byte altered":      {altered, "backup."},
		"a file of something": {[]byte("hello"), "backup.not_ours"},
	} {
		bad, into := filepath.Join(t.TempDir(), "bad.tar.gz"), filepath.Join(t.TempDir(), "new")
		must(t, os.WriteFile(bad, c.content, 0o600))
		refused(t, c.code, "restore", "--data", into, bad)
		if _, err := os.Stat(into); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: the folder is there: %v", name, err)
		}
	}
}

func TestVerifyFindsALogThatWasAltered(t *testing.T) {
	dir := filled(t)
	path := filepath.Join(dir, "log.db")
	raw, err := os.ReadFile(path)
	must(t, err)
	at := strings.Index(string(raw), `"household"`)
	if at < 0 {
		t.Fatal("the log holds no household")
	}
	raw[at+1] = 'H'
	must(t, os.WriteFile(path, raw, 0o600))
	must(t, os.RemoveAll(filepath.Join(dir, "projection.db")))
	if _, err := shell(t, "verify", "--data", dir); err == nil || !strings.Contains(err.Error(), "does not verify") {
		t.Errorf("verify of an altered log: %v", err)
	}
}

// A server dies; what is restored is older than what a phone was told is safe.
func TestAPhoneGivesBackWhatAnOlderBackupLost(t *testing.T) {
	ctx, dir := context.Background(), filled(t)
	code, _, _ := strings.Cut(run(t, "device", "invite", "--data", dir, "--login", "tram", "--name", "Máy thử"), "\n")
	url, stop := served(t, dir)
	p := phone(t, url, code)
	_, err := p.Sync(ctx)
	must(t, err)
	home, area := heldHousehold(t, p)

	file := filepath.Join(t.TempDir(), "b.tar.gz")
	run(t, "backup", "--data", dir, file) // beside the server
	added, err := p.NewID()
	must(t, err)
	_, err = p.Write("household", added, map[string]json.RawMessage{"area": area, "name": json.RawMessage(`"Sau Bản Sao"`)})
	must(t, err)
	_, err = p.Write("household", added, map[string]json.RawMessage{"phone": json.RawMessage(`"0911 000 111"`)})
	must(t, err)
	_, err = p.Write("household", home, map[string]json.RawMessage{"address": json.RawMessage(`"cạnh cây gạo sau bản sao"`)})
	must(t, err)
	if r, err := p.Sync(ctx); err != nil || r.Pushed != 3 || len(r.Answers) != 0 {
		t.Fatalf("before the loss: %+v, %v; want 3 accepted", r, err)
	}
	stop()
	must(t, os.RemoveAll(dir))

	again := filepath.Join(t.TempDir(), "again")
	run(t, "restore", "--data", again, file)
	if out := run(t, "export", "--data", again, "--kind", "household"); strings.Contains(out, "Sau Bản Sao") {
		t.Fatal("the backup is not older than the loss")
	}
	url, stop = served(t, again)
	p.Transport = &client.HTTP{Client: p.Transport.(*client.HTTP).Client, Base: url}
	r, err := p.Sync(ctx)
	must(t, err)
	if !r.Restored || len(r.Answers) != 0 {
		t.Errorf("after the restore: noticed %v, answers %+v", r.Restored, r.Answers)
	}
	stop()
	out := run(t, "export", "--data", again, "--kind", "household")
	for _, want := range []string{"Sau Bản Sao", "0911 000 111", "cạnh cây gạo sau bản sao"} {
		if !strings.Contains(out, want) {
			t.Errorf("the restored server did not get back %q", want)
		}
	}
	run(t, "verify", "--data", again)
}

// heldHousehold is a household that a phone holds, and the area that it is in.
func heldHousehold(t *testing.T, p *client.Client) (id [16]byte, area json.RawMessage) {
	t.Helper()
	k := p.Kinds.Get("household")
	for id, h := range p.Store.Records {
		if h.Kind == k.Name {
			return id, h.State.Value("area", k)
		}
	}
	t.Fatal("the phone holds no household")
	return id, nil
}
