package form_test

import (
	"encoding/json"
	"testing"

	"bamban/internal/form"
)

// FuzzEvaluate puts any answers to the forms of the vectors: it must end, and
// what is stored must come out again as it is.
func FuzzEvaluate(f *testing.F) {
	var forms []*form.Form
	for i, name := range []string{"visit.json", "numbers.json", "dates.json", "nested.json", "kinds.json"} {
		var file struct {
			Form  form.Declaration
			Cases []vector
		}
		read(f, name, &file)
		forms = append(forms, open(f, file.Form))
		for _, v := range file.Cases {
			f.Add(i, []byte(v.Answers))
		}
	}
	f.Fuzz(func(t *testing.T, which int, answers []byte) {
		x := forms[uint(which)%uint(len(forms))]
		out, err := x.Evaluate(answers, "2026-03-03")
		if err != nil {
			return
		}
		stored, err := json.Marshal(out.Stored)
		if err != nil {
			t.Fatal(err)
		}
		again, err := x.Evaluate(stored, "2026-03-03")
		if err != nil {
			t.Fatal(err)
		}
		if twice, _ := json.Marshal(again.Stored); string(twice) != string(stored) {
			t.Errorf("stored %s, and from that %s", stored, twice)
		}
		sound := true
		for _, r := range out.Results {
			sound = sound && r.Wrong == nil
		}
		if fault := x.Admit(stored, "2026-03-03"); sound && fault != nil {
			t.Errorf("what is stored of sound answers %s is refused: %v", stored, fault)
		}
	})
}

// FuzzExpression puts any text in the place of an expression: opening must end,
// and give a form or say what is wrong.
func FuzzExpression(f *testing.F) {
	for _, s := range []string{"n > 1", "p.all(r, r.x > n)", "size(t) % 0 == 1", "t.matches('(a+)+b')", "((((n))))", "[1,2,3].map(x, x / 0)", "n ? 1 : 2", "has(p.x)", "\"\\u00e1\"", "-9223372036854775808 == n", "p.map(r, p)", "@in", "n.n.n", "'" + "a" + "'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		d := form.Declaration{ID: "f", Version: 1, Title: both("f"), Questions: []form.Question{
			{Name: "n", Type: form.Integer, Label: both("n")}, {Name: "t", Type: form.TextLine, Label: both("t")},
			{Name: "p", Type: form.Repeat, Label: both("p"), Questions: []form.Question{{Name: "x", Type: form.Integer, Label: both("x")}}},
			{Name: "w", Type: form.YesNo, Label: both("w"), When: source},
		}}
		x, problems := form.Open(d, form.Options{Languages: []string{"vi", "en"}})
		if (x == nil) == (len(problems) == 0) {
			t.Fatalf("got form %v with problems %v, want one or the other", x, problems)
		}
		if x == nil {
			return
		}
		if _, err := x.Evaluate([]byte(`{"n":3,"t":"aaaa","p":[{"x":1},{}]}`), "2026-03-03"); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkEvaluate(b *testing.B) {
	var file struct {
		Form  form.Declaration
		Cases []vector
	}
	read(b, "visit.json", &file)
	f := open(b, file.Form)
	for b.Loop() {
		if _, err := f.Evaluate(file.Cases[3].Answers, "2026-03-03"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	var file struct {
		Form  form.Declaration
		Cases []vector
	}
	read(b, "visit.json", &file)
	for b.Loop() {
		open(b, file.Form)
	}
}
