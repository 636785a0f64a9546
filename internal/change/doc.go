// Package change is the heart: what a change is, and how changes fold into the
// state of a record. It is pure: no clock, no randomness, no I/O; all come in
// as values.
//
// A [Change] says "at this time, this person on this device set these fields of
// this record". A [State] is the fold of a record's changes. Folding commutes,
// is associative and idempotent, so replicas that hold the same changes hold
// the same state in whatever order the changes came.
//
//   - Per field the latest version shows. A version is a hybrid logical [Time]
//     and the [Device] that gave it.
//   - A change names the versions that its author saw. Values that were set
//     without sight of each other are all kept as heads of the field's [Cell]:
//     the latest shows, the others are an open conflict for a person to settle.
//   - A record of an add-only kind is its first change; a later one is kept
//     aside as refused.
//   - A field with a [Machine] folds its steps: a step that was not allowed
//     from where it found the record is kept, marked, and moves nothing.
//   - Deletion, undo, correction and settling are changes like any other.
//
// Start with [State.Apply]; PROTOCOL.md gives the forms on the wire.
package change
