import { expect, it, vi } from 'vitest'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
const { remindLater, suggestsFile, unsentDays } = await import('./suggest')
const day = 86_400_000

it('a file is suggested once work is as old as the pack says, and a day after one was put off', () => {
  unsentDays.value = 3
  const now = 100 * day
  expect(suggestsFile(0, now)).toBe(false)
  expect(suggestsFile(now - 3 * day + 1, now)).toBe(false)
  expect(suggestsFile(now - 3 * day, now)).toBe(true)
  remindLater(now)
  expect(suggestsFile(now - 3 * day, now + day - 1)).toBe(false)
  expect(suggestsFile(now - 3 * day, now + day)).toBe(true)
})
