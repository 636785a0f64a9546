import type { JSX } from 'preact'
import { showDay } from '../../../core/dates'
import { textOf } from '../../../core/decode'
import { mayAt, programs } from '../../../store/phone/book'
import type { Row } from '../../../store/phone/messages'
import { stepOf } from '../../../store/programs'
import { l, t } from '../../../store/words'
import { Icon } from '../../parts/icon'
import { useRows } from '../use'
import { say } from './texts'

/** The programs that a household or its people are in, and a way to propose. */
export function HelpSection({ home }: { home: Row }): JSX.Element | null {
  const rows = useRows('enrolment')?.filter((e) => textOf(e.v.household) === home.id)
  const at = { area: textOf(home.v.area), household: home.id }
  const may = mayAt('create', 'enrolment', at)
  if (!rows || (!rows.length && !may) || !programs.value.length) return null
  return (
    <section>
      <h2>{say('help')}</h2>
      {rows.length === 0 && <p class="quiet">{say('none')}</p>}
      <ul class="cards" hidden={rows.length === 0}>
        {rows.map((r) => (
          <EnrolmentLine key={r.id} row={r} />
        ))}
      </ul>
      {may && (
        <a class="btn wide" href={`/phone/propose/${home.id}`}>
          <Icon name="heart-handshake" /> {say('propose')}
        </a>
      )}
    </section>
  )
}

export function EnrolmentLine({ row }: { row: Row }): JSX.Element {
  const p = programs.value.find((x) => x.code === row.v.program)
  const status = textOf(row.v.status)
  const step = p && stepOf(p, status)
  const on = (row.v.reached as Record<string, { on?: string }> | undefined)?.[status]?.on ?? ''
  return (
    <li>
      <a href={`/phone/enrolment/${row.id}`}>
        <Icon name="heart-handshake" />
        <span class="grow">
          <span class="name">{p ? l(p.label) : textOf(row.v.program)}</span> {row.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
          <br />
          <span class="quiet small">{[textOf(row.v.name), step ? l(step.label) : status, on ? say('since', { day: showDay(on) }) : ''].filter(Boolean).join(' · ')}</span>
        </span>
        <Icon name="chevron-right" />
      </a>
    </li>
  )
}
