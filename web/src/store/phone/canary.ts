/**
 * What a phone remembers outside its databases, so that it notices when those were
 * emptied or put back: how far it had written and what the server had confirmed.
 * The page keeps it (localStorage); the worker says what it is, and only after the
 * journal has it: it is never ahead of what was kept.
 */
import { object, num, str, type Decoder } from '../../core/decode'
import type { Replica } from '../replica/replica'
import type { Written } from './carrier'

export type Cause = 'wiped' | 'went_back'

/** A memory that was lost, and whether the server has heard of it. */
export interface Lost {
  cause: Cause
  at: number
  heard: boolean
}

export interface Canary {
  tag: string
  /** The number of the last change that was kept. */
  last: number
  acked: number
  /** The last file of unsent work. */
  bundled: Written | null
  /** The token that knocks; "" before the first meeting. */
  door: string
  lost: Lost | null
}

function orNull<T>(d: Decoder<T>): Decoder<T | null> {
  return (v, path) => (v === null || v === undefined ? null : d(v, path))
}

const lost = object<Lost>({ cause: (v) => (v === 'wiped' ? 'wiped' : 'went_back'), at: num, heard: (v) => v === true })

/** Reads what the page kept; anything else is nothing. */
export function readCanary(text: string | null): Canary | null {
  try {
    return text === null ? null : canary(JSON.parse(text), 'canary')
  } catch {
    return null
  }
}

const canary = object<Canary>({ tag: str, last: num, acked: num, bundled: orNull(object<Written>({ at: num, upTo: num })), door: str, lost: orNull(lost) })

/** How many changes a phone had that this replica doesn't. */
export function missing(c: Canary | null, r: Pick<Replica, 'tag' | 'mine'>): number {
  return c?.tag === r.tag ? Math.max(c.last - r.mine.length, 0) : 0
}

/** Keeps the canary and tells of a loss until it is heard. */
export class Watch {
  known: Canary | null = null

  constructor(
    private readonly keep: (c: Canary | null) => void,
    private readonly hear: (door: string, cause: Cause, last: number) => Promise<unknown>,
    private readonly now: () => number,
  ) {}

  /** Whether this replica's memory went back, by what is remembered of it. */
  isBack(r: Pick<Replica, 'tag' | 'mine'>): boolean {
    return missing(this.known, r) > 0 || (this.known?.tag === r.tag && this.known.lost !== null)
  }

  /** Remembers how far a phone has come. What was remembered of a loss stays until it has another name. */
  note(r: Pick<Replica, 'tag' | 'mine' | 'acked'>, bundled: Written | null, door: string): void {
    if (this.isBack(r)) return
    this.set({ tag: r.tag, last: r.mine.length, acked: r.acked, bundled, door, lost: null })
  }

  /** Remembers a loss; the first word of it stands. */
  lost(cause: Cause, found: Omit<Canary, 'lost'>): void {
    if (this.known?.tag === found.tag && this.known.lost) return
    this.set({ ...found, lost: { cause, at: this.now(), heard: false } })
  }

  /** Tells the server of a loss that it has not heard of. */
  async report(): Promise<void> {
    const c = this.known
    if (!c?.lost || c.lost.heard || c.door === '') return
    try {
      await this.hear(c.door, c.lost.cause, c.last)
      if (this.known === c) this.set({ ...c, lost: { ...c.lost, heard: true } })
    } catch {
      // It is told again when the app opens next.
    }
  }

  /** The phone was emptied on purpose. */
  forget(): void {
    this.set(null)
  }

  private set(c: Canary | null): void {
    this.known = c
    this.keep(c)
  }
}
