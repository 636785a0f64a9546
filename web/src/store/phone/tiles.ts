/**
 * The tiles of an office's PMTiles files that this phone keeps: a copy of each file
 * with only the parts that its areas need, so that the same reader reads it here and
 * on the server. Nothing in a tile is personal; which tiles a phone holds tells where
 * its households are, so they are sealed like everything else.
 */
import { bytesToHeader, findTile, PMTiles, SharedPromiseCache, zxyToTileId, type Header, type RangeResponse, type Source } from 'pmtiles'
import { bool, list, num, object, str } from '../../core/decode'
import { attributionOf } from '../../core/map/attribution'
import { boxesOf, gathered, tilesOf, type Range, type TileAt } from '../../core/map/tiles'
import type { Spot } from '../../core/near'
import { Shelf } from './shelf'

/** A file as the server offers it. */
export interface OfferedTiles {
  name: string
  tag: string
  size: number
}

/** How one file stands on the phone. */
export interface KeptTiles extends OfferedTiles {
  /** 1 is vector; the others are pictures. */
  type: number
  minZoom: number
  /** The nearest zoom that is kept. */
  maxZoom: number
  /** Whose map it is, in the file's own words. */
  attribution: string
  /** Of what this phone should have, so many bytes are here. */
  kept: number
  wanted: number
  whole: boolean
}

interface Piece extends Range {
  shelf: string
}

/** One edition of a file, as far as it is here. */
interface Edition extends KeptTiles {
  pieces: Piece[]
  /** What it was planned for: the areas and the budget. */
  plan: string
}

interface Index {
  budget: number
  editions: Edition[]
}

/** What a phone keeps of tiles where nobody chose otherwise, in bytes. */
const firstBudget = 30_000_000
/** A request for tiles is about so long: small enough to be lost without grief. */
const longest = 128 * 1024
const gap = 4096
/** As many tiles of one zoom are thought of at most. */
const mostTiles = 20_000
/** Up to this zoom the whole of the phone's part is kept, farther in only its areas. */
const overview = 10
const firstRead = 16_384
/** Metadata larger than this are not fetched for the one line that is read of them. */
const mostMetadata = 128 * 1024

const edition = object<Edition>({
  name: str, tag: str, size: num, type: num, minZoom: num, maxZoom: num, attribution: str, kept: num, wanted: num, whole: bool, plan: str,
  pieces: list(object<Piece>({ offset: num, length: num, shelf: str })),
})
const indexOf = object<Index>({ budget: num, editions: list(edition) })

/** How bytes come from the server; null where they may not be fetched now. */
export type FetchRange = (name: string, tag: string, r: Range) => Promise<ArrayBuffer | null>

/** The rules of the link, or the disk, say not now. */
export class NotNow extends Error {}

/** Where pieces are kept. */
export type TileShelf = Pick<Shelf, 'get' | 'put' | 'bytes' | 'putBytes' | 'remove' | 'names'>

/** A source that answers from what is kept, and from the server where it is given a way there. */
class Sparse implements Source {
  constructor(
    private readonly e: Edition,
    private readonly shelf: TileShelf,
    private readonly more: ((r: Range) => Promise<ArrayBuffer>) | null,
  ) {}

  getKey(): string {
    return `${this.e.name} ${this.e.tag}`
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    const end = Math.min(offset + length, this.e.size)
    const piece = this.e.pieces.find((p) => p.offset <= offset && end <= p.offset + p.length)
    const all = piece ? (await this.shelf.bytes(piece.shelf))?.buffer : undefined
    if (piece && all) return { data: all.slice(offset - piece.offset, end - piece.offset) }
    if (!this.more) throw new NotNow()
    return { data: await this.more({ offset, length: end - offset }) }
  }
}

export class TileKeeper {
  private readonly readers = new Map<string, PMTiles>()

  private constructor(
    private readonly shelf: TileShelf,
    private index: Index,
    private readonly fetchRange: FetchRange,
  ) {}

  static async open(shelf: TileShelf, fetchRange: FetchRange): Promise<TileKeeper> {
    const was = await shelf.get('index')
    const index = was ? indexOf(was, 'tiles') : { budget: firstBudget, editions: [] }
    const k = new TileKeeper(shelf, index, fetchRange)
    await k.tidy()
    return k
  }

  get budget(): number {
    return this.index.budget
  }

  async setBudget(bytes: number): Promise<void> {
    this.index.budget = bytes
    await this.note()
  }

  /** What can be drawn: of a file the edition that is whole, or else the one that is on its way. */
  list(): KeptTiles[] {
    return this.drawn().map((e) => ({ name: e.name, tag: e.tag, size: e.size, type: e.type, minZoom: e.minZoom, maxZoom: e.maxZoom, attribution: e.attribution, kept: e.kept, wanted: e.wanted, whole: e.whole }))
  }

  /** A tile's bytes, unpacked; null where the phone doesn't have it. */
  async tile(name: string, { z, x, y }: TileAt): Promise<ArrayBuffer | null> {
    const e = this.drawn().find((d) => d.name === name)
    if (!e) return null
    const key = `${name} ${e.tag}`
    const reader = this.readers.get(key) ?? new PMTiles(new Sparse(e, this.shelf, null), new SharedPromiseCache())
    this.readers.set(key, reader)
    try {
      return (await reader.getZxy(z, x, y))?.data ?? null
    } catch {
      return null // not of this phone's part, or not here yet
    }
  }

  /** Brings what is kept to what is offered, for some places; true where something moved. Cut anywhere, it goes on the next time. */
  async refresh(offered: OfferedTiles[], spots: { area: string; spot: Spot }[]): Promise<boolean> {
    const gone = this.index.editions.filter((e) => !offered.some((o) => o.name === e.name))
    await this.drop(gone)
    let moved = gone.length > 0
    let left = this.index.budget
    for (const o of [...offered].sort((a, b) => a.size - b.size)) {
      const plan = JSON.stringify([left, boxesOf(spots)])
      let e = this.index.editions.find((k) => k.name === o.name && k.tag === o.tag)
      if (!e?.whole || e.plan !== plan) {
        e ??= this.begin(o)
        e.whole = false
        await this.fill(e, plan, left, spots)
        moved = true
      }
      left = Math.max(0, left - e.wanted)
    }
    return moved
  }

  private begin(o: OfferedTiles): Edition {
    const e: Edition = { ...o, type: 0, minZoom: 0, maxZoom: 0, attribution: '', kept: 0, wanted: 0, whole: false, pieces: [], plan: '' }
    this.index.editions.push(e)
    return e
  }

  private async fill(e: Edition, plan: string, budget: number, spots: { area: string; spot: Spot }[]): Promise<void> {
    const source = new Sparse(e, this.shelf, (r) => this.keep(e, r))
    const cache = new SharedPromiseCache()
    const first = (await source.getBytes(0, firstRead)).data
    const header = bytesToHeader(first)
    const { ranges, maxZoom } = await wantedOf(header, source, cache, budget, spots)
    Object.assign(e, { plan, type: header.tileType, minZoom: header.minZoom, maxZoom, wanted: total(ranges) })
    if (header.jsonMetadataLength < mostMetadata) e.attribution = attributionOf(await new PMTiles(source, cache).getMetadata())
    await this.letGo(e, header, ranges)
    e.kept = total(ranges.filter((r) => has(e.pieces, r)))
    await this.note()
    const lacks = ranges.filter((w) => !has(e.pieces, w))
    for (const r of gathered(lacks, gap, longest)) {
      await this.keep(e, r)
      e.kept += total(lacks.filter((w) => has([r], w)))
    }
    e.whole = true
    this.readers.clear()
    await this.drop(this.index.editions.filter((k) => k.name === e.name && k !== e))
  }

  /** Fetches a range and keeps it before it is used. */
  private async keep(e: Edition, r: Range): Promise<ArrayBuffer> {
    const data = await this.fetchRange(e.name, e.tag, r)
    if (!data) throw new NotNow()
    const shelf = Shelf.newName()
    await this.shelf.putBytes(shelf, new Uint8Array(data))
    e.pieces.push({ ...r, shelf })
    await this.note()
    return data
  }

  /** Pieces of tiles that are not wanted any more. */
  private async letGo(e: Edition, h: Header, ranges: Range[]): Promise<void> {
    const tiles = (p: Piece): boolean => p.offset >= Math.max(h.tileDataOffset, firstRead)
    const spare = e.pieces.filter((p) => tiles(p) && !ranges.some((r) => r.offset < p.offset + p.length && p.offset < r.offset + r.length))
    if (spare.length === 0) return
    e.pieces = e.pieces.filter((p) => !spare.includes(p))
    await this.note()
    await this.shelf.remove(spare.map((p) => p.shelf))
  }

  private drawn(): Edition[] {
    return this.index.editions.filter((e) => e.type > 0 && (e.whole || !this.index.editions.some((o) => o.name === e.name && o.whole)))
  }

  private async drop(editions: Edition[]): Promise<void> {
    this.index.editions = this.index.editions.filter((e) => !editions.includes(e))
    await this.note()
    await this.shelf.remove(editions.flatMap((e) => e.pieces.map((p) => p.shelf)))
  }

  /** Pieces that no edition knows of: the app was ended in between. */
  private async tidy(): Promise<void> {
    const known = new Set(['index', ...this.index.editions.flatMap((e) => e.pieces.map((p) => p.shelf))])
    const lost = (await this.shelf.names()).filter((n) => !known.has(n))
    if (lost.length > 0) await this.shelf.remove(lost)
  }

  private note(): Promise<void> {
    return this.shelf.put('index', this.index)
  }
}

const total = (ranges: Range[]): number => ranges.reduce((n, r) => n + r.length, 0)

function has(pieces: Range[], r: Range): boolean {
  return pieces.some((p) => p.offset <= r.offset && r.offset + r.length <= p.offset + p.length)
}

/** The ranges of the tiles of some places, from the file's first zoom to the nearest that the budget has room for. */
async function wantedOf(h: Header, source: Source, cache: SharedPromiseCache, budget: number, spots: { area: string; spot: Spot }[]): Promise<{ ranges: Range[]; maxZoom: number }> {
  const { near, whole } = boxesOf(spots)
  const ranges = new Map<number, Range>()
  let bytes = 0
  let maxZoom = h.minZoom
  for (let z = h.minZoom; z <= h.maxZoom && whole; z++) {
    const tiles = tilesOf(z <= overview ? [whole] : near, z, mostTiles)
    if (!tiles) break
    const more = new Map<number, Range>()
    for (const t of tiles) {
      const r = await rangeOf(h, source, cache, t)
      if (r && !ranges.has(r.offset)) more.set(r.offset, r)
    }
    bytes += total([...more.values()])
    if (bytes > budget) break
    for (const [k, r] of more) ranges.set(k, r)
    maxZoom = z
  }
  return { ranges: [...ranges.values()], maxZoom }
}

/** Where a tile lies in its file; null where the file has none there. */
async function rangeOf(h: Header, source: Source, cache: SharedPromiseCache, t: TileAt): Promise<Range | null> {
  const id = zxyToTileId(t.z, t.x, t.y)
  let [offset, length] = [h.rootDirectoryOffset, h.rootDirectoryLength]
  for (let depth = 0; depth < 4; depth++) {
    const found = findTile(await cache.getDirectory(source, offset, length, h), id)
    if (!found) return null
    if (found.runLength > 0) return { offset: h.tileDataOffset + found.offset, length: found.length }
    ;[offset, length] = [h.leafDirectoryOffset + found.offset, found.length]
  }
  return null
}
