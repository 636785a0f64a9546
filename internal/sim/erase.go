package sim

import (
	"bytes"
	"context"
	"math/rand/v2"
	"slices"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/privacy"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// erase removes a change that a phone or the desk made, or all that is held of a person.
func (w *world) erase(r *rand.Rand) error {
	if r.IntN(3) == 0 {
		return w.erasePerson(r)
	}
	head, err := w.node.Head(w.ctx)
	if err != nil {
		return err
	}
	for range 10 {
		entries, err := w.node.Log.Read(w.ctx, uint64(r.IntN(int(head.Seq))), 1)
		if err != nil {
			return err
		}
		b := &entries[0].Batch
		i := r.IntN(len(b.Contents))
		c, err := change.Decode(orEmpty(b.Contents[i]), b.Device, b.User)
		if err != nil || !slices.Contains([]string{"household", "person", "visit", "note", "membership"}, c.Kind) {
			continue
		}
		w.erased = true
		return w.as("", writer.Draft{Op: change.Erase, Target: &change.Target{Device: b.Device, N: c.N}})
	}
	return nil
}

// erasePerson has the desk erase somebody, as it does when a person asks.
func (w *world) erasePerson(r *rand.Rand) error {
	viewer, err := w.node.Viewer(w.ctx, userID("desk1"))
	if err != nil {
		return err
	}
	var people []*projection.Record
	err = w.node.Projection.Each(w.ctx, "person", func(x *projection.Record) error {
		if !x.Deleted() && viewer.Can(access.Update, x.Kind, projection.PlaceOf(x)) {
			people = append(people, x)
		}
		return nil
	})
	if err != nil || len(people) == 0 {
		return err
	}
	slices.SortFunc(people, func(a, b *projection.Record) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	x := people[r.IntN(len(people))]
	private, err := privacy.New(w.node, noFiles{})
	if err != nil {
		return err
	}
	w.erased = true
	_, err = private.Erase(w.ctx, privacy.Who{Viewer: viewer}, x.ID, change.ID{}, projection.Title(x))
	w.tell("desk1 erases person %s%s", short(x.ID), failed(err))
	return nil
}

// noFiles is where attachments have no bytes.
type noFiles struct{}

// Remove implements privacy.Files.
func (noFiles) Remove(context.Context, string) error { return nil }

func orEmpty(b []byte) []byte {
	if b == nil {
		return []byte("{}")
	}
	return b
}
