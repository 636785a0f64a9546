import type { JSX } from 'preact'
import { today } from '../../store/clock'
import { moneyOf, type MoneyLine } from '../../store/money'
import { balancesOf, listPrograms, nextSteps, type Program } from '../../store/programs'
import { listRecords, writes } from '../../store/records'
import { link } from '../../store/router'
import { book, may } from '../../store/session'
import { l } from '../../store/words'
import { programName } from '../money/page'
import { amount, shareWords, ShareStrip } from '../money/parts'
import { say } from '../money/texts'
import { itemName, showQuantity } from '../program/parts'
import { Icon } from '../parts/icon'
import { useFetched } from '../parts/use'
import { Year } from './year'
import '../css/program.css'

/** What a desk's programs ask of it today: steps that wait for me, money, stock. */
export function Work(): JSX.Element {
  const found = useFetched(`work/programs/${writes.value}`, async (s) => (may('enrolment').read || may('entry').read ? (await listPrograms(s)).programs : []))
  const programs = found.data ?? []
  return (
    <>
      {may('enrolment').read && found.data && <Waiting programs={programs} />}
      {may('entry').read && <MoneyNow programs={programs} />}
      {book().pack.indicators.some((i) => may(i.kind).read) && <Year />}
      {may('store').read && may('entry').create && <Stock />}
    </>
  )
}

/** The steps of a program that wait for somebody of my roles, furthest first: who stands where, and how many. */
function waitingOf(p: Program): { step: string; label: string; n: number }[] {
  const mine = new Set(book().me.roles.map((r) => r.code))
  return p.steps
    .filter((s) => !s.end && (p.counts[s.code] ?? 0) > 0 && nextSteps(p, s.code).some((n) => !n.bad && n.roles.some((r) => mine.has(r))))
    .map((s) => ({ step: s.code, label: l(s.label), n: p.counts[s.code] ?? 0 }))
}

function Waiting({ programs }: { programs: Program[] }): JSX.Element | null {
  const all = programs.filter((p) => p.inForce && !p.campaign).map((p) => ({ p, waits: waitingOf(p) }))
  const some = all.filter((x) => x.waits.length > 0)
  if (!may('enrolment').update) return null
  return (
    <section class="stack">
      <h2>{say('waiting')}</h2>
      {some.length === 0 && (
        <p class="quiet">
          <Icon name="check" /> {say('waiting.none')}
        </p>
      )}
      <ul class="feed">
        {some.map(({ p, waits }) => (
          <li key={p.code}>
            <div class="waits">
              <strong>{l(p.label)}</strong>
              {waits.map((w) => (
                <a key={w.step} href={link(`/program/${p.code}`, { step: w.step })}>
                  {say('waiting.at', { n: w.n, step: w.label })}
                </a>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function MoneyNow({ programs }: { programs: Program[] }): JSX.Element | null {
  const span = { from: `${today().slice(0, 4)}-01`, to: today().slice(0, 7) }
  const found = useFetched(`work/money/${writes.value}`, (s) => moneyOf(span, '', s))
  const money = found.data
  if (!money?.lines.length) return null
  const vnd = money.lines.filter((x) => x.item === 'vnd' && x.program)
  return (
    <section class="stack">
      <h2>
        {say('title')} <span class="quiet small">{say('year')}</span>
      </h2>
      <ul class="feed">
        {vnd.map((x) => (
          <li key={x.program}>
            <MoneyRow line={x} programs={programs} partial={money.partial} />
          </li>
        ))}
      </ul>
      <p>
        <a href="/money">{say('all')}</a>
      </p>
    </section>
  )
}

function MoneyRow({ line: x, programs, partial }: { line: MoneyLine; programs: Program[]; partial: boolean }): JSX.Element {
  return (
    <a href={`/money/${x.program}`} class="moneyrow">
      <span class="row">
        <span class="grow">{programName(programs, x.program)}</span>
        <span class="num small">{amount(x.given, x.item)}</span>
      </span>
      <ShareStrip line={x} partial={partial} />
      <span class="small quiet">{shareWords(x, partial)}</span>
    </a>
  )
}

/** What lies in the stores of my unit. */
function Stock(): JSX.Element | null {
  const found = useFetched(`work/stock/${writes.value}`, async (s) => {
    const unit = book().me.user.unit
    const stores = (await listRecords('store', new URLSearchParams({ 'f.unit': unit, limit: '20' }), s)).rows
    const held = stores.length ? (await balancesOf(stores.map((r) => r.id), s)).balances : {}
    return { stores, held }
  })
  if (!found.data?.stores.length) return null
  return (
    <section class="stack">
      <h2>{say('stock')}</h2>
      <ul class="feed">
        {found.data.stores.map((r) => {
          const holds = Object.entries(found.data?.held[r.id] ?? {}).filter(([, n]) => n !== 0)
          return (
            <li key={r.id}>
              <a href={`/store/${r.id}`}>
                <span class="grow">
                  <strong>{r.title}</strong>
                  <br />
                  <span class="small quiet">{holds.length ? holds.map(([item, n]) => (item === 'vnd' ? showQuantity(n, item) : `${itemName(item)}: ${amount(n, item)}`)).join(' · ') : say('stock.none')}</span>
                </span>
              </a>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
