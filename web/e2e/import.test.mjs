// An office's Excel file at the desk, in a real browser: send, match, check, write,
// undo; and a list that goes out as a workbook.
//   BASE_URL=… node --test e2e/import.test.mjs
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { api, signIn } from './browser.mjs'
import { deskPages } from './desk.mjs'
import { findings } from './axe.mjs'

const needsServer = process.env.MOCK === '1' ? { skip: 'the mock takes no files in' } : {}
const sample = (name) => new URL(`../../testdata/import/${name}`, import.meta.url).pathname
let page
deskPages((p) => (page = p))

const desk = () => signIn(page, { role: 'Cơ quan Ban Chỉ huy' })
const shown = (what) => what.waitFor({ timeout: 15000 })
const total = async () => (await api(page, '/records/household?limit=0')).total
const choose = (file) => page.locator('input[type=file]').setInputFiles(file)

test('a list typed in an old font goes in, is there once, and comes out again', needsServer, async () => {
  await desk()
  const before = await total()
  await page.goto('/import/new')
  await choose(sample('ho-tcvn3.xlsx'))
  // Header, columns and year are proposed, in Unicode.
  await shown(page.getByRole('rowheader', { name: /Họ và tên chủ hộ.*TCVN3/ }))
  assert.equal(await page.getByRole('combobox', { name: 'Là: Họ và tên chủ hộ' }).inputValue(), 'Chủ hộ')
  assert.equal(await page.getByLabel('Năm của diện hộ').inputValue(), '2025')
  await page.getByRole('button', { name: 'Kiểm tra thử' }).click()
  await shown(page.getByText('Sẽ thay đổi'))
  assert.match(await page.locator('.counts .new').innerText(), /12/)
  assert.equal(await total(), before, 'a check writes nothing')
  await page.getByRole('button', { name: 'Ghi tất cả 12 dòng' }).click()
  await shown(page.getByText('Đã ghi xong.'))
  assert.equal(await total(), before + 12)
  const address = page.url()

  // The same file again has nothing to do.
  await page.getByRole('link', { name: 'Nạp tệp khác' }).click()
  await choose(sample('ho-tcvn3.xlsx'))
  await page.getByRole('button', { name: 'Kiểm tra thử' }).click()
  await shown(page.getByText('Mọi dòng đã có sẵn. Không cần ghi gì.'))
  await page.getByRole('button', { name: 'Đóng tệp' }).click()

  // Who comes back finds it, and takes it back.
  await page.goto(address)
  await page.getByRole('button', { name: 'Hoàn tác cả tệp' }).click()
  await page.getByRole('button', { name: 'Hoàn tác', exact: true }).click()
  await shown(page.getByText(/Đã hoàn tác: xóa 36 bản ghi/))
  assert.equal(await total(), before)
  await page.goto('/import')
  await shown(page.getByText('ho-tcvn3.xlsx').first())
})

test('a column is matched by the keyboard, and what is missing is named', needsServer, async () => {
  await desk()
  await page.goto('/import/new')
  await choose(sample('ho-vni.xlsx'))
  const name = page.getByRole('combobox', { name: 'Là: Họ và tên chủ hộ' })
  await shown(name)
  await name.focus()
  await page.keyboard.type('khong')
  await page.keyboard.press('Enter')
  await shown(page.getByText('Chưa ghép: Chủ hộ.'))
  await page.keyboard.press('Control+A')
  await page.keyboard.type('chu ho')
  await page.keyboard.press('Enter')
  assert.equal(await name.inputValue(), 'Chủ hộ')
  // Of this page: the desk's head is the same on all.
  assert.deepEqual((await findings(page)).filter((f) => !f.includes('find-box')), [])
  await page.getByRole('button', { name: 'Đóng tệp' }).click()
  await shown(page.getByRole('button', { name: 'Chọn tệp xlsx' }))
})

test('a file that is no workbook is refused in plain words', needsServer, async () => {
  await desk()
  await page.goto('/import/new')
  await choose({ name: 'danh sach.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('không phải sổ tính') })
  await shown(page.getByRole('alert').filter({ hasText: 'không phải sổ tính xlsx' }))
})

test('a list goes out as a workbook with the columns that are shown', needsServer, async () => {
  await desk()
  await page.goto('/household')
  await page.getByRole('button', { name: 'Xuất', exact: true }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Excel, các cột đang hiện' }).click()])
  assert.match(file.suggestedFilename(), /^household-\d{4}-\d\d-\d\d\.xlsx$/)
  const bytes = readFileSync(await file.path())
  assert.equal(bytes.subarray(0, 2).toString(), 'PK')
  assert.ok(bytes.length > 10_000, `${bytes.length} bytes`)
})
