// The phone in a real browser against a real server: from the desk's code to a
// visit recorded without signal that arrives later.
//   BASE_URL=… node --test e2e/phone.test.mjs
import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { findings } from './axe.mjs'
import { api, base, signIn } from './browser.mjs'

if (process.env.MOCK === '1') {
  console.log('1..0 # SKIP the mock has no phones')
  process.exit(0)
}

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, baseURL: base, locale: 'vi-VN' }
const args = ['--no-sandbox', '--disable-gpu', '--headless=new', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const pin = '739106'
const note = `Mái bếp dột ${Date.now() % 1e6}, đã hẹn thợ bản Nà Ứng`
const faults = []
let profile, context, page, desk, me

async function open() {
  context = await chromium.launchPersistentContext(profile, { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args, ...phone })
  page = context.pages()[0] ?? (await context.newPage())
  page.on('pageerror', (e) => faults.push(e.message))
  page.on('console', (m) => m.type() === 'error' && !/ERR_INTERNET_DISCONNECTED|Failed to load resource/.test(m.text()) && faults.push(m.text()))
}

before(async () => {
  profile = await mkdtemp(join(tmpdir(), 'bamban-phone-'))
  await open()
  desk = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args }).then((b) => b.newContext({ baseURL: base })).then((c) => c.newPage())
  me = await signIn(desk, { role: 'Chỉ huy đồn' })
})
after(async () => {
  await context?.close()
  await desk?.context().browser()?.close()
  await rm(profile, { recursive: true, force: true })
  assert.deepEqual(faults, [], 'errors in the page')
})
afterEach(async (x) => {
  if (process.env.OUT) await page.screenshot({ path: `${process.env.OUT}/phone-${x.name.slice(0, 40).replace(/\W+/g, '-')}.png` })
})

const shown = (what) => what.waitFor({ timeout: 20_000 })
const tab = (name) => page.locator('.tabs').getByRole('link', { name })

/** A code for a phone of an officer of the desk's own station, who has households. */
async function invited() {
  const { rows } = await api(desk, '/records/assignment?limit=200')
  const count = new Map()
  for (const r of rows.filter((x) => x.v.role === 'household_in_charge' && x.v.household && x.v.unit === me.user.unit)) count.set(r.v.user, (count.get(r.v.user) ?? 0) + 1)
  const [user] = [...count].sort((a, b) => b[1] - a[1])[0]
  const answer = await desk.request.post('/api/devices', { data: { user, name: 'Máy thử' }, headers: { 'X-Bamban': '1' } })
  assert.equal(answer.status(), 201, await answer.text())
  return (await answer.json()).code
}

let home = ''

test('a code and a PIN make a phone of the station, with its households on it', async () => {
  await page.goto('/phone')
  await shown(page.getByRole('heading', { name: 'Ghi máy này vào đơn vị' }))
  await page.getByLabel('Mã ghi máy').fill('sai-hoàn-toàn')
  await page.getByLabel('Đặt mã mở máy').fill('0000')
  await page.getByRole('button', { name: 'Bắt đầu' }).click()
  await shown(page.getByText('Cần ít nhất 6 chữ số.'))
  await page.getByLabel('Đặt mã mở máy').fill('000000')
  await page.getByRole('button', { name: 'Bắt đầu' }).click()
  await shown(page.getByText('Mã lặp lại dễ đoán'))
  await page.goto(`/phone#code=${await invited()}`)
  await page.reload()
  await page.getByLabel('Đặt mã mở máy').fill(pin)
  await page.getByLabel('Ghi lại mã mở máy').fill(pin)
  await page.getByRole('button', { name: 'Bắt đầu' }).click()
  await shown(page.getByText('Mọi việc đã gửi'))
  await tab('Hộ').click()
  await shown(page.locator('.cards a').first())
})

test('without signal a visit is kept, found again after the app was closed, and sent when there is signal', async () => {
  await page.locator('.cards a').first().click()
  await shown(page.getByRole('link', { name: 'Ghi lần thăm' })) // the household's page, no longer the list
  home = (await page.locator('.top h1').textContent()) ?? ''
  await page.evaluate(() => navigator.serviceWorker.ready)
  await context.setOffline(true)
  await page.goto('/phone') // the app opens without a network
  await page.getByLabel('Mã mở máy').fill(pin)
  await page.getByRole('button', { name: 'Mở', exact: true }).click()
  await tab('Hộ').click()
  await page.locator('.cards a').first().click()
  await shown(page.locator('.top h1', { hasText: home }))
  await page.getByRole('link', { name: 'Ghi lần thăm' }).click()
  await page.locator('[data-question="at_home"]').getByText('Không', { exact: true }).click()
  await page.getByText('Đi nương, đi rừng').click()
  await page.getByLabel('Ghi chép').fill(note)
  await page.getByRole('button', { name: 'Lưu lần thăm' }).click()
  await shown(page.getByText('Đã lưu trên máy.'))
  await shown(page.getByText(note))
  await page.locator('.truth').click()
  await shown(page.getByText('1 việc chưa gửi'))
  await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(page.getByText('Chưa liên lạc được với đơn vị'))
})

test('the phone killed and opened again asks for the PIN, and has the visit; then it arrives at the desk', async () => {
  await context.close()
  await open()
  await page.goto('/phone')
  await page.getByLabel('Mã mở máy').fill('111111')
  await page.getByRole('button', { name: 'Mở', exact: true }).click()
  await shown(page.getByText('Mã chưa đúng'))
  await page.getByLabel('Mã mở máy').fill(pin)
  await page.getByRole('button', { name: 'Mở', exact: true }).click()
  await shown(page.getByText('Mọi việc đã gửi')) // there is signal: it leaves by itself
  const { rows } = await api(desk, '/records/visit?limit=5&sort=-on')
  const notes = await Promise.all(rows.map(async (r) => JSON.stringify(await api(desk, `/records/visit/${r.id}`))))
  assert.ok(notes.some((n) => n.includes(note)), 'the visit is at the desk')
})

test('the screens fit a narrow phone, and axe finds nothing serious, in both languages', async () => {
  for (const path of ['/phone', '/phone/homes', '/phone/link']) {
    await page.evaluate((p) => history.pushState(null, '', p), path)
    await page.evaluate(() => dispatchEvent(new PopStateEvent('popstate')))
    await page.waitForTimeout(200)
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360, `${path} fits`)
    const small = await page.evaluate(() => [...document.querySelectorAll('button, .tabs a, .cards a, .state')].filter((e) => e.getBoundingClientRect().height > 0 && e.getBoundingClientRect().height < 44).map((e) => e.textContent))
    assert.deepEqual(small, [], `targets on ${path}`)
    assert.deepEqual(await findings(page), [], path)
  }
  await page.getByRole('button', { name: 'en' }).click()
  await shown(page.getByText('Everything is sent'))
  assert.deepEqual(await findings(page), [], 'in English')
  await page.getByRole('button', { name: 'vi' }).click()
})

/** Every file under a folder, as bytes. */
async function* files(dir) {
  for (const e of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, e.name)
    if (e.isDirectory()) yield* files(path)
    else yield [path, await readFile(path)]
  }
}

test('nothing of a person can be read in the browser’s files after it was locked', async () => {
  await page.getByRole('button', { name: 'Khóa máy' }).click()
  await shown(page.getByLabel('Mã mở máy'))
  await context.close()
  assert.ok(home.length > 3)
  const secrets = [home, note, 'Mái bếp', 'Nà Ứng'].flatMap((s) => [Buffer.from(s, 'utf8'), Buffer.from(s, 'utf16le')])
  let looked = 0
  for await (const [path, bytes] of files(profile)) {
    looked++
    for (const s of secrets) assert.ok(!bytes.includes(s), `${s.toString()} in ${path}`)
  }
  assert.ok(looked > 20, `${looked} files`)
  await open()
  await page.goto('/phone')
})

test('the journal in IndexedDB keeps the contract of journals', async () => {
  const entry = new URL('../src/store/replica/idb.contract.ts', import.meta.url).pathname
  const [{ output }] = await build({ configFile: false, logLevel: 'silent', build: { write: false, lib: { entry, formats: ['iife'], name: 'contract' } } })
  await page.goto('/phone')
  await page.evaluate(`${output[0].code}; globalThis.contract = contract`)
  await page.evaluate(() => globalThis.contract.run())
})
