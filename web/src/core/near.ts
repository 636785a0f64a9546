/** How far places are from each other, and how that is said. */
export interface Spot {
  lat: number
  lon: number
}

const earth = 6_371_000 // metres, mean radius

/** Metres between two places along the ground, as the crow flies (haversine). */
export function metres(a: Spot, b: Spot): number {
  const rad = Math.PI / 180
  const h = Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2
  return 2 * earth * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** A distance as 350 m, 1,2 km or 14 km. */
export function showMetres(m: number, lang: string): string {
  if (m < 995) return `${Math.round(m / 10) * 10} m`
  return `${new Intl.NumberFormat(lang, { maximumFractionDigits: m < 9950 ? 1 : 0 }).format(m / 1000)} km`
}

/** The place in a record's position; null where it has none. */
export function spotOf(v: unknown): Spot | null {
  if (typeof v !== 'object' || v === null) return null
  const { lat, lon } = v as { lat?: unknown; lon?: unknown }
  return typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : null
}
