import type { Area } from './api/types'
import { matches } from './fold'

/** Areas of both maps with the ways to walk them. */
export interface AreaIndex {
  byId: Map<string, Area>
  children: Map<string, Area[]>
  roots: Area[]
}

const collator = new Intl.Collator('vi')
const byName = (a: Area, b: Area): number => Number(b.border) - Number(a.border) || collator.compare(a.name, b.name)

export function indexAreas(areas: Area[]): AreaIndex {
  const byId = new Map(areas.map((a) => [a.id, a]))
  const children = new Map<string, Area[]>()
  for (const a of areas) {
    if (!a.parent) continue
    const list = children.get(a.parent)
    if (list) list.push(a)
    else children.set(a.parent, [a])
  }
  for (const list of children.values()) list.sort(byName)
  return { byId, children, roots: areas.filter((a) => !a.parent || !byId.has(a.parent)).sort(byName) }
}

/** Whether an area was on the map of a day. */
export function onMap(a: Area, day: string): boolean {
  return (!a.validFrom || a.validFrom <= day) && (!a.validTo || day <= a.validTo)
}


/** The last day of the former map: the day before the newest first day among areas; "" if there is one map only. */
export function formerDay(areas: Area[]): string {
  return areas.reduce((last, a) => (a.validTo > last ? a.validTo : last), '')
}

/**
 * The parent of an area on a day: what held it then, by its former parents
 * where they say so, else its present one.
 */
export function parentOn(ix: AreaIndex, a: Area, day: string): Area | undefined {
  const w = a.within.find((x) => (!x.from || x.from <= day) && (!x.to || day <= x.to))
  return ix.byId.get(w ? w.area : a.parent)
}

/** From the area up: itself, its commune, its province. */
export function pathOf(ix: AreaIndex, id: string): Area[] {
  const out: Area[] = []
  for (let a = ix.byId.get(id); a && out.length < 8 && !out.includes(a); a = ix.byId.get(a.parent)) out.push(a)
  return out
}

/** "Bản Nà Vàng, xã Khổng Lào": an area with what holds it, below the province. */
export function placeName(ix: AreaIndex, id: string): string {
  const path = pathOf(ix, id)
  const below = path.length > 1 ? path.filter((a) => a.level !== 'province') : path
  return below.map((a, i) => (i === 0 ? label(a) : lowerFirst(label(a)))).join(', ')
}

/** "Xã Pa Ủ" inside a sentence: "xã Pa Ủ". */
export function lowerFirst(s: string): string {
  return s.slice(0, 1).toLowerCase() + s.slice(1)
}

/** The full name where there is one. */
export function label(a: Area): string {
  return a.fullName || a.name
}

/** One line of a tree as it shows. */
export interface Line<T> {
  node: T
  depth: number
  open: boolean
  leaf: boolean
}

/** The lines of an open tree: what is open, or, with a filter, what matches and the way to it. */
export function lines<T extends { id: string }>(
  roots: T[],
  children: (n: T) => T[],
  open: ReadonlySet<string>,
  filter: string,
  text: (n: T) => string,
): Line<T>[] {
  const out: Line<T>[] = []
  const walk = (nodes: T[], depth: number): boolean => {
    let any = false
    for (const node of nodes) {
      const kids = children(node)
      const at = out.length
      const own = filter === '' || matches(text(node), filter)
      out.push({ node, depth, open: false, leaf: kids.length === 0 })
      const isOpen = open.has(node.id)
      const below = kids.length > 0 && (filter !== '' || isOpen) && walk(kids, depth + 1)
      const line = out[at]
      if (line) line.open = filter === '' ? isOpen : below
      if (!own && !below) out.length = at
      else any = true
    }
    return any
  }
  walk(roots, 0)
  return out
}
