package signin

import (
	"context"

	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// maxLast is above any number that a device's changes reach.
const maxLast = 1 << 32

// Lost notes that a device's memory was "wiped" or "went_back", and the number of
// its last change. It is told until it is heard, so the same again changes nothing,
// and a lower number never takes the place of a higher one.
func (s *Service) Lost(ctx context.Context, d *Device, cause string, last int64) error {
	if (cause != "wiped" && cause != "went_back") || last < 0 || last > maxLast {
		return fault.New("device.bad_loss", "cause")
	}
	had, r, err := s.Loss(ctx, d.Record.ID)
	if err != nil {
		return err
	}
	if r != nil && had.Last >= last && (had.Cause == cause || had.Last > last) {
		return nil
	}
	fields := kind.Fields(account.Loss{Device: d.Record.ID, User: d.Fields.User, At: s.n.Now(), Cause: cause, Last: last})
	draft := writer.Draft{Kind: "loss", Record: s.n.Writer.NewID(), Fields: fields}
	if r != nil {
		draft.Record, draft.Seen = r.ID, node.Seen(r.State, fields)
	}
	_, err = s.n.Writer.Write(ctx, d.Fields.User, nil, draft)
	return err
}

// Loss gives what a device told of a lost memory; the record is nil where it never did.
func (s *Service) Loss(ctx context.Context, device change.ID) (account.Loss, *projection.Record, error) {
	found, err := s.n.Projection.FindBy(ctx, "loss", "device", device.String(), 1)
	if err != nil || len(found) == 0 {
		return account.Loss{}, nil, err
	}
	l, err := kind.Into[account.Loss](found[0].Kind, found[0].State)
	return l, found[0], err
}
