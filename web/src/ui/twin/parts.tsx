import type { JSX } from 'preact'
import { placeName } from '../../core/areas'
import { showDay } from '../../core/dates'
import { book, kindOf } from '../../store/session'
import type { Pair, Side } from '../../store/twins'
import { l, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { refText, rowTitle } from '../parts/value'
import { agreeing, say } from './texts'

/** The page of a pair, by the record of it that is open to me. */
export function pairLink(p: Pair, person = p.older.row?.id ?? p.newer.row?.id ?? ''): string {
  return `/twins/${person}/${p.id}`
}

/** What agrees, as chips; and that the villages differ, where both are known. */
export function Agreeing({ codes, older, newer }: { codes: string[]; older?: Side; newer?: Side }): JSX.Element {
  const apart = older?.row && newer?.row && older.row.area !== newer.row.area
  return (
    <span class="agreeing small">
      {agreeing(codes).map((x) => (
        <span class="tag" key={x}>
          {x}
        </span>
      ))}
      {apart && <span class="tag due">{say('other')}</span>}
    </span>
  )
}

/** One record of a pair in a line: who and where, or whom to ask. */
export function SideLine({ side }: { side: Side }): JSX.Element {
  const kind = kindOf('person')
  if (!side.row || !kind)
    return (
      <span class="side quiet">
        <Icon name="lock" /> {say('elsewhere')}. {side.unit ? say('ask', { unit: refText(side.unit) }) : say('ask.none')}
      </span>
    )
  const born = typeof side.row.v.born === 'string' ? showDay(side.row.v.born) : ''
  const name = side.row.hidden.includes('name') ? say('unnamed') : rowTitle(kind, side.row)
  return (
    <span class="side">
      <strong>{name}</strong> {side.row.child && <span class="tag child">{t('rec.child.short')}</span>}
      <span class="quiet small num"> {[born, side.row.area && placeName(book().areas, side.row.area)].filter(Boolean).join(' · ')}</span>
    </span>
  )
}

/** The same as cells of a file: who, born, where. */
export function sideCells(side: Side): string[] {
  const kind = kindOf('person')
  if (!side.row || !kind) return [`${say('elsewhere')}. ${side.unit ? say('ask', { unit: refText(side.unit) }) : say('ask.none')}`, '', '']
  const born = typeof side.row.v.born === 'string' ? showDay(side.row.v.born) : ''
  return [side.row.hidden.includes('name') ? say('unnamed') : rowTitle(kind, side.row), born, side.row.area ? placeName(book().areas, side.row.area) : '']
}

/** Who said what of a pair, when and why. */
export function Said({ pair: p }: { pair: Pair }): JSX.Element | null {
  const d = p.decision
  const kind = kindOf('person')
  if (!d || !kind) return null
  const status = ['proposed', 'same', 'different', 'taken_back'].find((s) => s === d.status) as 'same' | undefined
  const who = [refText(d.by), d.unit && refText(d.unit)].filter(Boolean).join(', ')
  const picked = d.picked.map((name) => l(kind.fields.find((f) => f.name === name)?.label ?? { vi: name, en: name })).join(', ')
  return (
    <div class={`notice ${d.status === 'proposed' ? 'due' : 'plain'}`}>
      <Icon name={d.status === 'taken_back' ? 'undo-2' : 'check'} />
      <span>
        {status && say(`said.${status}`, { who, day: showDay(d.on) })}
        {d.why && <span class="block">{say('said.why', { why: d.why })}</span>}
        {picked && d.status === 'same' && <span class="block">{say('said.picked', { fields: picked })}</span>}
      </span>
    </div>
  )
}
