import type { JSX } from 'preact'
import { losses } from '../../core/api/holding'
import { get } from '../../store/client'
import { writes } from '../../store/records'
import { recordLink } from '../../store/router'
import { Icon } from '../parts/icon'
import { useFetched } from '../parts/use'
import { say } from './bundle.texts'
import { LostLine } from './holds'

/** Phones that told of a lost memory and still need somebody: each a way to its page. */
export function LostPhones(): JSX.Element | null {
  const found = useFetched(`losses/${writes.value}`, (signal) => get('/devices/losses', losses, signal))
  const list = found.data
  if (!list || list.devices.length === 0) return null
  return (
    <section class="stack lost-phones">
      {list.devices.map((x) => (
        <a class="need" key={x.id} href={recordLink('device', x.id)}>
          <Icon name="smartphone" />
          <span class="grow">
            <span class="strong">{say('lost', { phone: [x.name, list.refs[x.user]?.title ?? ''].filter(Boolean).join(' · ') })}</span>
            <LostLine loss={x.loss} />
            <span class="small">{say('lost.do')}</span>
          </span>
        </a>
      ))}
    </section>
  )
}
