// Walks what each page of docs/manual tells, row by row of the mission; with PICTURES it takes the
// pages' pictures in both languages (tools/manual.sh does that on a demonstration of its own):
//   BASE_URL=http://127.0.0.1:8099 [PICTURES=../docs/manual/pictures] node --test e2e/manual.test.mjs
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { findings } from './axe.mjs'
import { api, provinceDay, signIn } from './browser.mjs'
import { deskPages } from './desk.mjs'

const pictures = process.env.PICTURES
if (pictures) mkdirSync(pictures, { recursive: true })

let page
deskPages((p) => (page = p))

const roles = { tram: 'Chỉ huy đồn', tinh: 'Ban Chỉ huy BĐBP' }
const today = provinceDay()
const shown = (l) => l.first().waitFor({ timeout: 15_000 })
const post = async (path, data, want = 200) => {
  const answer = await page.request.post(`/api${path}`, { data, headers: { 'X-Bamban': '1' } })
  assert.equal(answer.status(), want, `${path}: ${await answer.text()}`)
  return answer.json()
}
const speak = (language) => page.request.patch('/api/me', { data: { language }, headers: { 'X-Bamban': '1' } })

/** Signs in, in Vietnamese, at the size of the pictures. */
async function as(login) {
  await page.setViewportSize({ width: 1180, height: 740 })
  await signIn(page, { role: roles[login] })
  await speak('vi')
}

/** Takes the page's picture in both languages, under the page of the manual that shows it; scrolled to what it is about. */
async function picture(name, about = '') {
  assert.deepEqual(await findings(page), [], name)
  if (!pictures) return
  for (const lang of ['en', 'vi']) {
    await speak(lang)
    await page.evaluate((l) => localStorage.setItem('bamban.lang', l), lang)
    await page.reload()
    await page.waitForLoadState('networkidle')
    if (about) await page.locator(about).last().evaluate((e) => e.scrollIntoView({ block: 'end' }))
    await page.waitForTimeout(200)
    await page.screenshot({ path: `${pictures}/${name}-${lang}.jpg`, type: 'jpeg', quality: 68 })
  }
}

/** The results of an enrolment's page. */
const resultsTable = 'section.group:has(table.mini)'

const rows = async (kind, query) => (await api(page, `/records/${kind}?limit=50&${query}`)).rows

/** Takes a step at the desk as the page tells. */
async function step(to, fields = {}) {
  await page.getByRole('button', { name: to, exact: true }).click()
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value)
  await page.getByRole('button', { name: 'Chuyển 1 hồ sơ' }).click()
  await shown(page.locator('.sub .tag', { hasText: to }))
}

/** Records a result on an enrolment's page. */
async function result(measure, value, level = false) {
  await page.getByRole('button', { name: 'Ghi kết quả' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('select').first().selectOption({ label: measure })
  if (level) await dialog.locator('select').nth(1).selectOption({ label: value })
  else await dialog.locator('input[type=text]').first().fill(value)
  await dialog.locator('.foot .btn.main').click()
  await shown(page.locator('table.mini td', { hasText: measure }))
}

test('1 a house: proposed, agreed by the village, approved', async () => {
  await as('tram')
  let home
  for (const r of await rows('household', '')) {
    const check = await api(page, `/programs/border_home/check?household=${r.id}`)
    if (check.overlaps.length === 0 && check.reasons.length === 0) {
      home = r
      break
    }
  }
  assert.ok(home, 'a household that is eligible and has no house proposed')
  await page.goto('/program/border_home')
  await page.getByRole('button', { name: 'Đề nghị', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Hộ' }).fill(home.v.code)
  await page.waitForFunction(() => document.querySelectorAll('[role=option]').length === 1)
  await page.locator('[role=option]').click()
  await shown(dialog.getByText('Đủ điều kiện.'))
  await dialog.getByLabel('Lý do').fill('Nhà tạm, dột nát')
  await dialog.locator('.foot .btn.main').click()
  await page.waitForURL('**/enrolment/*')
  const id = page.url().split('/').at(-1)
  await post('/enrolments/step', { ids: [id], to: 'checked', photos: 1, form: 'house_check', form_version: 1, answers: JSON.stringify({ state: 'bad', land: 'paper', safe: true, family_hands: 2 }) }) // on the phone: docs/manual tells how
  await page.reload()
  await step('Bản đã bình xét', { 'Số quyết định, biên bản': '12/BB' })
  await step('Đã duyệt', { 'Số quyết định, biên bản': '45/QĐ' })
  await picture('01-house')
  await page.goto('/program/border_home')
  await shown(page.locator('.enrolmentline'))
  await picture('01-board')
})

test('2 new countryside: a commune’s criteria, and what was contributed', async () => {
  await as('tinh')
  const [commune] = await rows('enrolment', 'f.program=new_countryside')
  await page.goto(`/enrolment/${commune.id}`)
  await page.getByRole('button', { name: 'Ghi kết quả' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('select').nth(1).selectOption({ label: 'Đạt' })
  await dialog.locator('.foot .btn.main').click()
  await shown(page.locator('table.mini td', { hasText: 'Đạt' }))
  await picture('02-countryside', resultsTable)
})

test('3 women of the border: a commune paired, its sessions recorded', async () => {
  await as('tinh')
  const [pair] = await rows('enrolment', 'f.program=border_women&f.status=paired')
  await page.goto(`/enrolment/${pair.id}`)
  await result('Buổi truyền thông', '6')
  await picture('03-women', resultsTable)
})

test('4 pupils: a month’s stipends worked out, handed over, and one taken back', async () => {
  await as('tram')
  await page.goto('/program/school_steps/dues')
  const dues = await rows('due', 'f.program=school_steps&f.status=open')
  if (dues.length === 0) await post('/dues', { program: 'school_steps', entitlement: 'stipend', from: today, to: today, run: 'manual' })
  await page.reload()
  await shown(page.getByRole('button', { name: /^Trao \d+ khoản/ }))
  await picture('04-dues')
  const [due] = await rows('due', 'f.program=school_steps&f.status=open')
  const [store] = await rows('store', '')
  await post('/dues/pay', { ids: [due.id], from: store.id, receipt: 'signature', bulk: 'manual-tra' })
  assert.equal((await api(page, `/records/due/${due.id}`)).v.status, 'paid')
  await post('/dues/pay/undo', { bulk: 'manual-tra', reason: 'Trao nhầm' })
  assert.equal((await api(page, `/records/due/${due.id}`)).v.status, 'open')
  const { sums } = await api(page, '/balances')
  assert.ok(Object.values(sums).every((n) => n === 0), 'the ledger adds up')
  await page.goto('/program/station_children')
  await shown(page.locator('.enrolmentline'))
  await picture('04-children')
})

test('5 the army’s pupils: budget money, receipt list and settlement', async () => {
  await as('tinh')
  await page.goto('/money/army_school_steps')
  await shown(page.getByRole('heading', { name: 'Danh sách ký nhận' }))
  await picture('05-settlement')
})

test('6 Tết: lists by village, a gift day', async () => {
  await as('tram')
  const listed = await rows('enrolment', 'f.program=spring_gifts&f.status=proposed')
  const done = await post('/enrolments/step', { ids: listed.slice(0, 2).map((r) => r.id), to: 'approved', bulk: 'manual-tet' })
  assert.ok(done.done.length > 0, JSON.stringify(done.failed))
  await page.goto('/program/spring_gifts?step=approved')
  await shown(page.locator('.enrolmentline'))
  await picture('06-gifts')
})

test('7 flags and portraits: who has them, and who has not', async () => {
  await as('tram')
  await page.goto('/program/flags?step=given')
  await shown(page.locator('.enrolmentline'))
  await picture('07-flags')
})

test('8 a livelihood: what is alive and what it brought in', async () => {
  await as('tram')
  const [given] = [...(await rows('enrolment', 'f.program=livelihood&f.status=given')), ...(await rows('enrolment', 'f.program=livelihood&f.status=passed_on'))]
  await page.goto(`/enrolment/${given.id}`)
  await result('Số con, cây còn sống', '2')
  await picture('08-livelihood', resultsTable)
})

test('9 an officer seconded to a commune: post, place and term', async () => {
  await as('tram')
  const [user] = await rows('user', '')
  const me = await api(page, '/me')
  const [home] = await rows('household', '')
  const { areas } = await api(page, '/areas')
  const commune = areas.find((a) => a.id === home.area).parent
  const made = await post('/records/assignment', { fields: { user: user.id, unit: me.user.unit, role: 'seconded', area: commune, post: 'Phó Bí thư Đảng ủy xã', from: today, decision: '12-QĐ/ĐU' } }, 201)
  await page.goto(`/assignment/${made.id}`)
  await shown(page.getByText('Phó Bí thư Đảng ủy xã'))
  await picture('09-seconded')
})

test('10 households in care: who is seen, who is late, who never was', async () => {
  await as('tram')
  await page.goto('/cover')
  await shown(page.getByRole('heading', { name: 'Cần thăm' }))
  await picture('10-care')
})

test('each page of the manual is there in both languages, shows its pictures, and each picture is shown', () => {
  const manual = new URL('../../docs/manual/', import.meta.url)
  const named = new Set()
  for (const lang of ['vi', 'en']) {
    const pages = readdirSync(new URL(`${lang}/`, manual)).filter((f) => /^\d\d-/.test(f))
    assert.equal(pages.length, 10, `${lang}: ${pages.join(', ')}`)
    for (const f of pages) {
      const shows = [...readFileSync(new URL(`${lang}/${f}`, manual), 'utf8').matchAll(/\]\(\.\.\/pictures\/([^)]+)\)/g)].map((m) => m[1])
      assert.ok(shows.length > 0, `${lang}/${f} shows no picture`)
      for (const s of shows) named.add(s)
    }
  }
  assert.deepEqual([...named].sort(), readdirSync(new URL('pictures/', manual)).sort())
})
