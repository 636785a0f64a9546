package workbook_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bamban/internal/workbook"
)

func rowsOf(rows ...[]workbook.Value) iter.Seq2[[]workbook.Value, error] {
	return func(yield func([]workbook.Value, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// What we write is read by the library that others read workbooks with.
func TestATableOpensElsewhereAsItWasWritten(t *testing.T) {
	var out bytes.Buffer
	n, err := workbook.WriteTable(&out, "Hộ: gia đình", []workbook.Column{{Label: "Chủ hộ", Width: 24}, {Label: "Ngày"}, {Label: "Tiền"}, {Label: "Số"}, {Label: "Lúc"}}, rowsOf(
		[]workbook.Value{workbook.String("Lò Thị Mơ & <con>"), workbook.Day("2026-03-03"), workbook.Num(1500000), workbook.Num(2.5), workbook.At(time.Date(2026, 3, 3, 7, 30, 0, 0, time.UTC))},
		[]workbook.Value{workbook.String("=1+1"), workbook.Day("1980"), {}, workbook.String(" hai\ndòng \x01")},
	))
	if err != nil || n != 2 {
		t.Fatalf("got %d rows, %v; want 2", n, err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("Hộ- gia đình")
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%q", rows)
	want := `[["Chủ hộ" "Ngày" "Tiền" "Số" "Lúc"] ["Lò Thị Mơ & <con>" "03/03/2026" "1,500,000" "2.50" "03/03/2026 07:30"] ["=1+1" "1980" "" " hai\ndòng "]]`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if formula, err := f.GetCellFormula("Hộ- gia đình", "A3"); err != nil || formula != "" {
		t.Errorf("got formula %q, %v; want a text", formula, err)
	}
	panes, err := f.GetPanes("Hộ- gia đình")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("got panes %+v, %v; want the header frozen", panes, err)
	}
}

// A hundred thousand rows go out within the budget and without being held.
func TestALongTableIsWrittenInConstantMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("-short is what the race check runs; the unit check runs this whole")
	}
	columns := make([]workbook.Column, 15)
	for i := range columns {
		columns[i].Label = fmt.Sprintf("Cột %d", i)
	}
	row := make([]workbook.Value, len(columns))
	for i := range row {
		row[i] = workbook.String("Bản Nậm Sảng " + strings.Repeat("a", i))
	}
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var peak uint64
	start := time.Now()
	rows := func(yield func([]workbook.Value, error) bool) {
		for i := range 100_000 {
			if i%10_000 == 0 {
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc-min(before.HeapAlloc, now.HeapAlloc))
			}
			row[1] = workbook.Num(float64(i))
			if !yield(row, nil) {
				return
			}
		}
	}
	n, err := workbook.WriteTable(io.Discard, "x", columns, rows)
	if err != nil || n != 100_000 {
		t.Fatalf("got %d rows, %v", n, err)
	}
	took := time.Since(start)
	t.Logf("100,000 rows of 15 columns in %v, %d KiB of heap at most", took.Round(time.Millisecond), peak>>10)
	if peak > 8<<20 {
		t.Errorf("got %d bytes of heap, want at most 8 MiB", peak)
	}
	if took > 10*time.Second {
		t.Errorf("took %v, want well below 10 s on the slowest machine", took)
	}
}

func TestEachTableHasItsSheet(t *testing.T) {
	var out bytes.Buffer
	w, err := workbook.NewWriter(&out, "survey", []workbook.Column{{Label: "type"}, {Label: "name"}})
	if err == nil {
		err = errors.Join(w.Row([]workbook.Value{workbook.String("text"), workbook.String("tên")}),
			w.Sheet("choices", []workbook.Column{{Label: "list_name"}}), w.Row([]workbook.Value{workbook.String("có")}), w.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got := f.GetSheetList(); !slices.Equal(got, []string{"survey", "choices"}) {
		t.Errorf("sheets %v", got)
	}
	for sheet, want := range map[string][][]string{"survey": {{"type", "name"}, {"text", "tên"}}, "choices": {{"list_name"}, {"có"}}} {
		if got, err := f.GetRows(sheet); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v %v, want %v", sheet, got, err, want)
		}
	}
}
