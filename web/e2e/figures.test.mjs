// Figures at the desk, in a real browser on a demo server:
//   BASE_URL=… node --test e2e/figures.test.mjs
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findings } from './axe.mjs'
import { api, base, signIn } from './browser.mjs'
import { deskPages } from './desk.mjs'

const onlyDemo = process.env.MOCK === '1' ? { skip: 'the mock keeps no figures' } : {}
let page
deskPages((p) => (page = p))

// The page's own: what the shell around it has is another test's.
const own = async () => (await findings(page)).filter((f) => !f.includes('class="find-box"'))
const shown = (what) => what.waitFor({ timeout: 8000 })
const whole = (s) => Number(s.replace(/\./g, '').replace(',', '.'))

test('a figure leads to its communes, and a commune to as many records as it counts', onlyDemo, async () => {
  await signIn(page, { role: 'Ban Chỉ huy BĐBP' })
  await page.goto('/figure')
  const line = page.locator('tr', { has: page.getByRole('link', { name: 'Lượt thăm hộ', exact: true }) })
  await shown(line)
  const total = whole(await line.locator('td.count').first().innerText())
  assert.ok(total > 20, `only ${total} visits`)
  await line.getByRole('link', { name: 'Lượt thăm hộ', exact: true }).click()
  await shown(page.locator('svg.chart').first())
  assert.equal(await page.locator('svg.chart').count(), 2, 'a map and bars')
  const rows = page.locator('.figures tbody tr')
  const numbers = (await rows.locator('td:nth-child(2)').allInnerTexts()).map(whole)
  assert.equal(numbers[0], total)
  assert.equal(numbers.slice(1).reduce((a, b) => a + b, 0), total, 'communes add up')
  assert.deepEqual(await own(), [])
  const first = rows.nth(1)
  const n = whole(await first.locator('td:nth-child(2)').innerText())
  await first.locator('td:nth-child(2) a').click()
  await shown(page.locator('.figures tbody tr').first())
  assert.equal(await page.locator('.figures tbody tr').count(), Math.min(n, 100), 'a page holds a hundred')
  assert.deepEqual(await own(), [])
})

test('over time there is a line, by purpose there are bars, and the calendar changes the days', onlyDemo, async () => {
  await signIn(page, { role: 'Ban Chỉ huy BĐBP' })
  await page.goto('/figure/visits?by=month')
  await shown(page.locator('svg.chart path.line'))
  assert.equal(await page.locator('.figures tbody tr').count(), 13)
  const days = await page.locator('.figures p.small').innerText()
  await page.getByLabel('Lịch').selectOption('force')
  await page.waitForFunction((was) => document.querySelector('.figures p.small')?.textContent !== was, days)
  await page.getByRole('button', { name: 'Theo mục đích' }).click()
  await shown(page.locator('svg.chart rect.bar').first())
  assert.deepEqual(await own(), [])
})

test('a target shows how much of it is reached', onlyDemo, async () => {
  await signIn(page, { role: 'Ban Chỉ huy BĐBP' })
  const { columns, period } = await api(page, '/figures?codes=visits&period=2026&by=area')
  await page.goto('/')
  const made = await page.request.post(`${base}/api/records/target`, {
    headers: { 'X-Bamban': '1' },
    data: { fields: { indicator: 'visits', calendar: 'state', period, value: 40, area: columns[0].key, decision: '12/KH' } },
  })
  assert.equal(made.status(), 201, await made.text())
  await page.goto(`/figure?period=${period}&area=${columns[0].key}`)
  await shown(page.locator('.reached').first())
})

test('small figures of people are closed to the auditor, and say so', onlyDemo, async () => {
  await signIn(page, { role: 'Kiểm tra' })
  await page.goto('/figure/households_poor')
  await shown(page.locator('.figures tbody .tag').first())
  assert.equal(await page.locator('.figures tbody .tag').first().innerText(), 'che')
})
