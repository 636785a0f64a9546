// Makes the PMTiles files that tests read, of the pack's own geometry:
//   node scripts/pmtiles.mjs   writes ../testdata/maps/ground.pmtiles (vector) and picture.pmtiles (PNG)
// The same input gives the same bytes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { crc32, deflateSync, gzipSync } from 'node:zlib'
import { pathToFileURL } from 'node:url'
import geojsonvt from 'geojson-vt'
import { PbfWriter } from 'pbf'
import { zxyToTileId } from 'pmtiles'

/** One archive: tiles are [z, x, y, bytes]; a leaf holds so many entries, 0 puts all into the root. */
export function archive(tiles, { type, packedTiles, leaf = 0, bounds }) {
  const sorted = tiles.map(([z, x, y, bytes]) => ({ id: zxyToTileId(z, x, y), bytes })).sort((a, b) => a.id - b.id)
  let offset = 0
  const entries = sorted.map(({ id, bytes }) => {
    const e = { id, run: 1, length: bytes.length, offset }
    offset += bytes.length
    return e
  })
  const leaves = []
  const roots = []
  if (leaf > 0) {
    let at = 0
    for (let i = 0; i < entries.length; i += leaf) {
      const packed = gzipSync(directory(entries.slice(i, i + leaf)))
      roots.push({ id: entries[i].id, run: 0, length: packed.length, offset: at })
      leaves.push(packed)
      at += packed.length
    }
  }
  const root = gzipSync(directory(leaf > 0 ? roots : entries))
  const meta = gzipSync(JSON.stringify({ name: 'test' }))
  const leafBytes = Buffer.concat(leaves)
  const h = Buffer.alloc(127)
  h.write('PMTiles')
  h[7] = 3
  let at = 127
  for (const [i, n] of [[8, root.length], [24, meta.length], [40, leafBytes.length], [56, offset]]) {
    h.writeBigUInt64LE(BigInt(at), i)
    h.writeBigUInt64LE(BigInt(n), i + 8)
    at += n
  }
  for (const i of [72, 80, 88]) h.writeBigUInt64LE(BigInt(entries.length), i)
  const zooms = tiles.map((t) => t[0])
  h[96] = 1
  h[97] = 2
  h[98] = packedTiles ? 2 : 1
  h[99] = type
  h[100] = Math.min(...zooms)
  h[101] = Math.max(...zooms)
  bounds.forEach((d, i) => h.writeInt32LE(Math.round(d * 1e7), 102 + 4 * i))
  h[118] = h[100]
  h.writeInt32LE(Math.round(((bounds[0] + bounds[2]) / 2) * 1e7), 119)
  h.writeInt32LE(Math.round(((bounds[1] + bounds[3]) / 2) * 1e7), 123)
  return Buffer.concat([h, root, meta, leafBytes, ...sorted.map((t) => t.bytes)])
}

function directory(entries) {
  const w = new PbfWriter()
  w.writeVarint(entries.length)
  entries.forEach((e, i) => w.writeVarint(e.id - (entries[i - 1]?.id ?? 0)))
  for (const e of entries) w.writeVarint(e.run)
  for (const e of entries) w.writeVarint(e.length)
  entries.forEach((e, i) => w.writeVarint(i > 0 && e.offset === entries[i - 1].offset + entries[i - 1].length ? 0 : e.offset + 1))
  return w.finish()
}

/** A tile of geojson-vt as a Mapbox Vector Tile with one layer for each name. */
export function vectorTile(layers) {
  const w = new PbfWriter()
  for (const [name, tile] of Object.entries(layers)) {
    w.writeMessage(3, (_, p) => {
      const keys = []
      const values = []
      p.writeVarintField(15, 2)
      p.writeStringField(1, name)
      for (const f of tile.features) p.writeMessage(2, feature, { f, keys, values })
      for (const k of keys) p.writeStringField(3, k)
      for (const v of values) p.writeMessage(4, (s, q) => q.writeStringField(1, s), v)
      p.writeVarintField(5, 4096)
    }, null)
  }
  return gzipSync(w.finish())
}

function feature({ f, keys, values }, p) {
  const index = (list, v) => (list.includes(v) ? list.indexOf(v) : list.push(v) - 1)
  const tags = Object.entries(f.tags ?? {}).filter(([, v]) => typeof v === 'string').flatMap(([k, v]) => [index(keys, k), index(values, v)])
  p.writePackedVarint(2, tags)
  p.writeVarintField(3, f.type)
  const out = []
  let [x, y] = [0, 0]
  const to = ([px, py]) => {
    out.push(zigzag(px - x), zigzag(py - y))
    ;[x, y] = [px, py]
  }
  const rings = f.type === 1 ? f.geometry.map((g) => [g]) : f.geometry
  for (const ring of rings) {
    const points = f.type === 3 ? ring.slice(0, -1) : ring
    out.push(9)
    to(points[0])
    if (points.length > 1) out.push(2 | ((points.length - 1) << 3))
    for (const g of points.slice(1)) to(g)
    if (f.type === 3) out.push(15)
  }
  p.writePackedVarint(4, out)
}

const zigzag = (n) => (n << 1) ^ (n >> 31)

/** A picture of one colour with a frame, as PNG. */
export function png(size, [r, g, b]) {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length)
    body.copy(out, 4)
    out.writeUInt32BE(crc32(body), body.length + 4)
    return out
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size)
  head.writeUInt32BE(size, 4)
  head[8] = 8
  head[9] = 2
  const rows = Array.from({ length: size }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: size }, (_, x) => (x === 0 || y === 0 ? [120, 90, 60] : [r, g, b])).flat()]))
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))])
}

/** Tiles of a box, by zoom. */
export function* within([w, s, e, n], from, to) {
  for (let z = from; z <= to; z++) {
    const x = (lon) => Math.floor(((lon + 180) / 360) * 2 ** z)
    const y = (lat) => Math.floor((0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)) * 2 ** z)
    for (let i = x(w); i <= x(e); i++) for (let j = y(n); j <= y(s); j++) yield [z, i, j]
  }
}

function main() {
  const geo = (name) => JSON.parse(readFileSync(new URL(`../../packs/lai-chau/geo/${name}`, import.meta.url)))
  const bounds = [102.3, 21.7, 104, 22.9]
  const options = { maxZoom: 12, indexMaxZoom: 0, tolerance: 3 }
  const middle = { type: 'FeatureCollection', features: [
    { type: 'Feature', properties: { name: 'Thử nghiệm' }, geometry: { type: 'Point', coordinates: [103.15, 22.3] } }] }
  const stream = { type: 'FeatureCollection', features: [
    { type: 'Feature', properties: { name: 'Suối thử' }, geometry: { type: 'LineString', coordinates: [[102.6, 22.5], [102.9, 22.35], [103.2, 22.3], [103.6, 21.95]] } }] }
  const sources = { earth: geo('context.geojson'), boundaries: geo('border.geojson'), water: stream, places: middle }
  const indexes = Object.fromEntries(Object.entries(sources).map(([name, v]) => [name, new geojsonvt(v, options)]))
  const vector = []
  for (const [z, x, y] of within(bounds, 4, 11)) {
    const layers = Object.fromEntries(Object.entries(indexes).flatMap(([name, index]) => {
      const tile = index.getTile(z, x, y)
      return tile && tile.features.length > 0 ? [[name, tile]] : []
    }))
    if (Object.keys(layers).length > 0) vector.push([z, x, y, vectorTile(layers)])
  }
  const pictures = [...within(bounds, 5, 9)].map(([z, x, y]) => [z, x, y, png(256, [(z * 40) % 200, (x * 60) % 256, (y * 60) % 256])])
  const to = new URL('../../testdata/maps/', import.meta.url)
  mkdirSync(to, { recursive: true })
  writeFileSync(new URL('ground.pmtiles', to), archive(vector, { type: 1, packedTiles: true, leaf: 64, bounds }))
  writeFileSync(new URL('picture.pmtiles', to), archive(pictures, { type: 2, packedTiles: false, bounds }))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()
