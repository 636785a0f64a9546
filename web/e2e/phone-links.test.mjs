// A phone over the links of the field: each preset brings its work through, any one
// message may be lost on the way there or back, and from the first second on the app
// needs no network.
//   BASE_URL=… node --test e2e/phone-links.test.mjs
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { api, base } from './browser.mjs'
import { Link } from './link.mjs'
import { invite, openDesk, Phone } from './phone-browser.mjs'

if (process.env.MOCK === '1') {
  console.log('1..0 # SKIP the mock has no phones')
  process.exit(0)
}

const run = `${process.pid}`
let desk, phone, page, link, home

before(async () => {
  desk = await openDesk()
  link = await Link.before(base)
  phone = await Phone.make(link.base)
  page = phone.page
})
after(async () => {
  await phone?.close()
  await desk?.close()
  await link?.close()
  assert.deepEqual(phone.faults, [], 'errors in the page')
})
afterEach(async (x) => {
  if (process.env.OUT && x.passed === false) await page.screenshot({ path: `${process.env.OUT}/links-${x.name.slice(0, 24).replace(/\W+/g, '-')}.png` })
})

const shown = (what, timeout = 20_000) => what.waitFor({ timeout })

async function note(text) {
  await phone.show(`/phone/new/note/${home}`)
  await page.getByLabel('Nội dung').fill(text)
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await page.waitForURL(/\/phone\/home\//, { timeout: 20_000 })
}

async function meet() {
  await phone.show('/phone/link')
  const now = page.getByRole('button', { name: 'Gửi và nhận ngay' })
  await now.waitFor({ timeout: 20_000 })
  await now.click()
}

/** How often a note with this text is at the server. */
async function arrived(text) {
  const { rows } = await api(desk.page, `/records/note?f.subject=${home}&limit=200`)
  const all = await Promise.all(rows.map(async (r) => (await api(desk.page, `/records/note/${r.id}`)).v.text))
  return all.filter((t) => t === text).length
}

test('from the first second after it was made a phone, the app opens and keeps work without a network', async () => {
  const { code, user } = await invite(desk)
  await page.goto(`/phone#code=${code}`)
  await page.reload()
  await page.getByLabel('Đặt mã mở máy').fill(phone.pin)
  await page.getByLabel('Ghi lại mã mở máy').fill(phone.pin)
  await page.getByRole('button', { name: 'Bắt đầu' }).click()
  await shown(page.getByText('Mọi việc đã gửi'))
  link.set('down')
  await phone.kill()
  page = phone.page
  await phone.unlock()
  const { rows } = await api(desk.page, `/records/assignment?f.user=${user}&limit=100`)
  home = rows.find((r) => r.v.household && r.v.role === 'household_in_charge' && !r.v.to).v.household
  await note(`Từ giây đầu ${run}`)
  await meet()
  await shown(page.getByText('Chưa liên lạc được với đơn vị'))
  await shown(page.getByText('1 việc chưa gửi'))
  link.set('open')
  await meet()
  await shown(page.getByText('Mọi việc đã gửi').first())
  assert.equal(await arrived(`Từ giây đầu ${run}`), 1)
})

for (const [preset, most] of [['gprs', 30_000], ['2g', 20_000], ['256k', 15_000], ['3g', 10_000], ['4g', 10_000], ['loss', 30_000]]) {
  test(`over ${preset} what was written arrives, once`, { timeout: 90_000 }, async () => {
    const text = `Qua mạng ${preset} ${run}`
    link.set('down')
    await note(text)
    link.use(preset).set('open')
    await meet()
    await shown(page.getByText('Mọi việc đã gửi').first(), most)
    link.use('free')
    assert.equal(await arrived(text), 1)
  })
}

test('any one message of a meeting may be lost, on its way there or back: what was written arrives once', { timeout: 180_000 }, async () => {
  for (const message of ['hello', 'push', 'pull'])
    for (const way of ['there', 'back']) {
      const text = `Mất ${message} ${way} ${run}`
      const url = `**/sync/v1/${message}`
      let lost = 0
      link.set('down')
      await note(text)
      await phone.context.route(url, async (route) => {
        if (way === 'back') await route.fetch().catch(() => undefined) // the server has it; its answer is lost
        await route.abort()
        lost++
      })
      link.set('open')
      await meet()
      for (let i = 0; i < 100 && lost === 0; i++) await page.waitForTimeout(100)
      assert.ok(lost > 0, `${message} is a message of a meeting`)
      await phone.context.unrouteAll({ behavior: 'wait' })
      for (let i = 0; i < 4; i++) {
        await meet()
        if (await shown(page.getByText('Mọi việc đã gửi').first(), 8_000).then(() => true, () => false)) break
      }
      await shown(page.getByText('Mọi việc đã gửi').first())
      assert.equal(await arrived(text), 1, `${message} lost on its way ${way}`)
    }
})
