import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from './en'
import { fill } from './fill'
import { vi } from './vi'

const holes = (s: string): string[] => [...new Set(s.match(/\{\w+\}/g) ?? [])].sort()

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? sources(join(dir, e.name)) : /\.tsx?$/.test(e.name) && !e.name.includes('.test.') ? [join(dir, e.name)] : [],
  )
}

describe('screen texts', () => {
  it('are there in both languages, with the same holes', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort())
    for (const [key, text] of Object.entries(vi)) {
      expect(text.trim(), key).not.toBe('')
      const other = en[key as keyof typeof vi]
      expect(other.trim(), key).not.toBe('')
      expect(holes(other), key).toEqual(holes(text))
    }
  })
  it('use plain words and no exclamation marks', () => {
    for (const [key, text] of [...Object.entries(vi), ...Object.entries(en)]) {
      expect(text, key).not.toMatch(/!|\bsync|\bentit|đồng bộ|thực thể/i)
    }
  })
  it('are all used', () => {
    const root = new URL('../..', import.meta.url).pathname
    const code = sources(root)
      .filter((f) => !f.includes('/i18n/'))
      .map((f) => readFileSync(f, 'utf8'))
      .join('\n')
    // Families are asked for by a computed key: `looks.why.${…}`.
    const families = [...code.matchAll(/`([a-z.]+\.)\$\{/g)].map((m) => m[1] ?? '')
    const unused = Object.keys(vi).filter((k) => !code.includes(`'${k}'`) && !families.some((f) => k.startsWith(f)))
    expect(unused).toEqual([])
  })
})

describe('filling', () => {
  it('puts values in holes and chooses one or many', () => {
    expect(fill('{n} row|{n} rows', { n: 1 })).toBe('1 row')
    expect(fill('{n} row|{n} rows', { n: 1200 })).toBe('1.200 rows')
    expect(fill('{n} dòng', { n: 1 })).toBe('1 dòng')
    expect(fill('{a} {b}', { a: 'x' })).toBe('x {b}')
  })
})
