import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { showDay } from '../../core/dates'
import { textOf } from '../../core/decode'
import { asFault, type Fault } from '../../store/client'
import { act, consentsOf, requestOf, restrict, withdraw, type Request } from '../../store/rights'
import { listRecords, writes } from '../../store/records'
import { link } from '../../store/router'
import { hasPower, may } from '../../store/session'
import { tell } from '../../store/toast'
import { l } from '../../store/words'
import { Foot, Select, termOptions } from '../program/parts'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { Failed, Loading } from '../parts/state'
import { TextField } from '../parts/textfield'
import { useFetched, useTitle } from '../parts/use'
import { RefLink } from '../parts/value'
import { CopyButton } from './copy'
import { LeftTag, nextWords, term } from './list'
import { say } from './texts'
import '../css/program.css'

/** One request: how it stands, what can be done, and its course. */
export function RequestPage({ id }: { id: string }): JSX.Element {
  const found = useFetched(`request/${id}/${writes.value}`, (s) => requestOf(id, s))
  if (found.fault && !found.data) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  return <Page request={found.data} />
}

function Page({ request: r }: { request: Request }): JSX.Element {
  const what = term('request_what', textOf(r.v.what))
  useTitle(what)
  const open = r.v.status !== 'closed'
  return (
    <article class="page rec">
      <header class="row wrap">
        <h1 class="grow">{what}</h1>
        <LeftTag clock={r.clock} />
        <a class="btn bare noprint" href="/request">
          <Icon name="x" /> {say('back')}
        </a>
      </header>
      {open && <p class={r.clock.late ? 'late' : 'quiet'}>{nextWords(r.clock)}</p>}
      <dl class="facts">
        <Fact label={say('person')}>{textOf(r.v.person) ? <RefLink id={textOf(r.v.person)} /> : say('person.closed')}</Fact>
        <Fact label={say('asker')}>
          {r.hidden.includes('asker') ? say('person.closed') : textOf(r.v.asker)} <span class="quiet small">{term('request_relation', textOf(r.v.relation))}</span>
        </Fact>
        <Fact label={say('channel')}>{term('request_channel', textOf(r.v.channel))}</Fact>
      </dl>
      {textOf(r.v.text) && <blockquote class="notice plain">{textOf(r.v.text)}</blockquote>}
      {open && <ToDo request={r} />}
      <Course request={r} />
    </article>
  )
}

function Fact({ label, children }: { label: string; children: JSX.Element | string | (JSX.Element | string)[] }): JSX.Element {
  return (
    <div class="fact">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** What happened on which day, and what is still to happen. */
function Course({ request: r }: { request: Request }): JSX.Element {
  const steps: { day: string; words: string; late?: boolean }[] = [{ day: textOf(r.v.received_on), words: say('step.received') }]
  if (textOf(r.v.answered_on)) steps.push({ day: textOf(r.v.answered_on), words: say('step.answered') })
  else if (r.clock.answerBy) steps.push({ day: r.clock.answerBy, words: say('step.answerby'), late: r.clock.late })
  if (textOf(r.v.extended_on)) steps.push({ day: textOf(r.v.extended_on), words: say('step.extended', { why: textOf(r.v.extension) }) })
  if (textOf(r.v.done_on)) steps.push({ day: textOf(r.v.done_on), words: say('step.closed', { outcome: term('request_outcome', textOf(r.v.outcome)) }) })
  else if (r.clock.doBy) steps.push({ day: r.clock.doBy, words: say('step.doby'), late: r.clock.late && r.clock.by === r.clock.doBy })
  return (
    <section class="group">
      <h2>{say('timeline')}</h2>
      <ol class="rel">
        {steps.map((s) => (
          <li key={s.words}>
            <span class="item">
              <span class={`num ${s.late ? 'late' : 'quiet'}`}>{showDay(s.day)}</span>
              <span class="grow">{s.words}</span>
            </span>
          </li>
        ))}
      </ol>
      {textOf(r.v.reason) && <p class="help">{textOf(r.v.reason)}</p>}
    </section>
  )
}

function ToDo({ request: r }: { request: Request }): JSX.Element {
  const [dialog, setDialog] = useState<'extend' | 'close' | ''>('')
  const [fault, setFault] = useState<Fault | null>(null)
  if (!may('request').update) return <p class="notice plain">{say('do.closed')}</p>
  const doing = (work: Promise<unknown>, words: string): void => {
    work.then(() => tell(words)).catch((e: unknown) => setFault(asFault(e)))
  }
  return (
    <section class="group noprint">
      <h2>{say('do')}</h2>
      {fault && (
        <p class="error" role="alert">
          {l(fault.text)}
        </p>
      )}
      <div class="row wrap">
        {r.v.status === 'received' && (
          <button type="button" class="btn main" onClick={() => doing(act(r.id, { act: 'answer' }), say('done'))}>
            <Icon name="check" /> {say('do.answer')}
          </button>
        )}
        <ByWhat request={r} doing={doing} />
        {r.clock.mayDelay && (
          <button type="button" class="btn" onClick={() => setDialog('extend')}>
            {say('do.extend')}
          </button>
        )}
        <button type="button" class="btn" onClick={() => setDialog('close')}>
          {say('do.close')}
        </button>
      </div>
      {dialog && <ActDialog id={r.id} what={dialog} onClose={() => setDialog('')} />}
    </section>
  )
}

/** What carries this sort of request out. */
function ByWhat({ request: r, doing }: { request: Request; doing: (work: Promise<unknown>, words: string) => void }): JSX.Element | null {
  const person = textOf(r.v.person)
  switch (r.v.what) {
    case 'see':
    case 'correct':
      return (
        <a class="btn" href={`/person/${person}`}>
          <Icon name="user" /> {say(r.v.what === 'see' ? 'do.see' : 'do.correct')}
        </a>
      )
    case 'export':
      return <CopyButton person={person} />
    case 'withdraw':
      return <WithdrawButtons request={r} doing={doing} />
    case 'restrict':
      if (!hasPower('rights')) return <span class="quiet">{say('do.closed')}</span>
      return (
        <button type="button" class="btn" onClick={() => doing(restrict(person, true, r.id), say('restrict.done'))}>
          <Icon name="lock" /> {say('do.restrict')}
        </button>
      )
    case 'erase':
      if (!hasPower('rights')) return <span class="quiet">{say('do.closed')}</span>
      return (
        <a class="btn" href={link(`/erase/${person}`, { request: r.id })}>
          <Icon name="trash-2" /> {say('do.erase')}
        </a>
      )
  }
  return null
}

function WithdrawButtons({ request: r, doing }: { request: Request; doing: (work: Promise<unknown>, words: string) => void }): JSX.Element | null {
  const person = textOf(r.v.person)
  const found = useFetched(`consents/${person}/${writes.value}`, (s) => consentsOf(person, s))
  if (!found.data) return null
  const wanted = textOf(r.v.consent)
  const rows = found.data.rows.filter((c) => c.v.status === 'given' && (!wanted || c.id === wanted))
  if (rows.length === 0) return <span class="quiet">{say('do.withdraw.none')}</span>
  return (
    <>
      {rows.map((c) => (
        <button type="button" class="btn" key={c.id} onClick={() => doing(withdraw(c.id, r.id), say('withdraw.done'))}>
          <Icon name="undo-2" /> {say('do.withdraw', { what: term('consent_purpose', textOf(c.v.purpose)) })}
        </button>
      ))}
    </>
  )
}

function ActDialog({ id, what, onClose }: { id: string; what: 'extend' | 'close'; onClose: () => void }): JSX.Element {
  const [outcome, setOutcome] = useState('done')
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<Fault | null>(null)
  const needs = what === 'extend' || outcome !== 'done'
  const save = (): void => {
    act(id, { act: what, reason, ...(what === 'close' && { outcome }) })
      .then(() => {
        tell(say('done'))
        onClose()
      })
      .catch((e: unknown) => setFault(asFault(e)))
  }
  return (
    <Dialog title={say(what === 'extend' ? 'do.extend' : 'do.close')} onClose={onClose}>
      {what === 'close' && <Select label={say('outcome')} value={outcome} options={termOptions('request_outcome')} onChange={setOutcome} />}
      <TextField label={say('reason')} value={reason} onInput={setReason} help={say('reason.help')} error={fault?.field === 'reason' ? l(fault.text) : ''} autofocus />
      {fault && fault.field !== 'reason' && (
        <p class="error" role="alert">
          {l(fault.text)}
        </p>
      )}
      <Foot go={say(what === 'extend' ? 'do.extend' : 'do.close')} busy="" disabled={needs && !reason.trim()} onGo={save} onClose={onClose} />
    </Dialog>
  )
}

/** The certificates of a person's erasure, for the page of who is gone. */
export function useCertificates(person: string): string[] {
  const found = useFetched(`certificates/${person}/${writes.value}`, async (s) => (may('certificate').read ? listRecords('certificate', new URLSearchParams({ 'f.person': person, limit: '10' }), s) : null))
  return (found.data?.rows ?? []).map((r) => r.id)
}
