import type { Json } from '../decode'
import { defaultRows } from './cost'
import type { Bound, Expression, Value } from './expression'
import type { Form, Placed } from './open'
import { holdsAnswer, type Answers, type Question } from './types'
import { inCEL, inJSON, inOrder, outside, read, readText, type Answer, type Wrong } from './value'

/** What comes out for one question, or for one row's. */
export interface Result {
  /** E.g. people.0.age. */
  path: string
  question: Question
  /** Asked, by its condition and those around it. */
  relevant: boolean
  /** As it is stored; null is no answer. */
  value: Json
  wrong: Wrong | null
  /** The codes that the filter leaves; null where there is no filter. */
  offered: string[] | null
  /** An expression broke although it had all that it asks for. */
  failed: boolean
  /** How many rows a repeat has. */
  rows: number
}

export interface Outcome {
  results: Map<string, Result>
  /** The answers to keep: those of questions that are asked, and what is calculated. */
  stored: Answers
  /** Paths of answers that the form doesn't ask for. */
  unknown: string[]
}

interface Cell {
  relevant: boolean
  value: Answer
  cel: Bound
  wrong: Wrong | null
  failed: boolean
  rows: Scope[]
}

/** The form, or one row of a repeat. */
interface Scope {
  parent: Scope | null
  path: string
  raw: Answers
  cells: Map<string, Cell>
}

/**
 * Works a form out over answers as of a day, the one that the record is about.
 * internal/form.Evaluate does the same on the server; both run testdata/form.
 */
export function evaluate(form: Form, answers: Answers, day: string): Outcome {
  return new Evaluation(form, day).run(answers)
}

class Evaluation {
  private readonly outcome: Outcome = { results: new Map(), stored: {}, unknown: [] }

  constructor(
    private readonly form: Form,
    private readonly day: string,
  ) {}

  run(answers: Answers): Outcome {
    const root: Scope = { parent: null, path: '', raw: answers, cells: new Map() }
    for (const { at, list } of this.form.order) {
      for (const scope of scopesOf(at, root)) {
        if (list) setList(at, scope)
        else this.work(at, scope)
      }
    }
    this.results(this.form.declaration.questions, root, this.outcome.stored)
    this.findUnknown(this.form.declaration.questions, root)
    return this.outcome
  }

  private work(p: Placed, scope: Scope): void {
    const c: Cell = { relevant: true, value: null, cel: null, wrong: null, failed: false, rows: [] }
    if (p.parent) {
      const holder = p.parent.q.type === 'repeat' ? scope.parent : scope
      c.relevant = holder?.cells.get(p.parent.q.name)?.relevant ?? false
    }
    if (c.relevant && p.when) c.relevant = this.evaluate(p.when, scope, c) === true
    if (c.relevant) {
      if (p.q.type === 'repeat') openRows(p.q, scope, c)
      else if (p.value) calculated(p.q, this.evaluate(p.value, scope, c), c)
      else if (holdsAnswer(p.q.type)) {
        const r = read(p.q, scope.raw[p.q.name])
        if ('wrong' in r) c.wrong = r.wrong
        else c.value = r.value
      }
    }
    c.cel = inCEL(p.q, c.value)
    scope.cells.set(p.q.name, c)
  }

  /** Undefined where it can't be worked out: a failure only if nothing that it asks for is missing. */
  private evaluate(e: Expression, scope: Scope, c: Cell, more: Record<string, Bound> = {}): Value | undefined {
    const bindings: Record<string, Bound> = { today: this.day, ...more }
    for (const name of e.refs) bindings[name] = lookup(scope, name)
    const v = e.run(bindings)
    if (v === undefined) c.failed = !e.refs.some((name) => lacking(bindings[name] ?? null))
    return v
  }

  private results(list: Question[], scope: Scope, stored: Answers): void {
    for (const q of list) {
      const p = this.form.placed.get(q.name)
      const c = scope.cells.get(q.name)
      if (!p || !c) continue
      const r: Result = { path: scope.path + q.name, question: q, relevant: c.relevant, value: null, wrong: null, offered: null, failed: false, rows: c.rows.length }
      this.outcome.results.set(r.path, r)
      if (c.relevant) {
        r.offered = this.offered(p, scope, c)
        r.wrong = this.wrong(p, scope, c, r.offered)
        r.value = inJSON(c.value)
      }
      r.failed = c.failed
      if (q.type === 'group') this.results(q.questions, scope, stored)
      if (c.rows.length > 0) {
        r.value = c.rows.map((row) => {
          const one: Answers = {}
          this.results(q.questions, row, one)
          return one
        })
      }
      if (r.value !== null) stored[q.name] = r.value
    }
  }

  private offered(p: Placed, scope: Scope, c: Cell): string[] | null {
    const filter = p.filter
    if (!filter) return null
    const names = new Set(p.q.choices.flatMap((choice) => Object.keys(choice.data)))
    return p.q.choices
      .filter((choice) => {
        const bound = new Map([['code', choice.code], ...[...names].map((n): [string, string] => [n, choice.data[n] ?? ''])])
        return this.evaluate(filter, scope, c, { choice: bound }) === true
      })
      .map((choice) => choice.code)
  }

  /** The first thing that is the matter with an answer. */
  private wrong(p: Placed, scope: Scope, c: Cell, offered: string[] | null): Wrong | null {
    const { q } = p
    if (c.wrong) return c.wrong
    if (q.type === 'repeat') {
      if (q.min !== null && c.rows.length < q.min) return { code: 'too_few', bound: q.min }
    } else if (c.value === null) return q.required ? { code: 'required', bound: 0 } : null
    if (offered) {
      const picked = Array.isArray(c.value) ? c.value : [c.value]
      if (picked.some((code) => !offered.some((o) => o === code))) return { code: 'not_offered', bound: 0 }
    }
    const out = outside(q, c.value)
    if (out) return out
    // A check that can't be worked out says nothing.
    return p.check && this.evaluate(p.check, scope, c) === false ? { code: 'check_failed', bound: 0 } : null
  }

  private findUnknown(list: Question[], scope: Scope): void {
    const known = new Set<string>()
    const walk = (questions: Question[]): void => {
      for (const q of questions) {
        if (q.type === 'group') walk(q.questions)
        if (!holdsAnswer(q.type)) continue
        known.add(q.name)
        for (const row of scope.cells.get(q.name)?.rows ?? []) this.findUnknown(q.questions, row)
      }
    }
    walk(list)
    for (const name of Object.keys(scope.raw).sort()) if (!known.has(name)) this.outcome.unknown.push(scope.path + name)
  }
}

function scopesOf(p: Placed, root: Scope): Scope[] {
  return p.repeats.reduce<Scope[]>((scopes, r) => scopes.flatMap((s) => s.cells.get(r.q.name)?.rows ?? []), [root])
}

function lookup(scope: Scope, name: string): Bound {
  for (let s: Scope | null = scope; s; s = s.parent) {
    const c = s.cells.get(name)
    if (c) return c.cel
  }
  return null
}

/** Whether something is not answered in a value or in its rows. */
function lacking(v: Bound): boolean {
  if (!Array.isArray(v)) return v === null
  return v.some((row: Bound) => row instanceof Map && [...(row as Map<string, Bound>).values()].some(lacking))
}

function isAnswers(v: Json): v is Answers {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}

/** Opens a scope for each row; those over the bound are left out. */
function openRows(q: Question, scope: Scope, c: Cell): void {
  const raw = scope.raw[q.name] ?? null
  if (raw === null) return
  if (!Array.isArray(raw)) {
    c.wrong = { code: 'wrong_type', bound: 0 }
    return
  }
  const max = q.max ?? defaultRows
  if (raw.length > max) c.wrong = { code: 'too_many', bound: max }
  raw.slice(0, max).forEach((item, i) => {
    if (!isAnswers(item)) c.wrong = { code: 'wrong_type', bound: 0 }
    c.rows.push({ parent: scope, path: `${scope.path}${q.name}.${i}.`, raw: isAnswers(item) ? item : {}, cells: new Map() })
  })
}

/** Makes the list of a repeat's rows, for expressions around it. */
function setList(p: Placed, scope: Scope): void {
  const c = scope.cells.get(p.q.name)
  if (c) c.cel = c.rows.map((row) => new Map([...row.cells].map(([name, inner]): [string, Bound] => [name, inner.cel])))
}

/** Takes a calculated value as if it had been answered. */
function calculated(q: Question, v: Value | undefined, c: Cell): void {
  if (v === undefined || v === null) return
  if (Array.isArray(v)) {
    if (v.every((code) => q.choices.some((choice) => choice.code === code))) c.value = inOrder(q, v)
    else c.failed = true
  } else if (typeof v === 'string') {
    const r = readText(q, v)
    if ('value' in r) c.value = r.value
    else c.failed = true
  } else if (typeof v === 'number' && !Number.isFinite(v)) c.failed = true
  else c.value = q.type === 'decimal' && typeof v === 'bigint' ? Number(v) : v
}
