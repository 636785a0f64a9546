// Pictures of every screen of the phone at 360×740, in both languages, light and
// dark, and what axe finds on them:
//   BASE_URL=http://127.0.0.1:8099 node e2e/phone-screens.mjs [name…]
// Writes OUT (shots/ by default): phone-NAME-LANGUAGE-THEME.png. Fails on any error
// in the console, a page that scrolls sideways, and what axe calls serious.
import { mkdirSync } from 'node:fs'
import { findings } from './axe.mjs'
import { invite, openDesk, Phone } from './phone-browser.mjs'

const out = process.env.OUT ?? new URL('../shots/', import.meta.url).pathname
const only = process.argv.slice(2)
mkdirSync(out, { recursive: true })
const faults = []

const desk = await openDesk()
const phone = await Phone.make()
const { page } = phone

async function speak(lang) {
  await page.evaluate((l) => localStorage.setItem('bamban.lang', l), lang)
  await page.reload()
}

async function shoot(name, lang) {
  if (only.length > 0 && !only.includes(name)) return
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: theme })
    await page.waitForTimeout(250)
    const look = `${name}-${lang}-${theme}`
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (sideways > 0) faults.push(`${look}: ${sideways}px wider than the screen`)
    for (const f of await findings(page)) faults.push(`${look}: ${f}`)
    await page.screenshot({ path: `${out}/phone-${look}.png` })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Scrolls the screen's own part, so that what is below is seen too. */
async function below(name, lang) {
  const tall = await page.evaluate(() => {
    const s = document.querySelector('.phone .scroll')
    if (!s || s.scrollHeight <= s.clientHeight + 40) return false
    s.scrollTop = s.clientHeight - 80
    return true
  })
  if (tall) await shoot(`${name}-2`, lang)
}

async function screens() {
  await phone.show('/phone/homes')
  const home = await page.locator('.cards a').first().getAttribute('href')
  const id = home.split('/').at(-1)
  return {
    today: '/phone',
    homes: '/phone/homes',
    home,
    visit: `/phone/visit/${id}`,
    'new-household': '/phone/new/household',
    'new-person': `/phone/new/person/${id}`,
    'new-note': `/phone/new/note/${id}`,
    map: '/phone/map',
    tasks: '/phone/tasks',
    link: '/phone/link',
    missing: '/phone/home/0000000000000000000000',
  }
}

const { code } = await invite(desk)
await page.goto(`/phone#code=${code}`)
for (const lang of ['en', 'vi']) {
  await speak(lang)
  await page.locator('.door').waitFor()
  await shoot('enrol', lang)
}
await phone.enrol(code)
for (const lang of ['vi', 'en']) {
  await speak(lang)
  await page.locator('input.pin').waitFor()
  await shoot('locked', lang)
  await phone.unlock()
  for (const [name, path] of Object.entries(await screens())) {
    await phone.show(path)
    await page.waitForTimeout(500)
    await shoot(name, lang)
    await below(name, lang)
  }
  await phone.show('/phone/homes')
  await page.locator('input[type=search]').fill('khongcogi')
  await shoot('homes-empty', lang)
  const seen = await seenVisit()
  if (seen) {
    await phone.show(seen)
    await page.waitForTimeout(300)
    await shoot('seen', lang)
  }
}
faults.push(...phone.faults)
await phone.close()
await desk.close()
for (const f of new Set(faults)) console.error(f)
console.log(`pictures in ${out}`)
process.exit(faults.length > 0 ? 1 : 0)

/** A visit that can be looked at, of the first household that has one. */
async function seenVisit() {
  for (let i = 0; i < 8; i++) {
    await phone.show('/phone/homes')
    await page.locator('input[type=search]').fill('')
    await page.locator('.cards a').nth(i).click()
    await page.waitForTimeout(200)
    const link = page.locator('a[href^="/phone/seen/"]').first()
    if ((await link.count()) > 0) return link.getAttribute('href')
  }
  return null
}
