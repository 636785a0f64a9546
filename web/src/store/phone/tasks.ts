import { daysBetween } from '../../core/dates'
import { textOf } from '../../core/decode'
import type { Row } from './messages'

export type TaskState = 'open' | 'done' | 'dropped'

export function stateOf(r: Row): TaskState {
  const s = textOf(r.v.status)
  return s === 'done' || s === 'dropped' ? s : 'open'
}

/** What is asked of a user and not done: by when it is due, what has no date last. */
export function openTasks(rows: Row[], user: string): Row[] {
  return rows.filter((r) => r.v.user === user && stateOf(r) === 'open').sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : 1))
}

/** What a user has done, the latest first. */
export function doneTasks(rows: Row[], user: string): Row[] {
  return rows.filter((r) => r.v.user === user && stateOf(r) === 'done').sort((a, b) => (textOf(a.v.done_on) < textOf(b.v.done_on) ? 1 : -1))
}

const never = '9999-12-31'

function dueOf(r: Row): string {
  return textOf(r.v.due) || never
}

/** How many days late it is; 0 where it is due today or later, or has no date. */
export function daysLate(r: Row, today: string): number {
  const due = textOf(r.v.due)
  return due && due < today ? daysBetween(due, today) : 0
}
