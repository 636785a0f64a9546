package pack_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"bamban/internal/pack"
)

const littleForm = `id: visit
version: 1
kind: visit
title: {vi: Thăm, en: Visit}
questions:
  - name: met
    type: yes_no
    label: {vi: Gặp ai?, en: Anybody?}
    audio: {vi: media/met.mp3}
  - name: people
    type: repeat
    label: {vi: Người, en: People}
    when: met == true
    questions:
      - name: status
        type: one
        label: {vi: Diện, en: Status}
        vocabulary: status
      - name: age
        type: integer
        label: {vi: Tuổi, en: Age}
`

// withForm is the little pack with a form in it, one piece replaced.
func withForm(t testing.TB, old, new string) fstest.MapFS {
	t.Helper()
	if !strings.Contains(littleForm, old) {
		t.Fatalf("the form has no %q", old)
	}
	files := folder(little)
	files["forms/visit.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(strings.Replace(littleForm, "name: age", "name: years", 1), old, new, 1))}
	files["media/met.mp3"] = &fstest.MapFile{Data: []byte("ID3")}
	return files
}

func TestAFormIsReadWithTheTermsOfItsVocabulary(t *testing.T) {
	p, problems := pack.Load(withForm(t, "id: visit", "id: visit"))
	if p == nil {
		t.Fatal(problems)
	}
	f := p.Form("visit", 1)
	if f == nil || p.Form("visit", 2) != nil {
		t.Fatalf("got forms %v, want version 1 of visit only", p.Forms)
	}
	choices := f.Questions[1].Questions[0].Choices
	if len(choices) != 1 || choices[0].Code != "poor" || choices[0].From != "" || choices[0].To != "" {
		t.Errorf("got choices %+v, want the term that comes twice, once and open", choices)
	}
	if got := pack.Check(withForm(t, "id: visit", "id: visit"), pack.CheckOptions{Kinds: []string{"visit", "household"}}); len(got) > 0 {
		t.Errorf("got %v, want no problems", got)
	}
}

func TestEachMistakeInAFormIsNamedWhereItIs(t *testing.T) {
	for _, c := range []struct{ old, new, at, code string }{
		{"id: visit", "id: Thăm", "forms/visit.yaml:1:5", "form.id"},
		{"version: 1", "version: một", "forms/visit.yaml:2:10", "field.type"},
		{"kind: visit", "kind: visits", "forms/visit.yaml:3:7", "form.kind"},
		{"en: Visit}", "fr: Visite}", "forms/visit.yaml:4:8", "field.unknown"},
		{", en: Anybody?", "", "forms/visit.yaml:8:12", "field.language"},
		{"media/met.mp3", "media/none.mp3", "forms/visit.yaml:9:17", "file.unknown"},
		{"name: people", "name: met", "forms/visit.yaml:10:11", "form.name_twice"},
		{"type: repeat", "type: loop", "forms/visit.yaml:11:11", "form.type"},
		{"met == true", "met = true", "forms/visit.yaml:13:11", "form.expression"},
		{"met == true", "mett == true", "forms/visit.yaml:13:11", "form.unknown_question"},
		{"met == true", "people.size() > 0", "forms/visit.yaml:13:11", "form.circle"},
		{"vocabulary: status", "vocabulary: states", "forms/visit.yaml:18:21", "form.unknown_vocabulary"},
		{"vocabulary: status", "vocabulary: status\n        choices: [{code: a, label: {vi: A, en: A}}]", "forms/visit.yaml:19:18", "form.two_lists"},
		{"type: integer", "type: integer\n        min: nhỏ", "forms/visit.yaml:21:14", "field.type"},
		{"type: integer", "type: integer\n        maximum: 5", "forms/visit.yaml:21:9", "field.unknown"},
	} {
		t.Run(c.code+" "+c.new, func(t *testing.T) {
			problems := pack.Check(withForm(t, c.old, c.new), pack.CheckOptions{Kinds: []string{"visit", "household"}})
			found := false
			for _, p := range problems {
				found = found || strings.HasPrefix(p.String(), c.at+": "+c.code)
				if p.Text["vi"] == "" || strings.ContainsAny(p.Text["vi"]+p.Text["en"], "{}") {
					t.Errorf("%s: got texts %v, want both languages, filled in", p.Code, p.Text)
				}
			}
			if !found {
				t.Errorf("got %v, want %s at %s", problems, c.code, c.at)
			}
		})
	}
}

func TestAVersionOfAFormComesOnce(t *testing.T) {
	files := withForm(t, "id: visit", "id: visit")
	files["forms/z.yaml"] = files["forms/visit.yaml"]
	_, problems := pack.Load(files)
	if !has(problems, "forms/z.yaml:2", "form.version_twice") {
		t.Errorf("got %v, want form.version_twice at forms/z.yaml:2", problems)
	}
}

func TestTheSampleInTheDocsLoads(t *testing.T) {
	doc, err := os.ReadFile("../../docs/forms.md")
	if err != nil {
		t.Fatal(err)
	}
	_, sample, ok := strings.Cut(string(doc), "```yaml\n")
	sample, _, closed := strings.Cut(sample, "```")
	if !ok || !closed {
		t.Fatal("docs/forms.md has no sample")
	}
	p, problems := pack.Load(folder(little))
	if p == nil {
		t.Fatal(problems)
	}
	if f, problems := pack.ReadForm([]byte(sample), p); f == nil {
		t.Error(problems)
	}
}
