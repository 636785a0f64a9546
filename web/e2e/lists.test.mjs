// A list that was saved is there in another browser too, and what was put away comes back, against a real server:
//   BASE_URL=http://127.0.0.1:8099 node --test e2e/lists.test.mjs
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
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
