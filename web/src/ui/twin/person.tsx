import type { JSX } from 'preact'
import { recordLink } from '../../store/router'
import type { PersonTwins } from '../../store/twins'
import { Icon } from '../parts/icon'
import { RefLink, refText } from '../parts/value'
import { Agreeing, pairLink, SideLine } from './parts'
import { say } from './texts'
import '../css/twin.css'

/** On a person's page: where the record leads to, the other records of the person, and who may be the same. */
export function PersonTwinsSection({ id, twins }: { id: string; twins: PersonTwins }): JSX.Element | null {
  const open = twins.pairs.filter((p) => p.decision?.status !== 'same' && p.decision?.status !== 'different')
  const others = twins.records.filter((r) => r !== id)
  const joined = twins.pairs.find((p) => p.decision?.status === 'same')
  if (twins.leadsTo)
    return (
      <div class="notice due">
        <Icon name="users" />
        <span class="grow">
          {say('merged')} {twins.unit && say('ask', { unit: refText(twins.unit) })}
        </span>
        {!twins.unit && (
          <a class="btn small" href={recordLink('person', twins.kept)}>
            {say('kept')}
          </a>
        )}
        {joined && (
          <a class="btn small" href={pairLink(joined, id)}>
            {say('look')}
          </a>
        )}
      </div>
    )
  return (
    <>
      {others.length > 0 && (
        <div class="notice plain">
          <Icon name="users" />
          <span class="grow">
            {say('also', { n: others.length })}:{' '}
            {others.map((o, i) => (
              <span key={o}>
                {i > 0 && ', '}
                <RefLink id={o} />
              </span>
            ))}
          </span>
          {joined && (
            <a class="btn small" href={pairLink(joined, id)}>
              {say('look')}
            </a>
          )}
        </div>
      )}
      {open.length > 0 && (
        <section class="group twins" aria-label={say('maybe')}>
          <header>
            <h2>
              <Icon name="users" /> {say('maybe')}
            </h2>
          </header>
          <ul class="rel pairs">
            {open.map((p) => (
              <li key={p.id}>
                <a class="item" href={pairLink(p, id)}>
                  <span class="grow">
                    <SideLine side={p.older.row?.id === id ? p.newer : p.older} />
                  </span>
                  <Agreeing codes={p.agree} older={p.older} newer={p.newer} />
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
