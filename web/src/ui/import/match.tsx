import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { layout, type FileColumn, type Intake, type Layout, type Mapping, type Recipe } from '../../core/api/intake'
import { matches } from '../../core/fold'
import { asFault, get, type Fault } from '../../store/client'
import { l } from '../../store/words'
import { Combo, type Option } from '../parts/combo'
import { RefPicker } from '../parts/refpicker'
import { Failed, Loading } from '../parts/state'
import { say } from './texts'

const encodings: Record<string, string> = { tcvn3: 'TCVN3 (.Vn)', vni: 'VNI' }

/** The second step: which sheet, which list it is, what each column means. */
export function Match({ now, onCheck }: { now: Intake; onCheck: (m: Mapping) => void }): JSX.Element {
  const before = now.mapping
  const visible = now.sheets.findIndex((s) => !s.hidden && s.rows > 1)
  const [sheet, setSheet] = useState(before?.sheet ?? Math.max(visible, 0))
  const [code, setCode] = useState(before?.recipe ?? now.recipes[0]?.code ?? '')
  const [found, setFound] = useState<Layout | null>(null)
  const [fault, setFault] = useState<Fault | null>(null)
  const [targets, setTargets] = useState<Record<number, string>>({})
  const [area, setArea] = useState(before?.area ?? '')
  const [year, setYear] = useState(before?.year ?? '')
  const recipe = now.recipes.find((r) => r.code === code)
  const read = (from: number, to: number): void => {
    const q = new URLSearchParams({ sheet: String(sheet), recipe: code })
    if (from) {
      q.set('from', String(from))
      q.set('to', String(to))
    }
    setFault(null)
    get(`/imports/${now.id}/layout?${q.toString()}`, layout)
      .then((x) => {
        setFound(x)
        setTargets(Object.fromEntries(x.columns.map((c) => [c.col, c.target])))
        if (x.year) setYear(x.year)
      })
      .catch((e: unknown) => setFault(asFault(e)))
  }
  useEffect(() => {
    setFound(null)
    read(0, 0)
  }, [sheet, code])
  const info = now.sheets[sheet]
  const missing = recipe?.targets.filter((x) => x.required && !Object.values(targets).includes(x.code)) ?? []
  const check = (): void => {
    if (!found) return
    const columns = found.columns.map((c) => ({ col: c.col, target: targets[c.col] ?? '' })).filter((c) => c.target)
    onCheck({ sheet, recipe: code, headerFrom: found.headerFrom, headerTo: found.headerTo, columns, area, year: year || String(new Date().getFullYear()) })
  }
  return (
    <div class="stack">
      <div class="choices">
        <label class="field">
          <span class="label">{say('sheet')}</span>
          <select class="input" value={sheet} onChange={(e) => setSheet(Number(e.currentTarget.value))}>
            {now.sheets.map((s, i) => (
              <option key={i} value={i}>
                {s.name} · {say('sheetNote', { n: s.rows })}
                {s.hidden ? ` · ${say('hidden')}` : ''}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span class="label">{say('recipe')}</span>
          <select class="input" value={code} onChange={(e) => setCode(e.currentTarget.value)}>
            {now.recipes.map((r) => (
              <option key={r.code} value={r.code}>
                {l(r.label)}
              </option>
            ))}
          </select>
        </label>
        <div class="field">
          <label class="label" for="import-area">
            {say('area')}
          </label>
          <RefPicker id="import-area" kinds={['area']} value={area} onPick={setArea} onClear={() => setArea('')} />
        </div>
        {recipe?.hasYear && (
          <label class="field">
            <span class="label">{say('year')}</span>
            <input class="input num" inputMode="numeric" maxLength={4} value={year} onInput={(e) => setYear(e.currentTarget.value)} placeholder={String(new Date().getFullYear())} />
          </label>
        )}
      </div>
      {info && info.formulas > 0 && <p class="quiet">{say('formulas', { n: info.formulas })}</p>}
      {fault ? <Failed fault={fault} again={() => read(0, 0)} /> : !found || !recipe ? <Loading /> : <Columns found={found} recipe={recipe} targets={targets} onPick={(col, to) => setTargets({ ...targets, [col]: to })} />}
      {found && <Header found={found} onRead={read} />}
      {found && <Preview found={found} />}
      <p class="bar">
        <button type="button" class="btn main" disabled={!found || missing.length > 0} onClick={check}>
          {say('check')}
        </button>
        {missing.length > 0 && <span class="quiet">{say('unmatched', { names: missing.map((x) => l(x.label)).join(', ') })}</span>}
      </p>
    </div>
  )
}

function Columns(p: { found: Layout; recipe: Recipe; targets: Record<number, string>; onPick: (col: number, target: string) => void }): JSX.Element {
  return (
    <div class="scroll">
      <table class="grid">
        <thead>
          <tr>
            <th scope="col" />
            <th scope="col">{say('column')}</th>
            <th scope="col">{say('sample')}</th>
            <th scope="col">{say('means')}</th>
          </tr>
        </thead>
        <tbody>
          {p.found.columns.map((c) => (
            <tr key={c.col} class={p.targets[c.col] ? '' : 'left'}>
              <td class="quiet num">{c.letter}</td>
              <th scope="row">
                {c.name || '—'}
                {c.encoding && <span class="quiet tiny"> · {say('font', { name: encodings[c.encoding] ?? c.encoding })}</span>}
              </th>
              <td class="quiet clip">{c.samples.join(' · ')}</td>
              <td>
                <Choice column={c} {...p} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What one column is: a combo box over what is not taken yet. */
function Choice(p: { column: FileColumn; recipe: Recipe; targets: Record<number, string>; onPick: (col: number, target: string) => void }): JSX.Element {
  const [typed, setTyped] = useState('')
  const { col } = p.column
  const now = p.recipe.targets.find((x) => x.code === p.targets[col])
  const taken = new Set(Object.entries(p.targets).flatMap(([at, code]) => (Number(at) === col ? [] : [code])))
  const options: Option[] = [
    { id: '', text: say('leave') },
    ...p.recipe.targets.filter((x) => !taken.has(x.code)).map((x) => ({ id: x.code, text: l(x.label) })),
  ].filter((o) => matches(o.text, typed))
  return <Combo id={`column-${col}`} shown={now ? l(now.label) : say('leave')} options={options} onType={setTyped} onPick={(o) => p.onPick(col, o.id)} label={`${say('means')}: ${p.column.name || p.column.letter}`} />
}

/** Where the header is, if it was not found rightly. */
function Header({ found, onRead }: { found: Layout; onRead: (from: number, to: number) => void }): JSX.Element {
  const [from, setFrom] = useState(found.headerFrom)
  const [to, setTo] = useState(found.headerTo)
  useEffect(() => {
    setFrom(found.headerFrom)
    setTo(found.headerTo)
  }, [found])
  return (
    <details>
      <summary>{say('header', { from: found.headerFrom, to: found.headerTo })}</summary>
      <p class="row">
        <label>
          {say('from')} <input class="input short num" type="number" min={1} value={from} onInput={(e) => setFrom(Number(e.currentTarget.value))} />
        </label>
        <label>
          {say('to')} <input class="input short num" type="number" min={from} max={from + 2} value={to} onInput={(e) => setTo(Number(e.currentTarget.value))} />
        </label>
        <button type="button" class="btn" onClick={() => onRead(from, Math.max(from, to))}>
          {say('reread')}
        </button>
      </p>
    </details>
  )
}

function Preview({ found }: { found: Layout }): JSX.Element {
  return (
    <section>
      <h2>{say('preview')}</h2>
      <div class="scroll">
        <table class="grid small">
          <thead>
            <tr>
              <th scope="col">{say('row')}</th>
              {found.columns.map((c) => (
                <th scope="col" key={c.col}>
                  {c.name || c.letter}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.rows.map((r) => (
              <tr key={r.row}>
                <td class="quiet num">{r.row}</td>
                {r.cells.map((c, i) => (
                  <td key={i}>{c}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
