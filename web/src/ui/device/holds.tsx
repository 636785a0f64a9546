import type { JSX } from 'preact'
import { holds, holders, type Holder, type Holds, type Loss } from '../../core/api/holding'
import type { Rec } from '../../core/api/types'
import { showInstant } from '../../core/dates'
import { placeName } from '../../core/areas'
import { get } from '../../store/client'
import { writes } from '../../store/records'
import { recordLink } from '../../store/router'
import { book, hasPower } from '../../store/session'
import { showAgo, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Failed } from '../parts/state'
import { useFetched } from '../parts/use'

/** When a phone was last met and what it said that it had not sent. */
function Stood({ of }: { of: Pick<Holds, 'met' | 'unsent'> }): JSX.Element {
  return (
    <span>
      {of.met > 0 ? t('device.met', { ago: showAgo(of.met) }) : t('device.met.never')} ·{' '}
      {of.unsent > 0 ? <span class="tag due">{t('device.unsent', { n: of.unsent })}</span> : t('device.unsent.none')}
    </span>
  )
}

/** What the phone said of a memory that it lost, and whether anything is still missing. */
export function LostLine({ loss: x }: { loss: Loss }): JSX.Element {
  return (
    <p>
      {t(x.cause === 'wiped' ? 'device.lost.wiped' : 'device.lost.back', { at: showInstant(x.at), last: x.last, have: x.have })}{' '}
      {x.missing > 0 ? <span class="tag due">{t('device.lost.missing', { n: x.missing })}</span> : t('device.lost.none')}
    </p>
  )
}

/** What is on a phone: to be known before it is taken from its officer, and after. */
export function HoldsSection({ rec }: { rec: Rec }): JSX.Element | null {
  const found = useFetched(`holds/${rec.id}/${writes.value}`, (signal) => get(`/devices/${rec.id}/holds`, holds, signal))
  if (!hasPower('devices') || rec.v.status === 'invited') return null
  const h = found.data
  return (
    <section class="group">
      <header>
        <h2>{t('device.holds')}</h2>
      </header>
      {found.fault && <Failed fault={found.fault} again={found.again} />}
      {h && (
        <>
          <p style="padding-top: 10px">
            <Stood of={h} />
          </p>
          {h.lost && <LostLine loss={h.lost} />}
          <p class="quiet">{t('device.holds.homes', { n: h.homes })}</p>
          <ul class="rel">
            {h.areas.map((a) => (
              <li key={a}>
                <a href={recordLink('area', a)}>
                  <Icon name="map-pin" /> {placeName(book().areas, a)}
                </a>
              </li>
            ))}
            {h.households.map((id) => (
              <li key={id}>
                <a href={recordLink('household', id)}>
                  <Icon name="house" /> {named(h, id)}
                </a>
                {h.about.includes(id) && <span class="tag due">{t('device.unsent.here')}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** A household's name, or a word for one that is not the reader's to open. */
function named(h: Holds, id: string): string {
  const title = h.refs[id]?.title ?? ''
  return title === '' ? t('device.holds.closed') : title
}

/** The phones that hold a household: who still has it, and what they have not sent. */
export function HoldersSection({ rec }: { rec: Rec }): JSX.Element | null {
  const found = useFetched(`holders/${rec.id}/${writes.value}`, (signal) => get(`/households/${rec.id}/devices`, holders, signal))
  const list = found.data
  if (!list || list.devices.length === 0) return null
  return (
    <section class="group">
      <header>
        <h2>{t('device.holders')}</h2>
      </header>
      <ul class="rel">
        {list.devices.map((x) => (
          <HolderItem key={x.id} holder={x} who={list.refs[x.user]?.title ?? ''} />
        ))}
      </ul>
    </section>
  )
}

function HolderItem({ holder: x, who }: { holder: Holder; who: string }): JSX.Element {
  return (
    <li>
      <a href={recordLink('device', x.id)}>
        <Icon name="smartphone" /> {[x.name, who].filter(Boolean).join(' · ')}
      </a>
      <br />
      <span class="quiet small">
        <Stood of={x} />
        {x.about.length > 0 && <> · {t('device.unsent.home')}</>}
        {x.leaves && <> · {t('device.leaves')}</>}
        {x.status !== 'active' && <> · {t(x.status === 'sealed' ? 'device.is.sealed' : 'device.is.revoked')}</>}
      </span>
    </li>
  )
}
