// Package xlsform turns workbooks in the XLSForm standard (xlsform.org) into
// declarations of forms and back: sheets survey, choices and settings, XPath and
// CEL.
//
// What a declaration has and XLSForm has not (money, persons, terms of a
// vocabulary) goes into columns that begin with "bind::bamban:", which other
// tools carry along. What XLSForm has and a declaration has not is named by
// sheet, row and column, and nothing is made of the workbook.
//
// It does no I/O: bytes in, bytes out. Start with [Import] and [Export].
package xlsform
