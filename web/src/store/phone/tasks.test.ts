import { expect, it } from 'vitest'
import type { Row } from './messages'
import { daysLate, doneTasks, openTasks, stateOf } from './tasks'

const task = (id: string, v: Row['v']): Row => ({ id, kind: 'task', v: { user: 'me', ...v }, waiting: 0, at: 0 })
const rows = [
  task('none', {}),
  task('soon', { due: '2026-12-01' }),
  task('late', { due: '2026-11-20' }),
  task('done', { due: '2026-11-01', status: 'done', done_on: '2026-11-02' }),
  task('newer', { status: 'done', done_on: '2026-11-05' }),
  task('dropped', { status: 'dropped' }),
  task('other', { user: 'somebody', due: '2026-11-01' }),
]
const ids = (some: Row[]): string[] => some.map((r) => r.id)

it('lists what is asked of me by when it is due, and what I did', () => {
  expect(ids(openTasks(rows, 'me'))).toEqual(['late', 'soon', 'none'])
  expect(ids(doneTasks(rows, 'me'))).toEqual(['newer', 'done'])
})

it('knows a task without a step as one to do, and how late it is', () => {
  expect(rows.map(stateOf)).toEqual(['open', 'open', 'open', 'done', 'done', 'dropped', 'open'])
  expect(rows.slice(0, 3).map((r) => daysLate(r, '2026-11-26'))).toEqual([0, 0, 6])
})
