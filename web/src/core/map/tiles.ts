/** Which tiles a picture needs, which a phone should hold, and what a vector layer is drawn as. */
import type { Spot } from '../near'
import { onScreen, scaleOf, tile, toWorld, type Camera } from './mercator'

/** A tile by zoom, column and row. */
export interface TileAt {
  z: number
  x: number
  y: number
}

/** West, south, east, north in degrees. */
export type Box = [number, number, number, number]

/** More tiles than this at once are not a picture: the file's first zoom is too near for it. */
const mostShown = 60

/** The tiles that a picture shows, of a file that has some zooms; none where there would be too many. */
export function tilesIn(c: Camera, width: number, height: number, min: number, max: number): TileAt[] {
  const z = Math.max(min, Math.min(max, Math.floor(c.zoom)))
  const n = 2 ** z
  const [halfX, halfY] = [width / 2 / scaleOf(c), height / 2 / scaleOf(c)]
  const range = (from: number, to: number): [number, number] => [Math.max(0, Math.floor(from * n)), Math.min(n - 1, Math.floor(to * n))]
  const [x0, x1] = range(c.x - halfX, c.x + halfX)
  const [y0, y1] = range(c.y - halfY, c.y + halfY)
  if ((x1 - x0 + 1) * (y1 - y0 + 1) > mostShown) return []
  return cells(z, x0, x1, y0, y1)
}

function cells(z: number, x0: number, x1: number, y0: number, y1: number): TileAt[] {
  const out: TileAt[] = []
  for (let x = x0; x <= x1; x++) for (let y = y0; y <= y1; y++) out.push({ z, x, y })
  return out
}

/** The tile that holds this one, so many zooms farther. */
export function above({ z, x, y }: TileAt, by: number): TileAt {
  return { z: z - by, x: x >> by, y: y >> by }
}

/** Where a tile lies on a picture: its corner and its side in pixels. */
export function cornerOf(t: TileAt, c: Camera, width: number, height: number): [x: number, y: number, side: number] {
  const n = 2 ** t.z
  const [x, y] = onScreen(c, width, height, t.x / n, t.y / n)
  return [x, y, tile * 2 ** (c.zoom - t.z)]
}

/** The tiles of boxes at a zoom, each once; null where there are more than a bound. */
export function tilesOf(boxes: Box[], z: number, most: number): TileAt[] | null {
  const n = 2 ** z
  const out = new Map<string, TileAt>()
  for (const [w, s, e, north] of boxes) {
    const [x0, y0] = toWorld(w, north)
    const [x1, y1] = toWorld(e, s)
    const at = (v: number): number => Math.max(0, Math.min(n - 1, Math.floor(v * n)))
    if ((at(x1) - at(x0) + 1) * (at(y1) - at(y0) + 1) > most) return null
    for (const t of cells(z, at(x0), at(x1), at(y0), at(y1))) out.set(`${t.x}/${t.y}`, t)
    if (out.size > most) return null
  }
  return [...out.values()]
}

/** Room around what a phone is responsible for: about two kilometres. */
const around = 0.02

/** A box around each area's point and households, and one around them all for the farther zooms. */
export function boxesOf(spots: { area: string; spot: Spot }[]): { near: Box[]; whole: Box | null } {
  const byArea = new Map<string, Box>()
  let whole: Box | null = null
  for (const { area, spot } of spots) {
    byArea.set(area, grown(byArea.get(area) ?? null, spot))
    whole = grown(whole, spot)
  }
  return { near: [...byArea.values()], whole }
}

function grown(b: Box | null, { lon, lat }: Spot): Box {
  const [w, s, e, n] = b ?? [180, 90, -180, -90]
  return [Math.min(w, lon - around), Math.min(s, lat - around), Math.max(e, lon + around), Math.max(n, lat + around)]
}

/** Part of a file. */
export interface Range {
  offset: number
  length: number
}

/** Ranges in order, those together that lie close, so that few requests fetch them; none longer than a bound unless it was so. */
export function gathered(ranges: Range[], gap: number, longest: number): Range[] {
  const out: Range[] = []
  for (const r of [...ranges].sort((a, b) => a.offset - b.offset)) {
    const last = out.at(-1)
    const end = last ? last.offset + last.length : 0
    if (last && r.offset <= end + gap && r.offset + r.length - last.offset <= Math.max(longest, last.length)) last.length = Math.max(last.length, r.offset + r.length - last.offset)
    else out.push({ ...r })
  }
  return out
}

/** What a layer of a vector tile is, as far as its name tells; styles of the well-known schemas and of Vietnamese names. */
export type Ground = 'water' | 'green' | 'building' | 'road' | 'border' | 'name' | 'other' | 'land'

const grounds: [Ground, RegExp][] = [
  ['name', /place|poi|label|name|address|housenumber/],
  ['water', /water|river|stream|ocean|lake|hydro|song|suoi|sông|suối|hồ/],
  ['building', /building|house|nha$|nhà/],
  ['road', /road|transport|highway|street|path|track|trail|bridge|railway|duong|đường/],
  ['border', /bound|border|admin|ranh|gioi|giới/],
  ['green', /green|forest|wood|park|landcover|landuse|vegetation|rung|rừng/],
  ['land', /earth|^land$/],
]

export function groundOf(layer: string): Ground {
  const l = layer.toLowerCase()
  return grounds.find(([, re]) => re.test(l))?.[0] ?? 'other'
}

/** What lies beneath what. */
export const order: Ground[] = ['land', 'green', 'water', 'other', 'building', 'road', 'border', 'name']
