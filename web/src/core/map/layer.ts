/** A layer of the map, read from GeoJSON. */
import { dict, json, list, num, object, str, textOf, type Decoder, type Json } from '../decode'
import { shapes, type Shape } from '../geo'

export interface Point {
  lon: number
  lat: number
  name: string
}

export interface Layer {
  /** "border.geojson": the file that it came from. */
  id: string
  from: 'pack' | 'office'
  shapes: Shape[]
  points: Point[]
}

const names = ['name_vi', 'name', 'ten', 'Name', 'NAME', 'title']

const features = object<{ features: { geometry: { type: string; coordinates: Json }; properties: Record<string, Json> }[] }>({
  features: list(object({ geometry: object({ type: str, coordinates: json }), properties: dict(json) })),
})

function nameOf(p: Record<string, Json>): string {
  return names.map((n) => textOf(p[n])).find((x) => x !== '') ?? ''
}

const pair: Decoder<number[]> = list(num)

/** Reads one file; lines and areas become shapes, points keep their names. */
export function layerOf(id: string, from: Layer['from'], v: unknown): Layer {
  const points = features(v, id).features.flatMap(({ geometry: g, properties }) => {
    const spots = g.type === 'Point' ? [pair(g.coordinates, id)] : g.type === 'MultiPoint' ? list(pair)(g.coordinates, id) : []
    return spots.map(([lon = 0, lat = 0]): Point => ({ lon, lat, name: nameOf(properties) }))
  })
  return { id, from, shapes: shapes(withGeometry(v), id), points }
}

/** A feature may have no geometry; such are nothing on a map. */
function withGeometry(v: unknown): unknown {
  const all = (v as { features?: { geometry?: unknown }[] }).features ?? []
  return { features: all.filter((f) => f.geometry) }
}
