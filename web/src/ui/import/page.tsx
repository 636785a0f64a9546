import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import '../css/import.css'
import { intake, intakes } from '../../core/api/intake'
import { asFault, get, send, type Fault } from '../../store/client'
import { go } from '../../store/router'
import { l } from '../../store/words'
import { Icon } from '../parts/icon'
import { Failed, Loading } from '../parts/state'
import { useFetched, useTitle } from '../parts/use'
import { Match } from './match'
import { Checked } from './report'
import { Result } from './result'
import { say } from './texts'
import { busyIn, useIntake } from './use'

/** Takes in an office's file in four steps; the address keeps which file. */
export function ImportPage({ id }: { id: string }): JSX.Element {
  useTitle(say('title'))
  return (
    <div class="page import">
      <header>
        <h1>{say('title')}</h1>
        <a class="btn" href="/import">
          {say('past')}
        </a>
      </header>
      {id ? <File id={id} key={id} /> : <Choose />}
    </div>
  )
}

function Steps({ at }: { at: number }): JSX.Element {
  return (
    <ol class="steps">
      {(['step1', 'step2', 'step3', 'step4'] as const).map((key, i) => (
        <li key={key} aria-current={i === at ? 'step' : undefined} class={i < at ? 'past' : ''}>
          <span class="num">{i + 1}</span> {say(key)}
        </li>
      ))}
    </ol>
  )
}

/** The first step: a file from this computer, or one that is open. */
function Choose(): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<Fault | null>(null)
  const open = useFetched('imports', (signal) => get('/imports', intakes, signal))
  const take = (file: File | undefined): void => {
    if (!file) return
    setBusy(true)
    setFault(null)
    send('POST', `/imports?${new URLSearchParams({ name: file.name }).toString()}`, file, intake)
      .then((x) => go(`/import/new/${x.id}`))
      .catch((e: unknown) => setFault(asFault(e)))
      .finally(() => {
        setBusy(false)
        if (input.current) input.current.value = ''
      })
  }
  return (
    <>
      <Steps at={0} />
      <div
        class="drop"
        onDragOver={(e) => e.preventDefault()}
        onDrop={(e) => {
          e.preventDefault()
          take(e.dataTransfer?.files[0])
        }}
      >
        <p>{say('lead')}</p>
        <button type="button" class="btn main" disabled={busy} aria-busy={busy} onClick={() => input.current?.click()}>
          <Icon name="download" /> {busy ? say('reading') : say('choose')}
        </button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={say('choose')}
          accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          onChange={() => take(input.current?.files?.[0])}
        />
        {fault && (
          <p role="alert" class="wrong">
            {l(fault.text)}
          </p>
        )}
      </div>
      {open.data && open.data.imports.length > 0 && (
        <section>
          <h2>{say('open')}</h2>
          <ul class="files">
            {open.data.imports.map((x) => (
              <li key={x.id}>
                <a href={`/import/new/${x.id}`}>{x.file || x.id}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function File({ id }: { id: string }): JSX.Element {
  const work = useIntake(id)
  const [again, setAgain] = useState(false)
  const { now } = work
  if (!now) return work.fault ? <Failed fault={work.fault} /> : <Loading />
  const over = now.stage === 'writing' || now.stage === 'written' || now.stage === 'undoing' || now.stage === 'undone' || now.stage === 'stopped'
  const checked = now.stage === 'checked' && !again
  const at = over ? 3 : checked || now.stage === 'checking' ? 2 : 1
  return (
    <>
      <Steps at={at} />
      <p class="file-name">
        <Icon name="file-text" /> <b>{now.file}</b>
        {!busyIn(now.stage) && !over && (
          <button
            type="button"
            class="btn quiet"
            onClick={() => {
              work.close()
              go('/import/new')
            }}
          >
            {say('close')}
          </button>
        )}
      </p>
      {(work.fault ?? now.error) && (
        <p role="alert" class="wrong">
          {l((work.fault ?? now.error)?.text ?? { vi: '', en: '' })}
        </p>
      )}
      {now.stage === 'checking' && <Progress words={say('checking', { done: now.done, of: now.of })} done={now.done} of={now.of} />}
      {at === 1 && (
        <Match
          now={now}
          onCheck={(m) => {
            setAgain(false)
            work.check(m)
          }}
        />
      )}
      {checked && <Checked now={now} onBack={() => setAgain(true)} onRun={work.run} />}
      {over && <Result now={now} onUndo={work.undo} />}
    </>
  )
}

export function Progress(p: { words: string; done: number; of: number }): JSX.Element {
  return (
    <div class="progress" role="status">
      <p>{p.words}</p>
      <progress value={p.done} max={Math.max(p.of, p.done, 1)} aria-label={p.words} />
    </div>
  )
}
