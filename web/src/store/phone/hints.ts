/** Hints of the people around this phone's part: who may be recorded already by another unit, without a name. */
import { list, object, str, type Json } from '../../core/decode'
import { hasHint, hint, hintKey, yearOf } from '../../core/twin'
import { Shelf } from './shelf'

interface Hints {
  tag: string
  key: string
  units: { unit: string; hints: string }[]
}

const hintsOf = object<Hints>({ tag: str, key: str, units: list(object<Hints['units'][number]>({ unit: str, hints: str })) })
const bytes = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))

const patience = 60_000

/** Keeps the hints, sealed like everything else. */
export class HintKeeper {
  private constructor(
    private readonly shelf: Shelf,
    private kept: Hints,
    private readonly token: string,
  ) {}

  static async open(key: CryptoKey, token: string): Promise<HintKeeper> {
    const shelf = await Shelf.open('bamban-hints', key)
    return new HintKeeper(shelf, hintsOf(await shelf.get('hints'), 'hints'), token)
  }

  /** Asks for newer ones; those of yesterday go. */
  async refresh(): Promise<void> {
    const res = await fetch('/sync/v1/hints', {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ have: this.kept.tag }),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    if (!res.ok || !(res.headers.get('Content-Type') ?? '').includes('json')) return
    const got = hintsOf((await res.json()) as Json, 'hints')
    if (got.tag === this.kept.tag && got.tag !== '' && got.key === '') return
    this.kept = got
    await this.shelf.put('hints', got)
  }

  /** The units that may have recorded somebody already, by name and year of birth; now and then one has not. */
  async like(name: string, born: string): Promise<string[]> {
    const year = yearOf(born)
    if (!this.kept.key || !year || !name.trim()) return []
    const key = await hintKey(bytes(this.kept.key))
    const wanted = await Promise.all([year - 1, year, year + 1].map((y) => hint(key, name, y)))
    return this.kept.units.filter((u) => wanted.some((w) => hasHint(bytes(u.hints), w))).map((u) => u.unit)
  }
}
