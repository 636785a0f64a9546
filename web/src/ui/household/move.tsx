import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { nothing } from '../../core/decode'
import { asFault, send } from '../../store/client'
import { getRecord, turnover, writes } from '../../store/records'
import { tell, warn } from '../../store/toast'
import { l, t } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { RefPicker } from '../parts/refpicker'
import type { Shown } from '../record/editing'

/** Moves a household and its people to another village. */
export function MoveButton({ shown }: { shown: Shown }): JSX.Element {
  const [open, setOpen] = useState(false)
  const [area, setArea] = useState('')
  const { rec } = shown
  const move = async (): Promise<void> => {
    try {
      await send('POST', '/move', { household: rec.id, area }, nothing)
      writes.value += 1
      turnover.value += 1
      shown.put(await getRecord('household', rec.id))
      setOpen(false)
      tell(t('rec.moved'))
    } catch (e) {
      warn(l(asFault(e).text))
    }
  }
  return (
    <>
      <button type="button" class="btn bare" onClick={() => setOpen(true)}>
        <Icon name="move-right" /> {t('rec.move')}
      </button>
      {open && (
        <Dialog title={t('rec.move')} onClose={() => setOpen(false)}>
          <div style="min-height: 300px" class="stack">
            <p class="quiet">{t('rec.move.help')}</p>
            <RefPicker id="move-to" kinds={['area']} value={area} onPick={setArea} autofocus />
            <p class="row">
              <button type="button" class="btn main" disabled={!area || area === rec.area} onClick={() => void move()}>
                {t('rec.move')}
              </button>
              <button type="button" class="btn" onClick={() => setOpen(false)}>
                {t('rec.cancel')}
              </button>
            </p>
          </div>
        </Dialog>
      )}
    </>
  )
}
