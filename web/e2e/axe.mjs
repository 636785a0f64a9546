// What axe-core finds on a page, of what it calls serious or critical.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Of the whole page, or of its first part that a selector names. */
export async function findings(page, part) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source) // not by a script tag: the page's policy refuses those
  const { violations } = await page.evaluate((part) => globalThis.axe.run(part ? document.querySelector(part) : document, { resultTypes: ['violations'] }), part)
  return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`)
}
