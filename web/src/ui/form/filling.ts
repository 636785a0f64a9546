import type { JSX } from 'preact'
import type { Json } from '../../core/decode'
import type { Outcome, Result } from '../../core/form/evaluate'
import type { Answers, Question, Texts } from '../../core/form/types'

/** What can't be typed: the page around a form fetches it. */
export type Taken = 'photo' | 'voice' | 'signature' | 'position' | 'person' | 'household'

/** What a form needs of the page that it is on: the desk's preview, or a phone's visit. */
export interface Host {
  /** Of labels; any language that the form has. */
  lang: string
  /** Where a recording or a picture of the form is to be had. */
  media: (file: string) => string
  /** What was recorded of a text, by language, beside what the form itself names. */
  speech: (of: string) => Texts
  /** The language that texts are played in; "" for that of the labels. */
  voice: string
  /** An address of a recording's bytes that were fetched before, to be revoked after; "" where there are none. Left out, media is played. */
  sound?: (file: string) => Promise<string>
  /** A sheet that records how a text is said; left out where nobody records. */
  record?: (x: { of: string; text: string; onClose: () => void }) => JSX.Element
  /** Asks for what can't be typed; null if nothing came of it. */
  take: (what: Taken, q: Question) => Promise<Json | null>
  /** What was taken, for the eye: a picture, a player, words. */
  show: (what: Taken, v: Json) => JSX.Element | string
}

/** A form being filled in, as its parts see it. */
export interface Filling {
  host: Host
  /** The form's id: texts are recorded by it. */
  form: string
  outcome: Outcome
  answers: Answers
  /** The day that the answers are about. */
  day: string
  /** Whether what is missing is told too: not before somebody tried to save. */
  tried: boolean
  touched: ReadonlySet<string>
  /** Calculations that broke are told: for those who write forms. */
  showFailed: boolean
  set: (path: string, v: Json) => void
}

export function resultAt(f: Filling, path: string): Result | undefined {
  return f.outcome.results.get(path)
}

function isObject(v: Json | undefined): v is Record<string, Json> {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}

/** The answer at a path such as people.0.age; undefined for none. */
export function answerAt(answers: Answers, path: string): Json | undefined {
  let at: Json | undefined = answers
  for (const step of path.split('.')) at = Array.isArray(at) ? at[Number(step)] : isObject(at) ? at[step] : undefined
  return at
}

/** Answers with one put in; null takes it out. */
export function withAnswer(answers: Answers, path: string, v: Json): Answers {
  const next = put(answers, path.split('.'), v)
  return isObject(next) ? next : {}
}

function put(at: Json | undefined, steps: string[], v: Json): Json {
  const [first = '', ...rest] = steps
  if (/^\d+$/.test(first)) {
    const list = Array.isArray(at) ? [...at] : []
    list[Number(first)] = rest.length > 0 ? put(list[Number(first)], rest, v) : v
    return list
  }
  const object = isObject(at) ? at : {}
  if (rest.length > 0) return { ...object, [first]: put(object[first], rest, v) }
  if (v !== null) return { ...object, [first]: v }
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== first))
}
