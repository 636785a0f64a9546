/** Who this phone is to its server, and how it becomes another to it without losing what it holds. */
import { kinds } from '../../core/gen/kinds'
import { base64 } from '../../core/sync/batch'
import type { Enrolled } from '../../core/sync/wire'
import { moveJournal } from '../replica/anew'
import type { Journal } from '../replica/journal'
import { Replica } from '../replica/replica'
import { Sealed } from '../seal/sealed'
import type { Box as Boxed } from './box'
import { enrol } from './transport'

type Box = Pick<Boxed, 'get' | 'put' | 'putAll'>

/** What enrolment gave, with the key that changes are signed by. */
export interface Identity extends Enrolled {
  key: string
}

/** Takes a code; where user is given, another person's code is refused and stays good. */
export async function newIdentity(code: string, user = ''): Promise<Identity> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const e = await enrol(code.trim(), base64(point), user)
  return { ...e, key: base64(new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey))) }
}

export async function keepIdentity(box: Box, key: CryptoKey, identity: Identity): Promise<void> {
  await box.put('identity', await seal(key, 'identity', identity))
}

/** Notes that the phone is to go on as another. From here on it does, whenever it is cut: identityOf brings it to its end. */
export async function keepNext(box: Box, key: CryptoKey, next: Identity): Promise<void> {
  await box.put('next', await seal(key, 'next', next))
}

/** Who the phone is; moved says that it has just become another. */
export async function identityOf(box: Box, key: CryptoKey, journal: Journal): Promise<{ identity: Identity; moved: boolean }> {
  const was = await open(key, 'identity', (await box.get('identity')) as Uint8Array<ArrayBuffer>)
  const piece = (await box.get('next')) as Uint8Array<ArrayBuffer> | null | undefined
  if (!piece) return { identity: was, moved: false }
  const next = await open(key, 'next', piece)
  const random = (n: number): Uint8Array => crypto.getRandomValues(new Uint8Array(n))
  await moveJournal(journal, journalSeal(key, was), journalSeal(key, next), new Replica(was.tag, was.user, kinds), next, random)
  // What is noted of numbers, and the token by which the old name knocks, are the old name's.
  await box.putAll({ identity: await seal(key, 'identity', next), next: null, door: null, away: null, bundled: null })
  return { identity: next, moved: true }
}

/** How the journal of a name is sealed. */
export function journalSeal(key: CryptoKey, { tag }: Identity): Sealed {
  return new Sealed(key, `journal ${tag}`)
}

function seal(key: CryptoKey, place: string, identity: Identity): Promise<Uint8Array<ArrayBuffer>> {
  return new Sealed(key, place).pack(JSON.stringify(identity))
}

async function open(key: CryptoKey, place: string, piece: Uint8Array<ArrayBuffer>): Promise<Identity> {
  return JSON.parse(await new Sealed(key, place).unpack(piece)) as Identity
}
