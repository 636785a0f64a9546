// What people ask about their data: consents, the clock of a request, withdrawing, a copy,
// erasing with a certificate, against a real server:
//   BASE_URL=http://127.0.0.1:8099 [OUT=shots] node --test e2e/rights.test.mjs
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findings } from './axe.mjs'
import { api, base, signIn } from './browser.mjs'
import { deskPages } from './desk.mjs'

let page
deskPages((p) => (page = p))

const roles = { tram: 'Chỉ huy đồn', doitac: 'Đơn vị phối hợp' }
const enter = (login) => signIn(page, { role: roles[login] })
const shown = (l) => l.first().waitFor({ timeout: 15_000 })
const shot = async (name) => process.env.OUT && page.screenshot({ path: `${process.env.OUT}/rights-${name}.png`, fullPage: true })
const post = (path, data) => page.request.post(`/api${path}`, { data, headers: { 'X-Bamban': '1', Origin: base } })

/** An adult with a household in the demonstration's partner's commune, whose name is like nobody else's. */
async function somebody() {
  const partner = (await api(page, '/records/consent?f.purpose=share_partner&limit=1')).rows[0]
  assert.ok(partner, 'the demonstration has a consent for its partner')
  const name = `Lò Thị Mẫuxóa ${Date.now().toString(36).replace(/\d/g, 'x')}`
  const make = async (kind, fields) => {
    const r = await post(`/records/${kind}`, { fields })
    assert.equal(r.status(), 201, `${kind}: ${await r.text()}`)
    return (await r.json()).id
  }
  const household = await make('household', { area: partner.area, name })
  const person = await make('person', { area: partner.area, name, born: '1991', sex: 'female' })
  await make('membership', { household, person, area: partner.area })
  return { person, household, name, unit: partner.v.partner }
}

/** What the partner reads of a household. */
async function partnerReads(household) {
  const context = await page.context().browser().newContext({ baseURL: base })
  const other = await context.newPage()
  await signIn(other, { role: roles.doitac })
  const r = await api(other, `/records/household/${household}`)
  await context.close()
  return r.v.name ?? ''
}

test('a late request is on Today and first in the list, with its clock in words', async () => {
  await enter('tram')
  await page.goto('/')
  await shown(page.getByText(/yêu cầu về dữ liệu đã trễ hạn/))
  await page.getByText(/yêu cầu về dữ liệu đã trễ hạn/).click()
  await page.waitForURL('**/request')
  const first = page.locator('ul.requests a.item').first()
  await shown(first.getByText(/trễ \d+ ngày/))
  assert.deepEqual(await findings(page), [])
  await shot('list')
  await first.click()
  await shown(page.getByRole('heading', { name: 'Diễn biến' }))
  assert.deepEqual(await findings(page), [])
  await page.getByRole('button', { name: 'Gia hạn' }).click()
  const dialog = page.getByRole('dialog')
  assert.ok(await dialog.getByRole('button', { name: 'Gia hạn' }).isDisabled(), 'no extension without a reason')
  await dialog.getByLabel('Lý do').fill('Chờ xã trả lời')
  await dialog.getByRole('button', { name: 'Gia hạn' }).click()
  await shown(page.getByText('Gia hạn: Chờ xã trả lời'))
})

test('a consent is given, the partner reads by it, somebody asks, and withdrawing hides it', async () => {
  await enter('tram')
  const who = await somebody()
  assert.equal(await partnerReads(who.household), '', 'nobody agreed yet')
  await page.goto(`/person/${who.person}`)
  await shown(page.getByRole('heading', { name: 'Đồng ý và dữ liệu cá nhân' }))
  await page.getByRole('button', { name: 'Ghi đồng ý' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Đồng ý cho việc gì').selectOption('share_partner')
  await dialog.getByLabel('Đơn vị được xem').selectOption(who.unit)
  assert.ok(await dialog.getByRole('button', { name: 'Ghi đồng ý' }).isDisabled(), 'not without a word on the proof')
  await dialog.getByLabel('Bằng chứng ở đâu').fill('Giấy ở tủ số 2')
  assert.deepEqual(await findings(page), [])
  await shot('give')
  await dialog.getByRole('button', { name: 'Ghi đồng ý' }).click()
  await shown(page.getByText('đang có hiệu lực'))
  assert.deepEqual(await findings(page, '.rec .group'), [])
  await shot('person')
  assert.equal(await partnerReads(who.household), who.name)

  await page.getByRole('link', { name: 'Ghi yêu cầu của người này' }).click()
  await page.getByLabel('Yêu cầu gì').selectOption('withdraw')
  await page.getByLabel('Họ tên người yêu cầu').fill(who.name)
  assert.deepEqual(await findings(page), [])
  await shot('new')
  await page.getByRole('button', { name: 'Ghi yêu cầu' }).click()
  await shown(page.getByText(/Báo nhận trước/))
  await page.getByRole('button', { name: 'Đã báo nhận' }).click()
  await shown(page.getByText(/Làm xong trước/))
  await page.getByRole('button', { name: /Rút lại “Cho đơn vị phối hợp xem”/ }).click()
  await shown(page.getByText('Xong: Đã làm theo yêu cầu'))
  assert.equal(await partnerReads(who.household), '', 'the consent was withdrawn')
})

test('a copy for the person has what is held, and that it was made is in the access log', async () => {
  await enter('tram')
  const who = await somebody()
  await page.goto(`/person/${who.person}`)
  await page.getByRole('button', { name: 'Lập bản dữ liệu' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('dialog').getByRole('link', { name: 'Trang để in' }).click()])
  assert.match(download.suggestedFilename(), /\.html$/)
  const copy = await api(page, `/persons/${who.person}/copy?format=json`)
  assert.ok(copy.records.some((r) => r.kind === 'person' && r.values.some((v) => v.text === who.name)))
  assert.ok(copy.records.some((r) => r.kind === 'household'), 'the household of one is hers')
  assert.equal(copy.hidden, 0)
  assert.ok(copy.looks.some((l) => l.why === 'copy'), 'the first copy is named in the second')
})

test('somebody is erased after a look at what goes, and the certificate checks', async () => {
  await enter('tram')
  const who = await somebody()
  const given = who.name.split(' ').at(-1)
  await post('/lists', { kind: 'household', name: 'Tìm chị ấy', query: new URLSearchParams({ q: given, 'f.poverty': 'poor' }).toString(), columns: [], shared: false })
  const asked = await (await post('/requests', { person: who.person, what: 'erase', asker: who.name, relation: 'self', channel: 'spoken' })).json()
  await page.goto(`/request/${asked.id}`)
  await page.getByRole('link', { name: 'Xem trước việc xóa' }).click()
  await shown(page.getByRole('heading', { name: 'Sẽ xóa' }))
  await shown(page.getByText('Căn cứ:'))
  await shown(page.getByRole('row', { name: /Bộ lọc đã lưu × 1/ }))
  assert.deepEqual(await findings(page), [])
  await shot('erase')
  const button = page.getByRole('button', { name: 'Xóa hẳn' })
  await page.getByLabel(/để xác nhận/).fill('Ai Khác')
  assert.ok(await button.isDisabled(), 'another name confirms nothing')
  await page.getByLabel(/để xác nhận/).fill(who.name)
  await button.click()
  await page.waitForURL('**/certificate/*')
  await shown(page.getByText(/Còn đúng:/))
  assert.deepEqual(await findings(page), [])
  await shot('certificate')
  const id = new URL(page.url()).pathname.split('/').pop()
  const checked = await api(page, `/certificates/${id}/check`)
  assert.deepEqual([checked.holds, checked.gone, checked.left, checked.chain, checked.digest], [true, true, 0, true, true])
  const gone = await api(page, `/records/person/${who.person}`)
  assert.equal(gone.v.name, undefined)
  const found = await api(page, `/search?q=${encodeURIComponent(who.name)}`)
  assert.deepEqual(found.hits, [])
  const request = (await api(page, `/requests/${asked.id}`)).rows[0]
  assert.equal(request.v.status, 'closed')
  assert.equal(request.v.asker, undefined, 'who asked is not named any more')
  await page.goto(`/person/${who.person}`)
  await shown(page.getByRole('link', { name: 'Mở giấy xác nhận đã xóa' }))
  // The list that found her stays, without the words, and says so to who saved it.
  const [kept] = (await api(page, '/lists')).lists.filter((l) => l.name === 'Tìm chị ấy')
  assert.deepEqual([kept.query, typeof kept.cleared], ['f.poverty=poor', 'string'])
  await page.goto('/household')
  await page.getByRole('button', { name: /^(Bộ lọc đã lưu|Lưu bộ lọc)$/ }).click()
  await shown(page.getByText(/đã bỏ chữ tìm ngày/))
  assert.deepEqual(await findings(page), [])
  await shot('filter')
  await page.getByRole('button', { name: /^Tìm chị ấy/ }).click()
  await shown(page.getByText(/chữ tìm của bộ lọc này đã được bỏ/))
  await shot('filter-open')
  await page.request.delete(`/api/lists/${kept.id}`, { headers: { 'X-Bamban': '1', Origin: base } })
})

test('the desk restricts a person and lifts it again', async () => {
  await enter('tram')
  const who = await somebody()
  await page.goto(`/person/${who.person}`)
  await page.locator('article').getByRole('button', { name: 'Hạn chế dùng' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Hạn chế dùng' }).click()
  await shown(page.getByText(/Đang hạn chế dùng/))
  assert.deepEqual(await findings(page, '.rec .group'), [])
  await page.getByRole('button', { name: 'Bỏ hạn chế' }).click()
  await page.getByText(/Đang hạn chế dùng/).waitFor({ state: 'detached' })
})

test('what has been kept long enough is listed, and every screen fits a phone of 360 pixels', async () => {
  await enter('tram')
  await page.goto('/retention')
  await shown(page.getByRole('heading', { name: 'Hết thời hạn giữ' }))
  assert.deepEqual(await findings(page), [])
  await page.setViewportSize({ width: 360, height: 740 })
  const first = (await api(page, '/requests')).rows[0]
  for (const path of ['/request', '/request/new', `/request/${first.id}`, '/retention', `/erase/${first.v.person}`, `/person/${first.v.person}`]) {
    await page.goto(path)
    await shown(page.locator('main h1:visible'))
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(wide <= 0, `${path} is ${wide} px too wide`)
    await shot(`360${path.split('/')[1]}`)
  }
})
