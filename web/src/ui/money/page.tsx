import type { JSX } from 'preact'
import { moneyOf, type Money, type MoneyLine } from '../../store/money'
import { listPrograms, type Program } from '../../store/programs'
import { writes } from '../../store/records'
import { link } from '../../store/router'
import { l } from '../../store/words'
import { itemName } from '../program/parts'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { Tabled } from '../parts/tabled'
import { useFetched, useTitle } from '../parts/use'
import { amount, ShareStrip, spanHere, SpanPicker, spanWords } from './parts'
import { Settlement } from './settlement'
import { say } from './texts'
import '../css/program.css'

/** What every program received, gave and has left; or the settlement of one. */
export function MoneyScreen({ code }: { code: string }): JSX.Element {
  const span = spanHere()
  const programs = useFetched('money/programs', listPrograms)
  const found = useFetched(`money/${code}/${span.from}/${span.to}/${writes.value}`, (s) => moneyOf(span, code, s))
  const fault = found.fault ?? programs.fault
  if (fault && !(found.data && programs.data)) return <Failed fault={fault} again={found.again} />
  if (!found.data || !programs.data) return <Loading />
  const one = programs.data.programs.find((p) => p.code === code)
  if (one) return <Settlement program={one} money={found.data} span={span} />
  return <Overview money={found.data} programs={programs.data.programs} />
}

export function programName(all: Program[], code: string): string {
  const p = all.find((x) => x.code === code)
  return p ? l(p.label) : code || say('program.none')
}

function Overview({ money: { lines, partial }, programs }: { money: Money; programs: Program[] }): JSX.Element {
  useTitle(say('title'))
  const span = spanHere()
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
      <SpanPicker span={span} />
      <p class="printonly">{spanWords(span)}</p>
      {lines.length === 0 ? (
        <Empty>{say('none')}</Empty>
      ) : (
        <Tabled name={say('title')}>
          <table class="mini">
            <caption class="sr">{say('title')}</caption>
            <thead>
              <tr>
                <th>{say('program')}</th>
                <th>{say('item')}</th>
                <MoneyHeads partial={partial} />
              </tr>
            </thead>
            <tbody>
              {lines.map((x, i) => (
                <tr key={x.program + x.item}>
                  <th scope="row">
                    {x.program !== lines[i - 1]?.program &&
                      (x.program ? <a href={link(`/money/${x.program}`, { ...span })}>{programName(programs, x.program)}</a> : programName(programs, ''))}
                  </th>
                  <td>{itemName(x.item)}</td>
                  <MoneyCells line={x} partial={partial} />
                </tr>
              ))}
            </tbody>
          </table>
        </Tabled>
      )}
    </div>
  )
}

const columns = ['opening', 'received', 'given', 'lost', 'left', 'due', 'promised'] as const

/** What is whole in the books of some units. */
const ofAPart: readonly string[] = ['given', 'due']

const shown = (partial: boolean): (typeof columns)[number][] => columns.filter((k) => !partial || ofAPart.includes(k))

export function MoneyHeads({ partial }: { partial: boolean }): JSX.Element {
  return (
    <>
      {shown(partial).map((k) => (
        <th class="count" key={k}>
          {say(k)}
        </th>
      ))}
      <th class="noprint" style="min-width: 120px" />
    </>
  )
}

export function MoneyCells({ line: x, partial }: { line: MoneyLine; partial: boolean }): JSX.Element {
  const short = partial ? 0 : x.due - x.left
  return (
    <>
      {shown(partial).map((k) => (
        <td class={`num count ${k === 'left' && x.left < 0 ? 'late' : ''}`} key={k}>
          {x[k] === 0 ? <span class="quiet">–</span> : amount(x[k], x.item)}
          {k === 'due' && x.due > 0 && short > 0 && <div class="late small">{say('short', { n: amount(short, x.item) })}</div>}
        </td>
      ))}
      <td class="noprint">
        <ShareStrip line={x} partial={partial} />
      </td>
    </>
  )
}
