package api

import (
	"net/http"
	"strconv"
	"time"

	"bamban/internal/access"
	"bamban/internal/fault"
	"bamban/internal/projection"
)

// file serves an attachment's bytes if one of its records is in scope, or those of a
// recording that the caller may hear.
func file(c *call) (any, error) {
	digest := c.r.PathValue("digest")
	spoken, err := c.s.Node.Projection.FindBy(c, "recording", "digest", digest, 50)
	if err != nil {
		return nil, err
	}
	for _, r := range spoken {
		if !r.Deleted() && c.who.Viewer.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
			return c.bytes(digest)
		}
	}
	found, err := c.s.Node.Projection.FindBy(c, "attachment", "digest", digest, 50)
	if err != nil {
		return nil, err
	}
	v := c.view()
	for _, r := range found {
		name, child := r.Kind.Field("name"), v.isChild(r)
		if !v.sees(r, name) {
			continue
		}
		// What a photo shows is as personal as what it is called.
		v.note(r, name, child)
		if err := v.looked(c, "file"); err != nil {
			return nil, err
		}
		return c.bytes(digest)
	}
	return nil, fault.New("not_found", "")
}

// bytes answers with a file.
func (c *call) bytes(digest string) (any, error) {
	content, size, media, err := c.s.Files.Open(c, digest)
	if err != nil {
		return nil, err
	}
	defer func() { _ = content.Close() }() // it was only read
	h := c.w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, max-age=86400, immutable")
	http.ServeContent(c.w, c.r, "", time.Time{}, content)
	return handled{http.StatusOK}, nil
}
