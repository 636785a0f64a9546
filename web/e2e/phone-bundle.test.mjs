// Unsent work travels as a sealed file: a phone without signal writes one, another
// phone or the desk hands it in, and the first phone finds that all has arrived.
//   BASE_URL=… node --test e2e/phone-bundle.test.mjs
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, test } from 'node:test'
import { findings } from './axe.mjs'
import { api, base } from './browser.mjs'
import { Link } from './link.mjs'
import { openDesk, Phone } from './phone-browser.mjs'

if (process.env.MOCK === '1') {
  console.log('1..0 # SKIP the mock has no phones')
  process.exit(0)
}

let desk, phone, carrier, page, link, home
// Another text at each run: the test may meet the same server twice.
const first = `Bên suối, theo tệp thứ nhất ${process.pid}`
const file = (name) => join(tmpdir(), `bamban-${process.pid}-${name}.bbb`)

before(async () => {
  desk = await openDesk()
  link = await Link.before(base)
  phone = await Phone.make(link.base)
  page = phone.page
  await phone.enrol(await code())
  carrier = await Phone.make(base)
  await carrier.enrol(await code())
  const { rows } = await api(desk.page, '/records/household?limit=1&sort=name')
  home = rows[0].id
})
after(async () => {
  await phone?.close()
  await carrier?.close()
  await desk?.close()
  await link?.close()
  assert.deepEqual([phone.faults, carrier.faults], [[], []], 'errors in the page')
})
afterEach(async (x) => {
  if (!process.env.OUT) return
  const name = x.name.slice(0, 30).replace(/\W+/g, '-')
  await page.screenshot({ path: `${process.env.OUT}/bundle-${name}-a.png`, fullPage: true })
  await carrier.page.screenshot({ path: `${process.env.OUT}/bundle-${name}-b.png`, fullPage: true })
  await desk.page.screenshot({ path: `${process.env.OUT}/bundle-${name}-desk.png` })
})

const shown = (what) => what.waitFor({ timeout: 20_000 })

async function code() {
  const answer = await desk.page.request.post('/api/devices', { data: { user: desk.me.user.id, name: 'Máy thử' }, headers: { 'X-Bamban': '1' } })
  assert.equal(answer.status(), 201, await answer.text())
  return (await answer.json()).code
}

const address = async () => (await api(desk.page, `/records/household/${home}`)).v.address

async function writeAddress(text) {
  await phone.show(`/phone/new/household/${home}`)
  await page.getByLabel('Nơi ở').fill(text)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await shown(page.getByText('Đã lưu trên máy.').last())
}

/** The file of the phone's unsent work, by its downloads. */
async function written(name) {
  await phone.show('/phone/link')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Ghi việc chưa gửi ra tệp' }).click()])
  assert.match(download.suggestedFilename(), /^bam-ban-[-\w]{8}-\d{4}-\d\d-\d\d\.bbb$/)
  await download.saveAs(file(name))
  await shown(page.getByText('Đã ghi tệp: 1 việc'))
  return readFile(file(name))
}

test('a file of unsent work says nothing to who carries it; altered by a byte it is refused in words, and nothing is lost', async () => {
  link.set('down')
  await writeAddress(first)
  const raw = await written('one')
  assert.ok(!raw.includes(Buffer.from('suối')), 'what was written is not in clear')
  const bad = Buffer.from(raw)
  bad[bad.length - 1] ^= 1
  await writeFile(file('bad'), bad)
  await carrier.show('/phone/link')
  await carrier.page.locator('input[type=file]').setInputFiles(file('bad'))
  await shown(carrier.page.getByText('Tệp này đã hỏng hoặc bị sửa'))
  assert.deepEqual(await findings(carrier.page), [])
  assert.notEqual(await address(), first)
  await shown(page.getByText('1 việc chưa gửi'))
  await carrier.page.getByRole('button', { name: 'Giao lại' }).click()
  await shown(carrier.page.getByText('Tệp này đã hỏng hoặc bị sửa'))
  await carrier.page.getByRole('button', { name: 'Đã xem, bỏ tệp này' }).click()
})

test('another phone delivers the file, the desk sees the work, and the first phone finds it sent', async () => {
  await carrier.page.locator('input[type=file]').setInputFiles(file('one'))
  await shown(carrier.page.getByText('Đã giao: máy chủ nhận 1 việc'))
  assert.equal(await address(), first)
  link.set('open')
  await phone.show('/phone/link')
  await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(page.getByText('Mọi việc đã gửi').first())
  const { entries } = await api(desk.page, `/records/household/${home}/history`)
  assert.equal(entries.filter((c) => JSON.stringify(c).includes(first)).length, 1, 'it is there once')
})

test('the desk reads a file itself', async () => {
  link.set('down')
  await writeAddress('Đầu bản, theo tệp thứ hai')
  await written('two')
  await desk.page.goto('/device')
  await shown(desk.page.getByRole('button', { name: 'Đọc tệp của máy' }))
  await desk.page.locator('input[type=file]').setInputFiles(file('two'))
  await shown(desk.page.getByText('Máy chủ nhận 1 việc'))
  assert.deepEqual(await findings(desk.page), [])
  assert.equal(await address(), 'Đầu bản, theo tệp thứ hai')
  await desk.page.getByRole('button', { name: 'Đóng' }).last().click()
  await desk.page.locator('input[type=file]').setInputFiles(file('bad'))
  await shown(desk.page.getByText('Tệp này đã hỏng hoặc bị sửa'))
  link.set('open')
})

test('work that has waited for days suggests the file on the first screen, and can be put off', async () => {
  link.set('down')
  await writeAddress('Cuối bản, chờ lâu ngày')
  await phone.show('/phone')
  assert.equal(await page.getByText('mà chưa gửi được').count(), 0, 'new work suggests nothing')
  await page.clock.setFixedTime(Date.now() + 4 * 86_400_000)
  await phone.show('/phone/link')
  await phone.show('/phone')
  await shown(page.getByText('mà chưa gửi được'))
  if (process.env.OUT) await page.screenshot({ path: `${process.env.OUT}/bundle-old.png` })
  await page.getByRole('button', { name: 'Nhắc lại sau' }).click()
  await page.getByText('mà chưa gửi được').waitFor({ state: 'detached', timeout: 5000 })
})

/** A picture of noise, another one each time: it stays as large as a photo may be. */
const noise = async () =>
  Buffer.from(
    await page.evaluate(async () => {
      const c = new OffscreenCanvas(1280, 960)
      const g = c.getContext('2d')
      const d = g.createImageData(1280, 960)
      for (let i = 0; i < d.data.length; i += 65536) crypto.getRandomValues(d.data.subarray(i, i + 65536))
      g.putImageData(d, 0, 0)
      const b = new Uint8Array(await (await c.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer())
      let s = ''
      for (const x of b) s += String.fromCharCode(x)
      return btoa(s)
    }),
    'base64',
  )

async function visitWithPhotos(n) {
  await phone.show(`/phone/visit/${home}`)
  await page.locator('[data-question="at_home"]').getByText('Không', { exact: true }).click()
  await page.locator('[data-question="nobody_why"]').getByText('Đi nương, đi rừng').click()
  for (let i = 0; i < n; i++) {
    await page.getByRole('button', { name: 'Thêm ảnh' }).click()
    await page.getByLabel('Chọn ảnh có trên máy').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: await noise() })
    await page.locator('.extra .taken').nth(i).waitFor({ timeout: 20_000 })
  }
  await page.getByRole('button', { name: 'Lưu lần thăm' }).click()
  await shown(page.getByText('Đã lưu trên máy.').last())
}

/** A file by its downloads, of the button that says so. */
async function download(button, name) {
  const [d] = await Promise.all([page.waitForEvent('download'), button.click()])
  await d.saveAs(file(name))
  return d.suggestedFilename()
}

test('where the words have gone and photos may not, a file has the photos alone', async () => {
  await page.clock.setFixedTime(Date.now())
  await phone.show('/phone/link')
  await page.getByText('Tạm dừng', { exact: true }).click()
  link.set('open')
  await visitWithPhotos(2)
  await phone.show('/phone/link')
  await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(page.getByText('Mọi việc đã gửi').first())
  assert.match(await download(page.getByRole('button', { name: 'Ghi việc chưa gửi ra tệp' }), 'photos'), /\d\d\.bbb$/)
  await shown(page.getByText('Đã ghi tệp: 2 ảnh và ghi âm'))
  await shown(page.getByText('Mọi ảnh và ghi âm chờ gửi đã ra tệp.'))
  await carrier.show('/phone/link')
  await carrier.page.locator('input[type=file]').setInputFiles(file('photos'))
  await shown(carrier.page.getByText('máy chủ nhận 0 việc, 2 ảnh'))
  await carrier.page.getByRole('button', { name: 'Đã xem, bỏ tệp này' }).last().click()
  await page.getByText('Mạng nào cũng gửi', { exact: true }).click()
  await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(page.getByText('Mọi ảnh và ghi âm đã gửi'))
})

test('photos too many for one file go on in the next; each is handed in alone, in any order, twice, and the phone knows which are out', { timeout: 240_000 }, async () => {
  link.set('down')
  const photos = 26
  await visitWithPhotos(photos)
  await phone.show('/phone/link')
  await page.getByLabel('Mỗi tệp lớn nhất').selectOption('4')
  assert.match(await download(page.getByRole('button', { name: 'Ghi tệp 1 trong 2' }), 'p1'), /-1of2\.bbb$/)
  await shown(page.getByText('Đã ghi tệp 1 trong 2'))
  await page.reload()
  await phone.unlock()
  await phone.show('/phone/link')
  await page.getByLabel('Mỗi tệp lớn nhất').selectOption('4')
  await shown(page.getByText(/^Tệp 1 trong 2: \d+ ảnh/))
  await shown(page.getByText(/^Còn \d+ ảnh và ghi âm .* chưa ra tệp nào/))
  assert.deepEqual(await findings(page), [])
  if (process.env.OUT) {
    await page.getByText(/^Tệp 1 trong 2/).scrollIntoViewIfNeeded()
    await page.screenshot({ path: `${process.env.OUT}/bundle-parts.png` })
  }
  assert.match(await download(page.getByRole('button', { name: 'Ghi tệp 2 trong 2' }), 'p2'), /-2of2\.bbb$/)
  await shown(page.getByText('Mọi ảnh và ghi âm chờ gửi đã ra tệp.'))
  await carrier.show('/phone/link')
  const cards = carrier.page.locator('.card.carried')
  for (const [name, of] of [['p2', 2], ['p1', 1], ['p1', 1]]) {
    await carrier.page.locator('input[type=file]').setInputFiles(file(name))
    const card = cards.filter({ hasText: `Tệp ${of} trong 2` }).filter({ hasText: 'Đã giao' })
    await shown(card)
    const kept = Number(/(\d+) ảnh/.exec(await card.innerText())[1])
    assert.ok(kept > 3 && kept < photos, `${kept} photos of file ${of}`)
    assert.doesNotMatch(await card.innerText(), /chưa nhận/)
    if (process.env.OUT) await carrier.page.screenshot({ path: `${process.env.OUT}/bundle-parts-carrier.png`, fullPage: true })
    await card.getByRole('button', { name: 'Đã xem, bỏ tệp này' }).click()
    await card.waitFor({ state: 'detached' })
  }
  link.set('open')
  await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(page.getByText('Mọi ảnh và ghi âm đã gửi'))
})
