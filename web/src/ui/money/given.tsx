import type { JSX } from 'preact'
import { placeName } from '../../core/areas'
import { showDay } from '../../core/dates'
import { showNumber } from '../../core/numbers'
import { givenBy, type Given } from '../../store/money'
import { listPrograms, stepOf, type Program } from '../../store/programs'
import { book, kindOf } from '../../store/session'
import { l } from '../../store/words'
import { showQuantity } from '../program/parts'
import { Empty, Failed, Loading } from '../parts/state'
import { useFetched, useTitle } from '../parts/use'
import { programName } from './page'
import { ShareStrip, spanHere, SpanPicker } from './parts'
import { say } from './texts'
import '../css/program.css'

/** What a sponsor gave, and what became of it: no name of who was helped. */
export function GivenPage(): JSX.Element {
  useTitle(say('given.title'))
  const span = spanHere()
  const found = useFetched(`given/${span.from}/${span.to}`, async (s) => ({ given: await givenBy(span, s), programs: (await listPrograms(s)).programs }))
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  const { given, programs } = found.data
  return (
    <div class="page">
      <header>
        <h1>{say('given.title')}</h1>
      </header>
      {given.sponsors.length === 0 && <Empty>{say('given.none')}</Empty>}
      {given.sponsors.map((x) => (
        <article key={x.id}>
          <p class="sub">{x.name}</p>
          <Gifts gifts={x.gifts} programs={programs} />
          {x.promises.length > 0 && <Promises promises={x.promises} programs={programs} />}
          <h2>{say('became')}</h2>
          <p class="help">{say('became.help')}</p>
          <SpanPicker span={span} />
          <div class="programlist">
            {x.became.map((b) => (
              <Card key={b.program + b.item} became={b} programs={programs} least={given.least} />
            ))}
          </div>
        </article>
      ))}
    </div>
  )
}

type Sponsor = Given['sponsors'][number]

function Gifts({ gifts, programs }: { gifts: Sponsor['gifts']; programs: Program[] }): JSX.Element {
  return (
    <>
      <h2>{say('gifts')}</h2>
      {gifts.length === 0 && <p class="help">{say('gifts.none')}</p>}
      <ul class="rel">
        {gifts.map((g, i) => (
          <li key={i} class="item">
            <span class="num">{showDay(g.on)}</span>
            <span class="grow">{programName(programs, g.program)}</span>
            <span class="num">{showQuantity(g.quantity, g.item)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Promises({ promises, programs }: { promises: Sponsor['promises']; programs: Program[] }): JSX.Element {
  const state = (code: string): string => {
    const s = kindOf('pledge')?.fields.find((f) => f.name === 'status')?.states.find((x) => x.code === code)
    return s ? l(s.label) : code
  }
  return (
    <>
      <h2>{say('promises')}</h2>
      <ul class="rel">
        {promises.map((p, i) => {
          const program = programs.find((x) => x.code === p.program)
          const step = program && stepOf(program, p.step)
          return (
            <li key={i} class="item">
              <span class="num">{showDay(p.on)}</span>
              <span class="grow">
                {programName(programs, p.program)}
                {step && (
                  <span class="quiet small">
                    {' '}
                    · {say('step')} “{l(step.label)}” {p.reached[p.step] && showDay(p.reached[p.step] ?? '')}
                  </span>
                )}
                {p.due && <span class="quiet small"> · {say('until', { day: showDay(p.due) })}</span>}
              </span>
              <span class="tag">{state(p.status)}</span>
              <span class="num">{showQuantity(p.quantity, p.item)}</span>
            </li>
          )
        })}
      </ul>
    </>
  )
}

function Card({ became: b, programs, least }: { became: Sponsor['became'][number]; programs: Program[]; least: number }): JSX.Element {
  return (
    <section class="card">
      <strong>{programName(programs, b.program)}</strong>
      <ShareStrip line={b} />
      <dl class="kv small">
        {(['received', 'given', 'due', 'left'] as const).map((k) => (
          <>
            <dt key={k}>{say(k)}</dt>
            <dd class="num">{showQuantity(b[k], b.item)}</dd>
          </>
        ))}
      </dl>
      {b.reached.length > 0 && (
        <>
          <span class="quiet small">{say('reached')}</span>
          <ul class="plainlist small">
            {b.reached.map((r) => (
              <li key={r.area}>
                {placeName(book().areas, r.area)}: <span class="num">{r.count ? showNumber(r.count) : say('few', { n: least })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
