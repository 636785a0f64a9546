package form_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"bamban/internal/form"
)

// vector is one row of the table that Go and TypeScript share.
type vector struct {
	Name     string
	Day      string
	Answers  json.RawMessage
	Stored   map[string]any
	Hidden   []string
	Failed   []string
	Unknown  []string
	Problems map[string]wrong
	Offered  map[string][]string
}

type wrong struct {
	Code  string
	Bound float64
}

func decode(t testing.TB, data []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "form", name))
	if err != nil {
		t.Fatal(err)
	}
	decode(t, data, into)
}

func open(t testing.TB, d form.Declaration) *form.Form {
	t.Helper()
	f, problems := form.Open(d, form.Options{Languages: []string{"vi", "en"}})
	if len(problems) > 0 {
		t.Fatalf("%s: %+v", d.ID, problems)
	}
	return f
}

func TestAnswersComeOutAsTheVectorsSay(t *testing.T) {
	names, err := filepath.Glob("../../testdata/form/*.json")
	if err != nil || len(names) < 7 {
		t.Fatalf("%d files of vectors, %v", len(names), err)
	}
	ran := 0
	for _, name := range names {
		name = filepath.Base(name)
		if name == "refused.json" || name == "costs.json" {
			continue
		}
		var file struct {
			Form  form.Declaration
			Cases []vector
		}
		read(t, name, &file)
		f := open(t, file.Form)
		for _, v := range file.Cases {
			ran++
			t.Run(name+"/"+v.Name, func(t *testing.T) { compare(t, f, v) })
		}
	}
	if ran < 45 {
		t.Errorf("%d cases ran, want 45 or more", ran)
	}
}

func compare(t *testing.T, f *form.Form, v vector) {
	out, err := f.Evaluate(v.Answers, v.Day)
	if err != nil {
		t.Fatal(err)
	}
	var hidden, failed []string
	problems, offered := map[string]wrong{}, map[string][]string{}
	for _, r := range out.Results {
		if !r.Relevant {
			hidden = append(hidden, r.Path)
		}
		if r.Failed {
			failed = append(failed, r.Path)
		}
		if r.Wrong != nil {
			problems[r.Path] = wrong{r.Wrong.Code, r.Wrong.Bound}
		}
		if r.Offered != nil {
			offered[r.Path] = r.Offered
		}
	}
	stored, err := json.Marshal(out.Stored)
	if err != nil {
		t.Fatal(err)
	}
	var plain map[string]any
	decode(t, stored, &plain)
	if !reflect.DeepEqual(plain, v.Stored) {
		want, _ := json.Marshal(v.Stored)
		t.Errorf("stored\n got %s\nwant %s", stored, want)
	}
	same(t, "hidden", hidden, v.Hidden)
	same(t, "failed", failed, v.Failed)
	same(t, "unknown", out.Unknown, v.Unknown)
	if !maps.Equal(problems, v.Problems) && len(problems)+len(v.Problems) > 0 {
		t.Errorf("problems\n got %v\nwant %v", problems, v.Problems)
	}
	for path, codes := range offered {
		if !slices.Equal(codes, v.Offered[path]) {
			t.Errorf("offered at %s: got %v, want %v", path, codes, v.Offered[path])
		}
	}
	if len(offered) != len(v.Offered) {
		t.Errorf("offered at %d questions, want %d", len(offered), len(v.Offered))
	}
	admitted(t, f, v, stored, len(problems) == 0)
}

// admitted: what is stored of sound answers is admitted; answers that aren't
// sound, or hold what is not stored, are refused.
func admitted(t *testing.T, f *form.Form, v vector, stored []byte, sound bool) {
	if fault := f.Admit(stored, v.Day); sound && fault != nil {
		t.Errorf("what is stored of sound answers is refused: %v", fault)
	}
	if !sound && f.Admit(v.Answers, v.Day) == nil {
		t.Error("answers with problems are admitted")
	}
	if len(v.Unknown) > 0 && f.Admit(v.Answers, v.Day) == nil {
		t.Error("answers to questions that aren't there are admitted")
	}
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	got, want = slices.Clone(got), slices.Clone(want)
	slices.Sort(got)
	slices.Sort(want)
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%s\n got %v\nwant %v", what, got, want)
	}
}
