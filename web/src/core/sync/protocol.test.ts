/**
 * The messages of the sync protocol as Go writes them (testdata/protocol) and this
 * app reads and writes them: nothing that Go says is lost on it, hashes and the
 * signature are the same.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fault } from '../api/decoders'
import { kinds } from '../gen/kinds'
import { validate } from '../validate'
import { pushBody, signed } from './batch'
import { hello, page, pushAnswer } from './wire'

const read = (name: string): string => readFileSync(new URL(`../../../../testdata/protocol/${name}.json`, import.meta.url), 'utf8')
const parsed = (name: string): unknown => JSON.parse(read(name))

/** A message without what Go leaves out: nulls, and what is zero or empty. */
function bare(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(bare)
  if (typeof v !== 'object' || v === null) return v
  const rest = Object.entries(v)
    .map(([key, x]) => [key, bare(x)] as const)
    .filter(([, x]) => x !== null && x !== 0 && x !== '' && x !== false && !(typeof x === 'object' && Object.keys(x).length === 0))
  return Object.fromEntries(rest)
}

const bytes = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
const hex = (b: ArrayBuffer): string => Array.from(new Uint8Array(b), (x) => x.toString(16).padStart(2, '0')).join('')

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

describe('messages', () => {
  it('are read whole: no member is known to Go alone', () => {
    for (const p of parsed('pages') as { says: string; page: unknown }[]) expect(bare(page(p.page, 'page')), p.says).toEqual(bare(p.page))
    expect(bare(pushAnswer(parsed('push-answer'), 'answer'))).toEqual(bare(parsed('push-answer')))
    const { kinds: offered, ...rest } = parsed('hello-answer') as { kinds: Record<string, number> }
    expect(bare(hello(rest, 'hello'))).toEqual(bare(rest))
    expect(Object.keys(offered).filter((name) => !kinds.some((k) => k.name === name))).toEqual([])
  })
  it('hold fields and values that the generated kinds know', () => {
    for (const b of (parsed('pages') as { page: unknown }[]).flatMap((p) => page(p.page, 'page').parts.flatMap((x) => x.blocks))) {
      const k = kinds.find((x) => x.name === b.kind)
      expect(k?.version, b.kind).toBe(b.v)
      for (const [name, column] of Object.entries(b.f)) {
        const f = k?.fields.find((x) => x.name === name)
        if (!f) throw new Error(`no field ${b.kind}.${name}`)
        for (const v of column) expect(v === null ? null : validate(f, v), `${b.kind}.${name}`).toBeNull()
      }
    }
  })
  it('answer each change of a push, and say in both languages why one waits', () => {
    const { answers } = pushAnswer(parsed('push-answer'), 'answer')
    expect(answers.map((a) => a.status)).toEqual(['accepted', 'conflict', 'refused', 'quarantined'])
    expect(answers[3]).toMatchObject({ code: 'scope.outside', field: 'area' })
    expect(Object.keys(answers[3]?.text ?? {}).sort()).toEqual(['en', 'vi'])
    const { error } = fault(parsed('fault'), 'fault')
    expect(error).toMatchObject({ code: 'batch.overlap', field: 'from', retry: false })
    expect(error.text.vi).not.toBe(error.text.en)
  })
  it('of something in between are not taken for the server', () => {
    for (const portal of [{}, { version: 1 }, [], 'OK', null]) {
      expect(() => hello(portal, 'hello')).toThrow()
      expect(() => page(portal, 'page')).toThrow()
    }
  })
})

describe('a push', () => {
  const push = parsed('push') as { partition: string; device: string; user: string; from: number; signature: string }
  const signing = parsed('signing') as { key: string; hashes: string[]; digest: string }
  const writer = { tag: push.device, user: push.user, partition: push.partition }
  const ecdsa = { name: 'ECDSA', hash: 'SHA-256' }

  it('is signed over its header and the exact texts of its changes', async () => {
    const texts = rawItems(read('push'), 'changes')
    const what = await signed(writer, push.from, texts)
    expect(hex(await crypto.subtle.digest('SHA-256', what))).toBe(signing.digest)
    const key = await crypto.subtle.importKey('raw', bytes(signing.key), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
    expect(await crypto.subtle.verify(ecdsa, key, bytes(push.signature), what)).toBe(true)
    const altered = await signed(writer, push.from, texts.map((t) => t.replace('}', ' }')))
    expect(await crypto.subtle.verify(ecdsa, key, bytes(push.signature), altered)).toBe(false)
  })

  it('carries its contents to the byte, with a signature that holds', async () => {
    const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const contents = ['{"n":1, "f":{"name":"Lò Thị Ứng"}}', '{"n":2,"f":{"v":1.50}}']
    const body = await pushBody(writer, privateKey, 1, contents)
    expect(rawItems(body, 'changes')).toEqual(contents)
    const { signature } = JSON.parse(body) as { signature: string }
    expect(await crypto.subtle.verify(ecdsa, publicKey, bytes(signature), await signed(writer, 1, contents))).toBe(true)
  })
})
