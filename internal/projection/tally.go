package projection

import (
	"context"
	"fmt"
	"strconv"

	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/sqlite"
)

// move is what a record of a kind with a tally moves; the zero value is nothing.
type move struct {
	from, to change.ID
	item     string
	quantity int64
}

// moveOf reads what a record moves: nothing where it is deleted or of another sort.
func moveOf(k *kind.Kind, s *change.State) move {
	t := k.Tally
	if t == (kind.Tally{}) || s.IsDeleted() {
		return move{}
	}
	from, ok := refOf(s, t.From)
	to, also := refOf(s, t.To)
	n, err := strconv.ParseInt(string(s.Value(t.Quantity, k)), 10, 64)
	if !ok || !also || err != nil {
		return move{}
	}
	return move{from, to, textOf(s.Value(t.Item, k)), n}
}

type tallyKey struct {
	account change.ID
	item    string
}

// tallied is what a run adds to an account: the balance, and how many entries move it.
type tallied struct{ quantity, moved int64 }

// tally notes what a touched record moves now and did before.
func (r *run) tally(rc *rec) {
	now := moveOf(rc.Kind, rc.State)
	if now == rc.moveWas {
		return
	}
	r.addMove(rc.moveWas, -1)
	r.addMove(now, 1)
	rc.moveWas = now
}

func (r *run) addMove(m move, sign int64) {
	if m == (move{}) {
		return
	}
	add := func(account change.ID, quantity int64) {
		key := tallyKey{account, m.item}
		was := r.tallies[key]
		r.tallies[key] = tallied{was.quantity + sign*quantity, was.moved + sign}
	}
	add(m.from, -m.quantity)
	add(m.to, m.quantity)
}

// writeTallies adds what the run gathered to the file. An account that nothing moves
// any more is gone, so that a rebuild gives the same rows.
func (r *run) writeTallies() error {
	if len(r.tallies) == 0 {
		return nil
	}
	put, err := r.w.Prepare(`INSERT INTO tally(account, item, quantity, moved) VALUES(?1, ?2, ?3, ?4)
		ON CONFLICT DO UPDATE SET quantity = quantity + ?3, moved = moved + ?4`)
	if err != nil {
		return err
	}
	drop, err := r.w.Prepare(`DELETE FROM tally WHERE account = ? AND item = ? AND moved = 0`)
	if err != nil {
		return err
	}
	for key, t := range r.tallies {
		if err := put.Bind(key.account[:], key.item, t.quantity, t.moved).Exec(); err != nil {
			return err
		}
		if t.moved < 0 {
			if err := drop.Bind(key.account[:], key.item).Exec(); err != nil {
				return err
			}
		}
	}
	clear(r.tallies)
	return nil
}

// Balance is how much of an item an account holds.
type Balance struct {
	Account  change.ID
	Item     string
	Quantity int64
}

// Balances of some accounts, by account and item. An account that nothing has moved
// is left out.
func (p *Projection) Balances(ctx context.Context, accounts []change.ID) ([]Balance, error) {
	var out []Balance
	err := p.db.Read(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT account, item, quantity FROM tally WHERE account = ? ORDER BY item`)
		if err != nil {
			return err
		}
		for _, id := range accounts {
			for s.Bind(id[:]); s.Next(); {
				out = append(out, Balance{change.ID(s.Blob(0)), s.Text(1), s.Int64(2)})
			}
			if err := s.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read balances: %w", err)
	}
	return out, nil
}

// TrialBalance sums the balances of all accounts by item: nought for each, or the
// ledger does not add up. Accounts counts those that hold or owe something.
func (p *Projection) TrialBalance(ctx context.Context) (sums map[string]int64, accounts int64, err error) {
	sums = map[string]int64{}
	err = p.db.Read(ctx, func(c *sqlite.Conn) error {
		s, err := c.Prepare(`SELECT item, sum(quantity), sum(quantity <> 0) FROM tally GROUP BY item`)
		if err != nil {
			return err
		}
		for s.Next() {
			sums[s.Text(0)] = s.Int64(1)
			accounts += s.Int64(2)
		}
		return s.Err()
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read the trial balance: %w", err)
	}
	return sums, accounts, nil
}
