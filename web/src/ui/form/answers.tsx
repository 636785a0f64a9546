import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Row } from '../../core/api/types'
import { json, textOf, type Json } from '../../core/decode'
import { evaluate, type Result } from '../../core/form/evaluate'
import { openForm } from '../../core/form/open'
import { inLanguage, type Answers, type Declaration } from '../../core/form/types'
import { mediaUrl } from '../../core/speech'
import { getForm } from '../../store/forms'
import { lang, t } from '../../store/words'
import { Failed, Loading } from '../parts/state'
import { useFetched } from '../parts/use'
import { refText } from '../parts/value'
import { shown } from './question'
import { say } from './texts'

/** The answers of a record, read by the version of the form that they were given by. */
export function AnswersSection({ rec }: { rec: Row }): JSX.Element {
  const id = textOf(rec.v.form)
  const version = typeof rec.v.form_version === 'number' ? rec.v.form_version : 0
  const found = useFetched(`form/${id}/${version}`, (signal) => getForm(id, version, signal))
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  const me = lang.value
  const lines = answered(found.data, textOf(rec.v.answers), textOf(rec.v.on))
  return (
    <section class="group">
      <header>
        <h2>{inLanguage(found.data.title, me)}</h2>
        <span class="quiet small">{say('page.version', me, { n: version })}</span>
      </header>
      <dl>
        {lines.map((r) => (
          <div class="kv" key={r.path}>
            <dt>
              {inLanguage(r.question.label, me) || r.question.name}
              {rowOf(r.path) && <span class="quiet"> · {rowOf(r.path)}</span>}
            </dt>
            <dd>
              <div class="show">{r.question.type === 'photo' && typeof r.value === 'string' ? <Pictured digest={r.value} alt={inLanguage(r.question.label, me) || r.question.name} /> : words(r, me)}</div>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** A photo that is an answer, by its bytes on the server. */
function Pictured({ digest, alt }: { digest: string; alt: string }): JSX.Element {
  const [away, setAway] = useState(false)
  return away ? <span class="quiet">{t('file.away')}</span> : <img class="answer" loading="lazy" src={mediaUrl(`sha256:${digest}`)} alt={alt} onError={() => setAway(true)} />
}

/** The results that have an answer of their own, in the order of the form. */
export function answered(d: Declaration, text: string, day: string): Result[] {
  const v: Json = json(JSON.parse(text), 'answers')
  const answers: Answers = typeof v === 'object' && v !== null && !Array.isArray(v) ? v : {}
  return [...evaluate(openForm(d), answers, day).results.values()].filter(
    (r) => r.value !== null && r.question.type !== 'repeat' && Object.keys(r.question.label).length > 0,
  )
}

/** Which row an answer is of, counted as people do. */
export function rowOf(path: string): string {
  return path
    .split('.')
    .filter((step) => /^\d+$/.test(step))
    .map((n) => String(Number(n) + 1))
    .join('.')
}

export function words(r: Result, me: string): string {
  const { type } = r.question
  if (type === 'position' && typeof r.value === 'object' && r.value !== null && !Array.isArray(r.value)) {
    const { lat, lon } = r.value
    return [lat, lon].map((n) => (typeof n === 'number' ? n.toFixed(5) : '?')).join(', ')
  }
  const text = shown(r.question, r.value, me)
  if (type === 'person' || type === 'household') return refText(text)
  return type === 'photo' || type === 'voice' || type === 'signature' ? say('attached', me) : text
}
