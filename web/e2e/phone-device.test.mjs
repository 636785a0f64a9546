// A phone that closed, was forgotten, or was taken from its officer, in a real browser
// against a real server: nothing that was recorded is lost on any way.
//   BASE_URL=… node --test e2e/phone-device.test.mjs
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { api } from './browser.mjs'
import { invite, openDesk, Phone } from './phone-browser.mjs'

if (process.env.MOCK === '1') {
  console.log('1..0 # SKIP the mock has no phones')
  process.exit(0)
}

let phone, desk, device, code

afterEach(async (x) => {
  if (process.env.OUT) await phone.page.screenshot({ path: `${process.env.OUT}/device-${x.name.slice(0, 40).replace(/\W+/g, '-')}.png` })
})

const shown = (what) => what.waitFor({ timeout: 20_000 })
const post = async (path, data = {}) => {
  const answer = await desk.page.request.post(`/api${path}`, { data, headers: { 'X-Bamban': '1' } })
  return { status: answer.status(), body: await answer.text() }
}

before(async () => {
  desk = await openDesk()
  phone = await Phone.make()
  const was = new Set((await api(desk.page, '/records/device?limit=200')).rows.map((r) => r.id))
  code = (await invite(desk)).code
  device = (await api(desk.page, '/records/device?limit=200')).rows.map((r) => r.id).find((id) => !was.has(id))
  await phone.enrol(code)
})
after(async () => {
  await phone?.close()
  await desk?.close()
  assert.deepEqual(phone.faults, [], 'errors in the page')
})

/** Records a visit without signal; it stays on the phone. */
async function visit() {
  const { page, context } = phone
  await phone.show('/phone/homes')
  await shown(page.locator('.cards a').first()) // a meeting under way may be bringing it again
  await context.setOffline(true)
  await page.locator('.cards a').first().click()
  await page.getByRole('link', { name: 'Ghi lần thăm' }).click()
  await page.locator('[data-question="at_home"]').getByText('Không', { exact: true }).click()
  await page.locator('[data-question="nobody_why"]').getByText('Đi làm ăn xa', { exact: true }).click()
  await page.getByRole('button', { name: 'Lưu lần thăm' }).click()
  await shown(page.getByText('Đã lưu trên máy.'))
}

async function tryPin(pin) {
  await phone.page.getByLabel('Mã mở máy', { exact: true }).fill(pin)
  await phone.page.getByRole('button', { name: 'Mở', exact: true }).click()
}

async function reopen(secret, pin) {
  const { page } = phone
  await page.getByLabel('Mã mở lại').fill(secret)
  await page.getByLabel('Đặt mã mở máy mới').fill(pin)
  await page.getByLabel('Ghi lại mã mở máy').fill(pin)
  await page.getByRole('button', { name: 'Mở lại' }).click()
}

/** How many visits the desk knows of. */
const visits = async () => (await api(desk.page, '/records/visit?limit=0')).total

/** Sets what the keyring counts, as ten wrong PINs over a day would; each real try costs half a second and a wait. */
const setKeyring = (change) =>
  phone.page.evaluate(
    (change) =>
      new Promise((done, fail) => {
        const r = indexedDB.open('bamban-phone')
        r.onerror = () => fail(r.error)
        r.onsuccess = () => {
          const store = r.result.transaction('box', 'readwrite').objectStore('box')
          const get = store.get('keyring')
          get.onsuccess = () => {
            store.put({ ...get.result, ...change }, 'keyring').onsuccess = () => (r.result.close(), done())
          }
        }
      }),
    change,
  )

test('a code that was used is refused in plain words on another phone', async () => {
  const other = await Phone.make()
  await other.page.goto(`/phone#code=${code}`)
  await other.page.reload()
  await other.page.getByLabel('Đặt mã mở máy').fill('739106')
  await other.page.getByLabel('Ghi lại mã mở máy').fill('739106')
  await other.page.getByRole('button', { name: 'Bắt đầu' }).click()
  await shown(other.page.getByText('Mã ghi danh không đúng hoặc đã dùng rồi'))
  await other.close()
})

test('ten wrong PINs close the phone; a code of the desk opens it under a new PIN, with the unsent visit', async () => {
  const before = await visits()
  await visit()
  await phone.kill()
  await setKeyring({ wrong: 9, at: Date.now() - 4_000_000 })
  await phone.page.reload()
  await tryPin('111111')
  await shown(phone.page.getByText('Máy đã đóng vì sai mã quá nhiều lần'))
  const wrong = await post(`/devices/${device}/reopen`)
  assert.equal(wrong.status, 200, wrong.body)
  await reopen('sai-hoàn-toàn', '604831')
  await shown(phone.page.getByText('Mã mở lại không đúng'))
  await reopen(JSON.parse(wrong.body).code, '604831')
  await shown(phone.page.getByText('Mọi việc đã gửi'))
  assert.equal(await visits(), before + 1, 'the visit from before is at the desk')
  phone.pin = '604831'
})

test('the code was good once: after the phone has opened, it opens nothing', async () => {
  const given = await post(`/devices/${device}/reopen`)
  await phone.kill()
  await phone.page.getByRole('button', { name: 'Quên mã mở máy' }).click()
  await reopen(JSON.parse(given.body).code, '850274')
  await shown(phone.page.getByText('Mọi việc đã gửi'))
  await phone.kill()
  await phone.page.getByRole('button', { name: 'Quên mã mở máy' }).click()
  await reopen(JSON.parse(given.body).code, '604831')
  await shown(phone.page.getByText('Mã mở lại không đúng'))
  await phone.page.getByRole('button', { name: 'Tôi nhớ mã mở máy' }).click()
  phone.pin = '850274'
  await phone.unlock()
})

test('a household that changes officer: the desk sees the phone and its unsent work, the old phone sends it and forgets', async () => {
  await visit()
  const home = new URL(phone.page.url()).pathname.split('/')[3]
  await phone.context.setOffline(false)
  await phone.context.route('**/sync/v1/push', (r) => r.abort())
  await phone.show('/phone/link')
  await phone.page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(phone.page.getByText('Chưa liên lạc được với đơn vị'))
  const { rows } = await api(desk.page, `/records/assignment?f.household=${home}`)
  const was = rows.find((r) => !r.v.to)
  const others = (await api(desk.page, `/records/user?unit=${was.v.unit}&limit=50`)).rows.filter((u) => u.id !== was.v.user)
  const patch = await desk.page.request.patch(`/api/records/assignment/${was.id}`, { data: { fields: { to: '2026-01-01', from: '2025-01-01' } }, headers: { 'X-Bamban': '1' } })
  assert.equal(patch.status(), 200, await patch.text())
  const { role, unit, area } = was.v
  const given = await post('/records/assignment', { fields: { user: others[0].id, unit, area, role, household: home, from: '2026-01-02' } })
  assert.equal(given.status, 201, given.body)
  const { devices } = await api(desk.page, `/households/${home}/devices`)
  const old = devices.find((d) => d.id === device)
  assert.equal(old.unsent, 1)
  assert.deepEqual(old.about, [home])
  assert.equal(old.leaves, true)
  await desk.page.goto(`/household/${home}`)
  await shown(desk.page.getByText('người giữ không còn phụ trách').first())
  if (process.env.OUT) await desk.page.screenshot({ path: `${process.env.OUT}/desk-handover.png`, fullPage: true })
  await phone.context.unroute('**/sync/v1/push')
  await phone.page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(phone.page.getByText('Mọi việc đã gửi').first())
  const after = (await api(desk.page, `/households/${home}/devices`)).devices.find((d) => d.id === device)
  assert.equal(after?.unsent ?? 0, 0, 'the desk sees that it arrived')
  await phone.show(`/phone/home/${home}`)
  await shown(phone.page.locator('.empty'))
  // Given back, it comes again, with what was sent of it in between.
  const { id } = JSON.parse(given.body)
  await desk.page.request.delete(`/api/records/assignment/${id}`, { headers: { 'X-Bamban': '1' } })
  const back = await desk.page.request.patch(`/api/records/assignment/${was.id}`, { data: { fields: { to: null } }, headers: { 'X-Bamban': '1' } })
  assert.equal(back.status(), 200, await back.text())
  await phone.show('/phone/link')
  await phone.page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await phone.show('/phone/homes')
  await shown(phone.page.locator('.cards a').first())
  await phone.show('/phone')
})

test('the desk sees what a phone will hold before it makes the code', async () => {
  const { v } = (await api(desk.page, `/records/device/${device}`))
  await desk.page.goto(`/device/new?v.user=${v.user}`)
  await shown(desk.page.getByText(/Khoảng .* bài ghi/))
  if (process.env.OUT) await desk.page.screenshot({ path: `${process.env.OUT}/desk-budget.png` })
  await desk.page.goto(`/device/${device}`)
  await shown(desk.page.getByText('hộ trên máy'))
  if (process.env.OUT) await desk.page.screenshot({ path: `${process.env.OUT}/desk-device.png`, fullPage: true })
})

test('a lease that ended opens where there is signal, and not where there is none', async () => {
  await setKeyring({ lease: Date.now() - 1000 })
  await phone.context.close()
  await phone.open()
  await phone.context.setOffline(true)
  await phone.page.goto('/phone')
  await tryPin(phone.pin)
  await shown(phone.page.getByText('Máy lâu ngày chưa liên lạc với đơn vị'))
  await phone.context.setOffline(false)
  await phone.unlock()
})

test('a revoked phone seals itself while it is locked and confirms; found again, it gives what was unsent', async () => {
  const before = await visits()
  await visit()
  assert.equal((await post(`/devices/${device}/revoke`, { reason: 'rơi ở chợ' })).status, 204)
  await phone.kill()
  await shown(phone.page.getByRole('heading', { name: 'Máy đã niêm phong' }))
  await shown(phone.page.getByText('Đơn vị đã biết máy này niêm phong'))
  const sealed = await api(desk.page, `/records/device/${device}`)
  assert.equal(sealed.v.status, 'sealed')
  assert.ok(sealed.v.sealed_at > 0, 'the desk sees when it was sealed')
  assert.equal((await post(`/devices/${device}/reopen`)).status, 409, 'no code for a device that was revoked')
  const keyring = await phone.page.evaluate(() => new Promise((done) => (indexedDB.open('bamban-phone').onsuccess = (e) => (e.target.result.transaction('box').objectStore('box').get('keyring').onsuccess = (g) => done(g.target.result.wraps.map((w) => w.by))))))
  // Two where the server had not got the latest half before the signal went.
  assert.deepEqual([...new Set(keyring)], ['station'], 'no PIN opens it any more')
  assert.equal((await post(`/devices/${device}/restore`, { reason: 'đã tìm thấy' })).status, 204)
  const given = await post(`/devices/${device}/reopen`)
  await reopen(JSON.parse(given.body).code, '739106')
  await shown(phone.page.getByText('Mọi việc đã gửi'))
  assert.equal(await visits(), before + 1, 'what was unsent when it was revoked is at the desk')
  phone.pin = '739106'
})

test('a revoked phone that had sent everything keeps nothing, and can be added anew', async () => {
  assert.equal((await post(`/devices/${device}/revoke`, { reason: 'đổi máy' })).status, 204)
  await phone.show('/phone/link')
  await phone.page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(phone.page.getByText('trên máy không còn gì'))
  await phone.page.getByRole('button', { name: 'Ghi máy này vào đơn vị' }).click()
  await shown(phone.page.getByRole('heading', { name: 'Ghi máy này vào đơn vị' }))
  await phone.enrol((await invite(desk)).code)
})
