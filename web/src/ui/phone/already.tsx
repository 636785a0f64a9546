import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { showDay } from '../../core/dates'
import { textOf } from '../../core/decode'
import { ask } from '../../store/phone/client'
import { Icon } from '../parts/icon'
import { useSettled } from '../parts/use'
import { refText } from '../parts/value'
import { areaName } from './homes'
import { say } from './record/texts'
import { usePeople } from './use'

/** Who may be written down already: of this phone with the name, of another unit without. */
export function Already({ name, born, home }: { name: string; born: string; home: string }): JSX.Element | null {
  const people = usePeople()
  const asked = useSettled(name.trim().includes(' ') ? `${name.trim()}\n${born}` : '', 400)
  const [units, setUnits] = useState<string[]>([])
  const [who = '', when = ''] = asked.split('\n')
  useEffect(() => {
    let stale = false
    ask('like', who, when).then(
      (found) => !stale && setUnits(found),
      () => !stale && setUnits([]),
    )
    return () => {
      stale = true
    }
  }, [asked])
  const here = who ? people.like({ name: who, born: when }) : []
  if (here.length === 0 && units.length === 0) return null
  return (
    <section class="notice due" role="status">
      <Icon name="users" />
      <div class="stack">
        {here.length > 0 && (
          <p>
            {say('new.person.here')}
            {here.map((p) => (
              <span key={p.id}>
                <br />
                <a href={`/phone/person/${p.id}/${home}`}>{textOf(p.v.name)}</a> <span class="small">{[showDay(textOf(p.v.born)), areaName(textOf(p.v.area))].filter(Boolean).join(' · ')}</span>
              </span>
            ))}
          </p>
        )}
        {units.map((u) => (
          <p key={u}>{say('new.person.elsewhere', { unit: refText(u) })}</p>
        ))}
      </div>
    </section>
  )
}
