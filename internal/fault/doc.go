// Package fault is the one error type that crosses layers.
//
// A fault has a code (stable, machine-readable, listed in catalogue.go), the
// field at fault where there is one, a safe text in each shipped language, and
// whether the same request may be tried again. Anything that is not a fault is
// internal: its text never leaves the server.
//
// Start with [New] and [As]. This package must not import any other of ours.
package fault
