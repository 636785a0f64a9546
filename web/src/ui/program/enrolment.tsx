import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Rec, Row } from '../../core/api/types'
import { placeName } from '../../core/areas'
import { showDay } from '../../core/dates'
import { termLabel } from '../../core/kinds'
import { today } from '../../store/clock'
import { asFault } from '../../store/client'
import { decide, listPrograms, nextSteps, overlapsOf, stepOf, takenBack, type Overlap, type Program, type Step } from '../../store/programs'
import { getRecord, listRecords, writes } from '../../store/records'
import { book, kindOf } from '../../store/session'
import { warn } from '../../store/toast'
import { l, lang, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { useFetched, useTitle } from '../parts/use'
import { refText, RefLink, rowTitle } from '../parts/value'
import { lazy } from '../parts/lazy'
import { EnrolmentMoney } from './money'
import { Results } from './results'
import { Select, termOptions } from './parts'
import { StepDialog } from './step'
import { agreeing } from '../twin/texts'
import { say } from './texts'
import { TextField } from '../parts/textfield'
import '../css/program.css'

const AnswersSection = lazy(async () => (await import('../form/answers')).AnswersSection)

const str = (r: Row, f: string): string => (typeof r.v[f] === 'string' ? r.v[f] : '')

/** One enrolment: whom it helps, how far it is, what may follow, money, results. */
export function EnrolmentPage({ id }: { id: string }): JSX.Element {
  const found = useFetched(`enrolment/${id}/${writes.value}`, async (s) => {
    const [rec, all] = await Promise.all([getRecord('enrolment', id, s), listPrograms(s)])
    return { rec, program: all.programs.find((p) => p.code === rec.v.program) }
  })
  if (found.fault && !found.data) {
    if (found.fault.status === 404) return <Empty action={<a class="btn" href="/program">{say('title')}</a>}>{t('rec.notfound')}</Empty>
    return <Failed fault={found.fault} again={found.again} />
  }
  if (!found.data) return <Loading />
  const { rec, program } = found.data
  if (!program) return <Empty>{say('none')}</Empty>
  return <Page rec={rec} program={program} />
}

function Page({ rec, program: p }: { rec: Rec; program: Program }): JSX.Element {
  const kind = kindOf('enrolment')
  const title = kind ? rowTitle(kind, rec) : rec.title
  useTitle(title)
  const status = str(rec, 'status')
  const step = stepOf(p, status)
  const variant = p.variants.find((v) => v.code === rec.v.variant)
  const cycle = p.cycles.find((c) => c.code === rec.v.cycle)
  return (
    <article class={`rec enrolment ${rec.child ? 'child' : ''}`}>
      <header>
        <div class="who">
          <h1>{title || t('value.none')}</h1>
          <p class="sub">
            <a href={`/program/${p.code}`}>{l(p.label)}</a>
            {variant && <span>{l(variant.label)}</span>}
            {cycle && <span>{l(cycle.label)}</span>}
            <span>{placeName(book().areas, rec.area)}</span>
            <span class={`tag ${step?.bad ? 'late' : 'accent'}`}>{step ? l(step.label) : status}</span>
            {rec.child && (
              <span class="tag child">
                <Icon name="shield" /> {t('rec.child.short')}
              </span>
            )}
            {rec.v.generated === true && <span class="tag due">{t('rec.generated')}</span>}
          </p>
        </div>
        <div class="acts noprint">
          <button type="button" class="btn bare" onClick={() => print()}>
            {say('print')}
          </button>
        </div>
      </header>
      <Overlaps rec={rec} />
      <Next rec={rec} program={p} title={title} />
      <section class="group">
        <header>
          <h2>{say('e.subject')}</h2>
        </header>
        <dl>
          {(['household', 'person', 'unit', 'officer'] as const).map((f) =>
            rec.v[f] ? (
              <div class="kv" key={f}>
                <dt>{l(kind?.fields.find((x) => x.name === f)?.label ?? { vi: f, en: f })}</dt>
                <dd>
                  <RefLink id={str(rec, f)} />
                </dd>
              </div>
            ) : null,
          )}
          {(['reason', 'exception', 'starts', 'ends'] as const).map((f) =>
            rec.v[f] ? (
              <div class="kv" key={f}>
                <dt>{l(kind?.fields.find((x) => x.name === f)?.label ?? { vi: f, en: f })}</dt>
                <dd>{f === 'starts' || f === 'ends' ? showDay(str(rec, f)) : str(rec, f)}</dd>
              </div>
            ) : null,
          )}
        </dl>
      </section>
      <PassedFrom rec={rec} />
      <Timeline rec={rec} program={p} />
      <EnrolmentMoney rec={rec} program={p} />
      <Results rec={rec} program={p} />
      <p class="noprint">
        <a class="btn bare" href={`/record/enrolment/${rec.id}`}>
          <Icon name="history" /> {say('e.whole')}
        </a>
      </p>
    </article>
  )
}

/** What may follow, as buttons; and a step back. */
function Next({ rec, program: p, title }: { rec: Rec; program: Program; title: string }): JSX.Element | null {
  const [to, setTo] = useState<Step | null>(null)
  const status = str(rec, 'status')
  if (!rec.mayRecord.update || rec.deleted) return null
  const roles = book().me.roles.map((r) => r.code)
  const next = nextSteps(p, status).filter((s) => s.roles.some((r) => roles.includes(r)))
  const now = stepOf(p, status)
  const back = (now?.from ?? []).map((c) => stepOf(p, c)).filter((s): s is Step => s !== undefined && !s.from.includes(status) && (now?.roles ?? []).some((r) => roles.includes(r)))
  if (!next.length && !back.length) return null
  return (
    <section class="group noprint">
      <header>
        <h2>{say('e.next')}</h2>
      </header>
      <p class="row wrap">
        {next.map((s, i) => (
          <button type="button" key={s.code} class={`btn ${i === 0 && !s.bad && !s.needs.includes('reason') ? 'main' : s.bad ? 'late' : ''}`} onClick={() => setTo(s)}>
            {l(s.label)}
          </button>
        ))}
        {back.map((s) => (
          <button type="button" key={s.code} class="btn bare" onClick={() => setTo(s)}>
            <Icon name="undo-2" /> {say('back', { step: l(s.label) })}
          </button>
        ))}
      </p>
      {to && <StepDialog program={p} from={status} to={to} ids={[rec.id]} name={() => title} onClose={() => setTo(null)} />}
    </section>
  )
}

/** Every step that was taken, the latest first; those that moved nothing are marked. */
function Timeline({ rec, program: p }: { rec: Rec; program: Program }): JSX.Element {
  const found = useFetched(`steps/${rec.id}/${writes.value}`, (s) => listRecords('step', new URLSearchParams({ 'f.enrolment': rec.id, sort: '-on', limit: '100' }), s))
  const rows = [...(found.data?.rows ?? [])].sort((a, b) => (str(b, 'on') === str(a, 'on') ? (b.id < a.id ? -1 : 1) : str(b, 'on') < str(a, 'on') ? -1 : 1))
  const back = takenBack(p, rows)
  return (
    <section class="group">
      <header>
        <h2>{say('e.steps')}</h2>
      </header>
      <ul class="time">
        {rows.map((r) => {
          const s = stepOf(p, str(r, 'to'))
          const facts = [
            showDay(str(r, 'on')),
            say('e.by', { name: refText(str(r, 'by')) }),
            str(r, 'decision'),
            typeof r.v.photos === 'number' && r.v.photos > 0 ? say('photos', { n: r.v.photos }) : '',
            r.v.signed ? termLabel(book().pack, 'receipt_form', str(r, 'signed'), today(), lang.value) : '',
          ].filter(Boolean)
          return (
            <li key={r.id}>
              <strong>{s ? l(s.label) : str(r, 'to')}</strong> {back.has(r.id) && <span class="tag late">{say('e.takenback')}</span>}
              <p class="quiet small num">{facts.join(' · ')}</p>
              {r.v.reason && <p class="small">{str(r, 'reason')}</p>}
              {r.v.receiver && (
                <p class="small">
                  {say('e.passedto')} <RefLink id={str(r, 'receiver')} />
                </p>
              )}
              {r.v.answers && (
                <details>
                  <summary>{say('answers')}</summary>
                  <AnswersSection rec={r} />
                </details>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** Whose enrolments passed on to this one. */
function PassedFrom({ rec }: { rec: Rec }): JSX.Element | null {
  const found = useFetched(`passedfrom/${rec.id}/${writes.value}`, (s) => listRecords('step', new URLSearchParams({ 'f.receiver': rec.id, limit: '20' }), s))
  const standing = useFetched(`passing/${rec.id}/${writes.value}`, (s) => listRecords('enrolment', new URLSearchParams({ 'f.receiver': rec.id, limit: '20' }), s))
  const rows = found.data?.rows ?? []
  if (!rows.length || !standing.data) return null
  const stands = new Set(standing.data.rows.map((r) => r.id))
  const newest = new Map(rows.map((r) => [str(r, 'enrolment'), r.id] as const).sort((a, b) => (a[1] < b[1] ? -1 : 1)))
  const back = (r: Row): boolean => !stands.has(str(r, 'enrolment')) || newest.get(str(r, 'enrolment')) !== r.id
  return (
    <section class="group">
      <header>
        <h2>{say('e.passedfrom')}</h2>
      </header>
      <ul class="rel">
        {rows.map((r) => (
          <li key={r.id}>
            <a class="item" href={`/enrolment/${str(r, 'enrolment')}`}>
              <span class="num">{showDay(str(r, 'on'))}</span>
              <span class="grow">{refText(str(r, 'enrolment'))}</span>
              {back(r) && <span class="tag late">{say('e.takenback')}</span>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What looks like the same help: each is decided by a person, and the decision is kept. */
function Overlaps({ rec }: { rec: Rec }): JSX.Element | null {
  const found = useFetched(`overlaps/${rec.id}/${writes.value}`, (s) => overlapsOf(rec.id, s))
  const all = found.data ?? []
  if (!all.length) return null
  return (
    <section class="group overlaps" aria-label={say('e.overlaps')}>
      <header>
        <h2>
          <Icon name="triangle-alert" /> {say('e.overlaps')} <span class="num quiet">{all.length}</span>
        </h2>
      </header>
      <p class="help">{say('e.overlaps.lead')}</p>
      <ul class="rel">
        {all.map((o) => (
          <One key={o.enrolment} rec={rec} o={o} />
        ))}
      </ul>
    </section>
  )
}

function One({ rec, o }: { rec: Rec; o: Overlap }): JSX.Element {
  const [open, setOpen] = useState(false)
  const [what, setWhat] = useState('')
  const [why, setWhy] = useState('')
  const found = useFetched(`programs/names`, listPrograms)
  const p = found.data?.programs.find((x) => x.code === o.program)
  const step = p && stepOf(p, o.status)
  const save = (): void => {
    decide(rec.id, o.enrolment, what, why.trim()).catch((e: unknown) => warn(l(asFault(e).text)))
  }
  const words = [p ? l(p.label) : o.program, o.cycle, step ? l(step.label) : o.status].filter(Boolean).join(' · ')
  return (
    <li>
      <div class="item">
        <span class="grow">
          {o.open ? <a href={`/enrolment/${o.enrolment}`}>{words}</a> : words}
          <br />
          <span class="quiet small">{o.area ? say('e.overlap.elsewhere', { area: placeName(book().areas, o.area), unit: refText(o.unit) }) : refText(o.unit)}</span>
          {o.pair && (
            <span class="small block">
              {say('e.overlap.twin', { agree: agreeing(o.agree).join(', ') })} <a href={`/twins/${o.person}/${o.pair}`}>{say('e.overlap.look')}</a>
            </span>
          )}
        </span>
        {o.decided ? (
          <span class="tag">{say('e.decided', { what: termLabel(book().pack, 'overlap_decision', o.decided.decision, today(), lang.value) })}</span>
        ) : (
          rec.mayRecord.update && (
            <button type="button" class="btn small" aria-expanded={open} onClick={() => setOpen(!open)}>
              {say('e.decide')}
            </button>
          )
        )}
      </div>
      {open && !o.decided && (
        <div class="edit">
          <Select label={say('e.decide')} value={what} empty="" options={termOptions('overlap_decision')} onChange={setWhat} />
          <TextField label={say('reason')} value={why} onInput={setWhy} />
          <p class="row">
            <button type="button" class="btn main" disabled={!what || !why.trim()} onClick={save}>
              {say('e.decide')}
            </button>
          </p>
        </div>
      )}
    </li>
  )
}
