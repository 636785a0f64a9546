import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { showInstant } from '../../core/dates'
import { ask, meet, problemOf, refresh, syncProblem } from '../../store/phone/client'
import type { Stage, Status } from '../../store/phone/messages'
import { go } from '../../store/router'
import { Icon } from '../parts/icon'
import { TextField } from '../parts/textfield'
import { t } from '../../store/words'
import { say } from './anew.texts'
import { Door, Enrol, Pin, problemText } from './door'
import { Frame } from './frame'

/** The code in the address that a QR code holds. */
function scanned(): string {
  return new URLSearchParams(location.hash.slice(1)).get('code') ?? ''
}

/** The browser emptied the phone: what that means, and the way to go on. */
export function LostPage({ stage: { canary: c } }: { stage: Extract<Stage, { stage: 'lost' }> }): JSX.Element {
  const [enrols, setEnrols] = useState(scanned() !== '')
  useEffect(() => {
    const tell = (): void => void ask('knock').then(refresh)
    if (navigator.onLine && !c.lost?.heard) tell()
    addEventListener('online', tell)
    return () => removeEventListener('online', tell)
  }, [])
  if (enrols) return <Enrol />
  const unsent = Math.max(c.last - c.acked, 0)
  const inFile = c.bundled ? Math.max(Math.min(c.bundled.upTo, c.last) - c.acked, 0) : 0
  return (
    <Door title={say('wiped.title')}>
      <p>{say('wiped.what')}</p>
      <p class={`state ${unsent > 0 ? 'due' : 'ok'}`}>
        <Icon name={unsent > 0 ? 'triangle-alert' : 'check'} />
        <span>{unsent > 0 ? say('wiped.unsent', { n: unsent }) : say('wiped.safe')}</span>
      </p>
      {c.bundled && inFile > 0 && <p>{say('wiped.file', { at: showInstant(c.bundled.at), n: inFile })}</p>}
      <p class="quiet small" role="status">
        {say(c.lost?.heard ? 'wiped.heard' : 'wiped.unheard')}
      </p>
      <button type="button" class="btn main wide" onClick={() => setEnrols(true)}>
        {say('wiped.begin')}
      </button>
    </Door>
  )
}

/** The phone's memory went back in time: said before anything more is written. */
export function BackPage({ back, later }: { back: NonNullable<Status['back']>; later: () => void }): JSX.Element {
  return (
    <Door title={say('back.title')}>
      <p>{say('back.what')}</p>
      {back.missing > 0 && (
        <p class="state due">
          <Icon name="triangle-alert" />
          <span>{say('back.missing', { n: back.missing })}</span>
        </p>
      )}
      {back.bundled && <p>{say('back.file', { at: showInstant(back.bundled.at), n: back.bundled.upTo })}</p>}
      <p>{say('back.kept')}</p>
      <a class="btn main wide" href="/phone/anew" onClick={later}>
        {say('anew.title')}
      </a>
      <button type="button" class="btn bare wide" onClick={later}>
        {say('back.later')}
      </button>
    </Door>
  )
}

/** Offers a new code where the server says that it takes nothing under the old name. */
export function AnewOffer(): JSX.Element | null {
  const code = syncProblem.value?.code
  if (code !== 'went.back' && code !== 'device.unknown') return null
  return (
    <a class="btn wide" href="/phone/anew">
      {say('anew.title')}
    </a>
  )
}

/** Takes a new code over what the phone holds. */
export function AnewPage(): JSX.Element {
  const [code, setCode] = useState(scanned())
  const [pin, setPin] = useState('')
  const [wrong, setWrong] = useState<{ code?: string; pin?: string }>({})
  const [busy, setBusy] = useState(false)
  const begin = async (): Promise<void> => {
    const bad = !code.trim() ? { code: t('wrong.required') } : !pin ? { pin: t('wrong.required') } : null
    setWrong(bad ?? {})
    if (bad) return
    setBusy(true)
    try {
      await ask('enrolAnew', code, pin)
      syncProblem.value = null
      go('/phone/link', { replace: true })
      await refresh()
      await meet()
    } catch (e) {
      const p = problemOf(e)
      setWrong(p.code === 'pin.not' ? { pin: problemText(p) } : { code: problemText(p) })
      setBusy(false)
    }
  }
  return (
    <Frame title={say('anew.do')} back="/phone/link">
      <form
        class="stack"
        noValidate
        autocomplete="off"
        onSubmit={(e) => {
          e.preventDefault()
          void begin()
        }}
      >
        <p>{say('anew.help')}</p>
        <TextField label={say('anew.code')} value={code} onInput={setCode} error={wrong.code ?? ''} help={say('anew.other')} />
        <Pin id="pin" label={say('anew.pin')} value={pin} onInput={setPin} error={wrong.pin ?? ''} />
        <button type="submit" class="btn main wide" disabled={busy}>
          {busy ? say('anew.working') : say('anew.do')}
        </button>
      </form>
    </Frame>
  )
}
