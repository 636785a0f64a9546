import { expect, it } from 'vitest'
import { takenBack, type Program, type Step } from './programs'

const step = (code: string, from: string[]): Step => ({ code, label: { vi: code, en: code }, from, roles: [], needs: [], form: '', days: 0, end: false, bad: false, entitled: false })
const p = { steps: [step('given', []), step('growing', ['given']), step('passed_on', ['given', 'growing'])] } as unknown as Program
const taken = (id: string, from: string, to: string): { id: string; v: Record<string, string> } => ({ id, v: { from, to } })

it('marks the step that a later one took back, and not what was taken anew', () => {
  const steps = [taken('1', '', 'given'), taken('2', 'given', 'growing'), taken('3', 'growing', 'passed_on')]
  expect([...takenBack(p, steps)]).toEqual([])
  steps.unshift(taken('4', 'passed_on', 'growing'))
  expect([...takenBack(p, steps)]).toEqual(['3'])
  steps.unshift(taken('5', 'growing', 'passed_on'))
  expect([...takenBack(p, steps)]).toEqual(['3'])
})
