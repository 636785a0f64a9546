import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { textOf } from '../../../core/decode'
import type { Result } from '../../../core/form/evaluate'
import { inLanguage } from '../../../core/form/types'
import { formOf } from '../../../store/phone/forms'
import type { Row } from '../../../store/phone/messages'
import { lang } from '../../../store/words'
import { answered, rowOf, words } from '../../form/answers'
import { Shown } from './take'
import { say } from './texts'

/** What a visit's answers come to by the version of the form that they were given by; null while it is read. */
export function useAnswered(visits: Row[]): Map<string, Result[]> | null {
  const [found, setFound] = useState<Map<string, Result[]> | null>(null)
  const key = visits.map((v) => v.id).join()
  useEffect(() => {
    const each = visits.map(async (v): Promise<[string, Result[]]> => {
      const d = v.v.form ? await formOf(textOf(v.v.form), Number(v.v.form_version ?? 0)) : null
      return [v.id, d ? answered(d, textOf(v.v.answers) || '{}', textOf(v.v.on)) : []]
    })
    Promise.all(each).then((all) => setFound(new Map(all)), () => setFound(new Map()))
  }, [key])
  return found
}

const taken = ['photo', 'voice', 'signature', 'position', 'person', 'household'] as const

/** A result for the eye or the ear. */
function Answer({ r }: { r: Result }): JSX.Element {
  const what = taken.find((x) => x === r.question.type)
  return what ? <Shown what={what} v={r.value} /> : <span>{words(r, lang.value)}</span>
}

export function labelOf(r: Result): string {
  const row = rowOf(r.path)
  return (inLanguage(r.question.label, lang.value) || r.question.name) + (row ? ` · ${row}` : '')
}

export function AnswerList({ results }: { results: Result[] }): JSX.Element | null {
  if (results.length === 0) return null
  return (
    <section>
      <h2>{say('answers')}</h2>
      <dl class="facts">
        {results.map((r) => (
          <div key={r.path}>
            <dt>{labelOf(r)}</dt>
            <dd>
              <Answer r={r} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
