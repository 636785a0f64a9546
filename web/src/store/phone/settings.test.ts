import { describe, expect, it } from 'vitest'
import { settingOf } from './settings'

const pack = { list: [{ code: 'lock', values: [{ value: 5, from: '' }, { value: 3, from: '2027-01-01' }] }] }

describe('settings of the pack', () => {
  it('have the value of the day', () => {
    expect([settingOf(pack, 'lock', '2026-12-31'), settingOf(pack, 'lock', '2027-01-01'), settingOf(pack, 'other', '2027-01-01')]).toEqual([5, 3, null])
  })
})
