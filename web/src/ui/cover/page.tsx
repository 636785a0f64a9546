import type { JSX } from 'preact'
import { placeName } from '../../core/areas'
import { daysBetween, showDay } from '../../core/dates'
import { showNumber } from '../../core/numbers'
import { containing } from '../../core/periods'
import { today } from '../../store/clock'
import { coverOf, type Cover, type Tally } from '../../store/cover'
import { writes } from '../../store/records'
import { go, link, place } from '../../store/router'
import { book, may } from '../../store/session'
import { l } from '../../store/words'
import { communes } from '../area/communes'
import { askOf, fetchFigures, indicatorOf } from '../figure/ask'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { Tabled } from '../parts/tabled'
import { useFetched, useTitle } from '../parts/use'
import { refText } from '../parts/value'
import { Select } from '../program/parts'
import { say } from './texts'
import '../css/program.css'

/** Who of my part is seen, who is late, who was never visited; how much each officer has; time spent with the people. */
export function CoverPage(): JSX.Element {
  useTitle(say('title'))
  const area = place.value.query.get('area') ?? ''
  const found = useFetched(`cover/${area}/${writes.value}`, (s) => coverOf(area, s))
  return (
    <div class="page board">
      <header>
        <h1>{say('title')}</h1>
        <div class="acts noprint">
          <button type="button" class="btn" onClick={() => window.print()}>
            <Icon name="file-text" /> {say('print')}
          </button>
        </div>
      </header>
      <p class="help noprint">{say('lead')}</p>
      <div class="noprint" style="max-width: 360px">
        <Select label={say('area')} value={area} empty={say('area.all')} options={communes()} onChange={(v) => go(link('/cover', { area: v }), { replace: true })} />
      </div>
      {found.fault ? <Failed fault={found.fault} again={found.again} /> : !found.data ? <Loading /> : <Body cover={found.data} />}
    </div>
  )
}

function Body({ cover: c }: { cover: Cover }): JSX.Element {
  if (c.all.homes === 0) return <Empty>{say('none')}</Empty>
  return (
    <>
      <div class="facts cover">
        {(['homes', 'seen', 'late', 'never', 'nobody'] as const).map((k) => (
          <div class="fact" key={k}>
            <strong class={`num big ${['late', 'never'].includes(k) && c.all[k] > 0 ? 'late' : ''}`}>{showNumber(c.all[k])}</strong>
            <span class="quiet small">{say(k)}</span>
          </div>
        ))}
      </div>
      <Strip tally={c.all} />
      <Officers officers={c.officers} />
      <Waiting waiting={c.waiting} of={c.all} day={c.day} />
      <Villages villages={c.villages} />
      {c.motto.length > 0 && <Mottos motto={c.motto} />}
    </>
  )
}

/** Seen, late and never, as a strip with its figures in its text. */
function Strip({ tally: x }: { tally: Tally }): JSX.Element {
  const words = `${say('seen')}: ${x.seen} · ${say('late')}: ${x.late} · ${say('never')}: ${x.never}`
  return (
    <span class="path" role="img" aria-label={words} title={words}>
      {x.seen > 0 && <span class="end" style={{ flexGrow: x.seen }} />}
      {x.late > 0 && <span class="bad" style={{ flexGrow: x.late }} />}
      {x.never > 0 && <span class="never" style={{ flexGrow: x.never }} />}
    </span>
  )
}

function Counts({ tally: x }: { tally: Tally }): JSX.Element {
  return (
    <>
      <td class="num count">{showNumber(x.seen)}</td>
      <td class={`num count ${x.late ? 'late' : ''}`}>{showNumber(x.late)}</td>
      <td class={`num count ${x.never ? 'late' : ''}`}>{showNumber(x.never)}</td>
      <td class="noprint" style="min-width: 100px">
        <Strip tally={x} />
      </td>
    </>
  )
}

function Heads(): JSX.Element {
  return (
    <>
      {(['seen', 'late', 'never'] as const).map((k) => (
        <th class="count" key={k}>
          {say(k)}
        </th>
      ))}
      <th class="noprint" />
    </>
  )
}

function Officers({ officers }: { officers: Cover['officers'] }): JSX.Element {
  return (
    <>
      <h2>{say('officers')}</h2>
      {officers.length === 0 ? (
        <p class="help">{say('officers.none')}</p>
      ) : (
        <Tabled name={say('officers')}>
          <table class="mini">
            <caption class="sr">{say('officers')}</caption>
            <thead>
              <tr>
                <th>{say('officer')}</th>
                <th class="count">{say('load')}</th>
                <Heads />
              </tr>
            </thead>
            <tbody>
              {officers.map((o) => (
                <tr key={o.user}>
                  <th scope="row">
                    <a href={link('/assignment', { 'f.user': o.user })}>{refText(o.user) || say('closed')}</a>
                  </th>
                  <td class="num count">
                    {showNumber(o.tally.homes)} <Norm officer={o} />
                  </td>
                  <Counts tally={o.tally} />
                </tr>
              ))}
            </tbody>
          </table>
        </Tabled>
      )}
    </>
  )
}

function Norm({ officer: o }: { officer: Cover['officers'][number] }): JSX.Element | null {
  if (!o.most) return null
  const norm = say('norm', { least: o.least, most: o.most })
  if (o.tally.homes > o.most) return <span class="tag due" title={norm}>{say('over')}</span>
  if (o.tally.homes < o.least) return <span class="tag" title={norm}>{say('under')}</span>
  return <span class="quiet small">{norm}</span>
}

function Waiting({ waiting, of, day }: { waiting: Cover['waiting']; of: Tally; day: string }): JSX.Element {
  return (
    <>
      <h2>{say('waiting')}</h2>
      {waiting.length === 0 && (
        <p class="quiet">
          <Icon name="check" /> {say('waiting.none')}
        </p>
      )}
      {of.late + of.never > waiting.length && <p class="notice due">{say('waiting.cut', { n: waiting.length })}</p>}
      <ul class="rel">
        {waiting.map((h) => (
          <li key={h.id}>
            <a class="item" href={`/household/${h.id}`}>
              <span class="grow">
                {refText(h.id) || say('closed')} <span class="quiet small">{placeName(book().areas, h.area)}</span>
              </span>
              <span class="small quiet">{h.officer ? refText(h.officer) : say('nobody')}</span>
              <span class={`small ${h.seen ? 'late' : 'quiet'}`}>{h.seen ? say('duesince', { day: showDay(h.due), n: daysBetween(h.due, day) }) : say('never')}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

function Villages({ villages }: { villages: Cover['villages'] }): JSX.Element {
  return (
    <>
      <h2>{say('villages')}</h2>
      <Tabled name={say('villages')}>
        <table class="mini">
          <caption class="sr">{say('villages')}</caption>
          <thead>
            <tr>
              <th>{say('village')}</th>
              <th class="count">{say('homes')}</th>
              <Heads />
            </tr>
          </thead>
          <tbody>
            {villages.map((v) => (
              <tr key={v.area}>
                <th scope="row">
                  <a href={link('/household', { area: v.area })}>{placeName(book().areas, v.area)}</a>
                </th>
                <td class="num count">{showNumber(v.tally.homes)}</td>
                <Counts tally={v.tally} />
              </tr>
            ))}
          </tbody>
        </table>
      </Tabled>
    </>
  )
}

/** What the force means by staying with the people, each line with what was counted of it this year. */
function Mottos({ motto }: { motto: Cover['motto'] }): JSX.Element {
  const readable = motto.flatMap((m) => m.figures).filter((c) => indicatorOf(c) && may(indicatorOf(c)?.kind ?? '').read)
  const found = useFetched(`motto/${readable.join()}/${writes.value}`, async (s) => {
    const ask = askOf(new URLSearchParams())
    if (!ask || !readable.length) return null
    return fetchFigures({ ...ask, period: containing(ask.calendar, 'year', today()) }, readable.join(), s)
  })
  const value = (code: string): string => {
    const v = found.data?.rows.find((r) => r.code === code)?.total.v
    return v === undefined || v === null ? '–' : showNumber(v)
  }
  return (
    <>
      <h2>{say('motto')}</h2>
      <p class="help">{say('motto.help')}</p>
      <div class="programlist">
        {motto.map((m) => (
          <section class="card" key={m.code}>
            <strong>{l(m.label)}</strong>
            <span class="quiet small">{l(m.help)}</span>
            <ul class="plainlist small">
              {m.figures.filter((c) => readable.includes(c)).map((c) => (
                <li key={c}>
                  <a href={`/figure/${c}`}>{l(indicatorOf(c)?.label ?? { vi: c, en: c })}</a>: <strong class="num">{value(c)}</strong>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {may('practice').create && (
        <p class="noprint">
          <a class="btn" href={link('/practice/new', { 'v.on': today(), 'v.by': book().me.user.id, 'v.unit': book().me.user.unit })}>
            <Icon name="plus" /> {say('record')}
          </a>
        </p>
      )}
    </>
  )
}
