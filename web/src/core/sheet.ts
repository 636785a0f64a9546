/** A table of a screen as a file: CSV, or a workbook of one sheet. */
import { strToU8, zipSync } from 'fflate'

export type Cell = string | number | null

const utf8 = new TextEncoder()

/** The same table makes the same file: its parts are dated the first day that an archive knows. */
const firstDay = new Date(1980, 0, 1)

/** CSV that spreadsheets read as UTF-8; a text that would be taken for a formula is not. */
export function csvOf(rows: readonly Cell[][]): Uint8Array<ArrayBuffer> {
  const cell = (v: Cell): string => {
    if (v === null) return ''
    if (typeof v === 'number') return String(v)
    const text = /^[=+\-@\t\r]/.test(v) ? `'${v}` : v
    return /[",\n\r;]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
  }
  return utf8.encode(`\ufeff${rows.map((r) => r.map(cell).join(',')).join('\r\n')}\r\n`)
}

/** The first row is the heading, and stays in sight. */
export function xlsxOf(name: string, rows: readonly Cell[][]): Uint8Array<ArrayBuffer> {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const pack = 'http://schemas.openxmlformats.org/package/2006'
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const parts: [name: string, text: string][] = [
    [
      '[Content_Types].xml',
      `${head}<Types xmlns="${pack}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
    ],
    ['_rels/.rels', `${head}<Relationships xmlns="${pack}/relationships"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `${head}<workbook xmlns="${main}" xmlns:r="${rel}"><sheets><sheet name="${escaped(sheetName(name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    [
      'xl/_rels/workbook.xml.rels',
      `${head}<Relationships xmlns="${pack}/relationships"><Relationship Id="rId1" Type="${rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${rel}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      'xl/styles.xml',
      `${head}<styleSheet xmlns="${main}"><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="3" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ],
    ['xl/worksheets/sheet1.xml', `${head}<worksheet xmlns="${main}">${sheet(rows)}</worksheet>`],
  ]
  return zipSync(Object.fromEntries(parts.map(([part, text]) => [part, strToU8(text)])), { mtime: firstDay })
}

/** What a sheet may be called: 31 characters, none that addresses use. */
const sheetName = (name: string): string => name.replace(/[\\/?*[\]:']/g, ' ').slice(0, 31).trim() || 'Bang'

// What XML can't carry is left out.
const escaped = (s: string): string =>
  s
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')

function columnName(i: number): string {
  return (i >= 26 ? columnName(Math.floor(i / 26) - 1) : '') + String.fromCharCode(65 + (i % 26))
}

function sheet(rows: readonly Cell[][]): string {
  const wide = Math.max(0, ...rows.map((r) => r.length))
  const widths = Array.from({ length: wide }, (_, i) => Math.min(60, Math.max(8, ...rows.map((r) => String(r[i] ?? '').length + 2))))
  const cols = wide ? `<cols>${widths.map((w, i) => `<col min="${i + 1}" max="${i + 1}" width="${w}" customWidth="1"/>`).join('')}</cols>` : ''
  const line = (r: Cell[], n: number): string =>
    `<row r="${n + 1}">${r
      .map((v, i) => {
        const at = `${columnName(i)}${n + 1}`
        if (v === null || v === '') return ''
        if (typeof v === 'number') return `<c r="${at}"${Number.isInteger(v) ? ' s="2"' : ''}><v>${v}</v></c>`
        return `<c r="${at}" t="inlineStr"${n === 0 ? ' s="1"' : ''}><is><t xml:space="preserve">${escaped(v)}</t></is></c>`
      })
      .join('')}</row>`
  return `<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${cols}<sheetData>${rows.map(line).join('')}</sheetData>`
}
