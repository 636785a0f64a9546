package sync

import (
	"context"

	"bamban/internal/access"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/pack"
	"bamban/internal/projection"
	"bamban/internal/signin"
	"bamban/internal/speech"
	"bamban/internal/writer"
)

// spokenOf finds a recording of a text that a phone of this user made; nil where there
// is none. Only who wrote it sends its sound, and only as long as they may record. One
// whose sound is here already is a claim like an attachment's.
func (f *Files) spokenOf(ctx context.Context, d *signin.Device, digest string) (*claim, error) {
	found, err := f.core.n.Projection.FindBy(ctx, "recording", "sum", digest, 50)
	if err != nil {
		return nil, err
	}
	for _, r := range found {
		s, err := kind.Into[speech.Recording](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		if r.Deleted() || s.By != d.Viewer.User || !d.Viewer.Can(access.Create, r.Kind, projection.PlaceOf(r)) {
			continue
		}
		if s.Digest == digest {
			return &claim{size: s.Size, media: s.Media}, nil
		}
		if !speech.IsOf(s.Of) {
			return nil, fault.New("recording.of", "of", "of", s.Of)
		}
		return &claim{spoken: r, by: s.By}, nil
	}
	return nil, nil
}

// mostSpoken refuses a recording of a text that is longer than the pack lets it be.
func (f *Files) mostSpoken(size int64) error {
	most := int64(f.core.n.Pack.Settings.Int(pack.RecordingKB, f.core.n.Today())) * 1000
	if size > most {
		return fault.New("upload.too_large", "size", "max", most)
	}
	return nil
}

// heard fills in what the server found in a recording's bytes: from now on it is played.
func (f *Files) heard(ctx context.Context, c *claim, digest string, size int64, media string) error {
	fields := kind.Fields(speech.Recording{Digest: digest, Size: size, Media: media})
	_, err := f.core.n.Writer.Write(ctx, c.by, nil, writer.Draft{Kind: "recording", Record: c.spoken.ID, Fields: fields})
	return err
}
