package sync

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"bamban/internal/access"
	"bamban/internal/activity"
	"bamban/internal/blob"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/signin"

	"github.com/tus/tusd/v2/pkg/filelocker"
	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"
	xslog "golang.org/x/exp/slog"
)

// Blobs is where finished uploads go: content-addressed, so that the same photo
// is kept once.
type Blobs interface {
	Has(ctx context.Context, digest string) (bool, error)
	Put(ctx context.Context, r io.Reader, wantDigest string, max int64) (size int64, media string, err error)
	// Open gives a file, its size and the media type found in it.
	Open(ctx context.Context, digest string) (content io.ReadSeekCloser, size int64, media string, err error)
}

// Files takes attachments by the tus resumable upload protocol (tus.io, 1.0),
// after the records that describe them. An upload names its digest; the server
// takes it if an accepted attachment of that digest and size is in the device's
// scope, and checks both, and that the content is what it claims, at the end.
type Files struct {
	core       *Server
	blobs      Blobs
	dir        string
	max        int64
	writeFault func(http.ResponseWriter, error) int
	slog       *slog.Logger
	tus        http.Handler
}

// NewFiles makes the handler; unfinished uploads wait in dir. writeFault answers
// errors the way the rest of the server does.
func NewFiles(core *Server, blobs Blobs, dir string, max int64, writeFault func(http.ResponseWriter, error) int, log *slog.Logger) (*Files, error) {
	if core == nil || blobs == nil || dir == "" || writeFault == nil || log == nil {
		return nil, errors.New("sync files: a dependency is missing")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("uploads folder: %w", err)
	}
	f := &Files{core: core, blobs: blobs, dir: dir, max: max, writeFault: writeFault, slog: log}
	composer := handler.NewStoreComposer()
	filestore.New(dir).UseIn(composer)
	filelocker.New(dir).UseIn(composer)
	h, err := handler.NewHandler(handler.Config{StoreComposer: composer, BasePath: PathFiles, DisableDownload: true, DisableConcatenation: true,
		Cors: &handler.CorsConfig{Disable: true}, Logger: silent(), PreUploadCreateCallback: f.mayUpload, PreFinishResponseCallback: f.finish})
	if err != nil {
		return nil, fmt.Errorf("tus: %w", err)
	}
	f.tus = http.StripPrefix(PathFiles, h)
	return f, nil
}

// ServeHTTP implements http.Handler: every request needs a device's token.
func (f *Files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d, err := f.core.s.Token(r.Context(), Token(r))
	if err == nil && r.Method == http.MethodGet {
		err = f.give(w, r, d)
	} else if err == nil {
		f.tus.ServeHTTP(w, r)
	}
	if err != nil {
		f.writeFault(w, err)
	}
}

// refuse answers a tus request with a fault, as the rest of the server does.
func (f *Files) refuse(err error) error {
	a := &answer{header: http.Header{}}
	f.writeFault(a, err)
	header := handler.HTTPHeader{}
	for name := range a.header {
		header[name] = a.header.Get(name)
	}
	code := fault.As(err).Code
	return handler.Error{ErrorCode: code, Message: code, HTTPResponse: handler.HTTPResponse{StatusCode: a.status, Body: a.body.String(), Header: header}}
}

// answer is a response in memory: the library wants it as a value.
type answer struct {
	header http.Header
	status int
	body   strings.Builder
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }

// claim is what an accepted record says of a file that is still to come.
type claim struct {
	size  int64  // 0 where the server finds out
	media string // "" for any sound
	// The recording of a text that waits for it, and who speaks; nil for an attachment.
	spoken *projection.Record
	by     change.ID
}

// claimed finds what an accepted record in a device's scope says of a digest.
func (f *Files) claimed(ctx context.Context, token, digest string) (*claim, error) {
	d, err := f.core.s.Token(ctx, token)
	if err != nil {
		return nil, err
	}
	return f.claimOf(ctx, d, digest)
}

func (f *Files) claimOf(ctx context.Context, d *signin.Device, digest string) (*claim, error) {
	c, err := f.spokenOf(ctx, d, digest)
	if c != nil || err != nil {
		return c, err
	}
	found, err := f.core.n.Projection.FindBy(ctx, "attachment", "digest", digest, 50)
	if err != nil {
		return nil, err
	}
	for _, r := range found {
		a, err := kind.Into[activity.Attachment](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		at := projection.PlaceOf(r)
		if d.Viewer.Can(access.Create, r.Kind, at) || d.Viewer.Can(access.Read, r.Kind, at) {
			return &claim{size: a.Size, media: a.Media}, nil
		}
	}
	return nil, fault.New("upload.no_record", "digest")
}

func (f *Files) mayUpload(hook handler.HookEvent) (handler.HTTPResponse, handler.FileInfoChanges, error) {
	err := f.admits(hook)
	if err != nil {
		err = f.refuse(err)
	}
	return handler.HTTPResponse{}, handler.FileInfoChanges{}, err
}

func (f *Files) admits(hook handler.HookEvent) error {
	digest := hook.Upload.MetaData["digest"]
	if hook.Upload.SizeIsDeferred || hook.Upload.Size < 1 || hook.Upload.Size > f.max {
		return fault.New("upload.too_large", "size", "max", f.max)
	}
	c, err := f.claimed(hook.Context, bearer(hook.HTTPRequest.Header), digest)
	if err != nil {
		return err
	}
	if c.spoken != nil {
		return f.mostSpoken(hook.Upload.Size) // who speaks shows that they hold the bytes: they are sent, even if somebody sent them before
	}
	if c.size != hook.Upload.Size {
		return fault.New("upload.bad_digest", "size")
	}
	have, err := f.blobs.Has(hook.Context, digest)
	if err == nil && have {
		// Somebody sent the same bytes before: there is nothing to send.
		err = fault.New("upload.have", "digest")
	}
	return err
}

func bearer(h http.Header) string { return Token(&http.Request{Header: h}) }

// finish checks what was uploaded and puts it where it belongs.
func (f *Files) finish(hook handler.HookEvent) (handler.HTTPResponse, error) {
	path := filepath.Join(f.dir, filepath.Base(hook.Upload.ID))
	err := f.keep(hook, path)
	for _, name := range []string{path, path + ".info"} {
		if rmErr := os.Remove(name); rmErr != nil {
			f.slog.Warn("finished upload stays", "file", filepath.Base(name), "error", rmErr)
		}
	}
	if err != nil {
		err = f.refuse(err)
	}
	return handler.HTTPResponse{}, err
}

// keep puts an upload into the store if it is what its record says; the record is
// asked for again, as the device's scope may be another by now.
func (f *Files) keep(hook handler.HookEvent, path string) error {
	digest := hook.Upload.MetaData["digest"]
	c, err := f.claimed(hook.Context, bearer(hook.HTTPRequest.Header), digest)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return fault.New("busy", "").Because(err)
	}
	defer func() { _ = file.Close() }() // it was only read
	return f.put(hook.Context, file, hook.Upload.Size, digest, c)
}

// put keeps a file whose content is of the type that its record says.
func (f *Files) put(ctx context.Context, file io.ReadSeeker, size int64, digest string, c *claim) error {
	media, err := blob.MediaOf(file)
	if err != nil {
		return fault.New("busy", "").Because(err)
	}
	if c.spoken != nil && !strings.HasPrefix(media, "audio/") {
		return fault.New("recording.not_sound", "", "type", media)
	}
	if claimed, _, _ := strings.Cut(c.media, ";"); c.spoken == nil && blob.Allowed(media) && media != claimed {
		return fault.New("upload.other_type", "media", "found", media, "claimed", c.media)
	}
	if _, _, err = f.blobs.Put(ctx, file, digest, f.max); err != nil || c.spoken == nil {
		return err
	}
	return f.heard(ctx, c, digest, size, media)
}

// silent is a logger of the kind that the library takes; what matters of an
// upload is in the answers and in our own log.
func silent() *xslog.Logger { return xslog.New(xslog.NewTextHandler(io.Discard, nil)) }
