// Package schema makes what follows from the kind declarations for others to
// read: the OpenAPI description, the web app's TypeScript types and data, the
// data dictionary, and the columns of CSV files.
//
// It decides nothing and does no I/O; `go run ./tools/gen` writes the files and
// a test in that folder fails when they are out of date. It must not know any
// kind or route: both are given to it.
//
// Start with [OpenAPI] and [TypeScript].
package schema
