import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Json } from '../decode'
import { compile } from './expression'
import { evaluate } from './evaluate'
import { FormFault, openForm } from './open'
import { declaration, holdsAnswer, type Answers, type Question } from './types'

const folder = new URL('../../../../testdata/form/', import.meta.url)
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'))

interface Vector {
  name: string
  day: string
  answers: Answers
  stored: Answers
  hidden?: string[]
  failed?: string[]
  unknown?: string[]
  problems?: Record<string, { code: string; bound?: number }>
  offered?: Record<string, string[]>
}

interface File {
  form: unknown
  cases: Vector[]
}

function paths(results: Iterable<{ path: string }>): string[] {
  return [...results].map((r) => r.path).sort()
}

describe('the vectors that the server runs too', () => {
  const names = readdirSync(folder).filter((n) => n.endsWith('.json') && n !== 'refused.json' && n !== 'costs.json')
  it('are all here', () => expect(names.length).toBeGreaterThan(4))
  for (const name of names) {
    const file = read(name) as File
    const form = openForm(declaration(file.form, name))
    describe(name, () => {
      it.each(file.cases.map((v) => [v.name, v] as const))('%s', (_, v) => {
        const out = evaluate(form, v.answers, v.day)
        const results = [...out.results.values()]
        expect(out.stored).toEqual(v.stored)
        expect(paths(results.filter((r) => !r.relevant))).toEqual([...(v.hidden ?? [])].sort())
        expect(paths(results.filter((r) => r.failed))).toEqual([...(v.failed ?? [])].sort())
        expect(out.unknown).toEqual(v.unknown ?? [])
        const problems = Object.fromEntries(results.flatMap((r) => (r.wrong ? [[r.path, r.wrong]] : [])))
        const want = Object.fromEntries(Object.entries(v.problems ?? {}).map(([path, p]) => [path, { bound: 0, ...p }]))
        expect(problems).toEqual(want)
        expect(Object.fromEntries(results.flatMap((r) => (r.offered ? [[r.path, r.offered]] : [])))).toEqual(v.offered ?? {})
        expect(evaluate(form, out.stored, v.day).stored, 'what is stored comes out as it is').toEqual(out.stored)
      })
    })
  }
})

describe('a form that could run for long, goes in circles or can’t be read', () => {
  const rows = read('refused.json') as { name: string; form: Json; problems: { at: string; code: string }[] }[]
  const ours = rows.filter((r) => r.problems.length === 1 && ['form.too_costly', 'form.circle', 'form.unknown_question'].includes(r.problems[0]?.code ?? ''))
  it.each(ours.map((r) => [r.name, r] as const))('is refused: %s', (_, row) => {
    const code = row.problems[0]?.code === 'form.unknown_question' ? 'form.expression' : row.problems[0]?.code
    expect(() => openForm(declaration(row.form, ''))).toThrow(expect.objectContaining({ code }) as FormFault)
  })
  it('is found in enough rows', () => expect(ours.length).toBeGreaterThan(7))
})

describe('costs', () => {
  const file = read('costs.json') as { form: Json; costs: { expr: string; cost: number }[] }
  const form = declaration(file.form, 'costs')
  const all = new Map<string, Question>()
  const walk = (list: Question[]): void => {
    for (const q of list) {
      all.set(q.name, q)
      walk(q.questions)
    }
  }
  walk(form.questions)
  const visible = new Set(form.questions.filter((q) => holdsAnswer(q.type)).map((q) => q.name))
  it.each(file.costs.map((c) => [c.expr, c.cost] as const))('%s', (expr, cost) => expect(compile(expr, all, visible).cost).toBe(cost))
})
