package form_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bamban/internal/form"
)

func TestEachMistakeIsRefusedWhereItIs(t *testing.T) {
	var rows []struct {
		Name     string
		Form     form.Declaration
		Problems []struct{ At, Code string }
	}
	read(t, "refused.json", &rows)
	for _, row := range rows {
		t.Run(row.Name, func(t *testing.T) {
			f, problems := form.Open(row.Form, form.Options{Languages: []string{"vi", "en"}})
			if f != nil {
				t.Error("got a form, want none")
			}
			var got, want []string
			for _, p := range problems {
				got = append(got, strings.Join(p.Path, ".")+" "+p.Code)
			}
			for _, p := range row.Problems {
				want = append(want, p.At+" "+p.Code)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("got %v, want %v\n%+v", got, want, problems)
			}
		})
	}
}

func TestACircleIsNamed(t *testing.T) {
	d := form.Declaration{ID: "f", Version: 1, Title: both("f"), Questions: []form.Question{
		{Name: "a", Type: form.Integer, Label: both("a"), Value: "b + 1"},
		{Name: "b", Type: form.Integer, Label: both("b"), When: "c > 1"},
		{Name: "c", Type: form.Integer, Label: both("c"), Value: "a + b"},
	}}
	_, problems := form.Open(d, form.Options{Languages: []string{"vi"}})
	if got, want := fmt.Sprint(problems), "a → b → c → a"; !strings.Contains(got, want) {
		t.Errorf("got %s, want the circle %s", got, want)
	}
}

func TestCostsAreCountedAsTheVectorsSay(t *testing.T) {
	var file struct {
		Form  form.Declaration
		Costs []struct {
			Expr string
			Cost int
		}
	}
	read(t, "costs.json", &file)
	f := open(t, file.Form)
	for _, c := range file.Costs {
		got, err := form.Cost(f, c.Expr)
		if err != nil || got != c.Cost {
			t.Errorf("%s: cost %d, %v; want %d", c.Expr, got, err, c.Cost)
		}
	}
}

func both(s string) form.Text { return form.Text{"vi": s, "en": s} }

func TestTheShapeIsWhatAnswersDependOn(t *testing.T) {
	d := form.Declaration{ID: "f", Version: 1, Title: both("Một"), Questions: []form.Question{
		{Name: "a", Type: form.One, Label: both("A"), Choices: []form.Choice{{Code: "x", Label: both("X")}}},
		{Name: "p", Type: form.Repeat, Label: both("P"), Questions: []form.Question{{Name: "b", Type: form.Integer, Label: both("B"), When: "a == 'x'"}}},
	}}
	before := d.Shape()
	d.Title, d.Questions[0].Label, d.Questions[0].Choices[0].Label = both("Hai"), both("Á"), both("Ích")
	d.Questions[1].Questions[0].Help = both("Giúp")
	if d.Shape() != before {
		t.Error("the shape changed with a text")
	}
	if d.Questions[1].Questions[0].Help == nil {
		t.Error("taking the shape changed the declaration")
	}
	d.Questions[1].Questions[0].When = "a == 'y'"
	if d.Shape() == before {
		t.Error("the shape stayed although a condition changed")
	}
}
