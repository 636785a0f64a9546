/**
 * A bundle of unsent work (docs/protocol.md, internal/bundle): sealed so that only
 * the server opens it. Whoever carries one reads its header and no more.
 */
import { num, object, str, WireFault } from '../decode'

export const magic = 'bamban bundle 1\n'
/** A bundle is at most so long. */
export const maxBundle = 64 * 1024 * 1024
const maxHeader = 4096
const pointBytes = 65
const tagBytes = 16

/** What is in clear: nothing of what was written, nor of whom. */
export interface BundleHeader {
  partition: string
  device: string
  first: number
  last: number
  /** In Unix milliseconds. */
  madeAt: number
  changes: number
  files: number
  /** Which file of how many, where a phone's photos don't fit into one; absent where they do. */
  part?: number
  of?: number
}

/** The code of what is wrong with a bundle, one of the server's. */
export class NotABundle extends Error {
  constructor(readonly code: 'bundle.not_one' | 'bundle.damaged' | 'bundle.too_large' | 'bundle.empty') {
    super(code)
  }
}

type Bytes = Uint8Array<ArrayBuffer>

const utf8 = (s: string): Bytes => new TextEncoder().encode(s)

function length(n: number): Bytes {
  const out = new DataView(new ArrayBuffer(4))
  out.setUint32(0, n)
  return new Uint8Array(out.buffer)
}

const clear = object<Required<BundleHeader>>({ partition: str, device: str, first: num, last: num, madeAt: num, changes: num, files: num, part: num, of: num })

function header(v: unknown): BundleHeader {
  const { part, of, ...h } = clear(v, 'header')
  return of > 1 ? { ...h, part, of } : h
}

/** Reads the header of a bundle without opening it. */
export function readHeader(raw: Bytes): BundleHeader {
  if (raw.length > maxBundle) throw new NotABundle('bundle.too_large')
  const start = magic.length
  if (new TextDecoder().decode(raw.subarray(0, start)) !== magic) throw new NotABundle('bundle.not_one')
  if (raw.length < start + 4) throw new NotABundle('bundle.damaged')
  const n = new DataView(raw.buffer, raw.byteOffset + start).getUint32(0)
  if (n > maxHeader || raw.length < start + 4 + n + pointBytes + tagBytes) throw new NotABundle('bundle.damaged')
  try {
    return header(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw.subarray(start + 4, start + 4 + n))))
  } catch (e) {
    if (e instanceof WireFault || e instanceof SyntaxError || e instanceof TypeError) throw new NotABundle('bundle.damaged')
    throw e
  }
}

/** What a bundle carries: pushes as they would go over the network, and files as they are. */
export interface BundleBody {
  pushes: string[]
  files: Bytes[]
}

const curve = { name: 'ECDH', namedCurve: 'P-256' }

/** Seals a bundle to the server's point. The pair is made for this one bundle. */
export async function sealBundle(h: BundleHeader, body: BundleBody, server: Bytes, pair?: CryptoKeyPair): Promise<Bytes> {
  const own = pair ?? (await crypto.subtle.generateKey(curve, false, ['deriveBits']))
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey))
  const text = utf8(JSON.stringify(h))
  const head = await join([utf8(magic), length(text.length), text, point])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: await crypto.subtle.importKey('raw', server, curve, false, []) }, own.privateKey, 256)
  const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const salt = await join([point, server])
  const key = await crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info: utf8('bamban bundle 1') }, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt'])
  const parts = [...body.pushes.flatMap((p) => part(1, utf8(p))), ...body.files.flatMap((f) => part(2, f))]
  // The key is used once, so the nonce may be zero.
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12), additionalData: head }, key, await join(parts))
  return join([head, new Uint8Array(sealed)])
}

function part(kind: number, content: Bytes): Bytes[] {
  return [new Uint8Array([kind]), length(content.length), content]
}

async function join(parts: Bytes[]): Promise<Bytes> {
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}

/** What a file's name says: of which phone, when, and which of how many. */
export function bundleName(h: BundleHeader): string {
  const part = h.of === undefined ? '' : `-${h.part ?? 1}of${h.of}`
  return `bam-ban-${h.device}-${new Date(h.madeAt).toISOString().slice(0, 10)}${part}.bbb`
}

/** What a file costs in a bundle beside its own bytes. */
const partHead = 5

/** The files of the next bundle, the smallest first, and how many bundles all of them take; one that never fits is in none. */
export function nextPart<F extends { size: number }>(files: F[], room: number): { part: F[]; parts: number } {
  const fit = files.filter((f) => f.size + partHead <= room).sort((a, b) => a.size - b.size)
  const part: F[] = []
  let [parts, left] = [0, 0]
  for (const f of fit) {
    if (f.size + partHead > left) [parts, left] = [parts + 1, room]
    left -= f.size + partHead
    if (parts === 1) part.push(f)
  }
  return { part, parts }
}
