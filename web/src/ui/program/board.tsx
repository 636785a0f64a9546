import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Row } from '../../core/api/types'
import { placeName } from '../../core/areas'
import { daysBetween, showDay } from '../../core/dates'
import { listOf, more, open } from '../../store/lists'
import { today } from '../../store/clock'
import { isOpen, nextSteps, stepOf, type Program, type Step } from '../../store/programs'
import { listRecords, turnover } from '../../store/records'
import { go, link, place } from '../../store/router'
import { book, may } from '../../store/session'
import { l, t } from '../../store/words'
import { TakeList } from '../list/takelist'
import { Icon } from '../parts/icon'
import { Menu } from '../parts/menu'
import { Empty, Failed, Loading } from '../parts/state'
import { useTitle } from '../parts/use'
import { refText, rowTitle } from '../parts/value'
import { kindOf } from '../../store/session'
import { ProposeDialog } from './propose'
import { StepDialog } from './step'
import { say } from './texts'

const str = (r: Row, f: string): string => (typeof r.v[f] === 'string' ? r.v[f] : '')

/** One program: its enrolments by step, many moved at once. */
export function Board({ program: p }: { program: Program }): JSX.Element {
  useTitle(l(p.label))
  const q = place.value.query
  const step = q.get('step') ?? ''
  const cycle = q.get('cycle') ?? ''
  const [proposing, setProposing] = useState(false)
  const set = (changes: Record<string, string>): void => go(link(`/program/${p.code}`, { step, cycle, ...changes }), { replace: true })
  return (
    <div class="page board">
      <header>
        <h1>{l(p.label)}</h1>
        <div class="acts noprint">
          <TakeList kind="enrolment" query={new URLSearchParams({ 'f.program': p.code, ...(step && { 'f.status': step }), ...(cycle && { 'f.cycle': cycle }) })} />
          {p.entitlements.length > 0 && may('due').read && (
            <a class="btn" href={`/program/${p.code}/dues`}>
              <Icon name="calendar-check" /> {say('dues.title')}
            </a>
          )}
          {may('enrolment').create && isOpen(p, today()) && (
            <button type="button" class="btn main" onClick={() => setProposing(true)}>
              <Icon name="plus" /> {say('propose')}
            </button>
          )}
        </div>
      </header>
      <p class="help">{l(p.help)}</p>
      <nav class="steps noprint" aria-label={say('e.steps')}>
        <StepTab label={say('all')} n={Object.values(p.counts).reduce((a, b) => a + b, 0)} on={step === ''} onPick={() => set({ step: '' })} />
        {p.steps.map((s) => (
          <StepTab key={s.code} label={l(s.label)} n={p.counts[s.code] ?? 0} on={step === s.code} bad={s.bad} onPick={() => set({ step: s.code })} />
        ))}
      </nav>
      {p.cycles.length > 1 && (
        <p class="row noprint">
          <label class="quiet small" for="cycle">
            {say('cycle')}
          </label>
          <select id="cycle" class="input inline" value={cycle} onChange={(e) => set({ cycle: e.currentTarget.value })}>
            <option value="">{say('cycle.any')}</option>
            {p.cycles.map((c) => (
              <option key={c.code} value={c.code}>
                {l(c.label)}
              </option>
            ))}
          </select>
        </p>
      )}
      <Enrolments program={p} step={step} cycle={cycle} key={`${step}/${cycle}`} />
      {proposing && <ProposeDialog program={p} onClose={() => setProposing(false)} />}
    </div>
  )
}

function StepTab(p: { label: string; n: number; on: boolean; bad?: boolean; onPick: () => void }): JSX.Element {
  return (
    <button type="button" class={`chip ${p.on ? 'on' : ''}`} aria-pressed={p.on} onClick={p.onPick}>
      {p.label} <span class="num quiet">{p.n}</span>
    </button>
  )
}

function Enrolments({ program: p, step, cycle }: { program: Program; step: string; cycle: string }): JSX.Element {
  const query = new URLSearchParams({ 'f.program': p.code, sort: 'name' })
  if (step) query.set('f.status', step)
  if (cycle) query.set('f.cycle', cycle)
  const list = listOf('enrolment', query)
  const [chosen, setChosen] = useState<Set<string>>(new Set())
  const [moving, setMoving] = useState<{ ids: string[]; to: Step } | null>(null)
  useEffect(() => void open(list), [list.key, turnover.value])
  const rows = list.rows.value
  if (list.fault.value && rows.length === 0) return <Failed fault={list.fault.value} again={() => void open(list)} />
  if (!list.loaded.value) return <Loading />
  if (rows.length === 0) return <Empty>{step ? say('board.empty') : say('board.first')}</Empty>
  const toggle = (id: string): void => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const everybody = async (): Promise<void> => setChosen(new Set(await allIds(query)))
  return (
    <>
      {step && may('enrolment').update && (
        <p class="row choosing noprint" role="status">
          <span>{say('selected', { n: chosen.size })}</span>
          <button type="button" class="btn small" onClick={() => void everybody()}>
            {say('select.all', { n: list.total.value })}
          </button>
          {chosen.size > 0 && (
            <>
              <button type="button" class="btn small" onClick={() => setChosen(new Set())}>
                {say('select.none')}
              </button>
              <Menu label={say('move')} class="left" button={<><Icon name="move-right" /> {say('move')}</>}>
                {() =>
                  nextSteps(p, step).map((s) => (
                    <button key={s.code} type="button" class="item" onClick={() => setMoving({ ids: [...chosen], to: s })}>
                      {l(s.label)}
                    </button>
                  ))
                }
              </Menu>
            </>
          )}
        </p>
      )}
      <ul class="rel">
        {rows.map((r) => (
          <Line key={r.id} program={p} row={r} chosen={chosen.has(r.id)} {...(step && may('enrolment').update ? { onToggle: () => toggle(r.id) } : {})} />
        ))}
      </ul>
      {list.next.value && (
        <p class="row">
          <button type="button" class="btn" onClick={() => void more(list)}>
            {say('more')}
          </button>
        </p>
      )}
      {moving && (
        <StepDialog
          program={p}
          from={step}
          to={moving.to}
          ids={moving.ids}
          name={(id) => rows.find((r) => r.id === id)?.title ?? id}
          onClose={(done) => {
            setMoving(null)
            if (done) setChosen(new Set())
          }}
        />
      )}
    </>
  )
}

/** The ids of every enrolment that the list holds, page by page. */
async function allIds(query: URLSearchParams): Promise<string[]> {
  const out: string[] = []
  const q = new URLSearchParams(query)
  q.set('limit', '200')
  for (;;) {
    const page = await listRecords('enrolment', q)
    out.push(...page.rows.map((r) => r.id))
    if (!page.next) return out
    q.set('after', page.next)
  }
}

function Line({ program: p, row, chosen, onToggle }: { program: Program; row: Row; chosen: boolean; onToggle?: () => void }): JSX.Element {
  const kind = kindOf('enrolment')
  const title = kind ? rowTitle(kind, row) : row.title
  const status = str(row, 'status')
  const s = stepOf(p, status)
  const reached = (row.v.reached as Record<string, { on?: string }> | undefined)?.[status]?.on ?? ''
  const late = s?.days && reached ? daysBetween(reached, today()) - s.days : 0
  return (
    <li class="enrolmentline">
      {onToggle && <input type="checkbox" checked={chosen} onChange={onToggle} aria-label={say('select.one', { name: title })} />}
      <a class="item" href={`/enrolment/${row.id}`}>
        <span class="grow">
          {title || t('value.none')} {row.child && <span class="tag child">{t('rec.child.short')}</span>}
        </span>
        <span class="quiet small">{placeName(book().areas, row.area)}</span>
        {row.v.unit && <span class="quiet small">{refText(str(row, 'unit'))}</span>}
        <span class={`tag ${s?.bad ? 'late' : s?.end ? '' : 'accent'}`}>{s ? l(s.label) : status}</span>
        {reached && <span class="small num quiet">{say('since', { day: showDay(reached) })}</span>}
        {late > 0 && <span class="tag late">{say('late', { n: late })}</span>}
      </a>
    </li>
  )
}
