/** A phone that is open: its key, its replica, and all that works on them. */
import { kinds } from '../../core/gen/kinds'
import { Device, type Progress } from '../replica/device'
import { IdbJournal } from '../replica/idb'
import { JournalKeeper } from '../replica/keeper'
import { Replica } from '../replica/replica'
import { Ballast, RoomyJournal } from './ballast'
import type { Box } from './box'
import type { Canary } from './canary'
import { HintKeeper } from './hints'
import { identityOf, journalSeal, type Identity } from './identity'
import type { MapKeeper } from './maps'
import type { Back } from './messages'
import { Reading } from './reading'
import { Recorder } from './recorder'
import { overHTTP } from './transport'

export interface Open {
  key: CryptoKey
  identity: Identity
  replica: Replica
  device: Device
  keeper: JournalKeeper
  reading: Reading
  recorder: Recorder
  /** Fetched when first needed: what it draws on is not small. */
  maps: () => Promise<MapKeeper>
  hints: HintKeeper
  /** The memory went back in time, and lacks so many changes at least; nothing is sent under this name. */
  back: Back | null
}

/** What the page is told without having asked. */
export type Happening = { event: 'changed' | 'files' } | { event: 'canary'; canary: Canary | null } | ({ event: 'progress' } & Progress)

/** Reads the journal under its key. Told each time that something was kept. */
export async function openUp(key: CryptoKey, box: Box, tell: (h: Happening) => void, kept: () => void): Promise<Open> {
  const journal = await IdbJournal.open('bamban-journal')
  const { identity, moved } = await identityOf(box, key, journal)
  const replica = new Replica(identity.tag, identity.user, kinds)
  const ballast = await Ballast.open()
  const keeper = new JournalKeeper(new RoomyJournal(journal, ballast), journalSeal(key, identity))
  await keeper.wake(replica)
  const raw = Uint8Array.from(atob(identity.key), (c) => c.charCodeAt(0))
  const device = new Device({
    tag: identity.tag,
    user: identity.user,
    partition: identity.partition,
    key: await crypto.subtle.importKey('pkcs8', raw, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']),
    replica,
    keeper,
    transport: overHTTP(identity.token),
    now: () => Date.now(),
    random: (n) => crypto.getRandomValues(new Uint8Array(n)),
    progress: (p) => tell({ event: 'progress', ...p }),
    kept,
  })
  const reading = new Reading(replica)
  const recorder = await Recorder.open(key, { token: identity.token, ballast, device, replica, tell: (event) => tell({ event }) })
  if (moved) await recorder.uploadAnew()
  let keeping: Promise<MapKeeper> | null = null
  const maps = (): Promise<MapKeeper> => {
    keeping ??= openMaps(key, identity, recorder, reading, tell)
    keeping.catch(() => (keeping = null))
    return keeping
  }
  const hints = await HintKeeper.open(key, identity.token)
  void ballast.held().catch(() => false) // a photo asks again
  return { key, identity, replica, device, keeper, reading, recorder, maps, hints, back: null }
}

async function openMaps(key: CryptoKey, { token, user }: Identity, recorder: Recorder, reading: Reading, tell: (h: Happening) => void): Promise<MapKeeper> {
  const { MapKeeper } = await import('./maps')
  return MapKeeper.open(key, { token, user, recorder, list: (kind) => reading.list(kind), homes: () => reading.homes(), changed: () => tell({ event: 'changed' }), moved: () => tell({ event: 'files' }) })
}

/** Hints and maps come after words; without them the phone works as well, and they are asked for again at the next meeting. */
export async function fetchMaps({ maps, hints }: Open): Promise<void> {
  try {
    await hints.refresh()
    await (await maps()).meet()
  } catch (e) {
    if (!(e instanceof TypeError || e instanceof DOMException)) console.warn(e)
  }
}
