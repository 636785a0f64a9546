import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Field, Hit } from '../../core/api/types'
import { parseDay, parsePartial, showDay } from '../../core/dates'
import type { Json } from '../../core/decode'
import { nextStates, termsOn } from '../../core/kinds'
import { parseDecimal, parseWhole, showNumber } from '../../core/numbers'
import { parsePosition } from '../../core/validate'
import { today } from '../../store/clock'
import { grantable } from '../../store/roles'
import { book } from '../../store/session'
import { warn } from '../../store/toast'
import { l, t } from '../../store/words'
import { Icon } from './icon'
import { RefPicker } from './refpicker'

export interface InputProps {
  id: string
  field: Field
  value: Json | undefined
  onChange: (v: Json) => void
  /** A ref was chosen from a search: what is known of it. */
  onHit?: ((hit: Hit) => void) | undefined
  invalid?: boolean
  describedBy?: string | undefined
  autofocus?: boolean
}

const text = (v: Json | undefined): string => (typeof v === 'string' ? v : typeof v === 'number' ? String(v) : '')

/** The input for one value, by its field's type. What cannot be read yet is passed on as typed. */
export function Input(p: InputProps): JSX.Element {
  if (p.field.type === 'text' && p.field.name === 'role') return <Choice {...p} />
  switch (p.field.type) {
    case 'bool':
      return <YesNo {...p} />
    case 'term':
    case 'machine':
      return <Choice {...p} />
    case 'terms':
      return <Choices {...p} />
    case 'ref':
      return (
        <RefPicker
          {...p}
          kinds={p.field.refs}
          value={text(p.value)}
          onPick={(id, hit) => {
            p.onChange(id)
            if (hit) p.onHit?.(hit)
          }}
          onClear={p.field.required ? undefined : () => p.onChange(null)}
        />
      )
    case 'date':
      return <Typed {...p} show={(v) => (typeof v === 'string' ? showDay(v) : '')} read={parseDay} placeholder={t('edit.date')} mode="numeric" />
    case 'partial':
      return <Typed {...p} show={(v) => (typeof v === 'string' ? showDay(v) : '')} read={parsePartial} placeholder={t('edit.partial')} mode="numeric" />
    case 'int':
    case 'money':
      return <Typed {...p} show={(v) => (typeof v === 'number' ? showNumber(v) : '')} read={parseWhole} mode="numeric" />
    case 'decimal':
      return <Typed {...p} show={(v) => (typeof v === 'number' ? showNumber(v) : '')} read={parseDecimal} mode="decimal" />
    case 'position':
      return <Place {...p} />
    case 'texts':
      return (
        <textarea
          {...base(p)}
          placeholder={t('edit.texts')}
          value={Array.isArray(p.value) ? p.value.map(text).join('\n') : ''}
          onInput={(e) => p.onChange(e.currentTarget.value.split('\n').map((s) => s.trim()).filter(Boolean))}
        />
      )
    default:
      return <Words {...p} />
  }
}

function base(p: InputProps): { id: string; class: string; autofocus: boolean; 'aria-invalid': 'true' | undefined; 'aria-describedby': string | undefined } {
  return { id: p.id, class: 'input', autofocus: p.autofocus ?? false, 'aria-invalid': p.invalid ? 'true' : undefined, 'aria-describedby': p.describedBy }
}

function Words(p: InputProps): JSX.Element {
  const put = (s: string): void => p.onChange(s === '' ? null : s)
  if (p.field.maxLen > 300) return <textarea {...base(p)} rows={4} value={text(p.value)} onInput={(e) => put(e.currentTarget.value)} />
  return (
    <input {...base(p)} autocomplete="off" spellcheck={false} inputMode={p.field.name === 'phone' ? 'tel' : 'text'} value={text(p.value)} onInput={(e) => put(e.currentTarget.value)} />
  )
}

/** Text that is read into a value as it is typed; what does not read stays as typed and is told at saving. */
function Typed(p: InputProps & { show: (v: Json) => string; read: (s: string) => Json; placeholder?: string; mode: 'numeric' | 'decimal' }): JSX.Element {
  const [typed, setTyped] = useState(() => (p.value === undefined || p.value === null ? '' : p.show(p.value)))
  return (
    <input
      {...base(p)}
      inputMode={p.mode === 'numeric' && p.field.type.startsWith('i') ? 'numeric' : 'text'}
      autocomplete="off"
      placeholder={p.placeholder}
      value={typed}
      onInput={(e) => {
        const s = e.currentTarget.value
        setTyped(s)
        p.onChange(s.trim() === '' ? null : (p.read(s) ?? s))
      }}
    />
  )
}

function YesNo(p: InputProps): JSX.Element {
  return (
    <div class="segments" role="group" id={p.id} tabIndex={-1}>
      {([true, false] as const).map((v) => (
        <button type="button" key={String(v)} aria-pressed={p.value === v} autofocus={p.autofocus && v} onClick={() => p.onChange(v)}>
          {v ? t('value.yes') : t('value.no')}
        </button>
      ))}
    </div>
  )
}

function options(f: Field, now: string): { code: string; text: string }[] {
  if (f.type === 'text') return grantable().map((r) => ({ code: r.code, text: r.label }))
  if (f.type === 'machine') {
    const here = f.states.filter((s) => s.code === now)
    return [...here, ...nextStates(f, now)].map((s) => ({ code: s.code, text: l(s.label) }))
  }
  return termsOn(book().pack, f.vocabulary, today()).map((x) => ({ code: x.code, text: l(x.label) }))
}

function Choice(p: InputProps): JSX.Element {
  const [first] = useState(text(p.value))
  return (
    <select {...base(p)} value={text(p.value)} onChange={(e) => p.onChange(e.currentTarget.value || null)}>
      {(!p.field.required || !text(p.value)) && <option value="">{p.field.required ? t('edit.choose') : t('edit.clear')}</option>}
      {options(p.field, first).map((o) => (
        <option key={o.code} value={o.code}>
          {o.text}
        </option>
      ))}
    </select>
  )
}

function Choices(p: InputProps): JSX.Element {
  const chosen = Array.isArray(p.value) ? p.value.map(text) : []
  return (
    <div class="row wrap" role="group" id={p.id} tabIndex={-1}>
      {options(p.field, '').map((o, i) => {
        const on = chosen.includes(o.code)
        return (
          <button
            type="button"
            key={o.code}
            class={`chip ${on ? 'on' : ''}`}
            aria-pressed={on}
            autofocus={p.autofocus && i === 0}
            onClick={() => p.onChange(on ? chosen.filter((c) => c !== o.code) : [...chosen, o.code])}
          >
            {on && <Icon name="check" />} {o.text}
          </button>
        )
      })}
    </div>
  )
}

function Place(p: InputProps): JSX.Element {
  const now = p.value
  const start = typeof now === 'object' && now !== null && !Array.isArray(now) ? `${text(now.lat)}, ${text(now.lon)}` : ''
  const [typed, setTyped] = useState(start)
  const here = (): void =>
    navigator.geolocation.getCurrentPosition(
      (at) => {
        const { latitude: lat, longitude: lon, accuracy } = at.coords
        setTyped(`${lat.toFixed(6)}, ${lon.toFixed(6)}`)
        p.onChange({ lat, lon, acc: Math.round(accuracy), at: at.timestamp })
      },
      () => warn(t('edit.here.failed')),
      { enableHighAccuracy: true, timeout: 20_000 },
    )
  return (
    <div class="row wrap">
      <input
        {...base(p)}
        class="input num grow"
        placeholder={t('edit.position')}
        value={typed}
        onInput={(e) => {
          const s = e.currentTarget.value
          setTyped(s)
          p.onChange(s.trim() === '' ? null : (parsePosition(s) ?? s))
        }}
      />
      {'geolocation' in navigator && (
        <button type="button" class="btn" onClick={here}>
          <Icon name="map-pin" /> {t('edit.here')}
        </button>
      )}
    </div>
  )
}
