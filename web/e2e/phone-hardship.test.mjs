// What happens to phones in the field, in a real browser against a real server: killed
// while saving and while sending a photo, full, with a clock that is years off, updated
// with much unsent, two of them and a desk at one household, and a server that was
// restored from an older backup. Nothing is lost, and it is said.
//   BASE_URL=… node --test e2e/phone-hardship.test.mjs
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, test } from 'node:test'
import { api, base } from './browser.mjs'
import { Link } from './link.mjs'
import { invite, openDesk, Phone } from './phone-browser.mjs'
import { drawn } from './photo.mjs'
import { Proxy } from './proxy.mjs'
import { Server } from './server.mjs'

if (process.env.MOCK === '1') {
  console.log('1..0 # SKIP the mock has no phones')
  process.exit(0)
}

const closing = []
after(async () => {
  for (const x of closing.reverse()) await x.close()
})
const opened = async (x) => {
  const o = await x
  closing.push(o)
  return o
}
afterEach(async (x) => {
  if (!process.env.OUT || x.passed !== false) return
  for (const [i, p] of closing.filter((c) => c instanceof Phone).entries()) await p.page.screenshot({ path: `${process.env.OUT}/hard-${x.name.slice(0, 24).replace(/\W+/g, '-')}-${i}.png` })
})
const shown = (what) => what.waitFor({ timeout: 20_000 })
const desk = await opened(openDesk())

/** A phone of the officer with the most households. */
async function phoneOf(address = base, more = {}, at = desk) {
  const phone = await opened(Phone.make(address, more))
  const { code, user } = await invite(at)
  await phone.enrol(code)
  return Object.assign(phone, { user })
}

/** One of the officer's households. */
async function homeOf(phone, at = desk, n = 0) {
  const { rows } = await api(at.page, `/records/assignment?f.user=${phone.user}&limit=100`)
  return rows.filter((r) => r.v.household && r.v.role === 'household_in_charge' && !r.v.to)[n].v.household
}

async function sent(phone) {
  for (let i = 0; i < 4; i++) {
    await phone.show('/phone/link')
    await phone.page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
    if (await phone.page.getByText('Mọi việc đã gửi').waitFor({ timeout: 15_000 }).then(() => true, () => false)) return
  }
  assert.fail('what was written does not leave the phone')
}

async function note(phone, home, text) {
  await phone.show(`/phone/new/note/${home}`)
  await phone.page.getByLabel('Nội dung').fill(text)
  await phone.page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await phone.page.waitForURL(/\/phone\/home\//, { timeout: 20_000 })
}

const notesOf = async (home, at = desk) => {
  const { rows } = await api(at.page, `/records/note?f.subject=${home}&limit=200`)
  return Promise.all(rows.map(async (r) => (await api(at.page, `/records/note/${r.id}`)).v.text))
}

test('killed while it saves, the phone has what was written, or the draft of it, and sends it once', async () => {
  const phone = await phoneOf()
  const home = await homeOf(phone)
  await phone.context.setOffline(true)
  const texts = []
  for (const wait of [0, 15, 60]) {
    const text = `Ghi lúc máy tắt ${wait} ${Date.now() % 1e6}`
    texts.push(text)
    await phone.show(`/phone/new/note/${home}`)
    await phone.page.getByLabel('Nội dung').fill(text)
    await phone.page.waitForTimeout(700) // the draft is on the disk
    await phone.page.evaluate(() => document.querySelector('form button[type=submit]').click())
    await phone.page.waitForTimeout(wait)
    await phone.kill()
    await phone.context.setOffline(true)
    await phone.unlock()
    await phone.show(`/phone/home/${home}`)
    await shown(phone.page.getByRole('heading', { name: 'Người trong nhà' }))
    await phone.page.waitForTimeout(500)
    if ((await phone.page.getByText(text).count()) > 0) continue
    await phone.show(`/phone/new/note/${home}`)
    await shown(phone.page.getByLabel('Nội dung'))
    assert.equal(await phone.page.getByLabel('Nội dung').inputValue(), text, `neither kept nor a draft after ${wait} ms`)
    await phone.page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await shown(phone.page.getByText('Đã lưu trên máy.').last())
  }
  await phone.context.setOffline(false)
  await sent(phone)
  const all = await notesOf(home)
  for (const t of texts) assert.equal(all.filter((n) => n === t).length, 1, `${t} is at the desk once`)
})

test('killed while a photo goes, it goes on where it was', async () => {
  const link = await opened(Link.before(base))
  const phone = await phoneOf(link.base)
  const { page } = phone
  const home = await homeOf(phone)
  await phone.show(`/phone/visit/${home}`)
  await page.locator('[data-question="at_home"]').getByText('Không', { exact: true }).click()
  await page.locator('[data-question="nobody_why"]').getByText('Đi làm ăn xa', { exact: true }).click()
  const photo = await drawn(page, 2400, 1600)
  await page.getByRole('button', { name: 'Thêm ảnh' }).click()
  await page.getByLabel('Chọn ảnh có trên máy').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: photo })
  await shown(page.locator('.pic img').first())
  link.use('2g')
  const first = link.count()
  await page.getByRole('button', { name: 'Lưu lần thăm' }).click()
  await shown(page.getByText('Đã lưu trên máy.'))
  for (let i = 0; i < 300 && first().up < 90_000; i++) await page.waitForTimeout(100)
  assert.ok(first().up >= 90_000, `only ${first().up} bytes had gone`)
  await phone.kill()
  link.use('free')
  await phone.unlock()
  const second = link.count()
  await phone.show('/phone/link')
  await phone.page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(phone.page.getByText('Mọi ảnh và ghi âm đã gửi'))
  const { rows } = await api(desk.page, `/records/attachment?f.household=${home}&limit=50`)
  const newest = rows.sort((a, b) => (a.id < b.id ? 1 : -1))[0]
  const { v } = await api(desk.page, `/records/attachment/${newest.id}`)
  const file = await desk.page.request.get(`/api/files/${v.digest}`)
  assert.equal(file.status(), 200)
  assert.equal((await file.body()).length, v.size)
  assert.ok(second().up < v.size, `${second().up} bytes went after the kill, of a photo of ${v.size}`)
})

/** A disk of so many megabytes of its own; null where we may not make one. */
async function smallDisk(mb) {
  const at = await mkdtemp(join(tmpdir(), 'bamban-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}m`, 'tmpfs', at], { stdio: 'ignore' })
  } catch {
    await rm(at, { recursive: true })
    return null
  }
  return { at, close: () => (execFileSync('umount', ['-l', at]), rm(at, { recursive: true })) }
}

/** Fills what the browser lets this origin have, in ever smaller pieces. */
const fill = (page) =>
  page.evaluate(async () => {
    const db = await new Promise((done) => {
      const r = indexedDB.open('other', 1)
      r.onupgradeneeded = () => r.result.createObjectStore('s', { autoIncrement: true })
      r.onsuccess = () => done(r.result)
    })
    let all = 0
    for (let size = 4 << 20; size >= 4096; ) {
      const piece = new Uint8Array(size)
      for (let i = 0; i < size; i += 65536) crypto.getRandomValues(piece.subarray(i, i + 65536))
      const took = await new Promise((done) => {
        const t = db.transaction('s', 'readwrite', { durability: 'strict' })
        t.objectStore('s').add(piece)
        t.oncomplete = () => done(true)
        t.onabort = () => done(false)
      })
      if (took) all += size
      else size >>= 1
    }
    db.close()
    return all
  })

test('a full phone refuses photos before words, and says so before it loses any', async (t) => {
  const disk = await smallDisk(130)
  if (!disk) return t.skip('no small disk can be mounted here')
  closing.push(disk)
  const phone = await phoneOf(base, { profile: join(disk.at, 'phone') })
  const { page } = phone
  const home = await homeOf(phone, desk, 2)
  await page.waitForTimeout(1_000) // room for words is taken
  assert.ok((await fill(page)) > 1_000_000)
  await phone.show(`/phone/visit/${home}`)
  const photo = await drawn(page, 1200, 800)
  await page.getByRole('button', { name: 'Thêm ảnh' }).click()
  await page.getByLabel('Chọn ảnh có trên máy').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: photo })
  await shown(page.getByText(/Máy sắp hết chỗ nên chưa nhận thêm ảnh/))
  const texts = []
  for (let i = 0; i < 8; i++) texts.push(`Máy đầy ${i} ${crypto.randomUUID().repeat(100)}`.slice(0, 3500))
  for (const text of texts) await note(phone, home, text)
  await fill(page)
  const last = `Máy đầy hẳn ${crypto.randomUUID().repeat(90)}`
  await phone.show(`/phone/new/note/${home}`)
  await page.getByLabel('Nội dung').fill(last)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await shown(page.getByText('Máy hết chỗ, chưa lưu được'))
  assert.equal(await page.getByLabel('Nội dung').inputValue(), last, 'what was typed is still in the form')
  await page.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase('other').onsuccess = done)))
  await page.waitForTimeout(500)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.waitForURL(/\/phone\/home\//)
  await sent(phone)
  const all = await notesOf(home)
  for (const text of [...texts, last]) assert.ok(all.includes(text), `${text.slice(0, 20)} is at the desk`)
})

test('a clock that is three years behind loses nothing', async () => {
  const phone = await opened(Phone.make(base, { serviceWorkers: 'block' }))
  await phone.context.route('**/assets/worker-*.js', async (r) => {
    const answer = await r.fetch()
    await r.fulfill({ response: answer, body: `{const now = Date.now.bind(Date); Date.now = () => now() - ${3 * 365 * 86_400_000}};${await answer.text()}` })
  })
  const { code, user } = await invite(desk)
  await phone.enrol(code)
  const home = await homeOf({ user })
  const text = `Đồng hồ chậm ${Date.now() % 1e6}`
  await note(phone, home, text)
  await shown(phone.page.getByText('Đã lưu trên máy.').last())
  await sent(phone)
  if ((await phone.page.getByText('việc cần xem lại').count()) > 0) {
    // The demonstration has two values to settle for this officer; of the phone's own work nothing waits.
    await phone.show('/phone/settle')
    await shown(phone.page.locator('section.look').first())
    assert.equal(await phone.page.getByText(text).count(), 0, 'nothing is held back')
  }
  assert.ok((await notesOf(home)).includes(text))
})

test('an update of the app waits for its moment and takes 200 unsent things along', async () => {
  const proxy = await opened(Proxy.before(base))
  const phone = await phoneOf(proxy.base)
  const { page } = phone
  const home = await homeOf(phone, desk, 1)
  await phone.context.route('**/sync/v1/**', (r) => r.abort())
  const word = `Chưa gửi ${Date.now() % 1e6}`
  const wrote = await page.evaluate(
    async ([home, word]) => {
      const until = async (f) => {
        for (let i = 0; i < 2000 && !f(); i++) await new Promise((done) => setTimeout(done, 10))
        return f()
      }
      const show = (p) => {
        history.pushState(null, '', p)
        dispatchEvent(new PopStateEvent('popstate'))
      }
      for (let i = 0; i < 200; i++) {
        show(`/phone/new/note/${home}`)
        const area = await until(() => document.querySelector('textarea'))
        if (!area) return i
        area.value = `${word} số ${i}`
        area.dispatchEvent(new Event('input', { bubbles: true }))
        await new Promise(requestAnimationFrame)
        document.querySelector('form button[type=submit]').click()
        if (!(await until(() => location.pathname === `/phone/home/${home}`))) return i
      }
      return 200
    },
    [home, word],
  )
  assert.equal(wrote, 200)
  await phone.show(`/phone/new/note/${home}`)
  await page.getByLabel('Nội dung').fill('Đang viết khi có bản mới')
  proxy.newer = true
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update())
  await page.waitForTimeout(1500)
  assert.equal(await page.getByLabel('Nội dung').inputValue(), 'Đang viết khi có bản mới', 'the update interrupts no form')
  await phone.show('/phone/link')
  await page.getByRole('button', { name: /Có bản mới của ứng dụng/ }).click()
  await shown(page.locator('input.pin'))
  const caches = await page.evaluate(() => caches.keys())
  assert.ok(caches.some((c) => c.startsWith('phone-newer-')) && !caches.some((c) => /^phone-[0-9a-f]/.test(c)), `the newer build is in place: ${caches}`)
  await phone.context.unroute('**/sync/v1/**')
  await phone.unlock()
  await phone.show(`/phone/new/note/${home}`)
  await shown(page.getByLabel('Nội dung'))
  assert.equal(await page.getByLabel('Nội dung').inputValue(), 'Đang viết khi có bản mới', 'nor loses a draft')
  await sent(phone)
  const { total } = await api(desk.page, `/records/note?f.subject=${home}&limit=0`)
  assert.ok(total >= 200, `${total} notes at the desk`)
})

test('two phones and a desk that change one household agree in the end, and nothing anyone wrote is gone', async () => {
  const a = await phoneOf()
  const b = await phoneOf()
  const home = await homeOf(a)
  for (const p of [a, b]) await p.context.setOffline(true)
  const words = { a: `Theo máy một ${Date.now() % 1e6}`, b: `Theo máy hai ${Date.now() % 1e6}`, d: `Theo bàn ${Date.now() % 1e6}` }
  for (const [p, w] of [[a, words.a], [b, words.b]]) {
    await p.show(`/phone/new/household/${home}`)
    await p.page.getByLabel('Nơi ở').fill(w)
    await p.page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await shown(p.page.getByText('Đã lưu trên máy.').last())
  }
  const rec = await api(desk.page, `/records/household/${home}`)
  const wrote = await desk.page.request.patch(`/api/records/household/${home}`, { data: { fields: { address: words.d }, seen: rec.versions }, headers: { 'X-Bamban': '1' } })
  assert.ok(wrote.ok(), await wrote.text())
  for (const p of [a, b]) await p.context.setOffline(false)
  for (const p of [a, b, a]) await sent(p)
  for (const p of [a, b]) {
    await p.show('/phone/settle')
    for (const w of Object.values(words)) await shown(p.page.locator('section.look').getByText(w).first())
  }
  const card = b.page.locator('section.look', { hasText: words.a })
  await card.getByRole('button', { name: /Giữ cái này/ }).first().click()
  await card.waitFor({ state: 'detached' })
  for (const p of [b, a]) await sent(p)
  const after = await api(desk.page, `/records/household/${home}`)
  assert.ok(!(after.conflicts ?? []).some((c) => c.field === 'address'), 'settled at the desk')
  assert.ok(Object.values(words).includes(after.v.address))
  for (const p of [a, b]) {
    await p.show(`/phone/home/${home}`)
    await shown(p.page.getByText(after.v.address).first())
  }
})

test('a server restored from an older backup is given back what it lost', async () => {
  const server = await opened(Server.demo(150))
  const chief = await opened(openDesk(server.base))
  const phone = await phoneOf(server.base, {}, chief)
  const home = await homeOf(phone, chief)
  await note(phone, home, 'Ghi trước bản sao lưu')
  await sent(phone)
  server.backup('a.tar.gz')
  await note(phone, home, 'Ghi sau bản sao lưu')
  await sent(phone)
  await server.stop()
  await note(phone, home, 'Ghi khi máy chủ tắt')
  await shown(phone.page.getByText('Đã lưu trên máy.').last())
  server.restore('a.tar.gz')
  await server.start()
  const again = await opened(openDesk(server.base))
  assert.deepEqual((await notesOf(home, again)).filter((t) => /Ghi (trước|sau)/.test(t)), ['Ghi trước bản sao lưu'], 'the server has lost the second one')
  await sent(phone)
  const all = (await notesOf(home, again)).filter((t) => /^Ghi /.test(t)).sort()
  assert.deepEqual(all, ['Ghi khi máy chủ tắt', 'Ghi sau bản sao lưu', 'Ghi trước bản sao lưu'])
})
