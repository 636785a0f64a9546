package twin

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"bamban/internal/change"
	"bamban/internal/vietnamese"
)

// Key is something that two records of one person have in common. Keys say little: a
// number made of the name, and the date of birth as far as it is known.
type Key struct {
	Name int64 // of the words of the name
	Year int64
	Day  int64 // month × 100 + day; 0 where the day is not known
}

// Keys of a person: none where the name or the year of birth is missing, for nothing
// can be told of them.
//
// One is of the whole name. The other, where the day of birth is known, is of its first
// and last word and that day: it finds who was written down once without the middle
// name.
func Keys(name, born string) []Key {
	words, year := Words(name), Year(born)
	if len(words) == 0 || year == 0 {
		return nil
	}
	day := dayOf(born)
	out := []Key{{number(strings.Join(sorted(words), " ")), year, day}}
	if day != 0 && len(words) > 1 {
		out = append(out, Key{number("~" + strings.Join(sorted([]string{words[0], words[len(words)-1]}), " ") + born[4:]), year, day})
	}
	return out
}

// Words of a name as they are compared: marks dropped, and y as i, which many names are
// written with as well.
func Words(name string) []string {
	return strings.Fields(strings.ReplaceAll(vietnamese.Fold(name), "y", "i"))
}

func sorted(words []string) []string { return slices.Sorted(slices.Values(words)) }

func number(text string) int64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return int64(h.Sum64())
}

// Year of birth, or 0.
func Year(born string) int64 {
	if len(born) < 4 {
		return 0
	}
	y, err := strconv.ParseInt(born[:4], 10, 32)
	if err != nil {
		return 0
	}
	return y
}

// dayOf a full date of birth. The first of January stands in most books for a day that
// nobody knew, so it is none.
func dayOf(born string) int64 {
	if len(born) != len("2006-01-02") || born[4:] == "-01-01" {
		return 0
	}
	m, err := strconv.ParseInt(born[5:7], 10, 32)
	d, err2 := strconv.ParseInt(born[8:], 10, 32)
	if err != nil || err2 != nil {
		return 0
	}
	return m*100 + d
}

// PairID is the record of what was decided about two people: one for a pair, whoever
// decides and wherever, in either order.
func PairID(a, b change.ID) change.ID {
	if Older(b, a) {
		a, b = b, a
	}
	h := sha256.New()
	h.Write([]byte("twin"))
	h.Write(a[:])
	h.Write(b[:])
	id := change.ID(h.Sum(nil)[:16])
	copy(id[:6], b[:6]) // as old as the later of the two
	return id
}

// Older reports whether a record was made before another, by their ids. A record is said
// to be the same only as an older one, so what leads on comes to an end.
func Older(a, b change.ID) bool { return string(a[:]) < string(b[:]) }

// HintBits is how many bits of a hint are kept: few, so that of the names that somebody
// guesses with a lost phone many fit that are nobody's (docs/threat-model.md).
const HintBits = 22

// Hint is what a phone may hold of a person whom it must not know: a keyed hash of name
// and year of birth, cut short. The key is of one device. The year is the one compared
// with, which may be next to the person's own.
func Hint(key []byte, name string, year int64) uint32 {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(strings.Join(sorted(Words(name)), " ") + "|" + strconv.FormatInt(year, 10)))
	return binary.BigEndian.Uint32(m.Sum(nil)) >> (32 - HintBits)
}
