package sim

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"

	"bamban/internal/account"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/log"
	"bamban/internal/projection"
)

// checkRebuild folds the log anew and compares.
func (w *world) checkRebuild() error {
	again, err := projection.Open(filepath.Join(w.dir, "again.db"), w.node.Kinds, w.node.Log, 1)
	if err != nil {
		return err
	}
	err = errors.Join(w.node.Declare(again), again.CatchUp(w.ctx, w.node.Log, nil))
	var different []projection.Difference
	if err == nil {
		different, err = projection.Compare(w.ctx, w.node.Projection, again)
	}
	for _, d := range different {
		w.fail("a rebuild from the log differs in %s: live %.300s, rebuilt %.300s", d.What, d.Left, d.Right)
	}
	return errors.Join(err, again.Close())
}

// checkAnyOrder folds each record's changes in an order of chance.
func (w *world) checkAnyOrder(seed uint64) error {
	all, err := w.effective()
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(seed, 5))
	return w.allRecords(func(x *projection.Record) error {
		changes := all[x.ID]
		r.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
		s := &change.State{}
		for _, c := range changes {
			s.Apply(c, x.Kind)
		}
		if !bytes.Equal(s.AppendBinary(nil), x.State.AppendBinary(nil)) {
			w.fail("%s %s folded in another order differs: [%s], the server has [%s]", x.Kind.Name, short(x.ID), stateWords(s), stateWords(x.State))
		}
		return nil
	})
}

func stateWords(s *change.State) string {
	var b strings.Builder
	fmt.Fprintf(&b, "origin %s refused %v ", s.Origin, s.Refused)
	for _, name := range sortedKeys(s.Cells) {
		b.WriteString(name + ": " + cellWords(s.Cells[name]) + "; ")
	}
	return b.String()
}

// effective gathers, by record, the changes of the log that count: accepted, or
// released, and not erased.
func (w *world) effective() (map[change.ID][]*change.Change, error) {
	entries, err := w.entries()
	if err != nil {
		return nil, err
	}
	out := map[change.ID][]*change.Change{}
	kinds := map[change.ID]string{}
	held := map[change.Target]*change.Change{}
	take := func(c *change.Change) {
		if kinds[c.Record] == "" {
			kinds[c.Record] = c.Kind
		}
		if kinds[c.Record] == c.Kind {
			out[c.Record] = append(out[c.Record], c)
		}
	}
	for _, e := range entries {
		for i, c := range projection.Decode(e).Changes {
			switch {
			case c == nil:
			case e.Quarantined(i) != nil:
				held[change.Target{Device: c.Device, N: c.N}] = c
			case c.Op == change.Release:
				if h := held[*c.Target]; h != nil {
					if h.Time > c.Time {
						h.Time = c.Time - 1
					}
					delete(held, *c.Target)
					take(h)
				}
			case c.Op == change.Set, c.Op == change.Return:
				take(c)
			}
		}
	}
	return out, nil
}

func (w *world) entries() ([]*log.Entry, error) {
	head, err := w.node.Head(w.ctx)
	if err != nil {
		return nil, err
	}
	return w.node.Log.Read(w.ctx, 0, int(head.Seq))
}

// checkChain verifies every hash and every signature.
func (w *world) checkChain() error {
	keys := map[change.Device]string{}
	err := w.node.Projection.Each(w.ctx, "device", func(x *projection.Record) error {
		d, err := kind.Into[account.Device](x.Kind, x.State)
		if err != nil {
			return err
		}
		tag, err := change.ParseDevice(d.Tag)
		keys[tag] = d.Key
		return err
	})
	if err != nil {
		return err
	}
	err = projection.CheckLog(w.ctx, w.node.Log, nil, func(e *log.Entry) error {
		point, err := base64.StdEncoding.DecodeString(keys[e.Batch.Device])
		if err != nil {
			return err
		}
		key, err := change.ParseKey(point)
		if err != nil {
			return fmt.Errorf("device %s: %w", e.Batch.Device, err)
		}
		if !change.Verify(key, e.Batch.Digest(e.Hashes), e.Batch.Signature) {
			return log.ErrBroken
		}
		return nil
	})
	if err != nil {
		w.fail("the log does not verify: %v", err)
	}
	return nil
}
