import { readContent } from '../../core/change/change'
import { shown } from '../../core/change/state'
import { textOf } from '../../core/decode'
import type { Replica } from './replica'

/** What a device tells the server of itself, so that the desk knows what is unsent and about whom. */
export interface Declared {
  /** The number of its last change. */
  last: number
  /** The households that unsent changes are about. */
  about: string[]
}

const maxAbout = 200

export function declaredOf(replica: Replica): Declared {
  const about = new Set<string>()
  for (const content of replica.mine.slice(replica.acked)) {
    const { kind, record, fields } = readContent(content, replica.tag, replica.user)
    const cell = replica.view(record, kind)?.cells.household
    const home = kind === 'household' ? record : textOf(fields.household) || (cell ? textOf(shown(cell, undefined)) : '')
    if (home) about.add(home)
    if (about.size >= maxAbout) break
  }
  return { last: replica.mine.length, about: [...about].sort() }
}
