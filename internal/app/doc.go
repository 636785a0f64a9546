// Package app puts the program together by hand: which parts there are, in what
// order they start and stop, and what each sub-command does, one file each. It is
// the only package that imports everything; it decides nothing itself.
//
// Start with [Run].
package app
