package assist_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"bamban/internal/activity"
	"bamban/internal/assist"
	"bamban/internal/change"
	"bamban/internal/kind"
	"bamban/internal/program"
	"bamban/internal/writer"
)

func TestAStepWithAFormIsTakenOnlyWithValidAnswersWhichStayWithIt(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	home, _ := o.home("poor", "1980")
	id, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "border_home", Subject: assist.Subject{Household: home}})
	must(t, err)
	ev := assist.Evidence{To: "checked", Photos: 1, Form: "house_check", FormV: 1}
	for answers, want := range map[string][2]string{
		"": {"form.incomplete", "form"},
		`{"land":"paper","safe":true,"family_hands":2}`:                          {"form.required", "answers.state"},
		`{"state":"bad","land":"paper","family_hands":2}`:                        {"form.required", "answers.safe"},
		`{"state":"bad","land":"none","safe":true,"family_hands":2}`:             {"form.other_value", "answers.safe"},
		`{"state":"bad","land":"paper","safe":true,"family_hands":99}`:           {"form.too_large", "answers.family_hands"},
		`{"state":"bad","land":"paper","safe":true,"family_hands":2,"mood":"x"}`: {"form.unknown_question", "answers.mood"},
	} {
		ev.Answers = answers
		out, err := o.s.Take(ctx, o.desk, []change.ID{id}, ev)
		must(t, err)
		if len(out.Done) > 0 || len(out.Failed) != 1 || out.Failed[0].Fault.Code != want[0] || out.Failed[0].Fault.Field != want[1] {
			t.Errorf("with %q: done %d, failed %+v, want %s at %s", answers, len(out.Done), out.Failed, want[0], want[1])
		}
	}
	if got := o.enrolment(id).Status; got != "proposed" {
		t.Fatalf("moved to %s by a step that was refused", got)
	}
	other := ev
	other.Form, other.Answers = "livelihood_follow_up", answersTo["livelihood_follow_up"]
	out, err := o.s.Take(ctx, o.desk, []change.ID{id}, other)
	must(t, err)
	if len(out.Failed) != 1 || out.Failed[0].Fault.Code != "program.needs_form" {
		t.Errorf("with another form's answers: %+v", out)
	}
	ev.Answers = houseChecked
	if _, err := o.s.Take(ctx, o.desk, []change.ID{id, home}, ev); code(err) != "program.form_one_each" {
		t.Errorf("the same answers for two: %v", err)
	}
	o.take(o.desk, id, "checked")
	steps, err := o.n.Projection.FindBy(ctx, "step", "enrolment", id.String(), 10)
	must(t, err)
	kept := false
	for _, r := range steps {
		s, err := kind.Into[program.Step](r.Kind, r.State)
		must(t, err)
		kept = kept || s.To == "checked" && s.Form == "house_check" && s.FormV == 1 && s.Answers == houseChecked
	}
	if !kept {
		t.Errorf("the answers are not with the step")
	}
}

func TestAStepOfAPhoneWithoutItsFormWaitsAndMovesNothing(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	home, _ := o.home("poor", "1980")
	id, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "border_home", Subject: assist.Subject{Household: home}})
	must(t, err)
	for _, c := range []struct{ answers, step, move string }{
		{"", "", "program.needs_form"},
		{`{"state":"bad"}`, "form.required", "form.required"},
	} {
		p, step := o.phone(), o.n.Writer.NewID()
		d := program.Step{Enrolment: id, Program: "border_home", Area: o.village, From: "proposed", To: "checked", On: o.n.Today(), By: p.User, Photos: 1}
		if c.answers != "" {
			d.Form, d.FormV, d.Answers = "house_check", 1, c.answers
		}
		p.Write("step", step, kind.Fields(d))
		p.Write("enrolment", id, map[string]json.RawMessage{"status": json.RawMessage(`"proposed>checked#` + step.String() + `"`)})
		got := p.Push()
		if c.step == "" && got[0].Status != writer.Accepted || c.step != "" && (got[0].Status != writer.Quarantined || got[0].Fault.Code != c.step) {
			t.Errorf("the step with %q: %+v", c.answers, got[0])
		}
		if got[1].Status != writer.Quarantined || got[1].Fault.Code != c.move {
			t.Errorf("the move with %q: %+v, want %s", c.answers, got[1].Fault, c.move)
		}
	}
	if got := o.enrolment(id).Status; got != "proposed" {
		t.Errorf("moved to %s", got)
	}
}

// A photo of the desk is written with its step, or not at all.
func TestPhotosOfTheDeskGoWithTheStepOrNotAtAll(t *testing.T) {
	o, ctx := newOffice(t), context.Background()
	home, _ := o.home("poor", "1980")
	id, err := o.s.Propose(ctx, o.desk, assist.Proposal{Program: "border_home", Subject: assist.Subject{Household: home}})
	must(t, err)
	digest := strings.Repeat("ab", 32)
	photos := func() []activity.Attachment {
		found, err := o.n.Projection.FindBy(ctx, "attachment", "subject", id.String(), 10)
		must(t, err)
		var out []activity.Attachment
		for _, r := range found {
			a, err := kind.Into[activity.Attachment](r.Kind, r.State)
			must(t, err)
			out = append(out, a)
		}
		return out
	}
	good := assist.Evidence{To: "checked", Form: "house_check", FormV: 1, Answers: `{"state":"bad","land":"paper","safe":true,"family_hands":2,"plot_photo":"` + digest + `"}`,
		With: []assist.Photo{{Digest: digest, Size: 1000, TakenAt: 1, Point: &kind.Pos{Lat: 22.4, Lon: 103.2}}}}
	for want, spoil := range map[string]func(*assist.Evidence){
		"form.incomplete":         func(ev *assist.Evidence) { ev.Answers = "" },
		"upload.too_large":        func(ev *assist.Evidence) { ev.With = []assist.Photo{{Digest: digest, Size: assist.MaxPhoto + 1}} },
		"program.too_many_photos": func(ev *assist.Evidence) { ev.With = make([]assist.Photo, assist.MaxPhotos+1) },
		"field.bad_digest":        func(ev *assist.Evidence) { ev.With = []assist.Photo{{Digest: "../x", Size: 1}} },
	} {
		ev := good
		spoil(&ev)
		out, err := o.s.Take(ctx, o.desk, []change.ID{id}, ev)
		must(t, err)
		if len(out.Failed) != 1 || out.Failed[0].Fault.Code != want || len(photos()) > 0 {
			t.Errorf("%+v with %d photos kept; want %s and none", out, len(photos()), want)
		}
	}
	if _, err := o.s.Take(ctx, o.desk, []change.ID{id, home}, assist.Evidence{To: "checked", With: good.With}); code(err) != "program.form_one_each" {
		t.Errorf("a photo for two: %v", err)
	}
	out, err := o.s.Take(ctx, o.desk, []change.ID{id}, good)
	must(t, err)
	all := photos()
	if len(out.Done) != 1 || len(all) != 1 || all[0].Digest != digest || all[0].Home != home || all[0].By != o.desk.Viewer.User || all[0].Point == nil {
		t.Errorf("taken: %+v, photos %+v", out.Failed, all)
	}
}
