// A phone in a real browser, for the journeys of the phone.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { api, base, signIn, useServer } from './browser.mjs'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const args = ['--no-sandbox', '--disable-gpu', '--headless=new', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
const looks = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, baseURL: base, locale: 'vi-VN' }

/** A browser profile that is a phone: it is closed, killed and opened again. */
export class Phone {
  faults = []
  pin = '739106'

  /** The address is that of the server, or of a link before it. */
  static async make(address = base, more = {}) {
    const p = new Phone()
    p.address = address
    const { profile: _, ...looks } = more
    p.more = looks
    p.profile = more.profile ?? (await mkdtemp(join(tmpdir(), 'bamban-phone-')))
    await p.open()
    return p
  }

  async open() {
    const { camera, ...more } = this.more
    // What the camera sees is a file of pictures, where a journey needs one.
    const eyes = camera ? [...args, `--use-file-for-fake-video-capture=${camera}`] : args
    this.context = await chromium.launchPersistentContext(this.profile, { executablePath, args: eyes, ...looks, baseURL: this.address, ...more, geolocation: { latitude: 22.3987, longitude: 103.1234, accuracy: 8 }, permissions: ['geolocation', 'microphone', 'camera'] })
    this.page = this.context.pages()[0] ?? (await this.context.newPage())
    this.page.on('pageerror', (e) => this.faults.push(e.message))
    this.page.on('console', (m) => m.type() === 'error' && !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION|Failed to load resource/.test(m.text()) && this.faults.push(m.text()))
  }

  /** Makes it a phone of the unit by a code. */
  async enrol(code) {
    const { page, pin } = this
    await page.goto(`/phone#code=${code}`)
    await page.reload()
    await page.getByLabel('Đặt mã mở máy').fill(pin)
    await page.getByLabel('Ghi lại mã mở máy').fill(pin)
    await page.getByRole('button', { name: 'Bắt đầu' }).click()
    await page.getByText('Mọi việc đã gửi').waitFor({ timeout: 20_000 })
    if (this.more.serviceWorkers !== 'block') await page.evaluate(() => navigator.serviceWorker.ready)
  }

  async unlock() {
    await this.page.locator('input.pin').fill(this.pin)
    await this.page.locator('.door form button[type=submit]').click()
    await this.page.locator('.tabs').waitFor({ timeout: 20_000 })
  }

  /** The app is gone without a word, as when a phone runs out of memory. */
  async kill() {
    await this.context.close()
    await this.open()
    await this.page.goto('/phone')
  }

  /** Goes to a screen without loading the app anew. */
  async show(path) {
    await this.page.evaluate((p) => {
      history.pushState(null, '', p)
      dispatchEvent(new PopStateEvent('popstate'))
    }, path)
  }

  async close() {
    await this.context.close()
    await rm(this.profile, { recursive: true, force: true })
  }

  /** Every file of the profile, as bytes. */
  async *files(dir = this.profile) {
    for (const e of await readdir(dir, { withFileTypes: true })) {
      const path = join(dir, e.name)
      if (e.isDirectory()) yield* this.files(path)
      else yield [path, await readFile(path)]
    }
  }
}

/** The desk of the station, signed in. */
export async function openDesk(address = base) {
  const browser = await chromium.launch({ executablePath, args })
  const page = await (await browser.newContext({ baseURL: address })).newPage()
  useServer(page, address)
  const me = await signIn(page, { role: 'Chỉ huy đồn' })
  return { page, me, close: () => browser.close() }
}

/** A code for a phone of an officer of the desk's own station who has the most households, and who that is. */
export async function invite({ page, me }) {
  const { rows } = await api(page, '/records/assignment?limit=200')
  const count = new Map()
  for (const r of rows.filter((x) => x.v.role === 'household_in_charge' && x.v.household && x.v.unit === me.user.unit)) count.set(r.v.user, (count.get(r.v.user) ?? 0) + 1)
  const [user] = [...count].sort((a, b) => b[1] - a[1])[0]
  const answer = await page.request.post('/api/devices', { data: { user, name: 'Máy thử' }, headers: { 'X-Bamban': '1' } })
  if (answer.status() !== 201) throw new Error(await answer.text())
  return { code: (await answer.json()).code, user }
}
