import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import * as d from '../../core/api/decoders'
import { showInstant } from '../../core/dates'
import { nothing, textOf } from '../../core/decode'
import { asFault, send } from '../../store/client'
import { getRecord, writes } from '../../store/records'
import { hasPower } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, t } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import type { IconName } from '../parts/icons'
import { Once } from '../parts/once'
import { TextField } from '../parts/textfield'
import type { Shown } from '../record/editing'

/** What the desk does with a device: a way back, taking it out of use, taking that back. */
export function DevicePanel({ shown }: { shown: Shown }): JSX.Element | null {
  const { rec } = shown
  const status = textOf(rec.v.status)
  if (!hasPower('devices') || rec.deleted || !status) return null
  const inUse = status === 'active'
  return (
    <div class="row" style="margin-top: 16px">
      {inUse && <ReopenCode id={rec.id} />}
      {(inUse || status === 'invited') && <WithReason shown={shown} to="revoke" icon="lock" />}
      {(status === 'revoked' || status === 'sealed') && <WithReason shown={shown} to="restore" icon="undo-2" />}
    </div>
  )
}

/** A code by which a closed phone opens again; shown once. */
function ReopenCode({ id }: { id: string }): JSX.Element {
  const [made, setMade] = useState<{ code: string; until: number } | null>(null)
  const make = (): void => {
    send('POST', `/devices/${id}/reopen`, {}, d.newDevice).then(setMade, (e: unknown) => warn(l(asFault(e).text)))
  }
  return (
    <>
      <button type="button" class="btn" onClick={make}>
        <Icon name="key-round" /> {t('device.reopen')}
      </button>
      {made && <Once title={t('device.reopen.code')} secret={made.code} help={t('device.reopen.help', { until: showInstant(made.until) })} onClose={() => setMade(null)} />}
    </>
  )
}

/** Revoking, and taking it back, are done to somebody's phone: they ask for a reason first. */
function WithReason({ shown, to, icon }: { shown: Shown; to: 'revoke' | 'restore'; icon: IconName }): JSX.Element {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [error, setError] = useState('')
  const { rec } = shown
  const submit = async (): Promise<void> => {
    if (!reason.trim()) {
      setError(t('wrong.required'))
      return
    }
    try {
      await send('POST', `/devices/${rec.id}/${to}`, { reason: reason.trim() }, nothing)
      writes.value += 1
      shown.put(await getRecord('device', rec.id))
      setOpen(false)
      tell(t(`device.${to}d`))
    } catch (e) {
      setError(l(asFault(e).text))
    }
  }
  return (
    <>
      <button type="button" class={`btn ${to === 'revoke' ? 'late' : ''}`} onClick={() => setOpen(true)}>
        <Icon name={icon} /> {t(`device.${to}`)}
      </button>
      {open && (
        <Dialog title={t(`device.${to}`)} onClose={() => setOpen(false)}>
          <form
            class="stack"
            onSubmit={(e) => {
              e.preventDefault()
              void submit()
            }}
          >
            <p class="quiet">{t(`device.${to}.help`)}</p>
            <TextField label={t(`device.${to}.reason`)} value={reason} onInput={setReason} error={error} autofocus />
            <p class="row">
              <button type="submit" class={`btn ${to === 'revoke' ? 'late' : 'main'}`}>
                {t(`device.${to}`)}
              </button>
              <button type="button" class="btn" onClick={() => setOpen(false)}>
                {t('rec.cancel')}
              </button>
            </p>
          </form>
        </Dialog>
      )}
    </>
  )
}
