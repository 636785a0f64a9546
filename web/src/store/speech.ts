import * as d from '../core/api/decoders'
import type { Rec, Row } from '../core/api/types'
import { send } from './client'
import { listRecords, turnover } from './records'

const atOnce = 200
/** So many pages of recordings are read: a form in a dozen languages. */
const mostPages = 30

/** All recordings of texts that I may hear. */
export async function allRecordings(signal: AbortSignal): Promise<Row[]> {
  const out: Row[] = []
  let after = ''
  for (let n = 0; n < mostPages; n++) {
    const page = await listRecords('recording', new URLSearchParams({ limit: String(atOnce), sort: 'on', ...(after && { after }) }), signal)
    out.push(...page.rows)
    if (!page.next) break
    after = page.next
  }
  return out
}

/** Gives the server a recording of a text; it finds out what sort of sound it is. */
export async function recordText(of: string, language: string, sound: Blob): Promise<Rec> {
  const made = await send('POST', `/recordings?${new URLSearchParams({ of, language }).toString()}`, sound, d.rec)
  turnover.value += 1
  return made
}
