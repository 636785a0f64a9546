import type { JSX } from 'preact'
import { showInstant } from '../../core/dates'
import type { Json } from '../../core/decode'
import { cellLabel, fieldOf } from '../../core/kinds'
import { today } from '../../store/clock'
import type { Conflict, HeldBack, Writing } from '../../store/phone/attention'
import { mayAt, toLookAt } from '../../store/phone/book'
import { ask, meet, problemOf, refresh, status } from '../../store/phone/client'
import type { Write } from '../../store/replica/device'
import { book, kindOf } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { l, lang } from '../../store/words'
import { Icon } from '../parts/icon'
import { refText, valueText } from '../parts/value'
import { problemText } from './door'
import { Frame } from './frame'
import { say } from './settle.texts'
import '../css/record.phone.css'

/** What needs a person: where two wrote different things, and what the server put aside. */
export function SettlePage(): JSX.Element {
  const all = toLookAt(status.value)
  return (
    <Frame title={say('title')} back="/phone/link">
      {all.length === 0 && <p class="empty">{say('none')}</p>}
      {all.map((a) => (a.what === 'conflict' ? <ConflictCard key={`${a.record} ${a.field}`} c={a} /> : <HeldCard key={a.n} h={a} />))}
    </Frame>
  )
}

function labelOf(kind: string, field: string): string {
  const k = kindOf(kind)
  return k ? cellLabel(k, field, lang.value) : field
}

function textIn(kind: string, field: string, v: Json): string {
  const k = kindOf(kind)
  const f = k && fieldOf(k, field)
  const text = f ? valueText(f, v) : ''
  return text === '' ? say('empty') : text
}

function nameOf(a: { kind: string; record: string; household: string }): string {
  const k = kindOf(a.kind)
  return [k ? l(k.label) : a.kind, refText(a.record) || refText(a.household)].filter(Boolean).join(' · ')
}

/** The screen on which a record is seen, where there is one. */
function linkOf(a: { kind: string; record: string; household: string }): string {
  if (a.kind === 'visit') return `/phone/seen/${a.record}`
  return a.household ? `/phone/home/${a.household}` : ''
}

function ConflictCard({ c }: { c: Conflict }): JSX.Element {
  const may = mayAt('update', c.kind, c)
  const noted = may && ['household', 'person'].includes(c.kind) && mayAt('create', 'note', c)
  const keep = (value: Json, more: Write[] = []): void => void settle([{ kind: c.kind, record: c.record, fields: { [c.field]: value } }, ...more])
  const both = async (): Promise<void> => {
    const [shown, ...others] = c.writings
    if (!shown) return
    const ids = await ask('newIds', others.length)
    keep(shown.value, others.map((w, i) => noteOf(c, w, ids[i] ?? '')))
  }
  return (
    <section class="look stack">
      <div>
        <p class="quiet small">{nameOf(c)}</p>
        <h2>{say('conflict.what', { field: labelOf(c.kind, c.field) })}</h2>
      </div>
      <p class="help">{say(may ? 'conflict.help' : 'conflict.closed')}</p>
      <ul class="values">
        {c.writings.map((w) => (
          <li key={w.version} class="stack">
            <p class="strong">{textIn(c.kind, c.field, w.value)}</p>
            <p class="quiet small">{say(w.here ? 'by.here' : 'by', { who: refText(w.user) || say('someone'), when: showInstant(w.at) })}</p>
            {may && (
              <button type="button" class="btn wide" onClick={() => keep(w.value)}>
                <Icon name="check" /> {say('conflict.keep')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {noted && (
        <button type="button" class="btn wide" onClick={() => void both()}>
          <Icon name="sticky-note" /> {say('conflict.both')}
        </button>
      )}
    </section>
  )
}

/** A value that is not kept, as a note about the record. */
function noteOf(c: Conflict, w: Writing, record: string): Write {
  const text = say('conflict.note', { field: labelOf(c.kind, c.field), who: refText(w.user) || say('someone'), value: textIn(c.kind, c.field, w.value), when: showInstant(w.at) })
  return { kind: 'note', record, fields: { subject: c.record, area: c.area, text, by: book().me.user.id, on: today() } }
}

async function settle(writes: Write[]): Promise<void> {
  try {
    await ask('record', writes, '')
    if ('vibrate' in navigator) navigator.vibrate(40)
    tell(say('conflict.kept'))
    await refresh()
    if (navigator.onLine) void meet()
  } catch (e) {
    warn(problemText(problemOf(e)))
  }
}

function HeldCard({ h }: { h: HeldBack }): JSX.Element {
  const away = async (gone: boolean): Promise<void> => {
    await ask('putAway', h.n, gone)
    await refresh()
    if (gone) tell(say('held.gone'), { label: say('undo'), run: () => void away(false) })
  }
  const link = linkOf(h)
  return (
    <section class="look stack">
      <div>
        <p class="quiet small">{nameOf(h)}</p>
        <h2>{say(`held.${h.status}`)}</h2>
      </div>
      {h.text.vi && (
        <p>
          <span class="quiet">{say('held.why')}: </span>
          {h.field ? `${labelOf(h.kind, h.field)}. ` : ''}
          {l({ vi: h.text.vi, en: h.text.en ?? '' })}
        </p>
      )}
      <dl class="facts">
        <div>
          <dt>{say('held.wrote', { when: showInstant(h.at) })}</dt>
          <dd>
            {Object.entries(h.fields)
              .filter(([name]) => !['area', 'by', 'form', 'form_version', 'answers', 'point'].includes(name))
              .map(([name, v]) => `${labelOf(h.kind, name)}: ${textIn(h.kind, name, v)}`)
              .join(' · ')}
          </dd>
        </div>
      </dl>
      <p class="help">{say('held.do')}</p>
      {link && (
        <a class="btn wide" href={link}>
          {say('held.open')} <Icon name="chevron-right" />
        </a>
      )}
      <button type="button" class="btn wide" onClick={() => void away(true)}>
        <Icon name="check" /> {say('held.away')}
      </button>
    </section>
  )
}
