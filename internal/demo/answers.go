package demo

import (
	"encoding/json"
	"fmt"
	"strings"

	"bamban/internal/form"
	"bamban/internal/program"
)

// answer fills in the form that a step asks for, with what it can't do without.
func (f *filler) answer(d *program.Step, formID string) error {
	x := f.formNow(formID)
	if x == nil {
		return fmt.Errorf("the pack has no form %s", formID)
	}
	answers, err := f.answersTo(x, d.On)
	if err != nil {
		return fmt.Errorf("answers to the form %s: %w", formID, err)
	}
	d.Form, d.FormV, d.Answers = x.ID, int64(x.Version), answers
	return nil
}

// formNow is a form in the version that is asked now.
func (f *filler) formNow(id string) *form.Form {
	for _, x := range f.n.Pack.Forms {
		if x.ID == id {
			return x // the latest comes first
		}
	}
	return nil
}

// answersTo answers what a form requires, question by question, as answers open others.
func (f *filler) answersTo(x *form.Form, day string) (string, error) {
	given := map[string]any{}
	for {
		text, err := json.Marshal(given)
		if err != nil {
			return "", err
		}
		out, err := x.Evaluate(text, day)
		if err != nil {
			return "", err
		}
		before := len(given)
		for _, r := range out.Results {
			if r.Wrong != nil && !strings.Contains(r.Path, ".") && given[r.Path] == nil {
				given[r.Path] = f.oneAnswer(r.Question)
				break
			}
		}
		if len(given) > before {
			continue
		}
		if text, err = json.Marshal(out.Stored); err != nil {
			return "", err
		}
		if bad := x.Admit(text, day); bad != nil {
			return "", bad
		}
		return string(text), nil
	}
}

func (f *filler) oneAnswer(q *form.Question) any {
	switch q.Type {
	case form.One:
		return q.Choices[f.r.IntN(len(q.Choices))].Code
	case form.Several:
		return []string{q.Choices[f.r.IntN(len(q.Choices))].Code}
	case form.YesNo:
		return true
	case form.Integer, form.Money, form.Decimal:
		if q.Min != nil {
			return *q.Min
		}
		return 1
	}
	return "Dữ liệu tạo sinh"
}
