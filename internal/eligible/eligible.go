// Package eligible decides whether somebody meets a program's conditions. The rules of
// a program (CEL over facts) are a form whose questions are the facts and whose
// calculated answers are the rules: so server and phone work them out with the one
// engine of internal/form, with its bounds on cost.
//
// It reads no records: callers give the [Facts]. Start with [Compile].
package eligible

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"bamban/internal/form"
	"bamban/internal/program"
)

// Facts of who is proposed, by name; what is not known is left out. A rule over what is
// not known does not hold.
type Facts map[string]any

// Fact is something that a rule may ask.
type Fact struct {
	Name string
	Type form.Type
	VI   string
	EN   string
	Term string // vocabulary that its values are terms of, or ""
}

// FactsOf lists what rules of a program for some subject may ask for.
func FactsOf(s program.Subject) []Fact {
	area := []Fact{{"border", form.YesNo, "thuộc xã biên giới", "in a border commune", ""}, {"area_type", form.TextLine, "loại địa bàn", "type of area", "area_type"}}
	home := []Fact{{"poverty", form.TextLine, "diện hộ của năm gần nhất", "poverty status of the latest year", "poverty_status"},
		{"members", form.Integer, "số người trong hộ", "people in the household", ""}, {"children", form.Integer, "số trẻ em trong hộ", "children in the household", ""}}
	switch s {
	case program.OfHousehold:
		return append(home, area...)
	case program.OfPerson:
		return append(append([]Fact{{"years", form.Integer, "tuổi", "age in whole years", ""}, {"sex", form.TextLine, "giới tính", "sex", "sex"},
			{"guardian", form.YesNo, "có người giám hộ", "has a guardian", ""}}, home...), area...)
	}
	return area
}

// Rules are a program's conditions, ready to be asked.
type Rules struct {
	program *program.Program
	form    *form.Form
}

// Declaration is the form that a program's rules are worked out as; phones get it too.
func Declaration(p *program.Program) form.Declaration {
	d := form.Declaration{ID: "eligible_" + p.Code, Version: max(1, p.Version), Kind: "enrolment", Title: form.Text(p.Label)}
	for _, f := range FactsOf(p.Subject) {
		d.Questions = append(d.Questions, form.Question{Name: f.Name, Type: f.Type, Label: form.Text{"vi": f.VI, "en": f.EN}})
	}
	for i, r := range p.Eligibility {
		d.Questions = append(d.Questions, form.Question{Name: ruleName(i), Type: form.YesNo, Value: r.When})
	}
	return d
}

func ruleName(i int) string { return "rule" + strconv.Itoa(i+1) }

// Compile reads a program's rules; problems say what is wrong with which, at
// Path[0] = "eligibility", Path[1] = the rule's number from 0.
func Compile(p *program.Program) (*Rules, []form.Problem) {
	f, problems := form.Open(Declaration(p), form.Options{})
	if f == nil {
		first := len(FactsOf(p.Subject))
		for i := range problems {
			at := problems[i].Path
			problems[i].Path = []string{"eligibility"}
			if len(at) > 1 {
				if n, err := strconv.Atoi(at[1]); err == nil && n >= first {
					problems[i].Path = []string{"eligibility", strconv.Itoa(n - first), "when"}
				}
			}
		}
		return nil, problems
	}
	return &Rules{p, f}, nil
}

// Check gives the reasons for which somebody is not eligible on a day; none is eligible.
func (r *Rules) Check(facts Facts, day string) ([]program.Text, error) {
	fails, err := r.Fails(facts, day)
	if err != nil {
		return nil, err
	}
	var reasons []program.Text
	for _, i := range fails {
		reasons = append(reasons, r.program.Eligibility[i].Reason)
	}
	return reasons, nil
}

// Fails lists the rules, by their number from 0, that do not hold on a day.
func (r *Rules) Fails(facts Facts, day string) ([]int, error) {
	if len(r.program.Eligibility) == 0 {
		return nil, nil
	}
	raw, err := json.Marshal(facts)
	if err != nil {
		return nil, fmt.Errorf("check eligibility: %w", err)
	}
	out, err := r.form.Evaluate(raw, day)
	if err != nil {
		return nil, fmt.Errorf("check eligibility: %w", err)
	}
	var fails []int
	for i := range r.program.Eligibility {
		if held, _ := out.Stored[ruleName(i)].(bool); !held {
			fails = append(fails, i)
		}
	}
	return fails, nil
}

// Years that somebody has lived on a day, whole ones: of a birth date known in part the
// fewest that it allows. ok is false where nothing is known.
func Years(born, day string) (years int, ok bool) {
	switch len(born) {
	case len("2006"):
		born += "-12-31"
	case len("2006-01"):
		born += "-28" // whole years don't tell the last days of a month apart, but for birthdays in them
	}
	b, err := time.Parse(time.DateOnly, born)
	on, err2 := time.Parse(time.DateOnly, day)
	if err != nil || err2 != nil {
		return 0, false
	}
	n := on.Year() - b.Year()
	if on.Month() < b.Month() || on.Month() == b.Month() && on.Day() < b.Day() {
		n--
	}
	return max(n, 0), true
}
