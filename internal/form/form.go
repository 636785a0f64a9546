package form

import (
	"encoding/json"
	"regexp"
	"slices"

	"bamban/internal/access"
)

// Text is a label by language code.
type Text = access.Text

// Declaration is one version of a form, as data.
type Declaration struct {
	ID        string     `json:"id"`
	Version   int        `json:"version"`
	Kind      string     `json:"kind"` // of the records that answers are kept with, e.g. "visit"
	Title     Text       `json:"title"`
	Questions []Question `json:"questions"`
}

// Type of a question, or of what stands between questions.
type Type string

// The types, with the form of an answer in JSON.
const (
	TextLine  Type = "text"      // string
	Integer   Type = "integer"   // whole number; beyond ±(2^53-1) a string of digits
	Money     Type = "money"     // the same, whole đồng
	Decimal   Type = "decimal"   // number
	Date      Type = "date"      // "2026-03-03"
	One       Type = "one"       // code of a choice
	Several   Type = "several"   // list of codes
	YesNo     Type = "yes_no"    // true, false
	Person    Type = "person"    // id of a person
	Household Type = "household" // id of a household
	Photo     Type = "photo"     // SHA-256 of the file, in hex
	Voice     Type = "voice"     // the same
	Signature Type = "signature" // the same, of a drawing
	Position  Type = "position"  // {"lat","lon","acc","at","mock"}
	Repeat    Type = "repeat"    // list of objects, one a row
	Group     Type = "group"     // no answer: questions under one heading
	Note      Type = "note"      // no answer: something to read or hear
)

// Types lists every type.
var Types = []Type{TextLine, Integer, Money, Decimal, Date, One, Several, YesNo, Person, Household,
	Photo, Voice, Signature, Position, Repeat, Group, Note}

// Question is one question, or a heading, a note or a repeat.
type Question struct {
	Name  string            `json:"name"`
	Type  Type              `json:"type"`
	Label Text              `json:"label,omitempty"` // none: calculated and not shown
	Help  Text              `json:"help,omitempty"`
	Audio map[string]string `json:"audio,omitempty"` // by language: a file of the pack, or sha256:HEX
	Image string            `json:"image,omitempty"` // the same

	Required bool   `json:"required,omitempty"`
	When     string `json:"when,omitempty"`    // CEL, bool: asked only if it holds
	Check    string `json:"check,omitempty"`   // CEL, bool: must hold where there is an answer
	Message  Text   `json:"message,omitempty"` // what to say if it doesn't
	Value    string `json:"value,omitempty"`   // CEL: calculated, not asked

	Min  *float64 `json:"min,omitempty"` // of a number; of rows
	Max  *float64 `json:"max,omitempty"` // of a number; characters of a text; rows
	Unit string   `json:"unit,omitempty"`

	Vocabulary string     `json:"vocabulary,omitempty"` // of the pack; its terms are the choices
	Choices    []Choice   `json:"choices,omitempty"`
	Filter     string     `json:"filter,omitempty"` // CEL, bool: which choices are offered
	Questions  []Question `json:"questions,omitempty"`
}

// Choice is one answer to pick.
type Choice struct {
	Code  string            `json:"code"`
	Label Text              `json:"label"`
	Audio map[string]string `json:"audio,omitempty"`
	Image string            `json:"image,omitempty"`
	Data  map[string]string `json:"data,omitempty"` // what a filter may ask of it
	From  string            `json:"from,omitempty"` // first day on which a vocabulary has it
	To    string            `json:"to,omitempty"`   // last day
}

// Problem is what is wrong in a declaration, where, with values for its text.
type Problem struct {
	Path []string // steps into the declaration, e.g. questions 3 when
	Code string   // of the pack's catalogue, e.g. "form.circle"
	Args []any    // pairs of name and value
}

// Form is a declaration that holds together. It is read-only.
type Form struct {
	Declaration
	questions []*question // depth first, as they are asked
	byName    map[string]*question
	order     []step       // in which answers are worked out
	open      func() error // compiles it the first time; nil where that is done
}

// question is a Question in its place, with its expressions compiled.
type question struct {
	*Question
	index   int
	path    []string    // into the declaration
	parent  *question   // the group or repeat around it
	repeats []*question // the repeats around it, outermost first
	choice  map[string]int
	min     *float64
	max     *float64

	when, check, value, filter *expression
}

// The bounds of a form.
const (
	maxVersion    = 1<<31 - 1
	maxQuestions  = 500
	maxDepth      = 6 // groups and repeats inside each other
	maxChoices    = 2000
	maxExpression = 2000 // characters
	maxRows       = 200  // of a repeat; where it doesn't say, defaultRows
	defaultRows   = 50
	defaultText   = 2000 // characters of a text that doesn't say
	maxText       = 10_000
)

var (
	idPattern     = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)
	namePattern   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,63}$`)
	choicePattern = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$`)
	digestPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// reserved are names that CEL or a form means something else by.
var reserved = []string{"true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if",
	"import", "let", "loop", "package", "namespace", "return", "var", "void", "while", "choice",
	"int", "uint", "double", "bool", "string", "bytes", "list", "map", "type", "null_type", "dyn", "google"}

// holdsAnswer tells the types that have a value of their own.
func (t Type) holdsAnswer() bool { return t != Group && t != Note }

// nests tells the types that hold questions.
func (t Type) nests() bool { return t == Group || t == Repeat }

// picks tells the types that have choices.
func (t Type) picks() bool { return t == One || t == Several }

// counts tells the types whose answer is a number.
func (t Type) counts() bool { return t == Integer || t == Money || t == Decimal }

// calculable tells the types that an expression can give.
func (t Type) calculable() bool {
	return t.counts() || t.picks() || slices.Contains([]Type{TextLine, Date, YesNo}, t)
}

// Shape is what answers depend on: the declaration without what is only said or
// shown, and without the terms of vocabularies, which grow. Two declarations of
// one version must have one shape.
func (d *Declaration) Shape() string {
	bare := Declaration{ID: d.ID, Version: d.Version, Kind: d.Kind, Questions: bareQuestions(d.Questions)}
	out, err := json.Marshal(bare)
	if err != nil {
		panic("form: " + err.Error()) // the types of a declaration always encode
	}
	return string(out)
}

func bareQuestions(in []Question) []Question {
	out := slices.Clone(in)
	for i := range out {
		q := &out[i]
		q.Label, q.Help, q.Audio, q.Image, q.Message, q.Unit = nil, nil, nil, "", nil, ""
		q.Questions = bareQuestions(q.Questions)
		if q.Vocabulary != "" {
			q.Choices = nil
			continue
		}
		q.Choices = slices.Clone(q.Choices)
		for j := range q.Choices {
			q.Choices[j] = Choice{Code: q.Choices[j].Code, Data: q.Choices[j].Data}
		}
	}
	return out
}
