// Package exchange turns records into the rows of CSV files and JSON lines, and
// rows back into changes: what import and export share. The columns come from
// the kind's declaration (internal/schema).
//
// It decides nothing about access: its callers hide fields before they export,
// and what it imports passes the writer like any other change.
package exchange
