package importer_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"bamban/internal/pack"
	"bamban/internal/vietnamese"
)

var update = flag.Bool("update", false, "make the sample workbooks again")

const samples = "../../testdata/import"

// sample gives a workbook as an office would have it; with -update it is made anew.
func (o *office) sample(name string) []byte {
	o.t.Helper()
	path := filepath.Join(samples, name)
	if *update {
		s := &sheetMaker{t: o.t, f: excelize.NewFile(), r: rand.New(rand.NewPCG(9, uint64(len(name)))), names: o.Pack.Names, villages: o.villages(), styles: map[string]int{}}
		makers[name](s)
		var out bytes.Buffer
		if err := s.f.Write(&out); err != nil {
			o.t.Fatal(err)
		}
		if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
			o.t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		o.t.Fatal(err)
	}
	return raw
}

// villages that the office may write to, each with its commune; those with a name of
// their own first.
func (o *office) villages() []*pack.Area {
	count := map[string]int{}
	for i := range o.Pack.Areas {
		count[o.Pack.Areas[i].Name["vi"]]++
	}
	var out []*pack.Area
	for i := range o.Pack.Areas {
		a := &o.Pack.Areas[i]
		if a.Level == "village" && a.Parent == o.commune() && count[a.Name["vi"]] == 1 {
			out = append(out, a)
		}
	}
	if len(out) < 2 {
		o.t.Fatalf("%d villages with names of their own, want 2", len(out))
	}
	return out
}

// commune of the office with the most villages that have names of their own.
func (o *office) commune() string {
	count, names := map[string]int{}, map[string]int{}
	for i := range o.Pack.Areas {
		names[o.Pack.Areas[i].Name["vi"]]++
	}
	for _, u := range o.Pack.Units {
		if o.UnitID(u.Key) != o.by.Unit {
			continue
		}
		for _, a := range u.Areas {
			for i := range o.Pack.Areas {
				if v := &o.Pack.Areas[i]; v.Level == "village" && v.Parent == a.Area && names[v.Name["vi"]] == 1 {
					count[a.Area]++
				}
			}
		}
	}
	best := ""
	for key, n := range count {
		if n > count[best] || n == count[best] && key < best {
			best = key
		}
	}
	return best
}

// sheetMaker types a sheet the way an office does.
type sheetMaker struct {
	t        testing.TB
	f        *excelize.File
	r        *rand.Rand
	names    pack.Names
	villages []*pack.Area
	styles   map[string]int
	font     string
	sheet    string
}

var makers = map[string]func(*sheetMaker){
	"ho-tcvn3.xlsx":    func(s *sheetMaker) { s.font = ".VnTime"; s.households() },
	"ho-vni.xlsx":      func(s *sheetMaker) { s.font = "VNI-Times"; s.households() },
	"ho-theo-ban.xlsx": (*sheetMaker).sections,
	"hoc-sinh.xlsx":    (*sheetMaker).pupils,
	"nhieu-trang.xlsx": (*sheetMaker).many,
}

func (s *sheetMaker) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// set types a text in the font of the file.
func (s *sheetMaker) set(cell string, v any) {
	s.t.Helper()
	if text, ok := v.(string); ok {
		v = typed(text, vietnamese.OfFont(s.font))
	}
	s.must(s.f.SetCellValue(s.sheet, cell, v))
	if s.font == "" {
		return
	}
	style, ok := s.styles[s.font]
	if !ok {
		var err error
		style, err = s.f.NewStyle(&excelize.Style{Font: &excelize.Font{Family: s.font, Size: 12}})
		s.must(err)
		s.styles[s.font] = style
	}
	s.must(s.f.SetCellStyle(s.sheet, cell, cell, style))
}

func (s *sheetMaker) merge(from, to, text string) {
	s.must(s.f.MergeCell(s.sheet, from, to))
	s.set(from, text)
}

func (s *sheetMaker) row(row int, values ...any) {
	for i, v := range values {
		if v == nil || v == "" {
			continue
		}
		s.set(string(rune('A'+i))+fmt.Sprint(row), v)
	}
}

func (s *sheetMaker) person(female bool) string { return s.names.Person(s.r, female) }

// households: a title, a header of two rows with merged cells, numbers of the columns,
// crosses, dates as text, sums of money with dots, an empty row, a sum and signatures.
func (s *sheetMaker) households() {
	s.sheet = "Sheet1"
	s.merge("A1", "J1", "ỦY BAN NHÂN DÂN XÃ")
	s.merge("A2", "J2", "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2025")
	s.merge("A4", "A5", "STT")
	s.merge("B4", "B5", "Họ và tên chủ hộ")
	s.merge("C4", "D4", "Năm sinh")
	s.set("C5", "Nam")
	s.set("D5", "Nữ")
	s.merge("E4", "E5", "Dân tộc")
	s.merge("F4", "F5", "Bản (tổ dân phố)")
	s.merge("G4", "H4", "Diện hộ")
	s.set("G5", "Hộ nghèo")
	s.set("H5", "Hộ cận nghèo")
	s.merge("I4", "I5", "Thu nhập (đồng/năm)")
	s.merge("J4", "J5", "Số điện thoại")
	s.row(6, "(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)")
	for i := range 12 {
		female := i%3 == 0
		born := any(fmt.Sprintf("%02d/%02d/%d", 1+s.r.IntN(28), 1+s.r.IntN(12), 1950+s.r.IntN(45)))
		switch i {
		case 1:
			born = 1962
		case 2:
			born = fmt.Sprintf("%d-%d-%d", 4, 7, 71)
		case 4:
			born = "00/00/1980"
		}
		men, women := born, any(nil)
		if female {
			men, women = nil, born
		}
		poor, near := any("x"), any(nil)
		if i%2 == 1 {
			poor, near = nil, "X"
		}
		name := s.person(female)
		if i == 5 {
			name = strings.ToUpper(name)
		}
		row := 7 + i
		if i >= 6 {
			row++ // an empty row between
		}
		s.row(row, i+1, name, men, women, []string{"Thái", "Mông", "Hà Nhì"}[i%3], s.villages[i%2].Name["vi"], poor, near, "12.500.000", 912345600+i)
	}
	s.merge("A20", "F20", "Tổng cộng: 12 hộ")
	s.set("G20", 6)
	s.set("H20", 6)
	s.set("H22", "NGƯỜI LẬP BIỂU")
	_, err := s.f.NewSheet("Nháp")
	s.must(err)
	s.must(s.f.SetCellValue("Nháp", "A1", "x"))
	s.must(s.f.SetSheetVisible("Nháp", false))
}

// sections: villages by themselves over their households, days as the spreadsheet
// counts them, a code and a decision, the commune only in the title.
func (s *sheetMaker) sections() {
	s.sheet = "Sheet1"
	s.set("A1", "Danh sách hộ")
	s.row(3, "TT", "Chủ hộ", "Số hộ", "Ngày sinh", "Giới tính", "Loại hộ", "Số quyết định")
	row := 4
	for v := range 2 {
		s.row(row, []string{"I", "II"}[v], s.villages[v].Name["vi"])
		row++
		for i := range 5 {
			s.row(row, i+1, s.person(false), fmt.Sprintf("H%d%02d", v, i), nil, "Nam", []string{"Hộ nghèo", "hộ cận nghèo"}[i%2], "12/QĐ-UBND")
			s.must(s.f.SetCellValue(s.sheet, fmt.Sprintf("D%d", row), 25000+s.r.IntN(9000)))
			style, err := s.f.NewStyle(&excelize.Style{NumFmt: 14})
			s.must(err)
			s.must(s.f.SetCellStyle(s.sheet, fmt.Sprintf("D%d", row), fmt.Sprintf("D%d", row), style))
			row++
		}
	}
	s.set(fmt.Sprintf("B%d", row), "Cộng")
	s.must(s.f.SetCellFormula(s.sheet, fmt.Sprintf("C%d", row), "COUNTA(C5:C15)"))
}

// pupils of a school: names, guardians of whom two have two children, a class as a
// formula with its stored result.
func (s *sheetMaker) pupils() {
	s.sheet = "Sheet1"
	s.merge("A1", "H1", "TRƯỜNG PTDTBT TIỂU HỌC")
	s.row(3, "STT", "Họ và tên học sinh", "Ngày, tháng, năm sinh", "Nữ", "Dân tộc", "Họ tên cha (mẹ)", "Bản", "Lớp", "Trường")
	father := ""
	for i := range 10 {
		if i%2 == 0 {
			father = s.person(false)
		}
		cross := any(nil)
		if i%2 == 0 {
			cross = "x"
		}
		s.row(4+i, i+1, s.person(i%2 == 0), fmt.Sprintf("%d/%d/%d", 1+s.r.IntN(28), 1+s.r.IntN(12), 2014+s.r.IntN(4)), cross, "Mông", father, s.villages[0].Name["vi"], fmt.Sprintf("%dA", 1+i%5), "Tiểu học số 1")
	}
}

// many sheets, most with formulas; one of them is a list.
func (s *sheetMaker) many() {
	for i := range 40 {
		s.sheet = fmt.Sprintf("Bảng %d", i+1)
		_, err := s.f.NewSheet(s.sheet)
		s.must(err)
		for j := range 5 {
			s.set(fmt.Sprintf("A%d", j+1), j)
			s.must(s.f.SetCellFormula(s.sheet, fmt.Sprintf("B%d", j+1), fmt.Sprintf("A%d*2", j+1)))
		}
	}
	s.must(s.f.DeleteSheet("Sheet1"))
	s.sheet = "Bảng 17"
	for j := range 5 {
		s.must(s.f.SetCellFormula(s.sheet, fmt.Sprintf("B%d", j+1), ""))
	}
	s.row(1, "Chủ hộ", "Bản")
	for j := range 4 {
		s.row(2+j, s.person(false), s.villages[0].Name["vi"])
	}
	// A name that a formula makes, and no program has calculated yet.
	s.must(s.f.SetCellValue(s.sheet, "A3", nil))
	s.must(s.f.SetCellFormula(s.sheet, "A3", `"Lò Văn "&"Ba"`))
}

// typed writes a text as it was typed in an old font: what decodes to it.
func typed(text string, e vietnamese.Encoding) string {
	if e == vietnamese.Unicode {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		w, ok := inverse(e)[r]
		if !ok {
			if w, ok = inverse(e)[unicode.ToLower(r)]; ok && e == vietnamese.VNI {
				w = strings.ToUpper(w)
			}
		}
		if !ok {
			w = string(r)
		}
		b.WriteString(w)
	}
	return b.String()
}

var inverses = map[vietnamese.Encoding]map[rune]string{}

// inverse of a decoding, by trying all that an old font can show.
func inverse(e vietnamese.Encoding) map[rune]string {
	if inverses[e] != nil {
		return inverses[e]
	}
	out := map[rune]string{}
	for a := rune(0xA0); a <= 0xFF; a++ {
		ways := []string{string(a)}
		if e == vietnamese.VNI {
			for _, base := range "aeouyôöAEOUYÔÖ" {
				ways = append(ways, string(base)+string(a))
			}
		}
		for _, w := range ways {
			got := []rune(vietnamese.Decode(w, e))
			if len(got) == 1 && string(got) != w && out[got[0]] == "" {
				out[got[0]] = w
			}
		}
	}
	inverses[e] = out
	return out
}
