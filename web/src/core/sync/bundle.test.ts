/** Bundles are what Go makes and reads (testdata/bundle, internal/bundle). */
import { readFileSync } from 'node:fs'
import { createECDH } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { base64 } from './batch'
import { bundleName, magic, nextPart, readHeader, sealBundle, type BundleHeader } from './bundle'

interface Vector {
  public: string
  ephemeral: string
  header: BundleHeader
  pushes: string[]
  files: string[]
  bundle: string
}

const v = JSON.parse(readFileSync(new URL('../../../../testdata/bundle/bundle.json', import.meta.url), 'utf8')) as Vector
const bytes = (s: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(s), (c) => c.charCodeAt(0))
const url = (b: Uint8Array): string => base64(b).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')

/** The pair of the golden bundle, of its private scalar. */
async function ephemeral(): Promise<CryptoKeyPair> {
  const e = createECDH('prime256v1')
  e.setPrivateKey(Buffer.from(bytes(v.ephemeral)))
  const point = new Uint8Array(e.getPublicKey())
  const jwk = { kty: 'EC', crv: 'P-256', x: url(point.subarray(1, 33)), y: url(point.subarray(33)), ext: true }
  const curve = { name: 'ECDH', namedCurve: 'P-256' }
  return {
    publicKey: await crypto.subtle.importKey('jwk', jwk, curve, true, []),
    privateKey: await crypto.subtle.importKey('jwk', { ...jwk, d: url(bytes(v.ephemeral)) }, curve, false, ['deriveBits']),
  }
}

describe('a bundle', () => {
  it('is sealed to the very bytes that Go seals and opens', async () => {
    const made = await sealBundle(v.header, { pushes: v.pushes, files: v.files.map(bytes) }, bytes(v.public), await ephemeral())
    expect(base64(made)).toBe(v.bundle)
  })
  it('is another each time, and says in clear no more than its header', async () => {
    const one = await sealBundle(v.header, { pushes: v.pushes, files: [] }, bytes(v.public))
    const two = await sealBundle(v.header, { pushes: v.pushes, files: [] }, bytes(v.public))
    expect(base64(one)).not.toBe(base64(two))
    expect(new TextDecoder().decode(one)).not.toContain('Thử')
    expect(readHeader(one)).toEqual(v.header)
    expect(bundleName(v.header)).toBe(`bam-ban-${v.header.device}-2026-02-25.bbb`)
  })
  it('that is none, is cut or has a broken header is told apart', () => {
    const raw = bytes(v.bundle)
    const code = (b: Uint8Array<ArrayBuffer>): string => {
      try {
        readHeader(b)
        return ''
      } catch (e) {
        return (e as Error).message
      }
    }
    expect(code(raw)).toBe('')
    expect(code(bytes(btoa('a photo of something')))).toBe('bundle.not_one')
    expect(code(raw.slice(0, magic.length + 2))).toBe('bundle.damaged')
    expect(code(raw.slice(0, magic.length + 40))).toBe('bundle.damaged')
    const bad = raw.slice()
    bad[magic.length + 4] = 0x7f
    expect(code(bad)).toBe('bundle.damaged')
  })
  it('says which file of how many it is, in its header and its name, where there are several', async () => {
    const one = await sealBundle({ ...v.header, part: 2, of: 3 }, { pushes: v.pushes, files: [] }, bytes(v.public))
    expect(readHeader(one)).toEqual({ ...v.header, part: 2, of: 3 })
    expect(bundleName(readHeader(one))).toBe(`bam-ban-${v.header.device}-2026-02-25-2of3.bbb`)
  })
  it('takes the smallest files first and says how many bundles the rest needs', () => {
    const sizes = (room: number): [number[], number] => {
      const { part, parts } = nextPart([{ size: 50 }, { size: 10 }, { size: 30 }, { size: 45 }], room)
      return [part.map((f) => f.size), parts]
    }
    expect(sizes(60)).toEqual([[10, 30], 3])
    expect(sizes(155)).toEqual([[10, 30, 45, 50], 1])
    expect(sizes(154)).toEqual([[10, 30, 45], 2])
    expect(sizes(50)).toEqual([[10, 30], 2]) // the one of 50 fits into none
    expect(nextPart([], 60)).toEqual({ part: [], parts: 0 })
  })
})
