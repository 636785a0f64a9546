import type { Field } from './api/types'
import type { Json } from './decode'

/** What is wrong with a value: a key of the texts, with what fills it. */
export interface Wrong {
  key:
    | 'wrong.required'
    | 'wrong.long'
    | 'wrong.number'
    | 'wrong.whole'
    | 'wrong.small'
    | 'wrong.large'
    | 'wrong.date'
    | 'wrong.partial'
    | 'wrong.position'
    | 'wrong.many'
    | 'wrong.year'
  n?: number
  field?: Field
}

export function isEmpty(v: Json | undefined): boolean {
  return v === null || v === undefined || (typeof v === 'string' && v.trim() === '') || (Array.isArray(v) && v.length === 0)
}

/**
 * Checks one value against its declaration, as the server will (kind.Validate);
 * the server still has the last word. Null if nothing is wrong.
 */
export function validate(f: Field, v: Json | undefined): Wrong | null {
  if (isEmpty(v) || v === undefined || v === null) return f.required ? { key: 'wrong.required' } : null
  switch (f.type) {
    case 'int':
    case 'money':
    case 'instant':
    case 'decimal':
      return number(f, v)
    case 'text':
    case 'name':
      return f.maxLen > 0 && typeof v === 'string' && Array.from(v).length > f.maxLen ? { key: 'wrong.long', n: f.maxLen } : null
    case 'date':
      return typeof v === 'string' && isDay(v) ? null : { key: 'wrong.date' }
    case 'partial':
      return typeof v === 'string' && (/^\d{4}(-(0[1-9]|1[0-2]))?$/.test(v) || isDay(v)) ? null : { key: 'wrong.partial' }
    case 'terms':
    case 'refs':
    case 'texts':
      return Array.isArray(v) && f.maxLen > 0 && v.length > f.maxLen ? { key: 'wrong.many', n: f.maxLen } : null
    case 'position':
      return isPosition(v) ? null : { key: 'wrong.position' }
    default:
      return null
  }
}

/** Checks an object against the sub-fields of a keyed field or a list. */
export function validateObject(fields: Field[], v: Record<string, Json>): Wrong | null {
  for (const f of fields) {
    const wrong = validate(f, v[f.name])
    if (wrong) return { ...wrong, field: f }
  }
  return null
}

function number(f: Field, v: Json): Wrong | null {
  if (typeof v !== 'number' || !Number.isFinite(v)) return { key: 'wrong.number' }
  if (f.type !== 'decimal' && (!Number.isInteger(v) || Math.abs(v) > 2 ** 53)) return { key: 'wrong.whole' }
  if (f.min !== null && v < f.min) return { key: 'wrong.small', n: f.min }
  if (f.max !== null && v > f.max) return { key: 'wrong.large', n: f.max }
  return null
}

function isDay(s: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(s)) return false
  const t = new Date(`${s}T00:00:00Z`)
  return !Number.isNaN(t.getTime()) && t.toISOString().startsWith(s)
}

function isPosition(v: Json): boolean {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) return false
  const { lat, lon, acc = 0 } = v
  return (
    typeof lat === 'number' && typeof lon === 'number' && typeof acc === 'number' && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && acc >= 0
  )
}

/** A position typed as "22.39, 103.51" or "22,39; 103,51"; null if it is none. */
export function parsePosition(typed: string): { lat: number; lon: number } | null {
  const s = typed.trim()
  const m =
    /^(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)$/.exec(s) ?? /^(-?\d+(?:,\d+)?)\s*[;\s]\s*(-?\d+(?:,\d+)?)$/.exec(s)
  if (!m) return null
  const lat = Number((m[1] ?? '').replace(',', '.'))
  const lon = Number((m[2] ?? '').replace(',', '.'))
  return isPosition({ lat, lon }) ? { lat, lon } : null
}
