/**
 * The key that everything personal on the phone is sealed with, itself wrapped by
 * what its holder knows (a PIN, through Argon2id, RFC 9106) and, where the phone
 * has one, by a passkey's PRF. What is stored here tells nothing by itself; see
 * docs/threat-model.md for what a thief with time can do.
 */
import { argon2id } from 'hash-wasm'

/** The cost of trying a PIN. */
export interface Cost {
  /** KiB of memory. */
  memory: number
  passes: number
}

/** 32 MiB, three passes: about half a second on the reference phone, which has 2 GB. */
export const phoneCost: Cost = { memory: 32 * 1024, passes: 3 }

export interface Wrap {
  /** A station wrap opens by the half that the server holds; two of them lie here while one takes the other's place. */
  by: 'pin' | 'passkey' | 'station'
  salt: string
  cost: Cost
  /** Nonce and wrapped key, base64. */
  key: string
  credential: string
}

/** What lies on the disk. */
export interface Locked {
  wraps: Wrap[]
  /** Wrong PINs since the last right one. */
  wrong: number
  /** When the last wrong one was, in Unix milliseconds. */
  at: number
  /** Until when the phone may be opened without having met the server, in Unix milliseconds. */
  lease: number
}

/** Where it lies; save resolves when it is on the disk. */
export interface KeyringStore {
  load(): Promise<Locked | null>
  save(l: Locked): Promise<void>
}

/** Free tries, before each further one has to wait. */
export const freeTries = 3
/** After so many wrong PINs in a row only the station can open the phone again. */
export const maxTries = 10

/** The passkeys that open a phone. */
export function passkeysOf(l: Locked): string[] {
  return l.wraps.filter((w) => w.by === 'passkey').map((w) => w.credential)
}

/** How long to wait after so many wrong PINs: 30 seconds, doubling, at most an hour. */
export function waitAfter(wrong: number): number {
  return wrong <= freeTries ? 0 : Math.min(30_000 * 2 ** (wrong - freeTries - 1), 3_600_000)
}

/** The key, and the half that the server does not hold yet. */
export interface InHand {
  state: 'open'
  key: CryptoKey
  half: Uint8Array<ArrayBuffer> | null
}

export type Opened = InHand | { state: 'wrong'; left: number } | { state: 'wait'; until: number } | { state: 'locked' } | { state: 'expired' } | { state: 'none' }

const aes = 'AES-GCM'

const toText = (b: Uint8Array): string => btoa(Array.from(b, (x) => String.fromCharCode(x)).join(''))
const toBytes = (s: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(s), (c) => c.charCodeAt(0))

function random(n: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(n))
}

async function fromPin(pin: string, salt: string, cost: Cost): Promise<CryptoKey> {
  const raw = await argon2id({ password: pin, salt: toBytes(salt), parallelism: 1, iterations: cost.passes, memorySize: cost.memory, hashLength: 32, outputType: 'binary' })
  return crypto.subtle.importKey('raw', Uint8Array.from(raw), aes, false, ['encrypt', 'decrypt'])
}

async function fromSecret(by: 'passkey' | 'station', secret: ArrayBuffer, salt: string): Promise<CryptoKey> {
  const raw = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  const info = new TextEncoder().encode(`bamban ${by} wrap 1`)
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: toBytes(salt), info }, raw, { name: aes, length: 256 }, false, ['encrypt', 'decrypt'])
}

async function wrap(by: CryptoKey, raw: Uint8Array<ArrayBuffer>): Promise<string> {
  const nonce = random(12)
  return toText(Uint8Array.from([...nonce, ...new Uint8Array(await crypto.subtle.encrypt({ name: aes, iv: nonce }, by, raw))]))
}

/** The wrapped key, or null where it was wrapped by something else. */
async function unwrap(by: CryptoKey, wrapped: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const bytes = toBytes(wrapped)
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: aes, iv: bytes.subarray(0, 12) }, by, bytes.subarray(12)))
  } catch {
    return null
  }
}

function usable(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, aes, false, ['encrypt', 'decrypt'])
}

export class Keyring {
  constructor(
    private readonly store: KeyringStore,
    private readonly now: () => number,
    private readonly cost: Cost = phoneCost,
  ) {}

  /** Makes the key, wrapped by a PIN. The lease ends at a time given by the server. */
  async create(pin: string, lease: number): Promise<InHand> {
    const raw = random(32)
    return this.opened({ wraps: [await this.pinWrap(pin, raw)], wrong: 0, at: 0, lease }, raw)
  }

  /** Opens by the server's half, under a new PIN; the phone then makes another half. */
  async reopen(half: Uint8Array<ArrayBuffer>, pin: string, lease: number): Promise<Opened> {
    const l = await this.store.load()
    for (const w of l?.wraps.filter((x) => x.by === 'station') ?? []) {
      const raw = await unwrap(await fromSecret('station', half.buffer, w.salt), w.key)
      if (!l || !raw) continue
      const wraps = [...l.wraps.filter((x) => x.by === 'station'), await this.pinWrap(pin, raw)]
      return this.opened({ ...l, wraps, lease }, raw, true)
    }
    return { state: 'none' }
  }

  /** Notes that the server holds the latest half: what opens by an older one goes. */
  async escrowed(): Promise<void> {
    const l = await this.store.load()
    const latest = l?.wraps.filter((x) => x.by === 'station').at(-1)
    if (l && latest) await this.store.save({ ...l, wraps: [...l.wraps.filter((x) => x.by !== 'station'), latest] })
  }

  /** Throws away all that opens the key but the server's half. */
  async seal(): Promise<void> {
    const l = await this.store.load()
    if (l) await this.store.save({ wraps: l.wraps.filter((x) => x.by === 'station'), wrong: 0, at: 0, lease: 0 })
  }

  /** Tries a PIN. What the try cost is on the disk before its answer is known: killing the app buys no tries. */
  async open(pin: string): Promise<Opened> {
    const l = await this.store.load()
    const w = l?.wraps.find((x) => x.by === 'pin')
    if (!l || !w) return { state: 'none' }
    if (l.wrong >= maxTries) return { state: 'locked' }
    const until = l.at + waitAfter(l.wrong)
    // A clock that was set back must not make the wait longer than it is, nor end it.
    if (l.wrong > freeTries && this.now() < until) return { state: 'wait', until: Math.min(until, this.now() + waitAfter(l.wrong)) }
    if (this.now() > l.lease) return { state: 'expired' }
    await this.store.save({ ...l, wrong: l.wrong + 1, at: this.now() })
    const raw = await unwrap(await fromPin(pin, w.salt, w.cost), w.key)
    if (!raw) return l.wrong + 1 >= maxTries ? { state: 'locked' } : { state: 'wrong', left: maxTries - l.wrong - 1 }
    return this.opened(l, raw)
  }

  /** Opens by a passkey of this phone. */
  async openByPasskey(credential: string, prf: ArrayBuffer): Promise<Opened> {
    const l = await this.store.load()
    const w = l?.wraps.find((x) => x.by === 'passkey' && x.credential === credential)
    if (!l || !w) return { state: 'none' }
    if (this.now() > l.lease) return { state: 'expired' }
    const raw = await unwrap(await fromSecret('passkey', prf, w.salt), w.key)
    return raw ? this.opened(l, raw) : { state: 'wrong', left: Math.max(maxTries - l.wrong, 0) }
  }

  /** Puts another PIN in the place of the one that opens it now. */
  async changePin(old: string, pin: string): Promise<boolean> {
    const l = await this.store.load()
    const w = l?.wraps.find((x) => x.by === 'pin')
    const raw = l && w ? await unwrap(await fromPin(old, w.salt, w.cost), w.key) : null
    if (!l || !raw) return false
    await this.store.save({ ...l, wraps: [...l.wraps.filter((x) => x.by !== 'pin'), await this.pinWrap(pin, raw)] })
    raw.fill(0)
    return true
  }

  /** Lets a passkey open it too; the PIN proves who asks. */
  async addPasskey(pin: string, credential: string, prf: ArrayBuffer): Promise<boolean> {
    const l = await this.store.load()
    const w = l?.wraps.find((x) => x.by === 'pin')
    const raw = l && w ? await unwrap(await fromPin(pin, w.salt, w.cost), w.key) : null
    if (!l || !raw) return false
    const salt = toText(random(16))
    const key = await wrap(await fromSecret('passkey', prf, salt), raw)
    raw.fill(0)
    await this.store.save({ ...l, wraps: [...l.wraps.filter((x) => x.credential !== credential), { by: 'passkey', salt, cost: this.cost, key, credential }] })
    return true
  }

  /** The key with another half for the server, for a phone under a new name; null where the PIN is wrong. */
  async anotherHalf(pin: string): Promise<InHand | null> {
    const l = await this.store.load()
    const w = l?.wraps.find((x) => x.by === 'pin')
    const raw = l && w ? await unwrap(await fromPin(pin, w.salt, w.cost), w.key) : null
    return l && raw ? this.opened(l, raw, true) : null
  }

  /** From now on the PIN alone opens it. */
  async dropPasskeys(): Promise<void> {
    const l = await this.store.load()
    if (l) await this.store.save({ ...l, wraps: l.wraps.filter((w) => w.by !== 'passkey') })
  }

  /** Notes that the server was met: the phone may be used until the new end of the lease. */
  async renew(lease: number): Promise<void> {
    const l = await this.store.load()
    if (l) await this.store.save({ ...l, lease })
  }

  /** Throws the key away: what it sealed is noise from here on. */
  async destroy(): Promise<void> {
    await this.store.save({ wraps: [], wrong: 0, at: 0, lease: 0 })
  }

  /** The key is in hand: a half for the server is made where it has none, or where the one it had was given out. */
  private async opened(l: Locked, raw: Uint8Array<ArrayBuffer>, anew = false): Promise<InHand> {
    const fresh = anew || !l.wraps.some((w) => w.by === 'station')
    const half = fresh ? random(32) : null
    const wraps = half ? [...l.wraps, await this.stationWrap(half, raw)] : l.wraps
    await this.store.save({ ...l, wraps, wrong: 0, at: 0 })
    const key = await usable(raw)
    raw.fill(0)
    return { state: 'open', key, half }
  }

  private async stationWrap(half: Uint8Array<ArrayBuffer>, raw: Uint8Array<ArrayBuffer>): Promise<Wrap> {
    const salt = toText(random(16))
    return { by: 'station', salt, cost: this.cost, key: await wrap(await fromSecret('station', half.buffer, salt), raw), credential: '' }
  }

  private async pinWrap(pin: string, raw: Uint8Array<ArrayBuffer>): Promise<Wrap> {
    const salt = toText(random(16))
    return { by: 'pin', salt, cost: this.cost, key: await wrap(await fromPin(pin, salt, this.cost), raw), credential: '' }
  }
}
