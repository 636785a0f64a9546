import { describe, expect, it } from 'vitest'
import { readExif } from './exif'
import { excess, firstRules, held, linkOf, queue, type FileMeta, type FileState } from './queue'
import { pictureType, pixels, voiceType } from './sniff'

const ascii = (s: string): number[] => Array.from(s, (c) => c.charCodeAt(0))
const u16 = (n: number): number[] => [(n >> 8) & 255, n & 255]
const u32 = (n: number): number[] => [...u16(n >>> 16), ...u16(n & 0xffff)]

type Entry = [tag: number, type: number, count: number, bytes: number[]]

/** One directory of a TIFF at a place, its long values behind it. */
function directory(at: number, entries: Entry[]): number[] {
  const size = 2 + entries.length * 12 + 4
  const head = u16(entries.length)
  const more: number[] = []
  for (const [tag, type, count, bytes] of entries) {
    head.push(...u16(tag), ...u16(type), ...u32(count))
    if (bytes.length <= 4) head.push(...bytes, ...new Array<number>(4 - bytes.length).fill(0))
    else {
      head.push(...u32(at + size + more.length))
      more.push(...bytes)
    }
  }
  return [...head, ...u32(0), ...more]
}

function jpeg(tiff: number[]): Uint8Array {
  const app1 = [...ascii('Exif\0\0'), ...tiff]
  const frame = [8, ...u16(1600), ...u16(2400), 3]
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, ...u16(app1.length + 2), ...app1, 0xff, 0xc0, ...u16(frame.length + 2), ...frame, 0xff, 0xda, 0, 2])
}

const rational = (...pairs: [number, number][]): number[] => pairs.flatMap(([a, b]) => [...u32(a), ...u32(b)])

function camera(original = '2026:03:03 08:15:00', lat = rational([22, 1], [23, 1], [552, 10]), south = 'N'): Uint8Array {
  const exif = (at: number): number[] => directory(at, [[0x9003, 2, original.length + 1, ascii(`${original}\0`)]])
  const gps = (at: number): number[] =>
    directory(at, [[1, 2, 2, ascii(`${south}\0`)], [2, 5, 3, lat], [3, 2, 2, ascii('E\0')], [4, 5, 3, rational([103, 1], [7, 1], [2424, 100])], [31, 5, 1, rational([123, 10])]])
  const first = (a: number, b: number): number[] => directory(8, [[0x8769, 4, 1, u32(a)], [0x8825, 4, 1, u32(b)]])
  const exifAt = 8 + first(0, 0).length
  const gpsAt = exifAt + exif(exifAt).length
  return jpeg([...ascii('MM\0*'), ...u32(8), ...first(exifAt, gpsAt), ...exif(exifAt), ...gps(gpsAt)])
}

describe('what a camera wrote', () => {
  it('says where and when, by the clock on the wall where it names no zone', () => {
    expect(readExif(camera())).toEqual({ at: Date.parse('2026-03-03T08:15:00+07:00'), point: { lat: 22.398667, lon: 103.1234, acc: 12 } })
    expect(readExif(camera(undefined, undefined, 'S')).point?.lat).toBe(-22.398667)
  })
  it('is passed over where it makes no sense', () => {
    expect(readExif(camera('hôm qua')).at).toBe(0)
    expect(readExif(camera(undefined, rational([95, 1], [0, 1], [0, 1]))).point).toBeNull()
    expect(readExif(camera(undefined, rational([22, 0], [0, 1], [0, 1]))).point).toBeNull()
  })
  it('never stops a photo, whatever is broken in it', () => {
    const good = camera()
    for (let i = 2; i < good.length; i++) {
      expect(() => readExif(good.slice(0, i)), `cut at ${i}`).not.toThrow()
      for (const b of [0, 0x7f, 0xff]) {
        const bad = good.slice()
        bad[i] = b
        expect(() => readExif(bad), `byte ${i} is ${b}`).not.toThrow()
      }
    }
  })
})

describe('what a file is', () => {
  it('is read from its first bytes', () => {
    expect(pictureType(camera())).toBe('image/jpeg')
    expect(pictureType(Uint8Array.from([...ascii('RIFF'), 0, 0, 0, 0, ...ascii('WEBP')]))).toBe('image/webp')
    expect(pictureType(Uint8Array.from([0, 0, 0, 24, ...ascii('ftypheic')]))).toBe('image/heic')
    for (const not of ['<html>', '%PDF-1.7', 'MZ', '', '\0\0\0\x18ftypmp42']) expect(pictureType(Uint8Array.from(ascii(not))), not).toBe('')
    expect(voiceType(Uint8Array.from([0x1a, 0x45, 0xdf, 0xa3]))).toBe('audio/webm')
    expect(voiceType(camera())).toBe('')
  })
  it('tells how many pixels a photo has before it is opened', () => {
    expect(pixels(camera())).toEqual({ width: 2400, height: 1600 })
    expect(pixels(camera().slice(0, 40))).toBeNull()
  })
})

let serial = 0
const file = (size: number, state: FileState = 'waiting', more: Partial<FileMeta> = {}): FileMeta => ({
  digest: String(++serial).padStart(64, '0'),
  size,
  media: 'image/jpeg',
  state,
  used: serial,
  upload: '',
  offset: 0,
  later: 0,
  text: {},
  ...more,
})

describe('the queue of files', () => {
  it('sends the one with the least left first, and nothing that needn’t go', () => {
    const large = file(200_000)
    const small = file(5_000)
    const begun = file(190_000, 'waiting', { offset: 188_000 })
    expect(queue([large, file(10, 'draft'), small, file(10, 'sent'), begun, file(10, 'refused'), file(10, 'fetched'), file(10, 'waiting', { later: 101 })], 100)).toEqual([begun, small, large])
  })
  it('keeps to what the officer allows', () => {
    const none = { day: '', bytes: 0 }
    const day = '2026-03-03'
    expect(held(firstRules, 'mobile', none, day, 200_000)).toBe('')
    expect(held({ ...firstRules, send: 'never' }, 'wifi', none, day, 1)).toBe('never')
    expect(held({ ...firstRules, send: 'wifi' }, 'wifi', none, day, 1)).toBe('')
    for (const link of ['mobile', 'unknown'] as const) expect(held({ ...firstRules, send: 'wifi' }, link, none, day, 1)).toBe('wifi')
    const used = { day, bytes: 19_900_000 }
    expect(held(firstRules, 'mobile', used, day, 100_000)).toBe('')
    expect(held(firstRules, 'mobile', used, day, 100_001)).toBe('budget')
    expect(held(firstRules, 'mobile', used, '2026-03-04', 100_001), 'a new day').toBe('')
    expect(held(firstRules, 'wifi', used, day, 100_001)).toBe('')
    expect(held({ ...firstRules, dayMB: 0 }, 'mobile', used, day, 1e9)).toBe('')
  })
  it('takes a network that the browser doesn’t name for one that costs', () => {
    expect([undefined, 'wifi', 'ethernet', 'cellular', 'unknown'].map(linkOf)).toEqual(['unknown', 'wifi', 'wifi', 'mobile', 'unknown'])
  })
  it('lets go only of what the server has too, the longest unused first', () => {
    const old = file(60, 'fetched', { used: 1 })
    const fresh = file(60, 'sent', { used: 9 })
    expect(excess([old, file(1000), file(1000, 'draft'), fresh], 100)).toEqual([old])
    expect(excess([old, fresh], 120)).toEqual([])
  })
})
