import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Field, Kind } from '../../core/api/types'
import { isEmpty } from '../../core/validate'
import { asFault } from '../../store/client'
import { listPrograms, stepOf } from '../../store/programs'
import { listRecords, writes } from '../../store/records'
import { recordLink } from '../../store/router'
import { kindOf, may } from '../../store/session'
import { tell } from '../../store/toast'
import { decidePair, onePair, type Pair, type Side } from '../../store/twins'
import { l } from '../../store/words'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { TextField } from '../parts/textfield'
import { useFetched, useTitle } from '../parts/use'
import { valueText } from '../parts/value'
import { Agreeing, Said, SideLine } from './parts'
import { say } from './texts'

/** What is of the record and not of the person, or written by the server alone. */
const isOwn = (f: Field): boolean => f.server || f.name === 'generated'

/** Two records side by side: what agrees, what differs and which value stays, and the decision. */
export function PairPage({ person, id }: { person: string; id: string }): JSX.Element {
  useTitle(say('pair'))
  const found = useFetched(`pair/${person}/${id}/${writes.value}`, (s) => onePair(person, id, s))
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return found.data === undefined ? <Empty>{say('none')}</Empty> : <Loading />
  return <Page person={person} pair={found.data} />
}

function Page({ person, pair: p }: { person: string; pair: Pair }): JSX.Element {
  const kind = kindOf('person')
  const [picked, setPicked] = useState<string[]>([])
  if (!kind) return <Empty>{say('none')}</Empty>
  const settled = p.decision?.status === 'same' || p.decision?.status === 'different'
  const pick = (name: string, newer: boolean): void => setPicked((now) => (newer ? [...now, name] : now.filter((x) => x !== name)))
  return (
    <article class="rec pair">
      <header>
        <div class="who">
          <h1>{say('pair')}</h1>
          <p class="sub">
            <span class={`tag ${p.grade === 'likely' ? 'due' : ''}`}>{say(p.grade === 'likely' ? 'likely' : p.grade === 'possible' ? 'may' : 'unlike')}</span>
            <Agreeing codes={p.agree} older={p.older} newer={p.newer} />
          </p>
        </div>
        <div class="acts">
          <a class="btn bare" href="/twins">
            <Icon name="arrow-left" /> {say('back_list')}
          </a>
        </div>
      </header>
      <Said pair={p} />
      <div class="sides" role="table" aria-label={say('pair')}>
        <div class="line heads" role="row">
          <span role="columnheader" class="sr">
            {say('differs')}
          </span>
          <SideHead side={p.older} word={say('older')} help={say('older.help')} />
          <SideHead side={p.newer} word={say('newer')} help={say('newer.help')} />
        </div>
        {[p.older, p.newer].some((s) => !s.open) && (
          <p class="notice plain">
            <Icon name="lock" /> {say('closed.side', { n: p.agree.length })}
          </p>
        )}
        {kind.fields
          .filter((f) => !isOwn(f))
          .map((f) => (
            <Line key={f.name} field={f} pair={p} picked={picked.includes(f.name)} onPick={!settled && p.may.decide ? (newer) => pick(f.name, newer) : undefined} />
          ))}
        {may('enrolment').read && <Schemes pair={p} />}
      </div>
      <Decide person={person} pair={p} picked={picked} settled={settled} kind={kind} />
    </article>
  )
}

function SideHead({ side, word, help }: { side: Side; word: string; help: string }): JSX.Element {
  return (
    <div role="columnheader" class="sidehead">
      <span class="quiet small">
        {word} <span class="help">({help})</span>
      </span>
      <SideLine side={side} />
      {side.row && (
        <a class="small" href={recordLink('person', side.row.id)}>
          {say('open')}
        </a>
      )}
    </div>
  )
}

/** One field of both; where they differ, which value stays. */
function Line({ field: f, pair: p, picked, onPick }: { field: Field; pair: Pair; picked: boolean; onPick?: ((newer: boolean) => void) | undefined }): JSX.Element | null {
  const of = (s: Side): string => (s.row && !s.row.hidden.includes(f.name) ? valueText(f, s.row.v[f.name]) : '')
  const empty = (s: Side): boolean => !s.row || (isEmpty(s.row.v[f.name]) && !s.row.hidden.includes(f.name))
  if (empty(p.older) && empty(p.newer)) return null
  const hidden = [p.older, p.newer].some((s) => s.row?.hidden.includes(f.name))
  const both = p.older.open && p.newer.open && !hidden
  const differs = both && JSON.stringify(p.older.row?.v[f.name] ?? null) !== JSON.stringify(p.newer.row?.v[f.name] ?? null)
  const name = l(f.label)
  const cell = (side: Side, newer: boolean): JSX.Element => {
    const text = !side.open ? '' : side.row?.hidden.includes(f.name) ? say('closed.field') : of(side) || '–'
    if (!differs || !onPick)
      return (
        <span role="cell" class={side.open ? '' : 'quiet'}>
          {text}
        </span>
      )
    return (
      <span role="cell">
        <label class="choice">
          <input type="radio" name={`pick-${f.name}`} checked={picked === newer} aria-label={`${say('pick', { field: name })}: ${text}`} onChange={() => onPick(newer)} />
          <span>{text}</span>
        </label>
      </span>
    )
  }
  return (
    <div class={`line ${differs ? 'differs' : ''}`} role="row">
      <span role="rowheader" class="quiet small">
        {name} {differs && <span class="tag due">{say('differs')}</span>}
      </span>
      {cell(p.older, false)}
      {cell(p.newer, true)}
    </div>
  )
}

/** In which programs each record is: what the decision is about, most of the time. */
function Schemes({ pair: p }: { pair: Pair }): JSX.Element | null {
  const ids = [p.older.row?.id, p.newer.row?.id]
  const found = useFetched(`schemes/${ids.join()}/${writes.value}`, async (s) => {
    const programs = await listPrograms(s)
    const of = async (id: string | undefined): Promise<{ id: string; words: string }[]> => {
      if (!id) return []
      const page = await listRecords('enrolment', new URLSearchParams({ 'f.person': id, limit: '20' }), s)
      return page.rows.map((r) => {
        const program = programs.programs.find((x) => x.code === r.v.program)
        const status = typeof r.v.status === 'string' ? r.v.status : ''
        const step = program && stepOf(program, status)
        return { id: r.id, words: [program ? l(program.label) : '', step ? l(step.label) : status].filter(Boolean).join(' · ') }
      })
    }
    return Promise.all(ids.map(of))
  })
  if (!found.data?.some((x) => x.length > 0)) return null
  return (
    <div class="line" role="row">
      <span role="rowheader" class="quiet small">
        {say('schemes')}
      </span>
      {found.data.map((some, i) => (
        <span role="cell" key={ids[i] ?? i}>
          {some.map((e) => (
            <a class="block" key={e.id} href={`/enrolment/${e.id}`}>
              {e.words}
            </a>
          ))}
        </span>
      ))}
    </div>
  )
}

function Decide({ person, pair: p, picked, settled, kind }: { person: string; pair: Pair; picked: string[]; settled: boolean; kind: Kind }): JSX.Element | null {
  const [why, setWhy] = useState('')
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  if (!p.may.decide && (!p.may.propose || settled || p.decision?.status === 'proposed')) return null
  const send = (status: string): void => {
    setBusy(true)
    setError('')
    decidePair(person, p.id, { status, why: why.trim(), picked: status === 'same' ? picked : [] })
      .then(() => {
        tell(say('done'))
        setWhy('')
      })
      .catch((e: unknown) => setError(l(asFault(e).text)))
      .finally(() => setBusy(false))
  }
  const chosen = picked.map((name) => l(kind.fields.find((f) => f.name === name)?.label ?? { vi: name, en: name })).join(', ')
  return (
    <section class="group decide" aria-label={say('decide')}>
      <header>
        <h2>{settled ? say('back') : say('decide')}</h2>
      </header>
      {settled ? <p class="help">{say('back.help')}</p> : !p.may.decide && <p class="help">{say('propose.help')}</p>}
      <TextField label={say('why')} value={why} onInput={setWhy} help={say('why.help')} name="why" />
      {chosen && !settled && <p class="help">{say('said.picked', { fields: chosen })}</p>}
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <p class="row wrap">
        {settled ? (
          <button type="button" class="btn" disabled={busy || !why.trim()} onClick={() => send('taken_back')}>
            <Icon name="undo-2" /> {say('back')}
          </button>
        ) : p.may.decide ? (
          <>
            <button type="button" class="btn main" disabled={busy || !why.trim()} onClick={() => send('same')}>
              {say('same')}
            </button>
            <button type="button" class="btn" disabled={busy || !why.trim()} onClick={() => send('different')}>
              {say('different')}
            </button>
          </>
        ) : (
          <button type="button" class="btn main" disabled={busy} onClick={() => send('proposed')}>
            {say('propose')}
          </button>
        )}
      </p>
    </section>
  )
}
