package eligible_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"bamban/internal/eligible"
	"bamban/internal/program"
)

// vectors are what server and phone must work out alike; the phone's test reads them too.
type vectors struct {
	Day     string          `json:"day"`
	Program program.Program `json:"program"`
	Cases   []struct {
		Facts eligible.Facts `json:"facts"`
		Fails []int          `json:"fails"`
	} `json:"cases"`
	Years []struct {
		Born, Day string
		Years     *int
	} `json:"years"`
}

func read(t *testing.T) *vectors {
	t.Helper()
	b, err := os.ReadFile("../../testdata/eligible.json")
	if err != nil {
		t.Fatal(err)
	}
	v := &vectors{}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
	if len(v.Cases) < 10 || len(v.Years) < 10 {
		t.Fatal("the vectors are not whole")
	}
	return v
}

func TestEachRuleThatDoesNotHoldGivesItsReason(t *testing.T) {
	v := read(t)
	rules, problems := eligible.Compile(&v.Program)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for i, c := range v.Cases {
		got, err := rules.Check(c.Facts, v.Day)
		if err != nil {
			t.Fatal(err)
		}
		var fails []int
		for n, r := range v.Program.Eligibility {
			if slices.ContainsFunc(got, func(x program.Text) bool { return x["vi"] == r.Reason["vi"] }) {
				fails = append(fails, n)
			}
		}
		if !slices.Equal(fails, c.Fails) {
			t.Errorf("case %d, %v: rules %v don't hold, want %v", i, c.Facts, fails, c.Fails)
		}
	}
}

func TestYearsAreTheFewestThatABirthDateAllows(t *testing.T) {
	for _, y := range read(t).Years {
		got, ok := eligible.Years(y.Born, y.Day)
		if ok != (y.Years != nil) || ok && got != *y.Years {
			t.Errorf("born %q, on %s: %d, %v", y.Born, y.Day, got, ok)
		}
	}
}

func TestARuleThatCannotBeWorkedOutIsRefusedWhereItStands(t *testing.T) {
	for rule, want := range map[string]string{"poverty ==": "form.expression", "wealth > 3": "form.unknown_question", "years": "form.result"} {
		p := &program.Program{Code: "p", Version: 1, Subject: program.OfPerson, Eligibility: []program.Rule{{When: "border"}, {When: rule}}}
		_, problems := eligible.Compile(p)
		if len(problems) == 0 || problems[0].Code != want || !slices.Equal(problems[0].Path, []string{"eligibility", "1", "when"}) {
			t.Errorf("%s: %+v, want %s at the second rule", rule, problems, want)
		}
	}
}
