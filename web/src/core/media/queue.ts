/** Which file leaves next, and whether it may: the rules, without a network. */

/** Where a file stands: part of a draft, to be sent, sent, fetched to be looked at, or not taken by the server. */
export type FileState = 'draft' | 'waiting' | 'sent' | 'fetched' | 'refused'

/** What is known of a file on the phone. */
export interface FileMeta {
  digest: string
  size: number
  media: string
  state: FileState
  /** Last shown or changed, in Unix milliseconds. */
  used: number
  /** Where the server takes the rest, and how much it has. */
  upload: string
  offset: number
  /** Not to be tried before, in Unix milliseconds: the server knew no record of it. */
  later: number
  /** The server's words where it didn't take the file. */
  text: Record<string, string>
  /** The file of unsent work in which it last left the app; absent for none. */
  out?: Out
}

/** A file of unsent work: of which set, begun when, and which one of it. */
export interface Out {
  set: number
  part: number
  /** When it was written, in Unix milliseconds. */
  at: number
}

/** What the officer allows of photos and recordings; words always go. */
export interface LinkRules {
  send: 'always' | 'wifi' | 'never'
  /** Megabytes a day over a network that isn't known to be Wi-Fi; 0 for no bound. */
  dayMB: number
}

export const firstRules: LinkRules = { send: 'always', dayMB: 20 }

/** What a day has used of its budget. */
export interface Spent {
  day: string
  bytes: number
}

/** The network, as far as the browser tells. */
export type Link = 'wifi' | 'mobile' | 'unknown'

/** Why files stay on the phone for now; "" where they may go. */
export type Held = '' | 'never' | 'wifi' | 'budget'

export function linkOf(type: string | undefined): Link {
  if (type === 'wifi' || type === 'ethernet') return 'wifi'
  return type === undefined || type === 'unknown' || type === 'other' || type === 'mixed' ? 'unknown' : 'mobile'
}

/** Whether so many bytes may go now. */
export function held(rules: LinkRules, link: Link, spent: Spent, day: string, bytes: number): Held {
  if (rules.send === 'never') return 'never'
  if (link === 'wifi') return ''
  if (rules.send === 'wifi') return 'wifi'
  if (rules.dayMB === 0) return ''
  const used = spent.day === day ? spent.bytes : 0
  return used + bytes > rules.dayMB * 1_000_000 ? 'budget' : ''
}

/** What waits, the one with the least left to send first: most is safe soonest. */
export function queue(files: Iterable<FileMeta>, now: number): FileMeta[] {
  return [...files].filter((f) => f.state === 'waiting' && f.later <= now).sort((a, b) => a.size - a.offset - (b.size - b.offset) || (a.digest < b.digest ? -1 : 1))
}

/** What to let go of, so that what others hold too stays within a bound: the longest unused first. */
export function excess(files: Iterable<FileMeta>, bound: number): FileMeta[] {
  const spare = [...files].filter((f) => f.state === 'sent' || f.state === 'fetched').sort((a, b) => b.used - a.used)
  let sum = 0
  return spare.filter((f) => (sum += f.size) > bound)
}
