/** Draws the tiles of an office's file: vector tiles and pictures, on the map's canvas. */
import { PbfReader } from 'pbf'
import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile'
import type { Camera } from '../../core/map/mercator'
import { above, cornerOf, groundOf, order, tilesIn, type Ground, type TileAt } from '../../core/map/tiles'
import { lang } from '../../store/words'
import type { Colours, GroundPainter, PlaceName, TileSource } from './ground'

/** As many tiles are kept ready to draw. */
const mostReady = 80
/** How many zooms farther a tile is looked for where a nearer one is missing. */
const mostAbove = 8

interface Vector {
  extent: number
  parts: Map<Ground, { fill: Path2D; line: Path2D }>
  names: PlaceName[]
}

type Ready = { vector: Vector } | { picture: ImageBitmap } | 'none' | 'asked'

export class TilePainter implements GroundPainter {
  readonly id: string
  private readonly ready = new Map<string, Ready>()

  constructor(
    private readonly source: TileSource,
    private readonly changed: () => void,
  ) {
    this.id = source.id
  }

  paint(ctx: CanvasRenderingContext2D, c: Camera, width: number, height: number, ratio: number, colours: Colours): void {
    for (const t of this.shown(c, width, height)) {
      const found = this.find(t)
      if (!found) continue
      const [x, y, side] = cornerOf(t, c, width, height)
      ctx.save()
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
      ctx.beginPath()
      ctx.rect(x, y, side, side)
      ctx.clip()
      const [fx, fy, whole] = cornerOf(found.at, c, width, height)
      if ('picture' in found.ready) ctx.drawImage(found.ready.picture, fx, fy, whole, whole)
      else vector(ctx, found.ready.vector, fx, fy, whole, colours)
      ctx.restore()
    }
  }

  names(c: Camera, width: number, height: number): PlaceName[] {
    return this.shown(c, width, height).flatMap((t) => {
      const r = this.ready.get(keyOf(t))
      return r && typeof r === 'object' && 'vector' in r ? r.vector.names : []
    })
  }

  private shown(c: Camera, width: number, height: number): TileAt[] {
    return tilesIn(c, width, height, this.source.min, this.source.max)
  }

  /** The tile, or the one above it that is there; what isn't known yet is asked for. */
  private find(t: TileAt): { at: TileAt; ready: { vector: Vector } | { picture: ImageBitmap } } | null {
    let asked = false
    for (let up = 0; up <= Math.min(mostAbove, t.z - this.source.min); up++) {
      const at = above(t, up)
      const r = this.ready.get(keyOf(at))
      if (r && typeof r === 'object') return { at, ready: r }
      if (r === 'none' || asked) continue
      asked = true
      if (!r) this.load(at)
    }
    return null
  }

  private load(t: TileAt): void {
    const key = keyOf(t)
    this.ready.set(key, 'asked')
    this.source
      .read(t.z, t.x, t.y)
      .then(async (bytes) => (bytes ? await this.made(bytes, t) : 'none'))
      .catch(() => 'none' as const) // a broken tile is a hole in the map
      .then((r) => {
        this.ready.delete(key)
        this.ready.set(key, r)
        for (const [k, old] of this.ready) {
          if (this.ready.size <= mostReady) break
          this.ready.delete(k)
          if (typeof old === 'object' && 'picture' in old) old.picture.close()
        }
        this.changed()
      })
      .catch(console.error)
  }

  private async made(bytes: ArrayBuffer, t: TileAt): Promise<Ready> {
    if (this.source.type !== 1) return { picture: await createImageBitmap(new Blob([bytes])) }
    return { vector: read(bytes, t) }
  }
}

const keyOf = (t: TileAt): string => `${t.z}/${t.x}/${t.y}`

function read(bytes: ArrayBuffer, t: TileAt): Vector {
  const out: Vector = { extent: 4096, parts: new Map(), names: [] }
  for (const layer of Object.values(new VectorTile(new PbfReader(bytes)).layers)) {
    const ground = groundOf(layer.name)
    const k = 4096 / layer.extent
    for (let i = 0; i < layer.length; i++) {
      const f = layer.feature(i)
      const lines = f.loadGeometry()
      if (f.type === 1) {
        const text = nameOf(f)
        const n = 2 ** t.z
        for (const p of text ? lines.flat() : []) out.names.push({ x: (t.x + p.x / layer.extent) / n, y: (t.y + p.y / layer.extent) / n, text, approx: false })
        continue
      }
      const part = out.parts.get(ground) ?? { fill: new Path2D(), line: new Path2D() }
      out.parts.set(ground, part)
      const path = f.type === 3 ? part.fill : part.line
      for (const line of lines) {
        line.forEach((p, j) => (j === 0 ? path.moveTo(p.x * k, p.y * k) : path.lineTo(p.x * k, p.y * k)))
        if (f.type === 3) path.closePath()
      }
    }
  }
  return out
}

function nameOf({ properties: p }: VectorTileFeature): string {
  const names = lang.value === 'vi' ? ['name:vi', 'name_vi', 'ten', 'name', 'NAME'] : ['name:en', 'name_en', 'name', 'ten', 'NAME']
  return names.map((n) => p[n]).find((v) => typeof v === 'string' && v !== '')?.toString() ?? ''
}

interface Look {
  fill: keyof Colours
  line: keyof Colours
  alpha: number
  width: number
  dash?: number[]
}

const looks: Record<Ground, Look> = {
  land: { fill: 'land', line: 'line', alpha: 1, width: 0.75 },
  green: { fill: 'done', line: 'done', alpha: 0.12, width: 1 },
  water: { fill: 'stream', line: 'stream', alpha: 0.55, width: 1.5 },
  other: { fill: 'quiet', line: 'quiet', alpha: 0.25, width: 1 },
  building: { fill: 'quiet', line: 'quiet', alpha: 0.35, width: 0.75 },
  road: { fill: 'quiet', line: 'quiet', alpha: 0.7, width: 1.75 },
  border: { fill: 'land', line: 'late', alpha: 0.8, width: 1, dash: [5, 3] },
  name: { fill: 'quiet', line: 'quiet', alpha: 0, width: 0 },
}

function vector(ctx: CanvasRenderingContext2D, v: Vector, x: number, y: number, side: number, c: Colours): void {
  const k = side / v.extent
  ctx.translate(x, y)
  ctx.scale(k, k)
  ctx.lineJoin = 'round'
  for (const ground of order) {
    const part = v.parts.get(ground)
    const look = looks[ground]
    if (!part || look.alpha === 0) continue
    ctx.globalAlpha = look.alpha
    if (ground !== 'border') {
      ctx.fillStyle = c[look.fill]
      ctx.fill(part.fill, 'evenodd')
    }
    ctx.strokeStyle = c[look.line]
    ctx.lineWidth = look.width / k
    ctx.setLineDash((look.dash ?? []).map((d) => d / k))
    ctx.stroke(part.line)
  }
  ctx.setLineDash([])
  ctx.globalAlpha = 1
}
