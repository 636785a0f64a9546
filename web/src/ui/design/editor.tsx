import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { asFault, type Fault } from '../../store/client'
import { dropDesign, getDesign, saveDesign, type Design, type Fact, type Finding } from '../../store/designs'
import type { Program } from '../../store/programs'
import { writes } from '../../store/records'
import { go } from '../../store/router'
import { tell } from '../../store/toast'
import { l } from '../../store/words'
import { Dialog } from '../parts/dialog'
import { Icon } from '../parts/icon'
import { Failed, Loading } from '../parts/state'
import { useFetched, useTitle } from '../parts/use'
import { Foot } from '../program/parts'
import { readBody, writeBody, type Body } from './body'
import { Basics } from './basics'
import { Gives } from './gives'
import { Path } from './path'
import { PublishPart } from './publish'
import { Results } from './results'
import { say } from './texts'
import { TryPart } from './trial'
import { Rules } from './who'

/** What each part of the editor is given. */
export interface Part {
  body: Body
  /** Changes the draft; it is saved soon after. */
  edit: (change: (b: Body) => Body) => void
  programs: Program[]
  facts: Record<string, Fact[]>
  /** Whether English is written beside Vietnamese. */
  english: boolean
  /** A version of a program in use: whom it helps and its code stay. */
  changes: boolean
  /** What the check says of a field, '' for nothing. */
  wrong: (field: string) => string
}

const parts = ['basics', 'who', 'path', 'gives', 'results', 'try', 'publish'] as const
type PartName = (typeof parts)[number]

/** The part of the editor where a field is mended. */
export function partOf(field: string): PartName {
  if (field.startsWith('eligibility')) return 'who'
  if (field.startsWith('steps')) return 'path'
  if (/^(entitlements|variants|funders)/.test(field)) return 'gives'
  return field.startsWith('measures') ? 'results' : 'basics'
}

/** One draft, in parts; it is saved as it is written. */
export function Editor(p: { id: string; part: string; programs: Program[]; facts: Record<string, Fact[]> }): JSX.Element {
  const found = useFetched(`design/${p.id}`, (s) => getDesign(p.id, s))
  if (found.fault) return <Failed fault={found.fault} again={found.again} />
  if (!found.data) return <Loading />
  return <Opened first={found.data} part={parts.find((x) => x === p.part) ?? 'basics'} programs={p.programs} facts={p.facts} />
}

function Opened({ first, part, programs, facts }: { first: Design; part: PartName; programs: Program[]; facts: Record<string, Fact[]> }): JSX.Element {
  const { design, body, edit, state, fault } = useDraft(first)
  const [english, setEnglish] = useState(false)
  const [drops, setDrops] = useState(false)
  useTitle(l(body.label) || say('title'))
  const wrong = (field: string): string => {
    const f = design.findings.find((x) => !x.hint && x.field === field)
    return f ? l(f.text) : ''
  }
  const given: Part = { body, edit, programs, facts, english, changes: design.base > 0, wrong }
  const count = (name: PartName): number => design.findings.filter((f) => !f.hint && partOf(f.field) === name).length
  return (
    <div class="page design">
      <header>
        <a class="btn bare" href="/design">
          <Icon name="arrow-left" /> {say('title')}
        </a>
        <span class="quiet small" role="status">
          {say(state)}
        </span>
      </header>
      <h1>{l(body.label)}</h1>
      <nav class="segments wrap" aria-label={say('title')}>
        {parts.map((x) => (
          <a key={x} href={`/design/${design.id}/${x}`} aria-current={x === part ? 'page' : undefined}>
            {say(`p.${x}`)}
            {count(x) > 0 && <span class="tag late">{count(x)}</span>}
          </a>
        ))}
      </nav>
      {fault && (
        <p class="notice due" role="alert">
          {l(fault.text)}
        </p>
      )}
      {part !== 'try' && part !== 'publish' && (
        <label class="tick english">
          <input type="checkbox" checked={english} onChange={(e) => setEnglish(e.currentTarget.checked)} /> {say('english')}
        </label>
      )}
      {part === 'basics' && <Basics {...given} />}
      {part === 'who' && <Rules {...given} />}
      {part === 'path' && <Path {...given} />}
      {part === 'gives' && <Gives {...given} />}
      {part === 'results' && <Results {...given} />}
      {part === 'try' && <TryPart {...given} design={design} settled={state === 'saved'} />}
      {part === 'publish' && <PublishPart design={design} body={body} ready={state === 'saved' && sound(design.findings)} />}
      <p class="row wrap end">
        <button type="button" class="btn late" onClick={() => setDrops(true)}>
          {say('drop')}
        </button>
      </p>
      {drops && <Drop design={design} name={l(body.label)} onClose={() => setDrops(false)} />}
    </div>
  )
}

export const sound = (findings: Finding[]): boolean => !findings.some((f) => !f.hint)

function Drop({ design, name, onClose }: { design: Design; name: string; onClose: () => void }): JSX.Element {
  const [error, setError] = useState('')
  const send = async (): Promise<void> => {
    try {
      await dropDesign(design.id)
      writes.value += 1
      tell(say('dropped'))
      go('/design')
    } catch (e) {
      setError(l(asFault(e).text))
    }
  }
  return (
    <Dialog title={say('drop')} onClose={onClose}>
      <p>{say('drop.sure', { name })}</p>
      {error && (
        <p class="error" role="alert">
          {error}
        </p>
      )}
      <Foot go={say('drop')} busy="" onGo={() => void send()} onClose={onClose} />
    </Dialog>
  )
}

/** Whether something was written since the last save was sent. */
const stale = (n: { dirty: boolean }): boolean => n.dirty

/** Milliseconds of quiet after which a draft is saved. */
const pause = 600

type State = 'saved' | 'saving' | 'unsaved'

/** A draft being written: one save at a time, each of what stands when it is sent. */
function useDraft(first: Design): { design: Design; body: Body; edit: Part['edit']; state: State; fault: Fault | null } {
  const [design, setDesign] = useState(first)
  const [body, setBody] = useState(() => readBody(first.body))
  const [state, setState] = useState<State>('saved')
  const [fault, setFault] = useState<Fault | null>(null)
  const now = useRef({ design: first, body: readBody(first.body), dirty: false, busy: false, timer: 0, gone: false })
  const save = async (): Promise<void> => {
    const n = now.current
    if (n.busy || !n.dirty) return
    n.busy = true
    n.dirty = false
    if (!n.gone) setState('saving')
    try {
      n.design = await saveDesign(n.design.id, n.design.seq, writeBody(n.body))
      if (!n.gone) {
        setDesign(n.design)
        setFault(null)
        setState(stale(n) ? 'unsaved' : 'saved')
      }
    } catch (e) {
      n.dirty = true
      if (!n.gone) {
        setFault(asFault(e))
        setState('unsaved')
      }
      n.busy = false
      return
    }
    n.busy = false
    if (stale(n)) void save()
  }
  useEffect(
    () => () => {
      now.current.gone = true
      clearTimeout(now.current.timer)
      void save()
    },
    [],
  )
  const edit: Part['edit'] = (change) => {
    const n = now.current
    n.body = change(n.body)
    n.dirty = true
    setBody(n.body)
    if (!n.busy) setState('unsaved')
    clearTimeout(n.timer)
    n.timer = window.setTimeout(() => void save(), pause)
  }
  return { design, body, edit, state, fault }
}
