// Package workbook reads and writes xlsx files of any length in constant memory: a
// table out ([NewWriter], [WriteTable]), and the cells of somebody's workbook in, with
// what their styles say of them ([Open]). excelize holds a whole sheet in memory and
// gives neither fonts nor formulas in a stream.
//
// What could harm is refused before it is unpacked, in plain words: macros, passwords,
// other formats, archives that unpack to far more than they hold ([Guard]).
//
// It knows no kind of record, no columns and no language; it must not guess what a
// cell means.
package workbook
