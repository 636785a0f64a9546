import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { textOf, type Json } from '../../../core/decode'
import { today } from '../../../store/clock'
import { childrenSince, programs } from '../../../store/phone/book'
import { ask, meet, problemOf } from '../../../store/phone/client'
import { factsFrom, reasonsAgainst } from '../../../store/phone/eligible'
import type { Row } from '../../../store/phone/messages'
import { proposalWrites, stands } from '../../../store/phone/programs'
import { cycleOn, isOpen, type Program } from '../../../store/programs'
import { go } from '../../../store/router'
import { book } from '../../../store/session'
import { tell, warn } from '../../../store/toast'
import { l } from '../../../store/words'
import { Loading } from '../../parts/state'
import { TextField } from '../../parts/textfield'
import { problemText } from '../door'
import { Frame } from '../frame'
import { usePeople, useRow, useRows } from '../use'
import { say } from './texts'
import '../../css/record.phone.css'

/** Proposes a household or one of its people for a program, without a signal. */
export function ProposePage({ home }: { home: string }): JSX.Element {
  const row = useRow('household', home)
  const members = useRows('membership')
  const people = usePeople()
  const enrolments = useRows('enrolment')
  const back = `/phone/home/${home}`
  if (row === undefined || !members || !enrolments) return <Frame title={say('propose')} back={back}><Loading /></Frame>
  if (row === null) return <Frame title={say('propose')} back="/phone/homes"><p class="empty">{say('notfound')}</p></Frame>
  const living = members.filter((m) => textOf(m.v.household) === home && !m.v.to).flatMap((m) => people.of(textOf(m.v.person)) ?? [])
  const inside = living.filter((p, i) => living.findIndex((o) => o.id === p.id) === i)
  return <Filling home={row} people={inside} records={(id) => people.records(id)} enrolments={enrolments} />
}

function Filling({ home, people, records, enrolments }: { home: Row; people: Row[]; records: (person: string) => string[]; enrolments: Row[] }): JSX.Element {
  const offered = programs.value.filter((p) => isOpen(p, today()) && ['household', 'person'].includes(p.subject))
  const [code, setCode] = useState('')
  const [person, setPerson] = useState('')
  const [variant, setVariant] = useState('')
  const [reason, setReason] = useState('')
  const [exception, setException] = useState('')
  const [busy, setBusy] = useState(false)
  const p = offered.find((x) => x.code === code)
  const one = people.find((x) => x.id === person) ?? null
  const ready = p && (p.subject === 'household' || one) && (!p.variants.length || variant)
  const reasons = useMemo(() => (p && (p.subject === 'household' || one) ? reasonsAgainst(p, facts(home, people, one), today()) : []), [p, one])
  const twice = p ? isTwice(p, home.id, person ? records(person) : [], enrolments) : false
  const save = async (): Promise<void> => {
    if (!p) return
    setBusy(true)
    try {
      const ids = await ask('newIds', 2)
      const area = textOf(home.v.area)
      const cycle = cycleOn(p, today())
      const fields: Record<string, Json> = { household: home.id, area, unit: book().me.user.unit, officer: book().me.user.id, name: textOf((one ?? home).v.name) }
      for (const [name, v] of Object.entries({ person, variant, cycle, reason: reason.trim(), exception: exception.trim(), sex: one ? textOf(one.v.sex) : '' })) if (v) fields[name] = v
      await ask('record', proposalWrites(p, [ids[0] ?? '', ids[1] ?? ''], fields, book().me.user.id, today()), '')
      if ('vibrate' in navigator) navigator.vibrate(40)
      tell(say('propose.kept'))
      if (navigator.onLine) void meet()
      go(`/phone/home/${home.id}`, { replace: true })
    } catch (e) {
      warn(problemText(problemOf(e)))
      setBusy(false)
    }
  }
  return (
    <Frame title={say('propose')} back={`/phone/home/${home.id}`}>
      <Pick label={say('propose.pick')} value={code} options={offered.map((x) => [x.code, l(x.label)])} onPick={(v) => { setCode(v); setVariant('') }} />
      {p?.subject === 'person' && <Pick label={say('propose.who')} value={person} options={people.map((x) => [x.id, textOf(x.v.name)])} onPick={setPerson} />}
      {p && p.variants.length > 0 && <Pick label={say('variant')} value={variant} options={p.variants.map((v) => [v.code, l(v.label)])} onPick={setVariant} />}
      {ready && (
        <div class={`notice ${reasons.length ? 'due' : 'plain'}`} role="status">
          {reasons.length === 0 ? say('eligible') : `${say('not.eligible')} ${reasons.map((r) => l(r)).join(' ')}`}
        </div>
      )}
      {twice && <p class="notice due">{say('twice')}</p>}
      {ready && <TextField label={say('propose.reason')} value={reason} onInput={setReason} />}
      {ready && reasons.length > 0 && <TextField label={say('propose.exception')} value={exception} onInput={setException} />}
      <p class="foot">
        <button type="button" class="btn main wide" disabled={busy || !ready || (reasons.length > 0 && !exception.trim())} onClick={() => void save()}>
          {say('propose.save')}
        </button>
      </p>
    </Frame>
  )
}

/** One of a few, as large buttons: no keyboard and no small arrows. */
function Pick({ label, value, options, onPick }: { label: string; value: string; options: [string, string][]; onPick: (v: string) => void }): JSX.Element {
  return (
    <fieldset class="picks">
      <legend class="label">{label}</legend>
      {options.map(([code, text]) => (
        <button key={code} type="button" class={`btn wide ${value === code ? 'main' : ''}`} aria-pressed={value === code} onClick={() => onPick(code)}>
          {text}
        </button>
      ))}
    </fieldset>
  )
}

function facts(home: Row, people: Row[], one: Row | null): Record<string, Json> {
  const { areas } = book()
  const here = areas.byId.get(textOf(home.v.area))
  const up = here && areas.byId.get(here.parent)
  const since = childrenSince()
  const children = people.filter((x) => since && textOf(x.v.born) > since).length
  return factsFrom(home, people.length, children, Boolean(here?.border) || Boolean(up?.border), here?.type ?? '', one, today())
}

/** Whether the phone holds another enrolment of the same sort for the same person or household. */
function isTwice(p: Program, home: string, people: string[], enrolments: Row[]): boolean {
  return enrolments.some((e) => {
    const of = programs.value.find((x) => x.code === e.v.program)
    return of !== undefined && p.overlaps.includes(of.code) && stands(of, e) && (p.subject === 'person' ? people.includes(textOf(e.v.person)) : e.v.household === home)
  })
}
