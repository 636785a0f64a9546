import type { JSX } from 'preact'
import { kindOf, may } from '../../store/session'
import { Icon } from '../parts/icon'
import { Export } from './export'
import { say } from './export.texts'

/** Prints a page whose rows are a list of records, and takes that list along as a file. */
export function TakeList({ kind: name, query }: { kind: string; query: URLSearchParams }): JSX.Element {
  const kind = kindOf(name)
  return (
    <>
      <button type="button" class="btn" onClick={() => window.print()}>
        <Icon name="file-text" /> {say('print')}
      </button>
      {kind && may(name).export && <Export kind={kind} query={query} />}
    </>
  )
}
