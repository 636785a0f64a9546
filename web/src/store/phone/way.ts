/**
 * The way back into a phone that closed, and the way out of one that was taken from
 * its officer. See docs/adr/0008-the-way-back-into-a-phone.md.
 */
import { base64 } from '../../core/sync/batch'
import { Refusal } from '../replica/device'
import type { InHand, Keyring } from '../seal/keyring'
import { Sealed } from '../seal/sealed'
import type { Box } from './box'
import { escrow, knock, reopen, seal } from './transport'

const day = 86_400_000

/** What a phone that sealed itself keeps of that, in the clear. */
export interface SealedNote {
  at: number
  /** The server has heard of it. */
  confirmed: boolean
  /** All had been sent: nothing is left on the phone. */
  wiped: boolean
}

/** Whether the server still counts this phone among its own; unheard where it didn't say. */
export type Standing = 'ours' | 'revoked' | 'unheard'

const toBytes = (s: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(s), (c) => c.charCodeAt(0))

export class Way {
  constructor(
    private readonly box: Box,
    private readonly keyring: Keyring,
  ) {}

  /** Keeps a new half, sealed, until the server has it. */
  async keep({ key, half }: InHand): Promise<void> {
    if (half) await this.box.put('half', await new Sealed(key, 'half').pack(base64(half)))
  }

  /** Gives the server its half where it has not got it yet. */
  async give(key: CryptoKey, token: string): Promise<void> {
    const piece = (await this.box.get('half')) as Uint8Array<ArrayBuffer> | null | undefined
    if (!piece) return
    await escrow(token, await new Sealed(key, 'half').unpack(piece), await this.doorToken())
    await this.keyring.escrowed()
    await this.box.put('half', null)
  }

  /** Asks the server how this phone stands; where it is still of the unit, the lease begins anew. */
  async standing(): Promise<Standing> {
    const door = await this.box.get('door')
    if (typeof door !== 'string') return 'unheard'
    try {
      const { status, leaseDays } = await knock(door)
      if (status !== 'active') return 'revoked'
      await this.keyring.renew(Date.now() + leaseDays * day)
      return 'ours'
    } catch {
      return 'unheard' // also of a server that was restored from before it knew this phone
    }
  }

  /** Opens the phone again by a code of the station, under a new PIN. */
  async reopen(code: string, pin: string): Promise<InHand> {
    const door = await this.box.get('door')
    if (typeof door !== 'string') throw new Refusal('way.none', '', {}, {})
    const { half, leaseDays } = await reopen(door, code.trim())
    const opened = await this.keyring.reopen(toBytes(half), pin, Date.now() + leaseDays * day)
    if (opened.state !== 'open') throw new Refusal('way.none', '', {}, {})
    await this.box.put('sealed', null)
    await this.keep(opened)
    return opened
  }

  async sealed(): Promise<SealedNote | null> {
    return ((await this.box.get('sealed')) as SealedNote | null | undefined) ?? null
  }

  /** Throws away what opens the phone. What is unsent stays, and opens by the server's half only. */
  async seal(wipe: boolean): Promise<void> {
    await this.box.put('sealed', { at: Date.now(), confirmed: false, wiped: wipe } satisfies SealedNote)
    await (wipe ? this.keyring.destroy() : this.keyring.seal())
    await this.confirm()
  }

  /** Tells the server that the phone sealed itself, until it has heard it. */
  async confirm(): Promise<void> {
    const note = await this.sealed()
    const door = await this.box.get('door')
    if (!note || note.confirmed || typeof door !== 'string') return
    try {
      await seal(door)
      await this.box.put('sealed', { ...note, confirmed: true })
    } catch {
      // It is told again when the app opens next.
    }
  }

  private async doorToken(): Promise<string> {
    const had = await this.box.get('door')
    if (typeof had === 'string') return had
    const made = base64(crypto.getRandomValues(new Uint8Array(32)))
    await this.box.put('door', made)
    return made
  }
}
