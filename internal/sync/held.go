package sync

import (
	"strings"

	"bamban/internal/account"
	"bamban/internal/change"
)

// Held is what a device has received or is receiving: villages, and households
// that it holds by themselves.
type Held struct{ Areas, Households []change.ID }

// HeldBy reads what is noted of a device. What is in doubt counts as held.
func HeldBy(d account.Device) Held {
	var out Held
	seen := map[change.ID]bool{}
	for _, atom := range atomsIn(d.Held, d.Taking) {
		if len(atom) < 2 {
			continue
		}
		id := atomID(atom)
		switch {
		case id.IsZero() || seen[id]:
			continue
		case strings.HasPrefix(atom, atomArea):
			out.Areas = append(out.Areas, id)
		case strings.HasPrefix(atom, atomHousehold):
			out.Households = append(out.Households, id)
		}
		seen[id] = true
	}
	return out
}
