import type { JSX } from 'preact'
import { initials } from '../../core/names'
import { answered } from '../../store/client'
import { retryAll, sending } from '../../store/saving'
import { book, signOut, unitName } from '../../store/session'
import { asFault } from '../../store/client'
import { warn } from '../../store/toast'
import { l, t } from '../../store/words'
import { Icon, Mark } from '../parts/icon'
import { Menu } from '../parts/menu'
import { openPalette } from './find'
import { LangSwitch, ThemeItems } from './switches'

/** Name and unit, search, the truth about saving, language, and me. */
export function Head(): JSX.Element {
  const { me, units } = book()
  const unit = units.get(me.unit.id)
  return (
    <header class="head">
      <a class="brand" href="/">
        <Mark />
        <b>{t('app.name')}</b>
        <span class="unit clip">{unit ? unitName(unit) : me.unit.name}</span>
      </a>
      <button type="button" class="find-box" onClick={openPalette} aria-keyshortcuts="Control+K" aria-label={`${t('head.search')} Ctrl K`}>
        <Icon name="search" />
        <span>{t('head.search')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <Send />
      <LangSwitch />
      <Menu label={`${t('head.menu')}, ${initials(me.user.name)}`} class="me" button={initials(me.user.name)}>
        {() => (
          <>
            <div style="padding: 6px 10px">
              <div class="strong">{me.user.name}</div>
              <div class="quiet small">{[me.user.post, me.roles.map((r) => l(r.label)).join(', ')].filter(Boolean).join(' · ')}</div>
            </div>
            <hr />
            <a class="item" href="/me">
              <Icon name="key-round" /> {t('head.me')}
            </a>
            <hr />
            <ThemeItems />
            <hr />
            <button type="button" class="item" onClick={() => void signOut().catch((e: unknown) => warn(l(asFault(e).text)))}>
              <Icon name="log-out" /> {t('head.signout')}
            </button>
          </>
        )}
      </Menu>
    </header>
  )
}

/** Whether everything is saved, in words, on every screen. */
function Send(): JSX.Element {
  const s = sending.value
  const away = !answered.value
  const bad = s.state === 'failed' || away
  return (
    <div class={`send ${bad ? 'bad' : s.state === 'saved' ? 'ok' : ''}`} role="status" aria-live="polite" title={s.state === 'failed' ? t('send.unsent.help') : undefined}>
      <Icon name={bad ? 'wifi-off' : s.state === 'saved' ? 'circle-check' : 'loader'} />
      <span class="word">{s.state === 'failed' ? t('send.failed', { n: s.n }) : away ? t('send.offline') : s.state === 'saving' ? t('send.saving') : t('send.saved')}</span>
      {s.state === 'failed' && (
        <button type="button" class="btn small" onClick={retryAll}>
          {t('send.retry')}
        </button>
      )}
    </div>
  )
}
