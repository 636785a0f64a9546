import type { JSX } from 'preact'
import type { Area, Lineage } from '../../core/api/types'
import { label, lowerFirst, onMap, parentOn, pathOf } from '../../core/areas'
import { showDay } from '../../core/dates'
import { termLabel } from '../../core/kinds'
import { today } from '../../store/clock'
import { countOf } from '../../store/counts'
import { recordLink } from '../../store/router'
import { book, kindOf, may, unitName } from '../../store/session'
import { l, lang, t, tIf } from '../../store/words'
import { Icon } from '../parts/icon'
import { Empty } from '../parts/state'
import { useFetched } from '../parts/use'
import { MiniMap } from './map'

/** One place: what it is, what it came from, who lives there, who looks after it. */
export function AreaPage({ id }: { id: string }): JSX.Element {
  const { areas } = book()
  const area = areas.byId.get(id)
  if (!area) return <Empty action={<a class="btn" href="/area">{t('rec.back')}</a>}>{t('rec.notfound')}</Empty>
  const day = area.validTo || today()
  const inside = [...areas.byId.values()]
    .filter((a) => a.id !== id && onMap(a, day) && parentOn(areas, a, day)?.id === id)
    .sort((a, b) => Number(b.border) - Number(a.border) || a.name.localeCompare(b.name, 'vi'))
  return (
    <article class="rec">
      <header>
        <div class="who">
          <Path area={area} />
          <h1>{label(area)}</h1>
          <p class="sub">
            <span>{termLabel(book().pack, 'area_level', area.level, area.validTo || today(), lang.value)}</span>
            <span>{t('area.code', { code: area.code })}</span>
            {(area.validFrom || area.validTo) && <span class="num">{valid(area)}</span>}
          </p>
          <Marks area={area} />
        </div>
        <a class="btn bare" href="/area">
          <Icon name="x" /> {t('rec.close')}
        </a>
      </header>
      <Counts id={id} />
      {area.lineage.length > 0 && <Past area={area} />}
      <InCare id={id} />
      {inside.length > 0 && (
        <section class="group">
          <header>
            <h2>{t('area.inside')}</h2>
          </header>
          <ul class="row wrap" style="padding-top: 10px">
            {inside.map((a) => (
              <li key={a.id}>
                <a class="chip" href={recordLink('area', a.id)}>
                  {label(a)}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <MiniMap area={area} />
      {area.source && <p class="help">{t('area.source', { source: area.source })}</p>}
      {area.note && <p class="help">{area.note}</p>}
    </article>
  )
}

function valid(a: Area): string {
  if (a.validFrom && a.validTo) return t('area.since', { from: showDay(a.validFrom), to: showDay(a.validTo) })
  return a.validFrom ? t('area.from', { day: showDay(a.validFrom) }) : t('area.to', { day: showDay(a.validTo) })
}

function Path({ area }: { area: Area }): JSX.Element {
  const above = pathOf(book().areas, area.id).slice(1).reverse()
  return (
    <nav class="quiet small" aria-label={t('area.title')}>
      {above.map((a) => (
        <span key={a.id}>
          <a href={recordLink('area', a.id)}>{label(a)}</a> ›{' '}
        </span>
      ))}
    </nav>
  )
}

function Marks({ area }: { area: Area }): JSX.Element {
  return (
    <p class="row wrap" style="margin-top: 6px">
      {area.border && <span class="tag accent">{t('area.border.computed')}</span>}
      {area.generated && (
        <span class="tag due" title={t('area.generated.help')}>
          {t('area.generated.help')}
        </span>
      )}
    </p>
  )
}

/** How many households and people, each figure the door to its list. */
function Counts({ id }: { id: string }): JSX.Element {
  return (
    <div class="figures" style="margin-top: 16px">
      {(['household', 'person', 'assignment'] as const).map((k) => may(k).read && <Count key={k} kind={k} area={id} />)}
    </div>
  )
}

function Count({ kind, area }: { kind: string; area: string }): JSX.Element {
  const n = useFetched(`${kind}/${area}`, (signal) => countOf(kind, { area }, signal))
  const k = kindOf(kind)
  return (
    <a class="figure" href={`/${kind}?area=${area}`}>
      <b>{n.data ?? '…'}</b>
      <span>{k ? l(k.plural) : kind}</span>
    </a>
  )
}

function Past({ area }: { area: Area }): JSX.Element {
  return (
    <section class="group">
      <header>
        <h2>{t('area.lineage')}</h2>
      </header>
      <ul class="rel">
        {area.lineage.map((x) => (
          <LineageLine key={x.relation + x.area} x={x} />
        ))}
        {area.within.map((w) => {
          const a = book().areas.byId.get(w.area)
          return (
            a && (
              <li key={w.area} class="item">
                <span>
                  {t('area.formerly')} <a href={recordLink('area', a.id)}>{label(a)}</a>
                  {w.to && <span class="quiet num"> · {t('area.to', { day: showDay(w.to) })}</span>}
                </span>
              </li>
            )
          )
        })}
      </ul>
    </section>
  )
}

/** "hợp nhất vào xã Phong Thổ từ 01/07/2025", the other place a link. */
function LineageLine({ x }: { x: Lineage }): JSX.Element {
  const other = book().areas.byId.get(x.area)
  const hole = '\u0000'
  const words = tIf(`lineage.${x.relation}`, `${x.relation} ${hole}`, { area: hole, day: showDay(x.date) }).split(hole)
  return (
    <li class="item">
      <span class="grow num">
        {words[0]}
        {other ? <a href={recordLink('area', other.id)}>{lowerFirst(label(other))}</a> : t('value.unknown')}
        {words[1]}
      </span>
      {x.source && <span class="quiet tiny">{t('area.source', { source: x.source })}</span>}
    </li>
  )
}

/** The units that have this place in their care today; a place without says so. */
function InCare({ id }: { id: string }): JSX.Element {
  const { units, areas } = book()
  const up = new Set(pathOf(areas, id).filter((a) => a.level !== 'province' || a.id === id).map((a) => a.id))
  const now = today()
  const own = [...units.values()].filter((u) => u.areas.some((x) => up.has(x.area) && (!x.from || x.from <= now) && (!x.to || now <= x.to)))
  return (
    <section class="group">
      <header>
        <h2>{t('area.units')}</h2>
      </header>
      {own.length === 0 && <p class="quiet" style="padding-top: 10px">{t('area.nounits')}</p>}
      <ul class="rel">
        {own.map((u) => (
          <li key={u.id}>
            <a class="item" href={recordLink('unit', u.id)}>
              <Icon name="flag" />
              <span class="grow">{unitName(u)}</span>
              {u.unconfirmed && <span class="tag due">{t('unit.unconfirmed')}</span>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
