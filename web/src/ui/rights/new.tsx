import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { textOf } from '../../core/decode'
import { today } from '../../store/clock'
import { asFault, type Fault } from '../../store/client'
import { ask, consentsOf } from '../../store/rights'
import { go, place } from '../../store/router'
import { may } from '../../store/session'
import { tell } from '../../store/toast'
import { l } from '../../store/words'
import { DayField, Select, termOptions } from '../program/parts'
import { RefPicker } from '../parts/refpicker'
import { Empty } from '../parts/state'
import { TextField, Under } from '../parts/textfield'
import { useFetched, useIdFor, useTitle } from '../parts/use'
import { term } from './list'
import { say } from './texts'

/** Writes down what somebody asks about their data. */
export function NewRequest(): JSX.Element {
  useTitle(say('new'))
  const q = place.value.query
  const [f, setF] = useState({ person: q.get('person') ?? '', what: q.get('what') ?? '', text: '', asker: '', relation: 'self', channel: 'spoken', received_on: today(), third_party: false, consent: '' })
  const [fault, setFault] = useState<Fault | null>(null)
  const [busy, setBusy] = useState(false)
  const set = (name: keyof typeof f) => (v: string) => setF({ ...f, [name]: v })
  const at = (field: string): string => (fault?.field === field ? l(fault.text) : '')
  if (!may('request').create) return <Empty>{say('do.closed')}</Empty>
  const save = (): void => {
    setBusy(true)
    ask(f)
      .then((made) => {
        tell(say('saved'))
        go(`/request/${made.id}`, { replace: true })
      })
      .catch((e: unknown) => {
        setBusy(false)
        setFault(asFault(e))
      })
  }
  return (
    <div class="page">
      <h1>{say('new')}</h1>
      <p class="help">{say('new.help')}</p>
      <form
        class="stack"
        style="max-width: 520px"
        noValidate
        onSubmit={(e) => {
          e.preventDefault()
          save()
        }}
      >
        <Person value={f.person} error={at('person')} onPick={set('person')} />
        <Select label={say('what')} value={f.what} empty="" options={termOptions('request_what')} onChange={set('what')} error={at('what')} />
        {f.what === 'withdraw' && f.person && <WhichConsent person={f.person} value={f.consent} onChange={set('consent')} />}
        <TextField label={say('asker')} value={f.asker} onInput={set('asker')} error={at('asker')} />
        <Select label={say('relation')} value={f.relation} options={termOptions('request_relation')} onChange={set('relation')} />
        <Select label={say('channel')} value={f.channel} options={termOptions('request_channel')} onChange={set('channel')} />
        <TextField label={say('text')} value={f.text} onInput={set('text')} error={at('text')} />
        <DayField label={say('received')} value={f.received_on} onChange={set('received_on')} />
        {at('received_on') && <Under id="received" error={at('received_on')} help="" />}
        <label class="row">
          <input type="checkbox" checked={f.third_party} onChange={(e) => setF({ ...f, third_party: e.currentTarget.checked })} /> {say('third')}
        </label>
        {fault && !['person', 'what', 'asker', 'text', 'received_on'].includes(fault.field) && (
          <p class="error" role="alert">
            {l(fault.text)}
          </p>
        )}
        <p class="row foot">
          <button type="submit" class="btn main" disabled={busy || !f.person || !f.what || !f.asker.trim()}>
            {say('save')}
          </button>
          <a class="btn" href="/request">
            {say('cancel')}
          </a>
        </p>
      </form>
    </div>
  )
}

function Person({ value, error, onPick }: { value: string; error: string; onPick: (id: string) => void }): JSX.Element {
  const id = useIdFor('person')
  return (
    <div class="field">
      <label class="label" for={id}>
        {say('person')}
      </label>
      <RefPicker id={id} kinds={['person']} value={value} onPick={onPick} invalid={error !== ''} describedBy={error ? `${id}-error` : undefined} />
      <Under id={id} error={error} help="" />
    </div>
  )
}

function WhichConsent({ person, value, onChange }: { person: string; value: string; onChange: (v: string) => void }): JSX.Element | null {
  const found = useFetched(`consents/${person}/new`, (s) => consentsOf(person, s))
  const rows = (found.data?.rows ?? []).filter((r) => r.v.status === 'given')
  if (rows.length === 0) return null
  return <Select label={say('consent')} value={value} empty={say('consent.any')} options={rows.map((r) => ({ code: r.id, text: term('consent_purpose', textOf(r.v.purpose)) }))} onChange={onChange} />
}
