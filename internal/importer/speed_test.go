package importer_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"bamban/internal/importer"
	"bamban/internal/workbook"
)

// households is a workbook of so many rows.
func (o *office) households(rows int) []byte {
	o.t.Helper()
	var out bytes.Buffer
	r := rand.New(rand.NewPCG(4, 4))
	villages := o.villages()
	_, err := workbook.WriteTable(&out, "Hộ", []workbook.Column{{Label: "STT"}, {Label: "Họ và tên chủ hộ"}, {Label: "Năm sinh"}, {Label: "Giới tính"}, {Label: "Dân tộc"}, {Label: "Bản"}, {Label: "Số hộ"}, {Label: "Diện hộ"}, {Label: "Điện thoại"}},
		func(yield func([]workbook.Value, error) bool) {
			for i := range rows {
				row := []workbook.Value{workbook.Num(float64(i + 1)), workbook.String(o.Pack.Names.Person(r, i%4 == 0)), workbook.String(fmt.Sprintf("%02d/%02d/%d", 1+i%28, 1+i%12, 1940+i%60)), workbook.String([]string{"Nam", "Nữ"}[i%2]),
					workbook.String("Thái"), workbook.String(villages[i*len(villages)/rows].Name["vi"]), workbook.String("H" + strconv.Itoa(i)), workbook.String([]string{"Hộ nghèo", "Hộ cận nghèo"}[i%2]), workbook.String(fmt.Sprintf("09%08d", i))}
				if !yield(row, nil) {
					return
				}
			}
		})
	if err != nil {
		o.t.Fatal(err)
	}
	return out.Bytes()
}

// A long list is checked and written in time; IMPORT_ROWS says how long.
func TestALongListGoesInInTime(t *testing.T) {
	rows, err := strconv.Atoi(os.Getenv("IMPORT_ROWS"))
	if err != nil {
		rows = 1500
	}
	o := openOffice(t)
	raw := o.households(rows)
	start := time.Now()
	s, m, _ := o.take(raw, 0, "household")
	opened := time.Since(start)
	checked := o.check(s.ID, m)
	check := time.Since(start) - opened
	o.want(checked, importer.Checked, fmt.Sprintf("rows %d new %d update 0 same 0 failed 0 skipped 0", rows, rows))
	written := o.run(s.ID, false)
	write := time.Since(start) - opened - check
	o.want(written, importer.Written, fmt.Sprintf("rows %d new %d update 0 same 0 failed 0 skipped 0", rows, rows))
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	t.Logf("%d rows: open %v, check %v, write %v; heap %d MiB", rows, opened.Round(time.Millisecond), check.Round(time.Millisecond), write.Round(time.Millisecond), mem.HeapSys>>20)
	again, m, _ := o.take(raw, 0, "household")
	o.want(o.check(again.ID, m), importer.Checked, fmt.Sprintf("rows %d new 0 update 0 same %d failed 0 skipped 0", rows, rows))
}
