import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Rec, Row } from '../../core/api/types'
import { showDay } from '../../core/dates'
import { parseDecimal, showNumber } from '../../core/numbers'
import { today } from '../../store/clock'
import { asFault } from '../../store/client'
import type { Measure, Program } from '../../store/programs'
import { createRecord, listRecords, writes } from '../../store/records'
import { book, may } from '../../store/session'
import { warn } from '../../store/toast'
import { l } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { TextField } from '../parts/textfield'
import { Tabled } from '../parts/tabled'
import { useFetched } from '../parts/use'
import { DayField, Foot, Select } from './parts'
import { say } from './texts'

const str = (r: Row, f: string): string => (typeof r.v[f] === 'string' ? r.v[f] : '')
const inForce = (m: Measure, day: string): boolean => m.from <= day && (!m.to || day <= m.to)

/** What came of it, measure by measure, the latest first; a correction hides what it corrects. */
export function Results({ rec, program: p }: { rec: Rec; program: Program }): JSX.Element | null {
  const [adding, setAdding] = useState(false)
  const found = useFetched(`results/${rec.id}/${writes.value}`, (s) => listRecords('measure', new URLSearchParams({ 'f.enrolment': rec.id, sort: '-on', limit: '200' }), s))
  if (!p.measures.length || !may('measure').read) return null
  const all = found.data?.rows ?? []
  const corrected = new Set(all.map((r) => str(r, 'corrects')).filter(Boolean))
  const rows = all.filter((r) => !corrected.has(r.id))
  return (
    <section class="group">
      <header>
        <h2>{say('e.results')}</h2>
        {may('measure').create && (
          <button type="button" class="btn small noprint" onClick={() => setAdding(true)}>
            {say('e.result.add')}
          </button>
        )}
      </header>
      {found.data && rows.length === 0 && <p class="help">{say('e.results.none')}</p>}
      {rows.length > 0 && (
        <Tabled name={say('e.results')}>
          <table class="mini">
            <caption class="sr">{say('e.results')}</caption>
            <thead>
              <tr>
                <th>{say('measure')}</th>
                <th>{say('period')}</th>
                <th class="count">{say('value')}</th>
                <th>{say('source')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((r) => {
                const m = p.measures.find((x) => x.code === r.v.code)
                const level = m?.levels.find((x) => x.code === r.v.level)
                return (
                  <tr key={r.id}>
                    <td>{m ? l(m.label) : str(r, 'code')}</td>
                    <td class="num">{str(r, 'period') || showDay(str(r, 'on'))}</td>
                    <td class="num count">{level ? l(level.label) : typeof r.v.value === 'number' ? showNumber(r.v.value) : ''}</td>
                    <td class="small quiet">{str(r, 'source')}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </Tabled>
      )}
      {adding && <ResultDialog rec={rec} program={p} onClose={() => setAdding(false)} />}
    </section>
  )
}

function ResultDialog({ rec, program: p, onClose }: { rec: Rec; program: Program; onClose: () => void }): JSX.Element {
  const [on, setOn] = useState(today())
  const measures = p.measures.filter((m) => inForce(m, on))
  const [code, setCode] = useState(measures[0]?.code ?? '')
  const [value, setValue] = useState('')
  const [level, setLevel] = useState('')
  const [source, setSource] = useState('')
  const m = measures.find((x) => x.code === code)
  const n = parseDecimal(value)
  const save = (): void => {
    const fields = { program: p.code, code, enrolment: rec.id, area: rec.area, unit: str(rec, 'unit'), period: on.slice(0, 7), on, source: source.trim(), by: book().me.user.id, ...(rec.v.household ? { household: rec.v.household } : {}), ...(m?.levels.length ? { level } : { value: n }) }
    createRecord('measure', Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== '')))
      .then(onClose)
      .catch((e: unknown) => warn(l(asFault(e).text)))
  }
  return (
    <Dialog title={say('e.result.add')} onClose={onClose}>
      <DayField label={say('on')} value={on} onChange={setOn} />
      <Select label={say('measure')} value={code} options={measures.map((x) => ({ code: x.code, text: l(x.label) }))} onChange={setCode} />
      {m?.levels.length ? (
        <Select label={say('level')} value={level} empty="" options={m.levels.map((x) => ({ code: x.code, text: l(x.label) }))} onChange={setLevel} />
      ) : (
        <TextField label={say('value')} value={value} onInput={setValue} />
      )}
      <TextField label={say('source')} value={source} onInput={setSource} />
      <Foot go={say('l.save')} busy="" disabled={m?.levels.length ? !level : n === null} onGo={save} onClose={onClose} />
    </Dialog>
  )
}
