package projection_test

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"bamban/internal/change"
	"bamban/internal/node"
	"bamban/internal/projection"
	"bamban/internal/writer"
)

// snapshot copies files of the projection as a process that ends leaves them, each at
// its own moment.
func snapshot(t *testing.T, from, to string, names ...string) {
	t.Helper()
	for _, name := range names {
		for _, part := range []string{"", "-wal"} {
			must(t, os.RemoveAll(filepath.Join(to, name+part)))
			in, err := os.Open(filepath.Join(from, name+part))
			if os.IsNotExist(err) {
				continue
			}
			must(t, err)
			out, err := os.Create(filepath.Join(to, name+part))
			must(t, err)
			_, err = io.Copy(out, in)
			must(t, err)
			must(t, in.Close())
			must(t, out.Close())
		}
	}
}

const figuresFile = "projection-figures.db"

// TestCellsFollowAfterAnEndInBetween opens the two files as they were at different
// moments: the cells behind the records, as a killed process leaves them, and before
// them, or far behind, as a power cut may.
func TestCellsFollowAfterAnEndInBetween(t *testing.T) {
	for seed := range uint64(6) {
		g := newProvince(t, seed)
		steps := func(n int) {
			for range n {
				g.step(t)
			}
		}
		open := func(dir, what string, exact bool) {
			t.Helper()
			p, err := projection.Open(filepath.Join(dir, node.ProjectionFile), g.n.Kinds, g.n.Log, 2)
			must(t, err)
			defer func() { must(t, p.Close()) }()
			must(t, g.n.Declare(p))
			if done, of := p.FiguresState(); exact && done != of {
				t.Errorf("seed %d: %s: counted anew, %d of %d", seed, what, done, of)
			}
			must(t, p.CatchUp(context.Background(), g.n.Log, nil))
			must(t, p.Recount(context.Background(), nil))
			g.same(t, seed, p, what)
		}
		steps(60)
		g.poverty(t, js(map[string]string{"status": "poor"}))
		dir := t.TempDir()
		g.settle(t)
		snapshot(t, g.n.Dir(), dir, figuresFile)
		g.movesLeft = 0
		g.poverty(t, []byte("null")) // what they contributed before is known to nobody else now
		snapshot(t, g.n.Dir(), dir, node.ProjectionFile)
		open(dir, "cells one run behind", true)

		snapshot(t, g.n.Dir(), dir, node.ProjectionFile)
		steps(5)
		g.settle(t)
		snapshot(t, g.n.Dir(), dir, figuresFile)
		open(dir, "cells before the records", false)

		snapshot(t, g.n.Dir(), dir, figuresFile)
		steps(40)
		snapshot(t, g.n.Dir(), dir, node.ProjectionFile)
		open(dir, "cells far behind", false)

		g.settle(t)
		snapshot(t, g.n.Dir(), dir, figuresFile)
		g.moved(t)
		snapshot(t, g.n.Dir(), dir, node.ProjectionFile)
		open(dir, "cells before an area was moved", false)
	}
}

// TestFoldsGoOnWhereCellsCannotBeWritten breaks the cells' file under an open
// projection and mends it again.
func TestFoldsGoOnWhereCellsCannotBeWritten(t *testing.T) {
	for seed := range uint64(3) {
		g := newProvince(t, seed)
		for range 80 {
			g.step(t)
		}
		g.poverty(t, js(map[string]string{"status": "poor"}))
		if seed == 0 {
			g.movesLeft = 0
		}
		g.foreign(t, `ALTER TABLE cell RENAME TO away`)
		if seed == 2 {
			g.moved(t)
		}
		g.poverty(t, []byte("null"))
		for range 60 {
			g.step(t)
		}
		if _, err := g.n.Projection.FiguresFor(context.Background(), g.query()); err == nil {
			t.Errorf("seed %d: figures are read from cells that are not there", seed)
		}
		g.foreign(t, `ALTER TABLE away RENAME TO cell`)
		if _, err := g.n.Projection.FiguresFor(context.Background(), g.query()); err != nil {
			t.Errorf("seed %d: figures are not read again: %v", seed, err)
		}
		if done, of := g.n.Projection.FiguresState(); g.movesLeft == 0 && done != of {
			t.Errorf("seed %d: what was owed is counted anew, %d of %d", seed, done, of)
		}
		must(t, g.n.Projection.Recount(context.Background(), nil))
		g.compare(t, seed, 100)
		g.rebuilt(t, seed)
	}
}

// foreign changes the cells' file from outside.
func (g *province) foreign(t *testing.T, sql string) {
	t.Helper()
	g.settle(t)
	c, err := sqlite3.Open(filepath.Join(g.n.Dir(), figuresFile))
	must(t, err)
	must(t, c.Exec(sql))
	must(t, c.Close())
}

// moved has an area hang elsewhere.
func (g *province) moved(t *testing.T) {
	t.Helper()
	g.moveArea(t, func(kindName string, id change.ID, fields map[string]json.RawMessage) {
		g.write(t, writer.Draft{Kind: kindName, Record: id, Fields: fields})
	})
}

// poverty gives every household a status for a year, in one run.
func (g *province) poverty(t *testing.T, status json.RawMessage) {
	t.Helper()
	var drafts []writer.Draft
	for _, id := range g.homes {
		d := writer.Draft{Kind: "household", Record: id, Fields: map[string]json.RawMessage{"poverty:2024": status, change.Deleted: []byte("false"), "ended": []byte("null")}}
		x, err := g.n.Projection.Get(context.Background(), id)
		must(t, err)
		d.Seen = node.Seen(x.State, d.Fields)
		drafts = append(drafts, d)
	}
	_, err := g.n.Writer.Write(context.Background(), change.ID{}, nil, drafts...)
	must(t, err)
}

// settle waits until the cells have everything, if they can.
func (g *province) settle(t *testing.T) {
	t.Helper()
	_, _ = g.n.Projection.FiguresFor(context.Background(), g.query())
}
