/** Keeps a map readable: what lies too close together is one mark with a number. */
import { fit, nearest, onScreen, scaleOf, toWorld, type Camera } from './mercator'

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
 * of zoom the groups stay the same. Whole cells that the picture touches are given, and one beyond.
 */
export function groups(all: Placed[], c: Camera, width: number, height: number, cell = 44): Group[] {
  const side = cell / (256 * 2 ** Math.floor(c.zoom))
  const k = scaleOf(c)
  const cellOf = (v: number): number => Math.floor(v / side)
  const [west, east, north, south] = [c.x - width / 2 / k, c.x + width / 2 / k, c.y - height / 2 / k, c.y + height / 2 / k].map(cellOf) as [number, number, number, number]
  const cells = new Map<string, Group>()
  for (const p of all) {
    const [x, y] = [cellOf(p.x), cellOf(p.y)]
    if (x < west - 1 || x > east + 1 || y < north - 1 || y > south + 1) continue
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
  return apart([...cells.values()], side * 0.8)
}

/** Groups of neighbouring cells whose circles would lie over each other are one; the largest draw the others in. */
function apart(all: Group[], distance: number): Group[] {
  const out: Group[] = []
  for (const g of all.sort((a, b) => b.marks.length - a.marks.length || a.x - b.x || a.y - b.y)) {
    const near = out.find((o) => Math.hypot(o.x - g.x, o.y - g.y) < distance)
    if (!near) {
      out.push(g)
      continue
    }
    const n = near.marks.length + g.marks.length
    near.x += ((g.x - near.x) * g.marks.length) / n
    near.y += ((g.y - near.y) * g.marks.length) / n
    near.marks.push(...g.marks)
  }
  return out
}

/** Those in the picture, without grouping. */
export function inView(all: Placed[], c: Camera, width: number, height: number): Mark[] {
  const k = scaleOf(c)
  return all.filter((p) => Math.abs(p.x - c.x) * k <= width / 2 && Math.abs(p.y - c.y) * k <= height / 2).map((p) => p.mark)
}

/** A camera on the marks of a group in which they come apart; null where they lie at one spot. */
export function stepIn(marks: Mark[], c: Camera, width: number, height: number): Camera | null {
  const into = fit(marks.map((m) => [m.lon, m.lat]), width, height, 56, nearest)
  if (!into || into.zoom <= c.zoom) return null
  return groups(placed(marks), into, width, height).length > 1 ? into : null
}

/** Groups that the picture shows, in the order in which one reads: line by line. */
export function inOrder(all: Group[], c: Camera, width: number, height: number, line = 44): Group[] {
  return all
    .map((g) => ({ g, at: onScreen(c, width, height, g.x, g.y) }))
    .filter(({ at: [x, y] }) => x >= 0 && y >= 0 && x <= width && y <= height)
    .sort((a, b) => Math.floor(a.at[1] / line) - Math.floor(b.at[1] / line) || a.at[0] - b.at[0])
    .map(({ g }) => g)
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
