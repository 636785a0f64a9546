package importer_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"bamban/internal/change"
	"bamban/internal/fault"
	"bamban/internal/household"
	"bamban/internal/importer"
	"bamban/internal/intake"
)

// take sends a file and gives it with what is proposed for a sheet of it.
func (o *office) take(raw []byte, sheet int, recipe string) (*importer.State, importer.Mapping, *importer.Layout) {
	o.t.Helper()
	s, err := o.desk.Take(o.by, `C:\Users\may\Danh sách.xlsx`, bytes.NewReader(raw))
	if err != nil {
		o.t.Fatal(err)
	}
	l, err := o.desk.Layout(o.by, s.ID, sheet, recipe, 0, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	m := importer.Mapping{Sheet: sheet, Recipe: recipe, HeaderFrom: l.HeaderFrom, HeaderTo: l.HeaderTo, Year: l.Year}
	if m.Year == "" {
		m.Year = "2026"
	}
	for _, c := range l.Columns {
		if c.Target != "" {
			m.Columns = append(m.Columns, importer.Matched{Col: c.Col, Target: c.Target})
		}
	}
	return s, m, l
}

func (o *office) check(id change.ID, m importer.Mapping) *importer.State {
	o.t.Helper()
	if err := o.desk.Check(o.by, id, m); err != nil {
		o.t.Fatal(err)
	}
	return o.wait(id)
}

func (o *office) run(id change.ID, partial bool) *importer.State {
	o.t.Helper()
	if err := o.desk.Run(o.by, id, partial); err != nil {
		o.t.Fatal(err)
	}
	return o.wait(id)
}

func (o *office) undo(id change.ID) *importer.State {
	o.t.Helper()
	if err := o.desk.Undo(o.by, id); err != nil {
		o.t.Fatal(err)
	}
	return o.wait(id)
}

func counts(r *importer.Report) string {
	if r == nil {
		return "no report"
	}
	return fmt.Sprintf("rows %d new %d update %d same %d failed %d skipped %d", r.Rows, r.New, r.Update, r.Same, r.Failed, r.Skipped)
}

func matched(l *importer.Layout) string {
	var out []string
	for _, c := range l.Columns {
		out = append(out, c.Letter+"="+c.Target)
	}
	return strings.Join(out, " ")
}

func (o *office) want(s *importer.State, stage importer.Stage, want string) {
	o.t.Helper()
	if got := counts(s.Report); s.Stage != stage || got != want {
		o.t.Fatalf("got %s with %s (%v), want %s with %s; problems %+v", s.Stage, got, s.Fault, stage, want, problems(s.Report))
	}
}

func problems(r *importer.Report) []string {
	var out []string
	if r != nil {
		for _, p := range r.Problems {
			out = append(out, fmt.Sprintf("row %d %s %s: %s", p.Row, p.Column, p.Code, p.Text.VI))
		}
	}
	return out
}

// The lists that offices have go in, a second time change nothing, and come out again.
func TestListsOfOldFontsGoInAndAreUndone(t *testing.T) {
	for _, name := range []string{"ho-tcvn3.xlsx", "ho-vni.xlsx"} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			raw := o.sample(name)
			s, m, l := o.take(raw, 0, "household")
			if got, want := matched(l), "A= B=name C=sex=male D=sex=female E=ethnicity F=village G=status=poor H=status=near_poor I= J=phone"; got != want {
				t.Fatalf("got columns %s, want %s", got, want)
			}
			if l.HeaderFrom != 4 || l.HeaderTo != 6 || l.Year != "2025" || l.Columns[2].Name != "Năm sinh › Nam" {
				t.Fatalf("got header %d to %d, year %s, %q; want 4 to 6, 2025, Năm sinh › Nam", l.HeaderFrom, l.HeaderTo, l.Year, l.Columns[2].Name)
			}
			before := o.people()
			o.want(o.check(s.ID, m), importer.Checked, "rows 12 new 12 update 0 same 0 failed 0 skipped 2")
			if got := o.people(); got != before {
				t.Fatalf("got %s after a dry run, want %s", got, before)
			}
			o.want(o.run(s.ID, false), importer.Written, "rows 12 new 12 update 0 same 0 failed 0 skipped 2")
			if got, want := o.people(), "12 households, 12 people, 12 memberships, 0 notes"; got != want {
				t.Fatalf("got %s, want %s", got, want)
			}
			o.asWritten(t)
			if i := o.importRecord(s.ID); i.Status != intake.Done || i.Created != 12 || i.File != "Danh sách.xlsx" {
				t.Errorf("got import %+v, want it done with 12 new", i)
			}
			again, m, _ := o.take(raw, 0, "household")
			o.want(o.check(again.ID, m), importer.Checked, "rows 12 new 0 update 0 same 12 failed 0 skipped 2")
			if err := o.desk.Run(o.by, again.ID, false); fault.As(err).Code != "intake.nothing_to_do" {
				t.Errorf("got %v, want nothing to do", err)
			}
			u := o.undo(s.ID)
			if u.Stage != importer.Undone || u.Undo.Deleted != 36 || len(u.Undo.Kept) != 0 {
				t.Fatalf("got %s, %+v, %v; want 36 records deleted", u.Stage, u.Undo, u.Fault)
			}
			if got := o.people(); got != before {
				t.Errorf("got %s after undo, want %s", got, before)
			}
			third, m, _ := o.take(raw, 0, "household")
			o.want(o.check(third.ID, m), importer.Checked, "rows 12 new 12 update 0 same 0 failed 0 skipped 2")
			o.want(o.run(third.ID, false), importer.Written, "rows 12 new 12 update 0 same 0 failed 0 skipped 2")
		})
	}
}

var twoCapitals = regexp.MustCompile(`\p{Lu}\p{Lu}|\p{Lu}\p{Ll}+\p{Lu}`)

// asWritten looks at what the rows of the sample became.
func (o *office) asWritten(t *testing.T) {
	t.Helper()
	people := recordsOf[household.Person](o, "person", func(p household.Person) string { return p.Phone + p.Name })
	years := map[string]int{}
	for _, p := range people {
		years[p.Born]++
		if p.Sex == "" || p.Ethnicity == "" || strings.ContainsAny(p.Name, "µ¸¶·¹øûïå") || twoCapitals.MatchString(p.Name) {
			t.Errorf("got %+v, want name in Unicode, sex, ethnic group", p)
		}
	}
	for _, born := range []string{"1962", "1971-07-04", "1980"} {
		if years[born] != 1 {
			t.Errorf("got births %v, want one of %s", years, born)
		}
	}
	poor := map[string]int{}
	for _, h := range o.houses() {
		poor[h.Poverty["2025"].Status]++
		if !strings.HasPrefix(h.Phone, "0912345") {
			t.Errorf("got telephone %q, want its nought back", h.Phone)
		}
	}
	if poor["poor"] != 6 || poor["near_poor"] != 6 {
		t.Errorf("got %v, want 6 poor and 6 near-poor", poor)
	}
}

func TestVillagesByThemselvesNameThoseOfTheRowsBelow(t *testing.T) {
	o := openOffice(t)
	s, m, l := o.take(o.sample("ho-theo-ban.xlsx"), 0, "household")
	if got, want := matched(l), "A=  B=name C=code D=born E=sex F=status G=decision"; strings.ReplaceAll(got, "A= ", "A=  ") != want {
		t.Fatalf("got columns %s, want %s", got, want)
	}
	o.want(o.check(s.ID, m), importer.Checked, "rows 10 new 10 update 0 same 0 failed 0 skipped 3")
	o.want(o.run(s.ID, false), importer.Written, "rows 10 new 10 update 0 same 0 failed 0 skipped 3")
	areas := map[change.ID]int{}
	for _, h := range o.houses() {
		areas[h.Area]++
		if p := h.Poverty["2026"]; p.Decision != "12/QĐ-UBND" || p.Status == "" {
			t.Errorf("got %+v, want the decision of 2026", h.Poverty)
		}
	}
	if len(areas) != 2 {
		t.Errorf("got %v, want five households in each of two villages", areas)
	}
	for _, p := range recordsOf[household.Person](o, "person", func(p household.Person) string { return p.Name }) {
		if len(p.Born) != 10 || p.Born < "1968" || p.Born > "1994" {
			t.Errorf("got born %q, want the day that the spreadsheet counts", p.Born)
		}
	}
}

func TestPupilsComeWithGuardiansAndClass(t *testing.T) {
	o := openOffice(t)
	raw := o.sample("hoc-sinh.xlsx")
	s, m, l := o.take(raw, 0, "pupil")
	if got, want := matched(l), "A= B=name C=born D=sex=female E=ethnicity F=guardian G=village H=class I=school"; got != want {
		t.Fatalf("got columns %s, want %s", got, want)
	}
	o.want(o.check(s.ID, m), importer.Checked, "rows 10 new 10 update 0 same 0 failed 0 skipped 0")
	o.want(o.run(s.ID, false), importer.Written, "rows 10 new 10 update 0 same 0 failed 0 skipped 0")
	if got, want := o.people(), "0 households, 15 people, 0 memberships, 10 notes"; got != want {
		t.Fatalf("got %s, want %s: five guardians of two pupils each", got, want)
	}
	again, m, _ := o.take(raw, 0, "pupil")
	o.want(o.check(again.ID, m), importer.Checked, "rows 10 new 0 update 0 same 10 failed 0 skipped 0")
	if u := o.undo(s.ID); u.Stage != importer.Undone || u.Undo.Deleted != 25 {
		t.Errorf("got %s, %+v; want 25 records deleted", u.Stage, u.Undo)
	}
}

func TestFortySheetsAreListedAndFormulasTold(t *testing.T) {
	o := openOffice(t)
	s, m, _ := o.take(o.sample("nhieu-trang.xlsx"), 16, "household")
	if len(s.Sheets) != 40 || s.Sheets[16].Rows != 5 || s.Sheets[3].Formulas != 5 {
		t.Fatalf("got %d sheets, %+v; want 40 with their rows and formulas", len(s.Sheets), s.Sheets[16])
	}
	checked := o.check(s.ID, m)
	o.want(checked, importer.Checked, "rows 4 new 3 update 0 same 0 failed 1 skipped 0")
	if p := checked.Report.Problems[0]; p.Row != 3 || p.Column != "A" || p.Code != "intake.broken_cell" {
		t.Errorf("got %+v, want the formula without a result in A3", p)
	}
	if err := o.desk.Run(o.by, s.ID, false); fault.As(err).Code != "intake.has_faults" {
		t.Errorf("all or nothing: got %v, want a refusal", err)
	}
	if got := o.count("household"); got != 0 {
		t.Errorf("got %d households, want none", got)
	}
	o.want(o.run(s.ID, true), importer.Written, "rows 4 new 3 update 0 same 0 failed 1 skipped 0")
	var out bytes.Buffer
	if err := o.desk.Remarks(o.by, s.ID, &out, "vi"); err != nil || out.Len() == 0 {
		t.Errorf("remarks: got %d bytes, %v", out.Len(), err)
	}
}
