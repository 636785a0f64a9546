package sync

import (
	"context"
	"encoding/base64"

	"bamban/internal/pack"
)

// EscrowRequest gives the server its half of the key that opens the phone again,
// and the token by which the locked phone knocks. Both are 32 random bytes.
type EscrowRequest struct {
	Half []byte `json:"half"`
	Door []byte `json:"door"`
}

// DoorAnswer is what a locked phone may know of itself.
type DoorAnswer struct {
	Status     string `json:"status"` // active, revoked or sealed
	LeaseDays  int    `json:"leaseDays"`
	ServerTime int64  `json:"serverTime"`
}

// ReopenRequest has the station's one-time code.
type ReopenRequest struct {
	Code string `json:"code"`
}

// ReopenAnswer has the server's half.
type ReopenAnswer struct {
	Half      []byte `json:"half"`
	LeaseDays int    `json:"leaseDays"`
}

// LostRequest tells that a phone's memory was wiped or went back in time; Last is
// the number of the last change that it knows to have written.
type LostRequest struct {
	Cause string `json:"cause"` // wiped or went_back
	Last  int64  `json:"last"`
}

// leaseDays is how long a phone opens without having met its server.
func (s *Server) leaseDays() int { return s.n.Pack.Settings.Int(pack.LeaseDays, s.n.Today()) }

// Escrow keeps the server's half of a device's reopening key; it takes the place of
// the one before, and ends the code by which that one was given out.
func (s *Server) Escrow(ctx context.Context, token string, r EscrowRequest) error {
	d, err := s.s.Token(ctx, token)
	if err != nil {
		return err
	}
	return s.s.Escrow(ctx, d, r.Half, r.Door)
}

// Door says how a locked device stands.
func (s *Server) Door(ctx context.Context, door string) (*DoorAnswer, error) {
	d, err := s.s.Door(ctx, door)
	if err != nil {
		return nil, err
	}
	return &DoorAnswer{d.Fields.Status, s.leaseDays(), s.n.Now()}, nil
}

// Reopen gives a device in use the server's half for a code of its station.
func (s *Server) Reopen(ctx context.Context, door string, r ReopenRequest) (*ReopenAnswer, error) {
	half, err := s.s.Reopen(ctx, door, r.Code)
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(half)
	if err != nil {
		return nil, err
	}
	return &ReopenAnswer{raw, s.leaseDays()}, nil
}

// Lost notes that a device lost what it held; the door token says so, which is all
// that such a phone has left.
func (s *Server) Lost(ctx context.Context, door string, r LostRequest) error {
	d, err := s.s.Door(ctx, door)
	if err != nil {
		return err
	}
	return s.s.Lost(ctx, d, r.Cause, r.Last)
}

// Seal notes that a revoked device sealed itself; either of its tokens says so and
// is good for nothing else.
func (s *Server) Seal(ctx context.Context, token string) error {
	d, _ := s.s.Token(ctx, token) // a revoked device comes with a fault
	if d == nil {
		var err error
		if d, err = s.s.Door(ctx, token); err != nil {
			return err
		}
	}
	return s.s.Sealed(ctx, d)
}
