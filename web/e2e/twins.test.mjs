// The same person twice, from the list to a decision and back, against a real server:
//   BASE_URL=http://127.0.0.1:8099 [OUT=shots] node --test e2e/twins.test.mjs
// The demonstration has a pupil in two villages of one station, proposed for two programs, and
// one in the villages of two stations.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findings } from './axe.mjs'
import { api, signIn } from './browser.mjs'
import { deskPages } from './desk.mjs'

let page
deskPages((p) => (page = p))

const roles = { tram: 'Chỉ huy đồn', tinh: 'Ban Chỉ huy BĐBP' }
const enter = (login) => signIn(page, { role: roles[login] })
const shown = (l) => l.first().waitFor({ timeout: 15_000 })
const picture = (name) => (process.env.OUT ? page.screenshot({ path: `${process.env.OUT}/${name}.png`, fullPage: true }) : null)
const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
const post = (path, data) => page.request.post(`/api${path}`, { data, headers: { 'X-Bamban': '1' } })

/** Every open pair that the signed-in user is shown. */
async function pairs() {
  const all = []
  let after = ''
  do {
    const found = await api(page, `/twins?after=${after}`)
    all.push(...found.pairs)
    after = found.next ?? ''
  } while (after)
  return all
}

/** The pair of which both records are the station's. */
let pair, older, newer

test('a pupil of two villages is found as one, with what agrees', async () => {
  await enter('tram')
  pair = (await pairs()).find((p) => p.older.open && p.newer.open && p.agree.includes('day'))
  assert.ok(pair, 'the station has a pair of its own')
  older = pair.older.row.id
  newer = pair.newer.row.id
  assert.notEqual(pair.older.row.area, pair.newer.row.area)
  await page.goto('/twins')
  const line = page.locator(`a[href="/twins/${older}/${pair.id}"]`)
  await shown(line)
  await shown(line.getByText('cùng ngày sinh'))
  await shown(line.getByText('khác bản', { exact: true }))
  assert.deepEqual(await findings(page), [])
  await picture('twins-list')
  await page.keyboard.press('j')
  assert.equal(await page.evaluate(() => document.activeElement?.closest('.pairs') !== null), true, 'j goes to the first pair')
})

test('the approval is stopped by the other record until somebody has looked', async () => {
  await enter('tram')
  const enrolment = (await api(page, `/records/enrolment?f.person=${newer}`)).rows[0]
  await page.goto(`/enrolment/${enrolment.id}`)
  const box = page.locator('.overlaps')
  await shown(box.getByText('Có thể cùng một người'))
  await picture('twins-overlap')
  assert.deepEqual(await findings(page), [])
  await box.getByRole('link', { name: 'Xem hai bản ghi rồi quyết định' }).first().click()
  await page.waitForURL(`**/twins/${newer}/${pair.id}`)
})

test('side by side the values that differ are marked, one is picked, and a person decides with a reason', async () => {
  await enter('tram')
  await page.goto(`/twins/${older}/${pair.id}`)
  await shown(page.getByRole('heading', { name: 'Hai bản ghi có phải một người?' }))
  await shown(page.locator('.line.differs').filter({ hasText: 'Họ và tên' }))
  const same = page.getByRole('button', { name: 'Là một người' })
  assert.ok(await same.isDisabled(), 'nobody decides without a reason')
  await page.getByRole('radio', { name: /^Chọn giá trị được giữ: Họ và tên/ }).nth(1).check()
  await page.getByLabel('Vì sao').fill('Đã gặp gia đình ở cả hai bản')
  assert.deepEqual(await findings(page), [])
  await picture('twins-pair')
  await page.setViewportSize({ width: 360, height: 760 })
  assert.ok((await overflow()) <= 0, 'no sideways scrolling on a phone’s width')
  await picture('twins-pair-360')
  await page.setViewportSize({ width: 1366, height: 768 })
  await same.click()
  await shown(page.getByText('quyết định là một người'))
  const kept = await api(page, `/records/person/${older}`)
  assert.equal(kept.v.name, pair.newer.row.v.name, 'the picked name stays')
  assert.equal((await api(page, `/records/person/${newer}`)).v.same_as, older)
  assert.equal((await api(page, `/twins`)).pairs.some((p) => p.id === pair.id), false, 'it waits for nobody any more')
})

test('the merged record leads to the kept one, which shows what was done for both', async () => {
  await enter('tram')
  await page.goto(`/person/${newer}`)
  await shown(page.getByText('Ghi tiếp ở đó'))
  await picture('twins-merged')
  await page.getByRole('link', { name: 'Mở bản ghi được giữ' }).click()
  await page.waitForURL(`**/person/${older}`)
  await shown(page.getByText('xem chung ở trang này'))
  const both = (await api(page, `/records/enrolment?f.person=${older},${newer}`)).total
  const own = (await api(page, `/records/enrolment?f.person=${older}`)).total
  assert.ok(both > own)
  await shown(page.locator('.group', { has: page.getByRole('heading', { name: /chương trình/i }) }).getByText(String(both)))
  assert.deepEqual((await findings(page)).filter((f) => f.includes('twins') || f.includes('link-in-text')), [])
  await picture('twins-kept')
})

test('the approval shows the same child in two schemes, and is taken only after a decision', async () => {
  await enter('tram')
  const enrolment = (await api(page, `/records/enrolment?f.person=${newer}`)).rows[0]
  const { overlaps } = await api(page, `/enrolments/${enrolment.id}/overlaps`)
  assert.ok(overlaps.some((o) => o.why === 'person'), 'the other record’s program is the same child’s now')
  await page.goto(`/enrolment/${enrolment.id}`)
  await shown(page.locator('.overlaps'))
  assert.equal(await page.locator('.overlaps').getByText('Có thể cùng một người').count(), 0)
})

test('it is taken back: the record stands by itself, and the picked name is as before', async () => {
  await enter('tram')
  await page.goto(`/twins/${older}/${pair.id}`)
  await page.getByLabel('Vì sao').fill('Hỏi lại: hai anh em họ')
  await page.getByRole('button', { name: 'Rút lại quyết định' }).click()
  await shown(page.getByText('rút lại quyết định,'))
  assert.equal((await api(page, `/records/person/${older}`)).v.name, pair.older.row.v.name)
  assert.equal((await api(page, `/records/person/${newer}`)).v.same_as ?? null, null)
  assert.ok((await pairs()).some((p) => p.id === pair.id), 'it waits to be looked at again')
})

test('of another unit’s child a station learns what agrees and whom to ask, and no value', async () => {
  await enter('tram')
  const mine = (await pairs()).find((p) => p.older.open !== p.newer.open)
  assert.ok(mine, 'one pair is shared with another station')
  const away = mine.older.open ? mine.newer : mine.older
  assert.ok(away.unit)
  assert.equal(away.row ?? null, null)
  const own = (mine.older.open ? mine.older : mine.newer).row.id
  await page.goto(`/twins/${own}/${mine.id}`)
  await shown(page.getByText('Đơn vị khác giữ bản ghi này'))
  assert.equal(await page.getByRole('button', { name: 'Là một người' }).count(), 0)
  assert.equal((await post(`/people/${own}/twins/${mine.id}`, { status: 'same', why: 'x' })).status(), 403)
  assert.deepEqual(await findings(page), [])
  await picture('twins-away')
  if (mine.decision?.status !== 'proposed') await page.getByRole('button', { name: 'Đề nghị xem' }).click()
  await shown(page.getByText('đề nghị xem,'))
  await page.context().clearCookies()
  await enter('tinh')
  await page.goto('/')
  await page.locator('a.need', { hasText: 'Có thể ghi hai lần: 1' }).click()
  await page.waitForURL('**/twins?state=proposed')
  await page.locator('.pairs a').first().click()
  await shown(page.getByRole('button', { name: 'Là hai người' }))
  await picture('twins-province')
})

test('who adds a person sees that somebody like that is recorded already', async () => {
  await enter('tram')
  const row = pair.older.row
  await page.goto('/person/new')
  await page.getByLabel('Họ và tên').fill(row.v.name)
  await page.getByRole('button', { name: 'Thêm những điều khác' }).click()
  await page.getByLabel('Ngày sinh').first().fill(row.v.born.split('-').reverse().join('/'))
  await shown(page.getByText('Người này có thể đã được ghi'))
  await picture('twins-hint')
})

test('the list fits a phone’s width, and says what will be here when it is empty', async () => {
  await enter('tram')
  await page.setViewportSize({ width: 360, height: 760 })
  await page.goto('/twins')
  await shown(page.locator('.pairs a'))
  assert.ok((await overflow()) <= 0)
  await picture('twins-list-360')
  await page.goto('/twins?state=different')
  await shown(page.getByText('Không có cặp nào ở đây'))
})
