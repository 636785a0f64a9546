import type { JSX } from 'preact'
import * as d from '../../core/api/decoders'
import { browserName } from '../../core/browser'
import { showDay, dayOf } from '../../core/dates'
import { placeName } from '../../core/areas'
import { nothing } from '../../core/decode'
import { asFault, get, send } from '../../store/client'
import { addPasskey, canPasskey, listPasskeys } from '../../store/passkeys'
import { book, unitName } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, showAgo, t, tIf } from '../../store/words'
import { Icon } from '../parts/icon'
import { Failed } from '../parts/state'
import { useFetched, useTitle } from '../parts/use'
import { PasswordForm } from '../signin/password'

/** My own account: roles, where I am signed in, passkeys, password. */
export function MePage(): JSX.Element {
  useTitle(t('me.title'))
  const { me, units, areas } = book()
  const nameOf = (id: string): string => {
    const u = units.get(id)
    return u ? unitName(u) : ''
  }
  return (
    <div class="page" style="max-width: 760px">
      <header>
        <h1>{t('me.title')}</h1>
      </header>
      <p>
        <span class="strong">{me.user.name}</span> <span class="quiet">{[me.user.login, me.user.post].filter(Boolean).join(' · ')}</span>
      </p>
      <section class="group">
        <header>
          <h2>{t('me.roles')}</h2>
        </header>
        <ul class="rel">
          {me.roles.map((r) => (
            <li class="item" key={r.code + r.unit + r.area}>
              <span class="grow">{l(r.label)}</span>
              <span class="quiet small">{[nameOf(r.unit), r.area && placeName(areas, r.area)].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
        </ul>
      </section>
      <Sessions />
      <Passkeys />
      <section class="group">
        <header>
          <h2>{t('password.title')}</h2>
        </header>
        <div style="padding-top: 14px">
          <PasswordForm />
        </div>
      </section>
    </div>
  )
}

function Sessions(): JSX.Element {
  const found = useFetched('sessions', (s) => get('/me/sessions', d.sessions, s))
  const end = async (id: string): Promise<void> => {
    try {
      await send('DELETE', `/me/sessions/${id}`, undefined, nothing)
      tell(t('me.session.ended'))
      found.put((found.data ?? []).filter((x) => x.id !== id))
    } catch (e) {
      warn(l(asFault(e).text))
    }
  }
  return (
    <section class="group">
      <header>
        <h2>{t('me.sessions')}</h2>
      </header>
      {found.fault && <Failed fault={found.fault} again={found.again} />}
      <ul class="rel">
        {found.data?.map((x) => (
          <li class="item" key={x.id}>
            <Icon name="monitor" />
            <span class="grow">
              {browserName(x.agent) || t('me.session.unknown')}
              <br />
              <span class="quiet small">{t('me.session.since', { when: showAgo(x.started), method: tIf(`me.method.${x.method}`, x.method) })}</span>
            </span>
            {x.current ? (
              <span class="tag">{t('me.session.this')}</span>
            ) : (
              <button type="button" class="btn small" onClick={() => void end(x.id)}>
                {t('me.session.end')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Passkeys(): JSX.Element {
  const found = useFetched('passkeys', listPasskeys)
  const add = async (): Promise<void> => {
    try {
      await addPasskey()
      tell(t('me.passkeys.added'))
      found.again()
    } catch (e) {
      const f = asFault(e)
      warn(f.status > 0 ? l(f.text) : t('signin.passkey.failed'))
    }
  }
  const drop = async (id: string): Promise<void> => {
    try {
      await send('DELETE', `/me/passkeys/${id}`, undefined, nothing)
      tell(t('me.passkeys.removed'))
      found.again()
    } catch (e) {
      warn(l(asFault(e).text))
    }
  }
  return (
    <section class="group">
      <header>
        <h2>{t('me.passkeys')}</h2>
        {canPasskey() && (
          <button type="button" class="btn bare small" onClick={() => void add()}>
            <Icon name="plus" /> {t('me.passkeys.add')}
          </button>
        )}
      </header>
      <p class="quiet small" style="padding-top: 8px">
        {canPasskey() ? t('me.passkeys.help') : t('me.passkeys.unable')}
      </p>
      {found.fault && <Failed fault={found.fault} again={found.again} />}
      {found.data?.length === 0 && <p class="quiet">{t('me.passkeys.none')}</p>}
      <ul class="rel">
        {found.data?.map((x) => (
          <li class="item" key={x.id}>
            <Icon name="key-round" />
            <span class="grow">
              {x.name} {x.made > 0 && <span class="quiet small num">{showDay(dayOf(x.made))}</span>}
            </span>
            <button type="button" class="btn small" onClick={() => void drop(x.id)}>
              {t('me.passkeys.remove')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
