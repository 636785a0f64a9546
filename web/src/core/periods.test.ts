import { describe, expect, test } from 'vitest'
import type { Calendar } from './api/types'
import { containing, grainOf, showPeriod, step } from './periods'

const label = { vi: '', en: '' }
const state: Calendar = { code: 'state', label, closes: 14, begins: 1 }
const force: Calendar = { code: 'force', label, closes: 0, begins: 12 }

describe('periods of two calendars', () => {
  test('a day after the closing day is in the next month', () => {
    expect(containing(state, 'month', '2026-03-14')).toBe('2026-03')
    expect(containing(state, 'month', '2026-03-15')).toBe('2026-04')
    expect(containing(state, 'year', '2026-12-15')).toBe('2027')
    expect(containing(state, 'quarter', '2026-03-15')).toBe('2026-Q2')
  })
  test('a year that begins in December is named after the one it ends in', () => {
    expect(containing(force, 'year', '2025-12-01')).toBe('2026')
    expect(containing(force, 'quarter', '2026-02-28')).toBe('2026-Q1')
    expect(containing(force, 'half', '2026-06-01')).toBe('2026-H2')
    expect(containing(force, 'month', '2025-12-01')).toBe('2025-12')
  })
  test('steps go over the end of a year', () => {
    expect(step('2026-12', 1)).toBe('2027-01')
    expect(step('2026-Q1', -1)).toBe('2025-Q4')
    expect(step('2026-H2', 1)).toBe('2027-H1')
    expect(step('2026', -1)).toBe('2025')
    expect(step('2026-02-28', 1)).toBe('2026-03-01')
  })
  test('what is no period is told', () => {
    for (const bad of ['', '26', '2026-13', '2026-Q5', '2026-1', 'x']) expect(grainOf(bad)).toBeNull()
    expect(showPeriod('2026-Q2', 'vi')).toBe('Quý II/2026')
  })
})
