package api

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"bamban/internal/assist"
	"bamban/internal/blob"
	"bamban/internal/fault"
	"bamban/internal/kind"
)

// PhotoBody is a photo that goes with a step, made small by the browser; its bytes are
// sent after the step, to /api/files/{digest}.
type PhotoBody struct {
	Digest  string    `json:"digest"`
	Size    int64     `json:"size"`
	TakenAt int64     `json:"taken_at,omitempty"`
	Point   *kind.Pos `json:"point,omitempty"`
}

func photosOf(all []PhotoBody) []assist.Photo {
	var out []assist.Photo
	for _, p := range all {
		out = append(out, assist.Photo(p))
	}
	return out
}

// sendPhoto keeps the bytes of a photo whose record the caller wrote, once it is what
// the record says.
func sendPhoto(c *call) (any, error) {
	digest := c.r.PathValue("digest")
	found, err := c.s.Node.Projection.FindBy(c, "attachment", "digest", digest, 50)
	if err != nil {
		return nil, err
	}
	a, err := assist.PhotoOf(found, c.who.Viewer.User)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, assist.MaxPhoto))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, fault.New("upload.too_large", "", "max", assist.MaxPhoto)
	case err != nil:
		return nil, fault.New("request.timeout", "").Because(err)
	case int64(len(raw)) != a.Size:
		return nil, fault.New("upload.bad_digest", "size")
	}
	media, err := blob.MediaOf(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	if media != assist.PhotoMedia {
		return nil, fault.New("upload.other_type", "media", "found", media, "claimed", a.Media)
	}
	_, _, err = c.s.Files.Put(c, bytes.NewReader(raw), digest, assist.MaxPhoto)
	return nil, err
}
