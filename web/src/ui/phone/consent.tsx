import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { asksFor, missing, proofsOf, type ConsentDraft } from '../../core/consent'
import { textOf, type Json } from '../../core/decode'
import { termsOn } from '../../core/kinds'
import { today } from '../../store/clock'
import { mayAt, setting } from '../../store/phone/book'
import { ask, meet, problemOf } from '../../store/phone/client'
import type { Row } from '../../store/phone/messages'
import type { Draft } from '../../store/phone/recording'
import { speaking } from '../../store/phone/speech'
import type { Write } from '../../store/replica/device'
import { go } from '../../store/router'
import { book, unitName } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l } from '../../store/words'
import { Icon, type IconName } from '../parts/icon'
import { Loading } from '../parts/state'
import { problemText } from './door'
import { Frame } from './frame'
import { PhoneForm, Save } from './form'
import { Hear } from './hear'
import { Choices, Needs } from './choices'
import { attachment, heldOf, useKeepingOf, type Held } from './record/draft'
import { NameOf, Shown, useTaking } from './record/take'
import { useRow } from './use'
import { say } from './words'
import '../css/record.phone.css'
import '../css/simple.css'

interface Body extends ConsentDraft {
  held: Held | null
}

/** Writes down what a person agreed to: said, signed or witnessed, in which language, with its evidence. */
export function ConsentPage({ person, home }: { person: string; home: string }): JSX.Element {
  const row = useRow('person', person)
  const [draft, setDraft] = useState<Draft | null>(null)
  useEffect(() => {
    ask('draft', 'consent', person, '').then(setDraft, () => setDraft(null))
  }, [person])
  const back = `/phone/person/${person}/${home}`
  const title = say('consent.add')
  if (row === undefined || !draft) return <Frame title={title} back={back}><Loading /></Frame>
  if (row === null) return <Frame title={title} back={back}><p class="empty">{say('person.none')}</p></Frame>
  if (!mayAt('create', 'consent', { area: textOf(row.v.area), household: home })) return <Frame title={title} back={back}><p class="empty">{say('consent.closed')}</p></Frame>
  return <Asking person={row} home={home} draft={draft} back={back} />
}

function begin(person: Row): Body {
  const known = Array.isArray(person.v.languages) ? textOf(person.v.languages[0]) : ''
  return { purpose: '', partner: '', form: 'voice_recorded', language: known || speaking.value, guardian: textOf(person.v.guardian), assent: false, note: '', proof: '', held: null }
}

function Asking({ person, home, draft, back }: { person: Row; home: string; draft: Draft; back: string }): JSX.Element {
  const [body, setBody] = useState<Body>(() => (draft.at > 0 ? (draft.body as unknown as Body) : begin(person)))
  const [changed, setChanged] = useState(draft.at > 0)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const asks = asksFor(textOf(person.v.born), today(), setting('child_age') ?? 0, setting('consent_age') ?? 0)
  const needs = missing(body, asks)
  const put = (to: Partial<Body>): void => {
    setChanged(true)
    setBody((b) => ({ ...b, ...to }))
  }
  const { take, sheet } = useTaking(home, (what, k) => {
    if (what === 'voice' || what === 'photo' || what === 'signature') put({ held: heldOf(what, k), proof: k.meta.digest })
  })
  const keeping = useKeepingOf(draft, body, body.proof ? [body.proof] : [], changed)
  const save = async (): Promise<void> => {
    setTried(true)
    if (needs[0]) {
      warn(say(`need.${needs[0]}`))
      return
    }
    setBusy(true)
    try {
      const [file = ''] = await ask('newIds', 1)
      await ask('record', writesOf(person, home, draft.record, file, body, asks), draft.record)
      keeping.done()
      tell(say('consent.kept'))
      if (navigator.onLine) void meet()
      go(back, { replace: true })
    } catch (e) {
      warn(problemText(problemOf(e)))
      setBusy(false)
    }
  }
  return (
    <Frame title={say('consent.add')} back={back}>
      <p class="strong">{textOf(person.v.name)}</p>
      <p class="help">{say('consent.ask')}</p>
      <PhoneForm class="stack" save={save}>
        <Purpose body={body} put={put} />
        <Partner value={body.partner} put={put} />
        {asks.guardian && <Guardian id={body.guardian} pick={() => void take('person').then((v) => typeof v === 'string' && put({ guardian: v }))} />}
        {asks.assent && (
          <label class={`answer ${body.assent ? 'on' : ''}`}>
            <input type="checkbox" checked={body.assent} onChange={(e) => put({ assent: e.currentTarget.checked })} />
            <span>
              {say('consent.assent')}
              <br />
              <span class="quiet small">{say('consent.assent.help', { age: String(setting('consent_age') ?? '') })}</span>
            </span>
          </label>
        )}
        <Choices label={say('consent.form')} vocabulary="consent_form" value={body.form} onPick={(form) => put({ form, proof: '', held: null })} />
        <Language value={body.language} put={put} />
        <Proof body={body} take={(what) => void take(what)} put={put} />
        <div>
          <label class="label" for="consent-note">
            {say(body.form && proofsOf(body.form).length === 0 ? 'consent.witness' : 'consent.note')}
          </label>
          <textarea id="consent-note" class="input" rows={2} maxLength={1000} value={body.note} onInput={(e) => put({ note: e.currentTarget.value })} />
        </div>
        {tried && <Needs needs={needs.map((n) => say(`need.${n}`))} />}
        <Save busy={busy}>{say('consent.save')}</Save>
      </PhoneForm>
      {sheet}
    </Frame>
  )
}

/** What is agreed to, and its words to be read out or played. */
function Purpose({ body, put }: { body: Body; put: (to: Partial<Body>) => void }): JSX.Element {
  const chosen = termsOn(book().pack, 'consent_purpose', today()).find((x) => x.code === body.purpose)
  return (
    <>
      <Choices label={say('consent.purpose')} vocabulary="consent_purpose" value={body.purpose} onPick={(purpose) => put({ purpose })} />
      {chosen && (
        <div class="said">
          <p class="quiet small">{say('consent.text')}</p>
          <p>{l(chosen.help) || say('consent.notext')}</p>
          <Hear of={`consent:${chosen.code}`} text={[l(chosen.label), l(chosen.help)].filter(Boolean).join('. ')} />
        </div>
      )}
    </>
  )
}

function Partner({ value, put }: { value: string; put: (to: Partial<Body>) => void }): JSX.Element {
  return (
    <div>
      <label class="label" for="consent-partner">
        {say('consent.partner')}
      </label>
      <select id="consent-partner" class="input" value={value} onChange={(e) => put({ partner: e.currentTarget.value })}>
        <option value="">{say('consent.partner.none')}</option>
        {[...book().units.values()].map((u) => (
          <option key={u.id} value={u.id}>
            {unitName(u)}
          </option>
        ))}
      </select>
    </div>
  )
}

function Language({ value, put }: { value: string; put: (to: Partial<Body>) => void }): JSX.Element {
  return (
    <div>
      <label class="label" for="consent-language">
        {say('consent.language')}
      </label>
      <select id="consent-language" class="input" value={value} onChange={(e) => put({ language: e.currentTarget.value })}>
        <option value="" />
        {termsOn(book().pack, 'language', today()).map((x) => (
          <option key={x.code} value={x.code}>
            {l(x.label)}
          </option>
        ))}
      </select>
    </div>
  )
}

function Guardian({ id, pick }: { id: string; pick: () => void }): JSX.Element {
  return (
    <div>
      <p class="label">{say('consent.guardian')}</p>
      {id && (
        <p class="taken">
          <NameOf kind="person" id={id} />
        </p>
      )}
      <button type="button" class="btn wide" onClick={pick}>
        <Icon name="users" /> {say('consent.guardian.pick')}
      </button>
    </div>
  )
}

const means: Record<'voice' | 'signature' | 'photo', { icon: IconName; key: 'consent.voice' | 'consent.sign' | 'consent.photo' }> = {
  voice: { icon: 'mic', key: 'consent.voice' },
  signature: { icon: 'pencil', key: 'consent.sign' },
  photo: { icon: 'camera', key: 'consent.photo' },
}

/** The evidence that a form of consent asks for. */
function Proof({ body, take, put }: { body: Body; take: (what: 'voice' | 'signature' | 'photo') => void; put: (to: Partial<Body>) => void }): JSX.Element {
  return (
    <>
      {body.held && (
        <div class="taken">
          <Shown what={body.held.kind} v={body.held.digest} />
          <button type="button" class="btn bare" onClick={() => put({ held: null, proof: '' })}>
            <Icon name="x" /> {say('mine.remove')}
          </button>
        </div>
      )}
      {body.form &&
        proofsOf(body.form).map((what) => (
          <button type="button" class="btn wide" key={what} onClick={() => take(what)}>
            <Icon name={means[what].icon} /> {say(means[what].key)}
          </button>
        ))}
    </>
  )
}

/** The consent, its evidence, and that the one names the other: each is there before it is spoken of. */
function writesOf(person: Row, home: string, record: string, file: string, body: Body, asks: { guardian: boolean; assent: boolean }): Write[] {
  const area = textOf(person.v.area)
  const given = { purpose: body.purpose, partner: body.partner, form: body.form, language: body.language, note: body.note.trim(), guardian: asks.guardian ? body.guardian : '' }
  const fields: Record<string, Json> = { ...Object.fromEntries(Object.entries(given).filter(([, v]) => v !== '')), person: person.id, area, given_on: today(), status: 'given' }
  if (asks.assent) fields.assent = body.assent
  const consent: Write = { kind: 'consent', record, fields }
  if (!body.held) return [consent]
  return [consent, attachment(file, { subject: record, household: home, area, by: book().me.user.id }, body.held, ''), { kind: 'consent', record, fields: { evidence: file } }]
}
