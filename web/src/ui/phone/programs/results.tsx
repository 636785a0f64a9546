import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { showDay } from '../../../core/dates'
import { textOf, type Json } from '../../../core/decode'
import { parseDecimal, showNumber } from '../../../core/numbers'
import { today } from '../../../store/clock'
import { mayAt } from '../../../store/phone/book'
import { ask, meet, problemOf } from '../../../store/phone/client'
import type { Row } from '../../../store/phone/messages'
import type { Measure, Program } from '../../../store/programs'
import { book } from '../../../store/session'
import { tell, warn } from '../../../store/toast'
import { l, t } from '../../../store/words'
import { TextField } from '../../parts/textfield'
import { Choice } from '../choice'
import { problemText } from '../door'
import { useRows } from '../use'
import { say } from './texts'

const bound = (n: number | null | undefined): string => (typeof n === 'number' ? showNumber(n) : '…')
const inForce = (m: Measure, day: string): boolean => m.from <= day && (!m.to || day <= m.to)

/** What came of the help, the latest first, and a way to record more: school results, animals alive, income. */
export function Results({ row, program: p }: { row: Row; program: Program }): JSX.Element | null {
  const [adding, setAdding] = useState(false)
  const all = useRows('measure')?.filter((m) => m.v.enrolment === row.id) ?? []
  const corrected = new Set(all.map((m) => textOf(m.v.corrects)).filter(Boolean))
  const rows = all.filter((m) => !corrected.has(m.id)).sort((a, b) => (textOf(a.v.on) + a.id < textOf(b.v.on) + b.id ? 1 : -1))
  const may = mayAt('create', 'measure', { area: textOf(row.v.area), household: textOf(row.v.household) })
  if (!p.measures.some((m) => inForce(m, today())) || (!may && rows.length === 0)) return null
  return (
    <section>
      <h2>{say('results')}</h2>
      {rows.length > 0 && (
        <ul class="cards">
          {rows.slice(0, 30).map((m) => {
            const declared = p.measures.find((x) => x.code === m.v.code)
            const level = declared?.levels.find((x) => x.code === m.v.level)
            return (
              <li key={m.id} class="line">
                <span class="grow">
                  <span class="name">{declared ? l(declared.label) : textOf(m.v.code)}</span> {m.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
                  <br />
                  <span class="quiet small num">{showDay(textOf(m.v.on))}</span>
                </span>
                <strong class="num">{level ? l(level.label) : typeof m.v.value === 'number' ? showNumber(m.v.value) : ''}</strong>
              </li>
            )
          })}
        </ul>
      )}
      {may && !adding && (
        <button type="button" class="btn wide" onClick={() => setAdding(true)}>
          {say('result.add')}
        </button>
      )}
      {adding && <Add row={row} program={p} onDone={() => setAdding(false)} />}
    </section>
  )
}

function Add({ row, program: p, onDone }: { row: Row; program: Program; onDone: () => void }): JSX.Element {
  const measures = p.measures.filter((m) => inForce(m, today()))
  const [code, setCode] = useState(measures[0]?.code ?? '')
  const [level, setLevel] = useState('')
  const [value, setValue] = useState('')
  const [busy, setBusy] = useState(false)
  const m = measures.find((x) => x.code === code)
  const n = parseDecimal(value)
  const off = n !== null && !!m && ((m.min !== null && n < m.min) || (m.max !== null && n > m.max))
  const ready = m?.levels.length ? level !== '' : n !== null && !off
  const save = async (): Promise<void> => {
    setBusy(true)
    const fields: Record<string, Json> = { program: p.code, code, enrolment: row.id, area: row.v.area ?? '', period: today().slice(0, 7), on: today(), by: book().me.user.id, ...(m?.levels.length ? { level } : { value: n }) }
    for (const f of ['household', 'unit']) if (row.v[f]) fields[f] = row.v[f]
    try {
      const [id = ''] = await ask('newIds', 1)
      await ask('record', [{ kind: 'measure', record: id, fields }], '')
      if ('vibrate' in navigator) navigator.vibrate(40)
      tell(say('result.kept'))
      if (navigator.onLine) void meet()
      onDone()
    } catch (e) {
      warn(problemText(problemOf(e)))
      setBusy(false)
    }
  }
  return (
    <div class="taking">
      <Choice
        label={say('result.what')}
        value={code}
        options={measures.map((x) => [x.code, l(x.label)])}
        onPick={(v) => {
          setCode(v)
          setLevel('')
        }}
      />
      {m?.levels.length ? (
        <div class="levels" role="radiogroup" aria-label={l(m.label)}>
          {m.levels.map((x) => (
            <button key={x.code} type="button" role="radio" aria-checked={level === x.code} class={`chip ${level === x.code ? 'on' : ''}`} onClick={() => setLevel(x.code)}>
              {l(x.label)}
            </button>
          ))}
        </div>
      ) : (
        <TextField label={say('result.value')} value={value} onInput={setValue} error={off ? say('result.bounds', { min: bound(m.min), max: bound(m.max) }) : ''} />
      )}
      <div class="stack">
        <button type="button" class="btn main wide" disabled={busy || !ready} onClick={() => void save()}>
          {say('result.save')}
        </button>
        <button type="button" class="btn wide" onClick={onDone}>
          {t('rec.cancel')}
        </button>
      </div>
    </div>
  )
}
