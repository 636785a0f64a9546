import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { showInstant } from '../../core/dates'
import { ask, meet, PhoneProblem, problemOf, refresh } from '../../store/phone/client'
import type { Problem, Stage } from '../../store/phone/messages'
import { persisted } from '../../store/phone/update'
import { weakness } from '../../store/seal/pin'
import { l, t, tIf } from '../../store/words'
import { Icon, Mark } from '../parts/icon'
import { TextField, Under } from '../parts/textfield'
import { Reopen } from './reopen'
import { PhoneForm } from './form'

/** What went wrong, in words: the server's own where it gave them. */
export function problemText(p: Problem): string {
  if (p.text.vi) return l({ vi: p.text.vi, en: p.text.en ?? '' })
  return tIf(`phone.problem.${p.code}`, t('phone.problem.unheard'), { n: p.n, at: p.n > 0 ? showInstant(p.n) : '' })
}

export function Door({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <main class="door">
      <p class="brand">
        <Mark />
        <b>{t('app.name')}</b>
      </p>
      <h1>{title}</h1>
      {children}
    </main>
  )
}

export function Pin(p: { id: string; label: string; value: string; onInput: (s: string) => void; error: string; help?: string; fresh?: boolean; autofocus?: boolean }): JSX.Element {
  return (
    <div class="field">
      <label class="label" for={p.id}>
        {p.label}
      </label>
      <input
        id={p.id}
        class="input pin"
        type="password"
        inputMode="numeric"
        autocomplete={p.fresh ? 'new-password' : 'current-password'}
        maxLength={12}
        value={p.value}
        autofocus={p.autofocus}
        aria-invalid={p.error ? 'true' : undefined}
        aria-describedby={p.error ? `${p.id}-error` : p.help ? `${p.id}-help` : undefined}
        onInput={(e) => p.onInput(e.currentTarget.value)}
      />
      <Under id={p.id} error={p.error} help={p.help ?? ''} />
    </div>
  )
}

/** Makes this browser one of the unit's phones. The code may come in the address that a QR code holds. */
export function Enrol(): JSX.Element {
  const [code, setCode] = useState(new URLSearchParams(location.hash.slice(1)).get('code') ?? '')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [wrong, setWrong] = useState<{ code?: string; pin?: string; again?: string }>({})
  const [busy, setBusy] = useState(false)
  const begin = async (): Promise<void> => {
    const weak = weakness(pin)
    const bad = !code.trim() ? { code: t('wrong.required') } : weak ? { pin: t(`phone.pin.${weak}`) } : pin !== again ? { again: t('phone.enrol.differs') } : null
    setWrong(bad ?? {})
    if (bad) return
    setBusy(true)
    try {
      await ask('enrol', code, pin)
      void persisted()
      history.replaceState(null, '', '/phone')
      await refresh()
      await meet()
    } catch (e) {
      setWrong({ code: problemText(problemOf(e)) })
      setBusy(false)
    }
  }
  return (
    <Door title={t('phone.enrol.title')}>
      <PhoneForm save={begin}>
        <TextField label={t('phone.enrol.code')} value={code} onInput={setCode} error={wrong.code ?? ''} help={t('phone.enrol.help')} autofocus={!code} />
        <div style="height: 16px" />
        <Pin id="pin" label={t('phone.enrol.pin')} value={pin} onInput={setPin} error={wrong.pin ?? ''} help={t('phone.enrol.pin.help')} fresh />
        <div style="height: 16px" />
        <Pin id="again" label={t('phone.enrol.again')} value={again} onInput={setAgain} error={wrong.again ?? ''} fresh />
        <div style="height: 24px" />
        <button type="submit" class="btn main wide" disabled={busy}>
          {busy ? t('phone.enrol.working') : t('phone.enrol.begin')}
        </button>
      </PhoneForm>
    </Door>
  )
}

export function Unlock({ stage }: { stage: Extract<Stage, { stage: 'locked' }> }): JSX.Element {
  const [pin, setPin] = useState('')
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const [asks, setAsks] = useState(stage.closed)
  // A phone that was taken from its officer hears of it before anybody opens it.
  useEffect(() => {
    if (navigator.onLine) void ask('knock').then(refresh)
  }, [])
  const open = async (): Promise<void> => {
    setBusy(true)
    try {
      await ask('unlock', pin)
      await refresh()
      if (navigator.onLine) void meet()
    } catch (e) {
      const p = problemOf(e)
      if (p.code === 'pin.closed') setAsks(true)
      if (p.code === 'pin.closed' || p.code === 'device.sealed') return refresh()
      setError(problemText(p))
      setPin('')
      setBusy(false)
    }
  }
  const byPasskey = async (): Promise<void> => {
    setBusy(true)
    try {
      const { openByPasskey } = await import('../../store/phone/passkey')
      await openByPasskey(stage.passkeys)
      await refresh()
      if (navigator.onLine) void meet()
    } catch (e) {
      const p = e instanceof PhoneProblem ? e.problem : null
      if (p?.code === 'device.sealed') return refresh()
      setError(p ? problemText(p) : t('phone.passkey.stopped'))
      setBusy(false)
    }
  }
  if (asks) return <Reopen closed={stage.closed} onBack={stage.closed ? undefined : () => setAsks(false)} />
  return (
    <Door title={t('phone.unlock.title')}>
      <form
        autocomplete="off"
        onSubmit={(e) => {
          e.preventDefault()
          void open()
        }}
      >
        <Pin id="pin" label={t('phone.unlock.pin')} value={pin} onInput={setPin} error={error} autofocus />
        <div style="height: 24px" />
        <button type="submit" class="btn main wide" disabled={busy || pin === ''}>
          {busy ? t('phone.unlock.opening') : t('phone.unlock.open')}
        </button>
        {stage.passkeys.length > 0 && (
          <button type="button" class="btn wide" disabled={busy} onClick={() => void byPasskey()}>
            <Icon name="fingerprint" /> {t('phone.passkey.open')}
          </button>
        )}
        <button type="button" class="btn bare wide" onClick={() => setAsks(true)}>
          {t('phone.reopen.forgot')}
        </button>
      </form>
    </Door>
  )
}
