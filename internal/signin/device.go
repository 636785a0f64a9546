package signin

import (
	"context"
	"crypto/ecdsa"
	"encoding/base64"
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

// codeHours is how long an enrolment code may be used.
const codeHours = 24

// Invite makes a device for a user and its one-time enrolment code.
func (s *Service) Invite(ctx context.Context, by *access.Viewer, user change.ID, name string) (id change.ID, code string, until int64, err error) {
	r, err := s.n.Projection.Get(ctx, user)
	if err != nil || r.Kind.Name != "user" {
		return id, "", 0, fault.New("ref.unknown", "user", "kind", "user")
	}
	u, err := kind.Into[account.User](r.Kind, r.State)
	if err != nil {
		return id, "", 0, err
	}
	author := change.ID{}
	if by != nil {
		device := s.n.Kinds.Get("device")
		if author = by.User; !by.Has("devices") || !by.Can(access.Create, device, access.At{Unit: u.Unit}) {
			return id, "", 0, fault.New("forbidden", "")
		}
	}
	id, code, until = s.n.Writer.NewID(), RandomPassword(), s.n.Now()+codeHours*3_600_000
	var raw [8]byte
	tag := change.Device(0)
	for tag == 0 {
		t := newToken()
		copy(raw[2:], t)
		for _, b := range raw[2:] {
			tag = tag<<8 | change.Device(b)
		}
	}
	_, err = s.n.Writer.Write(ctx, author, nil, writer.Draft{Kind: "device", Record: id, Fields: kind.Fields(account.Device{
		User: user, Unit: u.Unit, Name: name, Tag: tag.String(), Status: "invited", CodeHash: hashToken(code), CodeUntil: until})})
	return id, code, until, err
}

// Enrolled is what a device gets when it enrols.
type Enrolled struct {
	ID        change.ID
	Tag       change.Device
	User      change.ID
	Partition string
	Token     string
}

// Enrol takes an enrolment code and the device's public key (an uncompressed
// P-256 point), once.
func (s *Service) Enrol(ctx context.Context, code string, key []byte) (*Enrolled, error) {
	return s.EnrolAs(ctx, change.ID{}, code, key)
}

// EnrolAs takes a code only where it is that user's; a zero id is for anybody's.
// Another's code is refused and stays good.
func (s *Service) EnrolAs(ctx context.Context, user change.ID, code string, key []byte) (*Enrolled, error) {
	if err := s.locked("device code"); err != nil {
		return nil, err
	}
	if _, err := change.ParseKey(key); err != nil {
		return nil, fault.New("device.bad_key", "key").Because(err)
	}
	found, err := s.n.Projection.FindBy(ctx, "device", "code_hash", hashToken(strings.ToLower(strings.TrimSpace(code))), 1)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New("device.code_wrong", "code")
	}
	d, err := kind.Into[account.Device](found[0].Kind, found[0].State)
	if err != nil {
		return nil, err
	}
	if d.Status != "invited" {
		return nil, fault.New("device.code_wrong", "code")
	}
	if s.n.Now() > d.CodeUntil {
		return nil, fault.New("device.code_old", "code")
	}
	if !user.IsZero() && d.User != user {
		return nil, fault.New("device.other_user", "code")
	}
	tag, err := change.ParseDevice(d.Tag)
	if err != nil {
		return nil, err
	}
	token := newToken()
	fields := kind.Fields(account.Device{Key: base64.StdEncoding.EncodeToString(key), Status: "active", TokenHash: hashToken(token)})
	fields["code_hash"] = []byte("null")
	if _, err := s.n.Writer.Write(ctx, d.User, nil, writer.Draft{Kind: "device", Record: found[0].ID, Fields: fields, Seen: node.Seen(found[0].State, fields)}); err != nil {
		return nil, err
	}
	return &Enrolled{found[0].ID, tag, d.User, s.n.Pack.Partition, token}, nil
}

// Device is an enrolled device that has shown its token.
type Device struct {
	Record *projection.Record
	Fields account.Device
	Tag    change.Device
	Key    *ecdsa.PublicKey
	Viewer *access.Viewer
}

// Token gives the device of a token. A revoked device's token still names it, in
// Device, together with the device.revoked fault: the device is told to seal.
func (s *Service) Token(ctx context.Context, token string) (*Device, error) {
	if token == "" || len(token) > 100 {
		return nil, fault.New("device.unknown", "")
	}
	version := s.n.Projection.Version("device")
	if d, ok := s.tokens.get(version, token); ok {
		var err error
		d.Viewer, err = s.n.Viewer(ctx, d.Fields.User)
		return &d, err
	}
	d, err := s.tokenDevice(ctx, token)
	if err == nil {
		s.tokens.put(version, token, *d)
	}
	return d, err
}

func (s *Service) tokenDevice(ctx context.Context, token string) (*Device, error) {
	found, err := s.n.Projection.FindBy(ctx, "device", "token_hash", hashToken(token), 1)
	if err != nil {
		return nil, err
	}
	return s.deviceOf(ctx, found)
}

// Tagged gives the device of a tag, whose own work somebody else brought; with the
// same faults as Token.
func (s *Service) Tagged(ctx context.Context, tag change.Device) (*Device, error) {
	found, err := s.n.Projection.FindBy(ctx, "device", "tag", tag.String(), 1)
	if err != nil {
		return nil, err
	}
	return s.deviceOf(ctx, found)
}

func (s *Service) deviceOf(ctx context.Context, found []*projection.Record) (*Device, error) {
	if len(found) == 0 {
		return nil, fault.New("device.unknown", "")
	}
	var err error
	out := &Device{Record: found[0]}
	if out.Fields, err = kind.Into[account.Device](found[0].Kind, found[0].State); err != nil {
		return nil, err
	}
	if out.Tag, err = change.ParseDevice(out.Fields.Tag); err != nil {
		return nil, err
	}
	if out.Fields.Status != "active" {
		return out, fault.New("device.revoked", "")
	}
	point, err := base64.StdEncoding.DecodeString(out.Fields.Key)
	if err != nil {
		return nil, err
	}
	if out.Key, err = change.ParseKey(point); err != nil {
		return nil, err
	}
	out.Viewer, err = s.n.Viewer(ctx, out.Fields.User)
	return out, err
}

// SetHeld records what a device holds: the areas, units and households that it
// has received and is receiving.
func (s *Service) SetHeld(ctx context.Context, d *Device, held, taking []string) error {
	return s.set(ctx, d.Fields.User, d.Record, account.Device{Held: nonNil(held), Taking: nonNil(taking)})
}

// nonNil keeps an empty list a value: kind.Fields leaves out what is zero.
func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
