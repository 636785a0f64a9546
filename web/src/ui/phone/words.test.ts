import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { speechTexts } from '../speech/texts'
import { phoneWords } from './words'

const holes = (s: string): string[] => [...new Set(s.match(/\{\w+\}/g) ?? [])].sort()

describe.each([
  ['of the phone', phoneWords],
  ['of recording texts', speechTexts],
])('the words %s', (_, { vi, en }) => {
  it('are there in both languages, with the same holes, plainly', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort())
    for (const [key, text] of Object.entries(vi)) {
      const other = (en as Record<string, string>)[key] ?? ''
      expect(text.trim() && other.trim(), key).not.toBe('')
      expect(holes(other), key).toEqual(holes(text))
      expect(text + other, key).not.toMatch(/!|\bsync|\bentit|đồng bộ|thực thể/i)
    }
  })
})

describe('the words of the phone', () => {
  it('are all used', () => {
    const whole = ['tell.need', 'take.need']
    const files = ['consent.tsx', 'person.tsx', 'notices.tsx', 'hear.tsx', 'simple/app.tsx', 'simple/tell.tsx', 'simple/holding.tsx'].map((f) => readFileSync(new URL(f, import.meta.url), 'utf8')).join('\n')
    const families = [...files.matchAll(/say\(`([a-z.]+\.)\$\{/g)].map((m) => m[1] ?? '')
    const unused = Object.keys(phoneWords.vi).filter((k) => !whole.includes(k) && !files.includes(`'${k}'`) && !families.some((f) => k.startsWith(f)))
    expect(unused).toEqual([])
  })
})
