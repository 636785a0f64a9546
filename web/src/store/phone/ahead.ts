/** The worker's part of spoken texts: fetches them before they are asked for, so that they play without signal. */
import { pack } from '../../core/api/decoders'
import { declaration, type Declaration } from '../../core/form/types'
import { list, textOf } from '../../core/decode'
import { ahead, mediaUrl, speechCache } from '../../core/speech'
import { lowerKeys } from './body'
import type { Row } from './messages'
import { settingOf } from './settings'
import { fetchFile, fetchMedia } from './upload'

/** Of a pack that says nothing of it, in megabytes. */
const usualBound = 30

interface Ahead {
  token: string
  recordings: Row[]
  packs: Row[]
  /** The language that the officer chose; "" for none. */
  language: string
  day: string
  may(bytes: number): boolean
  /** A sound that this phone recorded itself; null for any other. */
  own(digest: string): Promise<Uint8Array<ArrayBuffer> | null>
  spent(bytes: number): Promise<void>
}

/** Fetches what is missing and lets go of what is used no more; gives how many came. */
export async function fetchAhead(a: Ahead): Promise<number> {
  const newest = [...a.packs].sort((x, y) => Number(y.v.published ?? 0) - Number(x.v.published ?? 0))[0]
  if (!newest) return 0
  const body = lowerKeys(JSON.parse(textOf(newest.v.body))) as { settings?: unknown; forms?: unknown }
  const forms: Declaration[] = list(declaration)(body.forms, 'pack.forms')
  const most = (settingOf(body.settings, 'device_speech_mb', a.day) ?? usualBound) * 1_000_000
  const wanted = ahead(a.recordings, pack(body, 'pack').recordings, forms, a.language)
  const cache = await caches.open(speechCache)
  await forgetBut(cache, new Set(wanted.map((w) => mediaUrl(w.file))))
  let [sum, came] = [0, 0]
  for (const { file, size } of wanted) {
    const url = mediaUrl(file)
    const had = await cache.match(url)
    if (had) {
      sum += Number(had.headers.get('X-Size'))
      continue
    }
    if (sum + size > most) continue
    const own = file.startsWith('sha256:') ? await a.own(file.slice(7)) : null
    if (!own && !a.may(size)) continue
    const bytes = own ?? (file.startsWith('sha256:') ? await fetchFile(a.token, file.slice(7)) : await fetchMedia(a.token, file.replace(/^media\//, '')))
    if (!bytes) continue
    if (!own) await a.spent(bytes.length)
    sum += bytes.length
    if (sum > most) break
    await cache.put(url, new Response(bytes, { headers: { 'X-Size': String(bytes.length) } }))
    came++
  }
  return came
}

async function forgetBut(cache: Cache, urls: ReadonlySet<string>): Promise<void> {
  for (const r of await cache.keys()) if (!urls.has(new URL(r.url).pathname)) await cache.delete(r)
}
