package indicator

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"cel.dev/cel-go/cel"

	"bamban/internal/kind"
)

// Aggregate is how contributions come to one figure.
type Aggregate string

// The aggregates.
const (
	Count    Aggregate = "count"    // how many records
	Sum      Aggregate = "sum"      // of their values
	Distinct Aggregate = "distinct" // how many members, each once in a period and area
	Last     Aggregate = "last"     // of the value that each member has at a period's end
	Ratio    Aggregate = "ratio"    // of two other indicators
)

// Aggregates lists them.
var Aggregates = []string{string(Count), string(Sum), string(Distinct), string(Last), string(Ratio)}

// Declaration is an indicator as a pack holds it.
type Declaration struct {
	Code      string
	Label     Text
	Help      Text
	Measure   Text // what is counted: "hộ", "lượt", "%"
	Kind      string
	Aggregate Aggregate
	Where     string `json:",omitempty"` // CEL, bool: which records count; "" is all
	Value     string `json:",omitempty"` // CEL, a number: of Sum and Last; "" is 1
	Decimals  int    `json:",omitempty"` // that a value is kept with
	Each      string `json:",omitempty"` // a Keyed field: each of its keys counts by itself
	Date      string `json:",omitempty"` // the day of a record: a field, field.key, field.key.part, or key
	Area      string `json:",omitempty"` // the field of a record's area; "" is the kind's own
	Unit      string `json:",omitempty"` // the field of its unit; "" is the kind's own
	Member    string `json:",omitempty"` // a reference: what Distinct counts and Last follows; "" is the record itself
	Dims      []Dim  `json:",omitempty"`
	Of, Per   string `json:",omitempty"` // codes, of a Ratio
	Times     int    `json:",omitempty"` // a Ratio is given as so many: 100 for per cent; 0 is 1
	People    bool   `json:",omitempty"` // it counts people: small cells are closed to who may not see persons
}

// Dim is something that an indicator is broken down by.
type Dim struct {
	Name       string
	Label      Text
	Vocabulary string `json:",omitempty"` // whose terms its values are
	Value      string // CEL: a string, or a list of them where a record is in several
}

// MaxDims that an indicator may be broken down by.
const MaxDims = 2

// Problem is one thing that is wrong in the declarations.
type Problem struct {
	List  string // "indicators" or "calendars"
	I     int    // which one
	Field string // of it, or dims.0.value
	Code  string
	Args  []any
}

// Set is indicators and calendars, ready to use. It is read-only and safe to share.
type Set struct {
	Calendars []Calendar
	Digest    string // of the declarations: another one means other cells
	all       []*Indicator
	byCode    map[string]*Indicator
	byKind    map[string][]*Indicator
	cuts      []int
}

// Indicator is a declaration that was found sound.
type Indicator struct {
	Declaration
	N     int // its place in the set
	kind  *kind.Kind
	where *program
	value *program
	dims  []*program
	date  dateOf
	area  *kind.Field
	unit  *kind.Field
	scale float64

	compile sync.Once // of what it says in CEL
	open    func() bool
	sound   bool
}

// ready compiles an indicator that was declared sound before, at its first use.
func (i *Indicator) ready() bool {
	i.compile.Do(func() { i.sound = i.open() })
	return i.sound
}

// All lists the indicators in their order.
func (s *Set) All() []*Indicator { return s.all }

// Get an indicator by code, or nil.
func (s *Set) Get(code string) *Indicator { return s.byCode[code] }

// Calendar by code; "" is the first. Nil if there is none.
func (s *Set) Calendar(code string) *Calendar {
	for i := range s.Calendars {
		if code == "" || s.Calendars[i].Code == code {
			return &s.Calendars[i]
		}
	}
	return nil
}

// CalendarN is a calendar's place in the set.
func (s *Set) CalendarN(c *Calendar) int {
	return slices.IndexFunc(s.Calendars, func(o Calendar) bool { return o.Code == c.Code })
}

// Counts reports whether records of a kind are counted at all.
func (s *Set) Counts(kindName string) bool { return len(s.byKind[kindName]) > 0 }

// KindOf is the kind whose records an indicator counts; of a ratio, those of its
// numerator.
func (s *Set) KindOf(i *Indicator) *kind.Kind {
	if i.Aggregate == Ratio {
		i = s.byCode[i.Of]
	}
	return i.kind
}

// Scale is what a figure's values are divided by: they are kept with decimals.
func (i *Indicator) Scale() float64 { return i.scale }

// UnitField is the field that says of which unit a record counts, or nil.
func (i *Indicator) UnitField() *kind.Field { return i.unit }

// AreaField is the field that says where a record counts, or nil.
func (i *Indicator) AreaField() *kind.Field { return i.area }

// Open compiles declarations against the kinds. With problems the set is nil.
func Open(declarations []Declaration, calendars []Calendar, reg *kind.Registry) (*Set, []Problem) {
	b := prepare(declarations, calendars, reg)
	for _, i := range b.set.all {
		if i.open != nil {
			i.ready()
		}
	}
	return b.done()
}

// Later is Open for declarations that were found sound before: expressions are
// compiled when a record of their kind is first counted, and one that is not sound
// after all counts nothing.
func Later(declarations []Declaration, calendars []Calendar, reg *kind.Registry) (*Set, []Problem) {
	return prepare(declarations, calendars, reg).done()
}

func prepare(declarations []Declaration, calendars []Calendar, reg *kind.Registry) *builder {
	b := &builder{reg: reg, envs: map[string]*cel.Env{}, set: &Set{Calendars: calendars, byCode: map[string]*Indicator{}, byKind: map[string][]*Indicator{}, cuts: cuts(calendars)}}
	b.calendars()
	for n, d := range declarations {
		b.n = n
		b.one(d)
	}
	for n, d := range declarations {
		b.n = n
		b.ratio(&d)
	}
	raw, err := json.Marshal([]any{declarations, calendars})
	if err != nil {
		panic("indicator: " + err.Error()) // declarations are text and numbers
	}
	sum := sha256.Sum256(fmt.Appendf(raw, " %d", format))
	b.set.Digest = hex.EncodeToString(sum[:12])
	return b
}

func (b *builder) done() (*Set, []Problem) {
	if len(b.problems) > 0 {
		return nil, b.problems
	}
	return b.set, nil
}

// format of what is made of declarations; another one means a recount.
const format = 2

type builder struct {
	mu       sync.Mutex
	reg      *kind.Registry
	set      *Set
	n        int
	base     *cel.Env
	envs     map[string]*cel.Env // by kind and Each
	problems []Problem
}

func (b *builder) bad(field, code string, args ...any) {
	b.problems = append(b.problems, Problem{"indicators", b.n, field, code, args})
}

func (b *builder) calendars() {
	for n, c := range b.set.Calendars {
		if c.Closes < 0 || c.Closes > 28 {
			b.problems = append(b.problems, Problem{"calendars", n, "closes", "calendar.closes", []any{"value", c.Closes}})
		}
		if c.Begins < 1 || c.Begins > 12 {
			b.problems = append(b.problems, Problem{"calendars", n, "begins", "calendar.begins", []any{"value", c.Begins}})
		}
		if slices.ContainsFunc(b.set.Calendars[:n], func(o Calendar) bool { return o.Code == c.Code }) {
			b.problems = append(b.problems, Problem{"calendars", n, "code", "calendar.twice", []any{"code", c.Code}})
		}
	}
	if len(b.set.Calendars) == 0 {
		b.set.cuts = []int{1}
	}
}

func (b *builder) one(d Declaration) {
	i := &Indicator{Declaration: d, N: len(b.set.all), scale: 1}
	if b.set.byCode[d.Code] != nil {
		b.bad("code", "indicator.twice", "code", d.Code)
	}
	b.set.byCode[d.Code] = i
	b.set.all = append(b.set.all, i)
	if !slices.Contains(Aggregates, string(d.Aggregate)) {
		b.bad("aggregate", "indicator.aggregate", "value", d.Aggregate)
		return
	}
	if d.Aggregate == Ratio {
		return
	}
	if i.kind = b.reg.Get(d.Kind); i.kind == nil || i.kind.Internal {
		b.bad("kind", "indicator.kind", "value", d.Kind)
		return
	}
	for range d.Decimals {
		i.scale *= 10
	}
	b.places(i)
	n := b.n
	i.open = func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		before := len(b.problems)
		b.n = n
		b.expressions(i)
		return len(b.problems) == before
	}
	b.set.byKind[d.Kind] = append(b.set.byKind[d.Kind], i)
}

// places finds the fields that say where, when and about whom a record counts.
func (b *builder) places(i *Indicator) {
	if i.Decimals < 0 || i.Decimals > 3 {
		b.bad("decimals", "indicator.decimals", "value", i.Decimals)
	}
	if i.Each != "" && (i.kind.Field(i.Each) == nil || i.kind.Field(i.Each).Type != kind.Keyed) {
		b.bad("each", "indicator.each", "value", i.Each, "kind", i.Kind)
		return
	}
	i.area = b.reference(i, "area", i.Area, kind.ByArea)
	i.unit = b.reference(i, "unit", i.Unit, kind.ByUnit)
	if i.Member != "" {
		b.reference(i, "member", i.Member, "")
	}
	var ok bool
	if i.date, ok = dateIn(i.kind, i.Each, i.Date); !ok {
		b.bad("date", "indicator.date", "value", i.Date, "kind", i.Kind)
	}
}

func (b *builder) reference(i *Indicator, what, name string, own kind.Scope) *kind.Field {
	if name == "" {
		return i.kind.ScopeField(own)
	}
	f := i.kind.Field(name)
	if f == nil || f.Type != kind.Ref || what != "member" && (len(f.Refs) != 1 || f.Refs[0] != what) {
		b.bad(what, "indicator.reference", "value", name, "kind", i.Kind)
		return nil
	}
	return f
}

func (b *builder) ratio(d *Declaration) {
	if d.Aggregate != Ratio {
		if d.Of != "" || d.Per != "" {
			b.bad("of", "indicator.not_ratio")
		}
		return
	}
	for field, code := range map[string]string{"of": d.Of, "per": d.Per} {
		if other := b.set.byCode[code]; other == nil || other.Aggregate == Ratio {
			b.bad(field, "indicator.ratio", "value", code)
		}
	}
}
