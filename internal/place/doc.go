// Package place declares areas (province, commune, village) and units (command,
// station, committee, union, school), and how they live: valid from a day to a
// day, merged into or split from others. Station and commune are many-to-many.
//
// It holds rules and declarations only: no storage, no HTTP.
package place
