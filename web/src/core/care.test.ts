import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dueOn, type Need, type Rhythm } from './care'

interface Table {
  rules: { rhythm: Partial<Rhythm>[] }
  cases: { name: string; day: string; home: Need; want: string }[]
}

// The server reads the same table (internal/care).
test('the next visit follows the need and what was promised', () => {
  const table = JSON.parse(readFileSync(new URL('../../../testdata/care.json', import.meta.url), 'utf8')) as Table
  const rules = table.rules.rhythm.map((r) => ({ poverty: '', condition: '', days: 0, from: '', to: '', ...r }))
  expect(table.cases.length).toBeGreaterThan(5)
  for (const c of table.cases) expect(dueOn(rules, c.home, c.day), c.name).toBe(c.want)
})
