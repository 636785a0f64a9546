import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { cellLabel } from '../../core/kinds'
import { showNumber } from '../../core/numbers'
import { asFault, type Fault } from '../../store/client'
import { erase, erasureOf, type Erasure, type Line } from '../../store/rights'
import { go, place } from '../../store/router'
import { kindOf } from '../../store/session'
import { l, lang } from '../../store/words'
import { Icon } from '../parts/icon'
import { Failed, Loading } from '../parts/state'
import { Tabled } from '../parts/tabled'
import { TextField } from '../parts/textfield'
import { useFetched, useTitle } from '../parts/use'
import { say } from './texts'
import '../css/program.css'

/** Erasing what is kept of a person: what goes, what stays and why, then the name typed. */
export function ErasePage({ person }: { person: string }): JSX.Element {
  const found = useFetched(`erase/${person}`, (s) => erasureOf(person, s))
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  return <Page person={person} plan={found.data} />
}

/** A name as it is compared: whoever types it needs no marks. */
const plain = (s: string): string => s.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase().split(/\s+/).filter(Boolean).join(' ')

function Page({ person, plan }: { person: string; plan: Erasure }): JSX.Element {
  const title = say('erase.title', { name: plan.name })
  useTitle(title)
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault | null>(null)
  const request = place.value.query.get('request') ?? ''
  const run = (): void => {
    setBusy(true)
    erase(person, typed, request)
      .then((made) => go(`/certificate/${made.id}`, { replace: true }))
      .catch((e: unknown) => {
        setBusy(false)
        setFault(asFault(e))
      })
  }
  return (
    <div class="page board">
      <h1>{title}</h1>
      <p class="notice due">
        <Icon name="triangle-alert" /> {say('erase.lead')}
      </p>
      <Lines lines={plan.lines} />
      {plan.files > 0 && <p>{say('files', { n: plan.files })}</p>}
      {plan.renamed.map((x) => (
        <p key={x.household}>{say('renamed', { name: x.name })}</p>
      ))}
      <form
        class="stack noprint"
        style="max-width: 520px"
        onSubmit={(e) => {
          e.preventDefault()
          run()
        }}
      >
        <TextField label={say('confirm', { name: plan.name })} value={typed} onInput={setTyped} error={fault ? l(fault.text) : ''} />
        <p class="row foot" role="status">
          {busy ? (
            say('erase.busy')
          ) : (
            <>
              <button type="submit" class="btn main" disabled={plain(typed) !== plain(plan.name)}>
                <Icon name="trash-2" /> {say('erase.go')}
              </button>
              <a class="btn" href={request ? `/request/${request}` : `/person/${person}`}>
                {say('cancel')}
              </a>
            </>
          )}
        </p>
      </form>
    </div>
  )
}

/** What goes and what stays, by kind; for the flow and for the certificate. */
export function Lines({ lines }: { lines: Line[] }): JSX.Element {
  if (lines.length === 0) return <p class="quiet">{say('goes.none')}</p>
  return (
    <>
      <Table title={say('goes')} lines={lines.filter((x) => !x.kept)} />
      <Table title={say('stays')} lines={lines.filter((x) => x.kept)} kept />
    </>
  )
}

function Table({ title, lines, kept }: { title: string; lines: Line[]; kept?: boolean }): JSX.Element | null {
  if (lines.length === 0) return null
  return (
    <section class="group">
      <h2>{title}</h2>
      <Tabled name={title}>
        <table class="mini">
          <caption class="sr">{title}</caption>
          <thead>
            <tr>
              <th>{say('kind')}</th>
              <th>{say('goes')}</th>
              {kept && <th>{say('why')}</th>}
            </tr>
          </thead>
          <tbody>
            {lines.map((x) => (
              <tr key={x.kind + x.kept}>
                <th scope="row">
                  {x.kind === 'saved_list' ? say('filters') : l(kindOf(x.kind)?.label ?? { vi: x.kind, en: x.kind })} <span class="quiet small num">× {showNumber(x.records)}</span>
                </th>
                <td class="small">{fieldWords(x)}</td>
                {kept && (
                  <td class="small">
                    {l(x.why)}
                    {x.source && <div class="quiet">{say('source', { text: x.source })}</div>}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Tabled>
    </section>
  )
}

function fieldWords(x: Line): string {
  if (x.kind === 'saved_list') return say('filters.words')
  const kind = kindOf(x.kind)
  return x.fields.map((f) => (kind ? cellLabel(kind, f, lang.value) : f)).join(', ')
}
