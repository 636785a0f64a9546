// Pictures of every screen, against the mock or a real server:
//   BASE_URL=http://127.0.0.1:8099 LOGIN=don PASSWORD=… node e2e/screens.mjs [name…]
// Writes OUT (shots/ by default): NAME-SIZE-LANGUAGE-THEME.png. Also fails on any
// error in the page's console and on a page that scrolls sideways.
import { mkdirSync } from 'node:fs'
import { api, base, launch, signIn } from './browser.mjs'

const out = process.env.OUT ?? new URL('../shots/', import.meta.url).pathname
const only = process.argv.slice(2)
mkdirSync(out, { recursive: true })
const looks = (process.env.LOOKS ?? 'desk-vi-light,phone-vi-light,desk-en-dark,phone-vi-dark').split(',')
const sizes = { desk: { width: 1366, height: 768 }, phone: { width: 360, height: 740 } }

const browser = await launch()
const faults = []

async function screens(page) {
  // What the role may not read gives no rows, and its screens are still opened.
  const rows = async (kind, q = '') => (await api(page, `/records/${kind}?limit=50${q}`).catch(() => ({ rows: [] }))).rows
  const first = async (kind, q) => (await rows(kind, q))[0]?.id
  const conflict = (await api(page, '/conflicts')).rows[0]
  const persons = await rows('person')
  const houses = await rows('household')
  const { areas } = await api(page, '/areas')
  const { units } = await api(page, '/units')
  const village = areas.find((a) => a.id === houses[0]?.area)
  const commune = areas.find((a) => a.id === village?.parent) ?? areas.find((a) => a.level === 'commune' && a.border)
  const house = houses[0]?.id
  return {
    today: '/',
    households: '/household',
    filtered: `/household?f.poverty=poor&area=${commune.id}`,
    empty: '/household?q=khongcogi',
    household: `/household/${house}`,
    conflict: conflict ? `/${conflict.kind}/${conflict.id}` : null,
    'new-household': '/household/new',
    people: '/person',
    child: persons.find((p) => p.child) ? `/person/${persons.find((p) => p.child).id}` : null,
    person: `/person/${persons.find((p) => !p.child)?.id}`,
    visits: '/visit',
    visit: `/visit/${await first('visit')}`,
    'new-visit': `/visit/new?v.household=${house}`,
    assignments: '/assignment',
    programs: '/program',
    program: '/program/border_home',
    'program-step': '/program/spring_gifts?step=approved',
    dues: '/program/school_steps/dues',
    enrolment: `/enrolment/${await first('enrolment', '&f.program=border_home&f.status=handed_over')}`,
    'enrolment-pupil': `/enrolment/${await first('enrolment', '&f.program=school_steps&f.status=under_way')}`,
    cover: '/cover',
    money: '/money',
    settlement: '/money/school_steps',
    given: '/given',
    store: `/store/${await first('store')}`,
    stores: '/store',
    funds: '/fund',
    entries: '/entry',
    areas: '/area',
    area: `/area/${commune.id}`,
    map: '/map',
    units: '/unit',
    unit: `/unit/${units.find((u) => u.areas?.length > 1)?.id ?? units[0].id}`,
    settle: '/settle',
    held: '/settle/held',
    users: '/user',
    user: `/user/${await first('user')}`,
    'new-user': '/user/new',
    devices: '/device',
    'new-device': '/device/new',
    looks: '/looks',
    forms: '/form',
    form: '/form/household_visit/1',
    me: '/me',
    missing: '/household/0000000000000000000000',
  }
}

async function shoot(page, name, look) {
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(150)
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (sideways > 0) faults.push(`${name} ${look}: ${sideways}px wider than the screen`)
  await page.screenshot({ path: `${out}/${name}-${look}.png` })
}

for (const look of looks) {
  const [size, lang, theme] = look.split('-')
  const context = await browser.newContext({ viewport: sizes[size], hasTouch: size === 'phone', isMobile: size === 'phone', colorScheme: theme, baseURL: base, locale: lang })
  await context.addInitScript((l) => localStorage.setItem('bamban.lang', l), lang)
  const page = await context.newPage()
  page.on('console', (m) => m.type() === 'error' && !/status of 40[134]/.test(m.text()) && faults.push(`${look} ${page.url()}: ${m.text()}`))
  page.on('pageerror', (e) => faults.push(`${look} ${page.url()}: ${e.message}`))
  const wanted = (name) => only.length === 0 || only.includes(name)
  if (wanted('signin')) {
    await page.goto('/')
    await shoot(page, 'signin', look)
  }
  await signIn(page)
  await page.request.patch('/api/me', { data: { language: lang }, headers: { 'X-Bamban': '1' } })
  for (const [name, path] of Object.entries(await screens(page))) {
    if (!path || !wanted(name)) continue
    await page.goto(path)
    await shoot(page, name, look)
  }
  if (wanted('palette')) {
    await page.goto('/')
    await page.waitForLoadState('networkidle')
    await page.keyboard.press('Control+k')
    await page.locator('.palette input').fill(process.env.FIND ?? 'van a')
    await shoot(page, 'palette', look)
  }
  if (wanted('edit')) {
    await page.goto((await screens(page)).household)
    await page.locator('button.show').nth(3).click()
    await shoot(page, 'edit', look)
  }
  if (wanted('history')) {
    await page.goto((await screens(page)).household)
    await page.getByRole('button', { name: /lịch sử|history/i }).click()
    await page.locator('.time').scrollIntoViewIfNeeded()
    await shoot(page, 'history', look)
  }
  await context.close()
}
await browser.close()
for (const f of faults) console.error(f)
console.log(`pictures in ${out}`)
process.exit(faults.length > 0 ? 1 : 0)
