import { celEnv, isCelError, isCelList, parse, plan, type CelInput, type CelValue } from '@bufbuild/cel'
import { functions } from './functions'
import { Survey } from './cost'
import type { Question } from './types'

/** What an expression gives: whole numbers are bigint, decimals number; null is no answer. */
export type Value = string | bigint | number | boolean | null | string[]

/** A value as expressions see it: rows are maps. */
export type Bound = CelInput

/** An expression of a form, ready to run. */
export interface Expression {
  /** The questions that it asks for. */
  refs: string[]
  cost: number
  /** Undefined where it can't be worked out. */
  run(bindings: Record<string, Bound>): Value | undefined
}

const env = celEnv({ funcs: functions })

/** Compiles an expression; throws where it can't be read or asks for a question that isn't there. */
export function compile(source: string, questions: ReadonlyMap<string, Question>, visible: ReadonlySet<string>): Expression {
  const parsed = parse(source)
  const survey = new Survey(questions, visible)
  const { cost } = survey.look(parsed.expr)
  const program = plan(env, parsed)
  return {
    refs: [...survey.refs],
    cost,
    run: (bindings) => {
      const v = program(bindings)
      return isCelError(v) ? undefined : plain(v)
    },
  }
}

function plain(v: CelValue): Value | undefined {
  if (v === null || typeof v === 'string' || typeof v === 'bigint' || typeof v === 'number' || typeof v === 'boolean') return v
  if (!isCelList(v)) return undefined
  const out: string[] = []
  for (const item of v) {
    if (typeof item !== 'string') return undefined
    out.push(item)
  }
  return out
}
