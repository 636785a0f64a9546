package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"bamban/internal/blob"
	"bamban/internal/fault"
)

var ctx = context.Background()

const most = 1 << 20

func open(t *testing.T, dir string) *blob.Store {
	t.Helper()
	s, err := blob.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func digestOf(b []byte) string { s := sha256.Sum256(b); return hex.EncodeToString(s[:]) }

func photo(n int) []byte {
	return append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), fmt.Sprintf("photo %d", n)...)
}

func put(t *testing.T, s *blob.Store, b []byte) string {
	t.Helper()
	digest := digestOf(b)
	if size, media, err := s.Put(ctx, bytes.NewReader(b), digest, most); err != nil || size != int64(len(b)) || media != "image/jpeg" {
		t.Fatalf("put: got %d, %q, %v; want %d bytes of image/jpeg", size, media, err, len(b))
	}
	return digest
}

// entries are all files under a folder, by path.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, strings.TrimPrefix(path, dir))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestGivesBackWhatWasPut(t *testing.T) {
	dir := t.TempDir()
	digest := put(t, open(t, dir), photo(1))
	s := open(t, dir) // also after reopening
	f, size, media, err := s.Open(ctx, digest)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := io.ReadAll(f)
	if err != nil || !bytes.Equal(got, photo(1)) || size != int64(len(got)) || media != "image/jpeg" {
		t.Errorf("got %q, size %d, %q, %v; want the photo", got, size, media, err)
	}
	if has, err := s.Has(ctx, digest); !has || err != nil {
		t.Errorf("has: got %v, %v; want true", has, err)
	}
	if err := s.Check(ctx, digest); err != nil {
		t.Errorf("check: %v", err)
	}
}

func TestTheSameFileIsKeptOnce(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	put(t, s, photo(1))
	put(t, s, photo(1))
	if got := entries(t, dir); len(got) != 1 {
		t.Errorf("got files %v, want one", got)
	}
	// Saying the digest of a file is not having it.
	if _, _, err := s.Put(ctx, bytes.NewReader(photo(2)), digestOf(photo(1)), most); !errors.Is(err, fault.New("upload.bad_digest", "")) {
		t.Errorf("a known digest with other bytes: got %v, want upload.bad_digest", err)
	}
}

func TestWhatIsRefusedLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	broken := errors.New("the line is cut")
	b := photo(1)
	for name, c := range map[string]struct {
		r      io.Reader
		digest string
		max    int64
		want   error
	}{
		"other bytes":     {bytes.NewReader(photo(2)), digestOf(b), most, fault.New("upload.bad_digest", "")},
		"too large":       {bytes.NewReader(b), digestOf(b), int64(len(b)) - 1, fault.New("upload.too_large", "")},
		"a web page":      {strings.NewReader("<html>x"), digestOf([]byte("<html>x")), most, fault.New("upload.wrong_type", "")},
		"empty":           {strings.NewReader(""), digestOf(nil), most, fault.New("upload.wrong_type", "")},
		"no digest":       {bytes.NewReader(b), "", most, fault.New("field.bad_digest", "")},
		"a path":          {bytes.NewReader(b), "../../" + digestOf(b)[6:], most, fault.New("field.bad_digest", "")},
		"cut on the way":  {io.MultiReader(bytes.NewReader(b[:9]), iotest.ErrReader(broken)), digestOf(b), most, broken},
		"ends too early":  {bytes.NewReader(b[:9]), digestOf(b), most, fault.New("upload.bad_digest", "")},
		"digest in upper": {bytes.NewReader(b), strings.ToUpper(digestOf(b)), most, fault.New("field.bad_digest", "")},
	} {
		if _, _, err := s.Put(ctx, c.r, c.digest, c.max); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := s.Put(ended, bytes.NewReader(b), digestOf(b), most); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that ended: got %v, want canceled", err)
	}
	if got := entries(t, dir); len(got) > 0 {
		t.Errorf("got files %v, want none", got)
	}
	exact := int64(len(b))
	if _, _, err := s.Put(ctx, bytes.NewReader(b), digestOf(b), exact); err != nil {
		t.Errorf("a file of exactly the bound: %v", err)
	}
}

func TestAHalfWrittenFileIsNeverThere(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	digest := put(t, s, photo(1))
	// What a killed process leaves, and what another one is writing now.
	left, fresh := filepath.Join(dir, "tmp", "put-left"), filepath.Join(dir, "tmp", "put-fresh")
	for _, path := range []string{left, fresh} {
		if err := os.WriteFile(path, photo(2)[:9], 0o600); err != nil {
			t.Fatal(err)
		}
	}
	old := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(left, old, old); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("left over: got %v, want it removed", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("another's work: %v", err)
	}
	var got []string
	err := s.Each(ctx, func(d string, size int64) error { got = append(got, fmt.Sprint(d, size)); return nil })
	if want := fmt.Sprint(digest, len(photo(1))); err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("each: got %v, %v; want only %s", got, err, want)
	}
}

func TestAFileThatIsNotThereIsMissing(t *testing.T) {
	s := open(t, t.TempDir())
	for _, digest := range []string{digestOf(photo(1)), "", "x", "../../../../etc/passwd", strings.Repeat("../", 21) + "a"} {
		if _, _, _, err := s.Open(ctx, digest); !errors.Is(err, fault.New("file.missing", "")) {
			t.Errorf("open %q: got %v, want file.missing", digest, err)
		}
		if has, err := s.Has(ctx, digest); has || err != nil {
			t.Errorf("has %q: got %v, %v; want false", digest, has, err)
		}
		if err := s.Remove(ctx, digest); err != nil {
			t.Errorf("remove %q: %v", digest, err)
		}
	}
	digest := put(t, s, photo(1))
	if err := s.Remove(ctx, digest); err != nil {
		t.Fatal(err)
	}
	if has, _ := s.Has(ctx, digest); has {
		t.Error("removed, and still there")
	}
}

func TestADamagedFileIsFoundOut(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	digest := put(t, s, photo(1))
	if err := os.WriteFile(filepath.Join(dir, digest[:2], digest), photo(2), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(ctx, digest); !errors.Is(err, fault.New("file.damaged", "")) {
		t.Errorf("got %v, want file.damaged", err)
	}
}

func TestManyPutTheSameFilesAtOnce(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range 20 {
				b := photo(i)
				if _, _, err := s.Put(ctx, bytes.NewReader(b), digestOf(b), most); err != nil {
					t.Errorf("put photo %d: %v", i, err)
				}
			}
		})
	}
	all.Wait()
	if got := entries(t, dir); len(got) != 20 {
		t.Errorf("got %d files, want 20: %v", len(got), got)
	}
}

// box makes a box of an ISO base media file.
func box(name string, content ...string) string {
	inside := strings.Join(content, "")
	n := len(inside) + 8
	return string([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}) + name + inside
}

func track(handler string) string {
	return box("trak", box("mdia", box("hdlr", "\x00\x00\x00\x00\x00\x00\x00\x00"+handler+strings.Repeat("\x00", 13))))
}

// webm makes the beginning of a WebM file with tracks of some types.
func webm(types ...byte) string {
	var entries string
	for _, x := range types {
		entries += "\xae\x83\x83\x81" + string([]byte{x})
	}
	return "\x1a\x45\xdf\xa3\x87\x42\x82\x84webm" + "\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" + "\x15\x49\xa9\x66\x82ab" +
		"\x16\x54\xae\x6b" + string([]byte{byte(0x80 | len(entries))}) + entries
}

func TestTellsTheTypeFromTheContent(t *testing.T) {
	sound, picture := track("soun"), track("vide")
	media := box("mdat", strings.Repeat("x", 5000))
	for name, c := range map[string]struct{ content, want string }{
		"jpeg":                      {string(photo(1)), "image/jpeg"},
		"png":                       {"\x89PNG\r\n\x1a\n", "image/png"},
		"webp":                      {"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"},
		"heic of a phone":           {box("ftyp", "heic\x00\x00\x00\x00mif1heic"), "image/heic"},
		"heic by a compatible name": {box("ftyp", "mif1\x00\x00\x00\x00mif1heic"), "image/heic"},
		"avif":                      {box("ftyp", "avif\x00\x00\x00\x00mif1"), "image/avif"},
		"pdf":                       {"%PDF-1.7\n", "application/pdf"},
		"mp3 of two frames":         {strings.Repeat("\xff\xfb\x90\x00"+strings.Repeat("\x00", 413), 2), "audio/mpeg"},
		"mp3 with a tag":            {"ID3\x04\x00\x00\x00\x00\x00\x00", "audio/mpeg"},
		"a frame and no other":      {"\xff\xfb\x90\x00" + strings.Repeat("\x00", 600), "application/octet-stream"},
		"wave":                      {"RIFF\x2c\x00\x00\x00WAVEfmt ", "audio/wave"},
		"opus in ogg":               {"OggS\x00\x02" + strings.Repeat("\x00", 22) + "OpusHead", "audio/ogg"},
		"theora in ogg":             {"OggS\x00\x02" + strings.Repeat("\x00", 22) + "\x80theora", "application/ogg"},
		"m4a":                       {box("ftyp", "M4A \x00\x00\x00\x00") + media + box("moov", sound), "audio/mp4"},
		"mp4 with sound":            {box("ftyp", "isom\x00\x00\x00\x00mp42") + box("moov", sound), "audio/mp4"},
		"mp4 with pictures":         {box("ftyp", "isom\x00\x00\x00\x00mp42") + media + box("moov", sound, picture), "video/mp4"},
		"mp4 that was cut off":      {box("ftyp", "isom\x00\x00\x00\x00mp42") + media[:100], "video/mp4"},
		"3gpp":                      {box("ftyp", "3gp4\x00\x00\x00\x00isom") + box("moov", sound), "audio/3gpp"},
		"3gpp with pictures":        {box("ftyp", "3gp4\x00\x00\x00\x00isom") + box("moov", picture), "video/3gpp"},
		"amr":                       {"#!AMR\n", "audio/amr"},
		"wide-band amr":             {"#!AMR-WB\n", "audio/amr"},
		"webm with sound":           {webm(2), "audio/webm"},
		"webm with pictures":        {webm(1, 2), "video/webm"},
		"webm without tracks":       {webm()[:20], "video/webm"},
		"a web page":                {"<!DOCTYPE html><script>", "text/html"},
		"a zip":                     {"PK\x03\x04", "application/zip"},
		"svg":                       {"<?xml version='1.0'?><svg>", "text/xml"},
		"a program":                 {"MZ\x90\x00", "application/octet-stream"},
	} {
		got, err := blob.MediaOf(strings.NewReader(c.content))
		if err != nil || got != c.want {
			t.Errorf("%s: got %q, %v; want %q", name, got, err, c.want)
		}
		wantAllowed := !strings.HasPrefix(c.want, "video/") && !strings.HasPrefix(c.want, "text/") && c.want != "image/avif" &&
			(!strings.HasPrefix(c.want, "application/") || c.want == "application/pdf")
		if blob.Allowed(c.want) != wantAllowed {
			t.Errorf("%s: allowed is %v, want %v", c.want, !wantAllowed, wantAllowed)
		}
	}
}

func FuzzMediaOf(f *testing.F) {
	f.Add([]byte(webm(2, 1)))
	f.Add([]byte(box("ftyp", "isom\x00\x00\x00\x00mp42") + box("moov", track("soun"))))
	f.Add(photo(1))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := bytes.NewReader(b)
		media, err := blob.MediaOf(r)
		if err != nil || media == "" {
			t.Fatalf("got %q, %v; want a type for any bytes", media, err)
		}
		if r.Len() != len(b) {
			t.Errorf("left at %d, want the beginning", len(b)-r.Len())
		}
	})
}
