/** Keeps a map readable: what lies too close together is one mark with a number. */
import { scaleOf, toWorld, type Camera } from './mercator'

/** How something on the map stands, which its mark shows by shape and colour. */
export type Standing = 'late' | 'never' | 'seen' | 'plain'

export interface Mark {
  id: string
  name: string
  lon: number
  lat: number
  standing: Standing
}

/** A mark, or several, at a point of the world square. */
export interface Group {
  x: number
  y: number
  marks: Mark[]
}

export interface Placed {
  mark: Mark
  x: number
  y: number
}

/** Projects once; a map is drawn many times. */
export function placed(marks: Mark[]): Placed[] {
  return marks.map((mark) => {
    const [x, y] = toWorld(mark.lon, mark.lat)
    return { mark, x, y }
  })
}

/**
 * Groups by a grid of the world that stays put while one pans; within a whole step
 * of zoom the groups stay the same. Whole cells that the picture touches are given.
 */
export function groups(all: Placed[], c: Camera, width: number, height: number, cell = 44): Group[] {
  const side = cell / (256 * 2 ** Math.floor(c.zoom))
  const k = scaleOf(c)
  const cellOf = (v: number): number => Math.floor(v / side)
  const [west, east, north, south] = [c.x - width / 2 / k, c.x + width / 2 / k, c.y - height / 2 / k, c.y + height / 2 / k].map(cellOf) as [number, number, number, number]
  const cells = new Map<string, Group>()
  for (const p of all) {
    const [x, y] = [cellOf(p.x), cellOf(p.y)]
    if (x < west || x > east || y < north || y > south) continue
    const key = `${x} ${y}`
    const g = cells.get(key)
    if (!g) {
      cells.set(key, { x: p.x, y: p.y, marks: [p.mark] })
      continue
    }
    g.marks.push(p.mark)
    g.x += (p.x - g.x) / g.marks.length
    g.y += (p.y - g.y) / g.marks.length
  }
  return [...cells.values()]
}

/** Those in the picture, without grouping. */
export function inView(all: Placed[], c: Camera, width: number, height: number): Mark[] {
  const k = scaleOf(c)
  return all.filter((p) => Math.abs(p.x - c.x) * k <= width / 2 && Math.abs(p.y - c.y) * k <= height / 2).map((p) => p.mark)
}

/** The gravest standing of a group: what its circle shows. */
export function gravest(marks: Mark[]): Standing {
  for (const s of ['late', 'never', 'seen'] as const) if (marks.some((m) => m.standing === s)) return s
  return 'plain'
}

export interface Label {
  text: string
  x: number
  y: number
  width: number
}

/** Of labels in order of weight those that have room, each a box above its point. */
export function roomFor(labels: Label[], height = 18): Label[] {
  const out: Label[] = []
  for (const l of labels) {
    const apart = (o: Label): boolean => Math.abs(o.x - l.x) > (o.width + l.width) / 2 + 6 || Math.abs(o.y - l.y) > height
    if (out.every(apart)) out.push(l)
  }
  return out
}
