package privacy

import (
	"context"
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/projection"
	"bamban/internal/rights"
)

// Due is what has been kept long enough by one rule of the pack.
type Due struct {
	Rule    rights.Retain
	Before  string // records of days before this one
	Records []*projection.Record
	More    bool
}

// maxDue are listed of a rule, and erased in one go.
const maxDue = 100

// Retention lists what has been kept long enough in the asker's part, the oldest first.
// Nothing goes by itself.
func (s *Service) Retention(ctx context.Context, w Who) ([]Due, error) {
	if !w.Viewer.Has(Power) {
		return nil, fault.New("forbidden", "")
	}
	var out []Due
	for _, rule := range s.rules().Retain {
		d := Due{Rule: rule, Before: rule.ExpiredBefore(s.Node.Today())}
		page, err := s.Node.Projection.List(ctx, projection.Query{Kind: rule.Kind, Scope: s.mayDelete(w, rule.Kind), Sort: rule.After, Limit: maxDue + 1})
		if err != nil {
			return nil, err
		}
		for _, r := range page.Records {
			if day := textOf(r, rule.After); day != "" && day < d.Before {
				d.Records = append(d.Records, r)
			}
		}
		if len(d.Records) > maxDue {
			d.Records, d.More = d.Records[:maxDue], true
		}
		out = append(out, d)
	}
	return out, nil
}

func (s *Service) mayDelete(w Who, kindName string) access.Scope {
	return w.Viewer.Scope(access.Delete, s.Node.Kinds.Get(kindName))
}

// Expire erases records that a rule lets go, and what is about them, and gives the
// certificate. All of them are due, or none goes.
func (s *Service) Expire(ctx context.Context, w Who, code string, ids []change.ID) (change.ID, error) {
	i := slices.IndexFunc(s.rules().Retain, func(r rights.Retain) bool { return r.Code == code })
	if i < 0 {
		return change.ID{}, fault.New("rights.no_rule", "rule")
	}
	if len(ids) == 0 || len(ids) > maxDue {
		return change.ID{}, fault.New("field.too_many", "ids", "max", maxDue)
	}
	rule := s.rules().Retain[i]
	before := rule.ExpiredBefore(s.Node.Today())
	var subjects []*projection.Record
	for _, id := range ids {
		r, err := s.record(ctx, w, rule.Kind, id, access.Delete)
		if err != nil {
			return change.ID{}, err
		}
		if day := textOf(r, rule.After); r.Deleted() || day == "" || day >= before {
			return change.ID{}, fault.New("rights.not_due", "ids")
		}
		subjects = append(subjects, r)
	}
	held, err := s.aboutAll(ctx, subjects...)
	if err != nil {
		return change.ID{}, err
	}
	p, err := s.planOf(ctx, held)
	if err != nil {
		return change.ID{}, err
	}
	return s.run(ctx, w.Viewer.User, p, rights.Certificate{Area: projection.PlaceOf(subjects[0]).Area, By: w.Viewer.User, Reason: "expired"})
}
