/**
 * Where and when a photo was taken, from its EXIF (CIPA DC-008). It is read into the
 * record and left out of the file. Whatever is broken in it counts as not there.
 */
import { segments } from './sniff'

export interface Taken {
  /** Unix milliseconds; 0 where the file doesn't say. */
  at: number
  point: { lat: number; lon: number; acc?: number; at?: number } | null
}

const nothing: Taken = { at: 0, point: null }

/** Hanoi has been at +7 since 1979; a camera without a zone shows the clock on the wall. */
const homeZone = '+07:00'

const tag = { exif: 0x8769, gps: 0x8825, original: 0x9003, offset: 0x9011, latRef: 1, lat: 2, lonRef: 3, lon: 4, gpsTime: 7, gpsError: 31, gpsDate: 29 }

/** How many entries of a hostile file are looked at. */
const maxEntries = 200

export function readExif(jpeg: Uint8Array): Taken {
  try {
    const v = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
    for (const { marker, at, end } of segments(v)) {
      if (marker !== 0xe1 || end - at < 14 || v.getUint32(at) !== 0x45786966) continue
      return new Tiff(new DataView(jpeg.buffer, jpeg.byteOffset + at + 6, end - at - 6)).taken()
    }
  } catch (e) {
    if (!(e instanceof RangeError)) throw e // it points outside itself
  }
  return nothing
}

interface Entry {
  type: number
  count: number
  at: number
}

type Entries = Map<number, Entry>

const sizes: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 10: 8 }

class Tiff {
  private readonly little: boolean

  constructor(private readonly v: DataView) {
    this.little = v.getUint16(0) === 0x4949
  }

  taken(): Taken {
    const first = this.entries(this.u32(4))
    const exif = this.below(first, tag.exif)
    const gps = this.below(first, tag.gps)
    const at = instant(this.text(exif, tag.original), this.text(exif, tag.offset) || homeZone)
    return { at, point: this.point(gps) }
  }

  private point(gps: Entries): Taken['point'] {
    const lat = degrees(this.rationals(gps, tag.lat), this.text(gps, tag.latRef) === 'S')
    const lon = degrees(this.rationals(gps, tag.lon), this.text(gps, tag.lonRef) === 'W')
    if (lat === null || lon === null || Math.abs(lat) > 90 || Math.abs(lon) > 180 || (lat === 0 && lon === 0)) return null
    const acc = this.rationals(gps, tag.gpsError)[0]
    const [h, m, s] = this.rationals(gps, tag.gpsTime)
    const at = h === undefined || m === undefined || s === undefined ? 0 : instant(`${this.text(gps, tag.gpsDate)} ${[h, m, Math.floor(s)].map((n) => String(n).padStart(2, '0')).join(':')}`, 'Z')
    return { lat, lon, ...(acc !== undefined && acc > 0 && acc < 1e6 ? { acc: Math.round(acc) } : {}), ...(at ? { at } : {}) }
  }

  private entries(at: number): Entries {
    const out: Entries = new Map()
    const n = Math.min(this.v.getUint16(at, this.little), maxEntries)
    for (let i = 0; i < n; i++) {
      const e = at + 2 + i * 12
      const type = this.v.getUint16(e + 2, this.little)
      const count = this.u32(e + 4)
      const inside = count * (sizes[type] ?? 1) <= 4
      out.set(this.v.getUint16(e, this.little), { type, count, at: inside ? e + 8 : this.u32(e + 8) })
    }
    return out
  }

  private below(of: Entries, name: number): Entries {
    const e = of.get(name)
    return e ? this.entries(this.u32(e.at)) : new Map<number, Entry>()
  }

  private text(of: Entries, name: number): string {
    const e = of.get(name)
    if (e?.type !== 2) return ''
    let out = ''
    for (let i = 0; i < Math.min(e.count, 40); i++) {
      const c = this.v.getUint8(e.at + i)
      if (c === 0) break
      out += String.fromCharCode(c)
    }
    return out
  }

  private rationals(of: Entries, name: number): number[] {
    const e = of.get(name)
    if (e?.type !== 5) return []
    return Array.from({ length: Math.min(e.count, 3) }, (_, i) => this.u32(e.at + i * 8) / this.u32(e.at + i * 8 + 4))
  }

  private u32(at: number): number {
    return this.v.getUint32(at, this.little)
  }
}

/** Degrees, minutes, seconds as one number; null where a part is missing or no number. */
function degrees(parts: number[], negative: boolean): number | null {
  const [d, m, s] = parts
  if (d === undefined || m === undefined || s === undefined) return null
  const n = d + m / 60 + s / 3600
  return Number.isFinite(n) ? Number((negative ? -n : n).toFixed(6)) : null
}

/** "2026:03:03 08:15:00" in a zone. */
function instant(local: string, zone: string): number {
  const m = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(local)
  const t = m ? Date.parse(`${m[1] ?? ''}-${m[2] ?? ''}-${m[3] ?? ''}T${m[4] ?? ''}${/^([+-]\d\d:\d\d|Z)$/.test(zone) ? zone : homeZone}`) : NaN
  return t > 0 ? t : 0
}
