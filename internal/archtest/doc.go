// Package archtest holds the rules of the house that a machine can check: which
// package may import which, how large a file may grow, what must not be written
// into any file. The rules are said in words in CONTRIBUTING.md.
//
// It has tests only; nothing imports it.
package archtest
