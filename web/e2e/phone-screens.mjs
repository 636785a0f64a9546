// Pictures of every screen of the phone at 360×740, in both languages, light and
// dark, and what axe finds on them:
//   BASE_URL=http://127.0.0.1:8099 [WIDTH=320] [TEXT=200] [THEMES=light] node e2e/phone-screens.mjs [name…]
// Writes OUT (shots/ by default): phone-NAME-LANGUAGE-THEME.png. WIDTH is that of the
// screen, TEXT the size of its text in per cent. Fails on any error
// in the console, a page that scrolls sideways, and what axe calls serious.
import { mkdirSync } from 'node:fs'
import { findings } from './axe.mjs'
import { invite, openDesk, Phone } from './phone-browser.mjs'

const out = process.env.OUT ?? new URL('../shots/', import.meta.url).pathname
const only = process.argv.slice(2)
mkdirSync(out, { recursive: true })
const faults = []

const desk = await openDesk()
const phone = await Phone.make(undefined, { viewport: { width: Number(process.env.WIDTH ?? 360), height: 740 } })
const themes = (process.env.THEMES ?? 'light,dark').split(',')
const text = Number(process.env.TEXT ?? 100)
if (text !== 100) await phone.context.addInitScript((n) => document.addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = `${n}%`)), text)
const { page } = phone

async function speak(lang) {
  await page.evaluate((l) => localStorage.setItem('bamban.lang', l), lang)
  await page.reload()
}

async function shoot(name, lang) {
  if (only.length > 0 && !only.includes(name)) return
  for (const theme of themes) {
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
  await more(lang)
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

/** Screens that need a hand: a person and a consent, an enrolment and its step, gifts, values to settle, a recording, files of unsent work. */
async function more(lang) {
  const { home } = await screens()
  await phone.show(home)
  const hrefs = async (start) => (await page.waitForTimeout(400), page.locator(`a[href^="${start}"]`).evaluateAll((all) => all.map((a) => a.getAttribute('href'))))
  const [person] = await hrefs('/phone/person/')
  const go = async (name, path) => {
    if (!path) return faults.push(`${name}-${lang}: no such screen`)
    await phone.show(path)
    await page.waitForTimeout(500)
    await shoot(name, lang)
    await below(name, lang)
  }
  await go('person', person)
  await go('consent', (await hrefs('/phone/consent/'))[0])
  await go('with', '/phone/with')
  await go('gifts', '/phone/gifts')
  await go('settle', '/phone/settle')
  await phone.show(home)
  await go('propose', (await hrefs('/phone/propose/'))[0])
  const enrolment = await anEnrolment(hrefs)
  await go('enrolment', enrolment)
  const step = page.locator('.scroll section .btn.wide').first()
  if (enrolment && (await step.count()) > 0) {
    await step.click()
    await page.waitForTimeout(500)
    await shoot('step', lang)
    await below('step', lang)
  } else faults.push(`step-${lang}: no enrolment waits for a step`)
  await phone.show('/phone/link')
  await page.getByLabel(lang === 'en' ? 'Show a recording button at each text' : 'Hiện nút ghi tiếng ở mỗi câu').check()
  const { visit } = await screens()
  await phone.show(visit)
  await page.waitForTimeout(500)
  await shoot('visit-record', lang)
  await page.locator('.asked .ask button.listen').first().click()
  await page.waitForTimeout(500)
  await shoot('record-sheet', lang)
  await page.keyboard.press('Escape')
  await phone.show('/phone/link')
  await page.getByLabel(lang === 'en' ? 'Show a recording button at each text' : 'Hiện nút ghi tiếng ở mỗi câu').uncheck()
  await phone.context.setOffline(true)
  await phone.show('/phone/new/note/' + home.split('/').at(-1))
  await page.locator('textarea').first().fill('Nhà cần lợp lại mái trước mùa mưa.')
  await page.locator('.bottom .btn.main, form .btn.main, .scroll .btn.main').last().click()
  await page.waitForTimeout(600)
  await phone.show('/phone/link')
  await page.locator('label.btn input[type=file]').last().scrollIntoViewIfNeeded()
  await page.waitForTimeout(400)
  await shoot('bundles', lang)
  await phone.context.setOffline(false)
}

/** An enrolment whose next step is this officer's, of the first household that has one; else any. */
async function anEnrolment(hrefs) {
  let any = null
  await phone.show('/phone/homes')
  const homes = await hrefs('/phone/home/')
  for (const home of homes) {
    await phone.show(home)
    for (const found of await hrefs('/phone/enrolment/')) {
      any ??= found
      await phone.show(found)
      await page.waitForTimeout(250)
      if ((await page.locator('.scroll section .btn.wide').count()) > 0) return found
    }
  }
  return any
}
