import { defaultRows, maxCost, maxFormCost, saturated } from './cost'
import { compile, type Expression } from './expression'
import { holdsAnswer, type Declaration, type Question } from './types'

/** A question in its place, with its expressions compiled. */
export interface Placed {
  q: Question
  parent: Placed | null
  /** The repeats around it, outermost first. */
  repeats: Placed[]
  when: Expression | null
  check: Expression | null
  value: Expression | null
  filter: Expression | null
}

/** One thing to work out: a question, or a repeat's list once its rows are done. */
export interface Step {
  at: Placed
  list: boolean
}

/** A form that is ready to be filled in. */
export interface Form {
  declaration: Declaration
  placed: ReadonlyMap<string, Placed>
  order: Step[]
}

/** A form that this app can't work with. The server has checked it before. */
export class FormFault extends Error {
  constructor(
    readonly code: 'form.expression' | 'form.too_costly' | 'form.circle',
    /** The path of the expression, e.g. questions.0.when. */
    readonly at: string,
    why = '',
  ) {
    super(`${at}: ${code} ${why}`)
  }
}

/** Compiles a declaration, as internal/form.Open does; what the server checks is taken as checked. */
export function openForm(declaration: Declaration): Form {
  const placed = new Map<string, Placed>()
  const paths = new Map<Placed, string>()
  const walk = (list: Question[], at: string, parent: Placed | null, repeats: Placed[]): void => {
    list.forEach((q, i) => {
      const p: Placed = { q, parent, repeats, when: null, check: null, value: null, filter: null }
      placed.set(q.name, p)
      paths.set(p, `${at}questions.${i}`)
      walk(q.questions, `${at}questions.${i}.`, p, q.type === 'repeat' ? [...repeats, p] : repeats)
    })
  }
  walk(declaration.questions, '', null, [])
  compileAll(placed, paths)
  return { declaration, placed, order: arrange(placed, paths) }
}

function compileAll(placed: ReadonlyMap<string, Placed>, paths: ReadonlyMap<Placed, string>): void {
  const questions = new Map([...placed].map(([name, p]) => [name, p.q]))
  let total = 0
  for (const p of placed.values()) {
    const visible = new Set([...placed.values()].filter((o) => holdsAnswer(o.q.type) && o.repeats.every((r, i) => r === p.repeats[i])).map((o) => o.q.name))
    const rows = p.repeats.reduce((n, r) => saturated(n * (r.q.max ?? defaultRows)), 1)
    for (const field of ['when', 'check', 'value', 'filter'] as const) {
      if (!p.q[field]) continue
      const at = `${paths.get(p) ?? ''}.${field}`
      const e = compiled(p.q[field], questions, visible, at)
      const times = field === 'filter' ? rows * Math.max(1, p.q.choices.length) : rows
      total = saturated(total + saturated(e.cost * times))
      if (e.cost > maxCost || total > maxFormCost) throw new FormFault('form.too_costly', at, String(e.cost))
      p[field] = e
    }
  }
}

function compiled(source: string, questions: ReadonlyMap<string, Question>, visible: ReadonlySet<string>, at: string): Expression {
  try {
    return compile(source, questions, visible)
  } catch (e) {
    throw new FormFault('form.expression', at, e instanceof Error ? e.message : '')
  }
}

function arrange(placed: ReadonlyMap<string, Placed>, paths: ReadonlyMap<Placed, string>): Step[] {
  const order: Step[] = []
  const state = new Map<string, 'under way' | 'done'>()
  const all = [...placed.values()]
  const needs = (s: Step): Step[] => {
    if (s.list) {
      const inner = all.filter((p) => p.repeats.at(-1) === s.at).map((at) => ({ at, list: at.q.type === 'repeat' }))
      return [{ at: s.at, list: false }, ...inner]
    }
    const names = [...(s.at.when?.refs ?? []), ...(s.at.value?.refs ?? [])]
    const refs = names.flatMap((name) => placed.get(name) ?? []).map((at) => ({ at, list: at.q.type === 'repeat' }))
    return s.at.parent ? [{ at: s.at.parent, list: false }, ...refs] : refs
  }
  const visit = (s: Step): void => {
    const key = `${s.list ? '+' : ''}${s.at.q.name}`
    if (state.get(key) === 'done') return
    if (state.get(key)) throw new FormFault('form.circle', paths.get(s.at) ?? '')
    state.set(key, 'under way')
    for (const need of needs(s)) visit(need)
    state.set(key, 'done')
    order.push(s)
  }
  for (const at of all) {
    visit({ at, list: false })
    if (at.q.type === 'repeat') visit({ at, list: true })
  }
  return order
}
