// Voice: a desk speaks a notice, a question and what is agreed to; a village reporter's
// phone plays them without signal, held or by the button; a consent is spoken into an
// officer's phone, and the desk hears it and sees who, when and in which language.
//   BASE_URL=… node --test e2e/phone-voice.test.mjs
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { findings } from './axe.mjs'
import { api } from './browser.mjs'
import { openDesk, Phone } from './phone-browser.mjs'

if (process.env.MOCK === '1') {
  console.log('1..0 # SKIP the mock has no phones')
  process.exit(0)
}

const word = `THÔNG-BÁO-${Date.now()}`
const phones = []
let desk, reporter, officer, at

before(async () => {
  desk = await openDesk()
  const { rows } = await api(desk.page, '/records/user?limit=200')
  const grants = await api(desk.page, '/records/grant?limit=200')
  const grant = grants.rows.find((g) => g.v.role === 'village_reporter')
  assert.ok(grant, 'the demo has a village reporter')
  at = { area: grant.v.area, unit: desk.me.user.unit }
  const { rows: assigned } = await api(desk.page, '/records/assignment?limit=200')
  const mine = assigned.find((a) => a.v.household && a.v.unit === at.unit && a.v.role === 'household_in_charge')
  at.home = mine.v.household
  assert.ok(rows.length > 0)
  reporter = await enrolled(grant.v.user)
  officer = await enrolled(mine.v.user)
})
after(async () => {
  for (const p of phones) await p.close()
  await desk?.close()
  for (const p of phones) assert.deepEqual(p.faults, [], 'errors in the page')
})
afterEach(async (x) => {
  if (process.env.OUT) await reporter?.page.screenshot({ path: `${process.env.OUT}/voice-${x.name.slice(0, 40).replace(/\W+/g, '-')}.png` })
})

const shown = (what) => what.first().waitFor({ timeout: 20_000 })

/** What axe finds on a page of the desk, but in the head that every page has. */
const here = async (page) => (await findings(page)).filter((f) => !f.includes('class="find-box"'))

async function enrolled(user) {
  const answer = await desk.page.request.post('/api/devices', { data: { user, name: 'Máy thử' }, headers: { 'X-Bamban': '1' } })
  assert.equal(answer.status(), 201, await answer.text())
  const phone = await Phone.make()
  phones.push(phone)
  // What is played is noted: the sound of a headless browser is heard by nobody.
  await phone.context.addInitScript(() => {
    window.played = []
    const play = HTMLMediaElement.prototype.play
    HTMLMediaElement.prototype.play = function () {
      window.played.push(this.src)
      return play.call(this)
    }
  })
  await phone.enrol((await answer.json()).code)
  return phone
}

async function meet(phone) {
  await phone.show('/phone/link')
  await phone.page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(phone.page.getByText('Mọi việc đã gửi'))
}

/** Until so many recordings are kept on the phone. */
async function kept(phone, n) {
  for (let i = 0; ; i++) {
    if ((await phone.page.evaluate(async () => (await (await caches.open('bamban-speech')).keys()).length)) >= n) return
    assert.ok(i < 80, `the phone does not fetch ${n} recordings ahead of use`)
    await phone.page.waitForTimeout(250)
  }
}

/** Records through the desk's own screen with the (made-up) microphone. */
async function record(of, language) {
  const { page } = desk
  const line = page.locator(`[data-of="${of}"]`)
  await shown(line)
  await line.locator('xpath=ancestor::section').getByRole('combobox').selectOption(language)
  await line.getByRole('button', { name: /Ghi/ }).click()
  await page.getByRole('button', { name: 'Bắt đầu ghi' }).click()
  await shown(page.getByText('Đang ghi 0:01'))
  await page.getByRole('button', { name: 'Dừng' }).click()
  await page.getByRole('button', { name: 'Giữ bản này' }).click()
  await shown(line.getByRole('button', { name: 'Nghe' }))
}

test('the desk records texts with the microphone and sees what is missing', async () => {
  const { page } = desk
  await page.goto('/speech')
  const section = page.locator('section.speech').first()
  await section.getByRole('combobox').selectOption('hmong')
  await shown(section.getByText('0/4 câu đã có tiếng Mông'))
  await record('text:reporter.visit', 'hmong')
  await shown(section.getByText('1/4 câu đã có tiếng Mông'))
  assert.deepEqual(await here(page), [])
  if (process.env.OUT) await page.screenshot({ path: `${process.env.OUT}/voice-desk.png` })
  await record('consent:voice', 'hmong')
  await shown(page.locator('[data-of="consent:voice"]').getByRole('button', { name: 'Ghi lại' }))
  await page.goto('/form/household_visit/1')
  await record('form:household_visit/at_home', 'hmong')
  assert.deepEqual(await here(page), [])
  if (process.env.OUT) await page.screenshot({ path: `${process.env.OUT}/voice-desk-form.png`, fullPage: true })
})

test('a file that is no sound is refused in words, and a notice is written and spoken', async () => {
  const { page } = desk
  const notice = { title: word, text: 'Mời bà con họp bản.', ...{ unit: at.unit, area: at.area }, from: '2026-01-01', by: desk.me.user.id }
  const made = await page.request.post('/api/records/notice', { data: { fields: notice }, headers: { 'X-Bamban': '1' } })
  assert.equal(made.status(), 201, await made.text())
  const { id } = await made.json()
  await page.goto(`/notice/${id}`)
  const line = page.locator(`[data-of="notice:${id}"]`)
  await shown(line)
  await line.getByRole('button', { name: /Ghi tiếng/ }).click()
  await page.getByLabel('Chọn tệp tiếng có sẵn').setInputFiles({ name: 'a.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('<html>chẳng phải tiếng</html>') })
  await page.getByRole('button', { name: 'Giữ bản này' }).click()
  await shown(page.getByText(/Tệp này không phải bản ghi tiếng/))
  await page.keyboard.press('Escape')
  await record(`notice:${id}`, 'hmong')
})

test('the reporter’s phone has four pictures and speaks them without signal, held or by the button', async () => {
  const { page } = reporter
  await meet(reporter)
  await kept(reporter, 4)
  await reporter.show('/phone')
  const tiles = page.locator('.tile')
  await shown(tiles.nth(3))
  assert.equal(await tiles.count(), 4)
  assert.equal(await page.locator('.tabs a').count(), 2, 'no tabs but the start and sending')
  await shown(page.getByText(word))
  assert.deepEqual(await findings(page), [])
  await reporter.context.setOffline(true)
  const face = tiles.first().getByRole('link')
  const box = await face.boundingBox()
  await page.mouse.move(box.x + 40, box.y + 40)
  await page.mouse.down()
  await page.waitForTimeout(700)
  await page.mouse.up()
  await page.waitForFunction(() => window.played.some((src) => src.startsWith('blob:')))
  assert.equal(new URL(page.url()).pathname, '/phone', 'what is held to be heard does not open')
  await page.getByRole('button', { name: 'Nghe: Báo việc' }).click()
  await shown(page.getByText('Câu này chưa có tiếng.'))
  await page.locator('.notice-line', { hasText: word }).getByRole('button', { name: 'Nghe' }).click()
  await page.waitForFunction(() => window.played.length >= 2)
})

test('the reporter tells of the village by picture and voice; nothing of other people is on the phone', async () => {
  const { page } = reporter
  await reporter.show('/phone')
  await page.getByRole('link', { name: 'Báo việc' }).click()
  await page.getByRole('button', { name: 'Thiên tai', exact: true }).click()
  await page.getByRole('button', { name: 'Ghi âm lời kể' }).click()
  await page.getByRole('button', { name: 'Bắt đầu ghi' }).click()
  await page.waitForTimeout(1500)
  await page.getByRole('button', { name: 'Dừng' }).click()
  await page.getByRole('button', { name: 'Giữ bản này' }).click()
  await shown(page.locator('.taken audio'))
  assert.deepEqual(await findings(page), [])
  if (process.env.OUT) await page.screenshot({ path: `${process.env.OUT}/voice-tell.png` })
  await page.getByRole('button', { name: 'Giữ lại và gửi' }).click()
  await shown(page.getByText('1 việc chưa gửi').or(page.getByText('2 việc chưa gửi')))
  await reporter.context.setOffline(false)
  await meet(reporter)
  await reporter.show('/phone/mine')
  await shown(page.getByText(/Thiên tai\. Lời kể trong bản ghi âm/))
  await shown(page.getByText('đã gửi'))
  for (const path of [`/phone/home/${at.home}`, '/phone/homes']) {
    await reporter.show(path)
    await shown(page.locator('.tile'))
  }
  const { rows } = await api(desk.page, `/records/note?f.subject=${at.area}&limit=20`)
  const note = rows.find((r) => r.v.topic === 'disaster' && /Lời kể/.test(r.v.text))
  assert.ok(note, 'the desk has the note of the village')
  const files = await api(desk.page, `/records/attachment?f.subject=${note.id}`)
  assert.equal(files.rows[0]?.v.kind, 'voice')
})

test('a consent is spoken without signal, kept with who, when and in which language; the desk hears it; it is withdrawn on the phone', async () => {
  const { page } = officer
  await meet(officer)
  await kept(officer, 4)
  await officer.context.setOffline(true)
  await officer.show(`/phone/home/${at.home}`)
  await page.locator('a[href^="/phone/person/"]').first().click()
  await page.getByRole('link', { name: 'Ghi sự đồng ý' }).click()
  await page.getByText('Ghi và lưu tiếng nói', { exact: true }).click()
  await shown(page.getByText(/Đồn được ghi và giữ tiếng nói của tôi/))
  await page.locator('.said').getByRole('button', { name: 'Nghe' }).click()
  await page.waitForFunction(() => window.played.some((src) => src.startsWith('blob:')))
  await page.getByLabel('Nói bằng tiếng gì?').selectOption('hmong')
  await page.getByRole('button', { name: 'Lưu sự đồng ý' }).click()
  await shown(page.getByText('Cách đồng ý này cần bằng chứng.'))
  await page.getByRole('button', { name: 'Ghi tiếng người đồng ý' }).click()
  await page.getByRole('button', { name: 'Bắt đầu ghi' }).click()
  await page.waitForTimeout(1500)
  await page.getByRole('button', { name: 'Dừng' }).click()
  await page.getByRole('button', { name: 'Giữ bản này' }).click()
  assert.deepEqual(await findings(page), [])
  if (process.env.OUT) await page.screenshot({ path: `${process.env.OUT}/voice-consent.png` })
  await page.getByRole('button', { name: 'Lưu sự đồng ý' }).click()
  await page.waitForURL(/\/phone\/person\//)
  await shown(page.getByText('Tiếng Mông').or(page.getByText('Nói, có ghi âm')))
  const person = new URL(page.url()).pathname.split('/')[3]
  await officer.context.setOffline(false)
  await meet(officer)
  const { rows } = await api(desk.page, `/records/consent?f.person=${person}`)
  const c = await api(desk.page, `/records/consent/${rows[0].id}`)
  assert.equal(c.v.status, 'given')
  assert.equal(c.v.language, 'hmong')
  assert.ok(c.v.evidence, 'it names its evidence')
  assert.ok(c.created.user && c.created.at)
  const evidence = await api(desk.page, `/records/attachment/${c.v.evidence}`)
  for (let i = 0; ; i++) {
    const got = await desk.page.request.get(`/api/files/${evidence.v.digest}`)
    if (got.ok()) break
    assert.ok(i < 20, 'the voice does not arrive')
    await page.waitForTimeout(500)
  }
  await desk.page.goto(`/consent/${c.id}`)
  await shown(desk.page.getByLabel('Nghe bản ghi âm'))
  await officer.show(`/phone/person/${person}/${at.home}`)
  await page.getByRole('button', { name: 'Ghi việc rút lại' }).click()
  await shown(page.getByText('Đã rút lại'))
  await meet(officer)
  assert.equal((await api(desk.page, `/records/consent/${c.id}`)).v.status, 'withdrawn')
})

/** Speaks into the sheet that is open, in a language, and keeps it. */
async function speak(page, language) {
  await page.getByLabel('Ghi bằng tiếng').selectOption(language)
  await page.getByRole('button', { name: 'Bắt đầu ghi' }).click()
  await shown(page.getByText('Đang ghi 0:01'))
  await page.getByRole('button', { name: 'Dừng' }).click()
  await page.getByRole('button', { name: 'Giữ bản này' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

test('an officer speaks a question, a notice and a consent into the phone without signal; it is heard there at once, and everywhere once it was sent', async () => {
  const { page } = officer
  await meet(officer)
  await officer.show(`/phone/visit/${at.home}`)
  const question = page.locator('[data-question="nobody_why"]')
  await page.locator('[data-question="at_home"]').getByText('Không', { exact: true }).click()
  await shown(question)
  assert.equal(await question.getByRole('button', { name: /Ghi tiếng/ }).count(), 0, 'nobody is offered to record who did not ask for it')
  await officer.show('/phone/link')
  await page.getByLabel('Hiện nút ghi tiếng ở mỗi câu').check()
  assert.deepEqual(await findings(page), [])
  await officer.context.setOffline(true)
  await officer.show(`/phone/visit/${at.home}`)
  const of = question.getByRole('button', { name: 'Ghi tiếng: Vì sao không gặp?' })
  if (!(await of.count())) await page.locator('[data-question="at_home"]').getByText('Không', { exact: true }).click()
  await of.click()
  await shown(page.getByRole('dialog').getByRole('button', { name: 'Bắt đầu ghi' }))
  if (process.env.OUT) await page.screenshot({ path: `${process.env.OUT}/voice-speak.png` })
  assert.deepEqual(await findings(page), [])
  await speak(page, 'thai')
  await shown(page.getByText('Đã lưu trên máy. Mọi người nghe được sau lần gửi tới.'))
  const before = await page.evaluate(() => window.played.length)
  await question.getByRole('button', { name: 'Nghe', exact: true }).first().click()
  await page.waitForFunction((n) => window.played.length > n && window.played.at(-1).startsWith('blob:'), before)
  if (process.env.OUT) await page.screenshot({ path: `${process.env.OUT}/voice-speak-visit.png` })
  await officer.show('/phone')
  await page.locator('.notice-line', { hasText: word }).getByRole('button', { name: /Ghi tiếng/ }).click()
  await speak(page, 'thai')
  await officer.show(`/phone/home/${at.home}`)
  await page.locator('a[href^="/phone/person/"]').first().click()
  await page.getByRole('link', { name: 'Ghi sự đồng ý' }).click()
  await page.getByText('Ghi và lưu tiếng nói', { exact: true }).click()
  await page.locator('.said').getByRole('button', { name: /Ghi tiếng/ }).click()
  await speak(page, 'thai')
  await page.reload()
  await officer.unlock()
  await shown(page.getByText('3 chờ gửi'))
  await officer.context.setOffline(false)
  await meet(officer)
  await shown(page.getByText('Mọi ảnh và ghi âm đã gửi'))
  const { rows } = await api(desk.page, '/records/recording?f.language=thai&limit=50')
  const mine = rows.filter((r) => r.v.by !== desk.me.user.id)
  assert.deepEqual(mine.map((r) => [r.v.of.split(':')[0], r.v.digest === r.v.sum, r.v.media.split(';')[0]]).sort(), [['consent', true, 'audio/webm'], ['form', true, 'audio/webm'], ['notice', true, 'audio/webm']])
  await desk.page.goto('/form/household_visit/1')
  const line = desk.page.locator('[data-of="form:household_visit/nobody_why"]')
  await line.locator('xpath=ancestor::section').getByRole('combobox').selectOption('thai')
  await shown(line.getByRole('button', { name: 'Nghe' }))
  await meet(reporter)
  await reporter.show('/phone')
  await reporter.page.waitForFunction(async (digest) => (await (await caches.open('bamban-speech')).match(`/api/files/${digest}`)) !== undefined, mine.find((r) => r.v.of.startsWith('notice:')).v.digest, { polling: 500 })
  await officer.show('/phone/link')
  await page.getByLabel('Hiện nút ghi tiếng ở mỗi câu').uncheck()
})

test('what is withdrawn is heard no more', async () => {
  const { page } = desk
  await page.goto('/speech')
  const line = page.locator('[data-of="text:reporter.visit"]')
  await page.locator('section.speech').first().getByRole('combobox').selectOption('hmong')
  await line.getByRole('button', { name: 'Rút' }).click()
  await shown(line.getByText('chưa có tiếng'))
  await meet(reporter)
  await reporter.show('/phone')
  await reporter.page.waitForTimeout(500)
  await reporter.page.getByRole('button', { name: 'Nghe: Thăm hộ' }).click()
  await shown(reporter.page.getByText('Câu này chưa có tiếng.'))
})
