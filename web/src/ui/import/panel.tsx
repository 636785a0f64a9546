import type { JSX } from 'preact'
import '../css/import.css'
import { nothing } from '../../core/decode'
import { asFault, send } from '../../store/client'
import { go } from '../../store/router'
import { warn } from '../../store/toast'
import { l } from '../../store/words'
import { UndoButton } from './result'

/** On the page of an import: the way to take it back, also long after. */
export function ImportPanel({ id, status }: { id: string; status: string }): JSX.Element | null {
  if (status === 'undone') return null
  const undo = (): void => {
    send('POST', `/imports/${id}/undo`, {}, nothing)
      .then(() => go(`/import/new/${id}`))
      .catch((e: unknown) => warn(l(asFault(e).text)))
  }
  return (
    <p class="bar">
      <UndoButton onUndo={undo} />
    </p>
  )
}
