// Package same lets a person decide whether two records are of one person, keeps the
// decision, and takes it back: it gathers the pairs that internal/twin finds and what
// was decided about them, joins two records where they are one person, and parts them
// again with the values that they had.
//
// It decides nothing by itself, and rewrites nothing: what was done for either record
// stays where it is and is read together (internal/projection.SamePerson). Who may see
// what of a pair is the business of its caller. Start with [Service].
package same
