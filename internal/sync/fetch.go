package sync

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"bamban/internal/access"
	"bamban/internal/fault"
	"bamban/internal/projection"
	"bamban/internal/signin"
)

// give sends a file to a device that may see one of the attachments that speak of
// it. What a photo shows is as personal as what it is called, and a look at a
// child's is written into the access log before it leaves. A recording of a text is
// nobody's.
func (f *Files) give(w http.ResponseWriter, r *http.Request, d *signin.Device) error {
	ctx, digest := r.Context(), strings.TrimPrefix(r.URL.Path, PathFiles)
	spoken, err := f.core.n.Projection.FindBy(ctx, "recording", "digest", digest, 50)
	if err != nil {
		return err
	}
	for _, s := range spoken {
		if !s.Deleted() && d.Viewer.Can(access.Read, s.Kind, projection.PlaceOf(s)) {
			return f.send(w, r, digest)
		}
	}
	found, err := f.core.n.Projection.FindBy(ctx, "attachment", "digest", digest, 50)
	if err != nil {
		return err
	}
	p := &pull{s: f.core, d: d, children: f.core.n.ChildrenFor(d.Viewer)}
	for _, a := range found {
		if a.Deleted() || !p.seesAt(ctx, projection.PlaceOf(a), a, a.Kind.Field("name")) {
			continue
		}
		if err := p.looked(ctx, "file"); err != nil {
			return err
		}
		return f.send(w, r, digest)
	}
	return fault.New("not_found", "")
}

// send answers with a file's bytes.
func (f *Files) send(w http.ResponseWriter, r *http.Request, digest string) error {
	content, size, media, err := f.blobs.Open(r.Context(), digest)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // it was only read
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	w.Header().Set("Cache-Control", "no-store")
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}
