package sync

import (
	"fmt"
	"slices"
	"strings"

	"bamban/internal/signin"
)

// known is what the server knows of a device's holdings. A page may never have
// arrived, so what was sent, and what was to be forgotten, counts as done only
// when a later cursor says so; until then it is in doubt.
type known struct {
	held  []string // confirmed, when the last pass that was brought to its end ended
	aim   []string // what the last pass gives when it is through; nil where none has begun since
	doubt []string // beside where held and aim differ: what passes before the last may have changed
	// Up to which entry, of which life of the server, the pass that has this aim first
	// began to give: a cursor from before it says nothing of it, even of the same scope.
	upTo, epoch uint64
}

// What an entry of a device's list begins with that is no atom to be had.
const (
	inDoubt = "?"
	begunAt = "="
)

func (k *known) read(d *signin.Device) {
	k.held = d.Fields.Held
	for _, entry := range d.Fields.Taking {
		if rest, ok := strings.CutPrefix(entry, inDoubt); ok {
			k.doubt = append(k.doubt, rest)
		} else if rest, ok := strings.CutPrefix(entry, begunAt); ok {
			if _, err := fmt.Sscanf(rest, "%x.%x", &k.epoch, &k.upTo); err != nil {
				k.epoch, k.upTo = 0, 0
			}
		} else {
			k.aim = append(k.aim, entry)
		}
	}
}

func (k *known) taking() []string {
	out := append([]string{fmt.Sprintf(begunAt+"%x.%x", k.epoch, k.upTo)}, k.aim...)
	for _, atom := range k.doubt {
		out = append(out, inDoubt+atom)
	}
	return out
}

// atomsIn lists the atoms that a device holds, or may hold, by its two lists.
func atomsIn(held, taking []string) []string {
	out := slices.Clone(held)
	for _, entry := range taking {
		if !strings.HasPrefix(entry, begunAt) {
			out = append(out, strings.TrimPrefix(entry, inDoubt))
		}
	}
	return out
}

// through reports whether a cursor says that the last pass was brought to its end. A
// message that was long under way brings a cursor from before the pass; one of another
// life of the server than the pass can only come from a pass that ended in this life.
func (k *known) through(c *cursor) bool {
	return c.pass == nil && len(k.aim) > 0 && c.scope == scopeHash(k.aim) && (k.epoch != c.epoch || c.done >= k.upTo)
}

// doubtful lists the atoms of which the device may hold all, a part or nothing.
func (k *known) doubtful() []string {
	if k.aim == nil {
		return k.doubt
	}
	return merged(k.doubt, merged(without(k.held, k.aim), without(k.aim, k.held)))
}
