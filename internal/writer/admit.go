package writer

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/projection"
)

// FutureSlack is how far ahead of the server a change's time may be, in
// milliseconds; beyond it the change waits in quarantine.
const FutureSlack = 10 * 60 * 1000

// admission decides on the changes of one batch.
type admission struct {
	w        *Writer
	viewer   *access.Viewer // nil is the server itself
	drained  Drained        // nil where nobody's rights of before count
	received int64
	known    map[change.ID]projection.Info
	taken    map[unique]change.ID           // by changes before in the batch
	before   map[change.ID][]*change.Change // of the batch, of records that may be a child's
	moved    map[change.ID]int64            // by entries before in the batch, by account
	batch    []*change.Change
	homes    map[change.ID]change.ID // by the people whom memberships of the batch bring in
}

// admit gives a verdict for each change that must wait in quarantine.
func (w *Writer) admit(ctx context.Context, changes []*change.Change, viewer *access.Viewer, received int64) ([]log.Verdict, error) {
	return w.admitDrained(ctx, changes, viewer, received, nil)
}

func (w *Writer) admitDrained(ctx context.Context, changes []*change.Change, viewer *access.Viewer, received int64, drained Drained) ([]log.Verdict, error) {
	a := &admission{w: w, viewer: viewer, drained: drained, received: received, batch: changes}
	var ids []change.ID
	for _, c := range changes {
		if k := w.Projection.Registry().Get(c.Kind); k != nil {
			ids = append(ids, c.Record)
			for _, r := range k.References(c.Fields) {
				ids = append(ids, r.ID)
			}
		}
	}
	var err error
	if a.known, err = w.Projection.Lookup(ctx, ids); err != nil {
		return nil, err
	}
	var out []log.Verdict
	for i, c := range changes {
		if f := a.check(ctx, c); f != nil {
			out = append(out, log.Verdict{Index: i, Code: f.Code, Field: f.Field, Args: f.Args})
			continue
		}
		a.learn(c)
	}
	return out, nil
}

// learn lets later changes of the batch refer to what this one makes or moves.
func (a *admission) learn(c *change.Change) {
	k := a.w.Projection.Registry().Get(c.Kind)
	if k == nil || c.Op != change.Set && c.Op != change.Return {
		return
	}
	info, ok := a.known[c.Record]
	if !ok {
		info = projection.Info{Kind: k}
	}
	info.At = placeAfter(k, info.At, c)
	a.known[c.Record] = info
	a.learnEntry(k, c)
	if k.MayBeChilds() {
		if a.before == nil {
			a.before = map[change.ID][]*change.Change{}
		}
		a.before[c.Record] = append(a.before[c.Record], c)
	}
}

// placeAfter is where a record is once a change has taken effect.
func placeAfter(k *kind.Kind, before access.At, c *change.Change) access.At {
	after := projection.PlaceOfFields(k, c.Fields)
	if after.Area.IsZero() {
		after.Area = before.Area
	}
	if after.Unit.IsZero() {
		after.Unit = before.Unit
	}
	if after.Household.IsZero() {
		after.Household = before.Household
	}
	if after.Person.IsZero() {
		after.Person = before.Person
	}
	if after.User.IsZero() {
		after.User = before.User
	}
	if after.About.IsZero() {
		after.About = before.About
	}
	switch k.Name {
	case "household":
		after.Household = c.Record
	case "person":
		after.Person = c.Record
	case "user":
		after.User = c.Record
	}
	return after
}

func (a *admission) check(ctx context.Context, c *change.Change) *fault.Fault {
	if f := a.checkTime(c); f != nil {
		return f
	}
	switch c.Op {
	case change.Release:
		return a.checkRelease(ctx, c)
	case change.Erase:
		if a.viewer != nil && !c.IsBlank() {
			return fault.New("forbidden", "")
		}
		return nil
	}
	k := a.w.Projection.Registry().Get(c.Kind)
	if k == nil || k.Internal && a.viewer != nil {
		return fault.New("kind.unknown", "kind", "kind", c.Kind)
	}
	if a.w.Barred != nil && a.viewer != nil {
		if f := a.w.Barred(ctx, c); f != nil {
			return f
		}
	}
	info, exists := a.known[c.Record]
	if exists && info.Kind.Name != k.Name {
		return fault.New("record.other_kind", "record", "kind", info.Kind.Name)
	}
	if exists && k.AddOnly() && c.Op == change.Set && !onlyDeletes(c) {
		return fault.New("record.add_only", "record")
	}
	if exists && c.Op == change.Set {
		for name := range c.Fields {
			if f := k.Field(name); f != nil && f.Fixed {
				return fault.New("field.fixed", name, "field", f.Label.VI, "field_en", f.Label.EN)
			}
		}
	}
	if exists && len(c.Fields) == 0 {
		return fault.New("change.no_fields", "fields")
	}
	isNew := !exists && c.Op == change.Set
	if err := k.Validate(validated(k, c), isNew, a.w.Terms); err != nil {
		return fault.As(err)
	}
	if f := a.checkAnswers(k, c); f != nil {
		return f
	}
	if f := a.checkReferences(k, c); f != nil {
		return f
	}
	if f := checkSameAs(k, c); f != nil {
		return f
	}
	if f := a.checkProgram(ctx, k, c, exists); f != nil {
		return f
	}
	if a.viewer != nil {
		if f := a.checkScope(ctx, k, c, info.At, exists); f != nil && !a.wasInScope(ctx, k, c, info.At, exists) {
			return f
		}
	}
	if a.w.Rule != nil {
		if f := a.w.Rule(ctx, c); f != nil {
			return f
		}
	}
	return a.checkUnique(ctx, k, c, exists)
}

// checkAnswers checks what a record of a kind with forms answers.
func (a *admission) checkAnswers(k *kind.Kind, c *change.Change) *fault.Fault {
	if k.Field("answers") == nil {
		return nil
	}
	return a.w.Forms.Admit(k.Name, c.Fields)
}

// checkTime keeps out what would win over every edit for a long time. What was
// accepted before counts as now: a server whose clock was ahead for an hour has
// given its replicas times that theirs must come after. What is given back has the
// times that it had; when it was given back decides nothing.
func (a *admission) checkTime(c *change.Change) *fault.Fault {
	latest := c.Time
	if c.Op == change.Return {
		latest = 0
		for _, v := range c.Versed {
			latest = max(latest, v.Time)
		}
	}
	now := max(a.received, a.w.Projection.Latest().Milli())
	if latest.Milli() > now+FutureSlack {
		vi, en := span(latest.Milli() - a.received)
		return fault.New("change.future", "t", "ahead", vi, "ahead_en", en)
	}
	return nil
}

// span says how long some milliseconds are, as people say it.
func span(ms int64) (vi, en string) {
	for _, u := range []struct {
		ms, from     int64
		vi, one, any string
	}{{365 * 86_400_000, 2, "năm", "year", "years"}, {30 * 86_400_000, 2, "tháng", "month", "months"}, {86_400_000, 2, "ngày", "day", "days"},
		{3_600_000, 1, "giờ", "hour", "hours"}, {60_000, 0, "phút", "minute", "minutes"}} {
		n := (ms + u.ms/2) / u.ms
		if n < u.from {
			continue
		}
		if en = u.any; n == 1 {
			en = u.one
		}
		return fmt.Sprintf("%d %s", n, u.vi), fmt.Sprintf("%d %s", n, en)
	}
	return "", ""
}

// validated is what a change's values are checked as: given back, a machine's
// field holds all its steps, and each is checked by the fold.
func validated(k *kind.Kind, c *change.Change) map[string]json.RawMessage {
	if c.Op != change.Return {
		return c.Fields
	}
	out := make(map[string]json.RawMessage, len(c.Fields))
	for name, v := range c.Fields {
		if k.Machine(name) == nil {
			out[name] = v
		}
	}
	return out
}

func onlyDeletes(c *change.Change) bool {
	_, ok := c.Fields[change.Deleted]
	return ok && len(c.Fields) == 1
}

func (a *admission) checkReferences(k *kind.Kind, c *change.Change) *fault.Fault {
	for _, r := range k.References(c.Fields) {
		info, ok := a.known[r.ID]
		switch {
		case !ok && r.ID == c.Record && slices.Contains(r.Kinds, k.Name):
		case !ok && c.Op == change.Return: // after a restore another replica may still have to give it back
		case !ok:
			return fault.New("ref.unknown", r.Path, "kind", r.Kinds[0])
		case !slices.Contains(r.Kinds, info.Kind.Name):
			return fault.New("ref.wrong_kind", r.Path, "kind", r.Kinds[0])
		}
	}
	return nil
}

func (a *admission) checkRelease(ctx context.Context, c *change.Change) *fault.Fault {
	held, err := a.w.Projection.HeldChange(ctx, c.Target.Device, c.Target.N)
	if err != nil {
		return fault.As(err)
	}
	if a.viewer != nil && !a.viewer.Has("quarantine") {
		return fault.New("forbidden", "")
	}
	// Whoever lets it in must be allowed to make it, and it must be sound by now:
	// what does not fit its record would vanish from the quarantine into nothing.
	probe := *held.Change
	probe.Time = change.TimeAt(a.received)
	sub, err := a.w.admit(ctx, []*change.Change{&probe}, a.viewer, a.received)
	if err != nil {
		return fault.As(err)
	}
	if len(sub) > 0 {
		f := fault.New(sub[0].Code, sub[0].Field)
		f.Args = sub[0].Args
		return f
	}
	return nil
}
