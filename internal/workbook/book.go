package workbook

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"bamban/internal/fault"
)

// Book is an open workbook. Its strings and styles are in memory, its cells are not.
type Book struct {
	Sheets []Sheet

	files   map[string]*zip.File
	strings []text
	fonts   []string // of each cell format
	dates   []bool   // of each cell format
	from04  bool     // days are counted from 1904
}

// Sheet is one sheet, counted but not kept.
type Sheet struct {
	Name     string
	Hidden   bool
	Rows     int // that hold something
	LastRow  int
	Columns  int // up to the last that holds something
	Formulas int
	Merges   []Merge

	path string
}

// Merge is a block of cells that are shown as one; rows and columns from 1 and 0.
type Merge struct{ Row, Col, LastRow, LastCol int }

// text is a shared string, and the font of its runs where it has such.
type text struct{ s, font string }

// Open reads what a workbook holds but the cells themselves, and counts those.
func Open(r io.ReaderAt, size int64) (*Book, error) {
	if size > MaxBytes {
		return nil, fault.New("workbook.too_large", "", "max", MaxBytes>>20)
	}
	z, err := Guard(r, size, maxUnzipped)
	if err != nil {
		return nil, err
	}
	b := &Book{files: map[string]*zip.File{}}
	for _, f := range z.File {
		b.files[strings.ToLower(strings.TrimPrefix(f.Name, "/"))] = f
	}
	for _, read := range []func() error{b.readSheets, b.readStyles, b.readStrings, b.count} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// broken makes a fault of what a reader of archives or XML says.
func broken(err error) error {
	var known *fault.Fault
	if errors.As(err, &known) {
		return err
	}
	return fault.New("workbook.broken", "").Because(err)
}

// each visits the elements of a part: text is what stands between a start and the
// next tag. A part that isn't there has none.
func (b *Book) each(name string, visit func(t xml.Token) error) error {
	f := b.files[strings.ToLower(name)]
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return broken(err)
	}
	defer func() { _ = r.Close() }() // its checksum was compared at the end
	d := xml.NewDecoder(&bounded{r, maxPart})
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		if err := visit(t); err != nil {
			return err
		}
	}
}

func attr(s xml.StartElement, name string) string {
	for i := range s.Attr {
		if s.Attr[i].Name.Local == name {
			return s.Attr[i].Value
		}
	}
	return ""
}

// readSheets lists the sheets in the order of their tabs.
func (b *Book) readSheets() error {
	targets := map[string]string{}
	err := b.each("xl/_rels/workbook.xml.rels", func(t xml.Token) error {
		if s, ok := t.(xml.StartElement); ok && s.Name.Local == "Relationship" && path.Base(attr(s, "Type")) == "worksheet" {
			target := attr(s, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			targets[attr(s, "Id")] = strings.TrimPrefix(target, "/")
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = b.each("xl/workbook.xml", func(t xml.Token) error {
		s, ok := t.(xml.StartElement)
		if !ok {
			return nil
		}
		switch s.Name.Local {
		case "workbookPr":
			b.from04 = attr(s, "date1904") == "1" || attr(s, "date1904") == "true"
		case "sheet":
			id := ""
			for _, a := range s.Attr {
				if a.Name.Space != "" && a.Name.Local == "id" {
					id = a.Value
				}
			}
			if target := targets[id]; target != "" && b.files[strings.ToLower(target)] != nil {
				b.Sheets = append(b.Sheets, Sheet{Name: attr(s, "name"), Hidden: attr(s, "state") != "" && attr(s, "state") != "visible", path: target})
			}
		}
		return nil
	})
	if err == nil && (len(b.Sheets) == 0 || len(b.Sheets) > maxSheets) {
		err = fault.New("workbook.no_sheets", "", "max", maxSheets)
	}
	return err
}

// readStyles learns which cell formats show a date, and which font each has.
func (b *Book) readStyles() error {
	var fonts []string
	formats := map[int]bool{}
	within := ""
	return b.each("xl/styles.xml", func(t xml.Token) error {
		switch s := t.(type) {
		case xml.EndElement:
			if s.Name.Local == within {
				within = ""
			}
		case xml.StartElement:
			switch s.Name.Local {
			case "fonts", "cellXfs", "dxfs", "cellStyleXfs":
				within = s.Name.Local
			case "numFmt":
				if id, err := strconv.Atoi(attr(s, "numFmtId")); err == nil && within == "" {
					formats[id] = isDateFormat(attr(s, "formatCode"))
				}
			case "font":
				if within == "fonts" {
					fonts = append(fonts, "")
				}
			case "name":
				if within == "fonts" && len(fonts) > 0 {
					fonts[len(fonts)-1] = attr(s, "val")
				}
			case "xf":
				if within == "cellXfs" {
					b.format(s, fonts, formats)
				}
			}
		}
		return nil
	})
}

func (b *Book) format(s xml.StartElement, fonts []string, formats map[int]bool) {
	font := ""
	if i, err := strconv.Atoi(attr(s, "fontId")); err == nil && i >= 0 && i < len(fonts) {
		font = fonts[i]
	}
	id, err := strconv.Atoi(attr(s, "numFmtId"))
	date := err == nil && (formats[id] || 14 <= id && id <= 17 || id == 22 || 27 <= id && id <= 36 || 50 <= id && id <= 58)
	b.fonts, b.dates = append(b.fonts, font), append(b.dates, date)
}

// isDateFormat reports whether a number format shows a day or a year.
func isDateFormat(code string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case bracket:
		case strings.IndexByte("yYdD", c) >= 0:
			return true
		}
	}
	return false
}

// maxStrings bounds the shared strings, together, in bytes.
const maxStrings = 128 << 20

// readStrings reads the table of strings that cells share.
func (b *Book) readStrings() error {
	var now strings.Builder
	font, inText, phonetic, total := "", false, false, 0
	return b.each("xl/sharedStrings.xml", func(t xml.Token) error {
		switch s := t.(type) {
		case xml.StartElement:
			switch s.Name.Local {
			case "si":
				now.Reset()
				font = ""
			case "rPh":
				phonetic = true
			case "rFont":
				if v := attr(s, "val"); font == "" || isOldFont(v) {
					font = v
				}
			case "t":
				inText = !phonetic
			}
		case xml.CharData:
			if inText {
				now.Write(s)
			}
		case xml.EndElement:
			switch s.Name.Local {
			case "t":
				inText = false
			case "rPh":
				phonetic = false
			case "si":
				if total += now.Len() + 32; total > maxStrings {
					return fault.New("workbook.too_large", "", "max", maxStrings>>20)
				}
				b.strings = append(b.strings, text{now.String(), font})
			}
		}
		return nil
	})
}

// isOldFont reports a font of before Unicode, which shows other letters than its
// text says.
func isOldFont(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, ".vn") || strings.HasPrefix(name, "vni-") || strings.HasPrefix(name, "vni ")
}

// count walks each sheet once: rows, columns, formulas, merged cells.
func (b *Book) count() error {
	for i := range b.Sheets {
		s := &b.Sheets[i]
		r := b.rows(s, func(row int, cells []Cell) error {
			s.Rows, s.LastRow = s.Rows+1, row
			s.Columns = max(s.Columns, cells[len(cells)-1].Col+1)
			for j := range cells {
				if cells[j].Formula {
					s.Formulas++
				}
			}
			return nil
		})
		r.merges = true
		if err := r.run(); err != nil {
			return err
		}
		slices.SortFunc(s.Merges, func(x, y Merge) int { return x.Row - y.Row })
	}
	return nil
}
