package privacy

import (
	"context"
	"encoding/json"
	"errors"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/rights"
)

// Files are the bytes of attachments, by digest.
type Files interface {
	Remove(ctx context.Context, digest string) error
}

// Service works on one node.
type Service struct {
	Node  *node.Node
	Files Files
	list  *list
}

// New makes the service; the list of erasures is kept in the node's folder.
func New(n *node.Node, files Files) (*Service, error) {
	if n == nil || files == nil {
		return nil, errors.New("privacy: a dependency is missing")
	}
	return &Service{Node: n, Files: files, list: openList(n.Dir())}, nil
}

// Who asks: a user, with what they may see and do.
type Who struct{ Viewer *access.Viewer }

// Power is what a role needs to restrict the use of what is kept of people, and to erase it.
const Power = "rights"

// record of a kind that the asker may do something with; otherwise it is not found, or
// forbidden where it may be read.
func (s *Service) record(ctx context.Context, w Who, kindName string, id change.ID, verb access.Verb) (*projection.Record, error) {
	r, err := s.Node.Projection.Get(ctx, id)
	if err != nil || r.Kind.Name != kindName || !w.Viewer.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
		return nil, fault.New("not_found", "")
	}
	if !w.Viewer.Can(verb, r.Kind, projection.PlaceOf(r)) {
		return nil, fault.New("forbidden", "")
	}
	return r, nil
}

// person of an id that the asker may read and who was not erased.
func (s *Service) person(ctx context.Context, w Who, id change.ID) (*projection.Record, error) {
	r, err := s.record(ctx, w, "person", id, access.Read)
	if err != nil || r.Deleted() {
		return nil, fault.New("not_found", "")
	}
	return r, nil
}

func (s *Service) rules() *rights.Rules { return &s.Node.Pack.Rights }

func requestOf(r *projection.Record) (rights.Request, error) {
	return kind.Into[rights.Request](r.Kind, r.State)
}

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic("privacy: " + err.Error()) // only values of this package are written
	}
	return b
}
