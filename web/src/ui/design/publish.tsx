import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { asFault } from '../../store/client'
import { today } from '../../store/clock'
import { publishDesign, type Design } from '../../store/designs'
import { go } from '../../store/router'
import { tell } from '../../store/toast'
import { l } from '../../store/words'
import { TextField } from '../parts/textfield'
import { DayField } from '../program/parts'
import type { Body } from './body'
import { say } from './texts'

/** Brings a draft into force from a day. */
export function PublishPart({ design, body, ready }: { design: Design; body: Body; ready: boolean }): JSX.Element {
  const [from, setFrom] = useState(today())
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const send = async (): Promise<void> => {
    setBusy(true)
    setError('')
    try {
      const done = await publishDesign(design.id, from, reason)
      tell(say('pub.done', { name: l(body.label), n: done.version }))
      go(from <= today() ? `/program/${done.code}` : '/design')
    } catch (e) {
      setBusy(false)
      setError(l(asFault(e).text))
    }
  }
  return (
    <>
      <p>{say('pub.lead')}</p>
      <p class="help">{say('pub.version', { n: design.inUse + 1 })}</p>
      <DayField label={say('pub.from')} value={from} onChange={setFrom} />
      <TextField label={say('pub.reason')} help={say('pub.reason.help')} value={reason} onInput={setReason} />
      {!ready && <p class="notice due">{say('pub.wrong')}</p>}
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <p class="row">
        <button type="button" class="btn main" disabled={!ready || busy || !from || !reason.trim()} onClick={() => void send()}>
          {say('pub.go')}
        </button>
      </p>
    </>
  )
}
