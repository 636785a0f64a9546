/** Files that are taken in, as the desk's API tells it (internal/api/imports.go). */
import { bool, list, maybe, num, object, str } from '../decode'
import type { Text } from './types'

export interface Target {
  code: string
  label: Text
  required: boolean
}

export interface Recipe {
  code: string
  label: Text
  kind: string
  targets: Target[]
  hasYear: boolean
}

export interface SheetInfo {
  name: string
  hidden: boolean
  rows: number
  columns: number
  formulas: number
}

export interface Matched {
  col: number
  target: string
}

export interface Mapping {
  sheet: number
  recipe: string
  headerFrom: number
  headerTo: number
  columns: Matched[]
  area: string
  year: string
}

export interface Problem {
  row: number
  column: string
  name: string
  value: string
  text: Text
}

export interface Line {
  row: number
  new: boolean
  title: string
  changes: { label: Text; from: string; to: string }[]
}

export interface Report {
  rows: number
  new: number
  update: number
  same: number
  failed: number
  skipped: number
  formulas: number
  problems: Problem[]
  more: number
  lines: Line[]
}

export interface Undoing {
  deleted: number
  restored: number
  kept: { kind: string; id: string; title: string }[]
  more: number
}

export interface Intake {
  id: string
  file: string
  stage: string
  done: number
  of: number
  sheets: SheetInfo[]
  mapping: Mapping | null
  report: Report | null
  undo: Undoing | null
  error: { text: Text } | null
  recipes: Recipe[]
}

export interface FileColumn {
  col: number
  letter: string
  name: string
  samples: string[]
  encoding: string
  target: string
}

export interface Layout {
  headerFrom: number
  headerTo: number
  columns: FileColumn[]
  year: string
  rows: { row: number; cells: string[] }[]
}

const text = object<Text>({ vi: str, en: str })
const target = object<Target>({ code: str, label: text, required: bool })
export const recipe = object<Recipe>({ code: str, label: text, kind: str, targets: list(target), hasYear: bool })
const sheet = object<SheetInfo>({ name: str, hidden: bool, rows: num, columns: num, formulas: num })
const mapping = object<Mapping>({
  sheet: num,
  recipe: str,
  headerFrom: num,
  headerTo: num,
  columns: list(object<Matched>({ col: num, target: str })),
  area: str,
  year: str,
})
const problem = object<Problem>({ row: num, column: str, name: str, value: str, text })
const line = object<Line>({ row: num, new: bool, title: str, changes: list(object<Line['changes'][number]>({ label: text, from: str, to: str })) })
const report = object<Report>({
  rows: num,
  new: num,
  update: num,
  same: num,
  failed: num,
  skipped: num,
  formulas: num,
  problems: list(problem),
  more: num,
  lines: list(line),
})
const undoing = object<Undoing>({ deleted: num, restored: num, kept: list(object<Undoing['kept'][number]>({ kind: str, id: str, title: str })), more: num })

export const intake = object<Intake>({
  id: str,
  file: str,
  stage: str,
  done: num,
  of: num,
  sheets: list(sheet),
  mapping: maybe(mapping),
  report: maybe(report),
  undo: maybe(undoing),
  error: maybe(object<{ text: Text }>({ text })),
  recipes: list(recipe),
})

export const intakes = object<{ imports: Intake[]; recipes: Recipe[] }>({ imports: list(intake), recipes: list(recipe) })

const column = object<FileColumn>({ col: num, letter: str, name: str, samples: list(str), encoding: str, target: str })
export const layout = object<Layout>({
  headerFrom: num,
  headerTo: num,
  columns: list(column),
  year: str,
  rows: list(object<Layout['rows'][number]>({ row: num, cells: list(str) })),
})
