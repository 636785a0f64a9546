package xlsform_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"bamban/internal/fault"
	"bamban/internal/form"
	"bamban/internal/pack"
	"bamban/internal/xlsform"
	"bamban/packs"
)

func laiChau(t testing.TB) *pack.Pack {
	t.Helper()
	p, problems := pack.Load(packs.LaiChau())
	if p == nil {
		t.Fatal(problems)
	}
	return p
}

func export(t testing.TB, d *form.Declaration) []byte {
	t.Helper()
	data, faults := xlsform.Export(d, []string{"vi", "en"})
	for _, f := range faults {
		t.Errorf("export: %s", f.Text("en"))
	}
	if data == nil {
		t.FailNow()
	}
	return data
}

func imported(t testing.TB, data []byte, p *pack.Pack) *form.Declaration {
	t.Helper()
	d, faults := xlsform.Import(data, p)
	for _, f := range faults {
		t.Errorf("import: %s", f.Text("en"))
	}
	if d == nil {
		t.FailNow()
	}
	return d
}

func asJSON(t testing.TB, d *form.Declaration) string {
	t.Helper()
	out, err := json.MarshalIndent(d, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestAFormComesBackFromItsWorkbookAsItWas(t *testing.T) {
	p := laiChau(t)
	forms := []form.Declaration{p.Form("household_visit", 1).Declaration, everything()}
	for i := range forms {
		d := &forms[i]
		if f, problems := form.Open(*d, form.Options{Languages: p.Languages, HasFile: func(string) bool { return true }}); f == nil {
			t.Fatal(problems)
		}
		got, want := asJSON(t, imported(t, export(t, d), p)), asJSON(t, d)
		if got != want {
			dir := t.TempDir()
			_ = os.WriteFile(filepath.Join(dir, "got.json"), []byte(got), 0o600)
			t.Errorf("%s came back otherwise\n%s", d.ID, firstDifference(got, want))
		}
	}
}

// firstDifference shows the lines around where two texts part.
func firstDifference(got, want string) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	cut := func(s string) string { return s[max(0, i-200):min(len(s), i+200)] }
	return "got  …" + cut(got) + "…\nwant …" + cut(want) + "…"
}

func TestTheYAMLOfAnImportedFormLoadsAsTheSame(t *testing.T) {
	p := laiChau(t)
	d := everything()
	raw, err := pack.FormYAML(&d)
	if err != nil {
		t.Fatal(err)
	}
	again, problems := pack.ReadForm(raw, p)
	if again == nil {
		t.Fatalf("%v\n%s", problems, raw)
	}
	if got, want := asJSON(t, &again.Declaration), asJSON(t, &d); got != want {
		t.Errorf("came back otherwise\n%s\n%s", firstDifference(got, want), raw)
	}
}

// everything is a form with every type of question and every function that
// XLSForm has a counterpart of, written as the import writes them.
func everything() form.Declaration {
	n := func(f float64) *float64 { return &f }
	l := func(vi, en string) form.Text { return form.Text{"vi": vi, "en": en} }
	name := func(s string) form.Text { return l("Câu "+s, "Question "+s) }
	ab := []form.Choice{
		{Code: "a", Label: l("Một", "One"), Audio: map[string]string{"vi": "media/mot.mp3", "hmong": "media/ib.mp3"}, Image: "media/a.png", Data: map[string]string{"of": "x"}},
		{Code: "B-2.0", Label: l("Hai “'”", "Two"), Data: map[string]string{"of": "y"}},
	}
	value := func(name string, t form.Type, cel string) form.Question {
		return form.Question{Name: name, Type: t, Value: cel}
	}
	when := func(name, cel string) form.Question {
		return form.Question{Name: name, Type: form.Note, Label: l("Lời dặn "+name, "Note "+name), When: cel}
	}
	return form.Declaration{ID: "moi_thu", Version: 2026030301, Kind: "visit", Title: l("Mọi thứ", "Everything"), Questions: []form.Question{
		{Name: "t", Type: form.TextLine, Label: name("t"), Help: l("Giúp", "Help"), Audio: map[string]string{"vi": "media/t.mp3"}, Required: true, Max: n(100), Check: "t.matches('[a-z]+') && t.contains('a')", Message: l("Sai", "Wrong")},
		{Name: "n", Type: form.Integer, Label: name("n"), Min: n(-3), Max: n(40), Check: "n % 2 == 0 || n == 1"},
		{Name: "m", Type: form.Money, Label: name("m"), Unit: "VND", Min: n(0)},
		{Name: "d", Type: form.Decimal, Label: name("d"), Unit: "m2", Max: n(2.5)},
		{Name: "on", Type: form.Date, Label: name("on"), Check: "on <= today && days(on, today) <= 30"},
		{Name: "o", Type: form.One, Label: name("o"), Choices: ab, Filter: "choice.of == 'x' || choice.code in s"},
		{Name: "s", Type: form.Several, Label: name("s"), Choices: ab, Check: "size(s) <= 1"},
		{Name: "v", Type: form.One, Label: name("v"), Vocabulary: "sex", Choices: []form.Choice{{Code: "female", Label: l("Nữ", "Female")}, {Code: "male", Label: l("Nam", "Male")}, {Code: "not_given", Label: l("Chưa ghi", "Not given")}}},
		{Name: "yn", Type: form.YesNo, Label: name("yn")},
		{Name: "who", Type: form.Person, Label: name("who")},
		{Name: "home", Type: form.Household, Label: name("home"), When: "yn == true"},
		{Name: "ph", Type: form.Photo, Label: name("ph")}, {Name: "vo", Type: form.Voice, Label: name("vo")}, {Name: "si", Type: form.Signature, Label: name("si")},
		{Name: "pos", Type: form.Position, Label: name("pos"), Check: "pos.acc <= 50.0"},
		{Name: "g", Type: form.Group, Label: name("g"), When: "n > 3 && (o == 'a' || yn != true)", Questions: []form.Question{
			{Name: "p", Type: form.Repeat, Label: name("p"), Min: n(1), Max: n(9), Questions: []form.Question{
				{Name: "x", Type: form.Integer, Label: name("x"), When: "n > 5"},
				{Name: "y", Type: form.Decimal, Label: name("y"), Check: "y > double(x) * 1.5"},
				{Name: "z", Type: form.One, Label: name("z"), Choices: ab[1:]},
			}},
		}},
		value("v1", form.Integer, "m / n"), value("v2", form.Decimal, "d / double(n)"), value("v3", form.Integer, "int(d * 2.0)"), value("v4", form.Integer, "round(d)"),
		value("v5", form.Integer, "sum(p.map(r, r.x))"), value("v6", form.Decimal, "sum_decimal(p.map(r, r.y))"), value("v7", form.Integer, "size(p)"),
		value("v8", form.Integer, "p.filter(r, r.x > 1 && r.z in ['B-2.0', 'a']).size()"), value("v9", form.TextLine, "t + ' ' + string(n)"),
		value("v10", form.Date, "add_days(on, n)"), value("v11", form.Integer, "year(on) * 100 + month(today)"), value("v12", form.YesNo, "answered(t) && !answered(s)"),
		value("v13", form.TextLine, "n > 3 ? 'nhiều' : 'ít'"), value("v14", form.Integer, "answered(n) ? n : -1"), value("v15", form.Decimal, "-(d + 1.0) - (d - 2.0)"),
		value("v16", form.Integer, "size(t) + size(s)"), value("v17", form.Integer, "day(on)"), value("v18", form.TextLine, "o"),
		when("c1", "'a' in s"), when("c2", "!(n > 3)"), when("c3", "t.startsWith('Lò') || t.endsWith('á')"), when("c4", "t.matches('^(?:[0-9]{12})$')"),
		when("c5", "yn == false"), when("c6", "o in ['a', 'B-2.0']"), when("c7", "n == 3 || n == 4"), when("c8", "(n > 1 || n < 0) && d != 1.5"),
		when("c9", "on >= '2026-01-01'"), when("c10", "days(on, today) > 7"), when("c11", "pos.lat > 22.0"), when("c12", "v12 == true"),
	}}
}

func TestAnExportThatXLSFormCannotSayIsRefusedByName(t *testing.T) {
	d := form.Declaration{ID: "f", Version: 1, Kind: "visit", Title: form.Text{"vi": "f", "en": "f"}, Questions: []form.Question{
		{Name: "born", Type: form.Date, Label: form.Text{"vi": "b", "en": "b"}},
		{Name: "years", Type: form.Integer, Value: "age(born, today)"},
		{Name: "t", Type: form.TextLine, Label: form.Text{"vi": "Xin chào ${born}", "en": "t"}},
	}}
	data, faults := xlsform.Export(&d, []string{"vi", "en"})
	if data != nil || len(faults) != 2 || !fault.New("xlsform.no_counterpart", "").Is(faults[0]) || faults[0].Field != "years" || faults[0].Args["what"] != "age(born, today)" {
		t.Errorf("got %d bytes and %v, want none and the two that can't be said", len(data), faults)
	}
}
