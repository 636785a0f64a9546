package signin

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// halfBytes is the size of the server's half and of a door token.
const halfBytes = 32

// Escrow keeps the server's half of a device's reopening key, and the token by
// which the device knocks while it is locked. A code given out before ends.
func (s *Service) Escrow(ctx context.Context, d *Device, half, door []byte) error {
	if len(half) != halfBytes || len(door) != halfBytes {
		return fault.New("device.bad_half", "half")
	}
	fields := kind.Fields(account.Device{Half: base64.StdEncoding.EncodeToString(half), DoorHash: hashToken(base64.StdEncoding.EncodeToString(door))})
	fields["code_hash"] = []byte("null")
	return s.write(ctx, d.Fields.User, d.Record, fields)
}

// Door gives the device of a door token, in whatever state it is.
func (s *Service) Door(ctx context.Context, door string) (*Device, error) {
	if door == "" || len(door) > 100 {
		return nil, fault.New("device.unknown", "")
	}
	found, err := s.n.Projection.FindBy(ctx, "device", "door_hash", hashToken(door), 1)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New("device.unknown", "")
	}
	out := &Device{Record: found[0]}
	out.Fields, err = kind.Into[account.Device](found[0].Kind, found[0].State)
	return out, err
}

// ReopenCode gives the one-time code by which a device in use opens again.
func (s *Service) ReopenCode(ctx context.Context, by *access.Viewer, device change.ID) (code string, until int64, err error) {
	r, d, err := s.managed(ctx, by, device)
	switch {
	case err != nil:
		return "", 0, err
	case d.Status != "active":
		return "", 0, fault.New("device.not_in_use", "")
	case d.Half == "":
		return "", 0, fault.New("device.no_way_back", "")
	}
	code, until = RandomPassword(), s.n.Now()+codeHours*3_600_000
	if err := s.set(ctx, by.User, r, account.Device{CodeHash: hashToken(code), CodeUntil: until}); err != nil {
		return "", 0, err
	}
	return code, until, s.noteDevice(ctx, by.User, d.Unit, r.ID, "reopen_code")
}

// Reopen gives out the server's half for a code. It may be asked again with the
// same code, for an answer can be lost, until the device has put another half in
// its place.
func (s *Service) Reopen(ctx context.Context, door, code string) (string, error) {
	d, err := s.Door(ctx, door)
	if err != nil {
		return "", err
	}
	if d.Fields.Status != "active" {
		return "", fault.New("device.revoked", "")
	}
	tries := "reopen " + d.Record.ID.String()
	if err := s.locked(tries); err != nil {
		return "", err
	}
	given := hashToken(strings.ToLower(strings.TrimSpace(code)))
	if d.Fields.CodeHash == "" || subtle.ConstantTimeCompare([]byte(given), []byte(d.Fields.CodeHash)) == 0 {
		_ = s.wrong(tries) // counted like any wrong password, and worded for codes
		return "", fault.New("device.reopen_wrong", "code")
	}
	if s.n.Now() > d.Fields.CodeUntil {
		return "", fault.New("device.reopen_old", "code")
	}
	s.right(tries)
	return d.Fields.Half, s.noteDevice(ctx, d.Fields.User, d.Fields.Unit, d.Record.ID, "reopen")
}

// noteDevice writes a line into the access log: what was done to a device.
func (s *Service) noteDevice(ctx context.Context, by, unit, device change.ID, why string) error {
	_, err := s.n.Writer.Write(ctx, by, nil, writer.Draft{Kind: "look", Record: s.n.Writer.NewID(), Fields: kind.Fields(account.Look{
		User: by, Unit: unit, At: s.n.Now(), Kind: "device", Records: []string{device.String()}, Count: 1, Why: why})})
	return err
}

// managed gives a device that somebody may take out of use; by is nil for the
// operator at the server's shell.
func (s *Service) managed(ctx context.Context, by *access.Viewer, device change.ID) (*projection.Record, account.Device, error) {
	r, err := s.n.Projection.Get(ctx, device)
	if err != nil || r.Kind.Name != "device" {
		return nil, account.Device{}, fault.New("not_found", "")
	}
	if by != nil && (!by.Has("devices") || !by.Can(access.Update, r.Kind, projection.PlaceOf(r))) {
		return nil, account.Device{}, fault.New("forbidden", "")
	}
	d, err := kind.Into[account.Device](r.Kind, r.State)
	return r, d, err
}

// Revoke takes a device out of use.
func (s *Service) Revoke(ctx context.Context, by *access.Viewer, device change.ID, reason string) error {
	return s.turn(ctx, by, device, account.Device{Status: "revoked", Reason: reason}, "active", "invited")
}

// Restore takes a revocation back: the phone was found. It opens by a new code.
func (s *Service) Restore(ctx context.Context, by *access.Viewer, device change.ID, reason string) error {
	return s.turn(ctx, by, device, account.Device{Status: "active", Reason: reason}, "revoked", "sealed")
}

// turn moves a device's status from one of some states.
func (s *Service) turn(ctx context.Context, by *access.Viewer, device change.ID, to account.Device, from ...string) error {
	r, d, err := s.managed(ctx, by, device)
	if err != nil {
		return err
	}
	if !slices.Contains(from, d.Status) {
		return fault.New("device.not_so", "")
	}
	author := change.ID{}
	if by != nil {
		author = by.User
	}
	return s.set(ctx, author, r, to)
}

// Sealed notes that a revoked device has confirmed that it sealed itself.
func (s *Service) Sealed(ctx context.Context, d *Device) error {
	if d.Fields.Status != "revoked" {
		return nil
	}
	return s.set(ctx, d.Fields.User, d.Record, account.Device{Status: "sealed", SealedAt: s.n.Now()})
}

// write writes fields of a device, as the server.
func (s *Service) write(ctx context.Context, by change.ID, r *projection.Record, fields map[string]json.RawMessage) error {
	_, err := s.n.Writer.Write(ctx, by, nil, writer.Draft{Kind: r.Kind.Name, Record: r.ID, Fields: fields, Seen: node.Seen(r.State, fields)})
	return err
}
