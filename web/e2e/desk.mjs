// A fresh page of the desk for each test of a file, and what holds for all of them: no
// error in a page, and nothing asked of anybody else.
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach } from 'node:test'
import { base, launch } from './browser.mjs'

/** Gives each page to `take`; a test that fails leaves a picture in OUT. */
export function deskPages(take) {
  let browser, context, page
  const strangers = new Set()
  const faults = []
  before(async () => {
    browser = await launch()
  })
  after(async () => {
    await browser.close()
    assert.deepEqual([...strangers], [], 'requests to other origins')
    assert.deepEqual(faults, [], 'errors in the page')
  })
  beforeEach(async () => {
    await context?.close()
    context = await browser.newContext({ viewport: { width: 1366, height: 768 }, baseURL: base })
    page = await context.newPage()
    page.on('request', (r) => new URL(r.url()).origin !== new URL(base).origin && !/^(data|blob):/.test(r.url()) && strangers.add(r.url()))
    page.on('pageerror', (e) => faults.push(e.message))
    take(page, context)
  })
  afterEach(async (x) => {
    if (process.env.OUT && x.passed === false) await page.screenshot({ path: `${process.env.OUT}/failed-${x.name.slice(0, 40).replace(/\W+/g, '-')}.png` })
  })
}
