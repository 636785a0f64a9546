package sqlite

import (
	"fmt"

	"github.com/ncruces/go-sqlite3"
)

// Stmt is a prepared statement. Bind with [Stmt.Bind], then [Stmt.Exec], or
// [Stmt.Next] until it is false and check [Stmt.Err].
type Stmt struct {
	s   *sqlite3.Stmt
	err error
}

// Reset makes the statement ready for new values.
func (s *Stmt) Reset() {
	_ = s.s.Reset() // repeats the error of the last step, which was seen then
	s.err = nil
}

// Bind sets the parameters in order: int, int64, uint64, string, []byte, bool or
// nil. A nil []byte is NULL.
func (s *Stmt) Bind(args ...any) *Stmt {
	for i, a := range args {
		s.bind(i+1, a)
	}
	return s
}

func (s *Stmt) bind(i int, a any) {
	var err error
	switch v := a.(type) {
	case int:
		err = s.s.BindInt(i, v)
	case int64:
		err = s.s.BindInt64(i, v)
	case uint64:
		err = s.s.BindInt64(i, int64(v))
	case string:
		err = s.s.BindText(i, v)
	case []byte:
		if v == nil {
			err = s.s.BindNull(i)
		} else {
			err = s.s.BindBlob(i, v)
		}
	case bool:
		err = s.s.BindBool(i, v)
	case nil:
		err = s.s.BindNull(i)
	default:
		err = fmt.Errorf("sqlite: cannot bind %T", a)
	}
	if err != nil && s.err == nil {
		s.err = err
	}
}

// Exec runs the statement and resets it.
func (s *Stmt) Exec() error {
	if s.err != nil {
		return s.err
	}
	if err := s.s.Exec(); err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	return nil
}

// Next steps to the next row; at the end it resets the statement.
func (s *Stmt) Next() bool {
	if s.err != nil {
		return false
	}
	if s.s.Step() {
		return true
	}
	s.err = s.s.Err()
	_ = s.s.Reset()
	return false
}

// Err is what ended the rows early, or nil.
func (s *Stmt) Err() error {
	if s.err != nil {
		return fmt.Errorf("sqlite: %w", s.err)
	}
	return nil
}

// Int64 of a column of the row.
func (s *Stmt) Int64(col int) int64 { return s.s.ColumnInt64(col) }

// Uint64 of a column of the row.
func (s *Stmt) Uint64(col int) uint64 { return uint64(s.s.ColumnInt64(col)) }

// Text of a column of the row.
func (s *Stmt) Text(col int) string { return s.s.ColumnText(col) }

// Blob is a copy of a column of the row.
func (s *Stmt) Blob(col int) []byte { return s.s.ColumnBlob(col, nil) }

// RawBlob is a column of the row, good until the next step.
func (s *Stmt) RawBlob(col int) []byte { return s.s.ColumnRawBlob(col) }

// IsNull reports whether a column of the row is NULL.
func (s *Stmt) IsNull(col int) bool { return s.s.ColumnType(col) == sqlite3.NULL }

// BindFrom sets parameters from a position, counted from 1.
func (s *Stmt) BindFrom(first int, args []any) *Stmt {
	for i, a := range args {
		s.bind(first+i, a)
	}
	return s
}

// Columns is the number of columns of a row.
func (s *Stmt) Columns() int { return s.s.ColumnCount() }

// Value is a column of the row as [Stmt.Bind] takes it.
func (s *Stmt) Value(col int) any {
	switch s.s.ColumnType(col) {
	case sqlite3.INTEGER:
		return s.s.ColumnInt64(col)
	case sqlite3.TEXT:
		return s.s.ColumnText(col)
	case sqlite3.BLOB:
		return s.s.ColumnBlob(col, []byte{})
	}
	return nil
}
