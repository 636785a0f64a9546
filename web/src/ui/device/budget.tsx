import type { JSX } from 'preact'
import { cost } from '../../core/api/holding'
import { showBytes, showNumber } from '../../core/numbers'
import { get } from '../../store/client'
import { t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Failed } from '../parts/state'
import { useFetched } from '../parts/use'

/** What an officer's part costs a phone, said before the code is made. */
export function BudgetLine({ user }: { user: string }): JSX.Element | null {
  const found = useFetched(`budget/${user}`, (signal) => (user ? get(`/users/${user}/budget`, cost, signal) : Promise.resolve(null)))
  if (!user) return null
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  const b = found.data
  if (!b) return <p class="quiet" aria-busy="true">{t('device.budget.counting')}</p>
  return (
    <div class={`notice ${b.over ? 'due' : 'plain'}`} role="status">
      <Icon name={b.over ? 'triangle-alert' : 'smartphone'} />
      <span>
        <span class="strong">{t('device.budget', { n: showNumber(b.records), size: showBytes(b.bytes) })}</span>
        <br />
        <span class="small">
          {t('device.budget.links', { slow: lasts(b.seconds['2g'] ?? 0), fast: lasts(b.seconds['4g'] ?? 0) })}
          {b.over && <> {t('device.budget.over', { max: showNumber(b.max) })}</>}
        </span>
      </span>
    </div>
  )
}

function lasts(seconds: number): string {
  return seconds < 100 ? t('device.budget.seconds', { n: seconds }) : t('device.budget.minutes', { n: Math.round(seconds / 60) })
}
