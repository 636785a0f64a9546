// People recorded twice, on a phone without a network, against a real server:
//   BASE_URL=http://127.0.0.1:8099 [OUT=shots] node --test e2e/phone-twins.test.mjs
// The server's demonstration needs some hundred households, so that an officer has several.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { findings } from './axe.mjs'
import { api } from './browser.mjs'
import { invite, openDesk, Phone } from './phone-browser.mjs'

let desk, phone, page, home, kept, merged
const shown = (l) => l.first().waitFor({ timeout: 15_000 })
const picture = (name) => (process.env.OUT ? page.screenshot({ path: `${process.env.OUT}/${name}.png` }) : null)
const post = async (path, data, want = 201) => {
  const answer = await desk.page.request.post(`/api${path}`, { data, headers: { 'X-Bamban': '1' } })
  assert.equal(answer.status(), want, `${path}: ${await answer.text()}`)
  return answer.json()
}
const create = async (kind, fields) => (await post(`/records/${kind}`, { fields })).id
const stranger = 'Chảo Mẩy Lạxa'

before(async () => {
  desk = await openDesk()
  const { code, user } = await invite(desk)
  const mine = (await api(desk.page, `/records/assignment?f.user=${user}&limit=200`)).rows.filter((r) => r.v.household)
  home = mine[0].v.household
  const area = mine[0].v.area
  const member = async (name) => {
    const person = await create('person', { name, born: '2014-03-04', area })
    await create('membership', { household: home, person, area })
    return person
  }
  kept = await member('Phàn Tả Mẩyđôi')
  merged = await member('Phan Ta Maydoi')
  await post(`/people/${kept}/twins/${merged}`, { status: 'same', why: 'Một cháu, ghi hai lần' }, 200)
  // Somebody of the station whom this officer must not know.
  await create('person', { name: stranger, born: '2013-05-06', area })
  phone = await Phone.make()
  await phone.enrol(code)
  page = phone.page
})
after(async () => {
  await phone?.close()
  await desk?.close()
})

test('who was written down twice is shown once, by the record that is kept', async () => {
  await phone.show(`/phone/home/${home}`)
  await shown(page.getByText('Phàn Tả Mẩyđôi'))
  assert.equal(await page.getByText('Phan Ta Maydoi').count(), 0)
  await phone.show(`/phone/person/${merged}/${home}`)
  await shown(page.getByText('của cùng một người với'))
  await page.getByRole('link', { name: 'Phàn Tả Mẩyđôi' }).click()
  await shown(page.getByRole('heading', { name: 'Phàn Tả Mẩyđôi' }))
})

test('without a network the phone says who may be recorded already, here by name and elsewhere by unit', async () => {
  await page.waitForTimeout(2_000) // hints come after words
  await phone.context.setOffline(true)
  await phone.show(`/phone/new/person/${home}`)
  await page.getByLabel('Họ và tên').fill('Phan Ta Mayđôi')
  await page.getByLabel('Ngày sinh').first().fill('2014')
  await shown(page.getByText('Trên máy đã có người giống thế này'))
  await page.getByLabel('Họ và tên').fill('laxa may chao')
  await page.getByLabel('Ngày sinh').first().fill('2014')
  await shown(page.getByText('đã ghi một người giống thế này'))
  assert.deepEqual(await findings(page), [])
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, 'the page is as wide as the phone')
  await picture('phone-already')
  await page.getByLabel('Họ và tên').fill('Không Ai Cả')
  await page.getByText('đã ghi một người giống thế này').waitFor({ state: 'detached' })
})

test('nothing of whom the phone must not know is readable in its files', async () => {
  await phone.context.close()
  const wanted = [stranger, 'Chao May Laxa', 'chao laxa may'].flatMap((s) => [Buffer.from(s), Buffer.from(s, 'utf16le')])
  for await (const [path, bytes] of phone.files()) for (const w of wanted) assert.equal(bytes.includes(w), false, `${w} in ${path}`)
  assert.deepEqual(phone.faults, [])
})
