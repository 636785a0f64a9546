import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { textOf } from '../../../core/decode'
import { matches } from '../../../core/fold'
import type { Row } from '../../../store/phone/messages'
import { Dialog } from '../../parts/dialog'
import { Icon } from '../../parts/icon'
import { areaName } from '../homes'
import { usePeople, useRows } from '../use'
import { say } from './texts'

const most = 30

function Line({ row, icon, onPick }: { row: Row; icon: 'user' | 'house'; onPick: (id: string) => void }): JSX.Element {
  return (
    <li>
      <button type="button" class="line pickline" onClick={() => onPick(row.id)}>
        <Icon name={icon} />
        <span class="grow">
          <span class="name">{textOf(row.v.name)}</span>
          <br />
          <span class="quiet small">{[areaName(textOf(row.v.area)), textOf(row.v.born)].filter(Boolean).join(' · ')}</span>
        </span>
      </button>
    </li>
  )
}

/** Chooses a person or a household of those on this phone; of a home, its own people come first. */
export function PickSheet({ kind, home, onPick, onClose }: { kind: 'person' | 'household'; home: string; onPick: (id: string) => void; onClose: () => void }): JSX.Element {
  const all = useRows(kind)
  const people = usePeople()
  const rows = kind === 'person' ? people.listed : all
  const members = useRows('membership')
  const [typed, setTyped] = useState('')
  const here = new Set(kind === 'person' ? members?.filter((m) => textOf(m.v.household) === home && !m.v.to).map((m) => people.of(textOf(m.v.person))?.id ?? '') : [])
  const own = rows?.filter((r) => here.has(r.id)) ?? []
  const found = typed.trim() ? (rows ?? []).filter((r) => !here.has(r.id) && matches(textOf(r.v.name), typed)).slice(0, most) : []
  const icon = kind === 'person' ? 'user' : 'house'
  return (
    <Dialog title={say(`${kind}.title`)} onClose={onClose}>
      <div class="stack">
        {own.length > 0 && (
          <section>
            <h3>{say('person.here')}</h3>
            <ul class="cards">
              {own.map((r) => (
                <Line key={r.id} row={r} icon={icon} onPick={onPick} />
              ))}
            </ul>
          </section>
        )}
        <input class="input" type="search" autocomplete="off" aria-label={say('person.find')} placeholder={say('person.find')} value={typed} onInput={(e) => setTyped(e.currentTarget.value)} />
        {typed.trim() && found.length === 0 && <p class="quiet">{say('person.none')}</p>}
        <ul class="cards" hidden={found.length === 0}>
          {found.map((r) => (
            <Line key={r.id} row={r} icon={icon} onPick={onPick} />
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
