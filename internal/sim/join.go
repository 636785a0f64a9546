package sim

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"time"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/household"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/place"
	"bamban/internal/projection"
	"bamban/internal/same"
	"bamban/internal/writer"
)

// join has a desk find two records to be of one person, or of two, or think again.
func (w *world) join(r *rand.Rand) error {
	login := desks[r.IntN(len(desks))]
	viewer, err := w.node.Viewer(w.ctx, userID(login))
	if err != nil {
		return err
	}
	service := &same.Service{Node: w.node}
	pair, err := w.pair(service, viewer, r)
	if err != nil || pair == nil {
		return err
	}
	say := same.Verdict{Status: household.TwinSame, Why: "lý do", Picked: []string{"phone", "name"}[:r.IntN(3)]}
	switch roll := r.IntN(6); {
	case pair.Settled() && roll > 0:
		say = same.Verdict{Status: household.TwinTakenBack, Why: "nhầm"}
	case roll == 1:
		say = same.Verdict{Status: household.TwinDifferent, Why: "hai người"}
	case roll == 2:
		say = same.Verdict{Status: household.TwinProposed}
	}
	err = service.Decide(w.ctx, viewer, pair, say)
	w.tell("%s says of %s and %s: %s%s", login, short(pair.A.ID), short(pair.B.ID), say.Status, failed(err))
	return nil
}

// pair is one that was decided about, or two people whom the desk may change.
func (w *world) pair(service *same.Service, viewer *access.Viewer, r *rand.Rand) (*same.Pair, error) {
	if d := w.anyRecord(r, "twin"); d != nil && r.IntN(2) == 0 {
		return service.OfDecision(w.ctx, d)
	}
	var people []*projection.Record
	err := w.node.Projection.Each(w.ctx, "person", func(x *projection.Record) error {
		if !x.Deleted() && viewer.Can(access.Update, x.Kind, projection.PlaceOf(x)) {
			people = append(people, x)
		}
		return nil
	})
	if err != nil || len(people) < 2 {
		return nil, err
	}
	id := func(x *projection.Record) change.ID { return x.ID }
	a := choose(people, r, id)
	b := choose(slices.DeleteFunc(people, func(x *projection.Record) bool { return x.ID == a.ID }), r, id)
	if bytes.Compare(b.ID[:], a.ID[:]) < 0 {
		a, b = b, a
	}
	pair := &same.Pair{Twin: projection.Twin{A: a, B: b}}
	if d, err := w.node.Projection.Get(w.ctx, pair.ID()); err == nil {
		return service.OfDecision(w.ctx, d)
	}
	return pair, nil
}

// rearrange puts a village into another commune, from a day on, as resolutions do.
func (w *world) rearrange(r *rand.Rand) error {
	x, err := w.node.Projection.Get(w.ctx, w.node.AreaID(villages[r.IntN(len(villages))]))
	if err != nil {
		return err
	}
	a, err := kind.Into[place.Area](x.Kind, x.State)
	if err != nil {
		return err
	}
	to := w.node.AreaID([]string{"commune/1", "commune/2"}[r.IntN(2)])
	fields := map[string]json.RawMessage{"parent": quote(to.String())}
	if to != a.Parent && r.IntN(3) > 0 {
		last := time.UnixMilli(w.now).UTC().AddDate(0, 0, -r.IntN(400)).Format(time.DateOnly)
		fields["within"] = kind.Fields(place.Area{Within: append(a.Within, place.WithinFor{Area: a.Parent, To: last})})["within"]
	}
	return w.as("", writer.Draft{Kind: "area", Record: x.ID, Fields: fields, Seen: node.Seen(x.State, fields)})
}
