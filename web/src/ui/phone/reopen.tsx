import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { showInstant } from '../../core/dates'
import { ask, meet, problemOf, refresh } from '../../store/phone/client'
import type { Stage } from '../../store/phone/messages'
import { weakness } from '../../store/seal/pin'
import { t } from '../../store/words'
import { Icon } from '../parts/icon'
import { TextField } from '../parts/textfield'
import { Door, Pin, problemText } from './door'

/** The way back: a code of the station and a new PIN. What was recorded is still there. */
export function Reopen({ closed, onBack }: { closed: boolean; onBack?: (() => void) | undefined }): JSX.Element {
  return (
    <Door title={t('phone.reopen.title')}>
      <p class="state due">
        <Icon name="lock" />
        <span>{t(closed ? 'phone.problem.pin.closed' : 'phone.reopen.help')}</span>
      </p>
      <ReopenForm />
      {onBack && (
        <button type="button" class="btn bare wide" onClick={onBack}>
          {t('phone.reopen.back')}
        </button>
      )}
    </Door>
  )
}

function ReopenForm(): JSX.Element {
  const [code, setCode] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [wrong, setWrong] = useState<{ code?: string; pin?: string; again?: string }>({})
  const [busy, setBusy] = useState(false)
  const open = async (): Promise<void> => {
    const weak = weakness(pin)
    const bad = !code.trim() ? { code: t('wrong.required') } : weak ? { pin: t(`phone.pin.${weak}`) } : pin !== again ? { again: t('phone.enrol.differs') } : null
    setWrong(bad ?? {})
    if (bad) return
    setBusy(true)
    try {
      await ask('reopen', code, pin)
      await refresh()
      await meet()
    } catch (e) {
      setWrong({ code: problemText(problemOf(e)) })
      setBusy(false)
    }
  }
  return (
    <form
      noValidate
      autocomplete="off"
      onSubmit={(e) => {
        e.preventDefault()
        void open()
      }}
    >
      <TextField label={t('phone.reopen.code')} value={code} onInput={setCode} error={wrong.code ?? ''} help={t('phone.reopen.code.help')} />
      <div style="height: 16px" />
      <Pin id="pin" label={t('phone.reopen.pin')} value={pin} onInput={setPin} error={wrong.pin ?? ''} fresh />
      <div style="height: 16px" />
      <Pin id="again" label={t('phone.enrol.again')} value={again} onInput={setAgain} error={wrong.again ?? ''} fresh />
      <div style="height: 24px" />
      <button type="submit" class="btn main wide" disabled={busy}>
        {busy ? t('phone.unlock.opening') : t('phone.reopen.open')}
      </button>
    </form>
  )
}

/** A phone that was taken from its officer has sealed itself, and says so. */
export function SealedPage({ stage: { note } }: { stage: Extract<Stage, { stage: 'sealed' }> }): JSX.Element {
  const at = showInstant(note.at)
  return (
    <Door title={t('phone.sealed.title')}>
      <p class="state due">
        <Icon name="lock" />
        <span>{t(note.wiped ? 'phone.sealed.wiped' : 'phone.sealed.kept', { at })}</span>
      </p>
      <p class="quiet small" aria-live="polite">
        {t(note.confirmed ? 'phone.sealed.confirmed' : 'phone.sealed.unheard')}
      </p>
      {note.wiped ? (
        <button type="button" class="btn wide" onClick={() => void ask('beginAnew').then(refresh)}>
          {t('phone.sealed.anew')}
        </button>
      ) : (
        <ReopenForm />
      )}
    </Door>
  )
}
