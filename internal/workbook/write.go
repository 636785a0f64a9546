package workbook

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
)

// Column of a table that is written.
type Column struct {
	Label string
	Width float64 // in characters; 0 is by the label
}

// Value of one cell: make it with [String], [Num], [Day] or [Truth]; the zero Value is
// an empty cell.
type Value struct {
	text string
	form form
	num  float64
}

type form uint8

const (
	empty form = iota
	asText
	asNumber
	asWhole
	asDay
	asTime
)

// String is a text. It is never run: a spreadsheet shows “=1+1” as it stands.
func String(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{text: s, form: asText}
}

// Num is a number, shown with the spreadsheet's own marks for thousands.
func Num(n float64) Value {
	if n == float64(int64(n)) {
		return Value{form: asWhole, num: n}
	}
	return Value{form: asNumber, num: n}
}

// Day is a day written 2006-01-02; anything else (a year alone) is kept as a text.
func Day(s string) Value {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1901 {
		return String(s)
	}
	return Value{form: asDay, num: serial(t)}
}

// At is a moment, in the zone that it is given in.
func At(t time.Time) Value {
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	return Value{form: asTime, num: serial(wall)}
}

func serial(t time.Time) float64 {
	return t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
}

// WriteTable writes a workbook of one table, row by row: header in bold and frozen,
// filters on, columns as wide as they need. A table longer than a sheet goes on in
// another. It gives the number of rows.
func WriteTable(w io.Writer, sheet string, columns []Column, rows iter.Seq2[[]Value, error]) (int, error) {
	t, err := NewWriter(w, sheet, columns)
	if err != nil {
		return 0, err
	}
	for row, err := range rows {
		if err == nil {
			err = t.Row(row)
		}
		if err != nil {
			return t.rows, err
		}
	}
	return t.rows, t.Close()
}

// Writer writes tables as a workbook while their rows come.
type Writer struct {
	name    string // of the table
	columns []Column
	zip     *zip.Writer
	out     *bufio.Writer
	names   []string // of the sheets
	parts   int      // sheets of the table
	line    int      // of the sheet
	rows    int
	buf     []byte
}

// NewWriter begins a workbook with a table.
func NewWriter(w io.Writer, sheet string, columns []Column) (*Writer, error) {
	t := &Writer{zip: zip.NewWriter(w), buf: make([]byte, 0, 4096)}
	// The second lowest level: the file is a fifth larger than by the default one,
	// and takes a third of the time.
	t.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 2) })
	return t, t.Sheet(sheet, columns)
}

// Sheet ends the table at hand and begins another one, in a sheet of its own. Its name
// must be another than those before.
func (t *Writer) Sheet(name string, columns []Column) error {
	if len(columns) == 0 || len(columns) > maxColumns {
		return fmt.Errorf("write workbook: %d columns", len(columns))
	}
	if t.out != nil {
		if err := t.end(); err != nil {
			return err
		}
	}
	t.name, t.columns, t.parts = sheetName(name), columns, 0
	return t.begin()
}

// sheetName keeps to what a sheet may be called.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return '-'
		}
		return r
	}, strings.Trim(s, "' "))
	if r := []rune(s); len(r) > 25 {
		s = string(r[:25])
	}
	if s == "" {
		return "1"
	}
	return s
}

func (t *Writer) begin() error {
	name := t.name
	if t.parts > 0 {
		name += fmt.Sprintf(" (%d)", t.parts+1)
	}
	t.names, t.parts, t.line = append(t.names, name), t.parts+1, 1
	part, err := t.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(t.names)))
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	t.out = bufio.NewWriterSize(part, 64<<10)
	b := append(t.buf[:0], xmlHead+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`...)
	for i, c := range t.columns {
		width := c.Width
		if width == 0 {
			width = float64(min(max(utf8.RuneCountInString(c.Label)+3, 9), 40))
		}
		b = fmt.Appendf(b, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, width)
	}
	b = append(b, `</cols><sheetData><row r="1">`...)
	for i, c := range t.columns {
		b = t.cell(b, i, String(c.Label), styleHeader)
	}
	b = append(b, `</row>`...)
	t.buf = b
	_, err = t.out.Write(b)
	return err
}

// The cell formats of styles.xml, in its order.
const (
	styleText = iota
	styleHeader
	styleDay
	styleTime
	styleWhole
	styleNumber
)

// Row writes one row; cells past the columns are left out.
func (t *Writer) Row(values []Value) error {
	if t.line == MaxRows {
		if err := t.end(); err != nil {
			return err
		}
		if err := t.begin(); err != nil {
			return err
		}
	}
	t.line++
	t.rows++
	b := append(t.buf[:0], `<row r="`...)
	b = strconv.AppendInt(b, int64(t.line), 10)
	b = append(b, `">`...)
	for i := range values {
		if i == len(t.columns) {
			break
		}
		v := &values[i]
		style := styleText
		switch v.form {
		case empty:
			continue
		case asDay:
			style = styleDay
		case asTime:
			style = styleTime
		case asWhole:
			style = styleWhole
		case asNumber:
			style = styleNumber
		}
		b = t.cell(b, i, *v, style)
	}
	b = append(b, `</row>`...)
	t.buf = b
	_, err := t.out.Write(b)
	return err
}

func (t *Writer) cell(b []byte, col int, v Value, style int) []byte {
	b = append(b, `<c r="`...)
	b = appendLetters(b, col)
	b = strconv.AppendInt(b, int64(t.line), 10)
	if style != styleText {
		b = append(b, `" s="`...)
		b = strconv.AppendInt(b, int64(style), 10)
	}
	if v.form == asText {
		b = append(b, `" t="inlineStr"><is><t`...)
		if v.text[0] <= ' ' || v.text[len(v.text)-1] <= ' ' || strings.Contains(v.text, "\n") {
			b = append(b, ` xml:space="preserve"`...)
		}
		b = append(b, '>')
		b = appendText(b, v.text)
		return append(b, `</t></is></c>`...)
	}
	b = append(b, `"><v>`...)
	if v.form == asWhole {
		b = strconv.AppendInt(b, int64(v.num), 10)
	} else {
		b = strconv.AppendFloat(b, v.num, 'g', -1, 64)
	}
	return append(b, `</v></c>`...)
}

func appendLetters(b []byte, col int) []byte {
	if col >= 26 {
		b = appendLetters(b, col/26-1)
	}
	return append(b, byte('A'+col%26))
}

// longestText is what a cell can hold, in characters.
const longestText = 32767

// appendText escapes a text for XML; what XML can't hold is left out.
func appendText(b []byte, s string) []byte {
	n := 0
	for _, r := range s {
		if n++; n > longestText {
			break
		}
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '\r', r < ' ' && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF:
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// end closes the sheet that is being written.
func (t *Writer) end() error {
	last := string(appendLetters(nil, len(t.columns)-1)) + strconv.Itoa(t.line)
	_, err := t.out.WriteString(`</sheetData><autoFilter ref="A1:` + last + `"/></worksheet>`)
	return errors.Join(err, t.out.Flush())
}

// Close ends the workbook; without it the file can't be opened.
func (t *Writer) Close() error {
	err := t.end()
	var types, sheets, rels strings.Builder
	for i, name := range t.names {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, strings.ReplaceAll(string(appendText(nil, name)), `"`, "&quot;"), i+1, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
	}
	for _, part := range []struct{ name, content string }{
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels.String() + `<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
		{"xl/styles.xml", styles},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`},
	} {
		if err != nil {
			break
		}
		var f io.Writer
		if f, err = t.zip.Create(part.name); err == nil {
			_, err = io.WriteString(f, xmlHead+part.content)
		}
	}
	if err = errors.Join(err, t.zip.Close()); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	styles  = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE7EFE9"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`
)
