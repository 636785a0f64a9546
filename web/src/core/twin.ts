/**
 * How names are compared to find who is recorded twice, and the hints that a phone holds
 * of people whom it must not know. The same as internal/twin in Go; both run
 * testdata/twins.json.
 */
import { fold } from './fold'

/** Words of a name: marks dropped, y as i. */
export function words(name: string): string[] {
  return fold(name).replaceAll('y', 'i').split(' ').filter(Boolean)
}

/** A name as it is compared: its words in order of the alphabet. */
export function plain(name: string): string {
  return words(name).sort().join(' ')
}

/** Year of birth, or 0. */
export function yearOf(born: string): number {
  return /^\d{4}/.test(born) ? Number(born.slice(0, 4)) : 0
}

/** Whether two people may be one by name and year alone: the least that is asked. */
export function mayBeOne(a: { name: string; born: string }, b: { name: string; born: string }): boolean {
  const x = yearOf(a.born)
  const y = yearOf(b.born)
  return x > 0 && y > 0 && Math.abs(x - y) <= 1 && plain(a.name) !== '' && plain(a.name) === plain(b.name)
}

const hintBits = 22

export function hintKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
}

/** A keyed hash of name and year, cut short. */
export async function hint(key: CryptoKey, name: string, year: number): Promise<number> {
  const sum = new DataView(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${plain(name)}|${year}`)))
  return sum.getUint32(0) >>> (32 - hintBits)
}

/** Whether a hint is among some, sorted, three bytes each. */
export function hasHint(some: Uint8Array, wanted: number): boolean {
  let low = 0
  let high = some.length / 3
  const at = (i: number): number => ((some[3 * i] ?? 0) << 16) | ((some[3 * i + 1] ?? 0) << 8) | (some[3 * i + 2] ?? 0)
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(middle) < wanted) low = middle + 1
    else high = middle
  }
  return low < some.length / 3 && at(low) === wanted
}
