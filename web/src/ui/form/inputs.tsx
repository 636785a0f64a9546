import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { parseDay, showDay } from '../../core/dates'
import type { Json } from '../../core/decode'
import { parseDecimal, showNumber } from '../../core/numbers'
import type { Choice, Question } from '../../core/form/types'
import { inLanguage } from '../../core/form/types'
import { keyOfChoice } from '../../core/speech'
import { Icon, type IconName } from '../parts/icon'
import type { Filling, Taken } from './filling'
import { Listen } from './listen'
import { say } from './texts'

export interface InputProps {
  f: Filling
  q: Question
  id: string
  value: Json | undefined
  offered: string[] | null
  invalid: boolean
  describedBy: string | undefined
  set: (v: Json) => void
}

const text = (v: Json | undefined): string => (typeof v === 'string' ? v : '')

/** The input of one question, by its type. What can't be read stays as typed and is told. */
export function QuestionInput(p: InputProps): JSX.Element {
  switch (p.q.type) {
    case 'integer':
    case 'money':
      return <Typed {...p} show={showWhole} read={readWhole} mode="numeric" />
    case 'decimal':
      return <Typed {...p} show={(v) => (typeof v === 'number' ? showNumber(v) : text(v))} read={parseDecimal} mode="decimal" />
    case 'date':
      return <Day {...p} />
    case 'yes_no':
      return <YesNo {...p} />
    case 'one':
      return <Picks {...p} many={false} />
    case 'several':
      return <Picks {...p} many />
    case 'photo':
    case 'voice':
    case 'signature':
    case 'position':
    case 'person':
    case 'household':
      return <Take {...p} what={p.q.type} />
    default:
      return <Words {...p} />
  }
}

function base(p: InputProps): { id: string; class: string; 'aria-invalid': 'true' | undefined; 'aria-describedby': string | undefined } {
  return { id: p.id, class: 'input', 'aria-invalid': p.invalid ? 'true' : undefined, 'aria-describedby': p.describedBy }
}

function Words(p: InputProps): JSX.Element {
  const put = (s: string): void => p.set(s === '' ? null : s)
  if (p.q.max === null || p.q.max > 120) return <textarea {...base(p)} rows={3} value={text(p.value)} onInput={(e) => put(e.currentTarget.value)} />
  return <input {...base(p)} autocomplete="off" value={text(p.value)} onInput={(e) => put(e.currentTarget.value)} />
}

/** Whole numbers beyond what JSON carries are text. */
function readWhole(typed: string): Json {
  const s = typed.replace(/[.\s\u00a0₫đ]/g, '').replace('−', '-')
  if (!/^-?\d{1,19}$/.test(s)) return null
  return Number.isSafeInteger(Number(s)) ? Number(s) : s
}

function showWhole(v: Json): string {
  return typeof v === 'number' ? showNumber(v) : text(v)
}

function Typed(p: InputProps & { show: (v: Json) => string; read: (s: string) => Json; mode: 'numeric' | 'decimal'; placeholder?: string }): JSX.Element {
  const shown = p.value === undefined || p.value === null ? '' : p.show(p.value)
  const [typed, setTyped] = useState(shown)
  // A draft that is cleared or changed from outside shows; what is being typed stays as typed.
  useEffect(() => {
    if ((typed.trim() === '' ? null : (p.read(typed) ?? typed)) !== (p.value ?? null)) setTyped(shown)
  }, [shown])
  return (
    <div class="row">
      <input
        {...base(p)}
        class="input num grow"
        inputMode={p.mode}
        autocomplete="off"
        placeholder={p.placeholder}
        value={typed}
        onInput={(e) => {
          const s = e.currentTarget.value
          setTyped(s)
          p.set(s.trim() === '' ? null : (p.read(s) ?? s))
        }}
      />
      {p.q.unit && <span class="quiet">{p.q.unit === 'VND' ? '₫' : p.q.unit}</span>}
    </div>
  )
}

function Day(p: InputProps): JSX.Element {
  return (
    <div class="row">
      <div class="grow">
        <Typed {...p} show={(v) => showDay(text(v))} read={parseDay} mode="numeric" placeholder={say('date', p.f.host.lang)} />
      </div>
      <button type="button" class="btn" onClick={() => p.set(p.f.day)}>
        {say('today', p.f.host.lang)}
      </button>
    </div>
  )
}

function YesNo(p: InputProps): JSX.Element {
  return (
    <div class="answers two">
      {([true, false] as const).map((v) => (
        <label class={`answer ${p.value === v ? 'on' : ''}`} key={String(v)}>
          <input type="radio" name={p.id} checked={p.value === v} aria-describedby={p.describedBy} onChange={() => p.set(v)} />
          <span>{say(v ? 'yes' : 'no', p.f.host.lang)}</span>
        </label>
      ))}
    </div>
  )
}

/** Choices as large rows; more than fit a screen as the phone's own list. */
function Picks(p: InputProps & { many: boolean }): JSX.Element {
  const { host, day } = p.f
  const chosen = Array.isArray(p.value) ? p.value.map(text) : [text(p.value)].filter(Boolean)
  const inForce = (c: Choice): boolean => (!c.from || c.from <= day) && (!c.to || day <= c.to)
  const choices = p.q.choices.filter((c) => chosen.includes(c.code) || (inForce(c) && (p.offered?.includes(c.code) ?? true)))
  if (!p.many && choices.length > 15)
    return (
      <select {...base(p)} value={chosen[0] ?? ''} onChange={(e) => p.set(e.currentTarget.value || null)}>
        <option value="">{say('choose', host.lang)}</option>
        {choices.map((c) => (
          <option key={c.code} value={c.code}>
            {inLanguage(c.label, host.lang)}
          </option>
        ))}
      </select>
    )
  const press = (code: string): void => {
    if (!p.many) return p.set(code)
    const next = chosen.includes(code) ? chosen.filter((c) => c !== code) : [...chosen, code]
    p.set(next.length > 0 ? next : null)
  }
  return (
    <div class="answers">
      {choices.map((c) => (
        <div class="row" key={c.code}>
          <label class={`answer grow ${chosen.includes(c.code) ? 'on' : ''}`}>
            <input type={p.many ? 'checkbox' : 'radio'} name={p.id} checked={chosen.includes(c.code)} aria-describedby={p.describedBy} onChange={() => press(c.code)} />
            {c.image && <img src={host.media(c.image)} alt="" />}
            <span>{inLanguage(c.label, host.lang)}</span>
          </label>
          <Listen audio={c.audio} of={keyOfChoice(p.f.form, p.q.name, c.code)} text={inLanguage(c.label, host.lang)} host={host} />
        </div>
      ))}
      {!p.many && !p.q.required && chosen.length > 0 && (
        <button type="button" class="btn bare" onClick={() => p.set(null)}>
          <Icon name="x" /> {say('clear', host.lang)}
        </button>
      )}
    </div>
  )
}

const icons: Record<Taken, IconName> = { photo: 'camera', voice: 'mic', signature: 'pencil', position: 'map-pin', person: 'user', household: 'house' }

/** What can't be typed is asked of the page around the form. */
function Take(p: InputProps & { what: Taken }): JSX.Element {
  const { host } = p.f
  const [failed, setFailed] = useState(false)
  const has = p.value !== undefined && p.value !== null
  const take = (): void => {
    setFailed(false)
    host.take(p.what, p.q).then(
      (v) => {
        if (v !== null) p.set(v)
      },
      () => setFailed(true),
    )
  }
  return (
    <>
      {has && <div class="taken">{host.show(p.what, p.value ?? null)}</div>}
      <div class="row wrap">
        <button type="button" id={p.id} class={`btn ${has ? '' : 'take'}`} aria-describedby={p.describedBy} onClick={take}>
          <Icon name={icons[p.what]} /> {say(has ? 'take.again' : `take.${p.what}`, host.lang)}
        </button>
        {has && (
          <button type="button" class="btn bare" onClick={() => p.set(null)}>
            <Icon name="x" /> {say('take.remove', host.lang)}
          </button>
        )}
      </div>
      {failed && (
        <p class="error" role="alert">
          {say('take.failed', host.lang)}
        </p>
      )}
    </>
  )
}
