import type { parse } from '@bufbuild/cel'
import type { Question } from './types'

export type Expr = ReturnType<typeof parse>['expr']

/** The bounds of internal/form/cost.go, which counts the same steps. */
export const maxCost = 100_000
export const maxFormCost = 2_000_000
const matchCost = 50
const unknownSize = 1000

/** Rows of a repeat that doesn't say how many. */
export const defaultRows = 50

export const saturated = (n: number): number => Math.min(Math.max(n, 0), 1_000_000_000)

interface Weight {
  cost: number
  size: number
}

function sizeOf(q: Question | undefined): number {
  if (q?.type === 'repeat') return q.max ?? defaultRows
  if (q?.type === 'several') return Math.max(1, q.choices.length)
  return 1
}

/** What an expression asks for, and what it can cost. */
export class Survey {
  readonly refs = new Set<string>()

  constructor(
    private readonly questions: ReadonlyMap<string, Question>,
    private readonly visible: ReadonlySet<string>,
  ) {}

  look(e: Expr | undefined, bound: readonly string[] = []): Weight {
    switch (e?.exprKind.case) {
      case 'identExpr':
        return this.ident(e.exprKind.value.name, bound)
      case 'selectExpr': {
        const w = this.look(e.exprKind.value.operand, bound)
        return { cost: saturated(w.cost + 1), size: sizeOf(this.questions.get(e.exprKind.value.field)) }
      }
      case 'callExpr': {
        const c = e.exprKind.value
        return this.call(c.function, c.target ? [c.target, ...c.args] : c.args, bound)
      }
      case 'listExpr': {
        const items = e.exprKind.value.elements
        return { cost: items.reduce((n, item) => saturated(n + this.look(item, bound).cost), 1), size: items.length }
      }
      case 'comprehensionExpr': {
        const c = e.exprKind.value
        const over = this.look(c.iterRange, bound)
        const inside = [...bound, c.iterVar, c.accuVar]
        const each = saturated(this.look(c.loopCondition, inside).cost + this.look(c.loopStep, inside).cost)
        const once = over.cost + this.look(c.accuInit, bound).cost + this.look(c.result, inside).cost
        return { cost: saturated(once + saturated(over.size * each)), size: over.size }
      }
      default:
        return { cost: 1, size: 1 }
    }
  }

  private ident(name: string, bound: readonly string[]): Weight {
    if (bound.includes(name)) return { cost: 1, size: unknownSize }
    if (name === 'today' || name === 'choice') return { cost: 1, size: 1 }
    if (!this.visible.has(name)) throw new Error(`no question ${name}`)
    this.refs.add(name)
    return { cost: 1, size: sizeOf(this.questions.get(name)) }
  }

  private call(name: string, args: readonly Expr[], bound: readonly string[]): Weight {
    const out = { cost: 1, size: 1 }
    let shortest = unknownSize
    args.forEach((arg, i) => {
      const w = this.look(arg, bound)
      out.cost = saturated(out.cost + w.cost)
      shortest = Math.min(shortest, w.size)
      if (name === '@in' || name === 'sum' || name === 'sum_decimal') out.cost = saturated(out.cost + w.size)
      else if (name === '_+_') out.size = saturated(out.size + w.size)
      else if (name === '_?_:_' && i > 0) out.size = Math.max(out.size, w.size)
      else if (name === '_[_]') out.size = unknownSize
    })
    if (name === 'matches') out.cost = saturated(out.cost + matchCost)
    if (name === '_==_' || name === '_!=_') out.cost = saturated(out.cost + shortest)
    return out
  }
}
