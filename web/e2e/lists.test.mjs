// A list that was saved is there in another browser too, and what was put away comes back, against a real server:
//   BASE_URL=http://127.0.0.1:8099 node --test e2e/lists.test.mjs
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { strFromU8, unzipSync } from 'fflate'
import { findings } from './axe.mjs'
import { api, base, launch, signIn } from './browser.mjs'

let browser
const shown = (l) => l.first().waitFor({ timeout: 15_000 })
const desk = async () => {
  const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
  await signIn(page, { role: 'Chỉ huy đồn' })
  await page.request.patch(`${base}/api/me`, { data: { language: 'vi' }, headers: { 'X-Bamban': '1' } })
  return page
}
before(async () => (browser = await launch()))
after(() => browser?.close())

const open = (page) => page.getByRole('button', { name: /^(Bộ lọc đã lưu|Lưu bộ lọc)$/ }).click()

test('a saved list and its columns follow to another browser; removed and undone there, it is back here', async () => {
  const here = await desk()
  await here.goto(`${base}/household?q=Lò`)
  await here.getByRole('button', { name: 'Cột', exact: true }).click()
  const more = here.locator('[role=menuitemcheckbox][aria-checked=false]').first()
  const column = (await more.innerText()).trim()
  await more.click()
  await here.keyboard.press('Escape')
  await open(here)
  await here.getByLabel('Tên bộ lọc').fill('Họ Lò')
  await here.getByLabel('Cùng dùng trong đơn vị').check()
  assert.deepEqual(await findings(here), [])
  await here.getByRole('button', { name: 'Lưu', exact: true }).click()
  await shown(here.getByText('Đã lưu “Họ Lò”.'))

  const there = await desk()
  await there.goto(`${base}/household`)
  await open(there)
  await there.getByRole('button', { name: /^Họ Lò/ }).click()
  await there.waitForURL('**/household?*q=L%C3%B2*')
  await there.getByRole('button', { name: 'Cột', exact: true }).click()
  assert.equal(await there.getByRole('menuitemcheckbox', { name: column, exact: true }).getAttribute('aria-checked'), 'true')
  await there.keyboard.press('Escape')
  await open(there)
  await there.getByRole('button', { name: 'Bỏ bộ lọc Họ Lò' }).click()
  await shown(there.getByText('Đã bỏ “Họ Lò”.'))
  assert.equal((await api(there, '/lists')).lists.filter((l) => l.name === 'Họ Lò').length, 0)
  await there.getByRole('button', { name: 'Hoàn tác' }).click()
  await there.waitForTimeout(500)
  const lists = (await api(here, '/lists')).lists.filter((l) => l.name === 'Họ Lò')
  assert.deepEqual([lists.length, lists[0]?.shared, lists[0]?.mine], [1, true, true])
})

// The first sheet of a workbook, or the text of a CSV.
const contents = async (file) => {
  const raw = await readFile(await file.path())
  return raw.toString('latin1', 0, 2) === 'PK' ? strFromU8(unzipSync(raw)['xl/worksheets/sheet1.xml']) : raw.toString()
}

test('what a screen lists is taken along: figures, the access log, requests, pairs, years of poverty, what an erasure takes', async () => {
  const page = await desk()
  const take = async (button, item) => {
    await button.first().click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: item, exact: true }).click()])
    return contents(file)
  }
  const file = (name) => page.getByRole('button', { name: `Lấy tệp: ${name}` })

  await page.goto(`${base}/figure/visits/records?period=${new Date().getFullYear()}&calendar=state`)
  await shown(page.locator('.figures tbody tr'))
  const behind = (await api(page, `/figures/visits/records?period=${new Date().getFullYear()}&calendar=state&limit=200`)).rows
  const csv = await take(page.getByRole('button', { name: 'Xuất', exact: true }), 'CSV, mọi cột')
  for (const r of behind) assert.ok(csv.includes(r.id), `${r.id} is in the file`)
  assert.deepEqual(await findings(page), [])

  await page.goto(`${base}/request`)
  await shown(page.locator('.requests li'))
  const name = await page.locator('.requests li strong').first().innerText()
  for (const item of ['Excel', 'CSV']) assert.ok((await take(file('Yêu cầu về dữ liệu'), item)).includes(name))

  await page.goto(`${base}/twins`)
  await shown(page.locator('.pairs li'))
  const pairs = await take(file('Có thể ghi hai lần'), 'CSV')
  assert.equal(pairs.trim().split(/\r?\n/).length - 1 >= (await page.locator('.pairs li').count()), true, 'every pair is in the file')
  assert.ok(pairs.includes((await page.locator('.pairs strong').first().innerText()).trim()))
  assert.deepEqual(await findings(page), [])

  const home = (await api(page, '/records/household?limit=200')).rows.find((r) => Object.keys(r.v.poverty ?? {}).length > 0)
  await page.goto(`${base}/household/${home.id}`)
  assert.ok((await take(page.getByRole('button', { name: /^Lấy tệp: / }), 'CSV')).includes(Object.keys(home.v.poverty)[0]))

  const person = (await api(page, '/records/person?limit=1')).rows[0]
  await page.goto(`${base}/erase/${person.id}`)
  assert.ok((await take(file('Sẽ xóa'), 'CSV')).includes('Người'))

  await page.goto(`${base}/looks`)
  await shown(page.locator('.looks tbody tr'))
  const log = await take(file('Nhật ký xem'), 'CSV')
  for (const what of ['Có thể ghi hai lần', 'Yêu cầu về dữ liệu', 'Sẽ xóa']) assert.ok(log.includes(what), `the access log has ${what}`)
})
