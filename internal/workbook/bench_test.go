package workbook_test

import (
	"errors"
	"io"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"bamban/internal/workbook"
)

// The table that is written: 100,000 rows of 15 columns.
const (
	benchRows    = 100_000
	benchColumns = 15
)

func benchCell(row, col int) string {
	return "Lò Văn Thử " + strconv.Itoa((row*7+col*13)%1000)
}

// BenchmarkTable writes the same table with this package and with excelize, row by row
// and as a whole. B/op is what was allocated in all, not what was held.
func BenchmarkTable(b *testing.B) {
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		columns := make([]workbook.Column, benchColumns)
		for i := range columns {
			columns[i].Label = "Cột " + strconv.Itoa(i+1)
		}
		for b.Loop() {
			if _, err := workbook.WriteTable(io.Discard, "Bảng", columns, func(yield func([]workbook.Value, error) bool) {
				row := make([]workbook.Value, benchColumns)
				for i := range benchRows {
					for c := range row {
						row[c] = workbook.String(benchCell(i, c))
					}
					if !yield(row, nil) {
						return
					}
				}
			}); err != nil {
				b.Fatal(err)
			}
		}
	})
	values := func(i int) []any {
		row := make([]any, benchColumns)
		for c := range row {
			row[c] = benchCell(i, c)
		}
		return row
	}
	b.Run("excelize streaming", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f := excelize.NewFile()
			s, err := f.NewStreamWriter("Sheet1")
			for i := 0; err == nil && i < benchRows; i++ {
				err = s.SetRow("A"+strconv.Itoa(i+1), values(i))
			}
			if err == nil {
				err = s.Flush()
			}
			if err = errors.Join(err, f.Write(io.Discard), f.Close()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("excelize whole", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			f := excelize.NewFile()
			var err error
			for i := 0; err == nil && i < benchRows; i++ {
				row := values(i)
				err = f.SetSheetRow("Sheet1", "A"+strconv.Itoa(i+1), &row)
			}
			if err = errors.Join(err, f.Write(io.Discard), f.Close()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
