import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Json } from '../../core/decode'
import { program } from '../programs'
import { reasonsAgainst, yearsOn } from './eligible'

// What internal/eligible works out at the server.
const v = JSON.parse(readFileSync(new URL('../../../../testdata/eligible.json', import.meta.url), 'utf8')) as {
  day: string
  program: unknown
  cases: { facts: Record<string, Json>; fails: number[] }[]
  years: { born: string; day: string; years: number | null }[]
}

it('the phone finds the reasons that the server finds', () => {
  const p = program(v.program, 'program')
  expect(v.cases.length).toBeGreaterThan(10)
  for (const c of v.cases) {
    const against = reasonsAgainst(p, c.facts, v.day).map((r) => r.vi)
    expect(p.eligibility.flatMap((r, i) => (against.includes(r.reason.vi) ? [i] : [])), JSON.stringify(c.facts)).toEqual(c.fails)
  }
})

it('years are the fewest that a birth date allows', () => {
  for (const y of v.years) expect(yearsOn(y.born, y.day), `${y.born} on ${y.day}`).toBe(y.years)
})
