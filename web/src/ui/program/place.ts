import type { Json } from '../../core/decode'

/** Reads a place as maps write it, latitude then longitude: "22.3921, 103.4567"; null where it is none. */
export function readPlace(typed: string): { lat: number; lon: number } | null {
  const m = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(typed)
  if (!m) return null
  const [lat, lon] = [Number(m[1]), Number(m[2])]
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null
}

/** A place as it was given. */
export function showPlace(v: Json): string {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) return ''
  return [v.lat, v.lon].map((n) => (typeof n === 'number' ? n.toFixed(5) : '?')).join(', ')
}
