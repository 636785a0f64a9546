// Package saved keeps the lists that users save: filters and columns under a name, which
// follow them to any browser, and which a station's people may share.
//
// It doesn't read what a list shows: opened again, a saved list is asked like any other,
// with the rights of whoever opens it. Start at [Service.Of].
package saved
