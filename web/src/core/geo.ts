import { dict, json, list, num, object, str, type Decoder, type Json } from './decode'

/** Lines and shapes of a GeoJSON file, as rings of [lon, lat]. */
export interface Shape {
  kind: 'line' | 'area'
  part: string
  name: { vi: string; en: string }
  rings: [number, number][][]
}

const feature = object<{ type: string; geometry: { type: string; coordinates: Json[] }; properties: Record<string, Json> }>({
  type: str,
  geometry: object<{ type: string; coordinates: Json[] }>({ type: str, coordinates: list(json) }),
  properties: dict(json),
})

const pair: Decoder<[number, number]> = (v, path) => {
  const [lon = 0, lat = 0] = list(num)(v, path)
  return [lon, lat]
}
const ring = list(pair)

function rings(g: { type: string; coordinates: Json[] }): [number, number][][] {
  switch (g.type) {
    case 'LineString':
      return [ring(g.coordinates, 'line')]
    case 'MultiLineString':
    case 'Polygon':
      return list(ring)(g.coordinates, 'rings')
    case 'MultiPolygon':
      return list(list(ring))(g.coordinates, 'polygons').flat()
    default:
      return []
  }
}

const text = (v: Json | undefined): string => (typeof v === 'string' ? v : '')

/** Reads a feature collection; what is neither line nor area is left out. */
export const shapes: Decoder<Shape[]> = (v, path) =>
  object<{ features: ReturnType<typeof feature>[] }>({ features: list(feature) })(v, path)
    .features.map((f) => ({
      kind: f.geometry.type.includes('Line') ? ('line' as const) : ('area' as const),
      part: text(f.properties.part),
      name: { vi: text(f.properties.name_vi), en: text(f.properties.name_en) },
      rings: rings(f.geometry),
    }))
    .filter((s) => s.rings.length > 0)

/** A view of the map: equirectangular about its middle, fit for a province. */
export interface View {
  width: number
  height: number
  at: (lon: number, lat: number) => [number, number]
}

/** Fits points into a picture of a width, with room around; never taller than wide. */
export function viewOf(points: [number, number][], width: number, pad: number): View {
  const lons = points.map((p) => p[0])
  const lats = points.map((p) => p[1])
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)]
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const w = Math.max((east - west) * squeeze, 0.05)
  const h = Math.max(north - south, 0.05)
  const height = Math.round(Math.min(width * 0.8, Math.max(width * 0.4, (h / w) * width)))
  const scale = Math.min((width - 2 * pad) / w, (height - 2 * pad) / h)
  const [cx, cy] = [(west + east) / 2, (south + north) / 2]
  return {
    width,
    height,
    at: (lon, lat) => [width / 2 + (lon - cx) * squeeze * scale, height / 2 - (lat - cy) * scale],
  }
}

/** An SVG path of rings; steps shorter than half a pixel and rings wholly outside are left out. */
export function pathOf(s: Shape, v: View): string {
  const out: string[] = []
  for (const r of s.rings) {
    const points = r.map(([lon, lat]) => v.at(lon, lat))
    const inside = points.some(([x, y]) => x > -v.width && x < 2 * v.width && y > -v.height && y < 2 * v.height)
    if (!inside) continue
    let last: [number, number] | null = null
    const steps: string[] = []
    for (const p of points) {
      if (last && Math.hypot(p[0] - last[0], p[1] - last[1]) < 0.5) continue
      steps.push(`${p[0].toFixed(1)} ${p[1].toFixed(1)}`)
      last = p
    }
    if (steps.length > 1) out.push(`M${steps.join('L')}${s.kind === 'area' ? 'Z' : ''}`)
  }
  return out.join('')
}
