/**
 * The messages of the sync protocol as Go writes them (testdata/protocol), read
 * the way docs/protocol.md tells a device to: the same replica, the same hashes,
 * a signature that holds.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fault } from './api/decoders'
import { bool, dict, json, list, num, object, str, WireFault, type Decoder, type Json } from './decode'
import { kinds, type Kind } from './gen/kinds'
import { validate } from './validate'

const read = (name: string): string => readFileSync(new URL(`../../../testdata/protocol/${name}.json`, import.meta.url), 'utf8')
const parsed = (name: string): unknown => JSON.parse(read(name))

/** Like object, and refuses what it has no decoder for: a member that only Go knows. */
function exact<T extends object>(shape: { [K in keyof T]-?: Decoder<T[K]> }): Decoder<T> {
  const inner = object<T>(shape)
  return (v, path) => {
    for (const key of Object.keys((v ?? {}))) if (!(key in shape)) throw new WireFault(`${path}.${key}`, 'known here')
    return inner(v, path)
  }
}

const id: Decoder<string> = (v, path) => {
  if (typeof v !== 'string' || !/^[-0-9A-Z_a-z]{22}$/.test(v)) throw new WireFault(path, 'an id')
  return v
}
const version: Decoder<string> = (v, path) => {
  if (typeof v !== 'string' || !/^[-0-9A-Z_a-z]{19}$/.test(v)) throw new WireFault(path, 'a version')
  return v
}
const pair: Decoder<[string, string]> = (v, path) => {
  const [at, to] = list(str)(v, path)
  return [version(at, path), str(to, path)]
}

interface Head {
  t: string
  u: string
  v: Json
}
interface Cell {
  h: Head[]
  a: string[]
  s: [string, string][]
}
interface Block {
  kind: string
  v: number
  id: string[]
  t: string[]
  d: number[]
  f: Record<string, Json[]>
  x: Record<string, Record<string, Cell>>
}
interface Part {
  atom: string
  gone: string[]
  blocks: Block[]
}
interface Page {
  cursor: string
  more: boolean
  fresh: boolean
  forget: string[]
  devices: string[]
  parts: Part[]
}
interface Shown {
  shows: Json
  versions: string[]
  steps: [string, string][]
}

const cell = exact<Cell>({ h: list(exact<Head>({ t: version, u: str, v: json })), a: list(version), s: list(pair) })
const block = exact<Block>({ kind: str, v: num, id: list(id), t: list(str), d: list(num), f: dict(list(json)), x: dict(dict(cell)) })
const page = exact<Page>({
  cursor: str,
  more: bool,
  fresh: bool,
  forget: list(str),
  devices: list(str),
  parts: list(exact<Part>({ atom: str, gone: list(id), blocks: list(block) })),
})
const holds = dict(dict(exact<Shown>({ shows: json, versions: list(version), steps: list(pair) })))
const sequence = list(exact<{ says: string; page: Page; holds: Record<string, Record<string, Shown>> }>({ says: str, page, holds }))

function kindOf(name: string): Kind {
  const k = kinds.find((x) => x.name === name)
  if (!k) throw new Error(`no kind ${name}`)
  return k
}

/** The cells of a block's row: those in x in full, the others at the common version. */
function unpack(b: Block, row: number, devices: string[]): Record<string, Cell> {
  const common = `${b.t[row] ?? ''}${devices[b.d[row] ?? -1] ?? ''}`
  const out: Record<string, Cell> = { ...b.x[row] }
  for (const [name, column] of Object.entries(b.f)) {
    const v = column[row] ?? null
    if (v !== null) out[name] = { h: [{ t: version(common, 'common'), u: '', v }], a: [], s: [] }
  }
  return out
}

/** Versions sort as their texts do, so the latest stands first. */
function merge(a: Cell | undefined, b: Cell): Cell {
  if (!a) return b
  const above = [...a.a, ...b.a]
  const heads = new Map([...a.h, ...b.h].map((x) => [x.t, x]))
  const seen = (t: string): boolean => above.some((x) => x.slice(11) === t.slice(11) && x.slice(0, 11) >= t.slice(0, 11))
  const steps = new Map([...a.s, ...b.s])
  return {
    h: [...heads.values()].filter((x) => !seen(x.t)).sort((x, y) => (x.t < y.t ? 1 : -1)),
    a: above,
    s: [...steps].sort(([x], [y]) => (x < y ? -1 : 1)),
  }
}

function stateOf(k: Kind, name: string, steps: [string, string][]): Json {
  const states = k.fields.find((f) => f.name === name)?.states ?? []
  let now = ''
  for (const [, to] of steps) if (now === '' || states.find((s) => s.code === now)?.next.includes(to)) now = to
  return now === '' ? null : now
}

/** A device's replica: by record, what each part of the scope shows of it. */
class Replica {
  private records = new Map<string, { kind: Kind; atoms: Map<string, Record<string, Cell>> }>()

  take(p: Page): void {
    if (p.fresh) this.records.clear()
    for (const atom of p.forget) for (const r of [...this.records.keys()]) this.leave(r, atom)
    for (const part of p.parts) {
      for (const gone of part.gone) this.leave(gone, part.atom)
      for (const b of part.blocks) b.id.forEach((r, row) => this.hold(r, kindOf(b.kind), part.atom, unpack(b, row, p.devices)))
    }
  }

  private hold(r: string, kind: Kind, atom: string, cells: Record<string, Cell>): void {
    const record = this.records.get(r) ?? { kind, atoms: new Map<string, Record<string, Cell>>() }
    record.atoms.set(atom, cells)
    this.records.set(r, record)
  }

  private leave(r: string, atom: string): void {
    const record = this.records.get(r)
    record?.atoms.delete(atom)
    if (record?.atoms.size === 0) this.records.delete(r)
  }

  holds(): Record<string, Record<string, Shown>> {
    const out: Record<string, Record<string, Shown>> = {}
    for (const [r, { kind, atoms }] of this.records) {
      const cells: Record<string, Cell> = {}
      for (const some of atoms.values()) for (const [name, c] of Object.entries(some)) cells[name] = merge(cells[name], c)
      out[r] = Object.fromEntries(
        Object.entries(cells).map(([name, c]) => [
          name,
          { shows: c.s.length > 0 ? stateOf(kind, name, c.s) : (c.h[0]?.v ?? null), versions: c.h.map((x) => x.t), steps: c.s },
        ]),
      )
    }
    return out
  }
}

describe('pages of a pull', () => {
  const pages = sequence(parsed('pages'), 'pages')
  it('make the same replica as in Go, page by page', () => {
    expect(pages.length).toBeGreaterThan(6)
    const replica = new Replica()
    for (const p of pages) {
      replica.take(p.page)
      expect(replica.holds(), p.says).toEqual(p.holds)
    }
  })
  it('hold fields and values that the generated kinds know', () => {
    for (const b of pages.flatMap((p) => p.page.parts.flatMap((x) => x.blocks))) {
      const k = kindOf(b.kind)
      expect(b.v, b.kind).toBe(k.version)
      for (const [name, column] of Object.entries(b.f)) {
        const f = k.fields.find((x) => x.name === name)
        if (!f) throw new Error(`no field ${b.kind}.${name}`)
        for (const v of column) expect(v === null ? null : validate({ ...f, min: f.min ?? null, max: f.max ?? null }, v), `${b.kind}.${name}`).toBeNull()
      }
    }
  })
})

/** The exact texts of the items of the list that a key holds: what is hashed must not be parsed and written again. */
function rawItems(text: string, key: string): string[] {
  const out: string[] = []
  let depth = 0
  let quoted = false
  let from = text.indexOf(`"${key}":[`) + key.length + 4
  for (let i = from; ; i++) {
    const c = text[i]
    if (c === undefined) throw new Error('the list has no end')
    if (quoted) {
      if (c === '\\') i++
      else if (c === '"') quoted = false
      continue
    }
    if (c === '"') quoted = true
    else if (c === '{' || c === '[') depth++
    else if (depth > 0 && (c === '}' || c === ']')) depth--
    else if (depth === 0 && (c === ',' || c === ']')) {
      out.push(text.slice(from, i))
      from = i + 1
      if (c === ']') return out
    }
  }
}

const alphabet = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
/** Bytes of a text in the protocol's alphabet, whose order is that of the bytes. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  let bits = 0n
  for (const c of text) bits = (bits << 6n) | BigInt(alphabet.indexOf(c))
  const n = Math.floor((text.length * 6) / 8)
  bits >>= BigInt(text.length * 6 - n * 8)
  return Uint8Array.from({ length: n }, (_, i) => Number((bits >> BigInt(8 * (n - 1 - i))) & 255n))
}
function base64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
}
function number(v: bigint): Uint8Array<ArrayBuffer> {
  const out = new DataView(new ArrayBuffer(8))
  out.setBigUint64(0, v)
  return new Uint8Array(out.buffer)
}
const hex = (b: ArrayBuffer): string => Array.from(new Uint8Array(b), (x) => x.toString(16).padStart(2, '0')).join('')
const utf8 = (s: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(s)

describe('a push', () => {
  const push = exact<{ partition: string; device: string; user: string; from: number; changes: Json[]; signature: string }>({
    partition: str,
    device: str,
    user: id,
    from: num,
    changes: list(json),
    signature: str,
  })(parsed('push'), 'push')
  const signing = exact<{ key: string; hashes: string[]; digest: string }>({ key: str, hashes: list(str), digest: str })(parsed('signing'), 'signing')

  it('is hashed over the exact texts of its changes', async () => {
    const texts = rawItems(read('push'), 'changes')
    expect(texts.map((x) => JSON.parse(x) as Json)).toEqual(push.changes)
    expect(await Promise.all(texts.map(async (x) => hex(await crypto.subtle.digest('SHA-256', utf8(x)))))).toEqual(signing.hashes)
  })

  it('is signed over its header and those hashes', async () => {
    const device = Uint8Array.from([0, 0, ...bytesOf(push.device)])
    const message = new Blob([
      utf8('bamban batch 1\n'),
      number(BigInt(utf8(push.partition).length)),
      utf8(push.partition),
      device,
      bytesOf(push.user),
      number(BigInt(push.from)),
      number(BigInt(push.changes.length)),
      ...signing.hashes.map((h) => Uint8Array.from(h.match(/../g) ?? [], (x) => parseInt(x, 16))),
    ])
    const bytes = await message.arrayBuffer()
    expect(hex(await crypto.subtle.digest('SHA-256', bytes))).toBe(signing.digest)
    const key = await crypto.subtle.importKey('raw', base64(signing.key), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
    const ecdsa = { name: 'ECDSA', hash: 'SHA-256' }
    expect(await crypto.subtle.verify(ecdsa, key, base64(push.signature), bytes)).toBe(true)
    const altered = bytes.slice(0)
    new Uint8Array(altered).fill(1, 20, 21)
    expect(await crypto.subtle.verify(ecdsa, key, base64(push.signature), altered)).toBe(false)
  })
})

describe('the other messages', () => {
  it('of a hello are read whole', () => {
    expect(exact<object>({ version: num, acked: num, budget: bool })(parsed('hello'), 'hello')).toEqual({ version: 1, acked: 41, budget: true })
    const hello = exact<Record<string, unknown>>({
      version: num,
      serverTime: num,
      epoch: str,
      upTo: num,
      user: id,
      pack: exact<Record<string, string>>({ name: str, version: str, digest: str }),
      kinds: dict(num),
      pullPage: num,
      pushBatch: num,
      budget: exact<Record<string, unknown>>({ records: num, bytes: num, seconds: dict(num) }),
    })(parsed('hello-answer'), 'hello')
    expect(hello).toEqual(parsed('hello-answer'))
    for (const name of Object.keys(hello.kinds as object)) kindOf(name)
  })
  it('answer each change of a push, and say why one waits', () => {
    const answer = exact<Record<string, unknown>>({ n: num, status: str, code: str, field: str, text: dict(str), conflicts: list(str), refused: list(str) })
    const { answers } = exact<{ upTo: number; answers: Record<string, unknown>[] }>({ upTo: num, answers: list(answer) })(parsed('push-answer'), 'push')
    expect(answers.map((a) => a.status)).toEqual(['accepted', 'conflict', 'refused', 'quarantined'])
    expect(answers[3]).toMatchObject({ code: 'scope.outside', field: 'area' })
    expect(Object.keys(answers[3]?.text as object).sort()).toEqual(['en', 'vi'])
  })
  it('ask for a page, and refuse in both languages', () => {
    expect(exact<{ cursor: string }>({ cursor: str })(parsed('pull'), 'pull').cursor).toMatch(/^[-\w]+$/)
    const { error } = fault(parsed('fault'), 'fault')
    expect(error).toMatchObject({ code: 'batch.overlap', field: 'from', retry: false })
    expect(error.text.vi).not.toBe(error.text.en)
  })
})
