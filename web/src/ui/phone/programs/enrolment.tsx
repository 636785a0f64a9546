import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { showDay } from '../../../core/dates'
import { textOf } from '../../../core/decode'
import type { Result } from '../../../core/form/evaluate'
import { mayAt, myRoles, programs } from '../../../store/phone/book'
import type { Row } from '../../../store/phone/messages'
import { stepsFor } from '../../../store/phone/programs'
import { stepOf, takenBack, type Program, type Step } from '../../../store/programs'
import { l, t } from '../../../store/words'
import { Icon } from '../../parts/icon'
import { Loading } from '../../parts/state'
import { refText } from '../../parts/value'
import { Frame } from '../frame'
import { AnswerList, useAnswered } from '../record/answers'
import { useRow, useRows } from '../use'
import { Results } from './results'
import { TakeStep } from './step'
import { say } from './texts'
import '../../css/record.phone.css'

/** One enrolment on the phone: how far it is, and the next step with its photos and receipt. */
export function EnrolmentPage({ id }: { id: string }): JSX.Element {
  const row = useRow('enrolment', id)
  if (row === undefined) return <Frame title={say('title')} back="/phone"><Loading /></Frame>
  const p = programs.value.find((x) => x.code === row?.v.program)
  if (row === null || !p) return <Frame title={say('title')} back="/phone"><p class="empty">{say('notfound')}</p></Frame>
  return <Page row={row} program={p} />
}

function Page({ row, program: p }: { row: Row; program: Program }): JSX.Element {
  const home = textOf(row.v.household)
  const status = textOf(row.v.status)
  const step = stepOf(p, status)
  const all = useRows('step')
  const steps = all
    ?.filter((s) => textOf(s.v.enrolment) === row.id)
    .sort((a, b) => (textOf(a.v.on) + a.id < textOf(b.v.on) + b.id ? 1 : -1))
  const next = mayAt('update', 'enrolment', { area: textOf(row.v.area), household: home }) ? stepsFor(p, status, myRoles()) : []
  const [to, setTo] = useState<Step | null>(null)
  const enrolments = useRows('enrolment')
  const nameOf = (id: string): string => textOf(enrolments?.find((e) => e.id === id)?.v.name) || refText(id)
  const passed = enrolments?.filter((e) => e.v.receiver === row.id) ?? []
  const back = takenBack(p, steps ?? [])
  const answers = useAnswered(steps?.filter((s) => s.v.form) ?? [])
  return (
    <Frame title={textOf(row.v.name)} back={home ? `/phone/home/${home}` : '/phone'}>
      <p class="quiet">{l(p.label)}</p>
      <p>
        <span class="tag accent">{step ? l(step.label) : status}</span> {row.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
      </p>
      {passed.map((e) => (
        <p key={e.id}>{say('passed.from', { name: textOf(e.v.name) || refText(e.id) })}</p>
      ))}
      {to ? (
        <TakeStep key={to.code} row={row} step={to} onDone={() => setTo(null)} />
      ) : (
        next.length > 0 && (
          <section>
            <h2>{say('next')}</h2>
            <div class="stack">
              {next.map((s, i) => (
                <button key={s.code} type="button" class={`btn wide ${i === 0 && !s.bad ? 'main' : s.bad ? 'late' : ''}`} onClick={() => setTo(s)}>
                  {l(s.label)}
                </button>
              ))}
            </div>
          </section>
        )
      )}
      {!to && <Results row={row} program={p} />}
      <section>
        <h2>{say('steps')}</h2>
        <ul class="cards">
          {steps?.map((s) => {
            const what = stepOf(p, textOf(s.v.to))
            return (
              <li key={s.id} class="line">
                <Icon name="check" />
                <span class="grow">
                  <span class="name">{what ? l(what.label) : textOf(s.v.to)}</span> {back.has(s.id) && <span class="tag late">{say('takenback')}</span>} {s.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
                  <br />
                  <span class="quiet small">{[showDay(textOf(s.v.on)), refText(textOf(s.v.by)), textOf(s.v.decision), textOf(s.v.reason), s.v.receiver ? say('passed.to', { name: nameOf(textOf(s.v.receiver)) }) : ''].filter(Boolean).join(' · ')}</span>
                  <Answered results={answers?.get(s.id) ?? []} />
                </span>
              </li>
            )
          })}
        </ul>
      </section>
    </Frame>
  )
}

/** What was answered when a step was taken, opened by who wants to read it. */
function Answered({ results }: { results: Result[] }): JSX.Element | null {
  if (results.length === 0) return null
  return (
    <details>
      <summary>{say('answers', { n: results.length })}</summary>
      <AnswerList results={results} />
    </details>
  )
}
