import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contentOf, readContent } from './change'
import { Clock } from './clock'
import { apply, emptyState, merge, type Cell, type Effect, type Rules, type State } from './state'
import { decode, encode, milli, newId, next, timeAt } from './text64'

interface Vector {
  addOnly: boolean
  changes: { device: string; user: string; content: string }[]
  state: State
  effects: Effect[]
}

const vectors = JSON.parse(readFileSync(new URL('../../../../testdata/change/histories.json', import.meta.url), 'utf8')) as Vector[]
const lamp = { '': ['off'], off: ['on'], on: ['off', 'broken'] }
const rules = (v: Vector): Rules => ({ addOnly: v.addOnly, machines: { m: lamp, p: 'free' } })

/** What replicas share of a state: not who wrote a value. */
function shared(s: State): unknown {
  const cells = Object.entries(s.cells).map(([name, c]: [string, Cell]) => [name, { h: c.h.map(({ t, v }) => ({ t, v })), a: c.a, s: c.s }] as const)
  return { origin: s.origin, refused: s.refused, cells: Object.fromEntries(cells.sort(([a], [b]) => (a < b ? -1 : 1))) }
}

function folded(v: Vector, changes = v.changes): State {
  const s = emptyState()
  for (const c of changes) apply(s, readContent(c.content, c.device, c.user), rules(v))
  return s
}

describe('the fold', () => {
  it('makes of every shared history what the server makes, with the same effects', () => {
    expect(vectors.length).toBeGreaterThan(100)
    vectors.forEach((v, i) => {
      const s = emptyState()
      const effects = v.changes.map((c) => apply(s, readContent(c.content, c.device, c.user), rules(v)))
      expect(shared(s), `history ${i}`).toEqual(shared(v.state))
      const sorted = (e: Effect): Effect => ({ fields: [...e.fields].sort(), conflicts: [...e.conflicts].sort(), refused: [...e.refused].sort() })
      expect(effects.map(sorted), `history ${i}`).toEqual(v.effects.map(sorted))
    })
  })
  it('is the same in any order, with repeats', () => {
    for (const v of vectors) {
      expect(shared(folded(v, [...v.changes].reverse()))).toEqual(shared(v.state))
      expect(shared(folded(v, [...v.changes, ...v.changes.slice(0, 3)]))).toEqual(shared(v.state))
    }
  })
  it('merges two halves into the whole, from either side', () => {
    for (const v of vectors) {
      const odd = folded(v, v.changes.filter((_, i) => i % 2 === 1))
      const even = folded(v, v.changes.filter((_, i) => i % 2 === 0))
      expect(shared(merge(odd, even, rules(v)))).toEqual(shared(v.state))
      expect(shared(merge(even, odd, rules(v)))).toEqual(shared(v.state))
      expect(shared(merge(even, merge(odd, even, rules(v)), rules(v)))).toEqual(shared(v.state))
    }
  })
})

describe('contents', () => {
  it('say the same after being read and written', () => {
    for (const v of vectors) {
      for (const c of v.changes) expect(JSON.parse(contentOf(readContent(c.content, c.device, c.user)))).toEqual(JSON.parse(c.content))
    }
  })
})

describe('texts', () => {
  it('sort like the bytes and come back', () => {
    const some = Array.from({ length: 300 }, (_, i) => new Uint8Array(8).map((_, j) => (i * 37 + j * 101 + i * j * 13) & 255))
    const byBytes = [...some].sort((a, b) => Buffer.compare(a, b)).map(encode)
    expect(some.map(encode).sort()).toEqual(byBytes)
    for (const b of some) expect(decode(encode(b))).toEqual(b)
    expect([decode('~'), decode('-'), decode('---------_.')]).toEqual([null, null, null])
  })
  it('carry times: milliseconds, then a counter that runs over into them', () => {
    expect(milli(timeAt(1_790_000_000_123, 7))).toBe(1_790_000_000_123)
    expect(next(timeAt(5, 65535))).toBe(timeAt(6, 0))
    expect(newId(1_790_000_000_123, new Uint8Array(10))).toHaveLength(22)
    expect(newId(1, new Uint8Array(10)) < newId(2, new Uint8Array(10))).toBe(true)
  })
})

describe('the clock', () => {
  it('goes on when the phone is set back three years, and after what it has seen', () => {
    const c = new Clock()
    const first = c.now(1_790_000_000_000)
    const second = c.now(1_695_000_000_000)
    expect(second > first).toBe(true)
    c.observe(timeAt(1_900_000_000_000))
    expect(c.now(1_790_000_000_000) > timeAt(1_900_000_000_000)).toBe(true)
  })
})
