// Package exchange turns records into the rows of CSV files and JSON lines, and
// rows back into changes: what import and export share. The columns come from
// the kind's declaration (internal/schema).
//
// It decides nothing about access: its callers hide fields before they export,
// and what it imports passes the writer like any other change. Beyond that an
// import finds, compares and tells apart only what its viewer may read.
//
// A table is never taken by guessing: what can be read in two ways is refused, with
// the row and what to do.
//
// Start with [Import], [ExportCSV] and [Cells].
package exchange
