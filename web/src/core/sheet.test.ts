import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { csvOf, xlsxOf, type Cell } from './sheet'

/** What the server's own reader of workbooks reads in internal/workbook. */
const golden = new URL('../../../testdata/sheet/screen.xlsx', import.meta.url)

const rows: Cell[][] = [
  ['Bản', 'Số hộ', 'Còn lại', 'Ghi chú'],
  ['Huổi Luông <2> & "ba"', 12, -1_500_000, null],
  ['=1+1', 0.5, null, 'dòng\nhai'],
]

test('a table becomes the workbook that the server reads', () => {
  const made = xlsxOf('Tiền/hàng [2026]', rows)
  if (process.env.UPDATE) writeFileSync(golden, made)
  expect(Buffer.from(made).equals(readFileSync(golden))).toBe(true)
})

test('in CSV a text is never a formula, and a comma stays in its cell', () => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(csvOf([...rows, ['a,b', '-2', -2, '+84']]))
  expect(text).toBe('\ufeffBản,Số hộ,Còn lại,Ghi chú\r\n"Huổi Luông <2> & ""ba""",12,-1500000,\r\n\'=1+1,0.5,,"dòng\nhai"\r\n"a,b",\'-2,-2,\'+84\r\n')
})
