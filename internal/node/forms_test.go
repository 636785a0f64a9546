package node_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"bamban/internal/form"
	"bamban/internal/node"
	"bamban/internal/pack"
)

// withForms is the pack with these forms, as if an office had edited it.
func withForms(t *testing.T, p *pack.Pack, digest string, forms ...form.Declaration) *pack.Pack {
	t.Helper()
	out := *p
	out.Digest, out.Forms = strings.Repeat(digest, 64), nil
	for _, d := range forms {
		f, problems := form.Open(d, form.Options{})
		if f == nil {
			t.Fatal(problems)
		}
		out.Forms = append(out.Forms, f)
	}
	return &out
}

func version(n int, question, label string) form.Declaration {
	return form.Declaration{ID: "tham", Version: n, Kind: "visit", Title: form.Text{"vi": "Thăm"}, Questions: []form.Question{
		{Name: question, Type: form.Integer, Label: form.Text{"vi": label}, Required: true}}}
}

func TestAnswersAreTakenUnderEveryVersionThatWasPublished(t *testing.T) {
	ctx, dir, p := context.Background(), t.TempDir(), loadPack(t)
	open := func(forms ...form.Declaration) (*node.Node, error) {
		return node.Open(ctx, node.Options{Dir: dir, Pack: withForms(t, p, string(rune('0'+len(forms)+forms[0].Version)), forms...)})
	}
	reopen := func(forms ...form.Declaration) *node.Node {
		t.Helper()
		n, err := open(forms...)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	admit := func(n *node.Node, version, answers string) string {
		quoted, _ := json.Marshal(answers)
		f := n.Forms.Admit("visit", map[string]json.RawMessage{"form": []byte(`"tham"`), "form_version": []byte(version), "answers": quoted, "on": []byte(`"2026-03-03"`)})
		if f == nil {
			return ""
		}
		return f.Code + " " + f.Field
	}
	n := reopen(version(1, "met", "Số người"))
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	n = reopen(version(2, "people", "Số người gặp"))
	for _, c := range []struct{ version, answers, want string }{
		{"1", `{"met":3}`, ""},
		{"1", `{"people":3}`, "form.required answers.met"},
		{"2", `{"people":3}`, ""},
		{"3", `{"people":3}`, "form.unknown form"},
	} {
		if got := admit(n, c.version, c.answers); got != c.want {
			t.Errorf("version %s, %s: %q, want %q", c.version, c.answers, got, c.want)
		}
	}
	if f := n.Forms.Admit("note", map[string]json.RawMessage{"form": []byte(`"tham"`), "form_version": []byte("2"), "answers": []byte(`"{}"`)}); f == nil || f.Code != "form.other_kind" {
		t.Errorf("a note with a visit's form: %v, want form.other_kind", f)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}

	if _, err := open(version(1, "meet", "Số người"), version(2, "people", "Số người gặp")); err == nil || !strings.Contains(err.Error(), "version 1 of the form tham") {
		t.Errorf("version 1 with another question: %v, want it refused by name", err)
	}
	n = reopen(version(1, "met", "Gặp mấy người?"), version(2, "people", "Gặp bao nhiêu người?"))
	if got := n.Forms.Get("tham", 1).Questions[0].Label["vi"]; got != "Gặp mấy người?" {
		t.Errorf("reworded: got label %q", got)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
}
