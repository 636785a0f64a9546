import { useEffect, useRef } from 'preact/hooks'
import type { Json } from '../../../core/decode'
import { digestsIn } from '../../../core/media/digests'
import type { Answers } from '../../../core/form/types'
import { ask } from '../../../store/phone/client'
import type { Draft, Kept } from '../../../store/phone/recording'
import type { Write } from '../../../store/replica/device'

/** A file as a draft remembers it: what its attachment will say. */
export interface Held {
  digest: string
  kind: 'photo' | 'voice' | 'signature'
  size: number
  media: string
  at: number
  point: Json
}

/** What a draft of a visit holds. */
export interface VisitBody {
  values: Record<string, Json>
  form: string
  version: number
  answers: Answers
  /** Files beside the form's answers. */
  extra: string[]
  held: Record<string, Held>
}

export const emptyBody: VisitBody = { values: {}, form: '', version: 0, answers: {}, extra: [], held: {} }

export function heldOf(kind: Held['kind'], k: Kept): Held {
  return { digest: k.meta.digest, kind, size: k.meta.size, media: k.meta.media, at: k.taken.at, point: k.taken.point && { ...k.taken.point } }
}

/** What attaches a file to a record; its bytes follow by themselves. */
export function attachment(id: string, to: { subject: string; household: string; area: string; by: string }, h: Held, caption: string): Write {
  const fields: Record<string, Json> = { ...to, kind: h.kind, digest: h.digest, size: h.size, media: h.media }
  if (caption) fields.caption = caption.slice(0, 500)
  if (h.at > 0) fields.taken_at = h.at
  if (h.point) fields.point = h.point
  return { kind: 'attachment', record: id, fields }
}

/** How long after the last key a draft is put away. */
const pause = 400

/** What a draft keeps of any record: answers, and files beside them. */
type Keepable = Pick<VisitBody, 'answers' | 'extra'>

/** What a page does with its draft: done once it is recorded, now where it must be kept at once. */
interface Keeping {
  done: () => void
  now: () => Promise<void>
}

/** Keeps a draft as it is written: after a pause, and at once when the app is left. */
export function useKeeping(draft: Draft, body: Keepable, dirty: boolean): Keeping {
  return useKeepingOf(draft, body, [...new Set([...digestsIn(body.answers), ...body.extra])], dirty)
}

/** The same for a body of another shape, with the files that it names. */
export function useKeepingOf(draft: Draft, body: object, files: string[], dirty: boolean): Keeping {
  const over = useRef(false)
  const latest = useRef<Draft | null>(null)
  latest.current = dirty ? { ...draft, at: draft.at || Date.now(), body: body as Json, files } : null
  const now = async (): Promise<void> => {
    if (!over.current && latest.current) await ask('keepDraft', latest.current)
  }
  useEffect(() => {
    const id = setTimeout(() => void now(), pause)
    return () => clearTimeout(id)
  }, [body, dirty])
  useEffect(() => {
    const leave = (): void => void now()
    document.addEventListener('visibilitychange', leave)
    addEventListener('pagehide', leave)
    return () => {
      document.removeEventListener('visibilitychange', leave)
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [])
  return { done: () => (over.current = true), now }
}
