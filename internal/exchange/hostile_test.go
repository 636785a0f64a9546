package exchange_test

import (
	"strings"
	"testing"
	"time"

	"bamban/internal/change"
	"bamban/internal/exchange"
)

func TestHostileTablesEndSoon(t *testing.T) {
	if testing.Short() {
		t.Skip("-short is what the race check runs; the unit check runs this whole")
	}
	w := open(t)
	const size = 4 << 20
	for name, content := range map[string]string{
		"one long cell":      strings.Repeat("ấ", size/3),
		"only quotes":        strings.Repeat("\"", size),
		"only commas":        strings.Repeat(",", size),
		"only line ends":     strings.Repeat("\n", size),
		"names and quotes":   "area,name\n" + strings.Repeat("\"\n", size/2),
		"one row of commas":  "area,name\nx,y" + strings.Repeat(",", size),
		"marks on a letter":  "area,name\nx,a" + strings.Repeat("\u0301", size/2),
		"a great many keys":  strings.Repeat("poverty.1.status,", 290) + "\n",
		"every row is wrong": "area,name\n" + strings.Repeat("any/1,x\n", 50_000),
	} {
		began := time.Now()
		r, err := exchange.Import(ctx, w.Node, nil, change.ID{}, w.Kinds.Get("household"), strings.NewReader(content), exchange.Options{})
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
		if err == nil && (r.Written || len(r.Problems) == 0 || len(r.Problems) > 1000) {
			t.Errorf("%s: got %d problems, written %v; want up to 1000 and nothing written", name, len(r.Problems), r.Written)
		}
	}
}
