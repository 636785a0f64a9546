/** Draws a map on a canvas: needs no graphics card, so that old phones show it too. */
import { groups, gravest, roomFor, type Group, type Placed, type Standing } from '../../core/map/group'
import type { Layer } from '../../core/map/layer'
import { onScreen, pixelsOf, scaleOf, toWorld, type Camera } from '../../core/map/mercator'
import type { Spot } from '../../core/near'
import type { Lang } from '../../core/api/types'
import type { Colours, GroundPainter, PlaceName } from './ground'

/** A shape as the canvas keeps it: its lines relative to a middle, in units that stay exact when near. */
interface Drawn {
  layer: string
  office: boolean
  line: boolean
  part: string
  name: { vi: string; en: string }
  path: Path2D
}

/** Units to the world: pixels at zoom 12. */
const units = 256 * 2 ** 12

export interface Scene {
  origin: [number, number]
  shapes: Drawn[]
  /** Named points of the office's files. */
  points: { layer: string; x: number; y: number; text: string }[]
}

/** Prepares layers for drawing, once. */
export function sceneOf(layers: Layer[]): Scene {
  const first = layers[0]?.shapes[0]?.rings[0]?.[0] ?? [0, 0]
  const origin = toWorld(first[0], first[1])
  const shapes = layers.flatMap((l) =>
    l.shapes.map((s): Drawn => {
      const path = new Path2D()
      for (const ring of s.rings) {
        ring.forEach(([lon, lat], i) => {
          const [x, y] = toWorld(lon, lat)
          if (i === 0) path.moveTo((x - origin[0]) * units, (y - origin[1]) * units)
          else path.lineTo((x - origin[0]) * units, (y - origin[1]) * units)
        })
        if (s.kind === 'area') path.closePath()
      }
      return { layer: l.id, office: l.from === 'office', line: s.kind === 'line', part: s.part, name: s.name, path }
    }),
  )
  const points = layers.flatMap((l) => l.points.map((p) => ({ layer: l.id, x: toWorld(p.lon, p.lat)[0], y: toWorld(p.lon, p.lat)[1], text: p.name })))
  return { origin, shapes, points }
}

export interface Picture {
  camera: Camera
  width: number
  height: number
  scene: Scene
  /** The office's tiles. */
  grounds: GroundPainter[]
  /** Layers of the office that are switched off. */
  off: ReadonlySet<string>
  names: PlaceName[]
  marks: Placed[]
  here: (Spot & { acc?: number }) | null
  chosen: string
  /** Where the keys are; null for nowhere. */
  at: Group | null
  lang: Lang
}

export function coloursOf(el: Element): Colours {
  const s = getComputedStyle(el)
  const of = (n: string): string => s.getPropertyValue(`--${n}`).trim()
  return { water: of('water'), stream: of('accent'), land: of('land'), line: of('edge'), late: of('late'), due: of('due'), done: of('done'), ink: of('ink'), quiet: of('quiet'), surface: of('surface'), accent: of('accent'), primary: of('primary') }
}

const sans = "'Be Vietnam Pro', system-ui, sans-serif"

/** Draws everything; gives the groups as they lie, for fingers. */
export function paint(ctx: CanvasRenderingContext2D, p: Picture, c: Colours, ratio: number): Group[] {
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
  ctx.fillStyle = c.water
  ctx.fillRect(0, 0, p.width, p.height)
  land(ctx, p, c, ratio, (s) => !s.office && !s.line)
  for (const g of p.grounds) if (!p.off.has(g.id)) g.paint(ctx, p.camera, p.width, p.height, ratio, c)
  land(ctx, p, c, ratio, (s) => s.office || s.line)
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
  pointsOf(ctx, p, c)
  namesOf(ctx, p, c)
  position(ctx, p, c)
  const gs = groups(p.marks, p.camera, p.width, p.height)
  for (const g of gs) group(ctx, p, c, g)
  if (p.at) ring(ctx, p, c, p.at)
  return gs
}

function land(ctx: CanvasRenderingContext2D, p: Picture, c: Colours, ratio: number, which: (s: Drawn) => boolean): void {
  const { scene, camera } = p
  const k = scaleOf(camera) / units
  const [x, y] = onScreen(camera, p.width, p.height, scene.origin[0], scene.origin[1])
  ctx.setTransform(k * ratio, 0, 0, k * ratio, x * ratio, y * ratio)
  ctx.lineJoin = 'round'
  const stroke = (s: Drawn, colour: string, width: number, dash: number[] = []): void => {
    ctx.strokeStyle = colour
    ctx.lineWidth = width / k
    ctx.setLineDash(dash.map((d) => d / k))
    ctx.stroke(s.path)
  }
  for (const s of scene.shapes) {
    if (p.off.has(s.layer) || !which(s)) continue
    if (!s.line) {
      ctx.globalAlpha = s.office ? 0.14 : 1
      ctx.fillStyle = s.office ? c.accent : c.land
      ctx.fill(s.path, 'evenodd')
      ctx.globalAlpha = 1
    }
    if (s.office) stroke(s, c.accent, s.line ? 2 : 1.5, s.line ? [] : [6, 4])
    else if (s.line) stroke(s, c.late, s.part === 'province' ? 3 : 1.25)
    else stroke(s, c.line, 0.75)
  }
  ctx.setLineDash([])
}

function halo(ctx: CanvasRenderingContext2D, c: Colours, text: string, x: number, y: number, colour: string): void {
  ctx.lineJoin = 'round'
  ctx.strokeStyle = c.land
  ctx.lineWidth = 4
  ctx.strokeText(text, x, y)
  ctx.fillStyle = colour
  ctx.fillText(text, x, y)
}

function pointsOf(ctx: CanvasRenderingContext2D, p: Picture, c: Colours): void {
  for (const o of p.scene.points) {
    if (p.off.has(o.layer)) continue
    const [x, y] = onScreen(p.camera, p.width, p.height, o.x, o.y)
    if (x < -20 || y < -20 || x > p.width + 20 || y > p.height + 20) continue
    ctx.fillStyle = c.accent
    ctx.fillRect(x - 4, y - 4, 8, 8)
    ctx.strokeStyle = c.surface
    ctx.lineWidth = 1.5
    ctx.strokeRect(x - 4, y - 4, 8, 8)
  }
}

/** Names of places and of the office's points that have room, those first that come first. */
function namesOf(ctx: CanvasRenderingContext2D, p: Picture, c: Colours): void {
  ctx.font = `500 13px ${sans}`
  ctx.textAlign = 'center'
  ctx.textBaseline = 'alphabetic'
  const office = p.camera.zoom >= 10 ? p.scene.points.filter((o) => o.text && !p.off.has(o.layer)).map((o) => ({ x: o.x, y: o.y, text: o.text, approx: false, office: true })) : []
  const tiles = p.camera.zoom >= 9 ? p.grounds.filter((g) => !p.off.has(g.id)).flatMap((g) => g.names(p.camera, p.width, p.height)) : []
  const all = [...p.names.map((n) => ({ ...n, office: false })), ...office, ...tiles.map((n) => ({ ...n, office: true }))]
  const seen = all.flatMap((n) => {
    const [x, y] = onScreen(p.camera, p.width, p.height, n.x, n.y)
    if (x < 0 || y < 0 || x > p.width || y > p.height) return []
    return [{ text: n.text, x, y, width: ctx.measureText(n.text).width, office: n.office, approx: n.approx }]
  })
  for (const l of roomFor(seen) as typeof seen) {
    if (!l.office) {
      ctx.beginPath()
      ctx.arc(l.x, l.y, 3, 0, 2 * Math.PI)
      ctx.fillStyle = c.surface
      ctx.fill()
      ctx.strokeStyle = c.quiet
      ctx.lineWidth = 1.5
      ctx.setLineDash(l.approx ? [2, 2] : [])
      ctx.stroke()
      ctx.setLineDash([])
    }
    halo(ctx, c, l.text, l.x, l.y - 9, l.office ? c.accent : c.ink)
  }
}

function position(ctx: CanvasRenderingContext2D, p: Picture, c: Colours): void {
  if (!p.here) return
  const [wx, wy] = toWorld(p.here.lon, p.here.lat)
  const [x, y] = onScreen(p.camera, p.width, p.height, wx, wy)
  ctx.beginPath()
  ctx.arc(x, y, Math.max(10, pixelsOf(p.here.acc ?? 0, p.here.lat, p.camera)), 0, 2 * Math.PI)
  ctx.globalAlpha = 0.18
  ctx.fillStyle = c.accent
  ctx.fill()
  ctx.globalAlpha = 1
  ctx.strokeStyle = c.accent
  ctx.lineWidth = 1.5
  ctx.stroke()
  ctx.beginPath()
  ctx.arc(x, y, 5, 0, 2 * Math.PI)
  ctx.fillStyle = c.accent
  ctx.fill()
  ctx.strokeStyle = c.surface
  ctx.lineWidth = 2
  ctx.stroke()
}

const hue: Record<Standing, keyof Colours> = { late: 'late', never: 'due', seen: 'done', plain: 'primary' }

/** One household: a triangle is late, an empty square never visited, a disc seen. Several: a circle with their number. */
function group(ctx: CanvasRenderingContext2D, p: Picture, c: Colours, g: Group): void {
  const [x, y] = onScreen(p.camera, p.width, p.height, g.x, g.y)
  const [only] = g.marks
  ctx.beginPath()
  if (g.marks.length === 1 && only) {
    shape(ctx, only.standing, x, y, only.id === p.chosen ? 11 : 8)
    mark(ctx, c, only.standing, only.id === p.chosen)
    return
  }
  const grave = gravest(g.marks)
  ctx.arc(x, y, Math.min(22, 13 + Math.log2(g.marks.length)), 0, 2 * Math.PI)
  ctx.fillStyle = c.surface
  ctx.fill()
  ctx.strokeStyle = c[hue[grave]]
  ctx.lineWidth = 3
  ctx.setLineDash(grave === 'never' ? [4, 3] : [])
  ctx.stroke()
  ctx.setLineDash([])
  ctx.font = `600 13px ${sans}`
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  ctx.fillStyle = c.ink
  ctx.fillText(String(g.marks.length), x, y + 1)
}

/** Where the keys are. */
function ring(ctx: CanvasRenderingContext2D, p: Picture, c: Colours, g: Group): void {
  const [x, y] = onScreen(p.camera, p.width, p.height, g.x, g.y)
  ctx.beginPath()
  ctx.arc(x, y, 26, 0, 2 * Math.PI)
  ctx.strokeStyle = c.accent
  ctx.lineWidth = 3
  ctx.stroke()
}

function shape(ctx: CanvasRenderingContext2D, s: Standing, x: number, y: number, r: number): void {
  switch (s) {
    case 'late':
      ctx.moveTo(x, y - r * 1.15)
      ctx.lineTo(x + r * 1.1, y + r * 0.8)
      ctx.lineTo(x - r * 1.1, y + r * 0.8)
      ctx.closePath()
      return
    case 'never':
      ctx.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7)
      return
    default:
      ctx.arc(x, y, r * 0.9, 0, 2 * Math.PI)
  }
}

function mark(ctx: CanvasRenderingContext2D, c: Colours, s: Standing, chosen: boolean): void {
  ctx.fillStyle = s === 'never' ? c.surface : c[hue[s]]
  ctx.fill()
  ctx.strokeStyle = s === 'never' ? c[hue[s]] : c.surface
  ctx.lineWidth = s === 'never' ? 3 : 2
  ctx.stroke()
  if (!chosen) return
  ctx.strokeStyle = c.ink
  ctx.lineWidth = 2.5
  ctx.stroke()
}
