import type { Json } from '../decode'
import type { Bound, Value } from './expression'
import { isDay } from './functions'
import type { Question } from './types'

/** The codes of what is wrong with an answer, as in internal/form/value.go. */
export type WrongCode =
  | 'required'
  | 'wrong_type'
  | 'bad_date'
  | 'bad_position'
  | 'not_offered'
  | 'too_small'
  | 'too_large'
  | 'too_long'
  | 'too_few'
  | 'too_many'
  | 'check_failed'

export interface Wrong {
  code: WrongCode
  bound: number
}

export interface Position {
  lat: number
  lon: number
  acc: number
  at: number
  mock: boolean
}

/** An answer, typed: whole numbers are bigint, decimals number. */
export type Answer = Value | Position

const maxSafe = BigInt(Number.MAX_SAFE_INTEGER)
const maxInt = 2n ** 63n - 1n
const maxChoices = 2000
/** Characters of a text that doesn't say how many. */
const defaultText = 2000

const wrong = (code: WrongCode, bound = 0): { wrong: Wrong } => ({ wrong: { code, bound } })

/** Reads an answer; null is none. */
export function read(q: Question, v: Json | undefined): { value: Answer } | { wrong: Wrong } {
  if (v === undefined || v === null) return { value: null }
  switch (q.type) {
    case 'integer':
    case 'money':
      return whole(v)
    case 'decimal':
      return typeof v === 'number' && Number.isFinite(v) ? { value: v } : wrong('wrong_type')
    case 'yes_no':
      return typeof v === 'boolean' ? { value: v } : wrong('wrong_type')
    case 'several':
      return several(q, v)
    case 'position':
      return position(v)
    default:
      return typeof v === 'string' && !v.includes('\0') ? readText(q, v) : wrong('wrong_type')
  }
}

export function readText(q: Question, s: string): { value: Answer } | { wrong: Wrong } {
  switch (q.type) {
    case 'text': {
      const trimmed = s.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
      return { value: trimmed === '' ? null : trimmed }
    }
    case 'date':
      return isDay(s) ? { value: s } : wrong('bad_date')
    case 'one':
      return q.choices.some((c) => c.code === s) ? { value: s } : wrong('not_offered')
    case 'person':
    case 'household':
      return /^[-0-9A-Z_a-z]{21}[-FVk]$/.test(s) ? { value: s } : wrong('wrong_type')
    case 'photo':
    case 'voice':
    case 'signature':
      return /^[0-9a-f]{64}$/.test(s) ? { value: s } : wrong('wrong_type')
    default:
      return { value: s }
  }
}

function whole(v: Json): { value: Answer } | { wrong: Wrong } {
  if (typeof v === 'number') return Number.isSafeInteger(v) ? { value: BigInt(v) } : wrong('wrong_type')
  if (typeof v !== 'string' || !/^-?\d{1,30}$/.test(v)) return wrong('wrong_type')
  const n = BigInt(v)
  return n > maxInt || n < -maxInt - 1n ? wrong('wrong_type') : { value: n }
}

function several(q: Question, v: Json): { value: Answer } | { wrong: Wrong } {
  if (!Array.isArray(v) || v.length > maxChoices || v.some((s) => typeof s !== 'string')) return wrong('wrong_type')
  if (v.some((s) => !q.choices.some((c) => c.code === s))) return wrong('not_offered')
  return { value: inOrder(q, v) }
}

/** Codes in the order of the choices, each once; null for none. */
export function inOrder(q: Question, codes: readonly Json[]): string[] | null {
  const out = q.choices.filter((c) => codes.includes(c.code)).map((c) => c.code)
  return out.length > 0 ? out : null
}

function position(v: Json): { value: Answer } | { wrong: Wrong } {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) return wrong('wrong_type')
  const { lat, lon, acc = 0, at = 0, mock = false, ...more } = v
  if (typeof lat !== 'number' || typeof lon !== 'number' || typeof acc !== 'number' || Object.keys(more).length > 0) return wrong('wrong_type')
  if (typeof at !== 'number' || !Number.isInteger(at) || typeof mock !== 'boolean') return wrong('wrong_type')
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180 || acc < 0) return wrong('bad_position')
  return { value: { lat, lon, acc, at, mock } }
}

function isPosition(v: Answer): v is Position {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}

/** A value as expressions see it. */
export function inCEL(q: Question, v: Answer): Bound {
  if (v === null) return q.type === 'several' ? [] : null
  if (isPosition(v)) return new Map([['lat', v.lat], ['lon', v.lon], ['acc', v.acc]])
  return v
}

/** A value as it is stored: whole numbers too large for JSON are text. */
export function inJSON(v: Answer): Json {
  if (typeof v === 'bigint') return v > maxSafe || v < -maxSafe ? v.toString() : Number(v)
  if (isPosition(v)) return { lat: v.lat, lon: v.lon, ...(v.acc ? { acc: v.acc } : {}), ...(v.at ? { at: v.at } : {}), ...(v.mock ? { mock: true } : {}) }
  return v
}

/** What is out of a question's bounds. */
export function outside(q: Question, v: Answer): Wrong | null {
  if (typeof v === 'bigint' || typeof v === 'number') {
    const n = Number(v)
    if (q.min !== null && n < q.min) return { code: 'too_small', bound: q.min }
    if (q.max !== null && n > q.max) return { code: 'too_large', bound: q.max }
  }
  const longest = q.max ?? defaultText
  if (q.type === 'text' && typeof v === 'string' && v.length > longest && Array.from(v).length > longest) return { code: 'too_long', bound: longest }
  return null
}
