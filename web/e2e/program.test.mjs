// A program from the desk to the phone without a network and back, against a real server:
//   BASE_URL=http://127.0.0.1:8099 [OUT=shots] node --test e2e/program.test.mjs
// The server's demonstration needs some thousand households, so that an officer has several.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { findings } from './axe.mjs'
import { api, provinceDay } from './browser.mjs'
import { drawn, withExif } from './photo.mjs'
import { invite, openDesk, Phone } from './phone-browser.mjs'

let desk, phone, page, home, house, other, photoFile, dues
const shown = (l) => l.first().waitFor({ timeout: 15_000 })
const picture = (name, p = page) => (process.env.OUT ? p.screenshot({ path: `${process.env.OUT}/${name}.png` }) : null)
const post = async (path, data, want = 200) => {
  const answer = await desk.page.request.post(`/api${path}`, { data, headers: { 'X-Bamban': '1' } })
  assert.equal(answer.status(), want, `${path}: ${await answer.text()}`)
  return answer.json()
}
const status = async (id) => (await api(desk.page, `/records/enrolment/${id}`)).v.status
const until = async (what, is) => {
  for (let i = 0; i < 60; i++) {
    if (await is()) return
    await page.waitForTimeout(250)
  }
  assert.fail(what)
}

before(async () => {
  desk = await openDesk()
  const { code, user } = await invite(desk)
  const mine = (await api(desk.page, `/records/assignment?f.user=${user}&limit=200`)).rows.map((r) => r.v.household).filter(Boolean)
  // Of the officer's households one that is in neither program, and is eligible or made an exception.
  for (const id of mine) {
    const check = await api(desk.page, `/programs/border_home/check?household=${id}`)
    if (check.overlaps.length > 0) continue
    if (home) {
      other = id
      break
    }
    home = id
  }
  assert.ok(other, 'the officer has two households that no house was proposed for')
  house = (await post('/enrolments', { program: 'border_home', household: home, variant: 'new', reason: 'Nhà dột', exception: 'Nhà sập sau bão', officer: user }, 201)).id
  const gifts = []
  for (const id of mine) {
    const check = await api(desk.page, `/programs/spring_gifts/check?household=${id}`)
    if (check.overlaps.length) continue
    gifts.push((await post('/enrolments', { program: 'spring_gifts', household: id, exception: 'Hộ gặp khó khăn', officer: user }, 201)).id)
    if (gifts.length === 2) break
  }
  await post('/enrolments/step', { ids: gifts, to: 'approved', bulk: 'e2e-duyet' })
  const today = provinceDay()
  await post('/dues', { program: 'spring_gifts', entitlement: 'gift', from: today, to: today, run: 'e2e-tet' })
  dues = (await api(desk.page, '/records/due?f.run=e2e-tet&limit=200')).rows.filter((d) => gifts.includes(d.v.enrolment))
  assert.equal(dues.length, 2)
  phone = await Phone.make()
  await phone.enrol(code)
  page = phone.page
  photoFile = join(phone.profile, '..', `anh-${Date.now()}.jpg`)
  await writeFile(photoFile, await drawn(page, 1200, 800))
})
after(async () => {
  await phone?.close()
  await desk?.close()
})

test('a house is checked in the field without a network, with its photo', async () => {
  await phone.show(`/phone/home/${home}`)
  await shown(page.getByRole('heading', { name: 'Được giúp' }))
  await picture('phone-help')
  await phone.context.setOffline(true)
  await phone.show(`/phone/enrolment/${house}`)
  await page.getByRole('button', { name: 'Đã kiểm tra tại nhà' }).click()
  await page.getByRole('button', { name: /^Ghi “/ }).click()
  await shown(page.getByText('Bước này cần ít nhất một ảnh.'))
  await page.getByRole('button', { name: 'Chụp ảnh' }).click()
  await page.getByLabel('Chọn ảnh có trên máy').setInputFiles(photoFile)
  await shown(page.locator('.taking img'))
  await page.getByRole('button', { name: /^Ghi “/ }).click()
  await shown(page.getByText('Còn 3 câu cần xem lại.'))
  await page.getByLabel('Dột nát, xiêu vẹo').check()
  await page.getByLabel('Của gia đình, có giấy').check()
  await page.locator('[data-question=safe]').getByLabel('Có', { exact: true }).check()
  await page.getByLabel(/Số người trong nhà làm được/).fill('2')
  await picture('phone-step')
  assert.deepEqual(await findings(page), [])
  await page.waitForTimeout(600) // the pause after which a draft is put away
  await page.reload()
  await phone.unlock()
  await phone.show(`/phone/enrolment/${house}`)
  await page.getByRole('button', { name: 'Đã kiểm tra tại nhà' }).click()
  await shown(page.getByText('vẫn giữ trên máy'))
  await shown(page.locator('.taking img'))
  await page.getByRole('button', { name: /^Ghi “/ }).click()
  await shown(page.locator('.tag.accent', { hasText: 'Đã kiểm tra tại nhà' }))
  assert.equal(await status(house), 'proposed', 'nothing has left the phone')
})

test('killed and opened again it is still there; with a network it reaches the desk', async () => {
  await page.reload()
  await phone.unlock()
  await phone.show(`/phone/enrolment/${house}`)
  await shown(page.locator('.tag.accent', { hasText: 'Đã kiểm tra tại nhà' }))
  await phone.context.setOffline(false)
  await until('the step reaches the server', async () => (await status(house)) === 'checked')
  const steps = (await api(desk.page, `/records/step?f.enrolment=${house}`)).rows
  const checked = steps.find((s) => s.v.to === 'checked')
  assert.equal(checked.v.photos, 1)
  assert.deepEqual([checked.v.form, checked.v.form_version, JSON.parse(checked.v.answers)], ['house_check', 1, { state: 'bad', land: 'paper', safe: true, family_hands: 2 }])
})

test('the desk goes on: the village agreed, it is approved, and a step is taken back with a reason', async () => {
  const p = desk.page
  await p.setViewportSize({ width: 1366, height: 768 })
  await p.request.patch('/api/me', { data: { language: 'vi' }, headers: { 'X-Bamban': '1' } })
  await p.goto(`/enrolment/${house}`)
  for (const [step, number] of [['Bản đã bình xét', '12/BB'], ['Đã duyệt', '45/QĐ']]) {
    await p.getByRole('button', { name: step, exact: true }).click()
    await p.getByLabel('Số quyết định, biên bản').fill(number)
    await p.getByRole('button', { name: 'Chuyển 1 hồ sơ' }).click()
    await shown(p.locator('.sub .tag', { hasText: step }))
  }
  await picture('desk-enrolment', p)
  const there = await findings(p)
  await p.getByRole('button', { name: 'Lùi về “Bản đã bình xét”' }).click()
  await p.getByLabel('Lý do').fill('Chưa đủ hồ sơ')
  await p.getByRole('button', { name: 'Chuyển 1 hồ sơ' }).click()
  await shown(p.locator('.sub .tag', { hasText: 'Bản đã bình xét' }))
  assert.equal(await status(house), 'agreed')
  await p.goto('/me')
  await shown(p.locator('h1'))
  const everywhere = await findings(p)
  assert.deepEqual(there.filter((f) => !everywhere.some((e) => e.split(':')[0] === f.split(':')[0])), [], 'nothing but what each page of the desk has')
})

test('the house is built and handed over: the desk approves, each milestone is photographed without a network, the desk accepts, the family signs', async () => {
  const p = desk.page
  const step = async (to, fields) => {
    await p.goto(`/enrolment/${house}`)
    await p.getByRole('button', { name: to, exact: true }).click()
    for (const [label, value] of Object.entries(fields)) await p.getByRole('dialog').getByLabel(label).fill(value)
    await p.getByRole('button', { name: 'Chuyển 1 hồ sơ' }).click()
    await shown(p.locator('.sub .tag', { hasText: to }))
  }
  const onPhone = async (to, proof) => {
    await page.getByRole('button', { name: to, exact: true }).click()
    await proof()
    await page.getByRole('button', { name: /^Ghi “/ }).click()
    await shown(page.locator('.tag.accent', { hasText: to }))
  }
  const photographed = async () => {
    await page.getByRole('button', { name: 'Chụp ảnh' }).click()
    await page.getByLabel('Chọn ảnh có trên máy').setInputFiles(photoFile)
    await shown(page.locator('.taking .pics img'))
  }
  const meet = async (what, is) => {
    await phone.context.setOffline(false)
    await phone.show('/phone/link')
    const send = page.getByRole('button', { name: 'Gửi và nhận ngay' })
    await until(what, async () => (await send.isEnabled()) && (await send.click(), true) && is())
    await phone.show(`/phone/enrolment/${house}`)
  }
  await step('Đã duyệt', { 'Số quyết định, biên bản': '45/QĐ' })
  await meet('the phone hears of the approval', async () => true)
  await shown(page.locator('.tag.accent', { hasText: 'Đã duyệt' }))
  await phone.context.setOffline(true)
  for (const to of ['Khởi công', 'Xong móng', 'Xong khung, tường', 'Lợp mái']) await onPhone(to, photographed)
  assert.equal(await status(house), 'approved', 'nothing has left the phone')
  await picture('phone-built')
  await meet('the four milestones reach the server', async () => (await status(house)) === 'roof')
  await step('Nghiệm thu', { 'Số quyết định, biên bản': '7/BB', 'Số ảnh đã có': '2' })
  await meet('the phone hears that it was accepted', async () => true)
  await shown(page.locator('.tag.accent', { hasText: 'Nghiệm thu' }))
  await phone.context.setOffline(true)
  await onPhone('Đã bàn giao', () => page.getByLabel('Điểm chỉ').check())
  await meet('the hand-over reaches the server', async () => (await status(house)) === 'handed_over')
  await step('Đã thăm sau bàn giao', {})
  const taken = (await api(p, `/records/step?f.enrolment=${house}&limit=50`)).rows
  for (const to of ['started', 'foundation', 'frame', 'roof']) assert.ok(taken.some((s) => s.v.to === to && s.v.photos === 1), `${to} has its photo`)
  assert.ok(taken.some((s) => s.v.to === 'handed_over' && s.v.signed === 'thumb'))
  await picture('desk-house-done', p)
})

test('a step at the desk takes a photo from a file: small, without its place, and not without answers', async () => {
  const p = desk.page
  const second = (await post('/enrolments', { program: 'border_home', household: other, variant: 'new', exception: 'Nhà sập sau bão' }, 201)).id
  const file = join(phone.profile, '..', `anh-ban-${Date.now()}.jpg`)
  await writeFile(file, withExif(await drawn(page, 2400, 1600), 'tuchupkhongaibiet'))
  await p.goto(`/enrolment/${second}`)
  await p.getByRole('button', { name: 'Đã kiểm tra tại nhà' }).click()
  const dialog = p.getByRole('dialog').first()
  await dialog.locator('[data-question=plot_photo]').getByRole('button').click()
  await p.getByLabel('Chọn tệp ảnh').setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('không phải ảnh') })
  await shown(p.getByText('Tệp này không phải là ảnh.'))
  await p.getByLabel('Chọn tệp ảnh').setInputFiles(file)
  await shown(dialog.locator('img.chosen'))
  await dialog.getByRole('button', { name: 'Chuyển 1 hồ sơ' }).click()
  await shown(p.getByText('Còn 3 câu cần xem lại.'))
  assert.equal(await status(second), 'proposed')
  assert.equal((await api(p, `/records/attachment?f.subject=${second}`)).rows.length, 0, 'nothing is kept of a step that was not taken')
  await dialog.getByLabel('Dột nát, xiêu vẹo').check()
  await dialog.getByLabel('Của gia đình, có giấy').check()
  await dialog.locator('[data-question=safe]').getByLabel('Có', { exact: true }).check()
  await dialog.getByLabel(/Số người trong nhà làm được/).fill('2')
  await dialog.locator('img.chosen').scrollIntoViewIfNeeded()
  await picture('desk-step-photo', p)
  assert.deepEqual(await findings(p), [])
  // The step arrives and the network goes before its photo does.
  await p.route('**/api/files/*', (r) => (r.request().method() === 'POST' ? r.abort() : r.continue()))
  await dialog.getByRole('button', { name: 'Chuyển 1 hồ sơ' }).click()
  await shown(p.getByText('Bước đã được ghi nhưng ảnh chưa gửi được.'))
  assert.deepEqual(await findings(p), [])
  await p.unroute('**/api/files/*')
  await p.getByRole('button', { name: 'Gửi lại ảnh' }).click()
  await shown(p.locator('.sub .tag', { hasText: 'Đã kiểm tra tại nhà' }))
  const [kept] = (await api(p, `/records/attachment?f.subject=${second}`)).rows
  const bytes = await (await p.request.get(`/api/files/${kept.v.digest}`)).body()
  assert.ok(bytes.length === kept.v.size && bytes.length <= 200 * 1024, `${bytes.length} bytes`)
  assert.ok(!bytes.includes('Exif') && !bytes.includes('tuchupkhongaibiet'), 'what the camera wrote is not in the file')
  assert.ok(kept.v.point.lat > 22 && kept.v.point.lon > 103, 'its place is in the record')
  await p.locator('.time summary').click()
  const shownNow = p.locator('.time img.answer')
  await shownNow.scrollIntoViewIfNeeded()
  await until('the photo is shown with the answers', () => shownNow.evaluate((i) => i.naturalWidth > 0))
  assert.ok((await shownNow.evaluate((i) => Math.max(i.naturalWidth, i.naturalHeight))) <= 1280)
  await picture('desk-step-answers', p)
})

test('a result and time with the people are written down without a network, and reach the desk', async () => {
  await phone.show(`/phone/enrolment/${house}`)
  await page.getByRole('button', { name: 'Ghi kết quả', exact: true }).waitFor({ timeout: 15_000 })
  await phone.context.setOffline(true)
  await page.getByRole('button', { name: 'Ghi kết quả', exact: true }).click()
  await page.getByLabel('Bao nhiêu').fill('5000')
  await shown(page.getByText('Ghi số từ 1 đến 1.000.'))
  assert.ok(await page.getByRole('button', { name: 'Ghi kết quả này' }).isDisabled(), 'what is out of bounds is not taken')
  await page.getByLabel('Bao nhiêu').fill('36')
  assert.deepEqual(await findings(page), [])
  await picture('phone-result')
  await page.getByRole('button', { name: 'Ghi kết quả này' }).click()
  await shown(page.locator('.cards strong', { hasText: '36' }))

  await phone.show('/phone/with')
  await page.getByRole('radio', { name: 'Ở lại bản (đêm)' }).click()
  await page.getByRole('button', { name: 'Thêm một' }).click()
  assert.deepEqual(await findings(page), [])
  await picture('phone-with')
  await page.locator('.btn.main.wide', { hasText: 'Ghi' }).click()
  await shown(page.getByText('Tháng này: 1 lần'))
  await phone.context.setOffline(false)
  await until('the result reaches the server', async () => (await api(desk.page, `/records/measure?f.enrolment=${house}`)).rows.some((r) => r.v.value === 36))
  await until('the nights reach the server', async () => (await api(desk.page, '/records/practice?f.type=night&sort=-on')).rows.some((r) => r.v.quantity === 2))
})

test('what somebody asks about their data is written down without a network, and stands at the desk with its own day', async () => {
  const person = (await api(desk.page, `/records/membership?f.household=${home}`)).rows[0].v.person
  const day = provinceDay(2)
  await phone.context.setOffline(true)
  await page.evaluate(() => {
    const now = Date.now.bind(Date)
    Date.now = () => now() - 2 * 864e5
  })
  await phone.show(`/phone/person/${person}/${home}`)
  await page.getByRole('link', { name: 'Ghi yêu cầu về dữ liệu' }).click()
  await page.getByRole('button', { name: 'Ghi yêu cầu' }).click()
  await shown(page.getByRole('alert').getByText('Chọn người ấy yêu cầu gì.'))
  await page.getByLabel('Sửa cho đúng').check()
  await page.getByLabel('Lời của người yêu cầu').fill('Năm sinh ghi sai')
  assert.deepEqual(await findings(page), [])
  await picture('phone-ask')
  await page.waitForTimeout(500) // the pause after which a draft is put away
  await page.reload() // the clock is right again
  await phone.unlock()
  await phone.show(`/phone/ask/${person}/${home}`)
  assert.ok(await page.getByLabel('Sửa cho đúng').isChecked(), 'the draft is still there')
  await page.getByRole('button', { name: 'Ghi yêu cầu' }).click()
  await shown(page.locator('.look', { hasText: 'Sửa cho đúng' }).getByText('chờ gửi'))
  await page.locator('.look', { hasText: 'Sửa cho đúng' }).scrollIntoViewIfNeeded()
  await picture('phone-asked')
  assert.deepEqual(await findings(page), [])
  await phone.context.setOffline(false)
  const stands = async () => (await api(desk.page, '/requests')).rows.find((r) => r.v.person === person && r.v.text === 'Năm sinh ghi sai')
  await until('the request reaches the desk', stands)
  const asked = await stands()
  assert.deepEqual([asked.v.received_on, asked.v.what, asked.v.relation, asked.v.channel, asked.v.status], [day, 'correct', 'self', 'spoken', 'received'])
  assert.ok(asked.clock.answerBy > day && asked.clock.doBy > asked.clock.answerBy, JSON.stringify(asked.clock))
  await desk.page.goto('/request')
  await shown(desk.page.locator(`a[href="/request/${asked.id}"]`))
})

test('a gift day without a network: one tap each, and what was given twice is caught and shown', async () => {
  await phone.show('/phone')
  await page.reload()
  await phone.unlock()
  await phone.show('/phone/gifts')
  await shown(page.getByRole('heading', { name: 'Ngày trao quà' }))
  await shown(page.getByRole('button', { name: 'Trao', exact: true }))
  if (await page.getByLabel('Chương trình nào?').count()) await page.getByLabel('Chương trình nào?').selectOption('spring_gifts')
  const before = await page.getByRole('button', { name: 'Trao', exact: true }).count()
  assert.ok(before >= 2, `the phone has ${before} gifts to hand over`)
  await phone.context.setOffline(true)
  // Somebody else hands the first one over meanwhile.
  const stores = (await api(desk.page, '/records/store')).rows
  await post('/dues/pay', { ids: [dues[0].id], from: stores[0].id, receipt: 'signature' })
  for (const d of dues) {
    await page.getByPlaceholder('Tìm tên, số hộ').fill((await api(desk.page, `/records/household/${d.v.household}`)).v.code)
    await page.getByRole('button', { name: 'Trao', exact: true }).first().click()
    await shown(page.getByText(`Đã trao cho ${d.v.name}.`))
  }
  await picture('phone-gifts')
  assert.deepEqual(await findings(page), [])
  await phone.context.setOffline(false)
  await phone.show('/phone/link')
  const send = page.getByRole('button', { name: 'Gửi và nhận ngay' })
  await until('the second gift arrives', async () => (await send.isEnabled()) && (await send.click(), true) && (await api(desk.page, `/records/entry?f.to=${dues[1].id}`)).rows.length === 1)
  await until('the double is held', async () => (await api(desk.page, '/quarantine')).items.some((r) => r.code === 'ledger.paid_before'))
  assert.equal((await api(desk.page, `/records/entry?f.to=${dues[0].id}`)).rows.length, 1, 'the first gift counts once')
  const { sums } = await api(desk.page, '/balances')
  assert.ok(Object.values(sums).every((n) => n === 0), JSON.stringify(sums))
  assert.deepEqual(phone.faults, [])
})
