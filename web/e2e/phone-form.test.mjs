// A form gets a newer version while a visit by the old one is half written, and while
// visits by the old one wait on a phone: nothing is lost, each stays under its version.
//   BASE_URL=… node --test e2e/phone-form.test.mjs (it starts a server of its own)
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, afterEach, test } from 'node:test'
import { api } from './browser.mjs'
import { invite, openDesk, Phone } from './phone-browser.mjs'
import { Server } from './server.mjs'

if (process.env.MOCK === '1') {
  console.log('1..0 # SKIP the mock has no phones')
  process.exit(0)
}

const closing = []
const opened = async (x) => {
  const o = await x
  closing.push(o)
  return o
}
let page
after(async () => {
  for (const x of closing.reverse()) await x.close()
})
afterEach(async (x) => {
  if (process.env.OUT && page) await page.screenshot({ path: `${process.env.OUT}/form-${x.name.slice(0, 24).replace(/\W+/g, '-')}.png` })
})
const shown = (what) => what.waitFor({ timeout: 20_000 })

test('answers that no longer fit the newer form stay under the version that they were given by', { timeout: 180_000 }, async () => {
  const server = await opened(Server.demo(150))
  const desk = await opened(openDesk(server.base))
  const phone = await opened(Phone.make(server.base))
  page = phone.page
  const { code, user } = await invite(desk)
  await phone.enrol(code)
  const { rows } = await api(desk.page, `/records/assignment?f.user=${user}&limit=100`)
  const [first, second, third = first] = rows.filter((r) => r.v.household && r.v.role === 'household_in_charge' && !r.v.to).map((r) => r.v.household)
  const question = (name) => page.locator(`[data-question="${name}"]`)
  const answer = async (home, size) => {
    await phone.show(`/phone/visit/${home}`)
    await question('at_home').getByText('Có', { exact: true }).click()
    await question('household_size').locator('input').fill(size)
    await question('has_children').getByText('Không', { exact: true }).click()
  }
  await server.stop()
  await answer(first, '4')
  await page.getByRole('button', { name: 'Lưu lần thăm' }).click()
  await shown(page.getByText('Đã lưu trên máy.').last())
  await answer(second, '5')
  await page.waitForTimeout(900) // half written, and kept as a draft

  // The office's new version asks for the number of people under another name, and for less of them.
  const pack = server.packCopy()
  const old = readFileSync(join(pack, 'forms/household_visit.1.yaml'), 'utf8')
  writeFileSync(join(pack, 'forms/household_visit.2.yaml'), old.replace(/^version: 1$/m, 'version: 2').replaceAll('household_size', 'people_at_home').replace('max: 40', 'max: 3').replace('Số người đang ở trong nhà', 'Số người ngủ trong nhà'))
  await server.start('--pack', pack)
  const again = await opened(openDesk(server.base))
  await phone.show('/phone/link')
  await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(page.getByText('Mọi việc đã gửi').first())
  const visits = async (home) => (await api(again.page, `/records/visit?f.household=${home}&limit=50`)).rows.filter((r) => r.v.by === user)
  const of = async (home) => {
    const [last] = (await Promise.all((await visits(home)).map((r) => api(again.page, `/records/visit/${r.id}`)))).filter((r) => r.v.form_version).sort((a, b) => (a.id < b.id ? 1 : -1))
    return last?.v
  }
  const sentBefore = await of(first)
  assert.equal(sentBefore?.form_version, 1, 'what was saved before is taken under its own version')
  assert.equal(JSON.parse(sentBefore.answers).household_size, 4)

  await phone.show(`/phone/visit/${second}`)
  await shown(question('household_size'))
  assert.equal(await question('household_size').locator('input').inputValue(), '5', 'the draft goes on by the version that it was begun by')
  assert.equal(await question('people_at_home').count(), 0)
  await page.getByRole('button', { name: 'Lưu lần thăm' }).click()
  await shown(page.getByText('Đã lưu trên máy.').last())

  await phone.show(`/phone/visit/${third}`)
  await question('at_home').getByText('Có', { exact: true }).click()
  await shown(question('people_at_home'))
  await question('people_at_home').locator('input').fill('5')
  await question('has_children').getByText('Không', { exact: true }).click()
  await page.getByRole('button', { name: 'Lưu lần thăm' }).click()
  await shown(question('people_at_home').locator('.error'))
  await question('people_at_home').locator('input').fill('3')
  await page.getByRole('button', { name: 'Lưu lần thăm' }).click()
  await shown(page.getByText('Đã lưu trên máy.').last())
  await phone.show('/phone/link')
  await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
  await shown(page.getByText('Mọi việc đã gửi').first())
  const [b, c] = [await of(second), await of(third)]
  assert.deepEqual([b.form_version, JSON.parse(b.answers).household_size], [1, 5])
  assert.deepEqual([c.form_version, JSON.parse(c.answers).people_at_home], [2, 3])
  assert.deepEqual(phone.faults, [], 'errors in the page')
})
