package projection

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"bamban/internal/indicator"
	"bamban/internal/sqlite"
)

// cellsFormat of the tables below; another one means that they are made anew.
const cellsFormat = "1"

const cellsSchema = `
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS own(k INTEGER PRIMARY KEY, v BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS cell(k INTEGER PRIMARY KEY, v BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS slot(n INTEGER PRIMARY KEY, indicator TEXT, dim TEXT, value TEXT, part INTEGER);
CREATE TABLE IF NOT EXISTS spot(unit INTEGER, n INTEGER, id BLOB NOT NULL, PRIMARY KEY(unit, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS member(g INTEGER, day INTEGER, id BLOB, v BLOB, PRIMARY KEY(g, day, id)) WITHOUT ROWID;
`

// CellsPath is the file of the cells that belongs to a projection's file.
func CellsPath(path string) string {
	ext := filepath.Ext(path)
	return strings.TrimSuffix(path, ext) + "-figures" + ext
}

// Declare tells which figures are kept, before CatchUp. Cells that were made with
// other declarations, or of another projection, are dropped; [Projection.Recount]
// makes them anew.
func (p *Projection) Declare(set *indicator.Set, zone *time.Location) error {
	if err := p.closeFigures(); err != nil {
		return fmt.Errorf("declare figures: %w", err)
	}
	p.applying.Lock()
	defer p.applying.Unlock()
	err := p.openFigures(set, zone)
	if err != nil {
		// What is in the file can be counted again.
		if err = errors.Join(p.closeFigures(), removeFile(CellsPath(p.db.Path()))); err == nil {
			err = p.openFigures(set, zone)
		}
	}
	if err != nil {
		return fmt.Errorf("declare figures: %w", errors.Join(err, p.closeFigures()))
	}
	return nil
}

// errOtherCells: the file's cells were made with other declarations or another layout.
var errOtherCells = errors.New("projection: other cells")

func (p *Projection) openFigures(set *indicator.Set, zone *time.Location) error {
	f := &figures{set: set, zone: zone}
	var err error
	if f.db, err = sqlite.Open(CellsPath(p.db.Path()), sqlite.Options{Sync: sqlite.Normal, Readers: p.readers, CacheKB: 8000, SecureDelete: true}); err != nil {
		return err
	}
	p.figures = f
	p.startKeeper()
	digest, have := cellsFormat+" "+set.Digest, ""
	if err := errors.Join(f.db.Writer().Exec(cellsSchema), f.meta("digest", func(s *sqlite.Stmt) { have = s.Text(0) })); err != nil {
		return err
	}
	switch have {
	case digest:
	case "":
		if err := f.setMeta("digest", digest); err != nil {
			return err
		}
	default:
		return errOtherCells
	}
	if err := f.load(); err != nil {
		return err
	}
	return p.heal(0)
}

// forget drops the cells, and notes of which projection they are to be, at which entry.
func (f *figures) forget(made string, seq uint64) error {
	return errors.Join(
		f.db.Writer().Exec(`DELETE FROM own; DELETE FROM cell; DELETE FROM slot; DELETE FROM spot; DELETE FROM member;`),
		f.setMeta("made", made), f.setMeta("seq", seq), f.setMeta("counted", 0))
}

func (f *figures) meta(key string, read func(*sqlite.Stmt)) error {
	return metaOf(f.db.Writer(), key, read)
}

func (f *figures) setMeta(key string, value any) error {
	return putMeta(f.db.Writer(), key, value)
}

func (p *Projection) closeFigures() error {
	if p.figures == nil {
		return nil
	}
	p.keeper.stop()
	err := p.figures.db.Close()
	p.figures, p.keeper = nil, nil
	return err
}
