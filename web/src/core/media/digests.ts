import type { Json } from '../decode'

/** Every digest in answers: those that a form's photos, recordings and signatures are kept under. */
export function digestsIn(v: Json): string[] {
  if (typeof v === 'string') return /^[0-9a-f]{64}$/.test(v) ? [v] : []
  if (Array.isArray(v)) return v.flatMap(digestsIn)
  return typeof v === 'object' && v !== null ? Object.values(v).flatMap(digestsIn) : []
}
