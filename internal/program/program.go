package program

import (
	"slices"
)

// Text is a label by language code.
type Text = map[string]string

// Subject is what a program enrols.
type Subject string

// The subjects.
const (
	OfHousehold Subject = "household"
	OfPerson    Subject = "person"
	OfGroup     Subject = "group" // named in the enrolment, in an area
	OfVillage   Subject = "village"
	OfCommune   Subject = "commune"
)

// Subjects lists every subject.
var Subjects = []Subject{OfHousehold, OfPerson, OfGroup, OfVillage, OfCommune}

// Program is a program as a pack declares it.
type Program struct {
	Code         string        `json:"code"`
	Version      int           `json:"version"`
	Label        Text          `json:"label"`
	Help         Text          `json:"help,omitempty"`
	From         string        `json:"from,omitempty"` // first day on which it takes proposals; "" is ever
	To           string        `json:"to,omitempty"`   // last day
	Subject      Subject       `json:"subject"`
	Cycles       []Cycle       `json:"cycles,omitempty"`
	Variants     []Choice      `json:"variants,omitempty"`
	Eligibility  []Rule        `json:"eligibility,omitempty"`
	Steps        []StepSpec    `json:"steps"`
	Entitlements []Entitlement `json:"entitlements,omitempty"`
	Measures     []MeasureSpec `json:"measures,omitempty"`
	Funders      []Choice      `json:"funders,omitempty"`
	Overlaps     []string      `json:"overlaps,omitempty"` // programs that give the same sort of help
	Campaign     bool          `json:"campaign,omitempty"` // gifts on days: lists per village, one tap each
	Source       string        `json:"source,omitempty"`
}

// Cycle is a year or a drive of a program.
type Cycle struct {
	Code  string `json:"code"`
	Label Text   `json:"label"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// Choice is a code with its label.
type Choice struct {
	Code  string `json:"code"`
	Label Text   `json:"label"`
}

// Rule is one condition of eligibility: CEL over the facts of who is proposed (see
// internal/eligible), and what to say where it does not hold.
type Rule struct {
	When   string `json:"when"`
	Reason Text   `json:"reason"`
}

// StepSpec is one step of a program's path.
type StepSpec struct {
	Code     string   `json:"code"`
	Label    Text     `json:"label"`
	From     []string `json:"from,omitempty"`     // from which it is taken; none is a new enrolment
	Roles    []string `json:"roles"`              // whoever holds one of them may take it
	Needs    []string `json:"needs,omitempty"`    // of Needs
	Form     string   `json:"form,omitempty"`     // id of a form of the kind step
	Entitled bool     `json:"entitled,omitempty"` // while it is here, entitlements fall due
	End      bool     `json:"end,omitempty"`      // nothing is waited for any more
	Bad      bool     `json:"bad,omitempty"`      // it ended without the help: turned down, withdrawn
	Days     int      `json:"days,omitempty"`     // after so many days here it is late
}

// Needs lists what a step may ask for.
var Needs = []string{NeedsPhoto, NeedsSignature, NeedsDecision, NeedsReason, NeedsReceiver}

// What a step may ask for.
const (
	NeedsPhoto     = "photo"
	NeedsSignature = "signature" // or thumb mark, photo of the hand-over, witness
	NeedsDecision  = "decision"
	NeedsReason    = "reason"
	NeedsReceiver  = "receiver" // the enrolment to which what was given is passed on
)

// Entitlement is what an enrolment gives a right to.
type Entitlement struct {
	Code   string `json:"code"`
	Label  Text   `json:"label"`
	Item   string `json:"item"`             // term of the vocabulary item
	Rhythm string `json:"rhythm"`           // once, month, term, year
	Months []int  `json:"months,omitempty"` // of a monthly one: which; of a termly or yearly one: when it falls due
	Norms  []Norm `json:"norms"`            // by date; by variant where one is named
}

// Rhythms lists how often an entitlement falls due.
var Rhythms = []string{"once", "month", "term", "year"}

// Norm is an amount from a day on.
type Norm struct {
	Amount  int64  `json:"amount"`
	Variant string `json:"variant,omitempty"`
	From    string `json:"from,omitempty"`
	To      string `json:"to,omitempty"`
	Source  string `json:"source,omitempty"`
}

// MeasureSpec is something that a program measures.
type MeasureSpec struct {
	Code   string   `json:"code"`
	Label  Text     `json:"label"`
	Unit   string   `json:"unit,omitempty"`
	Group  string   `json:"group,omitempty"` // heading that it stands under
	Levels []Choice `json:"levels,omitempty"`
	Min    *float64 `json:"min,omitempty"`
	Max    *float64 `json:"max,omitempty"`
	From   string   `json:"from,omitempty"` // of criteria sets: in force from
	To     string   `json:"to,omitempty"`
	Source string   `json:"source,omitempty"`
}

// Step of a code, or nil.
func (p *Program) Step(code string) *StepSpec {
	for i := range p.Steps {
		if p.Steps[i].Code == code {
			return &p.Steps[i]
		}
	}
	return nil
}

// First is the step that makes an enrolment.
func (p *Program) First() *StepSpec {
	for i := range p.Steps {
		if len(p.Steps[i].From) == 0 {
			return &p.Steps[i]
		}
	}
	return nil
}

// Next lists the steps that may follow a state.
func (p *Program) Next(state string) []*StepSpec {
	var out []*StepSpec
	for i := range p.Steps {
		if slices.Contains(p.Steps[i].From, state) {
			out = append(out, &p.Steps[i])
		}
	}
	return out
}

// Entitlement of a code, or nil.
func (p *Program) Entitlement(code string) *Entitlement {
	for i := range p.Entitlements {
		if p.Entitlements[i].Code == code {
			return &p.Entitlements[i]
		}
	}
	return nil
}

// Measure of a code that is in force on a day, or nil.
func (p *Program) Measure(code, day string) *MeasureSpec {
	for i := range p.Measures {
		if m := &p.Measures[i]; m.Code == code && within(day, m.From, m.To) {
			return m
		}
	}
	return nil
}

// Open reports whether the program takes proposals on a day.
func (p *Program) Open(day string) bool { return within(day, p.From, p.To) }

// Cycle of a code, or nil.
func (p *Program) Cycle(code string) *Cycle {
	for i := range p.Cycles {
		if p.Cycles[i].Code == code {
			return &p.Cycles[i]
		}
	}
	return nil
}

// Amount is the norm in force on a day for a variant; a norm that names no variant
// holds for all. 0 where there is none.
func (e *Entitlement) Amount(day, variant string) int64 {
	var out int64
	for _, n := range e.Norms {
		if within(day, n.From, n.To) && (n.Variant == "" || n.Variant == variant) {
			out = n.Amount
		}
	}
	return out
}

// within reports whether a day is in a span whose open ends are "".
func within(day, from, to string) bool { return from <= day && (to == "" || day <= to) }
