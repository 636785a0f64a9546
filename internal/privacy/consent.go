package privacy

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// Consents are those of a person, latest first, and which of them stand today.
type Consents struct {
	Person  *projection.Record
	Records []*projection.Record
	Stand   map[change.ID]bool
	Asks    household.Asked
	// Restricted says that what is kept of the person is closed to most.
	Restricted bool
}

// Consents of a person that the asker reads.
func (s *Service) Consents(ctx context.Context, w Who, id change.ID) (*Consents, error) {
	if !w.Viewer.May(access.Read, s.Node.Kinds.Get("consent")) {
		return nil, fault.New("forbidden", "")
	}
	person, err := s.person(ctx, w, id)
	if err != nil {
		return nil, err
	}
	found, err := s.Node.Projection.Naming(ctx, "consent", "person", id)
	if err != nil {
		return nil, err
	}
	out := &Consents{Person: person, Stand: map[change.ID]bool{}, Asks: s.Node.AsksFor(textOf(person, "born")), Restricted: string(person.State.Value("restricted", person.Kind)) == "true"}
	for _, r := range found {
		if r.Deleted() || !w.Viewer.Can(access.Read, r.Kind, projection.PlaceOf(r)) {
			continue
		}
		c, err := kind.Into[household.Consent](r.Kind, r.State)
		if err != nil {
			return nil, err
		}
		out.Records = append(out.Records, r)
		out.Stand[r.ID] = c.Stands(out.Asks)
	}
	slices.SortStableFunc(out.Records, func(a, b *projection.Record) int {
		return strings.Compare(textOf(b, "given_on"), textOf(a, "given_on"))
	})
	return out, nil
}

// Give writes a consent down at a desk. It is never assumed: of a child the guardian is
// named, from the pack's age the child agrees too, and a word says where the proof is.
func (s *Service) Give(ctx context.Context, w Who, c household.Consent) (change.ID, error) {
	person, err := s.person(ctx, w, c.Person)
	if err != nil {
		return change.ID{}, err
	}
	c.Area, c.Status = projection.PlaceOf(person).Area, household.Given
	if c.GivenOn == "" {
		c.GivenOn = s.Node.Today()
	}
	asks := s.Node.AsksFor(textOf(person, "born"))
	switch {
	case c.GivenOn > s.Node.Today():
		return change.ID{}, fault.New("rights.future", "given_on")
	case c.Purpose == household.SharePartner && c.Partner.IsZero():
		return change.ID{}, fault.New("consent.no_partner", "partner")
	case asks.Guardian && c.Guardian.IsZero():
		return change.ID{}, fault.New("consent.no_guardian", "guardian")
	case asks.Assent && !c.Assent:
		return change.ID{}, fault.New("consent.no_assent", "assent")
	case strings.TrimSpace(c.Note) == "":
		return change.ID{}, fault.New("consent.no_proof", "note")
	}
	id := s.Node.Writer.NewID()
	_, err = s.Node.Writer.Write(ctx, w.Viewer.User, w.Viewer, writer.Draft{Kind: "consent", Record: id, Fields: kind.Fields(c)})
	return id, err
}

// Withdraw takes a consent back, from now: whoever read by it doesn't any more. The
// request that asks for it, zero for none, is closed.
func (s *Service) Withdraw(ctx context.Context, w Who, id, request change.ID) error {
	r, err := s.record(ctx, w, "consent", id, access.Update)
	if err != nil {
		return err
	}
	if textOf(r, "status") == household.Withdrawn {
		return fault.New("consent.withdrawn", "")
	}
	if !request.IsZero() {
		at, err := s.Request(ctx, w, request)
		if err != nil {
			return err
		}
		if at.Request.Person != refOf(r, "person") {
			return fault.New("rights.other_request", "request")
		}
	}
	fields := map[string]json.RawMessage{"status": raw(household.Withdrawn), "withdrawn_on": raw(s.Node.Today())}
	if _, err := s.Node.Writer.Write(ctx, w.Viewer.User, w.Viewer, writer.Draft{Kind: "consent", Record: id, Fields: fields, Seen: node.Seen(r.State, fields)}); err != nil {
		return err
	}
	if request.IsZero() {
		return nil
	}
	return s.Close(ctx, w, request, "done", "")
}

// Restrict closes what is kept of a person to all but who may open it, or opens it again.
func (s *Service) Restrict(ctx context.Context, w Who, id change.ID, on bool, request change.ID) error {
	if !w.Viewer.Has(Power) {
		return fault.New("forbidden", "")
	}
	person, err := s.person(ctx, w, id)
	if err != nil {
		return err
	}
	if !w.Viewer.Can(access.Update, person.Kind, projection.PlaceOf(person)) {
		return fault.New("forbidden", "")
	}
	fields := map[string]json.RawMessage{"restricted": raw(on)}
	if _, err := s.Node.Writer.Write(ctx, w.Viewer.User, nil, writer.Draft{Kind: "person", Record: id, Fields: fields, Seen: node.Seen(person.State, fields)}); err != nil {
		return err
	}
	if request.IsZero() {
		return nil
	}
	return s.Close(ctx, w, request, "done", "")
}
