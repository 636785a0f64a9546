package bench

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"runtime"
	"runtime/metrics"
	"strconv"
	stdsync "sync"
	"time"

	"bamban/internal/access"
	"bamban/internal/change"
	"bamban/internal/exchange"
	"bamban/internal/importer"
	"bamban/internal/workbook"
)

// taken is how long something took, and the heap that it had above what was there.
type taken struct {
	time time.Duration
	heap uint64
}

func (t taken) String() string {
	return fmt.Sprintf("%.2f s, %d MiB of heap", t.time.Seconds(), t.heap>>20)
}

// watched runs something and watches the heap meanwhile.
func watched(run func() error) (taken, error) {
	heap := func() uint64 {
		s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(s)
		return s[0].Value.Uint64()
	}
	runtime.GC()
	before, peak := heap(), uint64(0)
	stop := make(chan struct{})
	var wg stdsync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				peak = max(peak, heap())
			}
		}
	})
	start := time.Now()
	err := run()
	t := taken{time: time.Since(start)}
	close(stop)
	wg.Wait()
	t.heap = max(peak, before) - before
	return t, err
}

// sheets measures workbooks out and in, each beside what else would do it.
func sheets(ctx context.Context, w *world, o Options, r *Report) error {
	rows, lists := 100_000, 50_000
	if o.Quick {
		rows, lists = 20_000, 5000
	}
	o.Say("workbooks out")
	if err := w.sheetsOut(o, r, rows); err != nil {
		return err
	}
	o.Say("a list in")
	return w.listIn(ctx, o, r, lists)
}

func (w *world) sheetsOut(o Options, r *Report, rows int) error {
	const columns = 15
	header := make([]workbook.Column, columns)
	names := make([]string, 0, 1000)
	for range 1000 {
		names = append(names, w.n.Pack.Names.Person(w.r, false))
	}
	for i := range header {
		header[i].Label = "Cột " + strconv.Itoa(i+1)
	}
	cell := func(row, col int) string { return names[(row*7+col*13)%len(names)] }
	var ours taken
	err := o.profile("sheets-out", func() error {
		var err error
		ours, err = watched(func() error {
			_, err := workbook.WriteTable(io.Discard, "Bảng", header, func(yield func([]workbook.Value, error) bool) {
				row := make([]workbook.Value, columns)
				for i := range rows {
					for c := range row {
						row[c] = workbook.String(cell(i, c))
					}
					row[0] = workbook.Num(float64(i))
					if !yield(row, nil) {
						return
					}
				}
			})
			return err
		})
		return err
	})
	if err != nil {
		return err
	}
	plain, err := watched(func() error {
		out := csv.NewWriter(io.Discard)
		row := make([]string, columns)
		for i := range rows {
			for c := range row {
				row[c] = cell(i, c)
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	})
	r.add(fmt.Sprintf("a workbook of %d rows, %d columns", rows, columns), "< 3 s for 100,000 rows, memory constant", ours.time < 3*time.Second && ours.heap < 16<<20,
		"linear in cells; memory constant", "%s; CSV %s", ours, plain)
	return err
}

// listIn sends a list of households in, gets it out again, and takes the same
// households in as CSV: there without their heads and memberships.
func (w *world) listIn(ctx context.Context, o Options, r *Report, rows int) error {
	by, err := w.n.Viewer(ctx, w.officer)
	if err != nil {
		return err
	}
	raw, table, err := w.households(rows)
	if err != nil {
		return err
	}
	desk, err := importer.NewDesk(w.n)
	if err != nil {
		return err
	}
	var report, write taken
	err = o.profile("sheets-in", func() error {
		report, write, err = takeIn(desk, by, raw, rows)
		return err
	})
	if err = errors.Join(err, desk.Close()); err != nil {
		return err
	}
	plain, err := watched(func() error {
		_, err := exchange.Import(ctx, w.n, by, w.officer, w.n.Kinds.Get("household"), bytes.NewReader(table), exchange.Options{})
		return err
	})
	if err != nil {
		return err
	}
	total := report.time + write.time
	r.add(fmt.Sprintf("a list of %d households in xlsx: household, head and membership of each", rows), "< 15 s for 50,000 rows, with the report", total < 15*time.Second,
		"linear in rows; memory with the villages", "%.1f s: report %s, writing %s; CSV of the households alone %s", total.Seconds(), report, write, plain)
	return w.listOut(ctx, r)
}

func (w *world) listOut(ctx context.Context, r *Report) error {
	cookie, err := w.session(ctx)
	if err != nil {
		return err
	}
	var line []string
	for _, format := range []string{"xlsx", "csv"} {
		var size int64
		t, err := watched(func() error {
			q, err := http.NewRequestWithContext(ctx, http.MethodGet, w.base+"/api/export/household?format="+format, nil)
			if err != nil {
				return err
			}
			q.AddCookie(cookie)
			res, err := http.DefaultClient.Do(q)
			if err != nil {
				return err
			}
			size, err = io.Copy(io.Discard, res.Body)
			return errors.Join(err, res.Body.Close())
		})
		if err != nil {
			return err
		}
		line = append(line, fmt.Sprintf("%s %s, %.1f MB", format, t, float64(size)/1e6))
	}
	r.add("every household from the desk as a file, records read and veiled", "said, not bounded", true, "linear in records", "%s; %s", line[0], line[1])
	return nil
}

// households is a list as a workbook and as CSV.
func (w *world) households(rows int) (sheet, table []byte, err error) {
	var out, flat bytes.Buffer
	text := csv.NewWriter(&flat)
	_ = text.Write([]string{"area", "name", "code"}) // to memory
	draw := rand.New(rand.NewPCG(8, 8))
	type spot struct{ name, commune, key string }
	var villages []spot
	for i := range w.n.Pack.Areas {
		if a := &w.n.Pack.Areas[i]; a.Level == "village" && a.ValidTo == "" {
			for j := range w.n.Pack.Areas {
				if w.n.Pack.Areas[j].Key == a.Parent {
					villages = append(villages, spot{a.Name["vi"], w.n.Pack.Areas[j].Name["vi"], a.Key})
				}
			}
		}
		if len(villages) == 200 {
			break
		}
	}
	header := []workbook.Column{{Label: "STT"}, {Label: "Họ và tên chủ hộ"}, {Label: "Ngày sinh"}, {Label: "Giới tính"}, {Label: "Bản"}, {Label: "Xã"}, {Label: "Số hộ"}, {Label: "Diện hộ"}}
	_, err = workbook.WriteTable(&out, "Hộ", header, func(yield func([]workbook.Value, error) bool) {
		for i := range rows {
			v := villages[i*len(villages)/rows]
			name, code := w.n.Pack.Names.Person(draw, i%3 == 0), "B"+strconv.Itoa(i)
			_ = text.Write([]string{w.n.AreaID(v.key).String(), name, "C" + strconv.Itoa(i)}) // to memory
			if !yield([]workbook.Value{workbook.Num(float64(i + 1)), workbook.String(name), workbook.String(fmt.Sprintf("%02d/%02d/%d", 1+i%28, 1+i%12, 1940+i%60)), workbook.String([]string{"Nam", "Nữ"}[i%2]),
				workbook.String(v.name), workbook.String(v.commune), workbook.String(code), workbook.String([]string{"Hộ nghèo", "Hộ cận nghèo"}[i%2])}, nil) {
				return
			}
		}
	})
	text.Flush()
	return out.Bytes(), flat.Bytes(), err
}

// takeIn opens, checks and writes a list, as the desk does.
func takeIn(desk *importer.Desk, by *access.Viewer, raw []byte, rows int) (report, write taken, err error) {
	var id change.ID
	report, err = watched(func() error {
		s, err := desk.Take(by, "bench.xlsx", bytes.NewReader(raw))
		if err != nil {
			return err
		}
		id = s.ID
		l, err := desk.Layout(by, id, 0, "household", 0, 0)
		if err != nil {
			return err
		}
		m := importer.Mapping{Recipe: "household", HeaderFrom: l.HeaderFrom, HeaderTo: l.HeaderTo, Year: "2026"}
		for _, c := range l.Columns {
			m.Columns = append(m.Columns, importer.Matched{Col: c.Col, Target: c.Target})
		}
		if err := desk.Check(by, id, m); err != nil {
			return err
		}
		return settled(desk, by, id, rows)
	})
	if err != nil {
		return report, write, err
	}
	write, err = watched(func() error {
		if err := desk.Run(by, id, true); err != nil {
			return err
		}
		return settled(desk, by, id, rows)
	})
	return report, write, err
}

// settled waits until nothing is under way, and refuses a list of which little was
// taken.
func settled(desk *importer.Desk, by *access.Viewer, id change.ID, rows int) error {
	for {
		s, err := desk.State(by, id)
		if err != nil {
			return err
		}
		switch s.Stage {
		case importer.Checking, importer.Writing:
			time.Sleep(2 * time.Millisecond)
			continue
		}
		if s.Fault != nil {
			return s.Fault
		}
		if s.Report == nil || s.Report.New < rows*9/10 {
			return fmt.Errorf("import: %s with %+v", s.Stage, s.Report)
		}
		return nil
	}
}
