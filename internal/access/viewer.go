package access

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"bamban/internal/change"
	"bamban/internal/kind"
)

// At is where a record is in the world: what its scope fields name, and whom or what
// it is about.
type At struct{ Area, Unit, Household, Person, User, About change.ID }

// Scope is the union of what somebody may reach for a verb on a kind. What is about
// a household or a person in it is in it too.
type Scope struct {
	Everywhere bool
	Areas      []change.ID // every area itself, not only the top of a subtree
	Units      []change.ID
	Households []change.ID
	People     []change.ID // who live in assigned households
	User       change.ID   // records about or by the user
}

// IsEmpty reports whether nothing is in the scope.
func (s Scope) IsEmpty() bool {
	return !s.Everywhere && len(s.Areas)+len(s.Units)+len(s.Households)+len(s.People) == 0 && s.User.IsZero()
}

// Covers reports whether a place is in the scope.
func (s Scope) Covers(at At) bool {
	return s.Everywhere ||
		!at.Area.IsZero() && slices.Contains(s.Areas, at.Area) ||
		!at.Unit.IsZero() && slices.Contains(s.Units, at.Unit) ||
		!at.Household.IsZero() && slices.Contains(s.Households, at.Household) ||
		!at.Person.IsZero() && slices.Contains(s.People, at.Person) ||
		!at.About.IsZero() && (slices.Contains(s.Households, at.About) || slices.Contains(s.People, at.About)) ||
		!at.User.IsZero() && at.User == s.User
}

// Grant is a role that a user holds today, and where.
type Grant struct {
	Role       string
	Unit, Area change.ID
}

// World resolves reaches: what units care for and assignments name, today.
type World interface {
	// UnitsBelow gives a unit and its sub-units.
	UnitsBelow(unit change.ID) []change.ID
	// UnitsAbove gives the units that a unit belongs to, without itself.
	UnitsAbove(unit change.ID) []change.ID
	// AreasOf gives every area in the care of some units, with all below them.
	AreasOf(units []change.ID) []change.ID
	// AreasBelow gives an area and all below it.
	AreasBelow(area change.ID) []change.ID
	// Assigned gives what assignments in force put in a user's care: areas (with
	// all below), households, and the people who live in those.
	Assigned(user change.ID) (areas, households, people []change.ID)
}

// Sees is the set of sensitivities that a viewer may read somewhere. The upper half is
// what they may read where those whom it is about agreed to it.
type Sees uint16

// The bits of Sees.
const (
	SeesPlain Sees = 1 << iota
	SeesPersonal
	SeesSensitive
	SeesChild
	SeesRestricted
)

// ifAgreed is how far up the bits are of what is read by consent.
const ifAgreed = 8

var seesBit = map[string]Sees{"plain": SeesPlain, "personal": SeesPersonal, "sensitive": SeesSensitive, "child": SeesChild, "restricted": SeesRestricted}

// About says what a record's being about somebody does to who may read it.
type About uint8

// The bits of About.
const (
	// OfChild: it is a child's.
	OfChild About = 1 << iota
	// Restricted: the person asked for its use to be restricted.
	Restricted
	// Agreed: those whom it is about agreed that the viewer's unit reads it.
	Agreed
)

// Names of the sensitivities in the set.
func (s Sees) Names() []string {
	var out []string
	s |= s >> ifAgreed
	for _, name := range []string{"plain", "personal", "sensitive", "child", "restricted"} {
		if s&seesBit[name] != 0 {
			out = append(out, name)
		}
	}
	return out
}

// Allows reports whether a field may be read, by whom its record is about. A child's
// sensitive field needs both rights, and what is restricted its own besides.
func (s Sees) Allows(f *kind.Field, a About) bool {
	if a&Agreed != 0 {
		s |= s >> ifAgreed
	}
	child := a&OfChild != 0
	var needs Sees
	switch f.Sensitivity {
	case kind.Plain:
		needs = SeesPlain
	case kind.Personal:
		needs = SeesPersonal
		if child {
			needs = SeesChild
		}
	case kind.Sensitive:
		needs = SeesSensitive
		if child {
			needs |= SeesChild
		}
	default:
		return false
	}
	if a&Restricted != 0 && f.Sensitivity != kind.Plain {
		needs |= SeesRestricted
	}
	return s&needs == needs
}

// Viewer is somebody with all that their roles open, bound to today's world. It
// is read-only and safe to share.
type Viewer struct {
	User   change.ID
	Unit   change.ID
	Grants []Grant
	Powers []string
	// Purposes are those for which people must have agreed, so that what the viewer
	// reads by consent opens.
	Purposes []string
	rules    []bound
	gives    []giving
}

// giving is the roles that one grant lets its holder give, and where.
type giving struct {
	roles []string
	scope Scope
}

// bound is a rule with its reach resolved.
type bound struct {
	rule  Rule
	verbs map[Verb]bool
	sees  Sees
	scope Scope
	areas map[change.ID]struct{}
}

// Bind resolves a user's grants. A grant of a role that the pack does not have
// opens nothing.
func Bind(user, unit change.ID, grants []Grant, roles []Role, w World) *Viewer {
	v := &Viewer{User: user, Unit: unit, Grants: grants}
	for _, g := range grants {
		i := slices.IndexFunc(roles, func(r Role) bool { return r.Code == g.Role })
		if i < 0 {
			continue
		}
		role := roles[i]
		v.Powers = append(v.Powers, role.Powers...)
		v.gives = append(v.gives, giving{role.Grants, v.givingScope(g, w)})
		for _, rule := range role.Rules {
			v.rules = append(v.rules, v.bind(rule, g, w))
			if rule.Consent != "" && !slices.Contains(v.Purposes, rule.Consent) {
				v.Purposes = append(v.Purposes, rule.Consent)
			}
		}
	}
	slices.Sort(v.Powers)
	v.Powers = slices.Compact(v.Powers)
	return v
}

func (v *Viewer) bind(rule Rule, g Grant, w World) bound {
	b := bound{rule: rule, verbs: map[Verb]bool{}}
	for _, verb := range rule.Verbs {
		b.verbs[verb] = true
	}
	for _, s := range rule.Sees {
		b.sees |= seesBit[s]
	}
	if rule.Consent != "" {
		b.sees = b.sees&SeesPlain | (b.sees&^SeesPlain)<<ifAgreed
	}
	switch rule.Reach {
	case Everywhere:
		b.scope.Everywhere = true
	case OfUnit:
		b.scope.Units = w.UnitsBelow(g.Unit)
		b.scope.Areas = w.AreasOf(b.scope.Units)
	case OfPost:
		b.scope.Units = w.UnitsBelow(g.Unit)
	case OfAbove:
		b.scope.Units = w.UnitsAbove(g.Unit)
	case OfArea:
		if !g.Area.IsZero() {
			b.scope.Areas = w.AreasBelow(g.Area)
		}
	case Assigned:
		b.scope.Areas, b.scope.Households, b.scope.People = w.Assigned(v.User)
	case Own:
		b.scope.User = v.User
	}
	b.areas = make(map[change.ID]struct{}, len(b.scope.Areas))
	for _, a := range b.scope.Areas {
		b.areas[a] = struct{}{}
	}
	return b
}

func (v *Viewer) givingScope(g Grant, w World) Scope {
	if g.Unit.IsZero() {
		return Scope{}
	}
	return Scope{Units: w.UnitsBelow(g.Unit)}
}

func (b *bound) opens(verb Verb, k *kind.Kind) bool {
	return b.verbs[verb] && (slices.Contains(b.rule.Kinds, k.Name) || !k.Internal && slices.Contains(b.rule.Kinds, "*"))
}

func (b *bound) covers(at At) bool {
	if b.scope.Everywhere {
		return true
	}
	if _, ok := b.areas[at.Area]; ok && !at.Area.IsZero() {
		return true
	}
	rest := b.scope
	rest.Areas = nil
	return rest.Covers(at)
}

// Can reports whether the viewer may do something with a record of a kind at a place.
func (v *Viewer) Can(verb Verb, k *kind.Kind, at At) bool {
	for i := range v.rules {
		if v.rules[i].opens(verb, k) && v.rules[i].covers(at) {
			return true
		}
	}
	return false
}

// Sees gives the sensitivities that the viewer may read in a record of a kind at
// a place.
func (v *Viewer) Sees(k *kind.Kind, at At) Sees {
	var s Sees
	for i := range v.rules {
		if v.rules[i].opens(Read, k) && v.rules[i].covers(at) {
			s |= v.rules[i].sees
		}
	}
	return s
}

// SeesAnywhere gives the sensitivities that the viewer may read in some record of
// a kind: what a screen explains.
func (v *Viewer) SeesAnywhere(k *kind.Kind) Sees {
	var s Sees
	for i := range v.rules {
		if v.rules[i].opens(Read, k) && !v.rules[i].scope.IsEmpty() {
			s |= v.rules[i].sees
		}
	}
	return s
}

// SeesThroughout gives the sensitivities that the viewer may read in every record
// of a kind that they may read at all: by what a list may be filtered and sorted
// without telling what is closed.
func (v *Viewer) SeesThroughout(k *kind.Kind) Sees {
	var everywhere, out Sees
	for i := range v.rules {
		if b := &v.rules[i]; b.opens(Read, k) && b.scope.Everywhere {
			everywhere |= b.sees
		}
	}
	out = ^out
	for i := range v.rules {
		if b := &v.rules[i]; b.opens(Read, k) && !b.scope.IsEmpty() {
			out &= b.sees | everywhere
		}
	}
	return out
}

// Scope is the union of what the viewer may reach for a verb on a kind.
func (v *Viewer) Scope(verb Verb, k *kind.Kind) Scope {
	var out Scope
	seen := map[change.ID]bool{}
	add := func(to *[]change.ID, ids []change.ID) {
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				*to = append(*to, id)
			}
		}
	}
	for i := range v.rules {
		b := &v.rules[i]
		if !b.opens(verb, k) {
			continue
		}
		out.Everywhere = out.Everywhere || b.scope.Everywhere
		add(&out.Areas, b.scope.Areas)
		add(&out.Units, b.scope.Units)
		add(&out.Households, b.scope.Households)
		add(&out.People, b.scope.People)
		if !b.scope.User.IsZero() {
			out.User = b.scope.User
		}
	}
	return out
}

// May reports whether some rule opens a verb on a kind anywhere: what a screen
// shows a button for.
func (v *Viewer) May(verb Verb, k *kind.Kind) bool {
	return !v.Scope(verb, k).IsEmpty()
}

// Opened says, place by place, what a viewer's rules open for reading there, as a
// digest: two digests are equal where the same kinds open down to the same
// sensitivities.
type Opened struct {
	Areas, Units, Households map[change.ID]uint64
	// Anywhere is what opens wherever a record is: rules that reach everywhere,
	// and the viewer's own records. It is part of what opens at each place.
	Anywhere uint64
}

// Opened gives what the viewer may read, place by place.
func (v *Viewer) Opened() Opened {
	out := Opened{map[change.ID]uint64{}, map[change.ID]uint64{}, map[change.ID]uint64{}, 0}
	seen := map[placeRule]bool{}
	open := func(to map[change.ID]uint64, ids []change.ID, what uint64) {
		for _, id := range ids {
			if key := (placeRule{id, what}); !seen[key] {
				seen[key] = true
				to[id] += what
			}
		}
	}
	for i := range v.rules {
		b := &v.rules[i]
		if !b.verbs[Read] {
			continue
		}
		what := b.digest()
		if key := (placeRule{what: what}); (b.scope.Everywhere || !b.scope.User.IsZero()) && !seen[key] {
			seen[key] = true
			out.Anywhere += what
		}
		open(out.Areas, b.scope.Areas, what)
		open(out.Units, b.scope.Units, what)
		open(out.Households, b.scope.Households, what)
	}
	return out
}

// placeRule is one kind of rule at one place.
type placeRule struct {
	place change.ID
	what  uint64
}

// digest of what a rule opens; a rule of one's own records is another one.
func (b *bound) digest() uint64 {
	h := sha256.New()
	fmt.Fprintln(h, slices.Sorted(slices.Values(b.rule.Kinds)), b.sees, b.scope.Everywhere, b.scope.User)
	return binary.BigEndian.Uint64(h.Sum(nil))
}

// Has reports whether one of the viewer's roles has a power.
func (v *Viewer) Has(power string) bool { return slices.Contains(v.Powers, power) }

// MayGrant reports whether the viewer may give somebody a role within a unit.
// Nobody may give a role to themselves.
func (v *Viewer) MayGrant(to change.ID, role string, unit change.ID) bool {
	if to == v.User {
		return false
	}
	for _, g := range v.gives {
		if slices.Contains(g.roles, role) && slices.Contains(g.scope.Units, unit) {
			return true
		}
	}
	return false
}
