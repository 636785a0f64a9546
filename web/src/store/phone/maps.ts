/** The maps that a phone keeps: fetched at meetings, sealed like everything else, read without a network. */
import { bool, list, num, object, str } from '../../core/decode'
import { held, type Held } from '../../core/media/queue'
import type { FilesStatus } from './recording'
import { Shelf } from './shelf'

/** A map file as the phone has it: GeoJSON as text. */
export interface KeptMap {
  from: 'pack' | 'office'
  name: string
  text: string
}

/** What the map screen draws, and what of the office's files is not here yet. */
export interface PhoneMaps {
  maps: KeptMap[]
  missing: { name: string; size: number; held: Held; tiles: boolean }[]
}

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

export class MapKeeper {
  private constructor(
    private readonly shelf: Shelf,
    private index: Index,
    private readonly token: string,
  ) {}

  static async open(key: CryptoKey, token: string): Promise<MapKeeper> {
    const shelf = await Shelf.open('bamban-maps', key)
    return new MapKeeper(shelf, indexOf(await shelf.get('index'), 'maps'), token)
  }

  /** Asks what there is and fetches what is new, one file after the other: a link that breaks loses one file's way at most. */
  async refresh(rules: FilesStatus, day: string): Promise<boolean> {
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

  async read(rules: FilesStatus, day: string): Promise<PhoneMaps> {
    const maps: KeptMap[] = []
    for (const { from, name, shelf } of this.index.kept) {
      const text = await this.shelf.get(shelf)
      if (typeof text === 'string') maps.push({ from, name, text })
    }
    const lacks = this.index.offered.filter((f) => f.from === 'office' && !this.index.kept.some((k) => same(f, k)))
    return { maps, missing: lacks.map(({ name, size, tiles }) => ({ name, size, tiles, held: heldBy(rules, day, size) })) }
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
    const res = await fetch(`/sync/v1/maps/${path}`, { headers: { Authorization: `Bearer ${this.token}` }, credentials: 'omit', cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(patience) })
    if (!res.ok || !(res.headers.get('Content-Type') ?? '').includes('json')) throw new Error('maps: no answer of the server')
    return res
  }
}

function heldBy({ rules, link, spent }: FilesStatus, day: string, size: number): Held {
  return held(rules, link, { day, bytes: spent }, day, size)
}
