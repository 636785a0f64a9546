// Package twin tells whether two records may be of one person: by name, without marks
// and in any order of words; by birth, a year to either side; by guardian, by the head
// of the household, by village. It gives the keys by which such pairs are found and, for
// a pair, what agrees and how much that says. A person decides; see docs/twins.md.
//
// It compares and keeps nothing. Papers, ethnicity, telephone, photos and what was done
// for somebody are never compared.
//
// Start with [Keys] and [Compare].
package twin
