package importer

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"bamban/internal/fault"
	"bamban/internal/kind"
	"bamban/internal/node"
	"bamban/internal/schema"
	"bamban/internal/workbook"
)

// cellText gives a cell's text in the form in which its field reads it: dates in
// numbers and words as ISO, a telephone number with the nought that the spreadsheet
// took off.
func cellText(c *workbook.Cell, text string, f *kind.Field, year int) string {
	switch f.Type {
	case kind.Date, kind.Partial:
		return dateText(c, text, year)
	case kind.Name:
		return properName(text)
	}
	if c.Form == workbook.Number && f.Name == "phone" && len(text) == 9 && text[0] != '0' {
		return "0" + text
	}
	return text
}

var (
	dayMonthYear = regexp.MustCompile(`^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$`)
	inWords      = regexp.MustCompile(`(?i)^(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})$`)
	monthYear    = regexp.MustCompile(`^(?:tháng\s+)?(\d{1,2})\s*[/.\-]\s*(\d{4})$`)
	yearAlone    = regexp.MustCompile(`^(?:năm\s+)?((?:1[89]|20)\d\d)$`)
)

// The years that a number alone can be, and the serials that it can be a day by.
const (
	firstYear, lastYear = 1900, 2100
	firstSerial         = 7_000 // 1919
	lastSerial          = 80_000
)

// dateText reads a date as offices write it, day first: 05/03/1980, 5-3-80, 3/1980,
// 1980, 00/00/1980 where only the year is known, “ngày 5 tháng 3 năm 1980”, a day as
// the spreadsheet counts them. What it can't read it leaves to be refused.
func dateText(c *workbook.Cell, text string, thisYear int) string {
	if n := c.Number; (c.Form == workbook.Date || c.Form == workbook.Number) && n == float64(int(n)) && n >= firstYear && n <= lastYear {
		return strconv.Itoa(int(n)) // a year, also where the cell is formatted as a day of 1905
	}
	switch c.Form {
	case workbook.Date:
		return text[:min(len(text), len("2006-01-02"))]
	case workbook.Number:
		if c.Number >= firstSerial && c.Number < lastSerial {
			day, _ := workbook.DayOf(c.Number, false)
			return day[:len("2006-01-02")]
		}
		return text
	}
	lower := strings.ToLower(text)
	if m := yearAlone.FindStringSubmatch(lower); m != nil {
		return m[1]
	}
	if m := monthYear.FindStringSubmatch(lower); m != nil {
		return known(m[2], m[1], "0")
	}
	m := dayMonthYear.FindStringSubmatch(lower)
	if m == nil {
		m = inWords.FindStringSubmatch(lower)
	}
	if m == nil {
		return text
	}
	if len(m[3]) == 2 {
		century := 2000
		if y, err := strconv.Atoi(m[3]); err == nil && y > thisYear%100 {
			century = 1900
		}
		m[3] = strconv.Itoa(century)[:2] + m[3]
	}
	return known(m[3], m[2], m[1])
}

// known writes what of a date is not nought.
func known(year, month, day string) string {
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	switch {
	case m == 0:
		return year
	case d == 0:
		return fmt.Sprintf("%s-%02d", year, m)
	}
	return fmt.Sprintf("%s-%02d-%02d", year, m, d)
}

// properName writes a name that is all capitals as names are written. The fonts of TCVN3
// have no capitals with a tone: the plain letters decide.
func properName(s string) string {
	plain := func(from, to rune) func(rune) bool { return func(r rune) bool { return from <= r && r <= to } }
	if strings.IndexFunc(s, plain('a', 'z')) >= 0 || strings.IndexFunc(s, plain('A', 'Z')) < 0 || len([]rune(s)) < 3 {
		return s
	}
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		r := []rune(w)
		words[i] = string(unicode.ToUpper(r[0])) + string(r[1:])
	}
	return strings.Join(words, " ")
}

// isMark reports a cross in a cell.
func isMark(text string) bool {
	switch strings.ToLower(text) {
	case "x", "×", "1", "✓", "✔", "có", "co", "v", "+":
		return true
	}
	return false
}

func yearOf(n *node.Node) int {
	y, err := strconv.Atoi(n.Today()[:4])
	if err != nil {
		return firstYear
	}
	return y
}

// fieldOf is the field whose values a column has: of an object, its part.
func fieldOf(c *schema.Column) *kind.Field {
	for i := range c.Field.Fields {
		if c.Field.Fields[i].Name == c.Part {
			return &c.Field.Fields[i]
		}
	}
	return c.Field
}

// brokenCell says that a cell has no value to read.
func brokenCell(text string) *fault.Fault {
	return fault.New("intake.broken_cell", "", "value", clip(text))
}
