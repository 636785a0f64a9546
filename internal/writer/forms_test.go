package writer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"bamban/internal/change"
	"bamban/internal/writer"
)

// answered makes a visit with answers to a version of a form.
func (p *phone) answered(n uint64, home change.ID, id string, version int, answers string) *change.Change {
	text, err := json.Marshal(answers)
	if err != nil {
		panic(err) // a string always encodes
	}
	c := p.visit(n, home)
	c.Fields["form"], c.Fields["form_version"], c.Fields["answers"] = quote(id), []byte(fmt.Sprint(version)), text
	return c
}

func TestAnswersThatDoNotFitTheirFormWaitWithTheQuestionNamed(t *testing.T) {
	p := newPhone(t)
	home := p.household(1, nil)
	const met = `{"at_home":true,"household_size":4,"income":2000000,"income_per_person":500000,"has_children":false,"temporary":true,"not_at_school":0`
	noVersion := p.answered(5, home.Record, "household_visit", 1, `{}`)
	delete(noVersion.Fields, "form_version")
	answers, err := p.push(p.batch(t, 1, home,
		p.answered(2, home.Record, "household_visit", 1, met+`}`),
		p.answered(3, home.Record, "household_visit", 1, strings.Replace(met, "500000", "400000", 1)+`}`),
		p.answered(4, home.Record, "household_visit", 1, `{"household_size":4}`),
		noVersion,
		p.answered(6, home.Record, "household_visit", 7, met+`}`),
		p.answered(7, home.Record, "household_visit", 1, `không phải JSON`),
		p.answered(8, home.Record, "household_visit", 1, met+`,"colour":"red"}`),
		p.answered(9, home.Record, "household_visit", 1, met+`,"nobody_why":"moved"}`),
		p.answered(10, home.Record, "household_visit", 1, met+`,"again":"2026-02-01"}`),
	))
	must(t, err)
	for i, want := range []string{"", "", "form.other_value answers.income_per_person", "form.required answers.at_home", "form.incomplete form",
		"form.unknown form", "form.not_json ", "form.unknown_question answers.colour", "form.other_value answers.nobody_why", "form.check_message answers.again"} {
		got := ""
		if f := answers[i].Fault; f != nil {
			got = f.Code + " " + f.Field
		}
		if got != want {
			t.Errorf("change %d: %q, want %q", i+1, got, want)
		}
	}
	if text := answers[9].Fault.Text("vi"); !strings.Contains(text, "Hẹn thăm lại ngày") || !strings.Contains(text, "trong vòng một năm") || strings.ContainsAny(text, "{}") {
		t.Errorf("the fault says %q, want the question and its message", text)
	}
	_, err = p.n.Writer.Write(context.Background(), p.e.User, p.viewer, writer.Draft{Kind: "visit", Record: p.n.Writer.NewID(),
		Fields: p.answered(99, home.Record, "household_visit", 1, `{"at_home":"yes"}`).Fields})
	if code(err) != "form.wrong_type" {
		t.Errorf("at the desk: %v, want form.wrong_type", err)
	}
}

func TestEveryWrongAnswerHasItsTexts(t *testing.T) {
	p := newPhone(t)
	f := p.n.Forms.Get("household_visit", 1)
	for answers, want := range map[string]string{
		`{"at_home":true,"household_size":0}`:                                                                            "form.too_small",
		`{"at_home":true,"household_size":41}`:                                                                           "form.too_large",
		`{"at_home":false,"nobody_why":"asleep"}`:                                                                        "form.not_offered",
		`{"at_home":false,"nobody_why":"other","again":"mai"}`:                                                           "form.bad_date",
		`{"at_home":false,"nobody_why":"other","place":{"lat":99,"lon":0}}`:                                              "form.bad_position",
		`{"at_home":true,"household_size":1,"has_children":true}`:                                                        "form.too_few",
		`{"at_home":true,"household_size":1,"has_children":false,"gifts":[` + strings.Repeat("{},", 10) + `{}]}`:         "form.too_many",
		`{"at_home":true,"household_size":1,"has_children":false,"gifts":[{"what":"` + strings.Repeat("x", 101) + `"}]}`: "form.too_long",
	} {
		fault := f.Admit([]byte(answers), "2026-03-03")
		if fault == nil || fault.Code != want {
			t.Errorf("%.60s: %v, want %s", answers, fault, want)
			continue
		}
		for _, lang := range []string{"vi", "en"} {
			if text := fault.Text(lang); strings.ContainsAny(text, "{}") || text == "" {
				t.Errorf("%s says %q", want, text)
			}
		}
	}
}
