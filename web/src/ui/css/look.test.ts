import { readdirSync, readFileSync } from 'node:fs'
import { create } from 'fontkit'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')

/** The colours of a block of the tokens. */
function tokens(selector: string): Map<string, string> {
  const at = css.indexOf(selector)
  if (at < 0) throw new Error(`no ${selector}`)
  const block = css.slice(at, css.indexOf('}', at))
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1] ?? '', m[2] ?? '']))
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

const grounds = ['paper', 'surface', 'sunk']
/** Text tokens on the grounds that the CSS puts them on. */
const pairs: [string, string[], number][] = [
  ['ink', [...grounds, 'primary-soft', 'due-soft'], 7],
  ['quiet', [...grounds, 'primary-soft'], 4.5],
  ['primary', [...grounds, 'primary-soft'], 4.5],
  ['on-primary', ['primary'], 4.5],
  ['accent', [...grounds, 'accent-soft'], 4.5],
  ['late', [...grounds, 'late-soft'], 4.5],
  ['due', [...grounds, 'due-soft'], 4.5],
  ['done', grounds, 4.5],
  ['child', [...grounds, 'child-soft'], 4.5],
  ['surface', ['late'], 4.5],
  ['paper', ['ink'], 7],
  ['edge', ['surface', 'paper'], 3],
]

describe.each([
  ['light', ':root {'],
  ['dark by the device', ":root:not([data-theme='light']) {"],
  ['dark by choice', ":root[data-theme='dark'] {"],
])('the %s colours', (_, selector) => {
  const colours = tokens(selector)
  it.each(pairs)('%s reads well on %s', (text, on, least) => {
    for (const ground of on) {
      const [a, b] = [colours.get(text), colours.get(ground)]
      if (!a || !b) throw new Error(`no ${text} or ${ground}`)
      expect(contrast(a, b), `${text} ${a} on ${ground} ${b}`).toBeGreaterThanOrEqual(least)
    }
  })
})

describe('the two dark blocks', () => {
  it('are the same', () => {
    expect(tokens(":root[data-theme='dark'] {")).toEqual(tokens(":root:not([data-theme='light']) {"))
  })
})

describe('motion', () => {
  it('is 200 ms at most', () => {
    const all = readdirSync(new URL('.', import.meta.url))
      .filter((f) => f.endsWith('.css'))
      .map((f) => readFileSync(new URL(f, import.meta.url), 'utf8'))
      .join('\n')
    const times = [...all.matchAll(/(\d+)ms/g)].map((m) => Number(m[1]))
    expect(Math.max(...times)).toBeLessThanOrEqual(200)
  })
})

describe('the shipped fonts', () => {
  const letters = Array.from('aăâeêioôơuưy').flatMap((v) => ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].map((m) => (v + m).normalize('NFC')))
  const alphabet = [...letters, ...Array.from('bcdđghklmnpqrstvxfjwz')].flatMap((c) => [c, c.toUpperCase()])
  const rest = Array.from(' 0123456789.,;:!?()[]/-–—“”‘’…•·₫°%+=×&@#\u00a0\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b')
  it.each([400, 500, 600])('hold every Vietnamese letter with every mark, both cases, at %i', (weight) => {
    const font = create(readFileSync(new URL(`../../fonts/be-vietnam-pro-${weight}.woff2`, import.meta.url)))
    if (!('hasGlyphForCodePoint' in font)) throw new Error('a collection')
    expect(alphabet.length).toBe(2 * (72 + 21))
    const missing = [...alphabet, ...rest].filter((c) => !font.hasGlyphForCodePoint(c.codePointAt(0) ?? 0))
    expect(missing).toEqual([])
  })
  it.each([400, 600])('hold digits of one width at %i', (weight) => {
    const font = create(readFileSync(new URL(`../../fonts/figures-${weight}.woff2`, import.meta.url)))
    if (!('glyphForCodePoint' in font)) throw new Error('a collection')
    expect(new Set(Array.from('0123456789').map((c) => font.glyphForCodePoint(c.codePointAt(0) ?? 0).advanceWidth)).size).toBe(1)
  })
  it('come with their licence', () => {
    expect(readFileSync(new URL('../../fonts/OFL.txt', import.meta.url), 'utf8')).toContain('SIL Open Font License')
    expect(readFileSync(new URL('../../../public/OFL-BeVietnamPro.txt', import.meta.url), 'utf8')).toContain('SIL Open Font License')
  })
})
