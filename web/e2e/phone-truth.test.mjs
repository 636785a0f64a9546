// Sync tells the truth: what two wrote differently and what the server held back are
// cards on the phone; links that are cut, slow, down, or not the server's at all lose
// nothing.
//   BASE_URL=… node --test e2e/phone-truth.test.mjs
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { api, base } from './browser.mjs'
import { Link } from './link.mjs'
import { findings } from './axe.mjs'
import { openDesk, Phone } from './phone-browser.mjs'

if (process.env.MOCK === '1') {
  console.log('1..0 # SKIP the mock has no phones')
  process.exit(0)
}

let desk, phone, page, link, home

before(async () => {
  desk = await openDesk()
  link = await Link.before(base)
  phone = await Phone.make(link.base)
  page = phone.page
  await phone.enrol(await code(desk.me.user.id))
  const { rows } = await api(desk.page, '/records/household?limit=1&sort=name')
  home = rows[0].id
})
after(async () => {
  await phone?.close()
  await desk?.close()
  await link?.close()
  assert.deepEqual(phone.faults, [], 'errors in the page')
})
afterEach(async (x) => {
  if (process.env.OUT) await page.screenshot({ path: `${process.env.OUT}/truth-${x.name.slice(0, 40).replace(/\W+/g, '-')}.png` })
})

const shown = (what) => what.waitFor({ timeout: 20_000 })

async function code(user) {
  const answer = await desk.page.request.post('/api/devices', { data: { user, name: 'Máy thử' }, headers: { 'X-Bamban': '1' } })
  assert.equal(answer.status(), 201, await answer.text())
  return (await answer.json()).code
}

async function meet() {
  await phone.show('/phone/link')
  await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
}

async function arrived() {
  for (let i = 0; i < 4; i++) {
    await meet()
    if (await page.getByText('Mọi việc đã gửi').waitFor({ timeout: 10_000 }).then(() => true, () => false)) return
  }
  assert.fail('what was written does not leave the phone')
}

async function writeAddress(text) {
  await phone.show(`/phone/new/household/${home}`)
  await page.getByLabel('Nơi ở').fill(text)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await shown(page.getByText('Đã lưu trên máy.').last())
}

const address = async () => (await api(desk.page, `/records/household/${home}`)).v.address

async function deskWrites(text) {
  const rec = await api(desk.page, `/records/household/${home}`)
  const answer = await desk.page.request.patch(`/api/records/household/${home}`, { data: { fields: { address: text }, seen: rec.seen }, headers: { 'X-Bamban': '1' } })
  assert.ok(answer.ok(), await answer.text())
}

test('a portal that answers for everybody is not the server: nothing is lost, and it is said', async () => {
  link.set('portal')
  await writeAddress('Cạnh suối, nhà sàn thứ hai')
  await meet()
  await shown(page.getByText('Chưa liên lạc được với đơn vị'))
  await shown(page.getByText('1 việc chưa gửi'))
  link.set('open')
  await arrived()
  assert.equal(await address(), 'Cạnh suối, nhà sàn thứ hai')
})

test('a link that breaks at any message sends each thing once in the end', async () => {
  for (const after of [1, 150, 400, 800, 1600]) {
    const text = `Đầu bản, sau ${after} byte`
    link.set('open')
    link.cutAfter(after)
    await writeAddress(text)
    await page.waitForTimeout(400)
    await meet()
    await page.waitForTimeout(400)
    link.set('open')
    await arrived()
    assert.equal(await address(), text)
  }
})

test('what two wrote differently is a card: who, when, both values; one is kept and the other becomes a note', async () => {
  link.set('down')
  await writeAddress('Giữa bản, theo máy')
  await deskWrites('Cuối bản, theo bàn')
  link.set('open')
  await arrived()
  await page.getByRole('link', { name: /việc cần xem lại/ }).click()
  const card = page.locator('section.look', { hasText: 'Giữa bản, theo máy' })
  await shown(card.getByText('Cuối bản, theo bàn'))
  await shown(card.getByText(/máy này/))
  assert.deepEqual(await findings(page), [])
  if (process.env.OUT) await page.screenshot({ path: `${process.env.OUT}/truth-card.png` })
  await card.getByRole('button', { name: /cái kia thành ghi chú/ }).click()
  await shown(page.getByText('Đã chọn, lưu trên máy.'))
  await card.waitFor({ state: 'detached' })
  await arrived()
  const rec = await api(desk.page, `/records/household/${home}`)
  assert.ok(!(rec.conflicts ?? []).some((c) => c.field === 'address'), 'nothing of it is left to settle at the desk')
  const notes = await api(desk.page, `/records/note?f.subject=${home}&limit=50`)
  const full = await Promise.all(notes.rows.map((r) => api(desk.page, `/records/note/${r.id}`)))
  assert.ok(full.some((n) => /theo máy|theo bàn/.test(n.v.text)), 'the other value is a note')
})

test('a phone that nobody touches locks itself, and what was being written is there again', async () => {
  await phone.kill()
  page = phone.page
  await page.clock.install()
  await page.goto('/phone')
  await phone.unlock()
  await phone.show(`/phone/new/note/${home}`)
  await page.getByLabel('Nội dung').fill('Viết dở khi có người gọi')
  await page.clock.runFor(2_000)
  await page.clock.fastForward('04:00')
  await page.clock.runFor(15_000)
  assert.equal(await page.locator('input.pin').count(), 0, 'not before its time')
  await page.clock.fastForward('02:00')
  await page.clock.runFor(15_000)
  await shown(page.locator('input.pin'))
  await phone.unlock()
  await phone.show(`/phone/new/note/${home}`)
  await page.clock.runFor(1_000)
  await shown(page.getByLabel('Nội dung'))
  assert.equal(await page.getByLabel('Nội dung').inputValue(), 'Viết dở khi có người gọi')
})
