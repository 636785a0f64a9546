package access_test

import (
	"slices"
	"testing"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/kind"
)

// earth is a world of two communes of two villages and two stations under a
// command.
type earth struct {
	areas, homes, people []change.ID // assigned
}

func id(n byte) change.ID { return change.ID{n} }

var (
	province, commune1, commune2           = id(1), id(2), id(3)
	village1, village2, village3, village4 = id(11), id(12), id(13), id(14)
	command, station1, station2            = id(21), id(22), id(23)
	me, somebody                           = id(31), id(32)
	home, stranger                         = id(41), id(42)
	belowArea                              = map[change.ID][]change.ID{province: {province, commune1, commune2, village1, village2, village3, village4}, commune1: {commune1, village1, village2}, commune2: {commune2, village3, village4}}
	belowUnit                              = map[change.ID][]change.ID{command: {command, station1, station2}}
	areaOfUnit                             = map[change.ID]change.ID{station1: commune1, station2: commune2}
)

func (earth) UnitsBelow(unit change.ID) []change.ID {
	if unit.IsZero() {
		return nil
	}
	if below := belowUnit[unit]; below != nil {
		return below
	}
	return []change.ID{unit}
}

func (earth) UnitsAbove(unit change.ID) []change.ID {
	for above, below := range belowUnit {
		if unit != above && slices.Contains(below, unit) {
			return []change.ID{above}
		}
	}
	return nil
}

func (earth) AreasBelow(area change.ID) []change.ID {
	if below := belowArea[area]; below != nil {
		return below
	}
	return []change.ID{area}
}

func (e earth) AreasOf(units []change.ID) []change.ID {
	var out []change.ID
	for _, u := range units {
		if a := areaOfUnit[u]; !a.IsZero() {
			out = append(out, e.AreasBelow(a)...)
		}
	}
	return out
}

func (e earth) Assigned(change.ID) (areas, households, people []change.ID) {
	return e.areas, e.homes, e.people
}

type placed struct {
	Area      change.ID `f:"area,ref=thing,scope=area" vi:"a" en:"a"`
	Unit      change.ID `f:"unit,ref=thing,scope=unit" vi:"a" en:"a"`
	Household change.ID `f:"household,ref=thing,scope=household" vi:"a" en:"a"`
	By        change.ID `f:"by,ref=thing,scope=user" vi:"a" en:"a"`
	Open      string    `f:"open" vi:"a" en:"a"`
	Name      string    `f:"name,personal" vi:"a" en:"a"`
	Paper     string    `f:"paper,sensitive" vi:"a" en:"a"`
	Key       string    `f:"key,secret" vi:"a" en:"a"`
}

var (
	thing  = kind.Declare[placed](kind.Spec{Name: "thing", Version: 1})
	other  = kind.Declare[placed](kind.Spec{Name: "other", Version: 1})
	hidden = kind.Declare[placed](kind.Spec{Name: "hidden", Version: 1, Internal: true})
)

func role(rules ...access.Rule) []access.Role {
	return []access.Role{{Code: "role", Rules: rules, Grants: []string{"lesser"}, Powers: []string{"devices"}}}
}

func rule(reach access.Reach, verbs ...access.Verb) access.Rule {
	return access.Rule{Kinds: []string{"thing"}, Verbs: verbs, Reach: reach, Sees: []string{"plain", "personal"}}
}

func bind(roles []access.Role, w access.World, unit, area change.ID) *access.Viewer {
	return access.Bind(me, unit, []access.Grant{{Role: "role", Unit: unit, Area: area}}, roles, w)
}

func TestWhatNoRuleOpensIsClosed(t *testing.T) {
	v := bind(role(rule(access.Everywhere, access.Read)), earth{}, station1, change.ID{})
	for _, c := range []struct {
		what string
		verb access.Verb
		k    *kind.Kind
		want bool
	}{
		{"the kind and verb of the rule", access.Read, thing, true},
		{"another verb", access.Update, thing, false},
		{"another kind", access.Read, other, false},
		{"an internal kind", access.Read, hidden, false},
	} {
		if got := v.Can(c.verb, c.k, access.At{Area: village1}); got != c.want {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
	if v := access.Bind(me, station1, []access.Grant{{Role: "unheard of", Unit: station1}}, role(rule(access.Everywhere, access.Read)), earth{}); v.Can(access.Read, thing, access.At{Area: village1}) || len(v.Powers) > 0 {
		t.Error("a role that the pack does not have opens something")
	}
	star := access.Rule{Kinds: []string{"*"}, Verbs: []access.Verb{access.Read}, Reach: access.Everywhere, Sees: []string{"plain"}}
	if v := bind(role(star), earth{}, station1, change.ID{}); !v.Can(access.Read, other, access.At{}) || v.Can(access.Read, hidden, access.At{}) {
		t.Error("every kind is not every kind but the internal ones")
	}
}

func TestReachesReachWhatTheySayAndNoFurther(t *testing.T) {
	for _, c := range []struct {
		what       string
		reach      access.Reach
		unit, area change.ID
		w          earth
		in, out    []access.At
	}{
		{"unit", access.OfUnit, station1, change.ID{}, earth{}, []access.At{{Area: village2}, {Area: commune1}, {Unit: station1}}, []access.At{{Area: village3}, {Unit: station2}, {Unit: command}, {}}},
		{"a command's units", access.OfUnit, command, change.ID{}, earth{}, []access.At{{Area: village1}, {Area: village4}, {Unit: station2}}, []access.At{{Area: province}, {}}},
		{"the units above", access.OfAbove, station1, change.ID{}, earth{}, []access.At{{Unit: command}}, []access.At{{Unit: station1}, {Unit: station2}, {Area: village1}, {}}},
		{"above the highest", access.OfAbove, command, change.ID{}, earth{}, nil, []access.At{{Unit: command}, {Unit: station1}, {}}},
		{"area", access.OfArea, station1, village3, earth{}, []access.At{{Area: village3}}, []access.At{{Area: village4}, {Area: commune2}, {Unit: station1}, {}}},
		{"area of a grant without one", access.OfArea, station1, change.ID{}, earth{}, nil, []access.At{{Area: village1}, {}}},
		{"assigned", access.Assigned, station1, change.ID{}, earth{[]change.ID{village4}, []change.ID{home}, []change.ID{somebody}},
			[]access.At{{Area: village4}, {Area: village1, Household: home}, {Area: village1, Person: somebody}}, []access.At{{Area: village1}, {Household: stranger}, {Person: me}, {Unit: station1}, {}}},
		{"own", access.Own, station1, change.ID{}, earth{}, []access.At{{Area: village4, User: me}}, []access.At{{Area: village1, User: somebody}, {}}},
		{"everywhere", access.Everywhere, change.ID{}, change.ID{}, earth{}, []access.At{{}, {Area: village1}}, nil},
	} {
		v := bind(role(rule(c.reach, access.Read)), c.w, c.unit, c.area)
		scope := v.Scope(access.Read, thing)
		for _, at := range c.in {
			if !v.Can(access.Read, thing, at) || !scope.Covers(at) {
				t.Errorf("%s does not reach %v: can %v, scope %v", c.what, at, v.Can(access.Read, thing, at), scope.Covers(at))
			}
		}
		for _, at := range c.out {
			if v.Can(access.Read, thing, at) || scope.Covers(at) {
				t.Errorf("%s reaches %v: can %v, scope %v", c.what, at, v.Can(access.Read, thing, at), scope.Covers(at))
			}
		}
	}
}

func TestEachPlaceShowsWhatItsOwnRulesOpen(t *testing.T) {
	wide := access.Rule{Kinds: []string{"thing"}, Verbs: []access.Verb{access.Read}, Reach: access.Everywhere, Sees: []string{"plain"}}
	near := access.Rule{Kinds: []string{"thing"}, Verbs: []access.Verb{access.Read}, Reach: access.OfArea, Sees: []string{"plain", "personal", "sensitive", "child"}}
	writes := access.Rule{Kinds: []string{"thing"}, Verbs: []access.Verb{access.Create}, Reach: access.OfArea, Sees: []string{"plain", "personal"}}
	v := bind(role(wide, near, writes), earth{}, station1, village1)
	if got := v.Sees(thing, access.At{Area: village1}).Names(); !slices.Equal(got, []string{"plain", "personal", "sensitive", "child"}) {
		t.Errorf("in the village: %v, want all", got)
	}
	if got := v.Sees(thing, access.At{Area: village2}).Names(); !slices.Equal(got, []string{"plain"}) {
		t.Errorf("elsewhere: %v, want plain", got)
	}
	only := bind(role(writes), earth{}, station1, village1)
	if got := only.Sees(thing, access.At{Area: village1}); got != 0 {
		t.Errorf("a rule to write shows %v, want nothing", got.Names())
	}
}

func TestWhatIsReadThroughoutIsWhatEachPlaceShows(t *testing.T) {
	sees := func(reach access.Reach, s ...string) access.Rule {
		r := rule(reach, access.Read)
		r.Sees = s
		return r
	}
	for what, c := range map[string]struct {
		rules []access.Rule
		want  []string
	}{
		"one rule":                      {[]access.Rule{sees(access.OfUnit, "plain", "child")}, []string{"plain", "child"}},
		"more in one place":             {[]access.Rule{sees(access.OfUnit, "plain"), sees(access.OfArea, "plain", "child")}, []string{"plain"}},
		"what opens everywhere adds up": {[]access.Rule{sees(access.Everywhere, "plain", "personal"), sees(access.OfArea, "child")}, []string{"plain", "personal"}},
		"a rule that reaches nothing":   {[]access.Rule{sees(access.OfUnit, "plain", "child"), sees(access.Assigned, "plain")}, []string{"plain", "child"}},
		"two that reach everywhere":     {[]access.Rule{sees(access.Everywhere, "plain"), sees(access.Everywhere, "personal")}, []string{"plain", "personal"}},
	} {
		v := bind(role(c.rules...), earth{}, station1, village1)
		if got := v.SeesThroughout(thing).Names(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v throughout, want %v", what, got, c.want)
		}
	}
	if v := bind(nil, earth{}, station1, village1); v.SeesThroughout(thing).Allows(thing.Field("key"), 0) {
		t.Error("what no rule opens is read throughout")
	}
}

func TestSensitivitiesOpenFieldByField(t *testing.T) {
	const all = access.SeesPlain | access.SeesPersonal | access.SeesSensitive | access.SeesChild | access.SeesRestricted
	for _, c := range []struct {
		field string
		sees  access.Sees
		about access.About
		want  bool
	}{
		{"open", access.SeesPlain, access.OfChild, true},
		{"open", 0, 0, false},
		{"name", access.SeesPlain, 0, false},
		{"name", access.SeesPlain | access.SeesPersonal, 0, true},
		{"name", access.SeesPlain | access.SeesPersonal, access.OfChild, false}, // a child's needs its own right
		{"name", access.SeesPlain | access.SeesChild, access.OfChild, true},
		{"paper", access.SeesPlain | access.SeesPersonal, 0, false},
		{"paper", access.SeesSensitive, 0, true},
		{"paper", access.SeesSensitive, access.OfChild, false}, // a child's sensitive field needs both
		{"paper", access.SeesSensitive | access.SeesChild, access.OfChild, true},
		{"open", access.SeesPlain, access.Restricted, true},
		{"name", access.SeesPlain | access.SeesPersonal, access.Restricted, false}, // as the person asked
		{"name", access.SeesPersonal | access.SeesRestricted, access.Restricted, true},
		{"name", access.SeesRestricted, access.Restricted, false}, // the right adds to the others
		{"name", access.SeesChild | access.SeesRestricted, access.OfChild | access.Restricted, true},
		{"key", all, access.Agreed, false}, // for nobody
		{"key", all, 0, false},
		{"key", all, access.OfChild, false},
	} {
		if got := c.sees.Allows(thing.Field(c.field), c.about); got != c.want {
			t.Errorf("%s, about %v, for one who sees %v: %v, want %v", c.field, c.about, c.sees.Names(), got, c.want)
		}
	}
}

func TestWhatIsReadByConsentOpensWhereTheyAgreed(t *testing.T) {
	plain := access.Rule{Kinds: []string{"thing"}, Verbs: []access.Verb{access.Read}, Reach: access.OfArea, Sees: []string{"plain"}}
	asked := plain
	asked.Sees, asked.Consent = []string{"plain", "personal"}, "share"
	v := bind(role(plain, asked), earth{}, station1, commune1)
	sees := v.Sees(thing, access.At{Area: village1})
	for _, c := range []struct {
		field string
		about access.About
		want  bool
	}{
		{"open", 0, true}, {"open", access.Agreed, true}, {"name", 0, false}, {"name", access.Agreed, true},
		{"name", access.Agreed | access.OfChild, false}, {"name", access.Agreed | access.Restricted, false}, {"paper", access.Agreed, false},
	} {
		if got := sees.Allows(thing.Field(c.field), c.about); got != c.want {
			t.Errorf("%s, about %v: %v, want %v", c.field, c.about, got, c.want)
		}
	}
	if v.SeesThroughout(thing).Allows(thing.Field("name"), 0) {
		t.Error("what opens by consent only is told by a list's order")
	}
	if !slices.Equal(v.Purposes, []string{"share"}) {
		t.Errorf("people are asked for %v", v.Purposes)
	}
}

func TestRolesAreGivenWithinReachAndNeverToOneself(t *testing.T) {
	v := bind(role(rule(access.OfUnit, access.Read)), earth{}, command, change.ID{})
	for _, c := range []struct {
		what string
		to   change.ID
		role string
		unit change.ID
		want bool
	}{
		{"a role of the list, in a station below", somebody, "lesser", station1, true},
		{"the same to oneself", me, "lesser", station1, false},
		{"a role that is not in the list", somebody, "role", station1, false},
		{"in a unit elsewhere", somebody, "lesser", id(99), false},
		{"in no unit", somebody, "lesser", change.ID{}, false},
	} {
		if got := v.MayGrant(c.to, c.role, c.unit); got != c.want {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
	if !v.Has("devices") || v.Has("backup") {
		t.Errorf("powers %v, want devices", v.Powers)
	}
}

func TestWhatOpensAtAPlaceIsToldApart(t *testing.T) {
	sees := func(s ...string) access.Rule {
		r := rule(access.OfArea, access.Read)
		r.Sees = s
		return r
	}
	here := func(area change.ID, rules ...access.Rule) uint64 {
		o := bind(role(rules...), earth{}, station1, village1).Opened()
		return o.Areas[area] + o.Anywhere
	}
	plain := here(village1, sees("plain"))
	if again := here(village1, sees("plain"), sees("plain")); again != plain {
		t.Error("the same rule twice opens something else")
	}
	if more := here(village1, sees("plain", "personal")); more == plain {
		t.Error("another sensitivity opens the same")
	}
	if wide := here(village1, sees("plain"), rule(access.Everywhere, access.Read)); wide == plain {
		t.Error("a rule that reaches everywhere opens nothing more here")
	}
	if own := here(village1, sees("plain"), rule(access.Own, access.Read)); own == plain {
		t.Error("one's own records open nothing more here")
	}
	if writes := here(village1, sees("plain"), rule(access.OfArea, access.Update)); writes != plain {
		t.Error("a rule to write opens something to read")
	}
	o := bind(role(sees("plain")), earth{}, station1, village1).Opened()
	if _, ok := o.Areas[village2]; ok || len(o.Units)+len(o.Households) > 0 {
		t.Errorf("more is open than the village: %v", o)
	}
}
