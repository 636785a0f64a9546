package pack

import (
	"io/fs"
	"math/rand/v2"
	"strings"

	"bamban/internal/access"
	"bamban/internal/care"
	"bamban/internal/form"
	"bamban/internal/indicator"
	"bamban/internal/kind"
	"bamban/internal/program"
	"bamban/internal/rights"
)

// Text is a label in each language of the pack.
type Text = access.Text

// Pack is everything that is specific to one province. It is read-only: share
// it between goroutines, change nothing in it.
type Pack struct {
	Name, Version string
	Title         Text
	Partition     string // the log's partition: the province's code, e.g. "12"
	TimeZone      string // IANA name
	NameOrder     string // order of a person's names: "family-middle-given"
	Languages     []string

	Areas        []Area // parents before their children
	Units        []Unit // parents before their children
	Roles        []access.Role
	Vocabularies []Vocabulary
	Words        map[string]Text // editable phrases by key
	Settings     Settings
	Attribution  []Attribution
	Names        Names
	Forms        []*form.Form       // by id, the latest version first
	Recordings   []Recording        // of texts, by language
	Programs     []*program.Program // by code
	Templates    []*program.Program // what a new program is made from, in the order of their files
	Imports      Imports
	Calendars    []indicator.Calendar
	Indicators   []indicator.Declaration
	Care         care.Rules
	Rights       rights.Rules
	Checked      bool // when the program was built: expressions are compiled when they are first used

	// Digest is the SHA-256, in hex, over path and bytes of every file, paths
	// sorted: two packs with the same digest are the same data.
	Digest string
}

// Area is a place on the administrative map during one era. Codes are reused
// when the map is redrawn, so Key (era and code) is what names an area.
type Area struct {
	Key                string // e.g. "pre-2025-07-01/03388", "2025-07-01/03388", "province/12"
	Code, Era          string
	Level, Type        string // terms of the vocabularies area_level and area_type
	Name, FullName     Text
	Parent             string // key, "" for the topmost
	ValidFrom, ValidTo string // YYYY-MM-DD, inclusive; "" is open
	Lineage            []Lineage
	Within             []Within
	Lat, Lon           float64 // WGS 84; only where HasPoint
	HasPoint, Approx   bool
	Border             bool // touches the land border; computed, not an official list
	Generated          bool // invented for demonstration
	Source, Note       string
}

// Lineage says what an area became or came from. Both sides carry it.
type Lineage struct {
	Relation     string // see the Relation constants
	Area         string // key of the other side
	Date, Source string
}

// The relations of a lineage, as the area that holds it sees them.
const (
	MergedInto  = "merged_into"
	MergedFrom  = "merged_from"
	SplitInto   = "split_into"
	SplitFrom   = "split_from"
	RenamedTo   = "renamed_to"
	RenamedFrom = "renamed_from"
	Unchanged   = "unchanged" // same people and land, new row (a new parent)
)

// Within is a former parent of an area, with the days on which it was that.
type Within struct {
	Area     string // key
	From, To string // YYYY-MM-DD, inclusive; "" is open
}

// Unit is an organisation that works in the province.
type Unit struct {
	Key, Code, Type    string // Type is a term of the vocabulary unit_type
	Name               Text
	Parent             string // key, "" for the topmost
	Areas              []UnitArea
	Aliases            []string // other spellings that a search must find
	ValidFrom, ValidTo string
	Source, Note       string
	Unconfirmed        bool // no source read says that it is so
}

// UnitArea is an area that a unit looks after, by date.
type UnitArea struct {
	Area     string // key
	From, To string // YYYY-MM-DD, inclusive; "" is open
	Source   string
}

// Attribution is a credit that the licence of some data asks for.
type Attribution struct {
	Code    string
	Text    Text // the line to show, e.g. on the map
	Licence string
	Source  string
	Files   []string // the pack's files that it covers
}

// Names are word lists that demo people and villages are made from.
type Names struct {
	Family                      []string
	MiddleMale, MiddleFemale    []string
	GivenMale, GivenFemale      []string
	VillageFirst, VillageSecond []string
}

// Person makes up a name in the order family, middle, given. The caller marks
// the record as generated.
func (n Names) Person(r *rand.Rand, female bool) string {
	middle, given := n.MiddleMale, n.GivenMale
	if female {
		middle, given = n.MiddleFemale, n.GivenFemale
	}
	parts := make([]string, 0, 3)
	for _, list := range [][]string{n.Family, middle, given} {
		if len(list) > 0 {
			parts = append(parts, list[r.IntN(len(list))])
		}
	}
	return strings.Join(parts, " ")
}

// Load reads a pack. With any problem the pack is nil; problems come sorted by
// file and line. It does the typed checks; [Check] adds the JSON Schemas.
func Load(fsys fs.FS) (*Pack, []Problem) {
	p, l := load(fsys, CheckOptions{})
	if len(l.problems) > 0 {
		return nil, l.sorted()
	}
	return p, nil
}

// LoadChecked is Load for a pack that was checked when the program was built: its
// forms are compiled when they are first filled in.
func LoadChecked(fsys fs.FS) (*Pack, []Problem) {
	p, l := load(fsys, CheckOptions{checked: true})
	if len(l.problems) > 0 {
		return nil, l.sorted()
	}
	return p, nil
}

// CheckOptions widens a check with what only the caller knows.
type CheckOptions struct {
	Kinds []string // the kinds of records that roles and forms may name; empty skips that check
	// Registry of the kinds that indicators count; nil leaves expressions unread.
	Registry *kind.Registry

	checked bool // forms need not be compiled to be found sound
}

// load reads everything it can, so that one run shows all problems.
func load(fsys fs.FS, o CheckOptions) (*Pack, *loader) {
	l := &loader{kinds: o.Kinds, registry: o.Registry, checked: o.checked}
	l.read(fsys)
	p := &Pack{Digest: l.digest(), Checked: o.checked}
	l.manifest(p)
	l.loadVocabularies(p)
	l.loadAreas(p)
	l.loadUnits(p)
	l.loadRoles(p)
	l.loadWords(p)
	l.loadSettings(p)
	l.loadNames(p)
	l.loadImports(p)
	l.loadForms(p)
	l.loadPrograms(p)
	l.loadTemplates(p)
	l.loadRecordings(p)
	l.loadIndicators(p)
	l.loadCare(p)
	l.loadRights(p)
	return p, l
}
