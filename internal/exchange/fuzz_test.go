package exchange_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"bamban/internal/change"
	"bamban/internal/exchange"
	"bamban/internal/fault"
)

// FuzzImport takes in any bytes as a table of households. It must end, say what is
// wrong by a code of the catalogue, and write either all that it says or nothing.
func FuzzImport(f *testing.F) {
	for _, seed := range []string{
		"area,name,code\nany/03388-01,Lò Văn A,7\n",
		"\ufeffThôn, bản;Chủ hộ;Diện hộ theo năm 2025: Diện\n\"Bản Nậm Sảng, Đoàn Kết\";\"x\ny\";Hộ nghèo\n",
		"sep=\t\narea\tname\tpoint.lat\tpoint.lon\nany/03388-01\tx\t22,5\t103.5\n",
		"id,phone,since,generated,ended\n----------------------,1,2019,x,31/12/2025\n",
		"TITLE,,\narea,name\n", "area,name\nHä vµ tªn ng\u00adêi,x\n", "\xff\xfea\x00,\x00", "area,name\n\"", "poverty..status,name,area\nx,y,z\n",
		"area,name,poverty.2025.decision\nany/03388-01,x,1\n", "point.lat,area,name\n1,any/03388-01,x\n",
	} {
		f.Add([]byte(seed), false)
	}
	shared := open(f)
	k := shared.Kinds.Get("household")
	f.Fuzz(func(t *testing.T, table []byte, partial bool) {
		w := &world{shared.Node, t}
		before, had := w.head(), len(w.houses())
		r, err := exchange.Import(ctx, w.Node, nil, change.ID{}, k, bytes.NewReader(table), exchange.Options{DryRun: had > 2000, Partial: partial})
		if err != nil {
			if f := fault.As(err); f.Class() == fault.Internal || strings.ContainsAny(f.Text("vi")+f.Text("en"), "{}") {
				t.Fatalf("got %v, want a fault of the catalogue", err)
			}
			if w.head() != before {
				t.Fatalf("got %v, and the log moved", err)
			}
			return
		}
		if !r.Written && w.head() != before {
			t.Fatalf("got %+v, and the log moved", r)
		}
		if len(r.Problems) == 0 && r.Created+r.Updated+r.Unchanged != r.Rows {
			t.Fatalf("got %s of %d rows without a problem", counts(r), r.Rows)
		}
		for _, p := range r.Problems {
			if p.Row < 1 || p.Code == "internal" || p.Text.VI == "" {
				t.Fatalf("got problem %+v, want a row, a code and a text", p)
			}
		}
		if !r.Written {
			return
		}
		if again, err := exchange.Import(ctx, w.Node, nil, change.ID{}, k, bytes.NewReader(table), exchange.Options{Partial: partial}); err != nil || again.Created+again.Updated > 0 {
			t.Fatalf("the same file again: got %+v, %v; want nothing new", again, err)
		}
	})
}

func BenchmarkImport(b *testing.B) {
	const rows = 5000
	var table strings.Builder
	table.WriteString("area,name,code,phone,poverty.2025.status,since\n")
	for i := range rows {
		fmt.Fprintf(&table, "\"Bản Nậm Sảng, Phường Đoàn Kết\",Lò Văn %d,%d,0912%06d,Hộ nghèo,2019\n", i, i, i)
	}
	for _, dry := range []bool{true, false} {
		b.Run(fmt.Sprintf("dry=%v", dry), func(b *testing.B) {
			w := open(b)
			n := 0
			for b.Loop() {
				n++
				text := strings.ReplaceAll(table.String(), "Lò Văn", fmt.Sprintf("Lò Văn %d", n))
				r, err := exchange.Import(ctx, w.Node, nil, change.ID{}, w.Kinds.Get("household"), strings.NewReader(text), exchange.Options{DryRun: dry})
				if err != nil || r.Created != rows {
					b.Fatal(r, err)
				}
			}
			b.ReportMetric(float64(rows*n)/b.Elapsed().Seconds(), "rows/s")
		})
	}
	b.Run("unchanged", func(b *testing.B) {
		w := open(b)
		if _, err := exchange.Import(ctx, w.Node, nil, change.ID{}, w.Kinds.Get("household"), strings.NewReader(table.String()), exchange.Options{}); err != nil {
			b.Fatal(err)
		}
		var out bytes.Buffer
		if _, err := exchange.ExportCSV(ctx, w.Node, w.Kinds.Get("household"), &out); err != nil {
			b.Fatal(err)
		}
		n := 0
		for b.Loop() {
			n++
			if r := w.take("household", out.String(), exchange.Options{}); r.Unchanged != rows {
				b.Fatal(r)
			}
		}
		b.ReportMetric(float64(rows*n)/b.Elapsed().Seconds(), "rows/s")
	})
}
