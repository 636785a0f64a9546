import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { showDay } from '../../core/dates'
import type { Json } from '../../core/decode'
import { defaultRows } from '../../core/form/cost'
import type { Result } from '../../core/form/evaluate'
import { inLanguage, type Question } from '../../core/form/types'
import { keyOfQuestion } from '../../core/speech'
import { showMoney, showNumber } from '../../core/numbers'
import { Icon } from '../parts/icon'
import { Under } from '../parts/textfield'
import { useIdFor } from '../parts/use'
import { answerAt, resultAt, type Filling } from './filling'
import { QuestionInput } from './inputs'
import { Listen } from './listen'
import { say, sayWrong } from './texts'

/** The questions of a form, of a group or of one row, as far as they are asked. */
export function Questions({ f, list, at }: { f: Filling; list: Question[]; at: string }): JSX.Element {
  return (
    <>
      {list.map((q) => {
        const r = resultAt(f, at + q.name)
        if (!r?.relevant || Object.keys(q.label).length === 0) return null
        switch (q.type) {
          case 'group':
            return <Group key={q.name} f={f} q={q} at={at} />
          case 'repeat':
            return <Repeat key={q.name} f={f} q={q} r={r} />
          case 'note':
            return <Note key={q.name} f={f} q={q} />
          default:
            return q.value ? <Calculated key={q.name} f={f} q={q} r={r} /> : <Asked key={q.name} f={f} q={q} r={r} />
        }
      })}
    </>
  )
}

/** What is wrong, in words, once it is time to say so. */
function wrongIn(f: Filling, q: Question, r: Result): string {
  if (f.showFailed && r.failed) return say('failed', f.host.lang)
  if (!r.wrong || (!f.tried && !f.touched.has(r.path))) return ''
  if (r.wrong.code === 'check_failed' && Object.keys(q.message).length > 0) return inLanguage(q.message, f.host.lang)
  return sayWrong(r.wrong.code, r.wrong.bound, f.host.lang)
}

function Picture({ f, q }: { f: Filling; q: Question }): JSX.Element | null {
  return q.image ? <img class="picture" src={f.host.media(q.image)} alt="" /> : null
}

function Asked({ f, q, r }: { f: Filling; q: Question; r: Result }): JSX.Element {
  const id = useIdFor(q.name)
  const error = wrongIn(f, q, r)
  const help = inLanguage(q.help, f.host.lang)
  const label = (
    <>
      {inLanguage(q.label, f.host.lang)}
      {q.required && <span class="quiet small"> · {say('required', f.host.lang)}</span>}
    </>
  )
  const input = (
    <QuestionInput
      f={f}
      q={q}
      id={id}
      value={answerAt(f.answers, r.path)}
      offered={r.offered}
      invalid={error !== ''}
      describedBy={error ? `${id}-error` : help ? `${id}-help` : undefined}
      set={(v) => f.set(r.path, v)}
    />
  )
  const picks = ['one', 'several', 'yes_no'].includes(q.type)
  const head = (
    <div class="ask">
      {picks ? <legend class="label">{label}</legend> : <label class="label" for={id}>{label}</label>}
      <Listen audio={q.audio} of={keyOfQuestion(f.form, q.name)} text={inLanguage(q.label, f.host.lang)} host={f.host} />
    </div>
  )
  const body = (
    <>
      {head}
      <Picture f={f} q={q} />
      {input}
      <Under id={id} error={error} help={help} />
    </>
  )
  return picks ? (
    <fieldset class="question" data-question={r.path} aria-invalid={error ? 'true' : undefined}>
      {body}
    </fieldset>
  ) : (
    <div class="question" data-question={r.path}>
      {body}
    </div>
  )
}

function Note({ f, q }: { f: Filling; q: Question }): JSX.Element {
  return (
    <div class="question say">
      <p>{inLanguage(q.label, f.host.lang)}</p>
      {inLanguage(q.help, f.host.lang) && <p class="help">{inLanguage(q.help, f.host.lang)}</p>}
      <Picture f={f} q={q} />
      <Listen audio={q.audio} of={keyOfQuestion(f.form, q.name)} text={inLanguage(q.label, f.host.lang)} host={f.host} />
    </div>
  )
}

function Calculated({ f, q, r }: { f: Filling; q: Question; r: Result }): JSX.Element {
  const error = wrongIn(f, q, r)
  return (
    <div class="question" data-question={r.path}>
      <p class="label">
        {inLanguage(q.label, f.host.lang)} <span class="quiet small"> · {say('calculated', f.host.lang)}</span>
      </p>
      <output class="num strong">{shown(q, r.value, f.host.lang) || <span class="quiet">{say('none', f.host.lang)}</span>}</output>
      <Under id={r.path} error={error} help={inLanguage(q.help, f.host.lang)} />
    </div>
  )
}

/** A calculated value for the eye. */
export function shown(q: Question, v: Json, lang: string): string {
  const word = (code: Json): string => {
    const choice = q.choices.find((c) => c.code === code)
    return choice ? inLanguage(choice.label, lang) : typeof code === 'string' ? code : ''
  }
  if (v === null) return ''
  if (Array.isArray(v)) return v.map(word).join(', ')
  if (typeof v === 'boolean') return say(v ? 'yes' : 'no', lang)
  if (typeof v === 'number') return q.type === 'money' ? showMoney(v) : showNumber(v) + (q.unit ? ` ${q.unit}` : '')
  if (typeof v !== 'string') return ''
  return q.type === 'date' ? showDay(v) : q.type === 'one' ? word(v) : v
}

function Group({ f, q, at }: { f: Filling; q: Question; at: string }): JSX.Element {
  return (
    <section class="part">
      <div class="ask">
        <h2>{inLanguage(q.label, f.host.lang)}</h2>
        <Listen audio={q.audio} of={keyOfQuestion(f.form, q.name)} text={inLanguage(q.label, f.host.lang)} host={f.host} />
      </div>
      {inLanguage(q.help, f.host.lang) && <p class="help">{inLanguage(q.help, f.host.lang)}</p>}
      <Questions f={f} list={q.questions} at={at} />
    </section>
  )
}

function Repeat({ f, q, r }: { f: Filling; q: Question; r: Result }): JSX.Element {
  const [gone, setGone] = useState<Json[] | null>(null)
  const given = answerAt(f.answers, r.path)
  const rows: Json[] = Array.isArray(given) ? given : []
  const label = inLanguage(q.label, f.host.lang)
  const error = wrongIn(f, q, r)
  const put = (next: Json[]): void => f.set(r.path, next.length > 0 ? next : null)
  const remove = (i: number): void => {
    setGone(rows)
    put(rows.filter((_, j) => j !== i))
  }
  return (
    <section class="part" data-question={r.path}>
      <div class="ask">
        <h2>{label}</h2>
        <Listen audio={q.audio} of={keyOfQuestion(f.form, q.name)} text={inLanguage(q.label, f.host.lang)} host={f.host} />
      </div>
      {rows.slice(0, r.rows).map((_, i) => (
        <section class="card one-row" key={i} aria-label={say('row', f.host.lang, { label, n: i + 1 })}>
          <div class="ask">
            <h3>{say('row', f.host.lang, { label, n: i + 1 })}</h3>
            <button type="button" class="btn bare" onClick={() => remove(i)}>
              <Icon name="trash-2" /> {say('row.remove', f.host.lang)}
            </button>
          </div>
          <Questions f={f} list={q.questions} at={`${r.path}.${i}.`} />
        </section>
      ))}
      {gone && (
        <p class="row" role="status">
          <span class="grow">{say('row.removed', f.host.lang)}</span>
          <button
            type="button"
            class="btn"
            onClick={() => {
              put(gone)
              setGone(null)
            }}
          >
            <Icon name="undo-2" /> {say('row.undo', f.host.lang)}
          </button>
        </p>
      )}
      {rows.length < (q.max ?? defaultRows) && (
        <button
          type="button"
          class="btn add"
          onClick={() => {
            setGone(null)
            put([...rows, {}])
          }}
        >
          <Icon name="plus" /> {say('row.add', f.host.lang, { label })}
        </button>
      )}
      <Under id={r.path} error={error} help={inLanguage(q.help, f.host.lang)} />
    </section>
  )
}
