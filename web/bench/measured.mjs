// A phone whose page is slowed down, and what is measured of it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

export const slowness = 4
const pin = '739106'
const args = ['--no-sandbox', '--disable-gpu', '--headless=new', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--enable-precise-memory-info']

export function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
}

export class Measured {
  static async make(link) {
    const m = new Measured()
    m.link = link
    m.profile = await mkdtemp(join(tmpdir(), 'bamban-measured-'))
    m.context = await chromium.launchPersistentContext(m.profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args,
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
      baseURL: link.base,
      locale: 'vi-VN',
    })
    m.page = m.context.pages()[0] ?? (await m.context.newPage())
    m.cdp = await m.context.newCDPSession(m.page)
    await m.cdp.send('Emulation.setCPUThrottlingRate', { rate: slowness })
    return m
  }

  async close() {
    await this.context.close()
    await rm(this.profile, { recursive: true, force: true })
  }

  /** The app on a phone that never saw it: until its first field can be typed into. */
  static async load(link, preset) {
    const m = await Measured.make(link)
    const files = []
    m.page.on('request', (r) => files.push(new URL(r.url()).pathname.replace(/^\/phone$/, '/')))
    link.use(preset).set('open')
    const start = performance.now()
    await m.page.goto('/phone', { waitUntil: 'commit' })
    await m.page.getByLabel('Mã ghi máy').fill('x')
    const took = performance.now() - start
    link.use('free')
    await m.close()
    return { took, files: files.filter((f) => f === '/' || /\.(js|css|woff2)$/.test(f)) }
  }

  /** Makes it a phone and waits until it has everything; where told, the link is cut once after so many bytes and comes back. */
  async enrol(code, preset, cutAfter = 0) {
    const { page, link } = this
    link.use('free').set('open')
    await page.goto(`/phone#code=${code}`)
    await page.getByLabel('Đặt mã mở máy').fill(pin)
    await page.getByLabel('Ghi lại mã mở máy').fill(pin)
    await page.evaluate(() => navigator.serviceWorker.ready)
    link.use(preset)
    const count = link.count()
    if (cutAfter > 0) link.cutAfter(cutAfter)
    const start = performance.now()
    await page.getByRole('button', { name: 'Bắt đầu' }).click()
    if (cutAfter > 0) {
      await page.getByRole('alert').or(page.getByText('Chưa liên lạc được')).first().waitFor({ timeout: 300_000 })
      link.set('open')
      await page.reload()
      await this.unlock()
      await this.show('/phone/link')
      await page.getByRole('button', { name: 'Gửi và nhận ngay' }).click()
    }
    await this.show('/phone/link')
    await page.getByText('Mọi việc đã gửi').waitFor({ timeout: 300_000 })
    await page.getByRole('button', { name: 'Gửi và nhận ngay' }).waitFor({ timeout: 300_000 })
    const took = performance.now() - start
    const records = Number((await page.getByText('bản ghi').first().textContent()).replace(/\D/g, ''))
    link.use('free')
    return { took, records, ...count() }
  }

  async unlock() {
    await this.page.getByLabel('Mã mở máy').fill(pin)
    await this.page.getByRole('button', { name: 'Mở', exact: true }).click()
    await this.page.locator('.tabs').waitFor({ timeout: 60_000 })
  }

  async show(path) {
    await this.page.evaluate((p) => {
      history.pushState(null, '', p)
      dispatchEvent(new PopStateEvent('popstate'))
    }, path)
  }

  /** Meets the server, from the tap until it is told that all is done. */
  async sync(preset) {
    this.link.use(preset).set('open')
    await this.show('/phone/link')
    const button = this.page.getByRole('button', { name: 'Gửi và nhận ngay' })
    await button.waitFor({ timeout: 60_000 })
    const count = this.link.count()
    const took = await this.page.evaluate(async () => {
      const b = document.querySelector('.btn.main')
      const start = performance.now()
      b.click()
      const until = async (f) => {
        while (!f()) await new Promise(requestAnimationFrame)
      }
      await until(() => b.disabled || performance.now() - start > 300)
      await until(() => !document.querySelector('.btn.main')?.disabled)
      return performance.now() - start
    })
    await this.page.waitForTimeout(500) // what is still under way is counted
    this.link.use('free')
    return { took, ...count() }
  }

  /** Closes the app and opens it with nothing that answers. */
  async openOffline() {
    const { page, link } = this
    link.set('down')
    const start = performance.now()
    await page.goto('/phone', { waitUntil: 'commit' })
    const field = page.getByLabel('Mã mở máy')
    await field.waitFor()
    const door = performance.now() - start
    await field.fill(pin)
    const today = await page.evaluate(async () => {
      const start = performance.now()
      document.querySelector('.door button[type=submit], .door .btn.main').click()
      while (!document.querySelector('.cards a')) await new Promise(requestAnimationFrame)
      return performance.now() - start
    })
    return { door, today }
  }

  /** The list of households: from the tap to its first lines, and each key of a search. */
  async list() {
    await this.show('/phone')
    await this.page.locator('.cards a').first().waitFor()
    return this.page.evaluate(async () => {
      const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
      const tap = [...document.querySelectorAll('.tabs a')].find((a) => a.getAttribute('href') === '/phone/homes')
      const start = performance.now()
      tap.click()
      while (!document.querySelector('input[type=search]') || !document.querySelector('.cards a')) await new Promise(requestAnimationFrame)
      await painted()
      const paint = performance.now() - start
      const input = document.querySelector('input[type=search]')
      const took = []
      for (const text of ['g', 'gi', 'gia', 'gian', 'giang', 'giang a', 'giang a d', 'giang a de', 'giang a de 1', 'giang a de 12']) {
        const at = performance.now()
        input.value = text
        input.dispatchEvent(new Event('input', { bubbles: true }))
        await painted()
        took.push(performance.now() - at)
        await new Promise((done) => setTimeout(done, 50))
      }
      return { paint, key: took.toSorted((a, b) => a - b)[took.length >> 1], worst: Math.max(...took), keys: took.length }
    })
  }

  /** Records a visit by the form and gives the time from the tap on Save until it is told that it is kept. */
  async visit(i) {
    const { page } = this
    await this.show('/phone/homes')
    await page.locator('.cards a').nth(i % 40).click()
    await page.getByRole('link', { name: 'Ghi lần thăm' }).click()
    await page.locator('[data-question="at_home"]').getByText('Không', { exact: true }).click()
    await page.getByText('Đi nương, đi rừng').click()
    await page.getByLabel('Ghi chép').fill(`Vắng nhà, hẹn chiều thứ ${2 + (i % 6)}; hàng xóm báo ngô lên tốt, lợn ${i % 4} con.`)
    await page.getByLabel('Ghi chép').blur()
    return page.evaluate(async () => {
      const said = () => [...document.querySelectorAll('[role=status], .toast, .toasts *')].some((e) => e.textContent.includes('Đã lưu trên máy'))
      while (said()) await new Promise(requestAnimationFrame)
      const start = performance.now()
      document.querySelector('form button[type=submit]').click()
      while (!said()) await new Promise(requestAnimationFrame)
      return performance.now() - start
    })
  }

  /** Bytes of JavaScript in use, after the engine tidied up. */
  async heap() {
    await this.show('/phone/map')
    await this.page.waitForTimeout(2000)
    const map = (await this.page.locator('canvas').count()) > 0
    await this.cdp.send('HeapProfiler.collectGarbage')
    const page = (await this.cdp.send('Runtime.getHeapUsage')).usedSize
    return { page, worker: await this.workerHeap(), map }
  }

  async workerHeap() {
    let most = 0
    const answers = new Map()
    this.cdp.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
      const m = JSON.parse(message)
      answers.get(`${sessionId} ${m.id}`)?.(m.result)
    })
    const targets = []
    this.cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => targets.push({ sessionId, type: targetInfo.type }))
    await this.cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
    await this.page.waitForTimeout(300)
    const ask = (sessionId, id, method) =>
      new Promise((done) => {
        answers.set(`${sessionId} ${id}`, done)
        void this.cdp.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
      })
    for (const { sessionId } of targets.filter((x) => x.type === 'worker')) {
      await ask(sessionId, 1, 'HeapProfiler.collectGarbage')
      most += (await ask(sessionId, 2, 'Runtime.getHeapUsage')).usedSize
    }
    return most
  }
}
