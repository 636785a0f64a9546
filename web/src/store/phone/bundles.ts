/**
 * Files of unsent work that this phone writes (core/sync/bundle.ts). What is too
 * large for one goes on in the next. Each file has all words that wait, so each is
 * taken by itself, in any order; a photo remembers the file in which it left.
 */
import type { FileMeta, Out } from '../../core/media/queue'
import { bundleName, maxBundle, nextPart, NotABundle, sealBundle, type BundleHeader } from '../../core/sync/bundle'
import type { Device } from '../replica/device'
import type { Replica } from '../replica/replica'
import { DiskFull } from '../database'
import type { BundleCalls, BundlePart, BundleState, BundleWhat, LeftBundle, WrittenBundle } from './bundling'
import type { Carrier } from './carrier'
import { reserve } from './files'
import type { Identity } from './identity'
import type { Recorder } from './recorder'

interface Deps {
  identity: Pick<Identity, 'partition' | 'tag'>
  device: Pick<Device, 'waitingPushes'>
  replica: Pick<Replica, 'waiting' | 'unsent'>
  recorder: Pick<Recorder, 'waiting' | 'bytesOf' | 'leftIn'>
  carrier: Carrier
  /** The point to which files are sealed; null where the phone has not met its server. */
  serverKey(): Promise<Uint8Array<ArrayBuffer> | null>
  /** Told when a file has left. */
  left(): Promise<void>
  /** What the disk has free. */
  free(): Promise<number>
  now(): number
}

type Answers = { [N in keyof BundleCalls]: (...args: BundleCalls[N]['args']) => Promise<BundleCalls[N]['gives']> }

/** The longest photo or recording, and what the seal and header take: a file has room for one beside its words. */
const oneFile = 2_000_000 + 10_000
/** What header and seal take at most, and what a push has around its change. */
const around = 8192
const aroundPush = 512

export class Bundles implements Answers {
  constructor(private readonly d: Deps) {}

  async bundles(most: number): Promise<BundleState> {
    const { recorder, carrier } = this.d
    const { parts, rest } = sorted(recorder.waiting())
    return {
      ready: (await this.d.serverKey()) !== null,
      written: await carrier.written(),
      carried: await carrier.list(),
      parts: parts.map(({ out, files }) => ({ part: out.part, at: out.at, files: files.length, bytes: sum(files) })),
      left: { files: rest.length, bytes: sum(rest), parts: nextPart(rest, this.roomFor(most)).parts },
    }
  }

  async writeBundle(what: BundleWhat, most: number, which: BundlePart): Promise<WrittenBundle> {
    const { identity, recorder } = this.d
    const key = await this.d.serverKey()
    const { first, pushes } = await this.d.device.waitingPushes()
    const waiting = recorder.waiting()
    if (!key || pushes.length + waiting.length === 0) throw new NotABundle('bundle.empty')
    const chosen = what === 'words' ? none : choose(waiting, this.roomFor(most), which, this.d.now())
    const files: Uint8Array<ArrayBuffer>[] = []
    for (const f of chosen.files) {
      const bytes = await recorder.bytesOf(f.digest)
      if (bytes) files.push(bytes)
    }
    if (pushes.length + files.length === 0) throw new NotABundle('bundle.empty')
    const upTo = first + pushes.length - 1
    const { part, of } = chosen
    const header: BundleHeader = { partition: identity.partition, device: identity.tag, first, last: upTo, madeAt: this.d.now(), changes: pushes.length, files: files.length, ...(of > 1 ? { part, of } : {}) }
    const bytes = await sealBundle(header, { pushes, files }, key)
    const note = { upTo: pushes.length > 0 ? upTo : 0, set: chosen.set, part, digests: chosen.files.map((f) => f.digest) }
    return { name: bundleName(header), bytes, changes: pushes.length, files: files.length, part, of, note }
  }

  async bundleWritten({ upTo, set, part, digests }: LeftBundle): Promise<null> {
    const at = this.d.now()
    await this.d.recorder.leftIn({ set, part, at }, digests)
    if (upTo > 0) {
      await this.d.carrier.note({ at, upTo })
      await this.d.left()
    }
    return null
  }

  async carry(file: Blob): Promise<null> {
    if (file.size > maxBundle || (await this.d.free()) - file.size < reserve) throw new NotABundle('bundle.too_large')
    try {
      await this.d.carrier.take(new Uint8Array(await file.arrayBuffer()), this.d.identity.partition)
    } catch (e) {
      throw e instanceof DiskFull ? new NotABundle('bundle.too_large') : e
    }
    return null
  }

  async dropCarried(id: string): Promise<null> {
    await this.d.carrier.drop(id)
    return null
  }

  async retryCarried(id: string): Promise<null> {
    await this.d.carrier.again(id)
    return null
  }

  /** What a file of at most so many bytes has for photos beside its words. */
  private roomFor(most: number): number {
    const { replica } = this.d
    const words = replica.waiting(replica.unsent).contents.reduce((n, c) => n + 3 * c.length + aroundPush, around)
    return Math.min(Math.max(most - words, oneFile), maxBundle - words)
  }
}

interface Chosen {
  set: number
  part: number
  of: number
  files: FileMeta[]
}

const none: Chosen = { set: 0, part: 0, of: 0, files: [] }

const sum = (files: FileMeta[]): number => files.reduce((n, f) => n + f.size, 0)

/** The files of the set that was begun last, in order, and what is in none of them. */
function sorted(waiting: FileMeta[]): { set: number; parts: { out: Out; files: FileMeta[] }[]; rest: FileMeta[] } {
  const set = Math.max(0, ...waiting.map((f) => f.out?.set ?? 0))
  const parts = new Map<number, { out: Out; files: FileMeta[] }>()
  const rest: FileMeta[] = []
  for (const f of waiting) {
    const { out } = f
    if (out?.set !== set) {
      rest.push(f)
      continue
    }
    const p = parts.get(out.part) ?? { out, files: [] }
    p.files.push(f)
    parts.set(out.part, p)
  }
  return { set, parts: [...parts.values()].sort((a, b) => a.out.part - b.out.part), rest }
}

/** What goes into a file. One that is written again has what it had; a set that is whole begins anew. */
function choose(waiting: FileMeta[], room: number, which: BundlePart, now: number): Chosen {
  const { set, parts, rest } = sorted(waiting)
  const done = parts.at(-1)?.out.part ?? 0
  const { part, parts: more } = nextPart(rest, room)
  if (typeof which === 'number') {
    const again = parts.find((p) => p.out.part === which)
    if (again) return { set, part: which, of: done + more, files: again.files }
  }
  if (which === 'next' && done > 0 && part.length > 0) return { set, part: done + 1, of: done + more, files: part }
  const whole = nextPart(waiting, room)
  return { set: now, part: 1, of: whole.parts, files: whole.part }
}
