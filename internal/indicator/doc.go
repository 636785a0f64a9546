// Package indicator is figures as a pack declares them: which records count, on
// which day, for which area and unit, by what; the calendars whose months and
// years they are given in; and what one record contributes to them.
//
// It is pure. A record's contributions depend on its own fields and on nothing
// else, so that figures are maintained by what changed; the cells are kept in
// internal/projection, who may read which is decided in internal/api.
//
// Start with [Declaration], [Open] and [Set.Of].
package indicator
