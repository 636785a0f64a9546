// Package demo fills a node with generated people: households in every village,
// who lives in them, who cares for them, what was visited, and an account for each
// role. Names come from the pack's word lists; every record says that it is
// generated. The same seed gives the same people.
package demo
