// Package kind is how a kind of record is declared: once, as one Go struct whose
// tags say everything about its fields. Validation, merge rules, storage
// columns, search, the JSON API and its OpenAPI description, the TypeScript
// types, the data dictionary and the CSV columns all come from the declaration.
//
// It knows no kind itself: those are in the noun packages (place, household,
// assignment, activity, account). It does no I/O and imports no storage.
//
// Start with [Declare] and [Field].
package kind
