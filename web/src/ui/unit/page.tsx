import type { JSX } from 'preact'
import type { Unit } from '../../core/api/types'
import { placeName } from '../../core/areas'
import { showDay } from '../../core/dates'
import { termLabel } from '../../core/kinds'
import { today } from '../../store/clock'
import { countOf } from '../../store/counts'
import { recordLink } from '../../store/router'
import { book, may, unitName } from '../../store/session'
import { lang, t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Empty } from '../parts/state'
import { useFetched } from '../parts/use'

/** One unit: what it is, under whom, which places are and were in its care. */
export function UnitPage({ id }: { id: string }): JSX.Element {
  const { units, pack } = book()
  const unit = units.get(id)
  if (!unit) return <Empty action={<a class="btn" href="/unit">{t('rec.back')}</a>}>{t('rec.notfound')}</Empty>
  const above = units.get(unit.parent)
  const below = [...units.values()].filter((u) => u.parent === id)
  const now = today()
  return (
    <article class="rec">
      <header>
        <div class="who">
          <h1>{unitName(unit)}</h1>
          <p class="sub">
            <span>{termLabel(pack, 'unit_type', unit.type, now, lang.value)}</span>
            {unit.code && <span>{t('area.code', { code: unit.code })}</span>}
            {above && (
              <span>
                {t('unit.above')}: <a href={recordLink('unit', above.id)}>{unitName(above)}</a>
              </span>
            )}
          </p>
        </div>
        <a class="btn bare" href="/unit">
          <Icon name="x" /> {t('rec.close')}
        </a>
      </header>
      {unit.unconfirmed && (
        <p class="notice due">
          <Icon name="triangle-alert" /> {t('unit.unconfirmed.help')}
        </p>
      )}
      <div class="figures" style="margin-top: 16px">
        {may('user').read && <Users id={id} />}
      </div>
      <Care heading={t('unit.areas')} unit={unit} areas={unit.areas.filter((x) => !x.to || now <= x.to)} none={t('unit.areas.none')} />
      <Care heading={t('unit.areas.former')} unit={unit} areas={unit.areas.filter((x) => x.to && x.to < now)} />
      {below.length > 0 && (
        <section class="group">
          <header>
            <h2>{t('unit.below')}</h2>
          </header>
          <ul class="rel">
            {below.map((u) => (
              <li key={u.id}>
                <a class="item" href={recordLink('unit', u.id)}>
                  <span class="grow">{unitName(u)}</span>
                  {u.unconfirmed && <span class="tag due">{t('unit.unconfirmed')}</span>}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {unit.aliases.length > 0 && (
        <p class="help">
          {t('unit.aliases')}: {unit.aliases.join(', ')}
        </p>
      )}
      {unit.note && <p class="help">{unit.note}</p>}
    </article>
  )
}

function Users({ id }: { id: string }): JSX.Element {
  const n = useFetched(`users/${id}`, (signal) => countOf('user', { 'f.unit': id }, signal))
  return (
    <a class="figure" href={`/user?f.unit=${id}`}>
      <b>{n.data ?? '…'}</b>
      <span>{t('unit.users')}</span>
    </a>
  )
}

function Care({ heading, areas, none }: { heading: string; unit: Unit; areas: Unit['areas']; none?: string }): JSX.Element | null {
  if (areas.length === 0 && !none) return null
  return (
    <section class="group">
      <header>
        <h2>{heading}</h2>
      </header>
      {areas.length === 0 && <p class="quiet" style="padding-top: 10px">{none}</p>}
      <ul class="rel">
        {areas.map((x) => (
          <li key={x.area + x.from}>
            <a class="item" href={recordLink('area', x.area)}>
              <Icon name="map" />
              <span class="grow">{placeName(book().areas, x.area)}</span>
              <span class="quiet small num">
                {[x.from && t('area.from', { day: showDay(x.from) }), x.to && t('area.to', { day: showDay(x.to) })].filter(Boolean).join(' ')}
              </span>
              {x.source && <span class="quiet tiny">{t('area.source', { source: x.source })}</span>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
