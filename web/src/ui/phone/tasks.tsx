import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { showDay } from '../../core/dates'
import { textOf, type Json } from '../../core/decode'
import { today } from '../../store/clock'
import { mayAt } from '../../store/phone/book'
import { ask, meet, problemOf } from '../../store/phone/client'
import type { Row } from '../../store/phone/messages'
import type { Draft } from '../../store/phone/recording'
import { daysLate, doneTasks, openTasks, stateOf } from '../../store/phone/tasks'
import { book } from '../../store/session'
import { tell, warn } from '../../store/toast'
import { t } from '../../store/words'
import { Icon } from '../parts/icon'
import { Loading } from '../parts/state'
import { refText } from '../parts/value'
import { problemText } from './door'
import { Frame } from './frame'
import { PhoneForm, Save } from './form'
import { say } from './tasks.texts'
import { useRow, useRows } from './use'

/** How many are shown where there is a way to the rest. */
const shownAsked = 3
/** How many done ones are shown. */
const shownDone = 20

export function TaskLine({ row }: { row: Row }): JSX.Element {
  const late = daysLate(row, today())
  const due = textOf(row.v.due)
  const state = stateOf(row)
  const when = state === 'done' ? showDay(textOf(row.v.done_on)) : late > 0 ? say('late', { n: late }) : due === today() ? say('due.today') : due ? say('due', { day: showDay(due) }) : say('nodue')
  return (
    <li>
      <a href={`/phone/task/${row.id}`}>
        <Icon name={state === 'done' ? 'check' : 'list-checks'} />
        <span class="grow">
          <span class="name">{textOf(row.v.title)}</span>
          <br />
          <span class="quiet small">{textOf(row.v.household) ? `${refText(textOf(row.v.household))} · ` : ''}</span>
          <span class={`small ${late > 0 && state === 'open' ? 'late strong' : 'quiet'}`}>{when}</span>
        </span>
        {row.waiting > 0 && <span class="tag due">{t('phone.waiting')}</span>}
      </a>
    </li>
  )
}

/** The first of what is asked, where something is. */
export function Asked(): JSX.Element | null {
  const todo = openTasks(useRows('task') ?? [], book().me.user.id)
  if (todo.length === 0) return null
  return (
    <section>
      <h2>
        <a href="/phone/tasks">
          {t('phone.asked')} ({todo.length})
        </a>
      </h2>
      <ul class="cards">
        {todo.slice(0, shownAsked).map((r) => (
          <TaskLine key={r.id} row={r} />
        ))}
      </ul>
    </section>
  )
}

/** What is asked of the officer who carries this phone. */
export function TasksPage(): JSX.Element {
  const rows = useRows('task')
  const me = book().me.user.id
  if (!rows) return <Frame title={say('title')}><Loading /></Frame>
  const [todo, done] = [openTasks(rows, me), doneTasks(rows, me).slice(0, shownDone)]
  return (
    <Frame title={say('title')}>
      {todo.length === 0 && <p class="empty">{say('none')}</p>}
      <ul class="cards" hidden={todo.length === 0}>
        {todo.map((r) => (
          <TaskLine key={r.id} row={r} />
        ))}
      </ul>
      {done.length > 0 && (
        <section>
          <h2>{say('done')}</h2>
          <ul class="cards">
            {done.map((r) => (
              <TaskLine key={r.id} row={r} />
            ))}
          </ul>
        </section>
      )}
    </Frame>
  )
}

/** One thing that is asked: about whom, by when, and what came of it. */
export function TaskPage({ id }: { id: string }): JSX.Element {
  const row = useRow('task', id)
  if (row === undefined) return <Frame title={say('title')} back="/phone/tasks"><Loading /></Frame>
  if (row === null) return <Frame title={say('title')} back="/phone/tasks"><p class="empty">{say('notfound')}</p></Frame>
  const home = textOf(row.v.household)
  const state = stateOf(row)
  const due = textOf(row.v.due)
  const late = daysLate(row, today())
  return (
    <Frame title={say('title')} back="/phone/tasks">
      <h2>{textOf(row.v.title)}</h2>
      {row.v.text && <p style="white-space: pre-line">{textOf(row.v.text)}</p>}
      <p class="quiet small">{say('by', { who: refText(textOf(row.v.by)), day: showDay(textOf(row.v.on)) })}</p>
      {state === 'open' && due && (
        <p class={late > 0 ? 'late strong' : ''}>
          <Icon name="calendar-check" /> {late > 0 ? say('late', { n: late }) : say('due', { day: showDay(due) })}
        </p>
      )}
      {home && (
        <ul class="cards">
          <li>
            <a href={`/phone/home/${home}`}>
              <Icon name="house" />
              <span class="grow">
                <span class="quiet small">{say('about')}</span>
                <br />
                <span class="name">{refText(home)}</span>
              </span>
              <Icon name="chevron-right" />
            </a>
          </li>
        </ul>
      )}
      <Outcome row={row} />
    </Frame>
  )
}

/** Says that it is done, with what came of it; also again that it isn't. */
function Outcome({ row }: { row: Row }): JSX.Element | null {
  const [answer, setAnswer] = useState(textOf(row.v.answer))
  const [draft, setDraft] = useState<Draft | null>(null)
  const [busy, setBusy] = useState(false)
  const state = stateOf(row)
  useEffect(() => {
    const begin = (d: Draft): void => {
      setDraft(d)
      if (d.at > 0) setAnswer(textOf((d.body as { answer?: Json } | null)?.answer))
    }
    ask('draft', 'task', row.id, '').then(begin, () => undefined)
  }, [row.id])
  useEffect(() => {
    if (!draft || busy || answer === textOf(row.v.answer)) return
    const id = setTimeout(() => void ask('keepDraft', { ...draft, at: draft.at || Date.now(), body: { answer }, files: [] }), 400)
    return () => clearTimeout(id)
  }, [answer, draft, busy])
  const write = async (fields: Record<string, Json>, said: string, back: Record<string, Json>): Promise<void> => {
    setBusy(true)
    try {
      await ask('record', [{ kind: 'task', record: row.id, fields }], draft?.record ?? '')
      if ('vibrate' in navigator) navigator.vibrate(40)
      tell(said, { label: say('undo'), run: () => void ask('write', 'task', row.id, back) })
      if (navigator.onLine) void meet()
    } catch (e) {
      warn(problemText(problemOf(e)))
    }
    setBusy(false)
  }
  if (state === 'dropped') return <p class="quiet">{say('was.dropped')}</p>
  const may = mayAt('update', 'task', { area: textOf(row.v.area), household: textOf(row.v.household) })
  if (state === 'done')
    return (
      <>
        <p class="state ok">
          <Icon name="check" />
          <span>
            <span class="strong">{say('was.done', { day: showDay(textOf(row.v.done_on)) })}</span>
            {row.v.answer && (
              <>
                <br />
                {textOf(row.v.answer)}
              </>
            )}
          </span>
        </p>
        {may && (
          <button type="button" class="btn wide" disabled={busy} onClick={() => void write({ status: 'open', done_on: null }, say('reopened'), { status: 'done', done_on: row.v.done_on ?? today() })}>
            <Icon name="undo-2" /> {say('reopen')}
          </button>
        )}
      </>
    )
  if (!may) return null
  return (
    <PhoneForm save={() => write({ status: 'done', done_on: today(), answer: answer.trim() || null }, say('finished'), { status: 'open', done_on: null })}>
      <div class="field">
        <label class="label" for="task-answer">
          {say('answer')}
        </label>
        <textarea id="task-answer" class="input" rows={3} maxLength={2000} value={answer} aria-describedby="task-answer-help" onInput={(e) => setAnswer(e.currentTarget.value)} />
        <p class="help" id="task-answer-help">
          {say('answer.help')}
        </p>
      </div>
      <Save busy={busy}><Icon name="check" /> {say('finish')}</Save>
    </PhoneForm>
  )
}
