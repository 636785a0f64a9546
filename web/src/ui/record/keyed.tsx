import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Field } from '../../core/api/types'
import type { Json } from '../../core/decode'
import { isEmpty, validateObject } from '../../core/validate'
import { asFault } from '../../store/client'
import { today } from '../../store/clock'
import { l, t } from '../../store/words'
import { FormField, wrongText } from '../parts/field'
import { Icon } from '../parts/icon'
import { Tabled } from '../parts/tabled'
import { TextField } from '../parts/textfield'
import { valueText } from '../parts/value'
import { save, type Shown } from './editing'

type Cell = Record<string, Json>

function cellsOf(v: Json | undefined): [string, Cell][] {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) return []
  return Object.entries(v)
    .filter((e): e is [string, Cell] => typeof e[1] === 'object' && e[1] !== null && !Array.isArray(e[1]))
    .sort((a, b) => b[0].localeCompare(a[0]))
}

/** A keyed field as a small table, a row a key, newest first. Poverty: a row a year. */
export function Keyed({ field, shown, editable }: { field: Field; shown: Shown; editable: boolean }): JSX.Element {
  const [editing, setEditing] = useState<string | null>(null)
  const cells = cellsOf(shown.rec.v[field.name])
  const fresh = (): string => {
    const year = today().slice(0, 4)
    return cells.some(([k]) => k === year) ? '' : year
  }
  return (
    <div>
      {cells.length === 0 && editing === null && <p class="quiet" style="padding: 10px 0">{t('poverty.none')}</p>}
      {cells.length > 0 && (
        <Tabled name={l(field.label)} kind={shown.rec.kind}>
          <table class="mini">
            <thead>
              <tr>
                <th>{t('poverty.year')}</th>
                {field.fields.map((f) => (
                  <th key={f.name}>{l(f.label)}</th>
                ))}
                {editable && <th class="noprint" />}
              </tr>
            </thead>
            <tbody>
              {cells.map(([key, cell]) => (
                <tr key={key}>
                  <td class="num strong">{key}</td>
                  {field.fields.map((f) => (
                    <td key={f.name}>{valueText(f, cell[f.name]) || <span class="quiet">{t('value.none')}</span>}</td>
                  ))}
                  {editable && (
                    <td class="noprint" style="text-align: right">
                      <button type="button" class="btn bare small" aria-label={t('rec.edit', { name: `${l(field.label)} ${key}` })} onClick={() => setEditing(key)}>
                        <Icon name="pencil" />
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Tabled>
      )}
      {editing !== null ? (
        <KeyEditor key={editing} field={field} shown={shown} start={editing} cell={cells.find(([k]) => k === editing)?.[1] ?? {}} close={() => setEditing(null)} />
      ) : (
        editable && (
          <button type="button" class="btn bare small" style="margin-top: 8px" onClick={() => setEditing(fresh())}>
            <Icon name="plus" /> {t('poverty.add')}
          </button>
        )
      )}
    </div>
  )
}

function KeyEditor(p: { field: Field; shown: Shown; start: string; cell: Cell; close: () => void }): JSX.Element {
  const { field, shown } = p
  const isOld = Object.keys(p.cell).length > 0
  const [key, setKey] = useState(p.start)
  const [cell, setCell] = useState<Cell>(p.cell)
  const [error, setError] = useState<{ at: string; text: string } | null>(null)
  const latest = useRef<() => void>(() => undefined)
  const submit = (): void => {
    if (!/^\d{4}$/.test(key)) return setError({ at: '', text: t('wrong.year') })
    const kept = Object.fromEntries(Object.entries(cell).filter(([, v]) => !isEmpty(v)))
    const wrong = validateObject(field.fields, kept)
    if (wrong) return setError({ at: wrong.field?.name ?? '', text: wrongText({ key: wrong.key, ...(wrong.n === undefined ? {} : { n: wrong.n }) }) })
    save(shown, { [`${field.name}:${key}`]: kept }, () => latest.current())
      .then(p.close)
      .catch((e: unknown) => {
        const f = asFault(e)
        setError({ at: f.field.split('.').at(-1) ?? '', text: l(f.text) })
      })
  }
  latest.current = submit
  const named = field.fields.some((f) => f.name === error?.at)
  return (
    <form
      class="card"
      style="padding: 16px; margin-top: 10px; max-width: 520px"
      onSubmit={(e) => {
        e.preventDefault()
        submit()
      }}
      onKeyDown={(e) => e.key === 'Escape' && p.close()}
    >
      {!isOld && <TextField label={t('poverty.year')} value={key} onInput={setKey} error={error && !named ? error.text : ''} autofocus={!p.start} />}
      {isOld && <h3 class="num">{key}</h3>}
      {field.fields.map((f) => (
        <FormField key={f.name} field={f} value={cell[f.name]} error={error?.at === f.name ? error.text : ''} onChange={(v) => setCell({ ...cell, [f.name]: v })} />
      ))}
      {isOld && error && !named && <p class="error">{error.text}</p>}
      <p class="row" style="margin-top: 12px">
        <button type="submit" class="btn main">
          {t('rec.save')}
        </button>
        <button type="button" class="btn" onClick={p.close}>
          {t('rec.cancel')}
        </button>
      </p>
    </form>
  )
}
