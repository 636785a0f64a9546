import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PbfReader } from 'pbf'
import { VectorTile } from '@mapbox/vector-tile'
import type { Json } from '../../core/decode'
import { tilesOf, type Range } from '../../core/map/tiles'
import { NotNow, TileKeeper, type TileShelf } from './tiles'

const shipped = (name: string): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(new URL(`../../../../testdata/maps/${name}`, import.meta.url)))
const ground = shipped('ground.pmtiles')

class MemoryShelf implements TileShelf {
  readonly things = new Map<string, unknown>()
  names = (): Promise<string[]> => Promise.resolve([...this.things.keys()])
  get = (n: string): Promise<Json> => Promise.resolve(JSON.parse((this.things.get(n) as string | undefined) ?? 'null') as Json)
  put = (n: string, v: unknown): Promise<void> => Promise.resolve(void this.things.set(n, JSON.stringify(v)))
  bytes = (n: string): Promise<Uint8Array<ArrayBuffer> | null> => Promise.resolve((this.things.get(n) as Uint8Array<ArrayBuffer> | undefined) ?? null)
  putBytes = (n: string, b: Uint8Array<ArrayBuffer>): Promise<void> => Promise.resolve(void this.things.set(n, b))
  remove = (ns: string[]): Promise<void> => {
    for (const n of ns) this.things.delete(n)
    return Promise.resolve()
  }

  held(): number {
    return [...this.things.values()].reduce<number>((n, v) => n + (v instanceof Uint8Array ? v.length : 0), 0)
  }
}

/** A server of files, that can be cut after so many requests. */
function server(files: Record<string, Uint8Array<ArrayBuffer>>): { fetch: (name: string, tag: string, r: Range) => Promise<ArrayBuffer | null>; asked: Range[]; cut: number } {
  const s = {
    asked: [] as Range[],
    cut: Infinity,
    fetch: (name: string, tag: string, r: Range): Promise<ArrayBuffer | null> => {
      if (s.asked.length >= s.cut) return Promise.resolve(null)
      s.asked.push(r)
      return Promise.resolve(files[`${name} ${tag}`]?.slice(r.offset, r.offset + r.length).buffer ?? null)
    },
  }
  return s
}

const offered = (tag = '1', bytes = ground): { name: string; tag: string; size: number }[] => [{ name: 'g.pmtiles', tag, size: bytes.length }]
const village = { area: 'a', spot: { lon: 102.9, lat: 22.35 } }
const at = (z: number): { z: number; x: number; y: number } => tilesOf([[102.9, 22.35, 102.9, 22.35]], z, 10)?.[0] ?? { z, x: 0, y: 0 }

describe('tiles of an office on the phone', () => {
  it('are there without a network for the phone’s area, to the file’s nearest zoom, and no others', async () => {
    const shelf = new MemoryShelf()
    const s = server({ 'g.pmtiles 1': ground })
    await (await TileKeeper.open(shelf, s.fetch)).refresh(offered(), [village])
    const offline = await TileKeeper.open(shelf, () => Promise.resolve(null))
    expect(offline.list()).toMatchObject([{ name: 'g.pmtiles', type: 1, minZoom: 4, maxZoom: 11, whole: true }])
    for (const z of [4, 8, 11]) {
      const bytes = await offline.tile('g.pmtiles', at(z))
      expect(Object.keys(new VectorTile(new PbfReader(bytes ?? new ArrayBuffer(0))).layers)).toContain('water')
    }
    const [far] = tilesOf([[103.9, 22.8, 103.9, 22.8]], 11, 10) ?? []
    expect(far && (await offline.tile('g.pmtiles', far))).toBeNull()
    expect(shelf.held()).toBeLessThan(ground.length / 2)
  })

  it('go on where they were cut, and nothing is fetched twice', async () => {
    const shelf = new MemoryShelf()
    const places = [village, { area: 'b', spot: { lon: 103.5, lat: 22.1 } }]
    const s = server({ 'g.pmtiles 1': ground })
    for (s.cut = 1; ; s.cut++) {
      const k = await TileKeeper.open(shelf, s.fetch)
      try {
        await k.refresh(offered(), places)
        break
      } catch (e) {
        expect(e).toBeInstanceOf(NotNow)
      }
      expect(k.list().every((f) => !f.whole)).toBe(true)
    }
    expect(s.cut).toBeGreaterThan(2)
    expect(new Set(s.asked.map((r) => r.offset)).size).toBe(s.asked.length)
    const k = await TileKeeper.open(shelf, s.fetch)
    expect(await k.refresh(offered(), places)).toBe(false)
    expect(k.list()[0]).toMatchObject({ whole: true })
  })

  it('of a new edition replace the old when they are whole, not before', async () => {
    const shelf = new MemoryShelf()
    const s = server({ 'g.pmtiles 1': ground, 'g.pmtiles 2': ground })
    const k = await TileKeeper.open(shelf, s.fetch)
    await k.refresh(offered('1'), [village])
    const held = shelf.held()
    s.cut = s.asked.length + 1
    await expect(k.refresh(offered('2'), [village])).rejects.toBeInstanceOf(NotNow)
    expect(k.list()).toMatchObject([{ tag: '1', whole: true }])
    expect(await k.tile('g.pmtiles', at(11))).not.toBeNull()
    s.cut = Infinity
    await k.refresh(offered('2'), [village])
    expect(k.list()).toMatchObject([{ tag: '2', whole: true }])
    expect(await k.tile('g.pmtiles', at(11))).not.toBeNull()
    expect(shelf.held()).toBe(held)
  })

  it('stay within the room that was chosen, farther zooms first, and leave when it shrinks or the file is gone', async () => {
    const shelf = new MemoryShelf()
    const s = server({ 'g.pmtiles 1': ground })
    const k = await TileKeeper.open(shelf, s.fetch)
    await k.refresh(offered(), [village])
    const all = k.list()[0]?.wanted ?? 0
    await k.setBudget(Math.floor(all / 2))
    await k.refresh(offered(), [village])
    const less = k.list()[0]
    expect(less?.wanted).toBeLessThanOrEqual(all / 2)
    expect(less?.maxZoom).toBeLessThan(11)
    expect(await k.tile('g.pmtiles', at(less?.maxZoom ?? 0))).not.toBeNull()
    await k.refresh([], [village])
    expect(k.list()).toEqual([])
    expect(await shelf.names()).toEqual(['index'])
  })

  it('may be pictures', async () => {
    const picture = shipped('picture.pmtiles')
    const k = await TileKeeper.open(new MemoryShelf(), server({ 'g.pmtiles 1': picture }).fetch)
    await k.refresh(offered('1', picture), [village])
    expect(k.list()).toMatchObject([{ type: 2, maxZoom: 9, whole: true }])
    const bytes = new Uint8Array((await k.tile('g.pmtiles', at(9))) ?? new ArrayBuffer(0))
    expect(String.fromCharCode(...bytes.slice(1, 4))).toBe('PNG')
  })
})
