import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasHint, hint, hintKey, mayBeOne, words } from './twin'

interface Vectors {
  words: { name: string; words: string[] | null }[]
  hints: { key: string; name: string; year: number; hint: number }[]
}

const vectors = JSON.parse(readFileSync(new URL('../../../testdata/twins.json', import.meta.url), 'utf8')) as Vectors
const bytes = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(hex.match(/../g) ?? [], (x) => parseInt(x, 16))

describe('people recorded twice', () => {
  it('splits names as the server does', () => {
    for (const v of vectors.words) expect(words(v.name), v.name).toEqual(v.words ?? [])
  })

  it('makes the hints that the server makes', async () => {
    for (const v of vectors.hints) expect(await hint(await hintKey(bytes(v.key)), v.name, v.year), v.name).toBe(v.hint)
  })

  it('finds a hint among many, and none that is not there', () => {
    const all = [3, 70_000, 70_001, 4_194_303]
    const packed = Uint8Array.from(all.flatMap((n) => [n >> 16, (n >> 8) & 255, n & 255]))
    for (const n of all) expect(hasHint(packed, n)).toBe(true)
    for (const n of [0, 4, 69_999, 70_002, 4_194_302]) expect(hasHint(packed, n)).toBe(false)
    expect(hasHint(new Uint8Array(), 3)).toBe(false)
  })

  it('takes a name without marks and in another order for the same, a year to either side', () => {
    const one = { name: 'Lý Thị Mỹ', born: '2015-03-07' }
    expect(mayBeOne(one, { name: 'mi thi ly', born: '2016' })).toBe(true)
    expect(mayBeOne(one, { name: 'mi thi ly', born: '2017' })).toBe(false)
    expect(mayBeOne(one, { name: 'Lý Thị Mai', born: '2015' })).toBe(false)
    expect(mayBeOne({ name: '', born: '2015' }, { name: '', born: '2015' })).toBe(false)
    expect(mayBeOne({ ...one, born: '' }, { ...one, born: '' })).toBe(false)
  })
})
