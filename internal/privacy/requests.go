package privacy

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/rights"
	"bamban/internal/writer"
)

// Standing is a request with where it stands today.
type Standing struct {
	Record  *projection.Record
	Request rights.Request
	State   rights.State
}

// Bounds of what is read of requests.
const (
	maxOpen   = 2000 // more than a province has open; all of them are sorted
	maxClosed = 200
)

// Requests that the asker reads: those that are open, the latest first, then by the day
// that comes next; or the last that were closed.
func (s *Service) Requests(ctx context.Context, w Who, closed bool) ([]Standing, error) {
	q := projection.Query{Kind: "request", Scope: w.Viewer.Scope(access.Read, s.Node.Kinds.Get("request")), Sort: "received_on", Desc: true, Limit: projection.MaxLimit,
		Where: map[string][]string{"status": {rights.Received, rights.Answered}}}
	most := maxOpen
	if closed {
		q.Where["status"], most = []string{rights.Closed}, maxClosed
	}
	var out []Standing
	for {
		page, err := s.Node.Projection.List(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, r := range page.Records {
			one, err := s.standing(r)
			if err != nil {
				return nil, err
			}
			out = append(out, one)
		}
		if q.After = page.Next; q.After == "" || len(out) >= most {
			break
		}
	}
	if !closed {
		slices.SortStableFunc(out, func(a, b Standing) int {
			return cmp.Or(cmp.Compare(a.State.By, b.State.By), cmp.Compare(a.Request.Received, b.Request.Received))
		})
	}
	return out, nil
}

func (s *Service) standing(r *projection.Record) (Standing, error) {
	q, err := requestOf(r)
	return Standing{r, q, s.rules().State(&q, s.Node.Today())}, err
}

// Request of an id that the asker reads.
func (s *Service) Request(ctx context.Context, w Who, id change.ID) (Standing, error) {
	r, err := s.record(ctx, w, "request", id, access.Read)
	if err != nil {
		return Standing{}, err
	}
	return s.standing(r)
}

// Ask writes down what somebody asks about a person. What is missing of it is filled in:
// the person's village, the asker's own unit, today.
func (s *Service) Ask(ctx context.Context, w Who, q rights.Request) (change.ID, error) {
	person, err := s.person(ctx, w, q.Person)
	if err != nil {
		return change.ID{}, fault.New("not_found", "person")
	}
	q.Area, q.Status = projection.PlaceOf(person).Area, rights.Received
	if q.Unit.IsZero() {
		q.Unit = w.Viewer.Unit
	}
	if q.Received == "" {
		q.Received = s.Node.Today()
	}
	switch {
	case q.Received > s.Node.Today():
		return change.ID{}, fault.New("rights.future", "received_on")
	case q.What == rights.Withdraw && !q.Consent.IsZero():
		c, err := s.Node.Projection.Get(ctx, q.Consent)
		if err != nil || c.Kind.Name != "consent" || refOf(c, "person") != q.Person {
			return change.ID{}, fault.New("rights.other_consent", "consent")
		}
	}
	id := s.Node.Writer.NewID()
	_, err = s.Node.Writer.Write(ctx, w.Viewer.User, w.Viewer, writer.Draft{Kind: "request", Record: id, Fields: kind.Fields(q)})
	return id, err
}

// Answer notes that a request was acknowledged to who asked.
func (s *Service) Answer(ctx context.Context, w Who, id change.ID) error {
	return s.step(ctx, w, id, func(q *rights.Request, _ rights.State) (map[string]json.RawMessage, error) {
		if q.Status != rights.Received {
			return nil, fault.New("rights.answered", "")
		}
		return map[string]json.RawMessage{"status": raw(rights.Answered), "answered_on": raw(s.Node.Today())}, nil
	})
}

// Extend gives a request the more time that its clock allows, once, for a reason.
func (s *Service) Extend(ctx context.Context, w Who, id change.ID, reason string) error {
	return s.step(ctx, w, id, func(_ *rights.Request, st rights.State) (map[string]json.RawMessage, error) {
		switch {
		case !st.MayDelay:
			return nil, fault.New("rights.no_more_time", "")
		case strings.TrimSpace(reason) == "":
			return nil, fault.New("rights.why", "reason")
		}
		return map[string]json.RawMessage{"extended_on": raw(s.Node.Today()), "extension": raw(reason)}, nil
	})
}

// Close ends a request with what came of it, and what the person was told. What was not
// done as asked is explained.
func (s *Service) Close(ctx context.Context, w Who, id change.ID, outcome, reason string) error {
	return s.step(ctx, w, id, func(q *rights.Request, _ rights.State) (map[string]json.RawMessage, error) {
		if outcome != "done" && strings.TrimSpace(reason) == "" {
			return nil, fault.New("rights.why", "reason")
		}
		fields := map[string]json.RawMessage{"status": raw(rights.Closed), "done_on": raw(s.Node.Today()), "outcome": raw(outcome)}
		if reason != "" {
			fields["reason"] = raw(reason)
		}
		if q.Answered == "" {
			fields["answered_on"] = raw(s.Node.Today())
		}
		return fields, nil
	})
}

// step writes what a step of an open request sets.
func (s *Service) step(ctx context.Context, w Who, id change.ID, set func(*rights.Request, rights.State) (map[string]json.RawMessage, error)) error {
	r, err := s.record(ctx, w, "request", id, access.Update)
	if err != nil {
		return err
	}
	at, err := s.standing(r)
	if err != nil {
		return err
	}
	if at.Request.Status == rights.Closed {
		return fault.New("rights.closed", "")
	}
	fields, err := set(&at.Request, at.State)
	if err != nil {
		return err
	}
	_, err = s.Node.Writer.Write(ctx, w.Viewer.User, w.Viewer, writer.Draft{Kind: "request", Record: id, Fields: fields, Seen: node.Seen(r.State, fields)})
	return err
}

// Late counts the open requests that are past their day.
func (s *Service) Late(ctx context.Context, w Who) (late, open int, err error) {
	if !w.Viewer.May(access.Read, s.Node.Kinds.Get("request")) {
		return 0, 0, nil
	}
	all, err := s.Requests(ctx, w, false)
	for _, x := range all {
		if x.State.Late {
			late++
		}
	}
	return late, len(all), err
}
