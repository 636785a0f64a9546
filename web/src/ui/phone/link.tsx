import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ask, meet, progress, refresh, status, syncProblem } from '../../store/phone/client'
import { persisted, takeUpdate, updateReady } from '../../store/phone/update'
import { showAgo, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { LangSwitch } from '../shell/switches'
import { ToLookAt } from './attention'
import { problemText } from './door'
import { lazy } from '../parts/lazy'
import { Frame } from './frame'

const PasskeyChoice = lazy(async () => (await import('./passkey')).PasskeyChoice)
const SpeechSetting = lazy(async () => (await import('./notices')).SpeechSetting)
const Sending = lazy(async () => (await import('./record/sending')).Sending)
const AnewOffer = lazy(async () => (await import('./anew')).AnewOffer)
const Bundles = lazy(async () => (await import('./record/bundle')).Bundles)

/** What has left the phone and what has not, and what needs somebody to look. */
export function LinkPage(): JSX.Element {
  const s = status.value
  const p = progress.value
  const [safe, setSafe] = useState<boolean | null>(null)
  useEffect(() => void persisted().then(setSafe), [])
  if (!s) return <Frame title={t('phone.link')}>{null}</Frame>
  return (
    <Frame title={t('phone.link')}>
      <div class={`state ${s.unsent > 0 ? 'due' : 'ok'}`}>
        <Icon name={s.unsent > 0 ? 'wifi-off' : 'check'} />
        <span>
          <span class="strong">{s.unsent > 0 ? t('phone.unsent', { n: s.unsent }) : t('phone.sent')}</span>
          <br />
          <span class="small">{s.met > 0 ? t('phone.link.met', { ago: showAgo(s.met) }) : t('phone.link.never')}</span>
        </span>
      </div>
      <button type="button" class="btn main wide" disabled={s.syncing} onClick={() => void meet()}>
        <Icon name="refresh-cw" /> {s.syncing ? t('phone.link.working') : t('phone.link.now')}
      </button>
      <p class="quiet small" aria-live="polite">
        {s.syncing && p ? t('phone.link.progress', { pushed: p.pushed, records: p.records }) : t('phone.link.holds', { n: s.records })}
      </p>
      {syncProblem.value && (
        <p class="error" role="alert">
          {problemText(syncProblem.value)}
        </p>
      )}
      {syncProblem.value && <AnewOffer />}
      <Sending />
      <Bundles />
      <SpeechSetting />
      {updateReady.value && (
        <button type="button" class="btn wide" onClick={takeUpdate}>
          <Icon name="download" /> {t('phone.update')}
        </button>
      )}
      {safe === false && (
        <p class="state due">
          <Icon name="triangle-alert" />
          <span class="small">{t('phone.persist.no')}</span>
        </p>
      )}
      <ToLookAt />
      <PasskeyChoice />
      <p class="row">
        <LangSwitch />
        <button type="button" class="btn grow" onClick={() => void ask('lock').then(refresh)}>
          <Icon name="lock" /> {t('phone.lock')}
        </button>
      </p>
    </Frame>
  )
}
