import type { JSX } from 'preact'
import { today } from '../../store/clock'
import { isOpen, listPrograms, type Program } from '../../store/programs'
import { writes } from '../../store/records'
import { place } from '../../store/router'
import { hasPower } from '../../store/session'
import { l } from '../../store/words'
import { Icon } from '../parts/icon'
import { Empty, Failed, Loading } from '../parts/state'
import { useFetched, useTitle } from '../parts/use'
import { Board } from './board'
import { lazy } from '../parts/lazy'
import { DuesPage } from './dues'
import { say } from './texts'
import '../css/program.css'

const CardsPage = lazy(async () => (await import('./cards')).CardsPage)

/** The programs, or one of them. */
export function ProgramScreen({ code, part }: { code: string; part: string }): JSX.Element {
  const found = useFetched(`programs/${writes.value}`, listPrograms)
  if (found.fault && !found.data) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  const one = found.data.programs.find((p) => p.code === code)
  if (code && one) return part === 'dues' ? <DuesPage program={one} key={code} /> : part === 'cards' ? <CardsPage program={one} key={code} /> : <Board program={one} key={code + place.value.parts.join('/')} />
  return <Programs all={found.data.programs} />
}

function Programs({ all }: { all: Program[] }): JSX.Element {
  useTitle(say('title'))
  if (!all.length && !hasPower('programs')) return <Empty>{say('none')}</Empty>
  return (
    <div class="page programs">
      <header class="row wrap">
        <h1 class="grow">{say('title')}</h1>
        {hasPower('programs') && (
          <a class="btn" href="/design">
            <Icon name="pencil" /> {say('design')}
          </a>
        )}
      </header>
      <p class="help">{say('lead')}</p>
      <ul class="programlist">
        {all.map((p) => (
          <li key={p.code}>
            <a class="card" href={`/program/${p.code}`}>
              <strong>{l(p.label)}</strong>
              <span class="quiet small">{l(p.help)}</span>
              <Path program={p} />
              <span class="small num">
                {say('open', { n: sum(p, (s) => !s.end) })} · {say('ended', { n: sum(p, (s) => s.end) })}
                {!isOpen(p, today()) && <span class="tag">{say('closed')}</span>}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

const sum = (p: Program, of: (s: Program['steps'][number]) => boolean): number => p.steps.reduce((n, s) => n + (of(s) ? (p.counts[s.code] ?? 0) : 0), 0)

/** Where the enrolments stand, as a strip: as wide as they are many, with the figures in its text. */
function Path({ program: p }: { program: Program }): JSX.Element {
  const total = sum(p, () => true)
  const words = p.steps.filter((s) => p.counts[s.code]).map((s) => `${l(s.label)}: ${p.counts[s.code] ?? 0}`)
  return (
    <span class="path" role="img" aria-label={words.join(', ')} title={words.join(' · ')}>
      {total > 0 &&
        p.steps.map((s, i) => {
          const n = p.counts[s.code] ?? 0
          return n > 0 && <span key={s.code} class={s.bad ? 'bad' : s.end ? 'end' : ''} style={{ flexGrow: n, opacity: s.end ? 1 : 0.35 + (0.65 * i) / p.steps.length }} />
        })}
    </span>
  )
}
