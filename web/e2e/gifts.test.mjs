// A gift day on three phones without a network: one tap each, a card that is scanned, and no gift
// counted twice, against a real server:
//   BASE_URL=http://localhost:8099 [OUT=shots] node --test e2e/gifts.test.mjs
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { encodeQR } from 'qr'
import { findings } from './axe.mjs'
import { api, base, provinceDay, signIn } from './browser.mjs'
import { invite, openDesk, Phone } from './phone-browser.mjs'

const run = `ngay-trao-${Date.now().toString(36)}`
let desk, dues, program
const phones = []
const shown = (l) => l.first().waitFor({ timeout: 20_000 })
const look = (name, p) => (process.env.OUT ? p.screenshot({ path: `${process.env.OUT}/gifts-${name}.png`, fullPage: true }) : null)
const post = async (path, data, want = 200) => {
  const answer = await desk.page.request.post(`/api${path}`, { data, headers: { 'X-Bamban': '1' } })
  assert.equal(answer.status(), want, `${path}: ${await answer.text()}`)
  return answer.json()
}
const until = async (what, is) => {
  for (let i = 0; i < 120; i++) {
    if (await is()) return
    await desk.page.waitForTimeout(250)
  }
  assert.fail(what)
}

/** Pictures of a code as a camera sees it, a file that the browser plays. */
async function filmed(text) {
  const rows = encodeQR(text, 'raw', { border: 4 })
  const jpeg = await desk.page.evaluate(async (rows) => {
    const c = new OffscreenCanvas(640, 480)
    const g = c.getContext('2d')
    g.fillStyle = '#cfc8b8'
    g.fillRect(0, 0, 640, 480)
    const at = Math.floor(380 / rows.length)
    rows.forEach((row, y) => row.forEach((dark, x) => {
      g.fillStyle = dark ? '#222' : '#f4f4f4'
      g.fillRect(130 + x * at, 50 + y * at, at, at)
    }))
    const b = new Uint8Array(await (await c.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer())
    return [...b]
  }, rows)
  const path = join(tmpdir(), `${run}.mjpeg`)
  await writeFile(path, Buffer.concat(Array(10).fill(Buffer.from(jpeg))))
  return path
}

/** A campaign of its own, published by the province: other journeys use up the demonstration's. */
async function campaign() {
  const context = await desk.page.context().browser().newContext({ baseURL: base })
  const page = await context.newPage()
  await signIn(page, { role: 'Ban Chỉ huy BĐBP' })
  const call = async (method, path, data) => {
    const answer = await page.request[method](`/api${path}`, { data, headers: { 'X-Bamban': '1' } })
    assert.equal(answer.status(), 200, `${path}: ${await answer.text()}`)
    return answer.json()
  }
  const d = await call('post', '/designs', { label: `Quà ${run}` })
  const label = { vi: 'Suất quà', en: 'Gift' }
  await call('patch', `/designs/${d.id}`, { seq: d.seq, body: { ...d.body, campaign: true, entitlements: [{ code: 'qua', label, item: 'gift_set', rhythm: 'once', norms: [{ amount: 1 }] }] } })
  const done = await call('post', `/designs/${d.id}/publish`, { from: provinceDay(), reason: 'Thử' })
  await context.close()
  return done.code
}

before(async () => {
  desk = await openDesk()
  const first = await invite(desk)
  const mine = (await api(desk.page, `/records/assignment?f.user=${first.user}&limit=200`)).rows.map((r) => r.v.household).filter(Boolean)
  program = await campaign()
  const gifts = []
  for (const household of mine.slice(0, 3)) gifts.push((await post('/enrolments', { program, household, officer: first.user }, 201)).id)
  assert.equal(gifts.length, 3, 'the officer has three households')
  await post('/enrolments/step', { ids: gifts, to: 'approved', decision: '1/QĐ', bulk: run })
  const today = provinceDay()
  await post('/dues', { program, entitlement: 'qua', from: today, to: today, run })
  dues = (await api(desk.page, `/records/due?f.run=${run}&limit=200`)).rows.filter((d) => gifts.includes(d.v.enrolment))
  assert.equal(dues.length, 3)
  const camera = await filmed(dues[2].id)
  for (const more of [{}, {}, { camera }]) {
    const code = phones.length ? (await post('/devices', { user: first.user, name: `Máy thử ${phones.length + 1}` }, 201)).code : first.code
    const phone = await Phone.make(undefined, more)
    await phone.enrol(code)
    phones.push(phone)
  }
})
after(async () => {
  for (const p of phones) await p.close()
  await desk?.close()
})

/** Opens the gift day of flags. */
async function giftDay({ page }, phone) {
  await phone.show('/phone/gifts')
  await shown(page.getByRole('heading', { name: 'Ngày trao quà' }))
  await shown(page.getByRole('button', { name: 'Trao', exact: true }))
  if (await page.getByLabel('Chương trình nào?').count()) await page.getByLabel('Chương trình nào?').selectOption(program)
}

async function give({ page }, due) {
  await page.getByPlaceholder('Tìm tên, số hộ').fill((await api(desk.page, `/records/household/${due.v.household}`)).v.code)
  await page.getByRole('button', { name: 'Trao', exact: true }).first().click()
  await shown(page.getByText(`Đã trao cho ${due.v.name}.`))
}

test('the desk prints cards whose codes name nobody', async () => {
  const p = desk.page
  await p.setViewportSize({ width: 1366, height: 768 })
  await p.request.patch('/api/me', { data: { language: 'vi' }, headers: { 'X-Bamban': '1' } })
  await p.goto(`/program/${program}/dues`)
  await p.getByRole('link', { name: 'Thẻ nhận quà' }).click()
  await shown(p.locator('.giftcards .qr svg'))
  assert.ok((await p.locator('.giftcards li').count()) >= 3)
  assert.deepEqual(await findings(p), [])
  await look('cards', p)
})

test('three phones give without a network; each gift counts once, and what was given twice is shown where it was', async (t) => {
  const [a, b, c] = phones
  for (const p of phones) {
    await giftDay(p, p)
    await p.context.setOffline(true)
  }
  const started = Date.now()
  await give(a, dues[0])
  await give(a, dues[1])
  await give(b, dues[1])
  t.diagnostic(`${Math.round((Date.now() - started) / 3)} ms a gift, typing and looking included`)

  await c.page.getByRole('button', { name: 'Quét thẻ' }).click()
  await shown(c.page.getByText(`Thẻ của ${dues[2].v.name}`))
  await look('scanned', c.page)
  assert.deepEqual(await findings(c.page), [])
  await c.page.getByRole('button', { name: 'Trao', exact: true }).click()
  await shown(c.page.getByText(`Đã trao cho ${dues[2].v.name}.`))
  await c.page.getByRole('button', { name: 'Quét thẻ' }).click()
  await shown(c.page.getByText(`Suất của ${dues[2].v.name} đã trao rồi.`))
  await give(c, dues[0])

  for (const p of phones) {
    await p.context.setOffline(false)
    await p.show('/phone/link')
    const send = p.page.getByRole('button', { name: 'Gửi và nhận ngay' })
    await until('a phone can send', async () => send.isEnabled())
    await send.click()
    await until('what it wrote has left', async () => (await p.page.getByText('Mọi việc đã gửi').count()) > 0)
  }
  const held = (await api(desk.page, '/quarantine')).items.filter((x) => x.code === 'ledger.paid_before' && dues.some((d) => d.id === x.fields?.to))
  assert.equal(held.length, 2, 'two gifts were given twice')
  for (const d of dues) assert.equal((await api(desk.page, `/records/entry?f.to=${d.id}`)).rows.length, 1, `${d.v.name} counts once`)
  const { sums } = await api(desk.page, '/balances')
  assert.ok(Object.values(sums).every((n) => n === 0), JSON.stringify(sums))
  let marks = 0
  for (const p of phones) {
    await p.show('/phone/gifts')
    await shown(p.page.getByRole('heading', { name: 'Ngày trao quà' }))
    await p.page.waitForTimeout(500)
    marks += await p.page.getByText('Bị giữ lại: máy khác đã trao trước').count()
  }
  if (process.env.OUT) for (const [i, p] of phones.entries()) await look(`done-${i}`, p.page)
  assert.equal(marks, 2, 'each is shown on the phone that was later')
  assert.deepEqual(phones.flatMap((p) => p.faults), [])
})
