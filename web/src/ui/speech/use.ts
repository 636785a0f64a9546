import type { Row } from '../../core/api/types'
import type { Texts } from '../../core/form/types'
import { newestInUse, spokenTexts, stillComing } from '../../core/speech'
import { turnover } from '../../store/records'
import { book, may } from '../../store/session'
import { allRecordings } from '../../store/speech'
import { useFetched } from '../parts/use'

export interface Speech {
  /** What is recorded of a text, by language: an office's own before the pack's. */
  of: (of: string) => Texts
  /** The record that counts for a text in a language; undefined where there is none, or the pack's counts. */
  record: (of: string, language: string) => Row | undefined
  /** Whether a phone has recorded it and the sound is still to come. */
  coming: (of: string, language: string) => boolean
  /** Languages in which something is recorded. */
  languages: string[]
}

/** The recordings of this server and of its pack, read again when one is made or withdrawn. */
export function useSpeech(): Speech {
  const found = useFetched(`speech/${turnover.value}`, (signal) => (may('recording').read ? allRecordings(signal) : Promise.resolve([])))
  const rows = found.data ?? []
  const texts = spokenTexts(rows, book().pack.recordings)
  const inUse = newestInUse(rows)
  return {
    of: (of) => texts.get(of) ?? {},
    record: (of, language) => inUse.find((r) => r.v.of === of && r.v.language === language),
    coming: (of, language) => stillComing(rows).some((r) => r.v.of === of && r.v.language === language),
    languages: [...new Set([...texts.values()].flatMap((t) => Object.keys(t)))].sort(),
  }
}
