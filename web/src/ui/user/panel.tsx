import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import * as d from '../../core/api/decoders'
import { nothing } from '../../core/decode'
import { asFault, send } from '../../store/client'
import { getRecord, writes } from '../../store/records'
import { hasPower } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Once } from '../parts/once'
import type { Shown } from '../record/editing'

/** What an administrator does with an account: new password, suspend, enrol a phone. */
export function UserPanel({ shown }: { shown: Shown }): JSX.Element | null {
  const [password, setPassword] = useState('')
  const { rec } = shown
  const suspended = rec.v.status === 'suspended'
  if (!hasPower('users') || rec.deleted) return null
  const run = (f: () => Promise<void>): void => void f().catch((e: unknown) => warn(l(asFault(e).text)))
  const reset = async (): Promise<void> => setPassword((await send('POST', `/users/${rec.id}/password`, undefined, d.newUser)).password)
  const status = async (to: string): Promise<void> => {
    await send('POST', `/users/${rec.id}/status`, { status: to }, nothing)
    writes.value += 1
    shown.put(await getRecord('user', rec.id))
    tell(to === 'active' ? t('user.activated') : t('user.suspended'), { label: t('rec.undo'), run: () => run(() => status(to === 'active' ? 'suspended' : 'active')) })
  }
  return (
    <section class="group">
      <header>
        <h2>{t('user.manage')}</h2>
      </header>
      <p class="row wrap" style="padding-top: 12px">
        <button type="button" class="btn" onClick={() => run(reset)}>
          <Icon name="key-round" /> {t('user.reset')}
        </button>
        <button type="button" class={`btn ${suspended ? '' : 'late'}`} onClick={() => run(() => status(suspended ? 'active' : 'suspended'))}>
          <Icon name={suspended ? 'check' : 'lock'} /> {suspended ? t('user.activate') : t('user.suspend')}
        </button>
        {hasPower('devices') && (
          <a class="btn" href={`/device/new?v.user=${rec.id}`}>
            <Icon name="smartphone" /> {t('user.enrol')}
          </a>
        )}
      </p>
      {password && <Once title={t('user.once')} secret={password} help={t('user.once.help')} onClose={() => setPassword('')} />}
    </section>
  )
}
