package twin

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"bamban/internal/change"
)

// Facts are what is compared of a person.
type Facts struct {
	ID              change.ID
	Name, Born, Sex string
	Village         change.ID
	Guardian        change.ID
	GuardianName    string
	Homes           []change.ID // households lived in now
	Heads           []string    // names of their heads
}

// Grade is how much speaks for it that two records are of one person.
type Grade int

// The grades.
const (
	Unlike   Grade = iota
	Possible       // shown where somebody looks at one person
	Likely         // listed, and decided about before help is approved
)

// String is the grade's name on the wire.
func (g Grade) String() string { return [...]string{"unlike", "possible", "likely"}[g] }

// Agreement is one thing in which two records agree.
type Agreement string

// What may agree. Each has its points; see docs/twins.md.
const (
	SameName     Agreement = "name"
	FoldedName   Agreement = "name_folded" // but for marks, or the order of words
	PartName     Agreement = "name_part"   // first and last word; one lacks what is between
	SameDay      Agreement = "day"
	SwappedDay   Agreement = "day_swapped" // day and month changed places
	SameMonth    Agreement = "month"
	SameYear     Agreement = "year"
	NextYear     Agreement = "year_next"
	SameSex      Agreement = "sex"
	SameGuardian Agreement = "guardian" // one record
	GuardianName Agreement = "guardian_name"
	SameHome     Agreement = "home" // both live in one household
	HeadName     Agreement = "head_name"
	SameVillage  Agreement = "village"
)

var points = map[Agreement]int{SameName: 3, FoldedName: 2, PartName: 1,
	SameDay: 4, SwappedDay: 3, SameMonth: 2, SameYear: 1, NextYear: 0, SameSex: 0,
	SameGuardian: 4, GuardianName: 3, SameHome: 3, HeadName: 2, SameVillage: 1}

// A day of birth known on both sides that is another takes this many points, and these
// many are asked for a grade.
const (
	otherDay    = -3
	likelyFrom  = 6
	possibleMin = 4
)

// Agreements lists all, in the order in which they are said.
var Agreements = []Agreement{SameName, FoldedName, PartName, SameDay, SwappedDay, SameMonth, SameYear, NextYear, SameSex, SameGuardian, GuardianName, SameHome, HeadName, SameVillage}

// Likeness is what agrees between two records, and what that comes to.
type Likeness struct {
	Grade  Grade
	Agree  []Agreement
	Points int
}

// Compare tells how alike two people's records are; in either order it tells the same.
// Of other sex, or without a name and a year that fit, they are unlike whatever else
// agrees.
func Compare(a, b Facts) Likeness {
	var l Likeness
	if a.Sex != "" && b.Sex != "" && a.Sex != b.Sex || !l.names(&a, &b) || !l.births(&a, &b) {
		return Likeness{}
	}
	if a.Sex != "" && a.Sex == b.Sex {
		l.add(SameSex)
	}
	l.kin(&a, &b)
	if !a.Village.IsZero() && a.Village == b.Village {
		l.add(SameVillage)
	}
	switch {
	case l.Points >= likelyFrom && CanBeLikely(dayOf(a.Born), dayOf(b.Born)):
		l.Grade = Likely
	case l.Points >= possibleMin:
		l.Grade = Possible
	}
	return l
}

// CanBeLikely tells from dates of birth alone, month × 100 + day and 0 where the day is
// not known, whether two people of one key can come to [Likely]. Of another day they
// can't, whatever else agrees: a sweep looks no further at them.
func CanBeLikely(dayA, dayB int64) bool {
	return dayA == 0 || dayB == 0 || dayA == dayB || swapped(dayA, dayB)
}

func (l *Likeness) add(a Agreement) {
	l.Agree = append(l.Agree, a)
	l.Points += points[a]
}

func (l *Likeness) names(a, b *Facts) bool {
	x, y := Words(a.Name), Words(b.Name)
	switch {
	case len(x) == 0 || len(y) == 0:
		return false
	case plain(a.Name) == plain(b.Name):
		l.add(SameName)
	case slices.Equal(sorted(x), sorted(y)):
		l.add(FoldedName)
	case len(x) > 1 && len(y) > 1 && slices.Equal(ends(x), ends(y)) && (len(x) == 2 || len(y) == 2):
		l.add(PartName)
	default:
		return false
	}
	return true
}

func ends(words []string) []string { return sorted([]string{words[0], words[len(words)-1]}) }

// plain is a name as it is written, whatever the keyboard and the spaces.
func plain(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(name)), " "))
}

func (l *Likeness) births(a, b *Facts) bool {
	ya, yb := Year(a.Born), Year(b.Born)
	if ya == 0 || yb == 0 || ya-yb > 1 || yb-ya > 1 {
		return false
	}
	da, db := dayOf(a.Born), dayOf(b.Born)
	switch {
	case ya != yb:
		l.add(NextYear)
	case da != 0 && da == db:
		l.add(SameDay)
	case da != 0 && db != 0 && swapped(da, db):
		l.add(SwappedDay)
	case da == 0 && db == 0 && len(a.Born) == 7 && a.Born == b.Born:
		l.add(SameMonth)
	default:
		l.add(SameYear)
	}
	if !CanBeLikely(da, db) {
		l.Points += otherDay
	}
	return true
}

// swapped reports whether two days, month × 100 + day, are each other's with day and
// month changed.
func swapped(a, b int64) bool { return a/100 == b%100 && a%100 == b/100 }

func (l *Likeness) kin(a, b *Facts) {
	switch {
	case !a.Guardian.IsZero() && a.Guardian == b.Guardian:
		l.add(SameGuardian)
	case alike(a.GuardianName, b.GuardianName):
		l.add(GuardianName)
	}
	switch {
	case slices.ContainsFunc(a.Homes, func(h change.ID) bool { return slices.Contains(b.Homes, h) }):
		l.add(SameHome)
	case slices.ContainsFunc(a.Heads, func(h string) bool {
		return slices.ContainsFunc(b.Heads, func(o string) bool { return alike(h, o) })
	}):
		l.add(HeadName)
	}
}

func alike(a, b string) bool {
	x, y := Words(a), Words(b)
	return len(x) > 0 && slices.Equal(sorted(x), sorted(y))
}
