package assist

import (
	"bamban/internal/activity"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/program"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Photo goes with a step that the desk takes. Its record is written with the step; its
// bytes follow, as they do from a phone.
type Photo struct {
	Digest  string
	Size    int64
	TakenAt int64     // Unix milliseconds, 0 where the camera did not say
	Point   *kind.Pos // nil where it did not say
}

// PhotoMedia is what a photo of the desk is: the browser makes it small and leaves out
// what the camera wrote beside it. MaxPhoto is how many bytes it then has at most, and
// MaxPhotos how many go with one step.
const (
	PhotoMedia = "image/jpeg"
	MaxPhoto   = 200 << 10
	MaxPhotos  = 20
)

// photoDrafts are the records of a step's photos.
func (s *Service) photoDrafts(w Who, r *projection.Record, e *program.Enrolment, to *program.StepSpec, photos []Photo) ([]writer.Draft, error) {
	if len(photos) > MaxPhotos {
		return nil, fault.New("program.too_many_photos", "photos_with", "max", MaxPhotos)
	}
	seen := map[string]bool{}
	var out []writer.Draft
	for _, p := range photos {
		if p.Size > MaxPhoto {
			return nil, fault.New("upload.too_large", "photos_with", "max", MaxPhoto)
		}
		if seen[p.Digest] {
			continue
		}
		seen[p.Digest] = true
		caption := ""
		if to != nil {
			caption = to.Label["vi"]
		}
		a := activity.Attachment{Subject: r.ID, Area: e.Area, Home: e.Household, Kind: "photo", Digest: p.Digest, Size: p.Size, Media: PhotoMedia,
			Caption: caption, TakenAt: p.TakenAt, Point: p.Point, By: w.Viewer.User}
		out = append(out, writer.Draft{Kind: "attachment", Record: s.Node.Writer.NewID(), Fields: kind.Fields(a)})
	}
	return out, nil
}

// PhotoOf is the photo's record of a digest that a user wrote; not found for none: the
// record comes first, its bytes after.
func PhotoOf(found []*projection.Record, by change.ID) (*activity.Attachment, error) {
	for _, r := range found {
		a, err := kind.Into[activity.Attachment](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		if !r.Deleted() && a.By == by && a.Media == PhotoMedia {
			return &a, nil
		}
	}
	return nil, fault.New("upload.no_record", "digest")
}
