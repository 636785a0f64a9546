import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { showInstant } from '../../../core/dates'
import { textOf, type Json } from '../../../core/decode'
import { cellLabel, fieldOf } from '../../../core/kinds'
import { ask, version } from '../../../store/phone/client'
import type { Wrote } from '../../../store/phone/history'
import type { Row } from '../../../store/phone/messages'
import { kindOf } from '../../../store/session'
import { lang } from '../../../store/words'
import { words } from '../../form/answers'
import { Icon } from '../../parts/icon'
import { refText, valueText } from '../../parts/value'
import { labelOf, useAnswered } from './answers'
import { say } from './texts'

interface Line {
  label: string
  from: string
  to: string
}

interface Entry {
  at: number
  user: string
  what: string
  lines: Line[]
}

function useHistories(kind: string, ids: string[]): Map<string, Wrote[]> | null {
  const [found, setFound] = useState<Map<string, Wrote[]> | null>(null)
  useEffect(() => {
    Promise.all(ids.map(async (id): Promise<[string, Wrote[]]> => [id, await ask('history', kind, id)])).then((all) => setFound(new Map(all)), () => setFound(new Map()))
  }, [kind, ids.join(), version.value])
  return found
}

/** Fields whose values say nothing to a reader, or are told elsewhere. */
const silent = new Set(['form', 'form_version', 'answers', 'corrects', 'area', 'generated', '_deleted'])

function textIn(kind: string, name: string, v: Json | undefined): string {
  const k = kindOf(kind)
  const f = k && fieldOf(k, name)
  return f ? valueText(f, v) : ''
}

/** A visit and its corrections: who, when, from what to what. */
export function VisitHistory({ chain }: { chain: Row[] }): JSX.Element | null {
  const histories = useHistories('visit', chain.map((v) => v.id))
  const answers = useAnswered(chain)
  if (!histories || !answers) return null
  const entries = chain.map((v, i): Entry => {
    const first = histories.get(v.id)?.at(-1)
    const was = chain[i - 1]
    return { at: first?.at ?? v.at, user: first?.user ?? textOf(v.v.by), what: say(was ? 'history.mended' : 'history.made'), lines: was ? changed(was, v, answers) : [] }
  })
  return <Entries entries={entries.reverse()} />
}

/** What a correction changed, fields and answers. */
function changed(was: Row, now: Row, answers: ReturnType<typeof useAnswered>): Line[] {
  const k = kindOf('visit')
  const out: Line[] = []
  for (const name of new Set([...Object.keys(was.v), ...Object.keys(now.v)])) {
    const [from, to] = [textIn('visit', name, was.v[name]), textIn('visit', name, now.v[name])]
    if (!silent.has(name) && from !== to && k) out.push({ label: cellLabel(k, name, lang.value), from, to })
  }
  const told = (v: Row): Map<string, [string, string]> => new Map((answers?.get(v.id) ?? []).map((r) => [r.path, [labelOf(r), words(r, lang.value)]]))
  const [a, b] = [told(was), told(now)]
  for (const path of new Set([...a.keys(), ...b.keys()])) {
    const [from, to] = [a.get(path)?.[1] ?? '', b.get(path)?.[1] ?? '']
    if (from !== to) out.push({ label: (b.get(path) ?? a.get(path))?.[0] ?? path, from, to })
  }
  return out
}

/** What this phone knows of a record's life. */
export function KnownHistory({ kind, id }: { kind: string; id: string }): JSX.Element | null {
  const histories = useHistories(kind, [id])
  const k = kindOf(kind)
  const wrote = histories?.get(id)
  if (!wrote || !k) return null
  const entries = wrote.map((w, i): Entry => ({
    at: w.at,
    user: w.user,
    what: say(i === wrote.length - 1 ? 'history.made' : 'history.set'),
    lines: w.fields
      .filter((f) => !silent.has(f.name))
      .map((f) => ({ label: cellLabel(k, f.name, lang.value), from: f.from === undefined ? '' : textIn(kind, f.name, f.from), to: textIn(kind, f.name, f.to) })),
  }))
  return <Entries entries={entries} />
}

function Entries({ entries }: { entries: Entry[] }): JSX.Element {
  return (
    <details class="known">
      <summary>
        <Icon name="history" /> {say('history.title')}
      </summary>
      <p class="help">{say('history.known')}</p>
      <ol>
        {entries.map((e, i) => (
          <li key={i}>
            <p class="small">
              <span class="strong">{e.user ? refText(e.user) : ''}</span> {e.what} · <time class="num quiet">{showInstant(e.at)}</time>
            </p>
            <ul class="small">
              {e.lines.map((l) => (
                <li key={l.label}>
                  <span class="quiet">{l.label}: </span>
                  {l.from && (
                    <>
                      <del>{l.from}</del> <Icon name="move-right" />{' '}
                    </>
                  )}
                  {l.to || say('history.none')}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </details>
  )
}
