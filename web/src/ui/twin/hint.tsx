import type { JSX } from 'preact'
import type { Values } from '../../core/api/types'
import { textOf } from '../../core/decode'
import { recordLink } from '../../store/router'
import { recordedAlready } from '../../store/twins'
import { Icon } from '../parts/icon'
import { useFetched, useSettled } from '../parts/use'
import { Agreeing, SideLine } from './parts'
import { say } from './texts'
import '../css/twin.css'

/** While somebody is being recorded: who may be recorded already. */
export function RecordedAlready({ values, household = '' }: { values: Values; household?: string }): JSX.Element | null {
  const name = textOf(values.name).trim()
  const born = textOf(values.born)
  const enough = name.includes(' ') && /^\d{4}/.test(born)
  const asked = useSettled(enough ? JSON.stringify({ name, born, sex: textOf(values.sex), household }) : '', 500)
  const found = useFetched(`like/${asked}`, async () => (asked ? recordedAlready(JSON.parse(asked) as Parameters<typeof recordedAlready>[0]) : []))
  const all = asked && found.data ? found.data : []
  if (!all.length) return null
  return (
    <section class="notice due already" role="status">
      <Icon name="users" />
      <div class="grow">
        <strong>{say('already')}</strong>
        <ul>
          {all.map((a, i) => (
            <li key={a.row?.id ?? i}>
              {a.row ? (
                <a href={recordLink('person', a.row.id)} target="_blank" rel="noreferrer">
                  <SideLine side={a} />
                </a>
              ) : (
                <SideLine side={a} />
              )}
              <Agreeing codes={a.agree} />
            </li>
          ))}
        </ul>
        <span class="small">{say('already.help')}</span>
      </div>
    </section>
  )
}
