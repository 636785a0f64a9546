import type { ChangeId, Rec } from '../../core/api/types'
import type { Json } from '../../core/decode'
import { asFault } from '../../store/client'
import { deleteRecord, setFields, undoChange, type Written } from '../../store/records'
import { saving } from '../../store/saving'
import { tell, warn } from '../../store/toast'
import { l, t } from '../../store/words'

/** A record on screen and how what was written gets back onto it. */
export interface Shown {
  rec: Rec
  put: (r: Rec) => void
}

function offerUndo(s: Shown, word: string, change: ChangeId | null): void {
  if (!change) {
    tell(word)
    return
  }
  tell(word, { label: t('rec.undo'), run: () => void undo(s, change) })
}

/** Sets cells; says "saved" with an undo. Throws the fault for the editor to show. */
export async function save(s: Shown, fields: Record<string, Json>, again: () => void): Promise<void> {
  const key = `${s.rec.id}/${Object.keys(fields).join(',')}`
  const w = await saving(key, () => setFields(s.rec, fields), again)
  s.put(w.record)
  offerUndo(s, t('rec.saved'), w.change)
}

/** Sets back what a change set. */
export async function undo(s: Shown, change: ChangeId): Promise<void> {
  await act(s, () => undoChange(s.rec.kind, s.rec.id, change), t('rec.undone'), false)
}

/** Deletes, with an undo in place of "are you sure". */
export async function remove(s: Shown): Promise<void> {
  await act(s, () => deleteRecord(s.rec), t('rec.deleted'), true)
}

/** Runs a write that has no editor of its own; what fails is said. */
export async function act(s: Shown, write: () => Promise<Written>, word: string, undoable: boolean): Promise<void> {
  try {
    const w = await saving(`${s.rec.id}/act`, write, () => void act(s, write, word, undoable))
    s.put(w.record)
    offerUndo(s, word, undoable ? w.change : null)
  } catch (e) {
    warn(l(asFault(e).text))
  }
}
