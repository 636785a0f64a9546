/**
 * Ids, devices, times and versions as texts that sort like what they stand for
 * (internal/change/PROTOCOL.md): base64 with its digits in ASCII order. A version
 * is its time's text and its device's; comparing texts compares versions.
 */

const digits = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const valueOf = new Map(Array.from(digits, (c, i) => [c, i]))

/** The text of some bytes. */
export function encode(bytes: Uint8Array): string {
  let out = ''
  let bits = 0
  let held = 0
  for (const b of bytes) {
    held = (held << 8) | b
    for (bits += 8; bits >= 6; bits -= 6) out += digits.charAt((held >> (bits - 6)) & 63)
    held &= (1 << bits) - 1
  }
  return bits > 0 ? out + digits.charAt((held << (6 - bits)) & 63) : out
}

/** The bytes of a text, or null where it is not one that encode gives. */
export function decode(text: string): Uint8Array<ArrayBuffer> | null {
  const out = new Uint8Array((text.length * 6) >> 3)
  let bits = 0
  let held = 0
  let n = 0
  for (const c of text) {
    const v = valueOf.get(c)
    if (v === undefined) return null
    held = (held << 6) | v
    bits += 6
    if (bits >= 8) {
      bits -= 8
      out[n++] = held >> bits
      held &= (1 << bits) - 1
    }
  }
  return held === 0 && bits < 6 ? out : null
}

/** Milliseconds and a counter of 16 bits as a hybrid logical time. */
export function timeAt(ms: number, counter = 0): string {
  const b = new Uint8Array(8)
  let rest = ms
  for (let i = 5; i >= 0; i--) {
    b[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  b[6] = counter >> 8
  b[7] = counter & 255
  return encode(b)
}

/** The physical part of a time, in Unix milliseconds; 0 for no time. */
export function milli(time: string): number {
  const b = decode(time)
  let ms = 0
  if (b?.length === 8) for (const x of b.subarray(0, 6)) ms = ms * 256 + x
  return ms
}

/** The time just after another. */
export function next(time: string): string {
  const b = decode(time) ?? new Uint8Array(8)
  for (let i = 7; i >= 0; i--) {
    b[i] = ((b[i] ?? 0) + 1) & 255
    if (b[i] !== 0) break
  }
  return encode(b)
}

/** A record's id: the time of its making and ten random bytes. */
export function newId(ms: number, random: Uint8Array): string {
  const b = new Uint8Array(16)
  b.set(decode(timeAt(ms))?.subarray(0, 6) ?? [])
  b.set(random.subarray(0, 10), 6)
  return encode(b)
}

export const timeOf = (version: string): string => version.slice(0, 11)
export const deviceOf = (version: string): string => version.slice(11)
