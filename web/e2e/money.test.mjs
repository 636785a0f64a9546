// Money, the book of a store, who was visited, and what a sponsor may read, against a real server:
//   BASE_URL=http://127.0.0.1:8099 [OUT=shots] node --test e2e/money.test.mjs
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { strFromU8, unzipSync } from 'fflate'
import { findings } from './axe.mjs'
import { api, signIn } from './browser.mjs'
import { deskPages } from './desk.mjs'

let page
deskPages((p) => (page = p))

const roles = { tram: 'Chỉ huy đồn', tinh: 'Ban Chỉ huy BĐBP', nhahaotam: 'Nhà hảo tâm' }
const enter = (login) => signIn(page, { role: roles[login] })
const shown = (l) => l.first().waitFor({ timeout: 15_000 })

test('a store is counted against its book, and a difference is explained', async () => {
  await enter('tram')
  const store = (await api(page, '/records/store?limit=1')).rows[0]
  const held = (await api(page, `/balances?of=${store.id}`)).balances[store.id].vnd
  await page.goto(`/store/${store.id}`)
  await page.getByRole('button', { name: 'Kiểm kê', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await shown(dialog.getByText('Theo sổ'))
  await dialog.getByLabel('Đếm được').fill(String(held - 1000))
  await shown(dialog.getByText('Hãy giải thích'))
  assert.ok(await dialog.getByRole('button', { name: 'Ghi biên bản' }).isDisabled(), 'a difference without a word is not taken')
  await dialog.getByLabel('Giải thích').fill('Thiếu một tờ')
  await dialog.getByRole('button', { name: 'Ghi biên bản' }).click()
  await shown(page.getByText('Đã ghi kiểm kê.'))
  assert.equal((await api(page, `/balances?of=${store.id}`)).balances[store.id].vnd, held - 1000)
  const sums = (await api(page, '/balances')).sums
  assert.deepEqual(Object.values(sums).filter((n) => n !== 0), [], 'the ledger adds up')
})

test('what an officer has in hand is reconciled: counted, explained, taken along as a file', async () => {
  await enter('tram')
  const bag = (await api(page, '/records/store?f.type=bag&limit=1')).rows[0]
  await page.goto(`/user/${bag.v.keeper}`)
  await page.getByRole('link', { name: 'Tiền, hàng đang giữ' }).click()
  await shown(page.getByRole('columnheader', { name: 'Phải còn' }))
  assert.deepEqual(await findings(page), [])
  const lines = async () => (await api(page, `/reconcile/${bag.v.keeper}?from=2020-01&to=${new Date().toISOString().slice(0, 7)}`)).lines
  const before = await lines()
  assert.ok(before.length > 0)
  for (const l of before) assert.equal(l.opening + l.received - l.given - l.returned + l.adjusted, l.closing, l.item)
  const cash = before.find((l) => l.item === 'vnd')
  await page.locator('tbody tr', { hasText: '₫' }).first().getByRole('button', { name: 'Kiểm kê' }).click()
  const dialog = page.getByRole('dialog')
  await shown(dialog.getByText('Theo sổ'))
  await dialog.getByLabel('Đếm được').fill(String(cash.closing - 500))
  await dialog.getByLabel('Giải thích').fill('Trả tiền xe')
  await dialog.getByRole('button', { name: 'Ghi biên bản' }).click()
  await shown(page.getByText('Đã ghi kiểm kê.'))
  await shown(page.getByText('Trả tiền xe'))
  const after = (await lines()).find((l) => l.item === 'vnd')
  assert.deepEqual([after.closing, after.adjusted, after.counted.counted], [cash.closing - 500, cash.adjusted - 500, cash.closing - 500])
  for (const [what, start] of [['Excel', 'PK'], ['CSV', '\ufeff']]) {
    await page.locator('.takealong button').first().click()
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: what, exact: true }).click()])
    const raw = await readFile(await file.path())
    const text = what === 'Excel' ? raw.toString('latin1', 0, 2) + strFromU8(unzipSync(raw)['xl/worksheets/sheet1.xml']) : raw.toString()
    assert.ok(text.startsWith(start) && text.includes('Phải còn') && text.includes(String(cash.closing - 500)), `${what}: ${text.slice(0, 200)}`)
  }
})

test('the province reads what programs received, gave and have left, and a settlement with its signed list', async () => {
  await enter('tinh')
  await page.goto('/money')
  await shown(page.getByRole('columnheader', { name: 'Còn lại' }))
  assert.deepEqual(await findings(page), [])
  const { lines, partial } = await api(page, '/money')
  assert.equal(partial, false)
  for (const l of lines) assert.equal(l.left, l.opening + l.received - l.given - l.lost, `${l.program} ${l.item}`)
  await page.getByRole('link', { name: 'Nâng bước em tới trường', exact: true }).first().click()
  await shown(page.getByRole('heading', { name: 'Danh sách ký nhận' }))
  const rows = page.locator('table').last().locator('tbody tr')
  await shown(rows)
  assert.deepEqual(await findings(page), [])
})

test('who was visited adds up, and leads to the household that waits longest', async () => {
  await enter('tram')
  await page.goto('/cover')
  await shown(page.getByRole('heading', { name: 'Cần thăm' }))
  assert.deepEqual(await findings(page), [])
  const c = await api(page, '/coverage')
  assert.equal(c.all.homes, c.all.seen + c.all.late + c.all.never)
  assert.equal(c.villages.reduce((n, v) => n + v.tally.homes, 0), c.all.homes)
  const first = page.locator('ul.rel a.item').first()
  await first.click()
  await page.waitForURL(`**/household/${c.waiting[0].id}`)
})

test('a sponsor reads what became of the gifts, and no name', async () => {
  await enter('nhahaotam')
  await page.goto('/given')
  await shown(page.getByRole('heading', { name: 'Tôi đã trao' }))
  assert.deepEqual(await findings(page), [])
  const given = await api(page, '/given')
  assert.ok(given.sponsors[0].gifts.length > 0)
  for (const b of given.sponsors[0].became) for (const r of b.reached) assert.ok(r.count === 0 || r.count >= given.least, `${r.count} in a commune`)
  for (const path of ['/money', '/coverage', '/records/enrolment', '/records/household', '/records/entry']) {
    const answer = await page.request.get(`/api${path}`)
    assert.equal(answer.status(), 403, `${path} is closed to a sponsor`)
  }
})

test('a calf is passed on to another enrolment, and both pages and the figure say so', async () => {
  await enter('tram')
  const post = async (path, data, want) => {
    const answer = await page.request.post(`/api${path}`, { data, headers: { 'X-Bamban': '1' } })
    assert.equal(answer.status(), want, `${path}: ${await answer.text()}`)
    return answer.json()
  }
  const homes = (await api(page, '/records/household?limit=40')).rows
  const ids = []
  for (const h of homes) {
    const check = await api(page, `/programs/livelihood/check?household=${h.id}`)
    if (check.overlaps.length) continue
    ids.push((await post('/enrolments', { program: 'livelihood', variant: 'cows', household: h.id, exception: 'Thử' }, 201)).id)
    if (ids.length === 2) break
  }
  const [giver, next] = ids
  const form = { form: 'livelihood_follow_up', form_version: 1, answers: JSON.stringify({ given: 1, alive: 1, lost: 0, can_pass_on: 'now' }) }
  for (const step of [{ to: 'checked', photos: 1 }, { to: 'approved' }, { to: 'given', signed: 'signature' }, { to: 'growing', photos: 1, ...form }]) {
    const out = await post('/enrolments/step', { ids: [giver], ...step }, 200)
    assert.equal(out.done.length, 1, JSON.stringify(out))
  }
  const name = (await api(page, `/records/enrolment/${next}`)).v.name
  await page.goto(`/enrolment/${giver}`)
  await page.getByRole('button', { name: 'Đã chuyển cho hộ sau' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Tìm theo tên').fill(name)
  await dialog.locator(`option[value="${next}"]`).waitFor({ state: 'attached' })
  await dialog.getByLabel('Chuyển tiếp cho hồ sơ nào?').selectOption(next)
  await dialog.getByLabel(/Số ảnh đã có/).fill('1')
  assert.deepEqual(await findings(page), [])
  await dialog.locator('.foot .btn.main').click()
  await shown(page.locator('.time').getByText('Chuyển tiếp cho'))
  await page.goto(`/enrolment/${next}`)
  await shown(page.getByRole('heading', { name: 'Nhận chuyển tiếp từ' }))
  await page.locator(`a.item[href="/enrolment/${giver}"]`).click()
  await page.waitForURL(`**/enrolment/${giver}`)
  const figure = async () => (await api(page, '/figures/livelihood_received/records?period=2026&calendar=state&limit=200')).rows.some((r) => r.id === giver)
  assert.ok(await figure(), 'the figure counts it')
  const takeBack = async () => {
    await page.getByRole('button', { name: 'Lùi về “Đang phát triển”' }).click()
    await dialog.getByLabel('Lý do').fill('Nhầm hộ')
    await dialog.locator('.foot .btn.main').click()
    await shown(page.locator('.sub .tag', { hasText: 'Đang phát triển' }))
  }
  await takeBack()
  await shown(page.locator('.time li', { hasText: 'Chuyển tiếp cho' }).getByText('đã lùi lại'))
  assert.ok(!(await figure()), 'taken back, the figure no longer counts it')
  await page.getByRole('button', { name: 'Hoàn tác' }).click()
  await shown(page.locator('.sub .tag', { hasText: 'Đã chuyển cho hộ sau' }))
  assert.ok(await figure(), 'undone, the figure counts it again')
  await takeBack()
  await page.goto(`/enrolment/${next}`)
  await shown(page.locator(`a.item[href="/enrolment/${giver}"]`).first().getByText('đã lùi lại'))
  assert.deepEqual(await findings(page), [])
})

test('a stipend run: worked out once, handed over in one go, one child corrected, the books add up', async () => {
  await enter('tram')
  const dues = async (state) => (await api(page, `/records/due?f.program=school_steps&f.status=${state}&limit=200`)).rows
  const soon = new Date()
  let month = ''
  do {
    soon.setUTCMonth(soon.getUTCMonth() + 1, 1)
    month = soon.toISOString().slice(0, 7)
  } while ((await api(page, `/records/due?f.program=school_steps&f.period=${month}&limit=1`)).rows.length > 0) // of a run before
  await page.goto('/program/school_steps/dues')
  const work = async () => {
    await page.getByRole('button', { name: 'Lập khoản đến kỳ' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Từ ngày').fill(`${month}-01`)
    await dialog.getByLabel('Đến ngày').fill(`${month}-28`)
    await dialog.getByRole('button', { name: 'Lập', exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
  await work()
  await shown(page.getByText(/^Đã lập \d+ khoản/))
  const made = (await dues('open')).filter((d) => d.v.period === month)
  assert.ok(made.length > 1, `${made.length} children have a stipend due`)
  await work()
  await shown(page.getByText(`${made.length} khoản đã có từ trước`))
  assert.equal((await dues('open')).filter((d) => d.v.period === month).length, made.length, 'worked out again it makes no more')

  const open = await dues('open')
  const sum = open.reduce((n, d) => n + d.v.amount, 0)
  const purses = [...(await api(page, '/records/fund?limit=50')).rows, ...(await api(page, '/records/store?limit=50')).rows]
  const { balances } = await api(page, `/balances?of=${purses.map((r) => r.id).join(',')}`)
  const purse = purses.find((r) => (balances[r.id]?.vnd ?? 0) >= sum)
  assert.ok(purse, `a store or fund of the station has ${sum}`)
  await page.getByRole('button', { name: `Trao ${open.length} khoản` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox').first().fill(purse.title)
  await page.locator('[role=option]', { hasText: purse.title }).first().click()
  assert.deepEqual(await findings(page), [])
  await dialog.getByRole('button', { name: 'Ghi đã trao' }).click()
  await shown(page.getByText(`Đã ghi trao ${open.length} khoản.`))
  assert.equal((await dues('open')).length, 0, 'all are handed over')
  const left = (await api(page, `/balances?of=${purse.id}`)).balances[purse.id].vnd
  assert.equal(left, balances[purse.id].vnd - sum)

  const wrong = made[0]
  await page.goto(`/enrolment/${wrong.v.enrolment}`)
  await page.getByRole('row', { name: /Trao cho dân/ }).first().getByRole('button', { name: 'Ghi ngược' }).click()
  await page.getByRole('dialog').getByLabel('Lý do').fill('Trao nhầm em')
  await page.getByRole('dialog').locator('.foot .btn.main').click()
  await shown(page.getByText('Đã ghi ngược.'))
  const state = async (d) => (await api(page, `/records/due/${d.id}`)).v.status
  assert.equal(await state(made[1]), 'paid')
  const entries = (await api(page, `/records/entry?f.enrolment=${wrong.v.enrolment}&limit=50`)).rows
  assert.ok(entries.some((e) => e.v.type === 'correction'), 'the mistake is an entry the other way')
  assert.equal((await api(page, `/balances?of=${purse.id}`)).balances[purse.id].vnd, left + wrong.v.amount)
  const { sums } = await api(page, '/balances')
  assert.ok(Object.values(sums).every((n) => n === 0), JSON.stringify(sums))
})
