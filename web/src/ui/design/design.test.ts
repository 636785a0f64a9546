import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { json } from '../../core/decode'
import { codeOf, readBody, writeBody } from './body'
import { readRule, writeRule } from './rule'

const facts = [
  { name: 'years', type: 'integer' },
  { name: 'members', type: 'integer' },
  { name: 'border', type: 'yes_no' },
  { name: 'poverty', type: 'text' },
]

describe('rules', () => {
  test.each([
    ['border', 'border'],
    ['!border', '!border'],
    ['years >= 5 && years < 19', 'years >= 5 && years <= 18'],
    ['members > 4', 'members >= 5'],
    ['members <= 4', 'members <= 4'],
    ['members == 4', 'members >= 4 && members <= 4'],
    ['poverty == "poor"', 'poverty in ["poor"]'],
    ['poverty in ["poor", "near_poor"]', 'poverty in ["poor", "near_poor"]'],
    ['!(poverty in ["poor"])', '!(poverty in ["poor"])'],
  ])('%s is a row of choices', (when, written) => {
    const row = readRule(when, facts)
    expect(row).not.toBeNull()
    expect(row && writeRule(row)).toBe(written)
    expect(readRule(written, facts)).toEqual(row)
  })

  test.each(['border || years > 3', 'wealth > 3', 'years', 'poverty > 3', 'border == "x"', 'years >= 5 && members < 9', '!(poverty in ["poor"]', '', 'poverty in []', '"; drop'])('%s stays as it is written', (when) => {
    expect(readRule(when, facts)).toBeNull()
  })
})

describe('bodies', () => {
  const folder = new URL('../../../../packs/lai-chau/programs/', import.meta.url)
  test.each(readdirSync(folder))('%s comes back as it was', (name) => {
    const file = json(parse(readFileSync(new URL(name, folder), 'utf8')), '') as Record<string, never>
    const { version, ...rest } = file
    expect(version).toBeGreaterThan(0)
    expect(writeBody(readBody(file))).toEqual(rest)
  })

  test('rubbish is an empty body', () => {
    for (const v of [null, [], 3, 'x', { steps: [null, 3, { from: {} }], label: 'x', cycles: 7 }]) expect(() => readBody(v as never)).not.toThrow()
  })

  test('a text without English says the same in both languages', () => {
    expect(writeBody({ label: { vi: 'Bếp', en: '' }, help: { vi: '', en: '' } })).toEqual({ label: { vi: 'Bếp', en: 'Bếp' } })
  })

  test('a code is free and short', () => {
    const fold = (s: string): string => s.toLowerCase()
    expect(codeOf('Mot hai', ['mot_hai'], fold)).toBe('mot_hai_2')
    expect(codeOf('…', [], fold)).toBe('x')
  })
})
