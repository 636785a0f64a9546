import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { nothing, textOf } from '../../core/decode'
import { asFault, send } from '../../store/client'
import { getRecord, writes } from '../../store/records'
import { hasPower } from '../../store/session'
import { tell } from '../../store/toast'
import { l, t } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { TextField } from '../parts/textfield'
import type { Shown } from '../record/editing'

/** Revoking a device leaves the system and cannot be undone: it asks for a reason first. */
export function DevicePanel({ shown }: { shown: Shown }): JSX.Element | null {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [error, setError] = useState('')
  const { rec } = shown
  if (!hasPower('devices') || rec.deleted || !['active', 'invited'].includes(textOf(rec.v.status))) return null
  const revoke = async (): Promise<void> => {
    if (!reason.trim()) {
      setError(t('wrong.required'))
      return
    }
    try {
      await send('POST', `/devices/${rec.id}/revoke`, { reason: reason.trim() }, nothing)
      writes.value += 1
      shown.put(await getRecord('device', rec.id))
      setOpen(false)
      tell(t('device.revoked'))
    } catch (e) {
      setError(l(asFault(e).text))
    }
  }
  return (
    <p style="margin-top: 16px">
      <button type="button" class="btn late" onClick={() => setOpen(true)}>
        <Icon name="lock" /> {t('device.revoke')}
      </button>
      {open && (
        <Dialog title={t('device.revoke')} onClose={() => setOpen(false)}>
          <form
            class="stack"
            onSubmit={(e) => {
              e.preventDefault()
              void revoke()
            }}
          >
            <p class="quiet">{t('device.revoke.help')}</p>
            <TextField label={t('device.revoke.reason')} value={reason} onInput={setReason} error={error} autofocus />
            <p class="row">
              <button type="submit" class="btn late">
                {t('device.revoke')}
              </button>
              <button type="button" class="btn" onClick={() => setOpen(false)}>
                {t('rec.cancel')}
              </button>
            </p>
          </form>
        </Dialog>
      )}
    </p>
  )
}
