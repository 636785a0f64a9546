package signin

import (
	"context"
	"slices"

	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

const (
	// maxAbout households are named in a declaration.
	maxAbout = 200
	// A meeting with nothing to declare is noted once in so many milliseconds.
	meetingEvery = 3_600_000
)

// Declare notes what a device says of itself when it meets the server: the number
// of its last change, and the households that unsent ones are about.
func (s *Service) Declare(ctx context.Context, d *Device, last uint64, about []string) error {
	about = about[:min(len(about), maxAbout)]
	for _, id := range about {
		if _, err := change.ParseID(id); err != nil {
			return fault.New("field.bad_ref", "declared.about")
		}
	}
	had, r, err := s.Meeting(ctx, d.Record.ID)
	if err != nil {
		return err
	}
	if r != nil && had.Last == int64(last) && slices.Equal(had.About, about) && s.n.Now()-had.At < meetingEvery {
		return nil
	}
	fields := kind.Fields(account.Meeting{Device: d.Record.ID, User: d.Fields.User, At: s.n.Now(), Last: int64(last), About: nonNil(about)})
	draft := writer.Draft{Kind: "meeting", Record: s.n.Writer.NewID(), Fields: fields}
	if r != nil {
		draft.Record, draft.Seen = r.ID, node.Seen(r.State, fields)
	}
	_, err = s.n.Writer.Write(ctx, d.Fields.User, nil, draft)
	return err
}

// Meeting gives what a device declared last; the record is nil where it never did.
func (s *Service) Meeting(ctx context.Context, device change.ID) (account.Meeting, *projection.Record, error) {
	found, err := s.n.Projection.FindBy(ctx, "meeting", "device", device.String(), 1)
	if err != nil || len(found) == 0 {
		return account.Meeting{}, nil, err
	}
	m, err := kind.Into[account.Meeting](found[0].Kind, found[0].State)
	return m, found[0], err
}
