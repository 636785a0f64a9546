import { describe, expect, it } from 'vitest'
import type { FileMeta, Out } from '../../core/media/queue'
import { readHeader } from '../../core/sync/bundle'
import { Bundles } from './bundles'
import { Carrier } from './carrier'
import type { Box } from './box'
import { reserve } from './files'

const half = 1_200_000 // two of these are more than the least room of a file

const photo = (digest: string, size = half): FileMeta => ({ digest, size, media: 'image/jpeg', state: 'waiting', used: 0, upload: '', offset: 0, later: 0, text: {} })

/** A phone with so many unsent words and these files. */
async function phone(words: number, ...files: FileMeta[]): Promise<{ b: Bundles; files: FileMeta[]; kept: Record<string, unknown>; say: (n: number) => void }> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const kept: Record<string, unknown> = {}
  const box: Pick<Box, 'get' | 'put'> = {
    get: (name) => Promise.resolve(kept[name]),
    put: (name, v) => {
      kept[name] = v
      return Promise.resolve()
    },
  }
  let [now, unsent] = [1_772_000_000_000, words]
  const b = new Bundles({
    identity: { partition: '12', tag: '-------1' },
    device: { waitingPushes: () => Promise.resolve({ first: 5, pushes: Array.from({ length: unsent }, () => '{}') }) },
    replica: { waiting: () => ({ contents: Array.from({ length: unsent }, () => '{}'), from: 5 }), get unsent() { return unsent } },
    recorder: {
      waiting: () => files.filter((f) => f.state === 'waiting'),
      bytesOf: () => Promise.resolve(new Uint8Array([1, 2, 3])),
      leftIn: (out: Out, digests) => {
        for (const f of files) if (digests.includes(f.digest)) f.out = out
        return Promise.resolve()
      },
    },
    carrier: new Carrier(box as Box),
    serverKey: () => Promise.resolve(point),
    left: () => Promise.resolve(),
    free: () => Promise.resolve(reserve + 1000),
    now: () => (now += 1000),
  })
  return { b, files, kept, say: (n) => (unsent = n) }
}

const least = 1

describe('files of unsent work', () => {
  it('go on in a second and a third, each with all words, and the phone knows what is in which', async () => {
    const { b, files } = await phone(3, photo('a'), photo('b'), photo('c'))
    for (const n of [1, 2, 3]) {
      expect((await b.bundles(least)).left).toMatchObject({ files: 4 - n, parts: 4 - n })
      const w = await b.writeBundle('all', least, 'next')
      expect(readHeader(w.bytes)).toMatchObject({ first: 5, last: 7, changes: 3, files: 1, part: n, of: 3 })
      expect(w.name).toMatch(new RegExp(`-${n}of3\\.bbb$`))
      expect((await b.bundles(least)).parts.length, 'a file that was not given is not noted').toBe(n - 1)
      await b.bundleWritten(w.note)
    }
    const s = await b.bundles(least)
    expect(s.parts.map((p) => [p.part, p.files, p.bytes])).toEqual([[1, 1, half], [2, 1, half], [3, 1, half]])
    expect(s.left).toEqual({ files: 0, bytes: 0, parts: 0 })
    expect(s.written?.upTo).toBe(7)
    expect(new Set(files.map((f) => f.out?.part))).toEqual(new Set([1, 2, 3]))
  })
  it('one is written again with what it had, and all anew', async () => {
    const { b, files } = await phone(0, photo('a'), photo('b'))
    for (const which of ['next', 'next'] as const) await b.bundleWritten((await b.writeBundle('all', least, which)).note)
    const again = await b.writeBundle('all', least, 1)
    expect(again.note.digests).toEqual(['a'])
    expect(readHeader(again.bytes)).toMatchObject({ first: 5, last: 4, changes: 0, files: 1, part: 1, of: 2 })
    const first = await b.writeBundle('all', least, 'next') // the set is whole, so another begins
    expect(first).toMatchObject({ part: 1, of: 2 })
    expect(first.note.set).not.toBe(files[0]?.out?.set)
    await b.bundleWritten(first.note)
    expect(await b.bundles(least)).toMatchObject({ parts: [{ part: 1 }], left: { files: 1, parts: 1 } })
  })
  it('what was sent meanwhile is in none, and a new photo joins the set', async () => {
    const { b, files } = await phone(1, photo('a'), photo('b'))
    await b.bundleWritten((await b.writeBundle('all', least, 'next')).note)
    if (files[0]) files[0].state = 'sent'
    files.push(photo('c', 10))
    const s = await b.bundles(least)
    expect(s.parts).toEqual([])
    expect(s.left).toEqual({ files: 2, bytes: half + 10, parts: 1 })
    const w = await b.writeBundle('all', least, 'next')
    expect([w.part, w.of, w.files]).toEqual([1, 1, 2])
    expect(readHeader(w.bytes).of).toBeUndefined()
  })
  it('words alone leave photos as they were; nothing at all is no file', async () => {
    const { b, say, files } = await phone(2, photo('a'))
    const w = await b.writeBundle('words', least, 'next')
    expect([w.changes, w.files, w.part]).toEqual([2, 0, 0])
    await b.bundleWritten(w.note)
    expect((await b.bundles(least)).left.files).toBe(1)
    say(0)
    files.length = 0
    await expect(b.writeBundle('all', least, 'next')).rejects.toThrow('bundle.empty')
  })
  it('of another phone are carried side by side, as long as the disk has room', async () => {
    const { b } = await phone(1, photo('a'), photo('b'))
    for (const which of ['next', 'next'] as const) {
      const w = await b.writeBundle('all', least, which)
      await b.bundleWritten(w.note)
      for (let twice = 0; twice < 2; twice++) await b.carry(new Blob([w.bytes]))
    }
    expect((await b.bundles(least)).carried.map((c) => c.header.part)).toEqual([1, 2])
    await expect(b.carry(new Blob([new Uint8Array(2000)]))).rejects.toThrow('bundle.too_large')
  })
})
