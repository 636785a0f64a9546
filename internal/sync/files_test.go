package sync_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"bamban/internal/access"
	"bamban/internal/activity"
	"bamban/internal/api"
	"bamban/internal/assignment"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/sync"
	"bamban/internal/writer"
)

// photo is a file that begins as a JPEG does.
func photo(size int) []byte {
	b := append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), bytes.Repeat([]byte("bam ban "), size/8+1)...)
	return b[:size]
}

func digestOf(b []byte) string { sum := sha256.Sum256(b); return hex.EncodeToString(sum[:]) }

// attach writes the record of a file, as a phone does before it sends the bytes.
func (o *office) attach(t testing.TB, content []byte, media string, area change.ID) change.ID {
	t.Helper()
	id := o.n.Writer.NewID()
	o.write(t, writer.Draft{Kind: "attachment", Record: id, Fields: kind.Fields(activity.Attachment{Subject: o.home, Area: area, Kind: "photo",
		Digest: digestOf(content), Size: int64(len(content)), Media: media, By: o.phone.User})})
	return id
}

// reply is what the server answered to a tus request.
type reply struct {
	status   int
	code     string
	field    string
	text     map[string]string
	location string
	offset   string
	length   string
}

// tus sends a request of the protocol with the phone's token.
func (o *office) tus(t testing.TB, method, url string, body io.Reader, headers ...string) reply {
	t.Helper()
	r, err := http.NewRequest(method, url, body)
	must(t, err)
	r.Header.Set("Tus-Resumable", "1.0.0")
	r.Header.Set("Authorization", "Bearer "+o.token)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := o.server.Client().Do(r)
	must(t, err)
	defer func() { _ = res.Body.Close() }()
	out := reply{status: res.StatusCode, location: res.Header.Get("Location"), offset: res.Header.Get("Upload-Offset"), length: res.Header.Get("Upload-Length")}
	raw, err := io.ReadAll(res.Body)
	must(t, err)
	var got struct{ Error api.FaultJSON }
	if json.Unmarshal(raw, &got) == nil {
		out.code, out.field, out.text = got.Error.Code, got.Error.Field, got.Error.Text
	}
	return out
}

// create asks for an upload of some bytes.
func (o *office) create(t testing.TB, content []byte) reply {
	t.Helper()
	return o.createAs(t, digestOf(content), len(content))
}

func (o *office) createAs(t testing.TB, digest string, size int) reply {
	t.Helper()
	return o.tus(t, http.MethodPost, o.server.URL+sync.PathFiles, nil,
		"Upload-Length", strconv.Itoa(size), "Upload-Metadata", "digest "+base64.StdEncoding.EncodeToString([]byte(digest)))
}

// patch sends a piece from an offset.
func (o *office) patch(t testing.TB, url string, offset int, piece []byte) reply {
	t.Helper()
	return o.tus(t, http.MethodPatch, url, bytes.NewReader(piece), "Upload-Offset", strconv.Itoa(offset), "Content-Type", "application/offset+octet-stream")
}

// send makes an upload of all bytes in one piece and gives the last answer.
func (o *office) send(t testing.TB, content []byte) reply {
	t.Helper()
	created := o.create(t, content)
	if created.status != http.StatusCreated {
		return created
	}
	return o.patch(t, created.location, 0, content)
}

// kept is how many files the store holds, and how many unfinished uploads wait.
func (o *office) kept(t testing.TB) (files, waiting int) {
	t.Helper()
	must(t, o.blobs.Each(context.Background(), func(string, int64) error { files++; return nil }))
	left, err := os.ReadDir(o.uploads)
	must(t, err)
	for _, e := range left {
		if !strings.HasSuffix(e.Name(), ".lock") {
			waiting++
		}
	}
	return files, waiting
}

func (o *office) wantKept(t testing.TB, files, waiting int) {
	t.Helper()
	if f, w := o.kept(t); f != files || w != waiting {
		t.Errorf("the store holds %d files and %d parts of uploads, want %d and %d", f, w, files, waiting)
	}
}

// cutPatch begins to send a piece and breaks the line after some of it.
func (o *office) cutPatch(t testing.TB, url string, offset int, piece []byte, sent int) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPatch, url, nil)
	must(t, err)
	line, err := net.Dial("tcp", r.URL.Host)
	must(t, err)
	_, err = fmt.Fprintf(line, "PATCH %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: %d\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: %d\r\n\r\n",
		r.URL.Path, r.URL.Host, o.token, offset, len(piece))
	must(t, err)
	_, err = line.Write(piece[:sent])
	must(t, err)
	must(t, line.Close())
}

// offsetOf asks where an upload stands, until the server has let go of a broken line.
func (o *office) offsetOf(t testing.TB, url string, want int) {
	t.Helper()
	var got reply
	for range 100 {
		if got = o.tus(t, http.MethodHead, url, nil); got.status == http.StatusOK && got.offset == strconv.Itoa(want) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the upload stands at %q (status %d), want %d", got.offset, got.status, want)
}

func TestAPhotoSentInPiecesAndCutInTheMiddleArrivesWhole(t *testing.T) {
	o := newOffice(t)
	content := photo(300_000)
	o.attach(t, content, "image/jpeg", o.village)
	created := o.create(t, content)
	if created.status != http.StatusCreated || created.location == "" {
		t.Fatalf("create: %+v, want 201 with a place", created)
	}
	if got := o.patch(t, created.location, 0, content[:100_000]); got.status != http.StatusNoContent || got.offset != "100000" {
		t.Fatalf("first piece: %+v, want to stand at 100000", got)
	}
	o.cutPatch(t, created.location, 100_000, content[100_000:200_000], 40_000)
	o.offsetOf(t, created.location, 140_000)
	// A device that takes up at the wrong place is told, and nothing is spoilt.
	if got := o.patch(t, created.location, 200_000, content[200_000:]); got.status != http.StatusConflict {
		t.Errorf("a piece that does not follow: status %d, want 409", got.status)
	}
	if got := o.patch(t, created.location, 140_000, content[140_000:]); got.status != http.StatusNoContent {
		t.Fatalf("the rest: %+v", got)
	}
	o.wantKept(t, 1, 0)
	must(t, o.blobs.Check(context.Background(), digestOf(content)))
	if got := o.tus(t, http.MethodHead, created.location, nil); got.status != http.StatusNotFound {
		t.Errorf("a finished upload asked for again: status %d, want 404", got.status)
	}
}

func TestTheSameBytesAreSentOnce(t *testing.T) {
	o := newOffice(t)
	content := photo(5_000)
	o.attach(t, content, "image/jpeg", o.village)
	again := o.create(t, content) // a second device begins before the first has finished
	if got := o.send(t, content); got.status != http.StatusNoContent {
		t.Fatalf("send: %+v", got)
	}
	o.attach(t, content, "image/jpeg", o.village)
	if got := o.create(t, content); got.code != "upload.have" || got.status != http.StatusConflict {
		t.Errorf("the same bytes again: %+v, want upload.have", got)
	}
	if got := o.patch(t, again.location, 0, content); got.status != http.StatusNoContent {
		t.Errorf("the upload that was under way: %+v", got)
	}
	o.wantKept(t, 1, 0)
}

// zipped is an archive of one file of so many zeros.
func zipped(t testing.TB, zeros int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("bomb")
	must(t, err)
	_, err = w.Write(make([]byte, zeros))
	must(t, err)
	must(t, z.Close())
	return b.Bytes()
}

func TestAFileThatIsNotWhatItClaimsIsRefused(t *testing.T) {
	o := newOffice(t)
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	_, err := z.Write(make([]byte, 32<<20))
	must(t, err)
	must(t, z.Close())
	for name, c := range map[string]struct {
		content []byte
		media   string
		code    string
	}{
		"a page as a photo":              {[]byte("<html><script>alert(1)</script>" + strings.Repeat(" ", 600)), "image/jpeg", "upload.wrong_type"},
		"a drawing with a script":        {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "image/png", "upload.wrong_type"},
		"a program":                      {append([]byte("MZ"), make([]byte, 500)...), "application/pdf", "upload.wrong_type"},
		"an archive bomb":                {bomb.Bytes(), "image/jpeg", "upload.wrong_type"},
		"an archive bomb of another art": {zipped(t, 32<<20), "application/pdf", "upload.wrong_type"},
		"a paper as a photo":             {[]byte("%PDF-1.4\n%âãÏÓ\n1 0 obj<<>>endobj"), "image/jpeg", "upload.other_type"},
		"a photo as a recording":         {photo(900), "audio/ogg;codecs=opus", "upload.other_type"},
		"a photo that is a script too":   {append([]byte("GIF89a/*"), []byte("*/=1;alert(1)")...), "image/jpeg", "upload.wrong_type"},
	} {
		o.attach(t, c.content, c.media, o.village)
		got := o.send(t, c.content)
		if got.code != c.code || got.status != http.StatusUnprocessableEntity || got.text["vi"] == "" || got.text["en"] == "" {
			t.Errorf("%s: %+v, want %s in two languages", name, got, c.code)
		}
		o.wantKept(t, 0, 0)
	}
}

// A JPEG with an archive behind it is a JPEG: it is kept and given out as one.
func TestAPhotoWithAnArchiveBehindItIsAPhoto(t *testing.T) {
	o := newOffice(t)
	content := append(photo(2_000), zipped(t, 1<<20)...)
	o.attach(t, content, "image/jpeg", o.village)
	if got := o.send(t, content); got.status != http.StatusNoContent {
		t.Fatalf("send: %+v", got)
	}
	f, _, media, err := o.blobs.Open(context.Background(), digestOf(content))
	must(t, err)
	must(t, f.Close())
	if media != "image/jpeg" {
		t.Errorf("given out as %s, want image/jpeg", media)
	}
}

func TestOtherBytesThanTheRecordsAreRefused(t *testing.T) {
	o := newOffice(t)
	content := photo(4_000)
	o.attach(t, content, "image/jpeg", o.village)
	if got := o.createAs(t, digestOf(content), 3_999); got.code != "upload.bad_digest" || got.field != "size" {
		t.Errorf("another size than the record's: %+v, want upload.bad_digest at size", got)
	}
	created := o.create(t, content)
	other := photo(4_000)
	other[3_000] ^= 1
	if got := o.patch(t, created.location, 0, other); got.code != "upload.bad_digest" || got.field != "digest" {
		t.Errorf("other bytes of the same size: %+v, want upload.bad_digest at digest", got)
	}
	o.wantKept(t, 0, 0)
}

func TestAFileThatIsTooLargeIsRefusedBeforeItIsSent(t *testing.T) {
	o := newOffice(t) // takes files of a megabyte
	content := photo(1<<20 + 1)
	o.attach(t, content, "image/jpeg", o.village)
	if got := o.create(t, content); got.status != http.StatusRequestEntityTooLarge || got.code != "upload.too_large" || got.field != "size" || got.text["vi"] == "" {
		t.Errorf("a byte over the bound: %+v, want 413 upload.too_large", got)
	}
	small := photo(1_000)
	o.attach(t, small, "image/jpeg", o.village)
	created := o.create(t, small)
	if got := o.patch(t, created.location, 0, photo(2_000)); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("more bytes than were announced: %+v, want 413", got)
	}
	if got := o.tus(t, http.MethodPost, o.server.URL+sync.PathFiles, nil, "Upload-Defer-Length", "1"); got.code != "upload.too_large" {
		t.Errorf("an upload of unknown length: %+v, want upload.too_large", got)
	}
	if files, _ := o.kept(t); files != 0 {
		t.Errorf("the store holds %d files, want none", files)
	}
}

func TestAFileOfARecordOutsideTheScopeIsRefused(t *testing.T) {
	o := newOffice(t)
	content := photo(3_000)
	v, err := o.n.Viewer(context.Background(), o.phone.User)
	must(t, err)
	for _, a := range o.n.Projection.Tree().All() {
		if !v.Can(access.Read, o.n.Kinds.Get("attachment"), access.At{Area: a}) {
			o.attach(t, content, "image/jpeg", a)
			break
		}
	}
	want := func(what string, got reply) {
		t.Helper()
		if got.code != "upload.no_record" || got.status != http.StatusNotFound || got.field != "digest" || got.text["vi"] == "" {
			t.Errorf("%s: %+v, want upload.no_record", what, got)
		}
	}
	want("a record of another station", o.create(t, content))
	want("no record at all", o.create(t, photo(3_001)))
	want("no digest", o.createAs(t, "", 3_000))

	// A scope that shrinks while the file is on its way.
	o.officer(t)
	village := o.assign(t, assignment.Assignment{Area: o.village})
	mine := photo(3_002)
	o.attach(t, mine, "image/jpeg", o.village)
	created := o.create(t, mine)
	if created.status != http.StatusCreated {
		t.Fatalf("create within the scope: %+v", created)
	}
	o.end(t, village)
	want("a scope that shrank", o.patch(t, created.location, 0, mine))
	o.wantKept(t, 0, 0)
}

func TestARevokedPhoneSendsNoFile(t *testing.T) {
	o := newOffice(t)
	content := photo(3_000)
	o.attach(t, content, "image/jpeg", o.village)
	created := o.create(t, content)
	must(t, o.s.Revoke(context.Background(), nil, o.device, "mất máy"))
	for what, got := range map[string]reply{"create": o.create(t, content), "go on": o.patch(t, created.location, 0, content)} {
		if got.code != "device.revoked" || got.status != http.StatusForbidden || got.text["vi"] == "" || got.text["en"] == "" {
			t.Errorf("%s: %+v, want device.revoked", what, got)
		}
	}
	o.token = "xxxx"
	if got := o.create(t, content); got.status != http.StatusUnauthorized || got.code == "" {
		t.Errorf("an unknown token: %+v, want 401 with a code", got)
	}
	if files, _ := o.kept(t); files != 0 {
		t.Errorf("the store holds %d files, want none", files)
	}
}

func FuzzUploadMetadata(f *testing.F) {
	o := newOffice(f)
	f.Add("digest ZTNiMGM0NDI5OGZjMWMxNDlhZmJmNGM4OTk2ZmI5MjQ=", "5", "1.0.0")
	f.Add("digest", "0", "1.0.0")
	f.Add("digest !!!,filename Li4vLi4vZXRjL3Bhc3N3ZA==", "9223372036854775807", "1.0.0")
	f.Add("", "-1", "")
	f.Add("digest ", "1048577", "1.0.0")
	f.Add("digest Li4vLi4vLi4vZXRjL3Bhc3N3ZA==,digest AA==", "7", "1.0.0")
	f.Add("digest "+strings.Repeat("QUJD", 4000), "7", "1.0.0")
	f.Add("tệp 8J+YgA==,filetype dGV4dC9odG1s", "00007", "1.0.0")
	f.Fuzz(func(t *testing.T, metadata, length, version string) {
		r := httptest.NewRequest(http.MethodPost, sync.PathFiles, nil)
		r.Header.Set("Authorization", "Bearer "+o.token)
		r.Header["Upload-Metadata"], r.Header["Upload-Length"], r.Header["Tus-Resumable"] = []string{metadata}, []string{length}, []string{version}
		w := httptest.NewRecorder()
		o.server.Config.Handler.ServeHTTP(w, r)
		if w.Code >= http.StatusInternalServerError || w.Code == http.StatusCreated {
			t.Fatalf("metadata %q, length %q: status %d: %s", metadata, length, w.Code, w.Body)
		}
	})
}
