import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { showDay } from '../../core/dates'
import { showNumber } from '../../core/numbers'
import { asFault } from '../../store/client'
import { tryDesign, type Design, type Finding, type Trial } from '../../store/designs'
import { roleName } from '../../store/roles'
import type { Step } from '../../store/programs'
import { l } from '../../store/words'
import { Tabled } from '../parts/tabled'
import { showQuantity } from '../program/parts'
import type { Body } from './body'
import { partOf, sound, type Part } from './editor'
import { needs } from './path'
import { say } from './texts'

/** What is wrong, what the draft would do with the records that are there, and a walk along its path. */
export function TryPart({ body, design, settled }: Part & { design: Design; settled: boolean }): JSX.Element {
  const good = sound(design.findings)
  const hints = design.findings.filter((f) => f.hint)
  const wrong = design.findings.filter((f) => !f.hint)
  return (
    <>
      {good ? (
        <p class="notice plain" role="status">
          {say('try.good')}
        </p>
      ) : (
        <>
          <h2>{say('try.wrong', { n: wrong.length })}</h2>
          <Findings all={wrong} id={design.id} body={body} />
        </>
      )}
      {hints.length > 0 && (
        <>
          <h2>{say('try.hints')}</h2>
          <Findings all={hints} id={design.id} body={body} />
        </>
      )}
      {good && <Sieve body={body} design={design} settled={settled} />}
      <Walk body={body} />
    </>
  )
}

/** Each thing to mend, with a way to where it is. */
function Findings({ all, id, body }: { all: Finding[]; id: string; body: Body }): JSX.Element {
  return (
    <ul class="plainlist">
      {all.map((f, i) => (
        <li key={i}>
          <a href={`/design/${id}/${partOf(f.field)}`}>
            {say(`p.${partOf(f.field)}`)}
            {nameOf(f.field, body)}
          </a>
          : {l(f.text)}
        </li>
      ))}
    </ul>
  )
}

/** The name of the step, entitlement or cycle that a field is of. */
function nameOf(field: string, body: Body): string {
  const m = /^(steps|entitlements|cycles|measures)\[(\d+)\]/.exec(field)
  if (!m) return ''
  const at = Number(m[2])
  const found = m[1] === 'steps' ? body.steps[at] : m[1] === 'entitlements' ? body.entitlements[at] : m[1] === 'cycles' ? body.cycles[at] : body.measures[at]
  return found ? ` · ${l(found.label) || found.code}` : ''
}

function Sieve({ body, design, settled }: { body: Body; design: Design; settled: boolean }): JSX.Element {
  const [found, setFound] = useState<Trial | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const stopped = useRef(false)
  useEffect(
    () => () => {
      stopped.current = true
    },
    [],
  )
  const run = async (): Promise<void> => {
    stopped.current = false
    setBusy(true)
    setError('')
    try {
      await tryDesign(design.id, setFound, () => stopped.current)
    } catch (e) {
      setError(l(asFault(e).text))
    }
    setBusy(false)
  }
  return (
    <section class="group">
      <p class="help">{say('try.lead')}</p>
      <p class="row">
        <button type="button" class="btn main" disabled={busy || !settled} onClick={() => void run()}>
          {say('try.go')}
        </button>
        {busy && (
          <button type="button" class="btn" onClick={() => (stopped.current = true)}>
            {say('try.stop')}
          </button>
        )}
        <span role="status">{busy && found ? say('try.busy', { n: showNumber(found.looked), of: showNumber(found.total) }) : ''}</span>
      </p>
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      {found && <Outcome found={found} body={body} />}
    </section>
  )
}

function Outcome({ found, body }: { found: Trial; body: Body }): JSX.Element {
  const variant = (code: string): string => l(body.variants.find((v) => v.code === code)?.label ?? { vi: code, en: code })
  return (
    <>
      {body.subject === 'household' || body.subject === 'person' ? (
        <>
          <p class="big num">{say('try.count', { n: showNumber(found.eligible), of: showNumber(found.looked) })}</p>
          {body.eligibility.length > 0 && (
            <Tabled name={say('try.fails')}>
              <table class="mini">
                <caption class="sr">{say('try.fails')}</caption>
                <thead>
                  <tr>
                    <th>{say('try.fails')}</th>
                    <th class="num">{say(`subject.${body.subject}`)}</th>
                  </tr>
                </thead>
                <tbody>
                  {body.eligibility.map((r, i) => (
                    <tr key={i}>
                      <th scope="row">{l(r.reason)}</th>
                      <td class="num">{showNumber(found.fails[i] ?? 0)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Tabled>
          )}
        </>
      ) : (
        <p class="help">{say('try.one')}</p>
      )}
      <h3>{say('try.dues')}</h3>
      {found.dues.length === 0 ? (
        <p class="help">{say('try.dues.none')}</p>
      ) : (
        <Tabled name={say('try.dues')}>
          <table class="mini">
            <caption class="sr">{say('try.dues')}</caption>
            <thead>
              <tr>
                <th>{say('due')}</th>
                <th>{say('item')}</th>
                <th class="num">{say('amount')}</th>
              </tr>
            </thead>
            <tbody>
              {found.dues.map((d, i) => (
                <tr key={i}>
                  <td class="num">{showDay(d.on)}</td>
                  <td>
                    {l(body.entitlements.find((e) => e.code === d.entitlement)?.label ?? { vi: '', en: '' })}
                    {d.variant && <span class="quiet"> · {variant(d.variant)}</span>}
                  </td>
                  <td class="num">{showQuantity(d.amount, d.item)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Tabled>
      )}
    </>
  )
}

/** Walks an enrolment that is none along the path. */
function Walk({ body }: { body: Body }): JSX.Element | null {
  const first = body.steps.find((s) => s.from.length === 0)
  const [walked, setWalked] = useState<string[]>([])
  if (!first) return null
  const at = body.steps.find((s) => s.code === (walked.at(-1) ?? first.code)) ?? first
  const next = body.steps.filter((s) => s.from.includes(at.code))
  return (
    <section class="group">
      <h2>{say('try.walk')}</h2>
      <p class="help">{say('try.walk.lead')}</p>
      <ol class="walk">
        {[first.code, ...walked].map((code, i) => (
          <li key={i}>{l(body.steps.find((s) => s.code === code)?.label ?? { vi: code, en: code })}</li>
        ))}
      </ol>
      {next.length === 0 ? (
        <p>{say('try.ended')}</p>
      ) : (
        <ul class="nextsteps" aria-label={say('try.next')}>
          {next.map((s) => (
            <li key={s.code}>
              <button type="button" class="btn" onClick={() => setWalked([...walked, s.code])}>
                {l(s.label) || s.code}
              </button>
              <span class="quiet small">{asks(s)}</span>
            </li>
          ))}
        </ul>
      )}
      {walked.length > 0 && (
        <button type="button" class="btn small" onClick={() => setWalked([])}>
          {say('try.again')}
        </button>
      )}
    </section>
  )
}

function asks(s: Step): string {
  const what = needs.filter((n) => s.needs.includes(n)).map((n) => say(`need.${n}`))
  return [say('try.who', { roles: s.roles.map(roleName).join(', ') }), what.length ? say('try.what', { needs: what.join(', ') }) : ''].filter(Boolean).join(' · ')
}
