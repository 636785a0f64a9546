package app_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bamban/internal/account"
	"bamban/internal/blob"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/speech"
	"bamban/internal/writer"
	"bamban/packs"
)

// sound is a WAVE file whose content is some words.
func sound(words string) []byte {
	return []byte("RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x08\x00\x00\x00" + words)
}

// A server's recordings go into a pack's folder while it serves; a fresh server with
// that pack publishes them.
func TestThePackCarriesWhatWasRecorded(t *testing.T) {
	ctx, dir := context.Background(), filepath.Join(t.TempDir(), "data")
	p, problems := pack.Load(packs.LaiChau())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	must(t, os.MkdirAll(dir, 0o700))
	n, err := node.Open(ctx, node.Options{Dir: dir, Pack: p})
	must(t, err)
	defer func() { must(t, n.Close()) }()
	blobs, err := blob.Open(filepath.Join(dir, "files"))
	must(t, err)
	by := n.Writer.NewID()
	_, err = n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "user", Record: by, Fields: kind.Fields(account.User{Login: "thu", Name: "Người Thử", Unit: n.UnitID(p.Units[0].Key)})})
	must(t, err)
	speak := func(of, language, words, status string, keep bool) {
		t.Helper()
		raw := sound(words)
		digest := sha256.Sum256(raw)
		r := speech.Recording{Of: of, Language: language, Status: speech.InUse, Digest: hex.EncodeToString(digest[:]), Size: int64(len(raw)), Media: "audio/wave", By: by, On: "2026-03-03"}
		if keep {
			_, _, err := blobs.Put(ctx, bytes.NewReader(raw), r.Digest, r.Size)
			must(t, err)
		}
		id := n.Writer.NewID()
		_, err := n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "recording", Record: id, Fields: kind.Fields(r)})
		must(t, err)
		if status != speech.InUse {
			_, err := n.Writer.Write(ctx, change.ID{}, nil, writer.Draft{Kind: "recording", Record: id, Fields: kind.Fields(speech.Recording{Status: status})})
			must(t, err)
		}
	}
	speak("form:household_visit/at_home", "hmong", "cũ", speech.InUse, true)
	speak("form:household_visit/at_home", "hmong", "mới", speech.InUse, true)
	speak("text:reporter.visit", "thai", "thăm", speech.InUse, true)
	speak("text:reporter.tell", "thai", "đã rút", speech.Withdrawn, true)
	speak("text:reporter.mine", "thai", "chưa đến", speech.InUse, false)
	speak("notice:"+by.String(), "thai", "thông báo", speech.InUse, true)

	folder := filepath.Join(t.TempDir(), "pack")
	must(t, os.CopyFS(folder, packs.LaiChau()))
	if out := run(t, "pack", "recordings", "--data", dir, folder); !strings.Contains(out, "2 recordings written") {
		t.Errorf("got %q, want that 2 were written", out)
	}
	if out := run(t, "pack", "check", folder); !strings.Contains(out, "no problems") {
		t.Errorf("the pack: %s", out)
	}
	run(t, "pack", "recordings", "--data", dir, folder) // again: nothing twice
	carried, problems := pack.Load(os.DirFS(folder))
	if len(problems) > 0 || len(carried.Recordings) != 2 {
		t.Fatalf("%v, %+v; want 2 recordings", problems, carried)
	}
	r := carried.Recordings[0]
	raw, media, ok := pack.Media(os.DirFS(folder), strings.TrimPrefix(r.File, "media/"))
	if r.Of != "form:household_visit/at_home" || r.Language != "hmong" || !ok || media != "audio/wav" || !bytes.Equal(raw, sound("mới")) {
		t.Errorf("got %+v, %q; want the newer one of the question", r, raw)
	}
	if e := node.EditionBody(carried); len(e.Recordings) != 2 {
		t.Errorf("the edition has %d recordings, want 2", len(e.Recordings))
	}
	refused(t, "no log", "pack", "recordings", "--data", t.TempDir(), folder)
}
