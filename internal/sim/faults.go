package sim

import (
	"context"
	"errors"
	"math/rand/v2"
	gosync "sync"

	"bamban/internal/log"
)

// errCut is all that a phone knows when a message or its answer is lost.
var errCut = errors.New("the connection was cut")

// disk stands between a node and its log and fails as told. It takes a picture
// of the node's folder where a kill would have left it.
type disk struct {
	log.Log
	mu     gosync.Mutex
	full   int    // appends that find no room
	kill   int    // appends until the kill; 0 is none
	before bool   // the kill comes before the append reaches the file
	power  bool   // the kill is a power cut
	hasty  bool   // a mistake put in: what has not reached the file is acknowledged
	died   bool   // the process is dead: nothing it does reaches the disk
	image  func() // takes the picture
}

var errDead = errors.New("sim: the process was killed")

// Append implements log.Log.
func (d *disk) Append(ctx context.Context, entries []*log.Entry) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.died {
		return errDead
	}
	if d.full > 0 {
		d.full--
		return log.ErrFull
	}
	dies := false
	if d.kill > 0 {
		d.kill--
		dies = d.kill == 0
	}
	if dies && d.before {
		d.died = true
		d.image()
		if d.hasty {
			return d.Log.Append(ctx, entries)
		}
		return errDead
	}
	if err := d.Log.Append(ctx, entries); err != nil {
		return err
	}
	if dies {
		d.died = true
		d.image()
		return errDead
	}
	return nil
}

// Erase implements log.Log.
func (d *disk) Erase(ctx context.Context, seq uint64, index int, stub log.Stub) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.died {
		return errDead
	}
	return d.Log.Erase(ctx, seq, index, stub)
}

func (d *disk) dead() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.died
}

// letter is a message that is still under way when its sender has given up.
type letter struct {
	words string
	send  func() error
}

// network carries one phone's messages during one event.
type network struct {
	w     *world
	phone *phone
	r     *rand.Rand
	bad   int // of a hundred messages, how many meet a mishap
	words []string
}

// carry brings a message to the province and the answer back, or not.
func carry[A any](n *network, what string, send func() (A, error)) (A, error) {
	var none A
	fate := 0
	if n.bad > 0 && n.r.IntN(100) < n.bad {
		fate = 1 + n.r.IntN(4)
	}
	switch fate {
	case 1:
		n.words = append(n.words, what+" lost on the way")
		return none, errCut
	case 2:
		_, err := send()
		n.words = append(n.words, what+" arrived"+failed(err)+", its answer was lost")
		return none, errCut
	case 3:
		n.words = append(n.words, what+" is under way for long")
		n.w.late = append(n.w.late, letter{what, func() error { _, err := send(); return err }})
		return none, errCut
	case 4:
		_, first := send()
		a, err := send()
		n.words = append(n.words, what+" arrived twice"+failed(first)+failed(err))
		return a, err
	}
	a, err := send()
	if err != nil {
		n.words = append(n.words, what+failed(err))
	}
	return a, err
}

func failed(err error) string {
	if err == nil {
		return ""
	}
	return " (" + err.Error() + ")"
}
