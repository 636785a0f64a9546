import type { JSX } from 'preact'
import { hasPower } from '../../store/session'
import { t } from '../../store/words'
import { todayNow } from '../../store/today'
import { ConflictList } from './conflicts'
import { HeldList } from './held'
import { useTitle } from '../parts/use'

/** What a person must look at: two values in one place, and changes that were held back. */
export function SettlePage({ part }: { part: string }): JSX.Element {
  useTitle(t('settle.title'))
  const held = part === 'held'
  const now = todayNow.value
  return (
    <div class="page">
      <header>
        <h1>{t('settle.title')}</h1>
        {hasPower('quarantine') && (
          <nav class="segments" aria-label={t('settle.title')}>
            <Tab href="/settle" on={!held} word={t('settle.conflicts')} n={now?.conflicts ?? 0} />
            <Tab href="/settle/held" on={held} word={t('settle.held')} n={now?.quarantined ?? 0} />
          </nav>
        )}
      </header>
      {held ? <HeldList /> : <ConflictList />}
    </div>
  )
}

function Tab({ href, on, word, n }: { href: string; on: boolean; word: string; n: number }): JSX.Element {
  return (
    <a href={href} aria-current={on ? 'page' : undefined}>
      {word} {n > 0 && <span class="num">({n})</span>}
    </a>
  )
}
