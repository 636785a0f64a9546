package client

import (
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/sync"
)

// Store is a device's replica in memory: what the server gave, and what the
// device wrote, both the unsent and the sent. A device that must survive its own
// restart keeps the same in a database of its own.
type Store struct {
	Epoch  string
	Cursor string
	Acked  uint64
	Latest change.Time

	Records map[change.ID]*Held
	// Mine are the device's own changes by number, from 1: acknowledged ones stay,
	// to be given back if the server loses them.
	Mine []*Own
	// Before is what was held when the server turned out to be restored from a
	// backup; nil otherwise.
	Before map[change.ID]*Held
	// Answers holds what the server said of changes other than plainly accepted.
	Answers map[uint64]sync.ItemAnswer
}

// Held is a record from the server: what each atom that it is in shows of it, and
// State, which is all of that together.
type Held struct {
	Kind  string
	State *change.State
	Atoms map[string]*change.State
}

// gather makes State of what the atoms show.
func (h *Held) gather(k *kind.Kind) {
	var all *change.State
	for _, s := range h.Atoms {
		if all == nil {
			all = s
			continue
		}
		both := &change.State{}
		both.Merge(all, k)
		both.Merge(&change.State{Origin: both.Origin, Cells: s.Cells}, k)
		all = both
	}
	h.State = all
}

// Own is one of the device's own changes.
type Own struct {
	Change  *change.Change
	Content []byte
}

// NewStore makes an empty replica.
func NewStore() *Store {
	return &Store{Records: map[change.ID]*Held{}, Answers: map[uint64]sync.ItemAnswer{}}
}

// NextN is the number of the next change.
func (s *Store) NextN() uint64 { return uint64(len(s.Mine)) + 1 }

// Keep stores a change of the device's own.
func (s *Store) Keep(c *change.Change) error {
	s.Mine = append(s.Mine, &Own{c, c.Encode()})
	s.Latest = max(s.Latest, c.Time)
	return nil
}

// Waiting gives up to n contents that are not acknowledged, and the first one's number.
func (s *Store) Waiting(n int) ([][]byte, uint64) {
	var out [][]byte
	for _, o := range s.Mine[min(s.Acked, uint64(len(s.Mine))):] {
		if len(out) == n {
			break
		}
		out = append(out, o.Content)
	}
	return out, s.Acked + 1
}

// heldUpTo is the latest time in what the server gave.
func (s *Store) heldUpTo() change.Time {
	var latest change.Time
	for _, h := range s.Records {
		latest = max(latest, h.State.Latest().Time)
	}
	return latest
}

// SetAcked notes that the server has every change up to n.
func (s *Store) SetAcked(n uint64, answers []sync.ItemAnswer) {
	s.Acked = max(s.Acked, n)
	for _, a := range answers {
		if a.Status != "accepted" {
			s.Answers[a.N] = a
		}
	}
}

// ServerWasRestored begins anew with a server that has lost what came after upTo:
// what is held is set aside, to be given back once the server's state is known.
func (s *Store) ServerWasRestored(upTo uint64, kinds *kind.Registry) {
	s.Acked = min(s.Acked, upTo)
	s.Cursor = ""
	if s.Before == nil {
		s.Before = map[change.ID]*Held{}
	}
	for id, h := range s.Records {
		if old := s.Before[id]; old != nil {
			// Restored again before all was given back: both lives had something.
			h = &Held{Kind: h.Kind, Atoms: map[string]*change.State{"before": old.State, "now": h.State}}
			h.gather(kinds.Get(h.Kind))
		}
		s.Before[id] = h
	}
	s.Records = map[change.ID]*Held{}
}

// Blank forgets what was in changes of the device's own, by number.
func (s *Store) Blank(numbers []uint64) {
	for _, n := range numbers {
		if n == 0 || n > uint64(len(s.Mine)) {
			continue
		}
		blank := s.Mine[n-1].Change.Blank()
		s.Mine[n-1] = &Own{blank, blank.Encode()}
	}
}

// Take stores a page: all of it, with its cursor.
func (s *Store) Take(page *sync.PullAnswer, kinds *kind.Registry) error {
	if page.Fresh {
		s.Records = map[change.ID]*Held{}
	}
	s.Blank(page.Erased)
	for _, atom := range page.Forget {
		s.forget(atom, kinds)
	}
	for _, part := range page.Parts {
		for _, text := range part.Gone {
			id, err := change.ParseID(text)
			if err != nil {
				return err
			}
			s.leave(id, part.Atom, kinds)
		}
		for i := range part.Blocks {
			if err := s.takeBlock(part.Atom, &part.Blocks[i], page.Devices, kinds); err != nil {
				return err
			}
		}
	}
	s.Cursor = page.Cursor
	return nil
}

func (s *Store) takeBlock(atom string, b *sync.Block, devices []string, kinds *kind.Registry) error {
	k := kinds.Get(b.Kind)
	if k == nil {
		return nil // of a later program; it comes when this one has been renewed
	}
	states, err := b.Unpack(devices)
	if err != nil {
		return err
	}
	for i, state := range states {
		id, err := change.ParseID(b.ID[i])
		if err != nil {
			return err
		}
		h := s.Records[id]
		if h == nil {
			h = &Held{Kind: b.Kind, Atoms: map[string]*change.State{}}
			s.Records[id] = h
		}
		h.Atoms[atom] = state
		h.gather(k)
		s.Latest = max(s.Latest, state.Latest().Time)
	}
	return nil
}

func (s *Store) forget(atom string, kinds *kind.Registry) {
	for id := range s.Records {
		s.leave(id, atom, kinds)
	}
}

// leave takes a record out of an atom; in none, it is forgotten.
func (s *Store) leave(id change.ID, atom string, kinds *kind.Registry) {
	h := s.Records[id]
	if h == nil || h.Atoms[atom] == nil {
		return
	}
	delete(h.Atoms, atom)
	if len(h.Atoms) == 0 {
		delete(s.Records, id)
		return
	}
	h.gather(kinds.Get(h.Kind))
}

// View is a record as the device shows it: the server's state with the device's
// own unacknowledged changes folded in. Nil where neither knows it.
func (s *Store) View(id change.ID, k *kind.Kind) *change.State {
	var out *change.State
	if h := s.Records[id]; h != nil {
		out = &change.State{}
		out.Merge(h.State, k)
	}
	for _, o := range s.Mine[min(s.Acked, uint64(len(s.Mine))):] {
		if o.Change.Record == id {
			if out == nil {
				out = &change.State{}
			}
			out.Apply(o.Change, k)
		}
	}
	return out
}

// Lost makes the changes that give back what a server lost of a record: every
// value and step that the server's state does not know.
func (s *Store) Lost(id change.ID, old *Held, k *kind.Kind) []*change.Change {
	have := &change.State{}
	if now := s.Records[id]; now != nil {
		have = now.State
	}
	out := change.GiveBack(old.State, have, func(cell string) bool {
		f := k.Field(cell)
		return f != nil && f.Sensitivity != kind.Secret
	})
	for _, c := range out {
		c.Kind, c.KindV, c.Record = k.Name, k.Version, id
	}
	return out
}
