/** The maps that a phone keeps: fetched at meetings, sealed like everything else, read without a network. */
import { bool, list, num, object, str, textOf } from '../../core/decode'
import { dayOf } from '../../core/dates'
import type { Range } from '../../core/map/tiles'
import { held, type Held } from '../../core/media/queue'
import { spotOf, type Spot } from '../../core/near'
import type { Home } from './homes'
import type { MapCalls, PhoneMaps, PhoneTiles, TileState } from './mapping'
import type { Row } from './messages'
import type { Recorder } from './recorder'
import type { FilesStatus } from './recording'
import { Shelf } from './shelf'
import { NotNow, TileKeeper } from './tiles'

interface Offered {
  from: 'pack' | 'office'
  name: string
  tag: string
  size: number
  tiles: boolean
}

/** What is kept, and under which random name. */
interface Kept extends Offered {
  shelf: string
}

interface Index {
  offered: Offered[]
  kept: Kept[]
}

const patience = 60_000
/** Of the office's files as many bytes are kept at most. */
const bound = 40_000_000

const fileOf = object<{ name: string; tag: string; size: number; kind: string }>({ name: str, tag: str, size: num, kind: str })
const offeredOf = object<{ pack: ReturnType<typeof fileOf>[]; office: ReturnType<typeof fileOf>[] }>({ pack: list(fileOf), office: list(fileOf) })
const placed = { from: (v: unknown): 'pack' | 'office' => (v === 'pack' ? 'pack' : 'office'), name: str, tag: str, size: num, tiles: bool }
const indexOf = object<Index>({ offered: list(object<Offered>(placed)), kept: list(object<Kept>({ ...placed, shelf: str })) })

const same = (a: Offered, b: Offered): boolean => a.from === b.from && a.name === b.name && a.tag === b.tag

/** What the keeper needs of the phone. */
interface Deps {
  token: string
  user: string
  recorder: Pick<Recorder, 'filesStatus' | 'mayFetch' | 'spend' | 'quiet'>
  list: (kind: string) => Promise<Row[]>
  homes: () => Promise<Home[]>
  /** Says that what the map draws changed, or how far its tiles are. */
  changed: () => void
  moved: () => void
}

/** Tiles leave so much of the disk free, for words and photos. */
const reserve = 60_000_000

type Answers = { [N in keyof MapCalls]: (...args: MapCalls[N]['args']) => Promise<MapCalls[N]['gives']> }

export class MapKeeper implements Answers {
  private tiling: Promise<void> | null = null

  private constructor(
    private readonly shelf: Shelf,
    private index: Index,
    private readonly d: Deps,
    private readonly kept: TileKeeper,
  ) {}

  static async open(key: CryptoKey, d: Deps): Promise<MapKeeper> {
    const shelf = await Shelf.open('bamban-maps', key)
    const tiles = await TileKeeper.open(await Shelf.open('bamban-tiles', key), (name, tag, r) => fetchRange(d, name, tag, r))
    return new MapKeeper(shelf, indexOf(await shelf.get('index'), 'maps'), d, tiles)
  }

  /** Asks what there is and fetches what is new: shapes first, and tiles after the photos. */
  async meet(): Promise<void> {
    if (await this.refresh(await this.d.recorder.filesStatus(), dayOf(Date.now()))) this.d.changed()
    await this.d.recorder.quiet()
    await this.fetchTiles()
  }

  async maps(): Promise<PhoneMaps> {
    return this.read(await this.d.recorder.filesStatus(), dayOf(Date.now()))
  }

  async tiles(): Promise<PhoneTiles> {
    return { files: this.tileStates(await this.d.recorder.filesStatus(), dayOf(Date.now())), budget: this.kept.budget }
  }

  async tile(name: string, z: number, x: number, y: number): Promise<ArrayBuffer | null> {
    return this.kept.tile(name, { z, x, y })
  }

  async setTileBudget(bytes: number): Promise<null> {
    await this.kept.setBudget(bytes)
    this.d.moved()
    void Promise.resolve(this.tiling).then(() => this.fetchTiles())
    return null
  }

  private tileStates(rules: FilesStatus, day: string): TileState[] {
    const known = this.kept.list()
    return this.offeredTiles().map((o): TileState => {
      const k = known.find((t) => t.name === o.name)
      const nothing = { tag: o.tag, type: 0, minZoom: 0, maxZoom: 0, attribution: '', kept: 0, wanted: 0, whole: false }
      return { ...nothing, ...k, name: o.name, size: o.size, whole: k?.whole === true && k.tag === o.tag, held: heldBy(rules, day, 1) }
    })
  }

  private offeredTiles(): Offered[] {
    return this.index.offered.filter((f) => f.tiles)
  }

  /** Fetches tiles in the background; who asks while it is under way waits for that one. */
  private fetchTiles(): Promise<void> {
    this.tiling ??= this.bringTiles()
      .catch((e: unknown) => {
        if (!(e instanceof NotNow || e instanceof TypeError || e instanceof DOMException)) console.warn(e)
      })
      .finally(() => {
        this.tiling = null
        this.d.moved()
      })
    return this.tiling
  }

  private async bringTiles(): Promise<void> {
    await this.kept.refresh(this.offeredTiles(), await this.places())
  }

  /** Where this phone's households and areas are. */
  private async places(): Promise<{ area: string; spot: Spot }[]> {
    const [homes, areas, grants, assignments] = await Promise.all([this.d.homes(), this.d.list('area'), this.d.list('grant'), this.d.list('assignment')])
    const mine = new Set(homes.map((h) => h.area))
    for (const r of [...grants, ...assignments]) if (r.v.user === this.d.user && r.v.area) mine.add(textOf(r.v.area))
    const points = areas.filter((a) => mine.has(a.id)).map((a) => ({ area: a.id, spot: spotOf(a.v.point) }))
    return [...points, ...homes.map((h) => ({ area: h.area, spot: h.spot }))].flatMap(({ area, spot }) => (spot ? [{ area, spot }] : []))
  }

  private async refresh(rules: FilesStatus, day: string): Promise<boolean> {
    const o = offeredOf(await (await this.fetch('')).json(), 'maps')
    const offered = [
      ...o.pack.map((f): Offered => ({ from: 'pack', name: f.name, tag: f.tag, size: f.size, tiles: false })),
      ...o.office.map((f): Offered => ({ from: 'office', name: f.name, tag: f.tag, size: f.size, tiles: f.kind !== 'geojson' })),
    ]
    let moved = JSON.stringify(offered) !== JSON.stringify(this.index.offered)
    const gone = this.index.kept.filter((k) => !offered.some((f) => f.from === k.from && f.name === k.name))
    await this.keep({ offered, kept: this.index.kept.filter((k) => !gone.includes(k)) }, gone)
    for (const f of this.wanted(rules, day)) {
      const text = await (await this.fetch(`${f.from}/${encodeURIComponent(f.name)}`)).text()
      const shelf = Shelf.newName()
      await this.shelf.put(shelf, text)
      const old = this.index.kept.filter((k) => k.from === f.from && k.name === f.name)
      await this.keep({ offered, kept: [...this.index.kept.filter((k) => !old.includes(k)), { ...f, shelf }] }, old)
      moved = true
    }
    return moved || gone.length > 0
  }

  private async read(rules: FilesStatus, day: string): Promise<PhoneMaps> {
    const maps: PhoneMaps['maps'] = []
    for (const { from, name, shelf } of this.index.kept) {
      const text = await this.shelf.get(shelf)
      if (typeof text === 'string') maps.push({ from, name, text })
    }
    const lacks = this.index.offered.filter((f) => f.from === 'office' && !f.tiles && !this.index.kept.some((k) => same(f, k)))
    return { maps, missing: lacks.map(({ name, size }) => ({ name, size, held: heldBy(rules, day, size) })) }
  }

  /** The pack's own shapes always; of the office's files those that the link's rules and the bound allow, small ones first. */
  private wanted(rules: FilesStatus, day: string): Offered[] {
    const lacks = this.index.offered.filter((f) => !f.tiles && !this.index.kept.some((k) => same(f, k))).sort((a, b) => a.size - b.size)
    let sum = this.index.kept.reduce((n, k) => n + k.size, 0)
    return lacks.filter((f) => f.from === 'pack' || ((sum += f.size) <= bound && heldBy(rules, day, f.size) === ''))
  }

  private async keep(index: Index, gone: Kept[]): Promise<void> {
    this.index = index
    await this.shelf.put('index', index)
    if (gone.length > 0) await this.shelf.remove(gone.map((k) => k.shelf))
  }

  private async fetch(path: string): Promise<Response> {
    const res = await fetch(`/sync/v1/maps/${path}`, { headers: { Authorization: `Bearer ${this.d.token}` }, credentials: 'omit', cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(patience) })
    if (!res.ok || !(res.headers.get('Content-Type') ?? '').includes('json')) throw new Error('maps: no answer of the server')
    return res
  }
}

function heldBy({ rules, link, spent }: FilesStatus, day: string, size: number): Held {
  return held(rules, link, { day, bytes: spent }, day, size)
}

/** A range of an edition of the office's file; null where it may not be fetched now. */
async function fetchRange(d: Deps, name: string, tag: string, r: Range): Promise<ArrayBuffer | null> {
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate()
  if (quota - usage - r.length < reserve || !d.recorder.mayFetch(r.length)) return null
  const res = await fetch(`/sync/v1/maps/office/${encodeURIComponent(name)}`, {
    headers: { Authorization: `Bearer ${d.token}`, Range: `bytes=${r.offset}-${r.offset + r.length - 1}`, 'If-Match': `"${tag}"` },
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  })
  if (res.status === 412 || res.status === 404) return null // the office put another file there: the next meeting says which
  const data = res.status === 206 ? await res.arrayBuffer() : null
  if (data?.byteLength !== r.length) throw new Error('tiles: no answer of the server')
  await d.recorder.spend(r.length)
  d.moved()
  return data
}
