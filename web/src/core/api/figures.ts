/** Figures on the wire, as docs/api.md says. */
import { bool, list, maybe, num, object, str } from '../decode'

export interface Cell {
  v: number | null
  /** Of too few people for my rights. */
  hidden: boolean
  target: number | null
}

export interface Column {
  key: string
  from: string
  to: string
}

export interface Figures {
  calendar: string
  period: string
  from: string
  to: string
  by: string
  columns: Column[]
  rows: { code: string; total: Cell; cells: Cell[] }[]
  counting: { done: number; of: number } | null
}

const cell = object<Cell>({ v: maybe(num), hidden: bool, target: maybe(num) })

export const figures = object<Figures>({
  calendar: str,
  period: str,
  from: str,
  to: str,
  by: str,
  columns: list(object<Column>({ key: str, from: str, to: str })),
  rows: list(object<Figures['rows'][number]>({ code: str, total: cell, cells: list(cell) })),
  counting: maybe(object<{ done: number; of: number }>({ done: num, of: num })),
})
