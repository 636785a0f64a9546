package sync

import (
	"context"
	"errors"
	"strconv"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/node"
	"bamban/internal/pack"
	"bamban/internal/signin"
)

// Server is the protocol core of a node that devices meet.
type Server struct {
	n *node.Node
	s *signin.Service
}

// New makes the core.
func New(n *node.Node, s *signin.Service) (*Server, error) {
	if n == nil || s == nil {
		return nil, errors.New("sync: a dependency is missing")
	}
	return &Server{n, s}, nil
}

func (s *Server) pageSize() int { return s.n.Pack.Settings.Int(pack.PullPage, s.n.Today()) }

// Enrol makes a device one of the partition's.
func (s *Server) Enrol(ctx context.Context, r EnrolRequest) (*EnrolAnswer, error) {
	e, err := s.s.EnrolAs(ctx, r.User, r.Code, r.Key)
	if err != nil {
		return nil, err
	}
	return &EnrolAnswer{e.ID, e.Tag, e.User, e.Partition, e.Token}, nil
}

// Hello opens a meeting.
func (s *Server) Hello(ctx context.Context, token string, r HelloRequest) (*HelloAnswer, error) {
	d, err := s.s.Token(ctx, token)
	if err != nil {
		return nil, err
	}
	if r.Version != Version {
		return nil, fault.New("protocol.version", "version", "version", Version)
	}
	if r.Declared != nil {
		if err := s.s.Declare(ctx, d, r.Declared.Last, r.Declared.About); err != nil {
			return nil, err
		}
	}
	version, digest := s.n.PackInForce()
	out := &HelloAnswer{Version: Version, ServerTime: s.n.Now(), Epoch: epochText(s.n.Epoch), UpTo: s.n.Projection.UpTo(d.Tag), User: d.Fields.User,
		Pack:  PackRef{s.n.Pack.Name, version, digest},
		Kinds: map[string]int{}, PullPage: s.pageSize(), PushBatch: s.n.Pack.Settings.Int(pack.PushBatch, s.n.Today()), LeaseDays: s.leaseDays(),
		BundleKey: s.n.BundleKey.PublicKey().Bytes()}
	for _, k := range s.n.Kinds.All() {
		if !k.Internal {
			out.Kinds[k.Name] = k.Version
		}
	}
	if r.Budget {
		if out.Budget, err = s.Budget(ctx, d.Viewer); err != nil {
			return nil, err
		}
	}
	if r.Cursor != "" {
		if p, err := s.pullOf(d, r.Cursor); err == nil { // what is wrong with the cursor is told to the pull
			if out.Current, err = p.nothingNew(ctx); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

func epochText(e uint64) string { return strconv.FormatUint(e, 36) }

// Push takes a batch.
func (s *Server) Push(ctx context.Context, token string, r *PushRequest) (*PushAnswer, error) {
	d, err := s.s.Token(ctx, token)
	if err != nil {
		return nil, err
	}
	return s.pushOf(ctx, d, r)
}

// pushOf takes a batch of a device, whoever brought it.
func (s *Server) pushOf(ctx context.Context, d *signin.Device, r *PushRequest) (*PushAnswer, error) {
	if r.Device != d.Tag {
		return nil, fault.New("batch.wrong_device", "device")
	}
	if r.User != d.Fields.User {
		return nil, fault.New("batch.wrong_user", "user")
	}
	b := &change.Batch{Partition: r.Partition, Device: r.Device, User: r.User, From: r.From, Signature: r.Signature, Contents: make([][]byte, len(r.Changes))}
	for i, c := range r.Changes {
		b.Contents[i] = c
	}
	answers, err := s.n.Writer.PushDrained(ctx, b, d.Viewer, d.Key, s.drained(d))
	if err != nil {
		return nil, err
	}
	out := &PushAnswer{UpTo: s.n.Projection.UpTo(d.Tag), Answers: make([]ItemAnswer, len(answers))}
	for i, a := range answers {
		out.Answers[i] = ItemAnswer{N: a.N, Status: string(a.Status), Conflicts: a.Conflicts, Refused: a.Refused}
		out.Answers[i].setFault(a.Fault)
	}
	return out, nil
}

const maxLookIDs = 1000
