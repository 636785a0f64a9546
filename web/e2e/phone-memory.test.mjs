// A phone's memory is lost: erased by its browser, or put back from an old copy. The
// phone says so, the desk hears of it, and a new code goes on with what is left.
//   BASE_URL=… node --test e2e/phone-memory.test.mjs
import assert from 'node:assert/strict'
import { cp, rm } from 'node:fs/promises'
import { after, afterEach, before, test } from 'node:test'
import { findings } from './axe.mjs'
import { api, base } from './browser.mjs'
import { Link } from './link.mjs'
import { openDesk, Phone } from './phone-browser.mjs'

if (process.env.MOCK === '1') {
  console.log('1..0 # SKIP the mock has no phones')
  process.exit(0)
}

let desk, phone, page, link, home
const once = `${process.pid}`

before(async () => {
  desk = await openDesk()
  link = await Link.before(base)
  phone = await Phone.make(link.base)
  page = phone.page
  const { rows } = await api(desk.page, '/records/household?limit=1&sort=name')
  home = rows[0].id
})
after(async () => {
  await phone?.close()
  await desk?.close()
  await link?.close()
  assert.deepEqual(phone.faults, [], 'errors in the page')
})
afterEach((x) => picture(`end-${x.name.slice(0, 20).replace(/\W+/g, '-')}`))

const shown = (what) => what.waitFor({ timeout: 20_000 })

async function picture(name, of = page) {
  if (process.env.OUT) await of.screenshot({ path: `${process.env.OUT}/memory-${name}.png` })
}

/** A code for the desk's own user, or another, and the device that it makes. */
async function invite(user = desk.me.user.id) {
  const answer = await desk.page.request.post('/api/devices', { data: { user, name: 'Máy thử' }, headers: { 'X-Bamban': '1' } })
  assert.equal(answer.status(), 201, await answer.text())
  return answer.json()
}

async function writeNote(text) {
  await phone.show(`/phone/new/note/${home}`)
  await page.getByLabel('Nội dung').fill(text)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await shown(page.getByText('Đã lưu trên máy.').last())
}

async function arrived() {
  for (let i = 0; i < 4; i++) {
    await phone.show('/phone/link')
    await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
    if (await page.getByText('Mọi việc đã gửi').first().waitFor({ timeout: 8_000 }).then(() => true, () => false)) return
  }
  assert.fail('what was written does not leave the phone')
}

/** How often each text stands in a note at the server. */
async function notes(...texts) {
  const { rows } = await api(desk.page, `/records/note?f.subject=${home}&limit=100`)
  const full = await Promise.all(rows.map((r) => api(desk.page, `/records/note/${r.id}`)))
  return texts.map((t) => full.filter((n) => n.v.text === t).length)
}

const lost = async (device) => (await api(desk.page, `/devices/${device}/holds`)).lost

test('a phone that its browser erased says how much is lost and tells the desk; a new code makes it a phone again', async () => {
  const { id, code } = await invite()
  await phone.enrol(code)
  await writeNote(`Gửi rồi ${once}`)
  await arrived()
  link.set('down')
  await writeNote(`Chưa gửi ${once}`)
  await page.waitForFunction(() => JSON.parse(localStorage.getItem('bamban-canary') ?? '{}').last === 2)
  const cdp = await phone.context.newCDPSession(page)
  await page.goto('about:blank')
  await cdp.send('Storage.clearDataForOrigin', { origin: link.base, storageTypes: 'indexeddb' })
  await page.goto(`${link.base}/phone`)
  await shown(page.getByText('Dữ liệu trên máy đã bị xóa'))
  await shown(page.getByText('Còn 1 việc ghi trên máy mà chưa gửi'))
  await shown(page.getByText('Chưa báo được cho đơn vị'))
  assert.equal(await lost(id), null)
  await picture('wiped')
  link.set('open')
  await page.reload()
  await shown(page.getByText('Đơn vị đã biết việc này.'))
  assert.deepEqual(await findings(page), [])
  const told = await lost(id)
  assert.deepEqual([told.cause, told.last, told.have, told.missing], ['wiped', 2, 1, 1])
  await desk.page.goto(`/device/${id}`)
  await shown(desk.page.getByText('1 việc có thể mất'))
  await desk.page.setViewportSize({ width: 1366, height: 768 })
  await desk.page.getByText('1 việc có thể mất').scrollIntoViewIfNeeded()
  await shown(desk.page.getByText(/Bộ nhớ của máy bị xóa, máy báo lúc/))
  await desk.page.goto('/')
  await shown(desk.page.locator('.lost-phones a', { hasText: '1 việc có thể mất' }))
  assert.deepEqual(await findings(desk.page), [])
  await picture('desk-today', desk.page)
  await desk.page.goto('/device')
  await shown(desk.page.locator('.lost-phones a', { hasText: 'Bộ nhớ của máy bị xóa' }))
  await picture('desk-list', desk.page)
  await desk.page.locator('.lost-phones a').first().click()
  await desk.page.waitForURL(new RegExp(`/device/`))
  await picture('desk-wiped', desk.page)
  const again = await invite()
  await page.getByRole('button', { name: 'Ghi máy lại bằng mã mới' }).click()
  await page.getByLabel('Mã ghi máy').fill(again.code)
  await page.getByLabel('Đặt mã mở máy').fill(phone.pin)
  await page.getByLabel('Ghi lại mã mở máy').fill(phone.pin)
  await page.getByRole('button', { name: 'Bắt đầu' }).click()
  await shown(page.getByText('Mọi việc đã gửi').first())
  assert.deepEqual(await notes(`Gửi rồi ${once}`), [1])
})

test('a phone that was put back from a copy is told; enrolled anew its unsent work arrives, and nothing is there twice', async () => {
  const [before, later, unsent] = [`Trước bản sao ${once}`, `Sau bản sao ${once}`, `Trên bản sao ${once}`]
  const device = await page.evaluate(() => JSON.parse(localStorage.getItem('bamban-canary')).tag)
  const copy = `${phone.profile}-copy`
  link.set('down')
  await writeNote(before)
  await phone.context.close()
  await cp(phone.profile, copy, { recursive: true })
  await reopen()
  link.set('open')
  await writeNote(later)
  await arrived()
  assert.deepEqual(await notes(before, later), [1, 1])
  await phone.context.close()
  await rm(phone.profile, { recursive: true })
  await cp(copy, phone.profile, { recursive: true })
  await rm(copy, { recursive: true })
  link.set('down')
  await reopen()
  await writeNote(unsent)
  link.set('open')
  await phone.show('/phone/link')
  await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(page.getByText('Bộ nhớ của máy đã lùi lại'))
  await picture('back')
  const of = (await api(desk.page, '/records/device?limit=200')).rows.find((r) => r.v.tag === device).id
  await desk.page.goto('/device')
  const line = desk.page.locator(`.lost-phones a[href="/device/${of}"]`)
  await shown(line)
  assert.match(await line.innerText(), /Bộ nhớ của máy lùi lại bản cũ/)
  await line.click()
  await shown(desk.page.getByText(/Bộ nhớ của máy lùi lại bản cũ, máy báo lúc/))
  await picture('desk-back', desk.page)
  assert.deepEqual(await findings(page), [])
  await page.getByRole('link', { name: 'Ghi máy lại bằng mã mới' }).click()
  const { rows } = await api(desk.page, '/records/user?limit=100')
  const other = rows.find((r) => r.id !== desk.me.user.id && r.v.unit === desk.me.user.unit)
  await fill((await invite(other.id)).code)
  await shown(page.getByText('Mã này là của người khác'))
  assert.deepEqual(await findings(page), [])
  await picture('other')
  await fill((await invite()).code)
  await shown(page.getByText('Mọi việc đã gửi').first())
  assert.deepEqual(await notes(before, later, unsent), [1, 1, 1])
  const tag = await page.evaluate(() => JSON.parse(localStorage.getItem('bamban-canary')).tag)
  assert.notEqual(tag, device)
  const devices = await api(desk.page, '/records/device?limit=200')
  const was = devices.rows.find((r) => r.v.tag === device)
  assert.ok(was, 'the desk lists the old name')
  const told = await lost(was.id)
  assert.deepEqual([told.cause, told.missing], ['went_back', 0])
  await desk.page.goto('/device')
  await shown(desk.page.getByRole('button', { name: 'Đọc tệp của máy' }))
  await desk.page.waitForTimeout(500)
  assert.equal(await desk.page.locator(`.lost-phones a[href="/device/${was.id}"]`).count(), 0, 'nothing is missing and it has a new name')
  await phone.kill()
  page = phone.page
  await phone.unlock()
  await phone.show('/phone/link')
  await shown(page.getByText('Mọi việc đã gửi').first())
})

async function reopen() {
  await phone.open()
  page = phone.page
  await page.goto('/phone')
  await phone.unlock()
}

async function fill(code) {
  await page.getByLabel('Mã ghi máy mới').fill(code)
  await page.getByLabel('Mã mở máy đang dùng').fill(phone.pin)
  await page.getByRole('button', { name: 'Ghi máy lại' }).click()
}
