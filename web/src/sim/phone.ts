/**
 * Phones of the simulator (internal/sim) that run the app's own replica: the
 * simulator writes an order a line, carries the messages of a meeting itself, and
 * reads what came of it.
 */
import { createInterface } from 'node:readline'
import type { Json } from '../core/decode'
import { kinds } from '../core/gen/kinds'
import { hello, page, pushAnswer } from '../core/sync/wire'
import { readContent } from '../core/change/change'
import type { State } from '../core/change/state'
import { Device, Refusal, type Transport } from '../store/replica/device'
import { MemoryJournal } from '../store/replica/journal'
import { JournalKeeper, plain } from '../store/replica/keeper'
import { Replica } from '../store/replica/replica'

interface Order {
  op: 'open' | 'write' | 'sync' | 'end'
  phone: string
  now: number
  seed: number
  tag: string
  user: string
  partition: string
  key: string
  compact: boolean
  kind: string
  record: string
  fields: Record<string, Json>
}

interface Answer {
  answer?: unknown
  refusal?: { code: string; field: string; args: Record<string, string> }
}

interface Phone {
  journal: MemoryJournal
  replica: Replica
  device: Device
  order: Order
  told: number
}

const phones = new Map<string, Phone>()
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

async function line(): Promise<unknown> {
  const l = await lines.next()
  if (l.done) process.exit(0)
  return JSON.parse(l.value)
}

function say(what: unknown): void {
  process.stdout.write(`${JSON.stringify(what)}\n`)
}

async function ask(message: string, body: unknown): Promise<unknown> {
  say({ ask: message, body })
  const a = (await line()) as Answer
  if (a.refusal) throw new Refusal(a.refusal.code, a.refusal.field, a.refusal.args, {})
  if (a.answer === undefined) throw new Error('cut')
  return a.answer
}

const transport: Transport = {
  hello: async (body) => hello(await ask('hello', body), 'hello'),
  push: async (body) => pushAnswer(await ask('push', body), 'push'),
  pull: async (body) => page(await ask('pull', body), 'pull'),
}

/** The same bytes for the same seed: mulberry32. */
function chance(seed: number): (n: number) => Uint8Array {
  let a = seed >>> 0
  const byte = (): number => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) & 255
  }
  return (n) => Uint8Array.from({ length: n }, byte)
}

async function open(o: Order): Promise<Phone> {
  const journal = phones.get(o.phone)?.journal ?? new MemoryJournal()
  const keeper = new JournalKeeper(journal, plain)
  const replica = new Replica(o.tag, o.user, kinds)
  await keeper.wake(replica)
  if (o.compact) await keeper.compact(replica, 1)
  const raw = Uint8Array.from(atob(o.key), (c) => c.charCodeAt(0))
  const key = await crypto.subtle.importKey('pkcs8', raw, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  const p: Phone = { journal, replica, order: o, told: 0, device: undefined as unknown as Device }
  let random = chance(o.seed)
  let seed = o.seed
  p.device = new Device({
    tag: o.tag,
    user: o.user,
    partition: o.partition,
    key,
    replica,
    keeper,
    transport,
    now: () => p.order.now,
    random: (n) => {
      if (seed !== p.order.seed) random = chance((seed = p.order.seed))
      return random(n)
    },
  })
  phones.set(o.phone, p)
  return p
}

type Row = [string, string, State]

/** What the phone holds, and what of its own changes the simulator has not been told. */
function dump(p: Phone): unknown {
  const r = p.replica
  const rows = (m: Map<string, { kind: string; state: State }> | null): Row[] | null => m && [...m].map(([id, h]) => [id, h.kind, h.state])
  const mine = r.mine.slice(p.told)
  const blanked = Object.fromEntries(r.mine.slice(0, p.told).flatMap((c, i) => (readContent(c, r.tag, r.user).op === 'erase' ? [[i + 1, c]] : [])))
  p.told = r.mine.length
  return { blanked, epoch: r.epoch, cursor: r.cursor, acked: r.acked, latest: r.latest, answers: [...r.answers.values()], mine, records: rows(r.records), before: rows(r.before) }
}

async function obey(o: Order): Promise<unknown> {
  if (o.op === 'open') return { store: dump(await open(o)) }
  if (o.op === 'end') {
    for (const name of phones.keys()) if (name.startsWith(o.phone)) phones.delete(name)
    return {}
  }
  const p = phones.get(o.phone)
  if (!p) throw new Error(`no phone ${o.phone}`)
  p.order = { ...p.order, now: o.now, seed: o.seed }
  if (o.op === 'write') {
    await p.device.write(o.kind, o.record, o.fields)
    return { store: dump(p) }
  }
  try {
    return { report: await p.device.sync(), store: dump(p) }
  } catch (e) {
    return { error: e instanceof Error ? `${e.constructor.name}: ${e.message}` : String(e), store: dump(p) }
  }
}

for (;;) say({ done: await obey((await line()) as Order) })
