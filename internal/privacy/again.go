package privacy

import (
	"context"
	"errors"
	"time"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/projection"
	"bamban/internal/rights"
	"bamban/internal/writer"
)

// Again makes erasures again that no longer hold: after a restore from an older backup
// the log has what went, and what tells of it is the list in the folder or a certificate
// that a phone gave back. It also erases what was held back because it is of somebody
// who was erased. It reports how many people it erased.
//
// Cost: a look at each certificate's person; nothing where there is no certificate.
func (s *Service) Again(ctx context.Context) (int, error) {
	told, err := s.certificates(ctx)
	if err != nil {
		return 0, err
	}
	count := 0
	var errs []error
	for _, x := range told {
		did, err := s.again(ctx, x)
		errs = append(errs, err)
		if did {
			count++
		}
	}
	errs = append(errs, s.dropHeld(ctx))
	return count, errors.Join(errs...)
}

// certificates are those of the log and those of the list that the log lost, one of each
// person.
func (s *Service) certificates(ctx context.Context) ([]listed, error) {
	known := map[change.ID]bool{}
	var out []listed
	err := s.Node.Projection.Each(ctx, "certificate", func(r *projection.Record) error {
		c, err := kind.Into[rights.Certificate](r.Kind, r.State)
		if err == nil && !c.Person.IsZero() && !known[c.Person] {
			known[c.Person] = true
			out = append(out, listed{r.ID, c})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	kept, err := s.list.read()
	if err != nil {
		return nil, err
	}
	for _, x := range kept {
		if !x.Certificate.Person.IsZero() && !known[x.Certificate.Person] {
			known[x.Certificate.Person] = true
			out = append(out, x)
		}
	}
	return out, nil
}

// again erases a person again of whom something is held.
func (s *Service) again(ctx context.Context, x listed) (bool, error) {
	person, err := s.Node.Projection.Get(ctx, x.Certificate.Person)
	if err != nil {
		return false, nil // the log is from before there was such a person
	}
	p, err := s.plan(ctx, person)
	if err != nil || len(p.items)+len(p.waiting) == 0 {
		return false, err
	}
	c := rights.Certificate{Person: x.Certificate.Person, Area: x.Certificate.Area, Reason: "restored", By: x.Certificate.By}
	if _, err := s.Node.Projection.Get(ctx, x.ID); err == nil {
		c.Repeats = x.ID
	}
	if _, err := s.Node.Projection.Get(ctx, x.Certificate.By); err != nil {
		c.By = change.ID{}
	}
	_, err = s.run(ctx, c.By, p, c)
	return err == nil, err
}

// Erased is the code with which a change is held back that is of somebody erased.
const Erased = "rights.erased"

// dropHeld erases the contents that were held back since they are of somebody erased.
func (s *Service) dropHeld(ctx context.Context) error {
	const page = 200
	after := uint64(0)
	for {
		held, err := s.Node.Projection.Quarantine(ctx, after, page)
		if err != nil || len(held) == 0 {
			return err
		}
		var drafts []writer.Draft
		for _, h := range held {
			after = h.Seq
			if f := s.Node.Barred(ctx, h.Change); f != nil && f.Code == Erased {
				drafts = append(drafts, writer.Draft{Op: change.Erase, Target: &change.Target{Device: h.Change.Device, N: h.Change.N}})
			}
		}
		if _, err := s.Node.Writer.Write(ctx, change.ID{}, nil, drafts...); err != nil {
			return err
		}
	}
}

// Keep makes erasures again at the start and every so often, until the context ends.
func (s *Service) Keep(ctx context.Context, every time.Duration) {
	for {
		n, err := s.Again(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.Node.Slog.Error("erasing again failed", "error", err)
		case n > 0:
			s.Node.Slog.Warn("erased again, after a restore from an older backup", "people", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
	}
}
