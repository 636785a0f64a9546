package workbook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bamban/internal/fault"
	"bamban/internal/workbook"
)

func open(raw []byte) (*workbook.Book, error) {
	return workbook.Open(bytes.NewReader(raw), int64(len(raw)))
}

// archive makes a zip of some parts.
func archive(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, content := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func filled(t testing.TB, options ...excelize.Options) []byte {
	t.Helper()
	f := excelize.NewFile()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.SetCellValue("Sheet1", "B2", "Lò Văn A"))
	must(f.SetCellValue("Sheet1", "C2", 0.1+0.2))
	must(f.SetCellValue("Sheet1", "D2", true))
	must(f.SetCellValue("Sheet1", "E2", 29281))
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14, Font: &excelize.Font{Family: ".VnTime"}})
	must(err)
	must(f.SetCellStyle("Sheet1", "E2", "E2", style))
	must(f.SetCellFormula("Sheet1", "F2", "1+1"))
	must(f.MergeCell("Sheet1", "A4", "C5"))
	must(f.SetCellRichText("Sheet1", "A4", []excelize.RichTextRun{{Text: "Hä "}, {Text: "vµ tªn", Font: &excelize.Font{Family: ".VnTimeH"}}}))
	var out bytes.Buffer
	must(f.Write(&out, options...))
	return out.Bytes()
}

func TestCellsAreReadWithWhatTheirStylesSay(t *testing.T) {
	b, err := open(filled(t))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = b.Each(0, func(row int, cells []workbook.Cell) error {
		for _, c := range cells {
			got = append(got, fmt.Sprintf("%s%d %d %q %s %v", workbook.Letters(c.Col), row, c.Form, c.Text, c.Font, c.Formula))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`B2 0 "Lò Văn A" Calibri false`, `C2 1 "0.3" Calibri false`, `D2 3 "true" Calibri false`, `E2 2 "1980-03-01" .VnTime false`, `F2 4 "" Calibri true`, `A4 0 "Hä vµ tªn" .VnTimeH false`}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	s := b.Sheets[0]
	if s.Rows != 2 || s.LastRow != 4 || s.Columns != 6 || s.Formulas != 1 || fmt.Sprint(s.Merges) != "[{4 0 5 2}]" {
		t.Errorf("got %+v, want two rows, six columns, a formula, one merged block", s)
	}
}

// The browser writes a table of the screen without a library; its own test makes the file.
func TestAWorkbookThatTheBrowserWroteIsRead(t *testing.T) {
	raw, err := os.ReadFile("../../testdata/sheet/screen.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	b, err := open(raw)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = b.Each(0, func(row int, cells []workbook.Cell) error {
		for _, c := range cells {
			got = append(got, fmt.Sprintf("%s%d %d %q %v", workbook.Letters(c.Col), row, c.Form, c.Text, c.Formula))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`A1 0 "Bản" false`, `B1 0 "Số hộ" false`, `C1 0 "Còn lại" false`, `D1 0 "Ghi chú" false`,
		`A2 0 "Huổi Luông <2> & \"ba\"" false`, `B2 1 "12" false`, `C2 1 "-1500000" false`, `A3 0 "=1+1" false`, `B3 1 "0.5" false`, `D3 0 "dòng\nhai" false`}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if name := b.Sheets[0].Name; name != "Tiền hàng  2026" {
		t.Errorf("the sheet is called %q", name)
	}
}

func TestWhatCouldHarmIsRefusedInPlainWords(t *testing.T) {
	old := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 4096)...)
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"a picture":     {[]byte("\x89PNG\r\n\x1a\n and more"), "workbook.not_xlsx"},
		"nothing":       {nil, "workbook.not_xlsx"},
		"an xls":        {old, "workbook.old_format"},
		"a password":    {filled(t, excelize.Options{Password: "x"}), "workbook.encrypted"},
		"macros":        {archive(t, map[string]string{"xl/workbook.xml": "<workbook/>", "xl/vbaProject.bin": "x"}), "workbook.macros"},
		"another zip":   {archive(t, map[string]string{"word/document.xml": "<x/>"}), "workbook.not_xlsx"},
		"no sheets":     {archive(t, map[string]string{"xl/workbook.xml": "<workbook/>"}), "workbook.no_sheets"},
		"half an xlsx":  {filled(t)[:2000], "workbook.broken"},
		"broken XML":    {archive(t, bomb(`<row><c t="n"><v>1</c`)), "workbook.broken"},
		"many entities": {archive(t, bomb(`<row><c t="str"><v>&lol;</v></c></row>`)), "workbook.broken"},
	} {
		_, err := open(c.raw)
		f := fault.As(err)
		if err == nil || f.Code != c.want || strings.ContainsAny(f.Text("vi")+f.Text("en"), "{}") {
			t.Errorf("%s: got %v, want %s in whole words", name, err, c.want)
		}
	}
}

// An archive that unpacks to more than is allowed is told by what it declares.
func TestABombIsNotUnpacked(t *testing.T) {
	raw := archive(t, bomb(strings.Repeat("<row/>", 1<<20)))
	if _, err := workbook.Guard(bytes.NewReader(raw), int64(len(raw)), 1<<20); fault.As(err).Code != "workbook.too_large" {
		t.Errorf("got %v for %d bytes, want workbook.too_large", err, len(raw))
	}
}

// bomb is a workbook whose one sheet holds what is given.
func bomb(rows string) map[string]string {
	return map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   "<worksheet><sheetData>" + rows + "</sheetData></worksheet>",
	}
}

// FuzzOpen reads any bytes as a workbook: it must end, within bounds, with rows in
// order or a fault of the catalogue.
func FuzzOpen(f *testing.F) {
	f.Add(filled(f))
	f.Add(archive(f, bomb(`<row r="3"><c r="B3" t="s"><v>7</v></c><c r="A3" t="e"><v>#N/A</v></c></row><row r="2"/>`)))
	f.Add(archive(f, bomb(`<row><c r="XFE1"><v>1e309</v></c><c s="99"><f>A1</f></c></row>`)))
	files, err := filepath.Glob("../../testdata/import/*.xlsx")
	if err != nil || len(files) == 0 {
		f.Fatalf("no samples: %v", err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := open(raw)
		if err != nil {
			if known := fault.As(err); known.Class() == fault.Internal || strings.ContainsAny(known.Text("vi")+known.Text("en"), "{}") {
				t.Fatalf("got %v, want a fault of the catalogue", err)
			}
			return
		}
		for i := range b.Sheets {
			last := 0
			err := b.Each(i, func(row int, cells []workbook.Cell) error {
				if row <= last || len(cells) == 0 {
					t.Fatalf("row %d with %d cells after row %d", row, len(cells), last)
				}
				last = row
				return nil
			})
			if err != nil {
				t.Fatalf("it was counted, and then: %v", err)
			}
		}
	})
}
