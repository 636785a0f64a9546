import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { metres } from '../near'
import { gravest, groups, inOrder, inView, placed, roomFor, stepIn, type Mark } from './group'
import { layerOf } from './layer'
import { attributionOf } from './attribution'
import { above, boxesOf, gathered, groundOf, tilesIn, tilesOf } from './tiles'
import { fit, fromWorld, onScreen, panned, pixelsOf, toWorld, zoomed, type Camera } from './mercator'

const shipped = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../../packs/lai-chau/geo/${name}`, import.meta.url), 'utf8'))

/** Numbers that look drawn by chance, the same each time. */
function dice(seed: number): () => number {
  let s = seed
  return () => (s = (s * 16_807) % 2_147_483_647) / 2_147_483_647
}

function some(n: number, seed = 7): Mark[] {
  const r = dice(seed)
  return Array.from({ length: n }, (_, i) => ({ id: String(i), name: `Hộ ${i}`, lon: 102.3 + r() * 1.5, lat: 21.7 + r(), standing: (['late', 'never', 'seen'] as const)[i % 3] ?? 'seen' }))
}

const [mx, my] = toWorld(103.1, 22.3)
const camera: Camera = { x: mx, y: my, zoom: 9 }

describe('projection', () => {
  test('a place is found again where it was put', () => {
    for (const m of some(200)) {
      const back = fromWorld(...toWorld(m.lon, m.lat))
      expect(metres(back, m)).toBeLessThan(0.01)
    }
    expect(toWorld(0, 0)).toEqual([0.5, 0.5])
    expect(toWorld(103, 90)[1]).toBeGreaterThanOrEqual(0)
  })

  test('metres are as many pixels as the same way drawn', () => {
    const [x1, y1] = onScreen(camera, 300, 300, ...toWorld(103.1, 22.3))
    const [x2, y2] = onScreen(camera, 300, 300, ...toWorld(103.2, 22.3))
    const way = metres({ lat: 22.3, lon: 103.1 }, { lat: 22.3, lon: 103.2 })
    expect(pixelsOf(way, 22.3, camera) / Math.hypot(x2 - x1, y2 - y1)).toBeCloseTo(1, 2)
  })

  test('what is under the finger stays there when one comes nearer, and dragging goes along', () => {
    const at = toWorld(103.3, 22.4)
    const [x, y] = onScreen(camera, 300, 300, ...at)
    const after = onScreen(zoomed(camera, 2.3, x - 150, y - 150), 300, 300, ...at)
    expect(after[0]).toBeCloseTo(x, 6)
    expect(after[1]).toBeCloseTo(y, 6)
    const drawn = onScreen(panned(camera, 30, -12), 300, 300, ...at)
    expect(drawn[0]).toBeCloseTo(x + 30, 6)
    expect(drawn[1]).toBeCloseTo(y - 12, 6)
  })

  test('all that is to be seen fits into the picture; one place alone is not too near, none is none', () => {
    const all = some(50)
    const c = fit(all.map((m) => [m.lon, m.lat]), 320, 300)
    expect(c && inView(placed(all), c, 320, 300)).toHaveLength(50)
    expect(fit([[103, 22]], 320, 300)?.zoom).toBe(15)
    expect(fit([], 320, 300)).toBeNull()
  })
})

describe('marks that lie close together', () => {
  const all = placed(some(5000))

  test('each in the picture is in one group; groups are few enough to be touched', { timeout: 30_000 }, () => {
    for (const zoom of [8, 9.4, 11, 14]) {
      const c = { ...camera, zoom }
      const gs = groups(all, c, 360, 340)
      const ids = gs.flatMap((g) => g.marks.map((m) => m.id))
      expect(new Set(ids).size).toBe(ids.length)
      for (const m of inView(all, c, 360, 340)) expect(ids).toContain(m.id)
      expect(gs.length).toBeLessThan(250)
    }
  })

  test('groups stay the same while one pans', () => {
    const key = (c: Camera): string[] => groups(all, c, 360, 340).filter((g) => g.marks.length > 1).map((g) => g.marks.map((m) => m.id).join())
    const [a, b] = [key(camera), new Set(key(panned(camera, 5, 3)))]
    expect(a.filter((g) => b.has(g)).length / a.length).toBeGreaterThan(0.8)
  })

  test('a group shows the gravest of its own', () => {
    const [late, never, seen] = some(3)
    expect(gravest([seen, never, late].filter((m) => m !== undefined))).toBe('late')
    expect(gravest([seen, never].filter((m) => m !== undefined))).toBe('never')
  })

  test('5,000 are grouped well within a frame of the screen', () => {
    const start = performance.now()
    for (let i = 0; i < 20; i++) groups(all, camera, 360, 340)
    expect((performance.now() - start) / 20).toBeLessThan(16)
  })

  test('names don’t lie on each other; the first come first', () => {
    const names = [{ text: 'Mường Tè', x: 50, y: 50, width: 60 }, { text: 'Pa Ủ', x: 70, y: 55, width: 30 }, { text: 'Thu Lũm', x: 200, y: 50, width: 60 }]
    expect(roomFor(names).map((n) => n.text)).toEqual(['Mường Tè', 'Thu Lũm'])
  })
})

describe('stepping into a group', () => {
  const at = (id: string, lon: number, lat: number): Mark => ({ id, name: id, lon, lat, standing: 'seen' })
  const near = [at('a', 103, 22), at('b', 103.0004, 22), at('c', 103, 22.0003)]
  const far = fit([[102, 22], [104, 23]], 360, 360)
  test('gives a nearer camera that shows all of it, apart', () => {
    if (!far) throw new Error('no camera')
    expect(groups(placed(near), far, 360, 360).map((g) => g.marks.length)).toEqual([3])
    const into = stepIn(near, far, 360, 360)
    expect(into?.zoom).toBeGreaterThan(far.zoom)
    if (!into) return
    expect(inView(placed(near), into, 360, 360).length).toBe(3)
    expect(groups(placed(near), into, 360, 360).length).toBeGreaterThan(1)
  })
  test('is no use where all lie at one spot, nor from nearer', () => {
    if (!far) throw new Error('no camera')
    expect(stepIn([at('a', 103, 22), at('b', 103, 22)], far, 360, 360)).toBeNull()
    expect(stepIn(near, { ...far, zoom: 18 }, 360, 360)).toBeNull()
  })
  test('groups are walked line by line, those in the picture only', () => {
    const all = [at('right', 103.5, 22.5), at('below', 102.5, 22), at('left', 102.5, 22.5), at('away', 110, 22)]
    if (!far) throw new Error('no camera')
    expect(inOrder(groups(placed(all), far, 360, 360), far, 360, 360).map((g) => g.marks[0]?.id)).toEqual(['left', 'right', 'below'])
  })
})

describe('layers', () => {
  test('the pack’s own files are read whole', () => {
    expect(layerOf('border.geojson', 'pack', shipped('border.geojson')).shapes).toHaveLength(3)
    expect(layerOf('context.geojson', 'pack', shipped('context.geojson')).shapes).toHaveLength(3)
  })

  const rivers = join(process.env.BAMBAN_REFERENCE_DATA ?? new URL('../../../../../shared/data', import.meta.url).pathname, 'rivers-gshhg.geojson')
  test.skipIf(!existsSync(rivers))('rivers that an office drops in are lines', () => {
    const l = layerOf('rivers.geojson', 'office', JSON.parse(readFileSync(rivers, 'utf8')))
    expect(l.shapes).toHaveLength(11)
    expect(l.shapes.every((s) => s.kind === 'line' && s.rings.every((r) => r.length > 1))).toBe(true)
  })

  test('an office’s file may have points with names in Vietnamese, and features without a shape', () => {
    const l = layerOf('a.geojson', 'office', { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { ten: 'Mốc 17(2)' }, geometry: { type: 'Point', coordinates: [103, 22, 900] } }, { type: 'Feature', properties: null, geometry: null }] })
    expect(l.points).toEqual([{ lon: 103, lat: 22, name: 'Mốc 17(2)' }])
    expect(l.shapes).toEqual([])
  })
})

describe('tiles', () => {
  test('those of a picture cover it, at a zoom that the file has; a file that begins too near shows none', () => {
    const tiles = tilesIn(camera, 360, 340, 0, 14)
    expect(tiles.every((t) => t.z === 9)).toBe(true)
    const whole = tilesIn(camera, 360, 340, 0, 7)
    expect(whole.every((t) => t.z === 7)).toBe(true)
    expect(tiles.map((t) => above(t, 2)).every((a) => whole.some((w) => w.x === a.x && w.y === a.y))).toBe(true)
    expect(tilesIn({ ...camera, zoom: 6 }, 360, 340, 13, 14)).toEqual([])
  })

  test('those of places are around each area, once each, and too many are none', () => {
    const { near, whole } = boxesOf([{ area: 'a', spot: { lon: 103, lat: 22 } }, { area: 'a', spot: { lon: 103.01, lat: 22.01 } }, { area: 'b', spot: { lon: 103.9, lat: 22.5 } }])
    expect(near).toHaveLength(2)
    expect(whole?.map((d) => Math.round(d * 100) / 100)).toEqual([102.98, 21.98, 103.92, 22.52])
    const few = tilesOf(near, 13, 1000) ?? []
    expect(new Set(few.map((t) => `${t.x}/${t.y}`)).size).toBe(few.length)
    expect(few.length).toBeLessThan((tilesOf(whole ? [whole] : [], 13, 10_000) ?? []).length / 4)
    expect(tilesOf([[-180, -80, 180, 80]], 12, 1000)).toBeNull()
  })

  test('ranges that lie close are fetched together, and each is in one', () => {
    const r = dice(3)
    const ranges = Array.from({ length: 300 }, () => ({ offset: Math.floor(r() * 1e6), length: 1 + Math.floor(r() * 900) }))
    const together = gathered(ranges, 500, 20_000)
    expect(together.length).toBeLessThan(ranges.length)
    for (const w of ranges) expect(together.some((t) => t.offset <= w.offset && w.offset + w.length <= t.offset + t.length)).toBe(true)
  })

  test('layers are known by the names that the usual schemas and offices give them', () => {
    expect(['water', 'waterway', 'roads', 'transportation', 'transportation_name', 'buildings', 'boundaries', 'landcover', 'earth', 'places', 'Sông suối', 'x'].map(groundOf)).toEqual(['water', 'water', 'road', 'road', 'name', 'building', 'border', 'green', 'land', 'name', 'water', 'other'])
  })

  test('whose map it is comes without its markup', () => {
    expect(attributionOf({ attribution: '<a href="x">&copy; OpenStreetMap</a>  contributors' })).toBe('© OpenStreetMap contributors')
    expect(attributionOf({ attribution: 7 })).toBe('')
    expect(attributionOf(null)).toBe('')
  })
})
