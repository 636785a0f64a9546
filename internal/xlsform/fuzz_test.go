package xlsform_test

import (
	"strings"
	"testing"

	"bamban/internal/form"
	"bamban/internal/xlsform"
)

// FuzzXPath translates any text to CEL: it must end, what comes out must be CEL,
// and once it has gone there and back it must stay as it is.
func FuzzXPath(f *testing.F) {
	for _, s := range []string{"${n} > 1", ". = ''", "not(selected(${s}, 'a')) and ${n} != 3", "if(${n} div 2 > 1.5, 'x', \"y\")", "count(${p}[x > 1])", "-(-${n})", "((((1))))",
		"regex(${t}, '(a+)+b')", "${t} = 'a' or ${t} = 'b' or ${t} = 'c'", "today() - ${on} > 30", "date('2026-01-01') < ${on}", "coalesce(${t}, '')", "concat(${t}, 1, ${n})",
		"number(selected-at(${g}, 3)) * 2", "1 - - 1", "${n} = ${n} = true()", "int(format-date(today(), '%n'))", "sum(${x})", "..", "${", "a-b - c", "𝒳 > 'á'", " ${n} > 1",
		"${n} mod 2 = 0 and (${yn} = 'yes' or 1 < 2)", "date(decimal-date-time(${on}) + 7)", "'it''s'", "string-length(${t}) - -3.50"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		cel, err := xlsform.ToCEL(source)
		if err != nil {
			return
		}
		if _, err := form.Parse(cel); err != nil {
			t.Fatalf("%q became %q, which is no CEL: %v", source, cel, err)
		}
		for range 2 {
			xpath, err := xlsform.ToXPath(cel)
			if err != nil {
				return // some CEL that XPath gave has no XPath that it came from
			}
			again, err := xlsform.ToCEL(xpath)
			if err != nil {
				t.Fatalf("%q became %q, that %q, and that can't be read: %v", source, cel, xpath, err)
			}
			if back, err := xlsform.ToXPath(again); err != nil || back != xpath {
				t.Errorf("%q became %q, that %q, that %q, and that %q, %v", source, cel, xpath, again, back, err)
			}
			cel = again
		}
	})
}

// FuzzWorkbook puts any bytes in the place of a workbook. Fuzz with
// -fuzzminimizetime 5x: by default each find is shrunk for a minute.
func FuzzWorkbook(f *testing.F) {
	p := laiChau(f)
	d := p.Form("household_visit", 1).Declaration
	f.Add(workbook(f, usual))
	f.Add(export(f, &d))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, faults := xlsform.Import(data, p)
		if (d == nil) == (len(faults) == 0) {
			t.Fatalf("got %v with %v, want one or the other", d, faults)
		}
		for _, fault := range faults {
			if fault.Text("vi") == "" || strings.Contains(fault.Text("en"), "{cell}") {
				t.Errorf("got %q", fault.Text("en"))
			}
		}
	})
}
