import type { JSX } from 'preact'
import { showDay } from '../../core/dates'
import { textOf } from '../../core/decode'
import { termLabel } from '../../core/kinds'
import { today } from '../../store/clock'
import { mayAt } from '../../store/phone/book'
import { ask, meet, problemOf } from '../../store/phone/client'
import type { Row } from '../../store/phone/messages'
import { book, kindOf } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, lang, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Loading } from '../parts/state'
import { refText, valueText } from '../parts/value'
import { Asked } from './asking'
import { problemText } from './door'
import { Frame } from './frame'
import { Pic, Player } from './record/looked'
import { usePeople, useRow, useRows } from './use'
import { say } from './words'
import '../css/record.phone.css'

const shown = ['born', 'sex', 'languages', 'phone', 'guardian'] as const

/** Somebody of a household: what is known, and what was agreed to. */
export function PersonPage({ id, home }: { id: string; home: string }): JSX.Element {
  const person = useRow('person', id)
  const people = usePeople()
  const consents = useRows('consent')
    ?.filter((c) => textOf(c.v.person) === id)
    .sort((a, b) => (a.id < b.id ? 1 : -1))
  const back = home ? `/phone/home/${home}` : '/phone/homes'
  if (person === undefined) return <Frame title="" back={back}><Loading /></Frame>
  if (person === null) return <Frame title="" back={back}><p class="empty">{say('person.none')}</p></Frame>
  const at = { area: textOf(person.v.area), household: home }
  const kept = people.of(id)
  return (
    <Frame title={textOf(person.v.name)} back={back}>
      {person.v.same_as && (
        <p class="notice due">
          <Icon name="users" />
          <span>
            {say(kept && kept.id !== id ? 'person.merged' : 'person.merged.away')} {kept && kept.id !== id && <a href={`/phone/person/${kept.id}/${home}`}>{textOf(kept.v.name)}</a>}
          </span>
        </p>
      )}
      <dl class="facts">
        {shown.map((name) => {
          const f = kindOf('person')?.fields.find((x) => x.name === name)
          const text = f && valueText(f, person.v[name])
          return text ? (
            <div key={name}>
              <dt>{l(f.label)}</dt>
              <dd>{text}</dd>
            </div>
          ) : null
        })}
      </dl>
      {mayAt('create', 'consent', at) && (
        <a class="btn main wide" href={`/phone/consent/${id}/${home}`}>
          <Icon name="circle-check" /> {say('consent.add')}
        </a>
      )}
      <section class="stack">
        <h2>{say('person.consents')}</h2>
        {consents?.length === 0 && <p class="quiet">{say('person.consents.none')}</p>}
        {consents?.map((c) => <Consent key={c.id} c={c} mayChange={mayAt('update', 'consent', at)} />)}
      </section>
      <Asked person={person} home={home} />
    </Frame>
  )
}

function term(vocabulary: string, code: string): string {
  return termLabel(book().pack, vocabulary, code, today(), lang.value)
}

/** One consent: what for, when, how, in which language, its evidence, and whether it still holds. */
function Consent({ c, mayChange }: { c: Row; mayChange: boolean }): JSX.Element {
  const files = useRows('attachment')?.filter((a) => textOf(a.v.subject) === c.id) ?? []
  const over = c.v.status === 'withdrawn'
  const states = kindOf('consent')?.fields.find((f) => f.name === 'status')?.states ?? []
  const state = states.find((s) => s.code === c.v.status)
  const withdraw = async (): Promise<void> => {
    try {
      await ask('write', 'consent', c.id, { status: 'withdrawn' })
      tell(say('consent.withdrawn'))
      if (navigator.onLine) void meet()
    } catch (e) {
      warn(problemText(problemOf(e)))
    }
  }
  const facts = [showDay(textOf(c.v.given_on)), term('consent_form', textOf(c.v.form)), c.v.language ? term('language', textOf(c.v.language)) : ''].filter(Boolean).join(' · ')
  return (
    <article class="look stack">
      <p>
        <span class="strong">{term('consent_purpose', textOf(c.v.purpose))}</span> {state && <span class={`tag ${over ? 'late' : ''}`}>{l(state.label)}</span>} {c.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
        <br />
        <span class="quiet small">{facts}</span>
        {c.v.partner && (
          <>
            <br />
            <span class="quiet small">{refText(textOf(c.v.partner))}</span>
          </>
        )}
      </p>
      {c.v.note && <p class="small">{textOf(c.v.note)}</p>}
      {files.map((a) => (a.v.kind === 'voice' ? <Player key={a.id} digest={textOf(a.v.digest)} /> : <Pic key={a.id} digest={textOf(a.v.digest)} alt={term('attachment_kind', textOf(a.v.kind))} />))}
      {!over && mayChange && (
        <>
          <button type="button" class="btn" onClick={() => void withdraw()}>
            <Icon name="x" /> {say('consent.withdraw')}
          </button>
          <p class="help">{say('consent.undo.no')}</p>
        </>
      )}
    </article>
  )
}
