import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { showDay } from '../../../core/dates'
import { textOf } from '../../../core/decode'
import { today } from '../../../store/clock'
import { mayAt, myRoles, programs } from '../../../store/phone/book'
import { ask, meet, problemOf } from '../../../store/phone/client'
import type { Row } from '../../../store/phone/messages'
import { lacking, stepsFor, stepWrites, type Evidence } from '../../../store/phone/programs'
import { stepOf, type Program, type Step } from '../../../store/programs'
import { book } from '../../../store/session'
import { tell, warn } from '../../../store/toast'
import { l, t } from '../../../store/words'
import { Icon } from '../../parts/icon'
import { Loading } from '../../parts/state'
import { TextField } from '../../parts/textfield'
import { refText } from '../../parts/value'
import { problemText } from '../door'
import { Frame } from '../frame'
import { attachment, heldOf, type Held } from '../record/draft'
import { Pic } from '../record/looked'
import { useTaking } from '../record/take'
import { useRow, useRows } from '../use'
import { Results } from './results'
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
  const steps = useRows('step')
    ?.filter((s) => textOf(s.v.enrolment) === row.id)
    .sort((a, b) => (textOf(a.v.on) + a.id < textOf(b.v.on) + b.id ? 1 : -1))
  const next = mayAt('update', 'enrolment', { area: textOf(row.v.area), household: home }) ? stepsFor(p, status, myRoles()) : []
  const [to, setTo] = useState<Step | null>(null)
  return (
    <Frame title={textOf(row.v.name)} back={home ? `/phone/home/${home}` : '/phone'}>
      <p class="quiet">{l(p.label)}</p>
      <p>
        <span class="tag accent">{step ? l(step.label) : status}</span> {row.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
      </p>
      {to ? (
        <Taking key={to.code} row={row} step={to} onDone={() => setTo(null)} />
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
                  <span class="name">{what ? l(what.label) : textOf(s.v.to)}</span> {s.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
                  <br />
                  <span class="quiet small">{[showDay(textOf(s.v.on)), refText(textOf(s.v.by)), textOf(s.v.decision), textOf(s.v.reason)].filter(Boolean).join(' · ')}</span>
                </span>
              </li>
            )
          })}
        </ul>
      </section>
    </Frame>
  )
}

/** Takes one step: photos from the same spot as before, a receipt, a remark; kept on the phone at once. */
function Taking({ row, step, onDone }: { row: Row; step: Step; onDone: () => void }): JSX.Element {
  const [held, setHeld] = useState<Held[]>([])
  const [reason, setReason] = useState('')
  const [decision, setDecision] = useState('')
  const [witness, setWitness] = useState(false)
  const [thumb, setThumb] = useState(false)
  const [busy, setBusy] = useState(false)
  const home = textOf(row.v.household)
  const { take, sheet } = useTaking(home, (what, k) => {
    if (what === 'photo' || what === 'signature') setHeld((h) => [...h, heldOf(what, k)])
  })
  const before = useRows('attachment')
    ?.filter((a) => textOf(a.v.subject) === row.id && textOf(a.v.kind) === 'photo')
    .sort((a, b) => (a.id < b.id ? 1 : -1))[0]
  const photos = held.filter((h) => h.kind === 'photo')
  const signed = held.some((h) => h.kind === 'signature') ? 'signature' : thumb ? 'thumb' : witness ? 'witness' : photos.length && step.needs.includes('signature') ? 'photo' : ''
  const evidence: Evidence = { on: today(), by: book().me.user.id, reason, decision, signed, photos: photos.length, point: photos.at(-1)?.point ?? null }
  const missing = lacking(step, evidence)
  const save = async (): Promise<void> => {
    if (missing) {
      warn(say(`needs.${missing}`))
      return
    }
    setBusy(true)
    try {
      const ids = await ask('newIds', held.length + 1)
      const by = evidence.by
      const files = held.map((h, i) => attachment(ids[i + 1] ?? '', { subject: row.id, household: home, area: textOf(row.v.area), by }, h, l(step.label)))
      await ask('record', [...stepWrites(row, step.code, ids[0] ?? '', evidence), ...files.map((w) => ({ ...w, fields: Object.fromEntries(Object.entries(w.fields).filter(([, v]) => v !== '')) }))], '')
      if ('vibrate' in navigator) navigator.vibrate(40)
      tell(say('kept', { step: l(step.label) }))
      if (navigator.onLine) void meet()
      onDone()
    } catch (e) {
      warn(problemText(problemOf(e)))
      setBusy(false)
    }
  }
  return (
    <section class="taking">
      <h2>{l(step.label)}</h2>
      {before && step.needs.includes('photo') && (
        <figure>
          <figcaption class="quiet small">{say('before')}</figcaption>
          <Pic digest={textOf(before.v.digest)} alt={say('before')} />
        </figure>
      )}
      <div class="pics">
        {held.map((h) => (
          <Pic key={h.digest} digest={h.digest} alt={l(step.label)} />
        ))}
      </div>
      <button type="button" class="btn wide" onClick={() => void take('photo')}>
        <Icon name="camera" /> {say('photo')}
      </button>
      {step.needs.includes('signature') && (
        <>
          <button type="button" class="btn wide" onClick={() => void take('signature')}>
            <Icon name="pencil" /> {say('sign')}
          </button>
          <label class="check">
            <input type="checkbox" checked={thumb} onChange={(e) => setThumb(e.currentTarget.checked)} /> {say('thumb')}
          </label>
          <label class="check">
            <input type="checkbox" checked={witness} onChange={(e) => setWitness(e.currentTarget.checked)} /> {say('witness')}
          </label>
        </>
      )}
      {step.needs.includes('decision') && <TextField label={say('decision')} value={decision} onInput={setDecision} />}
      <TextField label={say('note')} value={reason} onInput={setReason} />
      {missing && <p class="help">{say(`needs.${missing}`)}</p>}
      <div class="stack">
        <button type="button" class="btn main wide" disabled={busy} onClick={() => void save()}>
          {say('save', { step: l(step.label) })}
        </button>
        <button type="button" class="btn wide" onClick={onDone}>
          {t('rec.cancel')}
        </button>
      </div>
      {sheet}
    </section>
  )
}
