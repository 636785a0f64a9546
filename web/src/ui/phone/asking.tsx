import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { showDay } from '../../core/dates'
import { textOf, type Json } from '../../core/decode'
import { termLabel } from '../../core/kinds'
import { today } from '../../store/clock'
import { mayAt } from '../../store/phone/book'
import { ask, meet, problemOf } from '../../store/phone/client'
import type { Row } from '../../store/phone/messages'
import type { Draft } from '../../store/phone/recording'
import type { Write } from '../../store/replica/device'
import { go } from '../../store/router'
import { book, kindOf } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, lang, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Loading } from '../parts/state'
import { TextField } from '../parts/textfield'
import { say } from './asking.texts'
import { problemText } from './door'
import { Frame } from './frame'
import { PhoneForm, Save } from './form'
import { Choices, Needs } from './choices'
import { useKeepingOf } from './record/draft'
import { useRow, useRows } from './use'
import '../css/record.phone.css'

interface Body {
  what: string
  consent: string
  relation: string
  asker: string
  channel: string
  text: string
  /** The day on which it was asked: that on which it was begun here, however late it is sent. */
  received: string
}

const term = (vocabulary: string, code: string): string => termLabel(book().pack, vocabulary, code, today(), lang.value)

/** Writes down what somebody asks about their data, without a signal too. */
export function AskPage({ person, home }: { person: string; home: string }): JSX.Element {
  const row = useRow('person', person)
  const [draft, setDraft] = useState<Draft | null>(null)
  useEffect(() => {
    ask('draft', 'request', person, '').then(setDraft, () => setDraft(null))
  }, [person])
  const back = `/phone/person/${person}/${home}`
  const framed = (inside: JSX.Element): JSX.Element => (
    <Frame title={say('title')} back={back}>
      {inside}
    </Frame>
  )
  if (row === undefined || !draft) return framed(<Loading />)
  if (row === null) return framed(<p class="empty">{say('nobody')}</p>)
  if (!mayAt('create', 'request', { area: textOf(row.v.area), household: home })) return framed(<p class="empty">{say('closed')}</p>)
  return framed(<Asking person={row} draft={draft} back={back} />)
}

function Asking({ person, draft, back }: { person: Row; draft: Draft; back: string }): JSX.Element {
  const [body, setBody] = useState<Body>(() =>
    draft.at > 0 ? (draft.body as unknown as Body) : { what: '', consent: '', relation: 'self', asker: textOf(person.v.name), channel: 'spoken', text: '', received: today() },
  )
  const [changed, setChanged] = useState(draft.at > 0)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const put = (to: Partial<Body>): void => {
    setChanged(true)
    setBody((b) => ({ ...b, ...to }))
  }
  const keeping = useKeepingOf(draft, body, [], changed)
  const needs = [!body.what && ('need.what' as const), !body.asker.trim() && ('need.asker' as const)].filter((n) => n !== false)
  const save = async (): Promise<void> => {
    setTried(true)
    if (needs.length > 0) return // said above the button
    setBusy(true)
    try {
      await ask('record', [writeOf(person, draft.record, body)], draft.record)
      keeping.done()
      tell(say('kept'))
      if (navigator.onLine) void meet()
      go(back, { replace: true })
    } catch (e) {
      warn(problemText(problemOf(e)))
      setBusy(false)
    }
  }
  return (
    <>
      <p class="strong">{textOf(person.v.name)}</p>
      <p class="help">{say('lead')}</p>
      <PhoneForm class="stack" save={save}>
        <Choices label={say('what')} vocabulary="request_what" value={body.what} onPick={(what) => put({ what, consent: '' })} />
        {body.what === 'withdraw' && <Which person={person.id} value={body.consent} onPick={(consent) => put({ consent })} />}
        <Choices label={say('relation')} vocabulary="request_relation" value={body.relation} onPick={(relation) => put({ relation, asker: askerFor(relation, body, textOf(person.v.name)) })} />
        <TextField label={say('asker')} value={body.asker} onInput={(asker) => put({ asker })} error={tried && !body.asker.trim() ? say('need.asker') : ''} />
        <Choices label={say('channel')} vocabulary="request_channel" value={body.channel} onPick={(channel) => put({ channel })} />
        <div>
          <label class="label" for="asking-text">
            {say('text')}
          </label>
          <textarea id="asking-text" class="input" rows={3} maxLength={2000} value={body.text} onInput={(e) => put({ text: e.currentTarget.value })} />
        </div>
        <p class="quiet small">{say('made', { day: showDay(body.received) })}</p>
        {tried && <Needs needs={needs.map((n) => say(n))} />}
        <Save busy={busy}>{say('save')}</Save>
      </PhoneForm>
    </>
  )
}

/** The person's own name stands only for the person. */
function askerFor(relation: string, body: Body, name: string): string {
  if (relation === 'self') return body.asker.trim() || name
  return body.asker === name ? '' : body.asker
}

/** Which of the person's consents is to be withdrawn, where there is any. */
function Which({ person, value, onPick }: { person: string; value: string; onPick: (id: string) => void }): JSX.Element | null {
  const given = useRows('consent')?.filter((c) => textOf(c.v.person) === person && c.v.status === 'given') ?? []
  if (given.length === 0) return null
  return (
    <div>
      <label class="label" for="asking-which">
        {say('which')}
      </label>
      <select id="asking-which" class="input" value={value} onChange={(e) => onPick(e.currentTarget.value)}>
        <option value="">{say('which.any')}</option>
        {given.map((c) => (
          <option key={c.id} value={c.id}>
            {term('consent_purpose', textOf(c.v.purpose))} · {showDay(textOf(c.v.given_on))}
          </option>
        ))}
      </select>
    </div>
  )
}

function writeOf(person: Row, record: string, b: Body): Write {
  const said = { what: b.what, consent: b.what === 'withdraw' ? b.consent : '', relation: b.relation, asker: b.asker.trim(), channel: b.channel, text: b.text.trim() }
  const fields: Record<string, Json> = Object.fromEntries(Object.entries(said).filter(([, v]) => v !== ''))
  return { kind: 'request', record, fields: { ...fields, person: person.id, area: textOf(person.v.area), unit: book().me.user.unit, received_on: b.received, status: 'received' } }
}

/** What was asked about somebody's data, and where it stands, on the person's page. */
export function Asked({ person, home }: { person: Row; home: string }): JSX.Element | null {
  const rows = useRows('request')
    ?.filter((r) => textOf(r.v.person) === person.id)
    .sort((a, b) => (a.id < b.id ? 1 : -1))
  const states = kindOf('request')?.fields.find((f) => f.name === 'status')?.states ?? []
  const may = mayAt('create', 'request', { area: textOf(person.v.area), household: home })
  if (!may && !rows?.length) return null
  return (
    <section class="stack">
      <h2>{say('list')}</h2>
      {rows?.map((r) => {
        const state = states.find((s) => s.code === r.v.status)
        return (
          <p key={r.id} class="look">
            <span class="strong">{term('request_what', textOf(r.v.what))}</span> {state && <span class="tag">{l(state.label)}</span>} {r.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
            <br />
            <span class="quiet small">{[say('made', { day: showDay(textOf(r.v.received_on)) }), textOf(r.v.asker), r.v.outcome ? term('request_outcome', textOf(r.v.outcome)) : ''].filter(Boolean).join(' · ')}</span>
          </p>
        )
      })}
      {may && (
        <a class="btn wide" href={`/phone/ask/${person.id}/${home}`}>
          <Icon name="shield" /> {say('add')}
        </a>
      )}
    </section>
  )
}
