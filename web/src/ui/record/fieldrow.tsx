import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Field } from '../../core/api/types'
import type { Json } from '../../core/decode'
import { isSteered } from '../../core/columns'
import { isEmpty, validate } from '../../core/validate'
import { asFault } from '../../store/client'
import { forget } from '../../store/saving'
import { l, t } from '../../store/words'
import { wrongText } from '../parts/field'
import { Icon } from '../parts/icon'
import { Input } from '../parts/input'
import { Under } from '../parts/textfield'
import { useIdFor } from '../parts/use'
import { Value } from '../parts/value'
import { save, type Shown } from './editing'

const fixed = ['list', 'digest', 'refs']

/** One field of a record: its value, and on a press its editor in the same place. */
export function FieldRow({ field, shown, editable }: { field: Field; shown: Shown; editable: boolean }): JSX.Element {
  const [editing, setEditing] = useState(false)
  const value = shown.rec.v[field.name]
  const can = editable && !fixed.includes(field.type) && !isSteered(shown.rec.kind, field.name)
  const button = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setEditing(false)
    requestAnimationFrame(() => button.current?.focus())
  }
  const name = l(field.label)
  if (editing)
    return (
      <div class="kv">
        <Editor field={field} shown={shown} close={close} />
      </div>
    )
  return (
    <div class="kv">
      <dt title={l(field.help)}>{name}</dt>
      <dd>
        {can && field.type !== 'ref' && (
          <button type="button" class="show" ref={button} onClick={() => setEditing(true)}>
            <span class="sr">{t('rec.edit', { name })}: </span>
            <span class="grow">
              <Value field={field} value={value} />
            </span>
            <span class="pen">
              <Icon name="pencil" />
            </span>
          </button>
        )}
        {(!can || field.type === 'ref') && (
          <div class="show">
            <span class="grow">
              <Value field={field} value={value} />
            </span>
            {can && (
              <button type="button" class="pen" ref={button} aria-label={t('rec.edit', { name })} onClick={() => setEditing(true)}>
                <Icon name="pencil" />
              </button>
            )}
          </div>
        )}
      </dd>
    </div>
  )
}

function Editor({ field, shown, close }: { field: Field; shown: Shown; close: () => void }): JSX.Element {
  const before = shown.rec.v[field.name]
  const [value, setValue] = useState<Json | undefined>(before)
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const id = useIdFor(field.name)
  const help = l(field.help)
  const latest = useRef<() => void>(() => undefined)
  const submit = (): void => {
    const wrong = validate(field, value)
    if (wrong) return setError(wrongText(wrong))
    const next = isEmpty(value) ? null : (value ?? null)
    if (JSON.stringify(next) === JSON.stringify(before ?? null)) return close()
    setBusy(true)
    setError('')
    save(shown, { [field.name]: next }, () => latest.current())
      .then(close)
      .catch((e: unknown) => {
        setError(l(asFault(e).text))
        setBusy(false)
      })
  }
  latest.current = submit
  const cancel = (): void => {
    forget(`${shown.rec.id}/${field.name}`)
    close()
  }
  const keys = (e: KeyboardEvent): void => {
    if (e.key === 'Escape') cancel()
    if (e.key === 'Enter' && (e.ctrlKey || e.target instanceof HTMLInputElement)) {
      e.preventDefault()
      submit()
    }
  }
  return (
    <>
      <dt>
        <label for={id}>{l(field.label)}</label>
      </dt>
      <dd class="edit" onKeyDown={keys}>
        <Input
          id={id}
          field={field}
          value={value}
          onChange={setValue}
          invalid={error !== ''}
          describedBy={error ? `${id}-error` : help ? `${id}-help` : undefined}
          autofocus
        />
        <Under id={id} error={error} help={help} />
        <div class="acts">
          <button type="button" class="btn main" disabled={busy} onClick={submit}>
            {t('rec.save')}
          </button>
          <button type="button" class="btn" onClick={cancel}>
            {t('rec.cancel')}
          </button>
        </div>
      </dd>
    </>
  )
}
