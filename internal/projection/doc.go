// Package projection is the current state of the world, folded from the log:
// records with their versions, the indexes that kinds declare, folded-text
// search, the feed by area that pulls read, open conflicts and quarantine, and
// counts kept live. It lives in a SQLite file of its own that can be thrown away
// and rebuilt from the log at any time (docs/adr/0002). Figures are cells in a
// second file, which follows the first beside the folds (docs/adr/0010, 0019).
//
// It must not decide anything: what is accepted was decided before the log
// (internal/writer), who may see what is decided above it (internal/access).
//
// Start with [Projection.Apply] and [Projection.List].
package projection
